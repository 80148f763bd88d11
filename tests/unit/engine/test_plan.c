/* SPDX-License-Identifier: MIT */
/* Which fields of two panels are one column, and which panels can share second tables. */
#include "support/unit.h"

#include <stdio.h>

#include "engine/plan.h"
#include "rules/load.h"

static struct spot_rules *load(const char *path, const char *head, int64_t as_of,
    const struct spot_set *set)
{
	struct spot_rules_options options = { .as_of = as_of, .sets = set, .n_sets = set != NULL,
		.limits = SPOT_LIMITS_DEFAULT };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_rules *rules;
	char text[2000];

	snprintf(text, sizeof(text), "%s\ntiers { A = 0 }\n", head);
	if (spot_rules_load_text(&rules, path, text, strlen(text), &options, NULL, &err) != 0)
		fail_msg("%s: %s", head, err.what);
	return rules;
}

/* How many columns the fields x of two panels are, each as declared. */
static size_t n_columns(const char *a, const char *b)
{
	static const struct spot_plan_options options;
	const char *const declared[] = { a, b };
	struct spot_rules *rules[2];
	struct spot_panel panels[2];
	struct spot_plan plan;
	size_t n;

	for (int i = 0; i < 2; i++) {
		char text[500];

		snprintf(text, sizeof(text), "fields { x = %s }\n"
		    "criterion 'C' { weight = 1, why = 'w', fit = function(a) return a.x == a.x "
		    "end }\n", declared[i]);
		rules[i] = load("r.lua", text, 20000, NULL);
		assert_int_equal(spot_panel_init_bare(&panels[i], rules[i], NULL), 0);
	}
	assert_int_equal(spot_plan_init(&plan, panels, 2, &options, NULL), 0);
	n = plan.schema.n_fields;
	assert_int_equal(plan.panels[0].field_of[0], 0);
	assert_int_equal(plan.panels[1].field_of[0], n - 1);
	spot_plan_reset(&plan);
	for (int i = 0; i < 2; i++) {
		spot_panel_reset(&panels[i]);
		spot_rules_free(rules[i]);
	}
	return n;
}

static void test_fields_that_are_one_column(void **state)
{
	static const char *const declared[] = {
		"'text'", "'money'", "'number'", "'integer'", "{ 'text', from = 'X' }",
		"{ 'text', from = 'Y' }", "{ 'text', from = { 'X', 'Y' } }",
		"{ 'text', from = 3 }", "{ 'text', from = 4 }", "{ 'text', optional = true }",
		"{ 'text', default = 'a' }", "{ 'text', default = 'b' }",
		"{ 'text', blank = { '-' } }", "{ 'money', unit = 'USD' }",
		"{ 'money', unit = 'EUR' }", "{ 'money', default = 1.5 }",
		"{ 'money', default = 2.5 }", "{ 'integer', default = 1 }",
		"{ 'integer', default = 2 }", "{ 'flag', default = true }",
		"{ 'flag', default = false }", "{ 'date', default = '2026-01-01' }",
		"{ 'date', format = '%d/%m/%Y' }", "{ 'date', format = '%m/%d/%Y' }", "'list'",
		"{ 'list', sep = '|' }", "{ 'list', sep = '/' }",
		"{ 'number', format = '1.234,5' }"
	};

	(void)state;
	for (size_t a = 0; a < N_OF(declared); a++)
		for (size_t b = 0; b < N_OF(declared); b++)
			if (n_columns(declared[a], declared[b]) != (a == b ? 1 : 2))
				fail_msg("%s and %s", declared[a], declared[b]);
}

static bool is_like(const char *path, const char *head, int64_t as_of, const char *set)
{
	static const char own[] = "local p = params { n = 1, f = 0.5, t = 'a', b = true }";
	const struct spot_set one = { "n", set };
	struct spot_rules *rules = load("r.lua", own, 20000, NULL);
	struct spot_rules *other = load(path, head ? head : own, as_of, set ? &one : NULL);
	struct spot_panel panel;
	bool is;

	assert_int_equal(spot_panel_init_bare(&panel, rules, NULL), 0);
	is = spot_panel_is_like(&panel, other);
	spot_panel_reset(&panel);
	spot_rules_free(rules);
	spot_rules_free(other);
	return is;
}

static void test_panels_that_are_alike(void **state)
{
	(void)state;
	assert_true(is_like("r.lua", NULL, 20000, NULL));
	assert_true(is_like("r.lua", NULL, 20000, "1"));
	assert_false(is_like("r.lua", NULL, 20000, "2"));
	assert_false(is_like("s.lua", NULL, 20000, NULL));
	assert_false(is_like("r.lua", NULL, 20001, NULL));
	assert_false(is_like("r.lua", "local p = params { n = 1, f = 0.5, t = 'a' }", 20000, NULL));
	assert_false(is_like(
	    "r.lua", "local p = params { n = 1, f = 0.25, t = 'a', b = true }", 20000, NULL));
	assert_false(is_like(
	    "r.lua", "local p = params { n = 1, f = 0.5, t = 'b', b = true }", 20000, NULL));
	assert_false(is_like(
	    "r.lua", "local p = params { n = 1, f = 0.5, t = 'a', b = false }", 20000, NULL));
	assert_false(is_like(
	    "r.lua", "local p = params { n = 1, f = 'x', t = 'a', b = true }", 20000, NULL));
	assert_false(is_like(
	    "r.lua", "local p = params { m = 1, f = 0.5, t = 'a', b = true }", 20000, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields_that_are_one_column),
		cmocka_unit_test(test_panels_that_are_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
