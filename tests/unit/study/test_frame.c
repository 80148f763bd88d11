/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rules/load.h"
#include "study/frame.h"

#define DAY 20000

static const char rules_text[] =
    "fields { id = \"key\", size = \"integer\", arr = { \"number\", optional = true },\n"
    "  hot = \"flag\", region = { \"text\", blank = \"-\" }, tags = \"list\",\n"
    "  since = { \"date\", optional = true }, seats = { \"integer\", default = 7 } }\n"
    "criterion \"Size\" { weight = 60, why = \"-\",\n"
    "  fit = function(a) return a.size / 100 end }\n"
    "criterion \"Hot\" { weight = 40, why = \"-\", fit = function(a) return a.hot end }\n"
    "disqualify \"South\" { why = \"-\", when = function(a) return a.region == \"s\" end }\n"
    "growth \"g\" { unit = \"USD\", value = function(a) return a.size * 2 end }\n"
    "tiers { A = 50, B = 0 }\n"
    "cohort \"big\" { when = function(a) return a.size > 50 end }\n"
    "cohort \"hot\" { when = function(a) return a.hot end }\n";

struct framing {
	struct spot_rules *rules;
	struct spot_panel panel;
	size_t fields[16], cohorts[2];
	struct spot_frame_options options;
	struct spot_frame frame;
	struct spot_run_result result;
	char path[40];
};

