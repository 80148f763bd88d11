/* SPDX-License-Identifier: MIT */
/* One row explained. */
#include <math.h>

#include "support/embedded.h"

static const struct spot_why_rule *find_rule(const struct spot_why *why, const char *name)
{
	for (size_t i = 0; i < why->n_rules; i++)
		if (strcmp(why->rules[i]->rule->name, name) == 0)
			return why->rules[i];
	fail_msg("no rule %s", name);
	return NULL;
}

static void test_why(void **state)
{
	const char *cells[] = { "ACC-1", "20", "Media" };
	struct spot_scorer *scorer = embedded_scorer(embedded_rules);
	const struct spot_why_rule *rule;
	const struct spot_why *why;
	struct spot_icp_error err;
	double sum = 0;
	(void)state;

	if (spot_scorer_why_row(scorer, cells, &why, &err) != 0)
		fail_msg("%s", err.text);
	assert_string_equal(why->result->tier, "C");
	assert_int_equal(why->n_rules, 4);
	rule = find_rule(why, "Size");
	assert_int_equal(rule->answer, SPOT_ICP_NO);
	assert_true(rule->points == 0 && rule->points_best == 60);
	assert_int_equal(rule->n_reads, 1);
	assert_string_equal(rule->reads[0]->field, "employees");
	assert_string_equal(rule->reads[0]->text, "20");
	assert_null(rule->reads[0]->problem);
	assert_int_equal(rule->n_needs, 1);
	assert_string_equal(rule->needs[0]->field, "employees");
	assert_string_equal(rule->needs[0]->texts[0], "50");
	rule = find_rule(why, "Industry");
	assert_string_equal(rule->needs[0]->texts[0], "SaaS");
	rule = find_rule(why, "Seats");
	assert_true(rule->answer == SPOT_ICP_YES && rule->value == 40);
	assert_string_equal(rule->reads[1]->text, "0"); /* the default */
	assert_int_equal(why->n_groups, 1);
	assert_string_equal(why->groups[0]->name, "Fit");
	assert_true(why->n_changes >= 1);
	assert_string_equal(why->changes[0]->field, "employees");
	assert_string_equal(why->changes[0]->from, "20");
	assert_string_equal(why->changes[0]->to, "50");
	assert_string_equal(why->changes[0]->tier, "B");

	cells[1] = "100";
	cells[2] = "SaaS";
	assert_int_equal(spot_scorer_why_row(scorer, cells, &why, &err), 0);
	for (size_t i = 0; i < why->n_rules; i++)
		sum += why->rules[i]->points;
	assert_true(why->groups[0]->adjustment == -10);
	assert_true(sum + why->groups[0]->adjustment == why->result->earned);
	assert_int_equal(why->n_changes, 0);
	spot_scorer_free(scorer);
}

static void test_blanks(void **state)
{
	const char *cells[] = { "ACC-1", "some", NULL };
	struct spot_scorer *scorer = embedded_scorer(embedded_rules);
	const struct spot_why_rule *rule;
	const struct spot_why *why;
	(void)state;

	assert_int_equal(spot_scorer_why_row(scorer, cells, &why, NULL), 0);
	rule = find_rule(why, "Size");
	assert_int_equal(rule->answer, SPOT_ICP_UNKNOWN);
	assert_null(rule->reads[0]->text);
	assert_string_equal(rule->reads[0]->problem, "not a whole number");
	rule = find_rule(why, "Industry");
	assert_null(rule->reads[0]->text);
	assert_null(rule->reads[0]->problem);
	spot_scorer_free(scorer);
}

static void test_typed_and_failing(void **state)
{
	static const char text[] =
	    "fields { id = \"key\", since = \"date\", tech = \"list\", share = \"percent\",\n"
	    "  paid = \"flag\" }\n"
	    "criterion \"All\" { weight = 1, why = \"w\", fit = function(a)\n"
	    "  if a.paid and a.share > 0.1 and #a.tech == 2 and a.since > 0 then return {} end\n"
	    "  return true end }\ntiers { A = 0 }\n";
	static const char *const ids[] = { "a", "b" };
	static const int32_t days[] = { 5, 20779 };
	static const struct spot_text items[] = { { "dbt", 3 }, { "Looker", 6 } };
	static const struct spot_texts lists[] = { { items, 0 }, { items, 2 } };
	static const double shares[] = { 0, 0.12 };
	static const uint8_t flags[] = { 0, 1 };
	const struct spot_data columns[] = {
		{ .name = "id", .kind = SPOT_DATA_STRINGS, .values = ids },
		{ .name = "since", .kind = SPOT_DATA_DATE, .values = days },
		{ .name = "tech", .kind = SPOT_DATA_LISTS, .values = lists },
		{ .name = "share", .kind = SPOT_DATA_DOUBLE, .values = shares },
		{ .name = "paid", .kind = SPOT_DATA_BOOL, .values = flags },
	};
	static const char *const want[] = { "yes", "0.12", "dbt; Looker", "2026-11-22" };
	struct spot_icp *icp = embedded_open_text(text);
	const struct spot_why_rule *rule;
	struct spot_scorer *scorer;
	const struct spot_why *why;
	(void)state;

	assert_int_equal(spot_scorer_new_typed(&scorer, icp, columns, 5, NULL), 0);
	spot_icp_close(icp);
	assert_int_equal(spot_scorer_why(scorer, columns, 1, &why, NULL), 0);
	rule = find_rule(why, "All");
	assert_int_equal(rule->answer, SPOT_ICP_FAILED);
	assert_non_null(rule->failure);
	assert_int_equal(rule->n_reads, 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(rule->reads[i]->text, want[i]);
	assert_int_equal(spot_scorer_why(scorer, columns, 0, &why, NULL), 0);
	assert_int_equal(find_rule(why, "All")->answer, SPOT_ICP_YES);
	assert_null(find_rule(why, "All")->failure);
	spot_scorer_free(scorer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_why),
		cmocka_unit_test(test_blanks),
		cmocka_unit_test(test_typed_and_failing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
