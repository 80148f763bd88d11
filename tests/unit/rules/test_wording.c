/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include "rules/load.h"
#include "rules/wording.h"

#define DAY 20000

static const char fields[] =
    "fields { id = 'key', employees = 'integer', industry = 'text', hiring = 'percent',\n"
    "  arr = { 'money', unit = 'USD' }, tech = 'list', seats = { 'integer', optional = true },\n"
    "  revops = 'flag', signed_on = 'date', left_on = { 'date', optional = true } }\n"
    "tiers { A = 80, B = 0 }\nlocal p = params { low = 50 }\n";

static void check(const char *body, bool in_words, const char *wanted)
{
	struct spot_rules_options options = { .as_of = DAY, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_buf text = SPOT_BUF_INIT, got = SPOT_BUF_INIT;
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_wording *wording;
	struct spot_rules *rules;
	struct spot_diags diags;
	bool words;

	spot_buf_printf(&text, "%scriterion 'C' { weight = 1, --[[ a\n"
	    "function --]] why = 'The function.', fit = function(a) %s end }\n", fields, body);
	spot_diags_init(&diags);
	if (spot_rules_load_text(&rules, "r.lua", spot_buf_str(&text), text.len, &options, &diags,
	        &err) != 0)
		fail_msg("%s: %s", err.what, body);
	assert_int_equal(spot_wording_new(&wording, rules, &err), 0);
	assert_int_equal(
	    spot_wording_write(&got, wording, rules->criteria[0].fit, &words, &err), 0);
	assert_string_equal(spot_buf_str(&got), wanted);
	assert_int_equal(words, in_words);
	spot_wording_free(wording);
	spot_rules_free(rules);
	spot_diags_reset(&diags);
	spot_buf_reset(&text);
	spot_buf_reset(&got);
}

static void test_words(void **state)
{
	static const char *const cases[][2] = {
		{ "return between(a.employees, p.low, 1000)", "employees from 50 to 1,000" },
		{ "return a.employees >= 50 and a.employees <= 1000",
		    "employees from 50 to 1,000" },
		{ "return a.employees > 50", "employees above 50" },
		{ "return not (a.employees > 50)", "employees at most 50" },
		{ "return a.arr >= 20000.5", "arr at least 20,000.50 USD" },
		{ "return a.arr > 1999.999", "arr above 1,999.999 USD" },
		{ "return a.arr / (a.employees * 2) > 5", "arr / (employees × 2) above 5" },
		{ "return a.hiring < 0.125", "hiring below 12.5 %" },
		{ "return one_of(a.industry, 'SaaS', 'Fintech')", "industry is SaaS or Fintech" },
		{ "return a.industry == 'SaaS'", "industry is SaaS" },
		{ "return not one_of(a.industry, 'SaaS', 'X', 'Y')",
		    "industry is not SaaS, X or Y" },
		{ "return has(a.tech, 'dbt', 'Looker')", "tech has dbt or Looker" },
		{ "return like(a.industry, '*soft*')", "industry is like *soft*" },
		{ "return regex(a.industry, '^S')", "industry matches ^S" },
		{ "return a.revops", "revops is yes" },
		{ "return not a.revops", "revops is no" },
		{ "return a.revops and a.employees < 10", "revops is yes and employees below 10" },
		{ "return a.revops or a.employees < 10", "revops is yes, or employees below 10" },
		{ "return ramp(a.hiring, 0, 0.3)", "hiring from 0 % (no points) to 30 % (all)" },
		{ "return ramp(a.employees, 500, 50)",
		    "employees from 500 (no points) to 50 (all)" },
		{ "return days_since(a.signed_on) <= 90", "days since signed on at most 90" },
		{ "return months_since(a.signed_on) < 3", "months since signed on below 3" },
		{ "return (a.seats or 0) > 3", "(seats or 0) above 3" },
		{ "return a.left_on == nil", "left on is blank" },
		{ "return #a.tech >= 2", "the number of tech at least 2" },
		{ "return a.arr / a.employees > 100", "arr / employees above 100" },
		{ "return true", "always" },
		{ "if between(a.employees, 50, 1000) then return 1 end\n"
		  "if between(a.employees, 25, 1500) then return 0.5 end return 0",
		    "all points: employees from 50 to 1,000; half: employees from 25 to 1,500" },
		{ "if a.employees < 1 then return false end return ramp(a.hiring, 0.4, 0.1)",
		    "hiring from 40 % (no points) to 10 % (all), when employees at least 1" },
		{ "if a.revops then return 0.2 end return 0.1", "20 %: revops is yes; 10 %" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		check(cases[i][0], true, cases[i][1]);
}

/* What cannot be put into words stands there as it was written. */
static void test_lua(void **state)
{
	(void)state;
	check("return string.len(a.industry) % 7 == 3", false,
	    "function(a) return string.len(a.industry) % 7 == 3 end");
	check("return #a.industry > 150", false, "function(a) return #a.industry > 150 end");
	check("local n = 0\nfor i = 1, #a.tech do n = n + i end\nreturn n > 5", false,
	    "function(a) local n = 0 for i = 1, #a.tech do n = n + i end return n > 5 end");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_lua),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