static void begin(struct framing *f, const char *data)
{
	struct spot_rules_options options = { .as_of = DAY, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_error err = SPOT_ERROR_INIT;
	FILE *file;

	memset(f, 0, sizeof(*f));
	if (spot_rules_load_text(&f->rules, "frame", rules_text, strlen(rules_text), &options, NULL,
	        &err) != 0)
		fail_msg("%s", err.what);
	assert_int_equal(spot_panel_init_bare(&f->panel, f->rules, &err), 0);
	for (size_t i = 0; i < f->rules->fields.n_fields; i++)
		f->fields[i] = i;
	f->cohorts[1] = 1;
	f->options = (struct spot_frame_options) { .fields = f->fields,
		.n_fields = f->rules->fields.n_fields, .cohorts = f->cohorts, .n_cohorts = 2,
		.keeps_verdicts = true, .keeps_answers = true, .keeps_keys = true };
	strcpy(f->path, "/tmp/test_frame.XXXXXX");
	file = fdopen(mkstemp(f->path), "w");
	fputs(data, file);
	assert_int_equal(fclose(file), 0);
}

static int gather(struct framing *f, unsigned n_threads, struct spot_error *err)
{
	static const struct spot_run_calls calls;
	const char *path = f->path;
	struct spot_run_options run = { .paths = &path, .n_paths = 1, .n_threads = n_threads };

	return spot_frame_gather(
	    &f->frame, &f->result, &f->panel, &f->options, &run, &calls, err);
}

static void drop(struct framing *f)
{
	spot_frame_reset(&f->frame);
	spot_run_result_reset(&f->result);
}

static void end(struct framing *f)
{
	drop(f);
	unlink(f->path);
	spot_panel_reset(&f->panel);
	spot_rules_free(f->rules);
}

static const struct spot_frame_column *column(const struct framing *f, const char *name)
{
	for (size_t c = 0; c < f->frame.n_columns; c++)
		if (strcmp(f->frame.columns[c].field->name, name) == 0)
			return &f->frame.columns[c];
	fail_msg("no %s", name);
	return NULL;
}

static void assert_name(const struct spot_frame_column *column, uint32_t code, const char *name)
{
	assert_true(code < column->levels.n_keys);
	assert_true(spot_view_equal(column->names[code], spot_view_of(name)));
}

static const char small[] =
    "id,size,arr,hot,region,tags,since,seats\n"
    "k1,10,1.5,yes,N,x; Y ;x;y,2024-01-01,3\n"
    "k2,,,,,,,\n"
    "k3,60,-2,no,-,y,1970-01-02,1\n"
    "k4,100,what,no,n,,,\n"
    "k5,20,0,no,S,;,,2\n";

static void test_values(void **state)
{
	const double sizes[] = { 10, NAN, 60, 100, 20 }, arrs[] = { 1.5, NAN, -2, NAN, 0 };
	const double sinces[] = { 19723, NAN, 1, NAN, NAN }, seats[] = { 3, 7, 1, 7, 2 };
	const uint8_t hots[] = { SPOT_FRAME_TRUE, SPOT_FRAME_UNKNOWN, SPOT_FRAME_FALSE,
		SPOT_FRAME_FALSE, SPOT_FRAME_FALSE };
	struct framing f;

	(void)state;
	begin(&f, small);
	assert_int_equal(gather(&f, 1, NULL), 0);
	assert_int_equal(f.frame.n_rows, 5);
	assert_int_equal(f.frame.n_seen, 5);
	for (size_t i = 0; i < 5; i++) {
		const double *const wanted[] = { sizes, arrs, sinces, seats };
		const char *const names[] = { "size", "arr", "since", "seats" };

		for (size_t k = 0; k < 4; k++) {
			double got = column(&f, names[k])->numbers[i];

			if (isnan(wanted[k][i]) ? !isnan(got) : got != wanted[k][i])
				fail_msg("%s of %zu: %g", names[k], i, got);
		}
	}
	assert_memory_equal(column(&f, "hot")->flags, hots, 5);
	assert_int_equal(column(&f, "size")->n_blank, 1);
	assert_int_equal(column(&f, "arr")->n_blank, 2);
	assert_int_equal(column(&f, "hot")->n_blank, 1);
	assert_int_equal(column(&f, "since")->n_blank, 3);
	assert_true(column(&f, "since")->is_date);
	assert_false(column(&f, "size")->is_date);
	end(&f);
}

static void test_texts(void **state)
{
	const struct spot_frame_column *region, *tags;
	struct framing f;

	(void)state;
	begin(&f, small);
	assert_int_equal(gather(&f, 2, NULL), 0);
	region = column(&f, "region");
	assert_int_equal(region->levels.n_keys, 2);
	assert_name(region, region->codes[0], "N");
	assert_int_equal(region->codes[3], region->codes[0]);
	assert_name(region, region->codes[4], "S");
	assert_true(region->codes[1] == SPOT_FRAME_BLANK);
	assert_true(region->codes[2] == SPOT_FRAME_BLANK);
	assert_int_equal(region->n_blank, 2);
	tags = column(&f, "tags");
	assert_int_equal(tags->levels.n_keys, 2);
	assert_int_equal(tags->list_ends[0], 2);
	assert_name(tags, tags->items[0], "x");
	assert_name(tags, tags->items[1], "Y");
	assert_int_equal(tags->list_ends[2] - tags->list_ends[1], 1);
	assert_int_equal(tags->items[tags->list_ends[1]], tags->items[1]);
	assert_int_equal(tags->list_blank[0], 0);
	assert_int_equal(tags->list_blank[1], 1);
	assert_int_equal(tags->list_blank[3], 1);
	end(&f);
}

static void test_rules(void **state)
{
	struct framing f;

	(void)state;
	begin(&f, small);
	assert_int_equal(gather(&f, 1, NULL), 0);
	assert_int_equal(f.frame.n_answers, 4);
	assert_int_equal(f.frame.cohorts[0][0], SPOT_FRAME_FALSE);
	assert_int_equal(f.frame.cohorts[0][1], SPOT_FRAME_UNKNOWN);
	assert_int_equal(f.frame.cohorts[0][2], SPOT_FRAME_TRUE);
	assert_int_equal(f.frame.cohorts[1][0], SPOT_FRAME_TRUE);
	assert_int_equal(f.frame.answers[0][0], SPOT_FRAME_TRUE);
	assert_int_equal(f.frame.answers[0][1], SPOT_FRAME_UNKNOWN);
	assert_int_equal(f.frame.answers[1][2], SPOT_FRAME_FALSE);
	assert_float_equal(f.frame.scores[0], 46, 1e-12);
	assert_float_equal(f.frame.scores[3], 60, 1e-12);
	assert_int_equal(f.frame.tiers[0], 1);
	assert_int_equal(f.frame.tiers[3], 0);
	for (size_t i = 0; i < 5; i++) {
		char key[3] = { 'k', (char)('1' + i), '\0' };

		assert_true(spot_view_equal(spot_frame_key(&f.frame, i), spot_view_of(key)));
	}
	end(&f);
}

static void test_members(void **state)
{
	struct framing f;

	(void)state;
	begin(&f, small);
	f.options.members_only = true;
	assert_int_equal(gather(&f, 1, NULL), 0);
	assert_int_equal(f.frame.n_seen, 5);
	assert_int_equal(f.frame.n_rows, 3);
	assert_int_equal(f.frame.n_unknown, 1);
	assert_int_equal(f.frame.n_neither, 1);
	assert_true(spot_view_equal(spot_frame_key(&f.frame, 1), spot_view_of("k3")));
	assert_float_equal(column(&f, "size")->numbers[1], 60, 0);
	assert_int_equal(column(&f, "region")->codes[1], SPOT_FRAME_BLANK);
	end(&f);
}

static void test_nothing(void **state)
{
	struct framing f;

	(void)state;
	begin(&f, "id,size,arr,hot,region,tags,since,seats\n");
	assert_int_equal(gather(&f, 2, NULL), 0);
	assert_int_equal(f.frame.n_rows, 0);
	end(&f);
}

/* Many texts: region has too many, tags just not; enough rows for many batches. */
static void begin_many(struct framing *f, size_t n_rows)
{
	FILE *file;

	begin(f, "");
	file = fopen(f->path, "w");
	fputs("id,size,arr,hot,region,tags,since,seats\n", file);
	for (size_t i = 0; i < n_rows; i++) {
		fprintf(file, "k%zu,%zu,%g,%d,", i, i % 101, (double)i / 7, i % 3 == 0);
		if (i % 10 > 0)
			fprintf(file, "r%zu", i);
		fprintf(file, ",t%zu;T%zu;u,,\n", i % SPOT_FRAME_LEVELS % 9973, i % 11);
	}
	assert_int_equal(fclose(file), 0);
}

static void test_too_many(void **state)
{
	size_t n_rows = SPOT_FRAME_LEVELS * 10 / 9 + 5000;
	const struct spot_frame_column *region;
	struct framing f;

	(void)state;
	begin_many(&f, n_rows);
	assert_int_equal(gather(&f, 2, NULL), 0);
	region = column(&f, "region");
	assert_true(region->is_too_many);
	assert_null(region->codes);
	assert_int_equal(region->levels.n_keys, 0);
	assert_int_equal(region->n_blank, (n_rows + 9) / 10);
	for (size_t i = 0; i < n_rows; i++)
		assert_int_equal(
		    region->flags[i], i % 10 > 0 ? SPOT_FRAME_TRUE : SPOT_FRAME_UNKNOWN);
	assert_false(column(&f, "tags")->is_too_many);
	end(&f);
	begin_many(&f, SPOT_FRAME_LEVELS * 10 / 9);
	assert_int_equal(gather(&f, 1, NULL), 0);
	assert_false(column(&f, "region")->is_too_many);
	end(&f);
}

static void assert_columns_equal(const struct spot_frame_column *a,
    const struct spot_frame_column *b, size_t n)
{
	assert_int_equal(a->n_blank, b->n_blank);
	assert_int_equal(a->levels.n_keys, b->levels.n_keys);
	assert_int_equal(a->n_items, b->n_items);
	for (size_t k = 0; k < a->levels.n_keys; k++)
		assert_true(spot_view_equal(a->names[k], b->names[k]));
	if (a->numbers)
		assert_memory_equal(a->numbers, b->numbers, n * sizeof(double));
	if (a->codes)
		assert_memory_equal(a->codes, b->codes, n * sizeof(uint32_t));
	if (a->flags)
		assert_memory_equal(a->flags, b->flags, n);
	if (a->list_ends)
		assert_memory_equal(a->list_ends, b->list_ends, n * sizeof(size_t));
	if (a->n_items > 0)
		assert_memory_equal(a->items, b->items, a->n_items * sizeof(uint32_t));
}

/* Few texts in more spellings than a worker keeps: it tells them anew, and codes stay right. */
static void test_spellings(void **state)
{
	const size_t n_rows = 150000;
	const struct spot_frame_column *region;
	struct framing f;
	FILE *file;

	(void)state;
	begin(&f, "");
	file = fopen(f.path, "w");
	fputs("id,size,arr,hot,region,tags,since,seats\n", file);
	for (size_t i = 0; i < n_rows; i++) {
		char text[] = "abcdefghijklmnopqr";

		for (size_t k = 0; text[k]; k++)
			text[k] = (char)(text[k] - (i >> k & 1 ? 32 : 0));
		fprintf(file, "k%zu,,,,%s%zu,%s;abcdefghijklmnopqr,,\n", i, text, i % 3, text);
	}
	assert_int_equal(fclose(file), 0);
	assert_int_equal(gather(&f, 2, NULL), 0);
	region = column(&f, "region");
	assert_int_equal(region->levels.n_keys, 3);
	assert_name(region, 2, "aBcdefghijklmnopqr2");
	for (size_t i = 0; i < n_rows; i++)
		assert_int_equal(region->codes[i], i % 3);
	assert_int_equal(column(&f, "tags")->n_items, n_rows);
	end(&f);
}

static void test_threads(void **state)
{
	struct framing f;
	struct spot_frame one;

	(void)state;
	begin_many(&f, 50000);
	assert_int_equal(gather(&f, 1, NULL), 0);
	one = f.frame;
	spot_run_result_reset(&f.result);
	assert_int_equal(gather(&f, 2, NULL), 0);
	assert_int_equal(one.n_rows, 50000);
	assert_int_equal(f.frame.n_rows, 50000);
	for (size_t c = 0; c < one.n_columns; c++)
		assert_columns_equal(&one.columns[c], &f.frame.columns[c], 50000);
	assert_memory_equal(one.scores, f.frame.scores, 50000 * sizeof(double));
	assert_memory_equal(one.tiers, f.frame.tiers, 50000 * sizeof(uint16_t));
	assert_memory_equal(one.answers[1], f.frame.answers[1], 50000);
	assert_int_equal(one.key_ends[one.n_rows - 1], f.frame.key_ends[one.n_rows - 1]);
	assert_memory_equal(one.keys, f.frame.keys, one.key_ends[one.n_rows - 1]);
	spot_frame_reset(&one);
	end(&f);
}

static void test_memory(void **state)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct framing f;
	size_t n = 0, n_refused = 0;
	bool has_failed;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	begin(&f, small);
	do {
		int rc;

		unit_heap_fail(++n);
		rc = gather(&f, 1, &err);
		has_failed = unit_heap_failed;
		unit_heap_fail(0);
		/* Lua collects its garbage and asks again. */
		assert_true(rc == 0 || (has_failed && rc == SPOT_ENOMEM));
		n_refused += rc != 0;
		if (rc == 0)
			drop(&f);
		else
			assert_null(f.frame.columns);
	} while (has_failed);
	assert_true(n_refused > 50);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_spellings),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
