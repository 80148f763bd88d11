/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "support/unit.h"
#include "table/batch.h"

enum { ID, NAME, SEATS, ARR, TRIAL, TECH, NOTE, COST, WON, N_FIELDS };

static const struct spot_field fields[N_FIELDS] = {
	[ID] = { .name = "id", .type = SPOT_TYPE_KEY },
	[NAME] = { .name = "name", .type = SPOT_TYPE_TEXT },
	[SEATS] = { .name = "seats", .type = SPOT_TYPE_INTEGER, .optional = true },
	[ARR] = { .name = "arr", .type = SPOT_TYPE_MONEY, .unit = "USD" },
	[TRIAL] = { .name = "trial", .type = SPOT_TYPE_FLAG },
	[TECH] = { .name = "tech", .type = SPOT_TYPE_LIST },
	[NOTE] = { .name = "note", .type = SPOT_TYPE_TEXT, .optional = true },
	[COST] = { .name = "cost", .type = SPOT_TYPE_MONEY, .has_default = true,
	    .fallback = { SPOT_KIND_INT, .as.integer = 5 } },
	[WON] = { .name = "won", .type = SPOT_TYPE_INTEGER, .derived = true, .optional = true },
};
static const struct spot_schema schema = { fields, N_FIELDS };

/* The file's columns: arr, id, tech, trial, name, seats. */
static size_t column_of[N_FIELDS] = { [ID] = 1, [NAME] = 4, [SEATS] = 5, [ARR] = 0, [TRIAL] = 3,
	[TECH] = 2, [NOTE] = SPOT_COLUMN_NONE, [COST] = SPOT_COLUMN_NONE,
	[WON] = SPOT_COLUMN_NONE };
static size_t fields_used[] = { ID, NAME, SEATS, ARR, TRIAL, TECH };
static const struct spot_binding binding = { column_of, fields_used, 6 };

#define ROW(...) (const char *const[6]) { __VA_ARGS__ }

static void chunk_fill(struct spot_chunk *chunk, const char *const *const *rows, size_t n_rows)
{
	*chunk = (struct spot_chunk) { .n_records = n_rows, .cap = n_rows, .n_columns = 6 };
	spot_arena_init(&chunk->arena);
	chunk->records = spot_arena_calloc(&chunk->arena, n_rows, sizeof(*chunk->records));
	for (size_t i = 0; i < n_rows; i++) {
		struct spot_view *cells = spot_arena_calloc(&chunk->arena, 6, sizeof(*cells));
		for (size_t j = 0; j < 6; j++)
			cells[j] = spot_view_of(rows[i][j]);
		chunk->records[i] = (struct spot_record) { .cells = cells, .line = i + 2 };
	}
}

static bool is_text(struct spot_value value, const char *text)
{
	return value.kind == SPOT_KIND_TEXT && spot_view_equal(value.as.text, spot_view_of(text));
}

static void converts(void **state)
{
	const char *const *const rows[] = {
		ROW("$1,200", "007", "Snowflake; dbt", "yes", " Acme ", "12"),
		ROW("N/A", "008", "", "-", "", ""),
		ROW("", "", NULL, NULL, NULL, NULL), /* padded */
	};
	struct spot_chunk chunk;
	struct spot_batch batch;
	struct spot_bad_cells bad = { 0 };
	(void)state;
	chunk_fill(&chunk, rows, 3);
	assert_int_equal(spot_batch_init(&batch, &schema, 4, NULL), 0);
	assert_int_equal(spot_batch_convert(&batch, &chunk, 0, 3, &binding, &bad, NULL), 0);
	assert_int_equal(batch.n_rows, 3);
	assert_int_equal(bad.n_items, 0);

	assert_true(is_text(spot_batch_get(&batch, ID, 0), "007"));
	assert_true(is_text(spot_batch_get(&batch, NAME, 0), "Acme"));
	assert_int_equal(spot_batch_get(&batch, SEATS, 0).as.integer, 12);
	assert_true(spot_batch_get(&batch, ARR, 0).as.number == 1200);
	assert_true(spot_batch_get(&batch, TRIAL, 0).as.flag);
	struct spot_value tech = spot_batch_get(&batch, TECH, 0);
	assert_int_equal(tech.kind, SPOT_KIND_LIST);
	assert_int_equal(tech.as.list.n_items, 2);
	assert_true(spot_view_equal(tech.as.list.items[1], SPOT_VIEW("dbt")));

	for (size_t row = 1; row < 3; row++) {
		assert_int_equal(spot_batch_get(&batch, NAME, row).kind, SPOT_KIND_BLANK);
		assert_int_equal(spot_batch_get(&batch, SEATS, row).kind, SPOT_KIND_NIL);
		assert_int_equal(spot_batch_get(&batch, ARR, row).kind, SPOT_KIND_BLANK);
		assert_int_equal(spot_batch_get(&batch, TRIAL, row).kind, SPOT_KIND_BLANK);
		assert_int_equal(spot_batch_get(&batch, TECH, row).kind, SPOT_KIND_BLANK);
	}
	for (size_t row = 0; row < 3; row++) {
		assert_int_equal(spot_batch_get(&batch, NOTE, row).kind, SPOT_KIND_NIL);
		assert_true(spot_batch_get(&batch, COST, row).as.number == 5);
		assert_int_equal(spot_batch_get(&batch, WON, row).kind, SPOT_KIND_BLANK);
	}
	assert_int_equal(batch.columns[ARR].state[0], SPOT_STATE_VALUE);
	assert_int_equal(batch.columns[ARR].state[1], SPOT_STATE_BLANK);
	assert_int_equal(batch.columns[SEATS].state[1], SPOT_STATE_NIL);
	spot_batch_reset(&batch);
	spot_arena_free(&chunk.arena);
}

