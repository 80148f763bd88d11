/* SPDX-License-Identifier: MIT */
/* The public library as its users see it; also: what a hostile rule file does to the process
 * (nothing). */
#include "support/unit.h"

#include <math.h>
#include <pthread.h>

#include "sweetspot.h"

static const char rules[] =
    "profile \"P\" {}\n"
    "fields { id = \"key\", employees = \"integer\", industry = \"text\" }\n"
    "criterion \"Size\" { weight = 60, why = \"big enough\",\n"
    "  fit = function(a) return a.employees >= 50 end }\n"
    "criterion \"Industry\" { weight = 40, why = \"we know it\",\n"
    "  fit = function(a) return one_of(a.industry, \"SaaS\") end }\n"
    "disqualify \"Giant\" { why = \"too big\", when = function(a) return a.employees > 9000 end }\n"
    "growth \"Seats\" { value = function(a) return a.employees * 2 end }\n"
    "tiers { A = 80, B = 50, C = 0 }\n"
    "exception \"X\" { account = \"ACC-9\", tier = \"A\", by = \"CRO\", why = \"logo\", "
    "expires = \"2026-12-31\" }\n";

static const char *const header[] = { "Id", "Employees", "Industry" };

static struct spot_icp *open_rules(void)
{
	struct spot_icp_error err;
	struct spot_icp *icp;

	if (spot_icp_open_text(&icp, "p.lua", rules, sizeof(rules) - 1, "2026-11-22", &err) != 0)
		fail_msg("%s", err.text);
	return icp;
}

static void test_row(void **state)
{
	const char *cells[] = { "ACC-1", "1,200", "saas" };
	const char *blank[] = { "ACC-2", NULL, "Retail" };
	struct spot_icp *icp = open_rules();
	struct spot_scorer *scorer;
	struct spot_result result;
	struct spot_icp_error err;
	(void)state;

	assert_int_equal(spot_scorer_new(&scorer, icp, header, 3, &err), 0);
	assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
	assert_string_equal(result.tier, "A");
	assert_true(result.score == 100 && result.growth == 2400);
	assert_string_equal(result.reason, "big enough");
	assert_null(result.unknown[0]);
	assert_int_equal(spot_scorer_row(scorer, blank, &result, &err), 0);
	assert_string_equal(result.tier, "C");
	assert_string_equal(result.tier_high, "B");
	assert_string_equal(result.unknown[0], "Size");
	assert_string_equal(result.unknown[1], "Giant");
	assert_string_equal(result.unknown[2], "Seats");
	assert_false(result.has_growth);
	cells[0] = "ACC-9";
	cells[1] = "10000";
	assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
	assert_string_equal(result.tier, "A");
	assert_string_equal(result.exception, "X");
	assert_string_equal(result.disqualifiers[0], "Giant");
	spot_scorer_free(scorer);
	spot_icp_close(icp);
}

static void test_errors(void **state)
{
	static const char *const few[] = { "Id", "Industry" };
	struct spot_icp *icp;
	struct spot_scorer *scorer;
	struct spot_icp_error err;
	(void)state;

	assert_int_equal(spot_icp_open(&icp, "no/such.lua", NULL, &err), SPOT_ICP_RULES);
	assert_null(icp);
	assert_non_null(strstr(err.text, "no/such.lua"));
	assert_int_equal(
	    spot_icp_open_text(&icp, "p.lua", rules, sizeof(rules) - 1, "tomorrow", &err),
	    SPOT_ICP_USAGE);
	icp = open_rules();
	assert_int_equal(spot_scorer_new(&scorer, icp, few, 2, &err), SPOT_ICP_DATA);
	assert_non_null(strstr(err.text, "employees"));
	spot_icp_close(icp);
	spot_icp_close(NULL);
	spot_scorer_free(NULL);
}

/* Each ends with an error, and the next rule file in the same process works. */
static void test_hostile_rule_files(void **state)
{
	static const char *const hostile[] = {
		"while true do end",
		"local t = {} while true do t[#t + 1] = (\"x\"):rep(1000) .. #t end",
		"local s = \"x\" while true do s = s .. s end",
		"local function f() return f() + 1 end f()",
		"io.open(\"/etc/passwd\")",
		"os.execute(\"true\")",
		"(\"a\"):rep(1e9)",
		"(\"a\"):rep(3000):find((\".-\"):rep(40) .. \"b\")",
		"\x1bLua",
		"error({})",
	};
	(void)state;

	for (size_t i = 0; i < N_OF(hostile); i++) {
		struct spot_icp *icp;
		struct spot_icp_error err;

		if (spot_icp_open_text(&icp, "h.lua", hostile[i], strlen(hostile[i]), NULL, &err) !=
		    SPOT_ICP_RULES)
			fail_msg("loaded: %s", hostile[i]);
		assert_null(icp);
		assert_non_null(strstr(err.text, "h.lua"));
		assert_null(strchr(err.text, '\n'));
	}
	spot_icp_close(open_rules());
}

static void test_hostile_rule(void **state)
{
	static const char loops[] =
	    "fields { id = \"key\", n = \"integer\" }\n"
	    "criterion \"c\" { weight = 1, why = \"w\", fit = function(a)\n"
	    "  if a.n > 0 then while true do end end\n  return true end }\ntiers { A = 0 }\n";
	static const char *const names[] = { "id", "n" };
	const char *bad[] = { "x", "1" }, *good[] = { "y", "0" };
	struct spot_icp *icp;
	struct spot_scorer *scorer;
	struct spot_result result;
	struct spot_icp_error err;
	(void)state;

	assert_int_equal(
	    spot_icp_open_text(&icp, "l.lua", loops, sizeof(loops) - 1, NULL, &err), 0);
	assert_int_equal(spot_scorer_new(&scorer, icp, names, 2, &err), 0);
	assert_int_equal(spot_scorer_row(scorer, bad, &result, &err), SPOT_ICP_RULES);
	assert_non_null(strstr(err.text, "l.lua:3"));
	assert_int_equal(spot_scorer_row(scorer, good, &result, &err), 0);
	assert_true(result.score == 100);
	spot_scorer_free(scorer);
	spot_icp_close(icp);
}

static void *score_many(void *arg)
{
	const char *cells[] = { "ACC-1", "60", "SaaS" };
	struct spot_scorer *scorer;
	struct spot_result result;
	size_t n_right = 0;

	if (spot_scorer_new(&scorer, arg, header, 3, NULL) != 0)
		return NULL;
	for (int i = 0; i < 2000; i++) {
		cells[1] = i % 2 ? "60" : "40";
		if (spot_scorer_row(scorer, cells, &result, NULL) == 0)
			n_right += result.score == (i % 2 ? 100 : 40);
	}
	spot_scorer_free(scorer);
	return (void *)(n_right == 2000 ? arg : NULL);
}

static void test_threads_share_rules(void **state)
{
	struct spot_icp *icp = open_rules();
	pthread_t threads[4];
	(void)state;

	for (size_t i = 0; i < N_OF(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, score_many, icp), 0);
	for (size_t i = 0; i < N_OF(threads); i++) {
		void *result;
		pthread_join(threads[i], &result);
		assert_ptr_equal(result, icp);
	}
	spot_icp_close(icp);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_row),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_hostile_rule_files),
		cmocka_unit_test(test_hostile_rule),
		cmocka_unit_test(test_threads_share_rules),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
