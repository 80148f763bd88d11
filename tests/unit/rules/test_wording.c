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

/* What is written of the file's first function. */
static void check_file(const char *text, bool in_words, const char *wanted)
{
	struct spot_rules_options options = { .as_of = DAY, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_buf got = SPOT_BUF_INIT;
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_wording *wording;
	struct spot_rules *rules;
	struct spot_diags diags;
	bool words;

	spot_diags_init(&diags);
	if (spot_rules_load_text(&rules, "r.lua", text, strlen(text), &options, &diags, &err) != 0)
		fail_msg("%s: %s", err.what, text);
	assert_int_equal(spot_wording_new(&wording, rules, &err), 0);
	assert_int_equal(spot_wording_write(&got, wording, 0, &words, &err), 0);
	assert_string_equal(spot_buf_str(&got), wanted);
	assert_int_equal(words, in_words);
	spot_wording_free(wording);
	spot_rules_free(rules);
	spot_diags_reset(&diags);
	spot_buf_reset(&got);
}

static void check(const char *body, bool in_words, const char *wanted)
{
	struct spot_buf text = SPOT_BUF_INIT;

	spot_buf_printf(&text, "%scriterion 'C' { weight = 1, --[[ a\n"
	    "function --]] why = 'The function.', fit = function(a) %s end }\n", fields, body);
	check_file(spot_buf_str(&text), in_words, wanted);
	spot_buf_reset(&text);
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
		{ "return not between(a.employees, 1, 5)", "employees not from 1 to 5" },
		{ "return a.employees <= 1000 and a.employees >= 50",
		    "employees from 50 to 1,000" },
		{ "return a.arr >= a.employees and a.employees >= 3",
		    "employees at most arr and employees at least 3" },
		{ "return one_of(a.employees, 1, 2)", "employees is 1, or employees is 2" },
		{ "return a.employees ~= 5", "employees is not 5" },
		{ "return a.industry ~= 'X'", "industry is not X" },
		{ "return string.upper(a.industry) == 'X'", "industry is X" },
		{ "return one_of(a.industry, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i')",
		    "industry is a, b, c, d, e, f … (9 in all)" },
		{ "return not has(a.tech, 'dbt')", "tech has no dbt" },
		{ "return not like(a.industry, 'x*')", "industry is not like x*" },
		{ "return not regex(a.industry, 'x')", "industry does not match x" },
		{ "return a.left_on ~= nil", "left on is known" },
		{ "return false", "never" },
		{ "return nil", "never" },
		{ "return 0.5", "half" },
		{ "return a.hiring", "hiring" },
		{ "return a.revops == (a.employees > 5)",
		    "employees above 5 and revops is yes, or employees at most 5 and revops is "
		    "no" },
		{ "if a.revops then return a.employees > 5 end return a.employees > 9",
		    "revops is yes and employees above 5, or revops is no and employees above 9" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		check(cases[i][0], true, cases[i][1]);
}

static void test_numbers(void **state)
{
	static const char *const cases[][2] = {
		{ "return a.employees - (a.employees - 3) * 2 > 4",
		    "employees - (employees - 3) × 2 above 4" },
		{ "return a.employees - -3 > 5", "employees + 3 above 5" },
		{ "return (a.employees + 1) * (a.arr - 2.5) > 5",
		    "(employees + 1) × (arr - 2.5) above 5" },
		{ "return a.arr / (a.employees / 2) > 5", "arr / (employees / 2) above 5" },
		{ "return a.arr + (a.arr - a.employees) > 5", "arr + (arr - employees) above 5" },
		{ "return a.employees > -1234567", "employees above -1,234,567" },
		{ "return a.arr > 123456789012345.5", "arr above 123,456,789,012,345.50 USD" },
		{ "return a.arr < 2e15", "arr below 2e+15 USD" },
		{ "return a.arr < 1 / 0", "arr below inf USD" },
		{ "return a.signed_on > date '2024-03-01'", "signed on above 2024-03-01" },
		{ "return between(a.signed_on, date '2024-03-01', as_of)",
		    "signed on from 2024-03-01 to 2024-10-04" },
		{ "return year(a.signed_on) >= 2020", "the year of signed on at least 2020" },
		{ "return month(a.signed_on) == 3", "the month of signed on is 3" },
		{ "return years_since(a.signed_on) >= 2", "years since signed on at least 2" },
		{ "return a.signed_on - a.employees > 3", "signed on - employees above 3" },
		{ "return (a.left_on or as_of) > as_of",
		    "(left on or 2024-10-04) above 2024-10-04" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		check(cases[i][0], true, cases[i][1]);
}

/* "x and y or z" is a choice by x, unless x asks no more than whether y is there. */
static void test_choices(void **state)
{
	static const char *const cases[][2] = {
		{ "return a.seats ~= nil and a.seats / 10 or 0.3",
		    "seats / 10, when seats is known; 30 %" },
		{ "if a.revops then return (a.seats or 3) > 5 end return false",
		    "revops is yes and (seats or 3) above 5" },
		{ "if a.employees < 1 then return 0 end\n"
		  "return ramp((a.seats or 0) / a.employees, 0.4, 0.1)",
		    "(seats or 0) / employees from 0.4 (no points) to 0.1 (all), when employees at "
		    "least 1" },
		{ "return a.revops and a.hiring or 0.5", "hiring, when revops is yes; half" },
		{ "if a.employees > 3 then return a.hiring end return 0.5",
		    "hiring, when employees above 3; half" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		check(cases[i][0], true, cases[i][1]);
	check("return (a.revops and a.employees or 5) > 3", false,
	    "function(a) return (a.revops and a.employees or 5) > 3 end");
	check("return (a.revops and a.seats or 3) > 5", false,
	    "function(a) return (a.revops and a.seats or 3) > 5 end");
	check("return (a.seats or a.employees) > 3", false,
	    "function(a) return (a.seats or a.employees) > 3 end");
}

static void test_other_functions(void **state)
{
	static const char head[] = "fields { id = 'key', n = 'integer', kind = 'text' }\n"
	    "tiers { A = 1 }\n";
	static const struct {
		const char *word;
		bool in_words;
		const char *wanted;
	} cases[] = {
		{ "growth 'G' { value = function(a) if a.n > 3 then return a.n * 2 end\n"
		  "  return 7 end }", true, "n × 2, when n above 3; 7" },
		{ "growth 'G' { value = function(a) return 7 end }", true, "7" },
		{ "segment 'S' { by = function(a) return a.kind end }", false,
		    "function(a) return a.kind end" },
		{ "rollup 'r' { key = 'id', fields = { sum = 'number' },\n"
		  "  c = count { when = function(r) return r.sum > 3 end } }", true,
		    "sum above 3" },
		{ "contacts { key = 'id', fields = { age = 'integer' } }\n"
		  "role 'B' { match = function(c) return c.age > 30 end }", true, "age above 30" },
		{ "events { key = 'id', at = 'day', fields = { day = 'date', what = 'text' } }\n"
		  "engagement 'E' { points = 1, when = function(e) return e.what == 'x' end }",
		    true, "what is x" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_buf text = SPOT_BUF_INIT;

		spot_buf_printf(&text, "%s%s", head, cases[i].word);
		check_file(spot_buf_str(&text), cases[i].in_words, cases[i].wanted);
		spot_buf_reset(&text);
	}
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
	/* Too many questions, values, products, and too deep a sum. */
	check("return a.employees == 1 or a.employees == 3 or a.employees == 5 or "
	      "a.employees == 7 or a.employees == 9 or a.employees == 11 or a.employees == 13",
	    false,
	    "function(a) return a.employees == 1 or a.employees == 3 or a.employees == 5 or "
	    "a.employees == 7 or a.employees == 9 or a.employees == 11 or a.employees == 13 end");
	check("if a.employees > 4 then return 0.1 elseif a.arr > 5 then return 0.2\n"
	      "elseif a.hiring > 0.3 then return 0.3 elseif a.revops then return 0.4\n"
	      "elseif a.industry == 'x' then return 0.5 elseif has(a.tech, 'y') then return 0.6\n"
	      "end return 0.7", false,
	    "function(a) if a.employees > 4 then return 0.1 elseif a.arr > 5 then return 0.2 "
	    "elseif a.hiring > 0.3 then return 0.3 elseif a.revops then return 0.4 "
	    "elseif a.industry == 'x' then return 0.5 elseif has(a.tech, 'y') then return 0.6 "
	    "end return 0.7 end");
	check("local s = a.arr\nfor i = 1, 13 do s = s + a.employees end return s > 3", false,
	    "function(a) local s = a.arr for i = 1, 13 do s = s + a.employees end return s > 3 "
	    "end");
	/* Where a function ends is told by its tokens; comments are left out. */
	check("local s, n = [==[ end\n]] ]==] .. 'end\\'' .. \"end\", 0x1p-3+.5e+2 -- end\n"
	      "--[[ end\n --]]\n repeat n = n + 1 until n > #a.tech return #s<#a.industry+n", false,
	    "function(a) local s, n = [==[ end ]] ]==] .. 'end\\'' .. \"end\", 0x1p-3+.5e+2 "
	    "repeat n = n + 1 until n > #a.tech return #s<#a.industry+n end");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_other_functions),
		cmocka_unit_test(test_lua),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
