/* SPDX-License-Identifier: MIT */
/* Rows one by one. */
#include <pthread.h>

#include "support/embedded.h"

static void test_row(void **state)
{
	const char *cells[] = { "ACC-1", "1,200", "saas" };
	const char *blank[] = { "ACC-2", NULL, "Retail" };
	struct spot_scorer *scorer = embedded_scorer(embedded_rules);
	const struct spot_result *result;
	struct spot_icp_error err;
	(void)state;

	assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
	assert_string_equal(result->tier, "A");
	assert_true(result->score == 100 && result->growth == 2400);
	assert_true(result->has_coverage && result->coverage == 100);
	assert_true(result->earned == 90 && result->possible == 90); /* the group's cap */
	assert_string_equal(result->reason, "big enough");
	assert_null(result->unknown[0]);
	assert_null(result->disqualifiers[0]);
	assert_int_equal(result->n_rules, 4);
	assert_int_equal(result->answers[0], SPOT_ICP_YES);
	assert_int_equal(result->answers[2], SPOT_ICP_NO);
	assert_int_equal(result->answers[3], SPOT_ICP_YES);
	assert_true(result->points[0] == 60 && result->points[1] == 40 && result->points[3] == 0);
	assert_true(result->values[0] == 1 && result->values[3] == 2400);

	assert_int_equal(spot_scorer_row(scorer, blank, &result, &err), 0);
	assert_string_equal(result->tier, "C");
	assert_string_equal(result->tier_high, "B");
	assert_string_equal(result->unknown[0], "Size");
	assert_string_equal(result->unknown[1], "Giant");
	assert_string_equal(result->unknown[2], "Seats");
	assert_false(result->has_growth);
	assert_int_equal(result->answers[0], SPOT_ICP_UNKNOWN);
	assert_true(result->values[0] == 0 && result->points[0] == 0);

	cells[0] = "ACC-9";
	cells[1] = "10000";
	assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
	assert_string_equal(result->tier, "A");
	assert_string_equal(result->exception, "X");
	assert_string_equal(result->disqualifiers[0], "Giant");
	assert_true(result->disqualified);
	spot_scorer_free(scorer);
}

static void test_unreadable(void **state)
{
	const char *cells[] = { "ACC-1", "50-100", "SaaS" };
	struct spot_scorer *scorer = embedded_scorer(embedded_rules);
	const struct spot_unreadable *unreadable;
	const struct spot_result *result;
	(void)state;

	assert_null(spot_scorer_unreadable(scorer, 0));
	assert_int_equal(spot_scorer_row(scorer, cells, &result, NULL), 0);
	assert_string_equal(result->unknown[0], "Size");
	unreadable = spot_scorer_unreadable(scorer, 0);
	assert_non_null(unreadable);
	assert_string_equal(unreadable->column, "Employees");
	assert_string_equal(unreadable->problem, "a range, not one number");
	assert_null(spot_scorer_unreadable(scorer, 1));
	cells[1] = "50";
	assert_int_equal(spot_scorer_row(scorer, cells, &result, NULL), 0);
	assert_null(spot_scorer_unreadable(scorer, 0));
	spot_scorer_free(scorer);
}

/* --- rules that fail --------------------------------------------------------------------- */

static const char failing_rules[] =
    "fields { id = \"key\", employees = \"integer\", industry = \"text\" }\n"
    "criterion \"Odd\" { weight = 1, why = \"w\", fit = function(a)\n"
    "  if a.employees > 5 then return {} end return true end }\n"
    "criterion \"Loop\" { weight = 1, why = \"w\", fit = function(a)\n"
    "  if a.employees < 0 then while true do end end return true end }\n"
    "tiers { A = 0 }\n";

static void test_failing_rules(void **state)
{
	const char *odd[] = { "ACC-6", "6", "" }, *loop[] = { "ACC-7", "-1", "" };
	const char *good[] = { "ACC-8", "1", "" };
	struct spot_scorer *scorer = embedded_scorer(failing_rules);
	const struct spot_result *result;
	struct spot_icp_error err;
	(void)state;

	assert_int_equal(spot_scorer_row(scorer, odd, &result, &err), SPOT_ICP_RULES);
	assert_null(result);
	assert_int_equal(err.code, SPOT_ICP_RULES);
	assert_string_equal(err.file, "p.lua");
	assert_true(err.line == 2 || err.line == 3);
	assert_non_null(strstr(err.text, "\"Odd\""));
	assert_non_null(strstr(err.text, "ACC-6 (row:1)"));
	assert_non_null(strstr(err.text, "spot_scorer_keep_going"));
	assert_null(strstr(err.text, "--"));
	assert_int_equal(spot_scorer_row(scorer, loop, &result, &err), SPOT_ICP_RULES);
	assert_non_null(strstr(err.text, "p.lua:5"));
	assert_int_equal(spot_scorer_row(scorer, good, &result, &err), 0);
	assert_true(result->score == 100);

	spot_scorer_keep_going(scorer, true);
	assert_int_equal(spot_scorer_row(scorer, odd, &result, &err), 0);
	assert_int_equal(result->answers[0], SPOT_ICP_FAILED);
	assert_string_equal(result->unknown[0], "Odd");
	assert_int_equal(spot_scorer_row(scorer, loop, &result, &err), SPOT_ICP_RULES);
	spot_scorer_keep_going(scorer, false);
	assert_int_equal(spot_scorer_row(scorer, odd, &result, &err), SPOT_ICP_RULES);
	spot_scorer_free(scorer);
}

