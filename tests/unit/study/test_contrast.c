/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "rules/load.h"
#include "study/contrast.h"

#define DAY 20000
#define N_ROWS 400

/*
 * Of 400 accounts, in turn: good, bad, good, bad, both, neither, unknown, good. Good ones are
 * large, of the region "North", tagged x; bad ones are "South", and half of them lack their size.
 */
static const char rules_text[] =
    "fields { id = \"key\", size = { \"number\", optional = true }, region = \"text\",\n"
    "  tags = \"list\", vip = \"flag\", since = \"date\", name = \"text\",\n"
    "  [\"odd name\"] = \"flag\",\n"
    "  again = { \"text\", from = \"good\" },\n"
    "  late = { \"number\", known = \"after\" }, good = \"flag\", bad = \"flag\" }\n"
    "criterion \"Vip\" { weight = 60, why = \"-\", fit = function(a) return a.vip end }\n"
    "criterion \"Old\" { weight = 40, why = \"-\",\n"
    "  fit = function(a) return days_since(a.since) > 0 end }\n"
    "disqualify \"East\" { why = \"-\", when = function(a) return a.region == \"East\" end }\n"
    "tiers { A = 90, B = 50, C = 30, D = 0 }\n"
    "cohort \"good\" { when = function(a) return a.good end }\n"
    "cohort \"bad\" { when = function(a) return a.bad end }\n"
    "cohort \"nobody\" { when = function(a) return a.good and a.bad and a.size == 1e9 end }\n";

struct contrasting {
	struct spot_rules *rules;
	struct spot_panel panel;
	struct spot_contrast_options options;
	struct spot_contrast contrast;
	char path[40];
};

static void write_row(FILE *file, int i)
{
	static const char kinds[] = "gbgbtnug";
	char kind = kinds[i % 8];
	bool is_good = kind == 'g' || kind == 't', is_bad = kind == 'b' || kind == 't';

	fprintf(file, "k%d,", i);
	if (!is_bad || i % 16 < 8)
		fprintf(file, "%d", is_good ? 100 + i % 7 : i % 7);
	fprintf(file, ",%s,%s,%s,", is_good ? "North" : i % 16 == 1 ? "East" : "South",
	    is_good ? "x;y" : "y", i % 3 == 0 ? "yes" : "no");
	fprintf(file, "2024-01-%02d,n%d,%d,%d,", 1 + i % 28, i, is_good, i);
	fprintf(file, "%s,%s\n", kind == 'u' ? "" : is_good ? "1" : "0",
	    kind == 'u' ? "" : is_bad ? "1" : "0");
}

