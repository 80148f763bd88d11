/* SPDX-License-Identifier: MIT */
/* Columns that are given against spot_cell_read, cell by cell. */
#include <math.h>
#include <stdio.h>

#include "base/date.h"
#include "support/same.h"
#include "support/unit.h"
#include "table/cell.h"
#include "table/given.h"

enum { N_ROWS = 150, ROOM = 4500 };

static const char *const blank_words[] = { "none", "?" };

static const struct spot_field fields[] = {
	{ .name = "id", .type = SPOT_TYPE_KEY },
	{ .name = "name", .type = SPOT_TYPE_TEXT, .blank = blank_words, .n_blank = 2 },
	{ .name = "seats", .type = SPOT_TYPE_INTEGER, .optional = true },
	{ .name = "size", .type = SPOT_TYPE_NUMBER },
	{ .name = "comma", .type = SPOT_TYPE_NUMBER, .format = "1.234,5" },
	{ .name = "arr", .type = SPOT_TYPE_MONEY, .unit = "USD", .has_default = true,
	    .fallback = { SPOT_KIND_INT, .as.integer = 5 } },
	{ .name = "hiring", .type = SPOT_TYPE_PERCENT },
	{ .name = "share", .type = SPOT_TYPE_PERCENT, .format = "hundredths" },
	{ .name = "trial", .type = SPOT_TYPE_FLAG, .blank = blank_words, .n_blank = 2 },
	{ .name = "since", .type = SPOT_TYPE_DATE, .optional = true },
	{ .name = "until", .type = SPOT_TYPE_DATE, .format = "%d/%m/%Y" },
	{ .name = "tech", .type = SPOT_TYPE_LIST },
	{ .name = "tags", .type = SPOT_TYPE_LIST, .sep = ", " },
};
enum { ID, NAME, SEATS, SIZE, COMMA, ARR, HIRING, SHARE, TRIAL, SINCE, UNTIL, TECH, TAGS,
	N_FIELDS };
static const struct spot_schema schema = { fields, N_FIELDS };

/* --- texts ------------------------------------------------------------------------------- */

static const char *const pieces[] = { "", "", " ", "-", "N/A", "none", "?", "1", "12", "1,200",
	"1.2k", "0.5", "-7", "$", "USD", "EUR 5", "%", "12%", "30 %", "yes", "No", "TRUE", "x",
	"2026-11-22", "2024-02-29", "31/12/2025", "14 Mar 2024", ";", "; ", ", ", "a;b;;c", "dbt",
	"Snowflake; BigQuery", "\"", "'", "caf\xC3\xA9", "\xE2\x80\x93", "\xC2\xA0", "\n", "\r",
	"\t", "9007199254740993", "1e5", "99999999999999999999", "1.234,5" };

/* One to three pieces, rarely very long; ROOM bytes fit. */
static size_t make_text(char *out, uint64_t *random)
{
	size_t n = 1 + unit_random(random) % 3, len = 0;

	for (size_t i = 0; i < n; i++) {
		const char *piece = pieces[unit_random(random) % N_OF(pieces)];

		memcpy(out + len, piece, strlen(piece));
		len += strlen(piece);
	}
	if (unit_random(random) % 500 == 0) {
		memset(out + len, '7', 4200);
		len += 4200;
	}
	out[len] = '\0';
	return len;
}

struct texts {
	char bytes[N_ROWS * ROOM];
	int32_t offsets[N_ROWS + 1];
	const char *strings[N_ROWS];
	struct spot_view views[N_ROWS];
	uint8_t valid[N_ROWS / 8 + 1];
	char room[N_ROWS][ROOM];
};

static void make_texts(struct texts *texts, uint64_t *random)
{
	memset(texts, 0, sizeof(*texts));
	for (size_t i = 0; i < N_ROWS; i++) {
		size_t len = make_text(texts->room[i], random);

		texts->strings[i] = texts->room[i];
		texts->views[i] = (struct spot_view) { texts->room[i], len };
		memcpy(texts->bytes + texts->offsets[i], texts->room[i], len);
		texts->offsets[i + 1] = texts->offsets[i] + (int32_t)len;
		if (unit_random(random) % 8 != 0)
			texts->valid[i / 8] |= (uint8_t)(1 << i % 8);
	}
}

static struct spot_given_column column_of(const struct texts *texts, enum spot_given_kind kind)
{
	struct spot_given_column column = { .name = "c", .kind = kind };

