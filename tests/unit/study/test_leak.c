/* SPDX-License-Identifier: MIT */
/* Which fields know what became of an account. */
#include "support/unit.h"

#include "base/error.h"
#include "rules/load.h"
#include "study/leak.h"

static const char text[] =
    "fields { id = \"key\", size = \"integer\", signed = { \"date\", known = \"after\" },\n"
    "  again = { \"integer\", from = { \"Size\", \"size\" } },\n"
    "  third = { \"text\", from = 3 }, third_again = { \"text\", from = 3 },\n"
    "  fourth = { \"text\", from = 4 } }\n"
    "rollup \"tickets\" { key = \"id\", fields = { open = \"flag\" },\n"
    "  n_open = count { when = function(r) return r.open end } }\n"
    "rollup \"deals\" { key = \"id\",\n"
    "  fields = { stage = \"text\", amount = \"money\", closed = { \"date\", known = \"after\" },\n"
    "    paid = { \"money\", known = \"after\" }, at = \"date\" },\n"
    "  n_all = count { when = function(r) return true end },\n"
    "  n_won = count { when = function(r) return r.stage == \"won\" end },\n"
    "  won_sum = sum { \"amount\", when = function(r) return r.stage == \"won\" end },\n"
    "  all_sum = sum { \"amount\" },\n"
    "  paid_sum = sum { \"paid\" },\n"
    "  last_amount = last { \"amount\", by = \"closed\" },\n"
    "  first_amount = first { \"amount\", by = \"at\" },\n"
    "  n_closed = count { when = function(r) return r.amount > 5 and r.closed > 0 end } }\n"
    "tiers { A = 0 }\n"
    "cohort \"won\" { when = function(a) return a.n_won > 0 end }\n"
    "cohort \"large\" { when = function(a) return a.size > 5 end }\n"
    "cohort \"odd\" { when = function(a) return a.all_sum > 5 or a.third == \"x\" end }\n";

static struct spot_rules *rules;

static size_t field(const char *name)
{
	size_t idx = spot_schema_find(&rules->fields, name, strlen(name));

	if (idx >= rules->fields.n_fields)
		fail_msg("no field %s", name);
	return idx;
}

static int setup(void **state)
{
	struct spot_rules_options options = { .as_of = 20000, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_error err = SPOT_ERROR_INIT;

	(void)state;
	if (spot_rules_load_text(
	        &rules, "leak.lua", text, strlen(text), &options, NULL, &err) != 0)
		fail_msg("%lu: %s", err.line, err.what);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	spot_rules_free(rules);
	return 0;
}

static void test_late(void **state)
{
	static const char *const late[] = { "signed", "paid_sum", "last_amount", "n_closed" };
	static const char *const early[] = { "id", "size", "n_open", "n_all", "n_won", "won_sum",
		"all_sum", "first_amount" };

	(void)state;
	for (size_t i = 0; i < N_OF(late); i++)
		if (!spot_leak_is_late(rules, field(late[i])))
			fail_msg("%s is late", late[i]);
	for (size_t i = 0; i < N_OF(early); i++)
		if (spot_leak_is_late(rules, field(early[i])))
			fail_msg("%s is not late", early[i]);
}

static void test_read(void **state)
{
	(void)state;
	assert_true(spot_leak_is_read(rules, 0, "n_won"));
	assert_false(spot_leak_is_read(rules, 0, "size"));
	assert_true(spot_leak_is_read(rules, 1, "size"));
	assert_false(spot_leak_is_read(rules, SPOT_NONE, "size"));
}

/* Picked out by the same, or one column under two names. */
static void test_kin(void **state)
{
	static const struct {
		size_t cohort;
		const char *field;
		bool is_kin;
	} cases[] = {
		{ 0, "won_sum", true }, { 0, "n_all", false }, { 0, "all_sum", false },
		{ 0, "n_closed", false }, { 0, "n_open", false }, { 0, "size", false },
		{ 1, "size", true }, { 1, "again", true }, { 1, "won_sum", false },
		{ 1, "third", false }, { 2, "third_again", true }, { 2, "fourth", false },
		{ 2, "won_sum", false },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		if (spot_leak_is_kin(rules, cases[i].cohort, field(cases[i].field)) !=
		    cases[i].is_kin)
			fail_msg("cohort %zu, %s", cases[i].cohort, cases[i].field);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_late),
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_kin),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