/* --- another rule file ------------------------------------------------------------------- */

static void test_use(void **state)
{
	static const char other[] =
	    "fields { id = \"key\", employees = \"integer\" }\n"
	    "criterion \"Small\" { weight = 1, why = \"w\",\n"
	    "  fit = function(a) return a.employees < 50 end }\ntiers { Z = 0 }\n";
	static const char wants_more[] =
	    "fields { id = \"key\", revenue = \"money\" }\n"
	    "criterion \"Rich\" { weight = 1, why = \"w\",\n"
	    "  fit = function(a) return a.revenue > 1 end }\ntiers { Z = 0 }\n";
	const char *cells[] = { "ACC-1", "20", "SaaS" };
	struct spot_scorer *scorer = embedded_scorer(embedded_rules);
	struct spot_icp *icp = embedded_open_text(other), *more = embedded_open_text(wants_more);
	const struct spot_result *result;
	struct spot_icp_error err;
	(void)state;

	assert_int_equal(spot_scorer_use(scorer, icp, &err), 0);
	assert_int_equal(spot_scorer_use(scorer, icp, &err), 0);
	spot_icp_close(icp);
	assert_ptr_equal(spot_scorer_icp(scorer), icp);
	assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
	assert_string_equal(result->tier, "Z");
	assert_true(result->score == 100);
	assert_int_equal(spot_scorer_use(scorer, more, &err), SPOT_ICP_DATA);
	assert_non_null(strstr(err.text, "revenue"));
	assert_ptr_equal(spot_scorer_icp(scorer), icp);
	assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
	assert_true(result->score == 100);
	spot_icp_close(more);
	spot_scorer_free(scorer);
}

/* --- threads ----------------------------------------------------------------------------- */

struct scoring {
	struct spot_icp *icp;
	int least; /* employees that give all the points */
	size_t n_right;
};

static void *score_many(void *arg)
{
	struct scoring *scoring = arg;
	const char *cells[] = { "ACC-1", "60", "SaaS" };
	const struct spot_result *result;
	struct spot_scorer *scorer;

	if (spot_scorer_new(&scorer, scoring->icp, embedded_header, 3, NULL) != 0)
		return NULL;
	for (int i = 0; i < 2000; i++) {
		cells[1] = i % 2 ? "60" : "40";
		if (spot_scorer_row(scorer, cells, &result, NULL) == 0)
			scoring->n_right +=
			    (result->score == 100) == ((i % 2 ? 60 : 40) >= scoring->least);
	}
	spot_scorer_free(scorer);
	return NULL;
}

/* Four threads, two rule sets. */
static void test_threads_share_rules(void **state)
{
	char lenient[sizeof(embedded_rules)];
	struct scoring scorings[4];
	pthread_t threads[4];
	(void)state;

	strcpy(lenient, embedded_rules);
	memcpy(strstr(lenient, "least = 50"), "least = 10", 10);
	scorings[0] = (struct scoring) { embedded_open_text(embedded_rules), 50, 0 };
	scorings[1] = (struct scoring) { embedded_open_text(lenient), 10, 0 };
	scorings[2] = (struct scoring) { spot_icp_share(scorings[0].icp), 50, 0 };
	scorings[3] = (struct scoring) { spot_icp_share(scorings[1].icp), 10, 0 };
	for (size_t i = 0; i < N_OF(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, score_many, &scorings[i]), 0);
	for (size_t i = 0; i < N_OF(threads); i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(scorings[i].n_right, 2000);
		spot_icp_close(scorings[i].icp);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_row),
		cmocka_unit_test(test_unreadable),
		cmocka_unit_test(test_failing_rules),
		cmocka_unit_test(test_use),
		cmocka_unit_test(test_threads_share_rules),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