	column.values = kind == SPOT_GIVEN_STRINGS ? (const void *)texts->strings
	    : kind == SPOT_GIVEN_TEXTS		     ? (const void *)texts->views
						     : (const void *)texts->bytes;
	column.offsets = texts->offsets;
	return column;
}

/* Each field reads the one column; its rows [first, first + n) are held against the twin. */
static void check_texts(const struct texts *texts, struct spot_given_column column, size_t first,
    size_t n)
{
	size_t columns[N_FIELDS] = { 0 }, used[N_FIELDS], n_bad = 0, at;
	struct spot_binding binding = { columns, used, N_FIELDS };
	struct spot_bad_cells bad = { 0 };
	struct spot_given given;
	struct spot_batch batch;
	struct spot_arena arena;

	spot_arena_init(&arena);
	assert_int_equal(spot_given_init(&given, NULL), 0);
	assert_int_equal(spot_batch_init(&batch, &schema, N_ROWS, NULL), 0);
	assert_int_equal(
	    spot_given_fill(&given, &batch, &binding, &column, first, n, &bad, NULL), 0);
	for (size_t row = 0; row < n; row++) {
		for (size_t f = 0; f < N_FIELDS; f++) {
			size_t i = first + row;
			bool valid = !column.valid || (column.valid[i / 8] >> i % 8 & 1);
			struct spot_value want, got = spot_batch_get(&batch, f, row);
			const char *problem = NULL;

			spot_cell_read(&want, &fields[f],
			    valid ? texts->views[i] : (struct spot_view) { "", 0 }, &arena, NULL,
			    &problem);
			if (want.kind == SPOT_KIND_INT && fields[f].has_default)
				continue; /* a whole number is put as such */
			if (!same_value(want, got))
				fail_msg("%s: \"%s\" is %d, not %d", fields[f].name,
				    texts->room[i], got.kind, want.kind);
			if (!problem)
				continue;
			assert_true(n_bad < bad.n_items);
			if (bad.items[n_bad].row_idx != row || bad.items[n_bad].field_idx != f)
				fail_msg("%s: \"%s\": told of field %u, row %u: %s, not %s in %zu",
				    fields[f].name, texts->room[i], bad.items[n_bad].field_idx,
				    bad.items[n_bad].row_idx, bad.items[n_bad].problem, problem,
				    row);
			assert_int_equal(bad.items[n_bad].row_idx, row);
			assert_int_equal(bad.items[n_bad].field_idx, f);
			assert_string_equal(bad.items[n_bad++].problem, problem);
		}
	}
	assert_int_equal(n_bad, bad.n_items);
	for (size_t f = 0; f < N_FIELDS; f++) {
		for (size_t row = at = 0; row < n; row++)
			at += batch.columns[f].state[row] == SPOT_STATE_VALUE;
		assert_int_equal(at, batch.columns[f].n_values);
	}
	spot_bad_cells_reset(&bad);
	spot_batch_reset(&batch);
	spot_given_reset(&given);
	spot_arena_free(&arena);
}

static void reads_texts_as_cells(void **state)
{
	static struct texts texts;
	uint64_t random = 7;
	(void)state;

	for (int round = 0; round < 200; round++) {
		struct spot_given_column column;

		make_texts(&texts, &random);
		column = column_of(&texts, (enum spot_given_kind)(round % 3));
		if (round % 2)
			column.valid = texts.valid;
		check_texts(&texts, column, 0, N_ROWS);
		check_texts(&texts, column, 37, 100);
		check_texts(&texts, column, N_ROWS - 1, 1);
	}
}

/* --- one column, one field --------------------------------------------------------------- */

struct filled {
	struct spot_given given;
	struct spot_batch batch;
	struct spot_bad_cells bad;
	struct spot_schema schema;
};

static void fill(struct filled *out, size_t field_idx, enum spot_given_kind kind,
    const void *values, const uint8_t *valid, size_t n)
{
	static size_t columns[1] = { 0 }, used[1] = { 0 };
	struct spot_binding binding = { columns, used, 1 };
	struct spot_given_column column = { "c", kind, values, NULL, valid };

	*out = (struct filled) { .schema = { &fields[field_idx], 1 } };
	assert_int_equal(spot_given_check(&column, &fields[field_idx], NULL), 0);
	assert_int_equal(spot_given_init(&out->given, NULL), 0);
	assert_int_equal(spot_batch_init(&out->batch, &out->schema, N_ROWS, NULL), 0);
	assert_int_equal(
	    spot_given_fill(&out->given, &out->batch, &binding, &column, 0, n, &out->bad, NULL), 0);
}

