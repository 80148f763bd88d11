/* SPDX-License-Identifier: MIT */
/*
 * Every number of a contrast that ../shared/reference/NAME.json has too, computed elsewhere, to
 * 1e-9 of the number.
 */
#include "unit/study/reference.h"

#include <math.h>
#include <stdio.h>

#include "rules/load.h"
#include "study/contrast.h"

#define DAY 20000

/* --- the rules ---------------------------------------------------------------------------- */

/* late: a column that is known only after the outcome, or NULL. */
static void write_fields(struct spot_buf *out, json_t *fields, const char *prefix, const char *type,
    const char *late)
{
	const char *column;
	json_t *field;
	size_t i = 0;

	json_object_foreach(fields, column, field) {
		spot_buf_printf(out, "%s%zu = { \"%s\", from = ", prefix, i++, type);
		add_quoted(out, column);
		spot_buf_printf(out, "%s },\n", late && strcmp(column, late) == 0
		        ? ", known = \"after\"" : "");
	}
}

static void write_rules(struct spot_buf *out, json_t *root, const char *late)
{
	json_t *label = member(root, "label");

	spot_buf_text(out, "fields { y = { \"text\", from = ");
	add_quoted(out, text(label, "column"));
	spot_buf_text(out, " },\n");
	write_fields(out, member(root, "categorical"), "c", "text", late);
	write_fields(out, member(root, "numeric"), "n", "number", late);
	spot_buf_text(out, "}\ncohort \"pos\" { when = function(a) return a.y == ");
	add_quoted(out, text(label, "positive"));
	spot_buf_text(out, " end }\ncohort \"neg\" { when = function(a) return a.y ~= ");
	add_quoted(out, text(label, "positive"));
	spot_buf_text(out, " end }\n");
}

/* --- comparing ---------------------------------------------------------------------------- */

static const struct spot_contrast_row *find_row(const struct spot_contrast_table *table,
    const char *field, enum spot_contrast_kind kind, const char *level)
{
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct spot_contrast_row *row = &table->rows[i];

		if (row->kind == kind && strcmp(row->column->field->name, field) == 0 &&
		    (!level || spot_view_equal(row->level, spot_view_of(level))))
			return row;
	}
	return NULL;
}

static void check_number(const struct spot_contrast_row *row, json_t *wanted)
{
	static const char *const sides[] = { "pos", "neg" };
	static const char *const blanks[] = { "blank_pos", "blank_neg" };

	for (size_t s = 0; s < 2; s++) {
		json_t *side = member(wanted, sides[s]);

		check_of((double)row->sides[s].n, side, "n");
		check_of((double)row->sides[s].n_blank, wanted, blanks[s]);
		check_of(row->sides[s].q25, side, "q25");
		check_of(row->sides[s].median, side, "median");
		check_of(row->sides[s].q75, side, "q75");
	}
	check_small(row->effect, json_number_value(member(wanted, "cliffs_delta")), "delta");
	assert_true(row->ci.lo <= row->effect && row->effect <= row->ci.hi);
	check_of(row->mannwhitney.u, wanted, "U");
	check_of(row->mannwhitney.var, wanted, "mw_var");
	check_small(row->mannwhitney.z, json_number_value(member(wanted, "mw_z")), "mw_z");
	check_of(row->tail.p, wanted, "mw_p");
	check_of(row->tail.log10_p, wanted, "mw_log10_p");
	check_of(row->ks.d, wanted, "ks");
}

static void check_level(const struct spot_contrast_row *row, json_t *wanted)
{
	json_t *ci = json_object_get(wanted, "or_ci95_woolf");
	json_t *odds = member(wanted, "odds_ratio");

	check_of((double)row->sides[0].k, wanted, "pos");
	check_of((double)row->sides[1].k, wanted, "neg");
	check_of(row->sides[0].share, wanted, "share_of_pos");
	check_of(row->sides[1].share, wanted, "share_of_neg");
	check_small(row->effect, json_number_value(member(wanted, "share_of_pos")) -
	    json_number_value(member(wanted, "share_of_neg")), "difference");
	assert_true(row->ci.lo <= row->effect && row->effect <= row->ci.hi);
	if (json_is_number(odds))
		check(row->odds.ratio, odds, "odds_ratio");
	else
		assert_true(!isfinite(row->odds.ratio));
	check_of(row->odds.haldane, wanted, "or_haldane");
	if (ci) {
		check(row->odds.ci.lo, json_array_get(ci, 0), "low");
		check(row->odds.ci.hi, json_array_get(ci, 1), "high");
	}
	check_of(row->tail.p, wanted, row->test == SPOT_CONTRAST_FISHER ? "fisher_p" : "chi2_p");
}

static size_t check_levels(const struct spot_contrast_table *table, const char *field,
    json_t *wanted)
{
	json_t *levels = member(wanted, "levels"), *level;
	size_t i, n = 0, n_due = 0;

	json_array_foreach(levels, i, level) {
		const char *name = text(level, "level");
		bool is_blank = strcmp(name, "(blank)") == 0;
		const struct spot_contrast_row *row = find_row(table, field,
		    is_blank ? SPOT_CONTRAST_BLANK : SPOT_CONTRAST_LEVEL, is_blank ? NULL : name);

		n_due += is_blank || json_integer_value(member(level, "n")) >= SPOT_CONTRAST_FEWEST;
		if (row)
			check_level(row, level);
		n += row != NULL;
	}
	/* Of two one tells it all. */
	assert_int_equal(n, i == 2 && n_due == 2 && n == 1 ? 1 : i == 1 ? 0 : n_due);
	return n;
}