static void bad_cells_in_order(void **state)
{
	const char *const *const rows[] = {
		ROW("1", "a", "x", "yes", "n", "1"),
		ROW("soon", "b", "x", "perhaps", "n", "12.5"),
		ROW("EUR 5", "c", "x", "no", "n", "1"),
	};
	static const struct {
		uint32_t row, field;
		const char *problem;
	} want[] = {
		{ 0, ARR, "not an amount of money" },
		{ 0, TRIAL, "not a flag" },
		{ 0, SEATS, "not a whole number" },
		{ 1, ARR, "EUR" },
	};
	struct spot_chunk chunk;
	struct spot_batch batch;
	struct spot_bad_cells bad = { 0 };
	(void)state;
	chunk_fill(&chunk, rows, 3);
	assert_int_equal(spot_batch_init(&batch, &schema, SPOT_BATCH_ROWS, NULL), 0);
	assert_int_equal(spot_batch_convert(&batch, &chunk, 1, 2, &binding, &bad, NULL), 0);
	assert_int_equal(bad.n_items, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(bad.items[i].row_idx, want[i].row);
		assert_int_equal(bad.items[i].field_idx, want[i].field);
		assert_non_null(strstr(bad.items[i].problem, want[i].problem));
	}
	/* Unknown, although the field is optional. */
	assert_int_equal(spot_batch_get(&batch, SEATS, 0).kind, SPOT_KIND_BLANK);

	/* Appended to, and what was there before stays first. */
	assert_int_equal(spot_batch_convert(&batch, &chunk, 0, 3, &binding, &bad, NULL), 0);
	assert_int_equal(bad.n_items, 8);
	assert_int_equal(bad.items[0].row_idx, 0);
	assert_int_equal(bad.items[4].row_idx, 1);
	assert_int_equal(bad.items[7].row_idx, 2);
	/* Nobody need ask. */
	assert_int_equal(spot_batch_convert(&batch, &chunk, 0, 3, &binding, NULL, NULL), 0);
	spot_bad_cells_reset(&bad);
	assert_null(bad.items);
	spot_batch_reset(&batch);
	spot_arena_free(&chunk.arena);
}

static void used_again(void **state)
{
	const struct spot_value nine = { SPOT_KIND_INT, .as.integer = 9 };
	const char *const *const full[] = { ROW("1", "a", "x;y", "yes", "n", "1"),
		ROW("2", "b", "z", "no", "m", "2") };
	const char *const *const empty[] = { ROW("", "c", "", "", "", "") };
	struct spot_chunk first, second;
	struct spot_batch batch;
	(void)state;
	chunk_fill(&first, full, 2);
	chunk_fill(&second, empty, 1);
	assert_int_equal(spot_batch_init(&batch, &schema, 2, NULL), 0);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(spot_batch_convert(&batch, &first, 0, 2, &binding, NULL, NULL), 0);
		assert_int_equal(spot_batch_get(&batch, TECH, 0).as.list.n_items, 2);
		spot_batch_set(&batch, WON, 0, nine);
		assert_int_equal(
		    spot_batch_convert(&batch, &second, 0, 1, &binding, NULL, NULL), 0);
		assert_int_equal(batch.n_rows, 1);
		assert_int_equal(spot_batch_get(&batch, ARR, 0).kind, SPOT_KIND_BLANK);
		assert_int_equal(spot_batch_get(&batch, WON, 0).kind, SPOT_KIND_BLANK);
	}
	assert_int_equal(spot_batch_convert(&batch, &second, 1, 0, &binding, NULL, NULL), 0);
	assert_int_equal(batch.n_rows, 0);
	spot_batch_reset(&batch);
	spot_batch_reset(&batch);
	spot_arena_free(&first.arena);
	spot_arena_free(&second.arena);
}