static void reset(struct filled *filled)
{
	spot_bad_cells_reset(&filled->bad);
	spot_batch_reset(&filled->batch);
	spot_given_reset(&filled->given);
}

static double number_at(const struct filled *filled, size_t row)
{
	struct spot_value value = spot_batch_get(&filled->batch, 0, row);

	assert_int_equal(value.kind, SPOT_KIND_FLOAT);
	return value.as.number;
}

static void assert_bad(const struct filled *filled, size_t idx, size_t row, const char *problem)
{
	assert_true(idx < filled->bad.n_items);
	assert_int_equal(filled->bad.items[idx].row_idx, row);
	assert_string_equal(filled->bad.items[idx].problem, problem);
	assert_int_equal(spot_batch_get(&filled->batch, 0, row).kind, SPOT_KIND_BLANK);
}

static void reads_numbers(void **state)
{
	const int64_t wholes[] = { 7, INT64_MIN, INT64_MAX, 12 };
	const double numbers[] = { 1.5, -0.0, INFINITY, 0.12 }, wrong[] = { 3, 2.5, 1e19, NAN };
	const uint8_t valid[] = { 0x0D }; /* not the second */
	struct filled filled;
	(void)state;

	fill(&filled, SEATS, SPOT_GIVEN_INT64, wholes, valid, 4);
	assert_int_equal(spot_batch_get(&filled.batch, 0, 0).as.integer, 7);
	assert_int_equal(spot_batch_get(&filled.batch, 0, 1).kind, SPOT_KIND_NIL);
	assert_true(spot_batch_get(&filled.batch, 0, 2).as.integer == INT64_MAX);
	assert_int_equal(filled.batch.columns[0].n_values, 3);
	reset(&filled);
	fill(&filled, SIZE, SPOT_GIVEN_INT64, wholes, NULL, 4);
	assert_true(number_at(&filled, 1) == -0x1p63);
	reset(&filled);
	fill(&filled, SIZE, SPOT_GIVEN_DOUBLE, numbers, NULL, 4);
	assert_true(number_at(&filled, 0) == 1.5 && !signbit(number_at(&filled, 1)));
	assert_bad(&filled, 0, 2, "not a finite number");
	reset(&filled);
	fill(&filled, SIZE, SPOT_GIVEN_DOUBLE, numbers, NULL, 2); /* all at once */
	assert_true(number_at(&filled, 0) == 1.5 && !signbit(number_at(&filled, 1)));
	assert_int_equal(filled.bad.n_items, 0);
	reset(&filled);
	fill(&filled, SEATS, SPOT_GIVEN_DOUBLE, wrong, NULL, 4);
	assert_int_equal(spot_batch_get(&filled.batch, 0, 0).as.integer, 3);
	assert_bad(&filled, 0, 1, "not a whole number");
	assert_bad(&filled, 1, 2, "too large for an integer");
	assert_bad(&filled, 2, 3, "not a finite number");
	assert_int_equal(filled.batch.columns[0].n_values, 1);
	reset(&filled);
	fill(&filled, HIRING, SPOT_GIVEN_DOUBLE, numbers + 3, NULL, 1);
	assert_true(number_at(&filled, 0) == 0.12);
	reset(&filled);
	fill(&filled, SHARE, SPOT_GIVEN_INT64, wholes + 3, NULL, 1);
	assert_true(number_at(&filled, 0) == 0.12);
	reset(&filled);
}