static void check_field(const struct spot_contrast_table *table, size_t c, json_t *wanted,
    json_t *family)
{
	char name[24];

	snprintf(name, sizeof(name), "c%zu", c);
	for (size_t f = 0; f < table->n_fields; f++) {
		const struct spot_contrast_field *field = &table->fields[f];

		if (strcmp(field->column->field->name, name) != 0)
			continue;
		assert_true(field->has_chi2);
		check_of(field->chi2.chi2, wanted, "chi2");
		check_of(field->chi2.df, wanted, "df");
		check_of(field->chi2.tail.p, wanted, "p");
		check_of(field->chi2.tail.log10_p, wanted, "log10_p");
		check_of(field->chi2.cramers_v, wanted, "cramers_v");
		check_of(field->adjusted.p, json_array_get(family, c), "bh");
		return;
	}
	fail_msg("no field %s", name);
}

static void check_table(const struct spot_contrast_table *table, json_t *root, const char *late)
{
	json_t *categorical = member(root, "categorical"), *numeric = member(root, "numeric");
	json_t *family = member(member(root, "families"), "attributes_chi2"), *wanted;
	const char *column;
	size_t i = 0, n_checked = 0;
	char name[24];

	json_object_foreach(categorical, column, wanted) {
		snprintf(name, sizeof(name), "c%zu", i);
		n_checked += check_levels(table, name, wanted);
		check_field(table, i++, wanted, family);
	}
	i = 0;
	json_object_foreach(numeric, column, wanted) {
		const struct spot_contrast_row *row;

		snprintf(name, sizeof(name), "n%zu", i++);
		row = find_row(table, name, SPOT_CONTRAST_NUMBER, NULL);
		if (late && strcmp(column, late) == 0) {
			assert_null(row);
			continue;
		}
		assert_non_null(row);
		check_number(row, wanted);
		n_checked++;
		n_checked += find_row(table, name, SPOT_CONTRAST_BLANK, NULL) != NULL;
	}
	assert_int_equal(n_checked, table->n_rows);
}

static void check_file(const char *name, bool has_signal, const char *late)
{
	json_t *root = reference_load(name);
	struct spot_contrast_options options = { .b = 1, .alpha = 0.05,
		.material = SPOT_CONTRAST_MATERIAL };
	struct spot_rules_options how = { .as_of = DAY, .limits = SPOT_LIMITS_DEFAULT };
	static const struct spot_run_calls calls;
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_buf rules_text = SPOT_BUF_INIT;
	struct spot_rules *rules;
	struct spot_panel panel;
	struct spot_contrast contrast;
	char path[300];
	const char *paths[] = { path };
	struct spot_run_options run = { .paths = paths, .n_paths = 1, .n_threads = 2,
		.reader = { .delimiter = text(root, "delimiter")[0] } };

	write_rules(&rules_text, root, late);
	if (spot_rules_load_text(&rules, name, spot_buf_str(&rules_text), rules_text.len, &how,
	        NULL, &err) != 0)
		fail_msg("%s", err.what);
	assert_int_equal(spot_panel_init_bare(&panel, rules, &err), 0);
	snprintf(path, sizeof(path), "../shared/data/%s", text(root, "file"));
	if (spot_contrast_make(&contrast, &panel, &options, &run, &calls, &err) != 0)
		fail_msg("%s: %s", name, err.what);
	check_of((double)contrast.counts.n[0], root, "pos");
	check_of((double)contrast.counts.n[1], root, "neg");
	check_table(&contrast.table, root, late);
	assert_int_equal(contrast.n_left_out, late ? 2 : 1);
	assert_int_equal(has_signal,
	    contrast.table.n_graded[SPOT_CONTRAST_STRONG] +
	            contrast.table.n_graded[SPOT_CONTRAST_SLIGHT] > 0);
	spot_contrast_reset(&contrast);
	spot_panel_reset(&panel);
	spot_rules_free(rules);
	spot_buf_reset(&rules_text);
	json_decref(root);
}

static void test_telco(void **state)
{
	(void)state;
	check_file("telco", true, NULL);
}

static void test_bank_full(void **state)
{
	(void)state;
	check_file("bank_full", true, NULL);
}

static void test_german_credit(void **state)
{
	(void)state;
	check_file("german_credit", true, NULL);
}

static void test_churn_modelling(void **state)
{
	(void)state;
	check_file("churn_modelling", true, NULL);
}

static void test_wholesale(void **state)
{
	(void)state;
	check_file("wholesale_top20", true, NULL);
}

static void test_adventureworks(void **state)
{
	(void)state;
	check_file("adventureworks_top20", true, NULL);
}

static void test_maven_accounts(void **state)
{
	(void)state;
	check_file("maven_accounts", true, NULL);
}

/* Nothing there survives the adjustment. */
static void test_no_signal(void **state)
{
	(void)state;
	check_file("ravenstack", false, NULL);
	check_file("maven_opportunities", false, "days_to_close");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_telco),
		cmocka_unit_test(test_bank_full),
		cmocka_unit_test(test_german_credit),
		cmocka_unit_test(test_churn_modelling),
		cmocka_unit_test(test_wholesale),
		cmocka_unit_test(test_adventureworks),
		cmocka_unit_test(test_maven_accounts),
		cmocka_unit_test(test_no_signal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