static void begin(struct contrasting *c)
{
	struct spot_rules_options options = { .as_of = DAY, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_error err = SPOT_ERROR_INIT;
	FILE *file;

	memset(c, 0, sizeof(*c));
	if (spot_rules_load_text(&c->rules, "contrast", rules_text, strlen(rules_text), &options,
	        NULL, &err) != 0)
		fail_msg("%s", err.what);
	assert_int_equal(spot_panel_init_bare(&c->panel, c->rules, &err), 0);
	c->options = (struct spot_contrast_options) { .a = 0, .b = 1, .alpha = 0.05,
		.material = SPOT_CONTRAST_MATERIAL, .n_shown = 5 };
	strcpy(c->path, "/tmp/test_contrast.XXXXXX");
	file = fdopen(mkstemp(c->path), "w");
	fputs("id,size,region,tags,vip,since,name,odd name,late,good,bad\n", file);
	for (int i = 0; i < N_ROWS; i++)
		write_row(file, i);
	assert_int_equal(fclose(file), 0);
}

static int make(struct contrasting *c, unsigned n_threads, struct spot_error *err)
{
	static const struct spot_run_calls calls;
	const char *path = c->path;
	struct spot_run_options run = { .paths = &path, .n_paths = 1, .n_threads = n_threads };

	return spot_contrast_make(&c->contrast, &c->panel, &c->options, &run, &calls, err);
}

static void end(struct contrasting *c)
{
	spot_contrast_reset(&c->contrast);
	unlink(c->path);
	spot_panel_reset(&c->panel);
	spot_rules_free(c->rules);
}

static const struct spot_contrast_row *find(const struct contrasting *c, const char *field,
    enum spot_contrast_kind kind, const char *level)
{
	const struct spot_contrast_table *table = &c->contrast.table;

	for (size_t i = 0; i < table->n_rows; i++)
		if (table->rows[i].kind == kind &&
		    strcmp(table->rows[i].column->field->name, field) == 0 &&
		    (!level || spot_view_equal(table->rows[i].level, spot_view_of(level))))
			return &table->rows[i];
	return NULL;
}

static void test_counts(void **state)
{
	struct contrasting c;

	(void)state;
	begin(&c);
	assert_int_equal(make(&c, 1, NULL), 0);
	assert_int_equal(c.contrast.counts.rows, N_ROWS);
	assert_int_equal(c.contrast.counts.n[0], 150);
	assert_int_equal(c.contrast.counts.n[1], 100);
	assert_int_equal(c.contrast.counts.both, 50);
	assert_int_equal(c.contrast.counts.neither, 50);
	assert_int_equal(c.contrast.counts.unknown, 50);
	end(&c);
}

static void test_rows(void **state)
{
	const struct spot_contrast_row *row;
	struct contrasting c;

	(void)state;
	begin(&c);
	assert_int_equal(make(&c, 1, NULL), 0);
	row = find(&c, "size", SPOT_CONTRAST_NUMBER, NULL);
	assert_non_null(row);
	assert_true(row->effect == 1);
	assert_int_equal(row->sides[0].n, 150);
	assert_int_equal(row->sides[1].n, 50);
	assert_int_equal(row->sides[1].n_blank, 50);
	assert_true(row->cut == 100 && row->sides[0].share == 1 && row->sides[1].share == 0);
	assert_int_equal(row->grade, SPOT_CONTRAST_STRONG);
	row = find(&c, "size", SPOT_CONTRAST_BLANK, NULL);
	assert_non_null(row);
	assert_true(row->sides[0].share == 0 && row->sides[1].share == 0.5);
	assert_true(row->effect == -0.5);
	row = find(&c, "region", SPOT_CONTRAST_LEVEL, "North");
	assert_non_null(row);
	assert_true(row->effect == 1 && row->odds.corrected);
	assert_string_equal(row->used_by, "East");
	row = find(&c, "tags", SPOT_CONTRAST_ITEM, "x");
	assert_true(row && row->effect == 1);
	row = find(&c, "tags", SPOT_CONTRAST_ITEM, "y");
	assert_true(row && row->effect == 0 && row->tail.p == 1);
	row = find(&c, "since", SPOT_CONTRAST_NUMBER, NULL);
	assert_true(row && row->sides[0].median > 250 && row->sides[0].median < 290);
	assert_int_equal(row->grade, SPOT_CONTRAST_WEAK);
	assert_string_equal(row->used_by, "Old");
	row = find(&c, "vip", SPOT_CONTRAST_LEVEL, "yes");
	assert_true(row && row->grade == SPOT_CONTRAST_WEAK);
	assert_null(find(&c, "vip", SPOT_CONTRAST_LEVEL, "no"));
	assert_null(find(&c, "name", SPOT_CONTRAST_LEVEL, NULL));
	end(&c);
}

/* Strong ones first, by effect; what p is adjusted to never falls in the order of p. */
static void test_order(void **state)
{
	const struct spot_contrast_table *table;
	struct contrasting c;

	(void)state;
	begin(&c);
	assert_int_equal(make(&c, 2, NULL), 0);
	table = &c.contrast.table;
	for (size_t i = 1; i < table->n_rows; i++) {
		const struct spot_contrast_row *x = &table->rows[i - 1], *y = &table->rows[i];

		assert_true(x->grade <= y->grade);
		assert_true(x->grade < y->grade || fabs(x->effect) >= fabs(y->effect));
	}
	for (size_t i = 0; i < table->n_rows; i++)
		assert_true(table->rows[i].adjusted.p >= table->rows[i].tail.p);
	assert_int_equal(table->n_graded[0] + table->n_graded[1] + table->n_graded[2],
	    table->n_rows);
	end(&c);
}

static void test_left_out(void **state)
{
	bool has_late = false, has_good = false, has_bad = false, has_again = false;
	struct contrasting c;

	(void)state;
	begin(&c);
	assert_int_equal(make(&c, 1, NULL), 0);
	assert_int_equal(c.contrast.n_left_out, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct spot_contrast_left_out *out = &c.contrast.left_out[i];
		bool is_late = out->reason == SPOT_CONTRAST_LATE;

		has_late |= is_late && strcmp(out->field->name, "late") == 0;
		has_good |= !is_late && strcmp(out->field->name, "good") == 0;
		/* The column of good under another name. */
		has_again |= !is_late && strcmp(out->field->name, "again") == 0;
		has_bad |= !is_late && strcmp(out->field->name, "bad") == 0;
		assert_null(find(&c, out->field->name, SPOT_CONTRAST_NUMBER, NULL));
		assert_null(find(&c, out->field->name, SPOT_CONTRAST_LEVEL, NULL));
	}
	assert_true(has_late && has_good && has_bad && has_again);
	end(&c);
}

/* The lines are rules: with all of them the file loads, and good accounts earn by each. */
static void test_lua(void **state)
{
	struct spot_rules_options options = { .as_of = DAY, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_buf text = SPOT_BUF_INIT;
	struct spot_rules *rules;
	struct contrasting c;
	size_t n = 0;

	(void)state;
	begin(&c);
	assert_int_equal(make(&c, 1, NULL), 0);
	spot_buf_text(&text, rules_text);
	for (size_t i = 0; i < c.contrast.table.n_rows; i++) {
		const struct spot_contrast_row *row = &c.contrast.table.rows[i];

		assert_true((row->lua != NULL) == (row->grade == SPOT_CONTRAST_STRONG));
		spot_buf_printf(&text, "%s\n", row->lua ? row->lua : "");
		n += row->lua != NULL;
	}
	assert_true(n >= 5);
	if (spot_rules_load_text(
	        &rules, "lines", spot_buf_str(&text), text.len, &options, NULL, &err) != 0)
		fail_msg("%s\n%s", err.what, spot_buf_str(&text));
	assert_int_equal(rules->n_criteria, 2 + n);
	assert_non_null(strstr(spot_buf_str(&text), "a.size ~= nil and a.size >= 100"));
	assert_non_null(strstr(spot_buf_str(&text), "one_of(a.region, \"North\")"));
	assert_non_null(strstr(spot_buf_str(&text), "has(a.tags, \"x\")"));
	assert_non_null(strstr(spot_buf_str(&text), "a.size == nil"));
	assert_non_null(strstr(spot_buf_str(&text), "return a[\"odd name\"] end"));
	spot_rules_free(rules);
	spot_buf_reset(&text);
	end(&c);
}

static void test_surprises(void **state)
{
	const struct spot_contrast_surprises *surprises;
	struct contrasting c;
	size_t n_best = 0, n_worst = 0;

	(void)state;
	begin(&c);
	assert_int_equal(make(&c, 2, NULL), 0);
	surprises = &c.contrast.surprises;
	for (size_t i = 0; i < c.contrast.frame.n_rows; i++) {
		bool is_bad = c.contrast.frame.cohorts[1][i] == SPOT_FRAME_TRUE;
		bool is_good = c.contrast.frame.cohorts[0][i] == SPOT_FRAME_TRUE;

		n_best += is_bad && !is_good && c.contrast.frame.tiers[i] < 2;
		n_worst += is_good && !is_bad && c.contrast.frame.tiers[i] >= 3;
	}
	assert_int_equal(surprises->n_best, 2);
	assert_true(n_best > 5 && surprises->n[1] == n_best && surprises->n[0] == n_worst);
	assert_int_equal(surprises->n_items[1], 5);
	for (size_t i = 0; i < 5; i++) {
		const struct spot_contrast_surprise *item = &surprises->items[1][i];

		assert_true(item->score == 100 && item->tier == 0);
		assert_int_equal(item->n_rules, 2);
		assert_int_equal(item->rules[0], 0);
		assert_int_equal(item->rules[1], 1);
		assert_true(item->n_apart > 0 && item->apart[0].share == 0);
	}
	/* Size, region and tags set them apart, and no rule reads size and tags. */
	assert_true(surprises->within[1].n_graded[SPOT_CONTRAST_STRONG] > 0);
	assert_int_equal(surprises->within[1].n[1], n_best);
	assert_int_equal(surprises->rules[0].rule, 0);
	assert_int_equal(surprises->rules[0].n_wrong[1], n_best);
	assert_int_equal(surprises->rules[0].known[0], 150);
	end(&c);
}

static void test_threads(void **state)
{
	struct contrasting one, many;

	(void)state;
	begin(&one);
	begin(&many);
	assert_int_equal(make(&one, 1, NULL), 0);
	assert_int_equal(make(&many, 4, NULL), 0);
	assert_int_equal(one.contrast.table.n_rows, many.contrast.table.n_rows);
	for (size_t i = 0; i < one.contrast.table.n_rows; i++) {
		const struct spot_contrast_row *x = &one.contrast.table.rows[i];
		const struct spot_contrast_row *y = &many.contrast.table.rows[i];

		assert_string_equal(x->column->field->name, y->column->field->name);
		assert_true(spot_view_equal(x->level, y->level) && x->effect == y->effect);
		assert_true(x->adjusted.p == y->adjusted.p && x->order == y->order);
	}
	end(&one);
	end(&many);
}

/* More distinct numbers than are counted without a sort: odd ones against even ones, of which each
 * odd one is above one more than it is below. */
static void test_many_numbers(void **state)
{
	const struct spot_contrast_row *row;
	struct contrasting c;
	size_t n = 20000;
	FILE *file;

	(void)state;
	begin(&c);
	file = fopen(c.path, "w");
	fputs("id,size,region,tags,vip,since,name,odd name,late,good,bad\n", file);
	for (size_t i = 0; i < 2 * n; i++)
		fprintf(file, "k%zu,%zu,N,,,,,,,%d,%d\n", i, i, i % 2 == 1, i % 2 == 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(make(&c, 2, NULL), 0);
	row = find(&c, "size", SPOT_CONTRAST_NUMBER, NULL);
	assert_non_null(row);
	assert_true(fabs(row->effect - 1 / (double)n) < 1e-15);
	assert_true(row->mannwhitney.u == (double)n * (double)(n + 1) / 2);
	assert_true(row->sides[0].median == (double)n && row->sides[1].median == (double)n - 1);
	assert_true(row->sides[0].q25 == (double)n / 2 + 0.5);
	end(&c);
}

static void test_empty_cohort(void **state)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct contrasting c;

	(void)state;
	begin(&c);
	c.options.b = 2;
	assert_int_equal(make(&c, 1, &err), SPOT_EDATA);
	assert_non_null(strstr(err.what, "\"nobody\""));
	end(&c);
}

static void test_memory(void **state)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct contrasting c;
	size_t n = 0, n_refused = 0;
	bool has_failed;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	begin(&c);
	do {
		int rc;

		unit_heap_fail(++n);
		rc = make(&c, 1, &err);
		has_failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_true(rc == 0 || (has_failed && rc == SPOT_ENOMEM));
		n_refused += rc != 0;
		spot_contrast_reset(&c.contrast);
	} while (has_failed);
	assert_true(n_refused > 100);
	end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_lua),
		cmocka_unit_test(test_surprises),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_many_numbers),
		cmocka_unit_test(test_empty_cohort),
		cmocka_unit_test(test_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