static void reads_flags_dates_lists(void **state)
{
	const uint8_t flags[] = { 1, 0, 7 };
	const int32_t days[] = { 0, INT32_MAX, 20779 };
	const struct spot_view items[] = { SPOT_VIEW(" dbt "), SPOT_VIEW(""), SPOT_VIEW("x"),
		SPOT_VIEW("\xFF") };
	const struct spot_list lists[] = { { items, 3 }, { NULL, 0 }, { items, 4 } };
	struct spot_value value;
	struct filled filled;
	(void)state;

	fill(&filled, TRIAL, SPOT_GIVEN_BOOL, flags, NULL, 3);
	assert_true(spot_batch_get(&filled.batch, 0, 2).as.flag);
	assert_false(spot_batch_get(&filled.batch, 0, 1).as.flag);
	reset(&filled);
	fill(&filled, SINCE, SPOT_GIVEN_DATE, days, NULL, 3);
	assert_int_equal(spot_batch_get(&filled.batch, 0, 2).as.integer, 20779);
	assert_bad(&filled, 0, 1, "a day outside the years 1000 to 9999");
	reset(&filled);
	fill(&filled, TECH, SPOT_GIVEN_LISTS, lists, NULL, 3);
	value = spot_batch_get(&filled.batch, 0, 0);
	assert_int_equal(value.as.list.n_items, 2);
	assert_true(spot_view_equal(value.as.list.items[0], SPOT_VIEW("dbt")));
	assert_int_equal(spot_batch_get(&filled.batch, 0, 1).as.list.n_items, 0);
	assert_bad(&filled, 0, 2, "not UTF-8");
	reset(&filled);
}

static void refuses_what_no_file_could_hold(void **state)
{
	static char huge[SPOT_GIVEN_TEXT_MAX + 1];
	const struct spot_view texts[] = { SPOT_VIEW("ok"), SPOT_VIEW("\xC3("), { "a\0b", 3 },
		{ huge, sizeof(huge) }, { NULL, 0 } };
	(void)state;

	memset(huge, 'a', sizeof(huge));
	for (size_t f = 0; f < N_FIELDS; f++) {
		struct filled filled;

		fill(&filled, f, SPOT_GIVEN_TEXTS, texts, NULL, 5);
		size_t n = filled.bad.n_items; /* "ok" is no number, date or flag */
		assert_true(n == 3 || n == 4);
		assert_bad(&filled, n - 3, 1, "not UTF-8");
		assert_bad(&filled, n - 2, 2, "holds a NUL byte");
		assert_bad(&filled, n - 1, 3, "longer than 16 MiB");
		reset(&filled);
	}
}

static void refuses_kinds(void **state)
{
	struct spot_error err;
	struct spot_given_column column = { .name = "Seats", .kind = SPOT_GIVEN_BOOL };
	size_t n_fit = 0;
	(void)state;

	assert_int_equal(spot_given_check(&column, &fields[SEATS], &err), SPOT_EUSAGE);
	assert_string_equal(
	    err.what, "column \"Seats\" holds booleans, but field \"seats\" is of type integer");
	assert_string_equal(err.hint, "give it as text, or declare the field otherwise");
	for (int kind = 0; kind < SPOT_GIVEN_N; kind++)
		for (size_t f = 0; f < N_FIELDS; f++) {
			column.kind = (enum spot_given_kind)kind;
			n_fit += spot_given_check(&column, &fields[f], NULL) == 0;
		}
	assert_int_equal(n_fit, 3 * N_FIELDS + 2 * 6 + 1 + 2 + 2);
}

static void survives_without_memory(void **state)
{
	static const struct spot_view texts[] = { SPOT_VIEW("1;2"), SPOT_VIEW("7"),
		SPOT_VIEW("8") };
	size_t columns[N_FIELDS] = { 0 }, used[N_FIELDS];
	struct spot_binding binding = { columns, used, N_FIELDS };
	struct spot_given_column column = { "c", SPOT_GIVEN_TEXTS, texts, NULL, NULL };
	bool failed = true;
	(void)state;

	if (!UNIT_HEAP)
		skip();
	columns[UNTIL] = SPOT_COLUMN_NONE; /* says less of a cell when there is no memory */
	for (size_t n = 1; failed; n++) {
		struct spot_given given = { 0 };
		struct spot_batch batch;
		struct spot_bad_cells bad = { 0 };
		int rc;

		assert_int_equal(spot_batch_init(&batch, &schema, 4, NULL), 0);
		unit_heap_fail(n);
		rc = spot_given_init(&given, NULL);
		if (rc == 0)
			rc = spot_given_fill(
			    &given, &batch, &binding, &column, 0, 3, &bad, NULL);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_int_equal(rc, failed ? SPOT_ENOMEM : 0);
		spot_bad_cells_reset(&bad);
		spot_given_reset(&given);
		spot_batch_reset(&batch);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_texts_as_cells),
		cmocka_unit_test(reads_numbers),
		cmocka_unit_test(reads_flags_dates_lists),
		cmocka_unit_test(refuses_what_no_file_could_hold),
		cmocka_unit_test(refuses_kinds),
		cmocka_unit_test(survives_without_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