static void set_and_get(void **state)
{
	struct spot_batch batch;
	struct spot_view item = SPOT_VIEW("one");
	const struct spot_value values[] = {
		[ID] = { SPOT_KIND_TEXT, .as.text = { "k", 1 } },
		[SEATS] = { SPOT_KIND_INT, .as.integer = INT64_MIN },
		[ARR] = { SPOT_KIND_FLOAT, .as.number = -0.5 },
		[TRIAL] = { SPOT_KIND_BOOL, .as.flag = true },
		[TECH] = { SPOT_KIND_LIST, .as.list = { &item, 1 } },
	};
	static const size_t set[] = { ID, SEATS, ARR, TRIAL, TECH };
	(void)state;
	assert_int_equal(spot_batch_init(&batch, &schema, 3, NULL), 0);
	for (size_t i = 0; i < N_OF(set); i++) {
		spot_batch_set(&batch, set[i], 2, values[set[i]]);
		assert_int_equal(spot_batch_get(&batch, set[i], 2).kind, values[set[i]].kind);
		spot_batch_set(&batch, set[i], 1, (struct spot_value) { .kind = SPOT_KIND_BLANK });
		assert_int_equal(spot_batch_get(&batch, set[i], 1).kind, SPOT_KIND_BLANK);
		spot_batch_set(&batch, set[i], 1, (struct spot_value) { .kind = SPOT_KIND_NIL });
		assert_int_equal(spot_batch_get(&batch, set[i], 1).kind, SPOT_KIND_NIL);
	}
	assert_true(is_text(spot_batch_get(&batch, ID, 2), "k"));
	assert_true(spot_batch_get(&batch, SEATS, 2).as.integer == INT64_MIN);
	assert_true(spot_batch_get(&batch, ARR, 2).as.number == -0.5);
	assert_true(spot_batch_get(&batch, TRIAL, 2).as.flag);
	assert_ptr_equal(spot_batch_get(&batch, TECH, 2).as.list.items, &item);
	spot_batch_reset(&batch);
}

/* The result does not depend on where the batches are cut. */
static void cuts(void **state)
{
	static char text[100][6][16];
	const char *const *rows[100];
	const char *cells[100][6];
	struct spot_chunk chunk;
	struct spot_batch whole, part;
	(void)state;
	for (size_t i = 0; i < 100; i++) {
		snprintf(text[i][0], 16, i % 7 ? "%zu.5" : "x%zu", i);
		snprintf(text[i][1], 16, "k%zu", i);
		if (i % 3)
			snprintf(text[i][2], 16, "a;b%zu", i);
		snprintf(text[i][3], 16, i % 2 ? "yes" : "no");
		snprintf(text[i][4], 16, "n");
		if (i % 5)
			snprintf(text[i][5], 16, "%zu", i);
		for (size_t j = 0; j < 6; j++)
			cells[i][j] = text[i][j];
		rows[i] = cells[i];
	}
	chunk_fill(&chunk, rows, 100);
	assert_int_equal(spot_batch_init(&whole, &schema, 100, NULL), 0);
	assert_int_equal(spot_batch_convert(&whole, &chunk, 0, 100, &binding, NULL, NULL), 0);
	for (size_t size = 1; size <= 33; size += 4) {
		assert_int_equal(spot_batch_init(&part, &schema, size, NULL), 0);
		for (size_t first = 0; first < 100; first += size) {
			size_t n = 100 - first < size ? 100 - first : size;
			assert_int_equal(
			    spot_batch_convert(&part, &chunk, first, n, &binding, NULL, NULL), 0);
			for (size_t row = 0; row < n; row++) {
				struct spot_value a = spot_batch_get(&whole, ARR, first + row);
				struct spot_value b = spot_batch_get(&part, ARR, row);
				assert_int_equal(a.kind, b.kind);
				assert_true(a.kind == SPOT_KIND_BLANK ||
				    a.as.number == b.as.number);
				assert_int_equal(spot_batch_get(&whole, TECH, first + row).kind,
				    spot_batch_get(&part, TECH, row).kind);
			}
		}
		spot_batch_reset(&part);
	}
	spot_batch_reset(&whole);
	spot_arena_free(&chunk.arena);
}

static void without_memory(void **state)
{
	const char *const *const rows[] = {
		ROW("1", "a", "x;y", "perhaps", "n", "1.5"),
		ROW("EUR 2", "b", "x", "perhaps", "n", "1.5"),
	};
	struct spot_chunk chunk;
	size_t n = 0, refused = 0;
	bool failed;
	(void)state;
	if (!UNIT_HEAP)
		skip();
	chunk_fill(&chunk, rows, 2);
	do {
		struct spot_batch batch;
		struct spot_bad_cells bad = { 0 };
		struct spot_error err = SPOT_ERROR_INIT;
		unit_heap_fail(++n);
		int rc = spot_batch_init(&batch, &schema, 8, &err);
		if (rc == 0) {
			rc = spot_batch_convert(&batch, &chunk, 0, 2, &binding, &bad, &err);
			spot_batch_reset(&batch);
		}
		failed = unit_heap_failed;
		unit_heap_fail(0);
		spot_bad_cells_reset(&bad);
		assert_true(rc == (err.code ? SPOT_ENOMEM : 0));
		refused += rc == SPOT_ENOMEM;
	} while (failed && n < 1000);
	/* All but the words of the problem, which has shorter ones. */
	assert_true(refused > N_FIELDS && refused >= n - 2 && n < 1000);
	spot_arena_free(&chunk.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(converts),
		cmocka_unit_test(bad_cells_in_order),
		cmocka_unit_test(used_again),
		cmocka_unit_test(set_and_get),
		cmocka_unit_test(cuts),
		cmocka_unit_test(without_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
