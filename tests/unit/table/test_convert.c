/* SPDX-License-Identifier: MIT */
/*
 * Columns made from a block against spot_cell_read, cell by cell and bit by bit: values, states,
 * problems, and how many values there are. Cells are random ones near what the types' loops
 * read. The block ends where its memory ends. SPOT_SOAK=N looks at N blocks instead of a few.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "support/same.h"
#include "support/unit.h"
#include "table/batch.h"
#include "table/cell.h"
#include "table/scan.h"
#include "table/scan_internal.h"

#define WORDS(...) \
	.blank = (const char *const[]) { __VA_ARGS__ }, \
	.n_blank = N_OF(((const char *const[]) { __VA_ARGS__ }))
#define TYPE(kind, ...) { .name = #kind, .type = SPOT_TYPE_##kind, __VA_ARGS__ }

static const struct spot_view default_items[] = { { "x", 1 } };

static const struct spot_field fields[] = {
	TYPE(TEXT),
	TYPE(KEY, WORDS("s")),
	TYPE(TEXT, .optional = true, WORDS("unknown", "k", " \u00C9t\u00E9 ")),
	TYPE(TEXT, .has_default = true, .fallback = { SPOT_KIND_TEXT, .as.text = { "d", 1 } },
	    WORDS("", "none")),
	TYPE(INTEGER),
	TYPE(INTEGER, .optional = true, WORDS("0", "-1", "999")),
	TYPE(INTEGER, .has_default = true, .fallback = { SPOT_KIND_INT, .as.integer = -7 }),
	TYPE(INTEGER, .format = "1.234,5"),
	TYPE(NUMBER),
	TYPE(NUMBER, .format = "1.234,5", .optional = true),
	TYPE(NUMBER, .format = "1,234.5", .has_default = true,
	    .fallback = { SPOT_KIND_INT, .as.integer = 3 }),
	TYPE(MONEY, .unit = "USD"),
	TYPE(MONEY, .optional = true, WORDS("0.00")),
	TYPE(PERCENT),
	TYPE(PERCENT, .format = "hundredths"),
	TYPE(PERCENT, .has_default = true, .fallback = { SPOT_KIND_FLOAT, .as.number = 0.5 }),
	TYPE(FLAG),
	TYPE(FLAG, .optional = true, WORDS("x", "maybe")),
	TYPE(FLAG, .has_default = true, .fallback = { SPOT_KIND_BOOL, .as.flag = true }),
	TYPE(DATE),
	TYPE(DATE, .optional = true, .format = "%Y-%m-%d", WORDS("1900-01-01")),
	TYPE(DATE, .format = "%d/%m/%Y"),
	TYPE(LIST),
	TYPE(LIST, .sep = ", ", .optional = true),
	TYPE(LIST, .sep = "|", .has_default = true,
	    .fallback = { SPOT_KIND_LIST, .as.list = { default_items, 1 } },
	    WORDS("nothing at all")),
};
#define N_FIELDS N_OF(fields)
static const struct spot_schema schema = { fields, N_FIELDS };

static unsigned below(uint64_t *seed, unsigned n)
{
	return (unsigned)(unit_random(seed) % n);
}

/* --- cells --------------------------------------------------------------------------------- */

static void letters_put(struct spot_buf *out, const char *letters, size_t max, uint64_t *seed)
{
	unsigned n_letters = (unsigned)strlen(letters);
	for (size_t n = below(seed, (unsigned)max + 1); n > 0; n--)
		spot_buf_char(out, letters[below(seed, n_letters)]);
}

static void number_put(struct spot_buf *out, uint64_t *seed)
{
	static const char *const signs[] = { "", "", "", "", "-", "+", "(", "$", "-$", "\u2212" };
	static const char *const ends[] = { "", "", "", "", "%", " %", "k", ")", "e3", " USD",
		"-" };
	spot_buf_text(out, signs[below(seed, N_OF(signs))]);
	letters_put(out, below(seed, 20) ? "0123456789" : "0", below(seed, 8) ? 9 : 20, seed);
	if (below(seed, 2)) {
		spot_buf_char(out, ".,"[below(seed, 5) == 0]);
		letters_put(
		    out, below(seed, 10) ? "0123456789" : "0", below(seed, 8) ? 3 : 18, seed);
	}
	spot_buf_text(out, ends[below(seed, N_OF(ends))]);
}

static void date_put(struct spot_buf *out, uint64_t *seed)
{
	unsigned year = below(seed, 3) ? 1990 + below(seed, 40) : below(seed, 10000);
	unsigned month = below(seed, 14);
	unsigned day = below(seed, 8) ? 1 + below(seed, 29) : below(seed, 35);
	if (below(seed, 4) == 0)
		spot_buf_printf(out, "%u%c%u%c%u", day, "-/"[day % 2], month, "-/"[day % 2], year);
	else
		spot_buf_printf(out, "%04u-%02u-%02u", year, month, day);
	if (below(seed, 8) == 0)
		spot_buf_text(out, "T10:00:00Z");
}

static void list_put(struct spot_buf *out, uint64_t *seed)
{
	static const char *const items[] = { "a", "dbt", "Snowflake", "", " b ", "\u00E9",
		"\u00A0c", "SAP BW", "d\u00A0", "N/A" };
	static const char *const seps[] = { ";", "|", ", ", ",", "; " };
	const char *sep = seps[below(seed, N_OF(seps))];
	unsigned n_items = below(seed, 10) ? below(seed, 6) : below(seed, 40);
	bool plain = below(seed, 2);
	for (unsigned n = n_items; n > 0; n--) {
		spot_buf_text(out, plain ? items[below(seed, 3)] : items[below(seed, N_OF(items))]);
		if (n > 1 || below(seed, 5) == 0)
			spot_buf_text(out, sep);
	}
}

static void word_put(struct spot_buf *out, uint64_t *seed)
{
	static const char *const words[] = { "", "", "-", "\u2013", "\u2014", "N/A", "n/a", "NULL",
		"#N/A", "unknown", "UNKNOWN", "k", "\u212A", "\u017F", "\u00C9T\u00C9", "none", "0",
		"-1", "999", "0.00", "x", "X", "maybe", "Maybe", "yes", "no", "Yes", "NO", "true",
		"FALSE",
		"1", "t", "f", "y", "n", "1900-01-01", "2024-02-29", "2023-02-29", "nothing at all",
		"\u00A0", "\u3000a", "a\u3000", "caf\u00E9", "\u00C4rzte", "\u0141\u00F3d\u017A",
		"9007199254740992", "9007199254740993", "9223372036854775807",
		"9223372036854775808", "-9223372036854775808", "0.1", "-0", "-0.0", "-0%", ".5",
		"5.", "-", "-.", "%", "-%", "1e5", "12345678", "123456789", "12345678.12345678",
		"123456789.1", "00000000.00000001", "99999999.99999999", "\"", "a\"b" };
	spot_buf_text(out, words[below(seed, N_OF(words))]);
}

static void cell_make(struct spot_buf *out, uint64_t *seed)
{
	spot_buf_clear(out);
	if (below(seed, 12) == 0)
		spot_buf_text(out, below(seed, 2) ? " " : "\u00A0");
	switch (below(seed, 6)) {
	case 0:
	case 1:
		number_put(out, seed);
		break;
	case 2:
		date_put(out, seed);
		break;
	case 3:
		list_put(out, seed);
		break;
	case 4:
		word_put(out, seed);
		break;
	case 5:
		letters_put(out, "0123456789 .,-%;:|abkKnN/A\"\t\n\r", 20, seed);
		break;
	}
	if (below(seed, 12) == 0)
		spot_buf_text(out, below(seed, 2) ? " " : "\t");
	if (below(seed, 400) == 0)
		spot_buf_char(out, below(seed, 2) ? '\0' : '\xE9');
}

/* Quotes where they must be, sometimes elsewhere. */
static void cell_write(struct spot_buf *out, struct spot_view text, uint64_t *seed)
{
	bool must = false;
	for (size_t i = 0; i < text.len; i++)
		must = must || strchr(",\"\r\n", text.ptr[i] ? text.ptr[i] : 'a');
	bool quoted = must || below(seed, 8) == 0;
	if (quoted)
		spot_buf_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			spot_buf_char(out, '"');
		spot_buf_char(out, text.ptr[i]);
	}
	if (quoted)
		spot_buf_char(out, '"');
}

/* --- a block ------------------------------------------------------------------------------- */

#define MEMORY_BYTES ((size_t)1 << 20)
static char *memory; /* MEMORY_BYTES, and then a page that must not be touched */

static void memory_make(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	memory = mmap(NULL, MEMORY_BYTES + page, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(memory != MAP_FAILED);
	assert_int_equal(mprotect(memory + MEMORY_BYTES, page, PROT_NONE), 0);
}

static void block_make(struct spot_chunk *chunk, size_t n_rows, uint64_t *seed)
{
	struct spot_buf bytes = SPOT_BUF_INIT, cell = SPOT_BUF_INIT;
	bool crlf = below(seed, 4) == 0, plain = below(seed, 3) == 0, gaps = below(seed, 3) == 0;
	size_t n_lines = n_rows;
	for (size_t row = 0; row < n_rows; row++) {
		/* What is no record stands between some. */
		if (gaps && below(seed, 8) == 0) {
			spot_buf_char(&bytes, '\n');
			n_lines++;
		}
		for (size_t i = 0; i < N_FIELDS; i++) {
			if (i > 0)
				spot_buf_char(&bytes, ',');
			/* Some blocks without any quote. */
			do
				cell_make(&cell, seed);
			while (plain && cell.len > 0 && strpbrk(cell.ptr, ",\"\r\n"));
			struct spot_view text = { cell.len > 0 ? cell.ptr : "", cell.len };
			if (plain)
				spot_buf_view(&bytes, text);
			else
				cell_write(&bytes, text, seed);
		}
		spot_buf_text(&bytes, crlf ? "\r\n" : "\n");
	}
	assert_true(bytes.len < MEMORY_BYTES - SPOT_BLOCK_SLACK);
	char *start = memory + MEMORY_BYTES - SPOT_BLOCK_SLACK - bytes.len;
	memcpy(start, bytes.ptr, bytes.len);
	spot_chunk_clear(chunk);
	chunk->n_columns = N_FIELDS;
	chunk->block = (struct spot_block) { .ptr = start, .len = bytes.len, .line = 1,
		.n_lines = n_lines, .delimiter = ',' };
	assert_int_equal(spot_chunk_scan(chunk, &(struct spot_scan) { .name = "f" }, NULL), 0);
	assert_int_equal(chunk->n_records, n_rows);
	spot_buf_reset(&bytes);
	spot_buf_reset(&cell);
}

static size_t n_read[N_FIELDS], n_blank[N_FIELDS], n_bad[N_FIELDS];

static void cell_check(const struct spot_batch *batch, const struct spot_chunk *chunk, size_t first,
    size_t row, size_t field_idx, struct spot_bad_cells *bad, size_t *bad_idx,
    struct spot_arena *arena)
{
	struct spot_view text = spot_chunk_cell(chunk, first + row, field_idx);
	struct spot_value want, got = spot_batch_get(batch, field_idx, row);
	const char *problem;
	enum spot_cell_state state =
	    spot_cell_read(&want, &fields[field_idx], text, arena, NULL, &problem);
	if (!same_value(want, got))
		fail_msg(
		    "field %zu: '%.*s' was read otherwise", field_idx, (int)text.len, text.ptr);
	n_read[field_idx] += state == SPOT_CELL_VALUE;
	n_blank[field_idx] += state == SPOT_CELL_BLANK;
	if (state != SPOT_CELL_UNREADABLE)
		return;
	n_bad[field_idx]++;
	assert_true(*bad_idx < bad->n_items);
	const struct spot_bad_cell *found = &bad->items[(*bad_idx)++];
	assert_int_equal(found->row_idx, row);
	assert_int_equal(found->field_idx, field_idx);
	assert_string_equal(found->problem, problem);
}

static void batch_check(const struct spot_batch *batch, const struct spot_chunk *chunk,
    size_t first, struct spot_bad_cells *bad, const bool *needed)
{
	struct spot_arena arena;
	size_t bad_idx = 0, n_values[N_FIELDS] = { 0 };
	spot_arena_init(&arena);
	for (size_t row = 0; row < batch->n_rows; row++)
		for (size_t i = 0; i < N_FIELDS; i++) {
			bool idle = needed && !needed[i] &&
			    (batch->columns[i].kind == SPOT_KIND_TEXT ||
				batch->columns[i].kind == SPOT_KIND_LIST);
			if (!idle)
				cell_check(batch, chunk, first, row, i, bad, &bad_idx, &arena);
			else if (bad_idx < bad->n_items && bad->items[bad_idx].row_idx == row &&
			    bad->items[bad_idx].field_idx == i)
				bad_idx++;
			n_values[i] += batch->columns[i].state[row] == SPOT_STATE_VALUE;
		}
	assert_int_equal(bad_idx, bad->n_items);
	for (size_t i = 0; i < N_FIELDS; i++) {
		assert_int_equal(batch->columns[i].n_values, n_values[i]);
		assert_true(spot_batch_is_full(batch, i) == (n_values[i] == batch->n_rows));
	}
	spot_arena_free(&arena);
}

static size_t column_of[N_FIELDS], fields_used[N_FIELDS];

static void test_as_cell_by_cell(void **state)
{
	(void)state;
	const char *soak = getenv("SPOT_SOAK");
	size_t n = soak ? (size_t)strtoull(soak, NULL, 10) : 300, n_even = 0;
	uint64_t seed = soak ? n : 3;
	struct spot_chunk chunk;
	struct spot_batch batches[SPOT_CPU_N];
	struct spot_bad_cells bad = { 0 };
	memory_make();
	spot_chunk_init(&chunk);
	/* A batch's loops are those of the kind of machine that it was made for. */
	for (size_t i = 0; i < SPOT_CPU_N; i++) {
		spot_scan_force((enum spot_cpu)i);
		assert_int_equal(spot_batch_init(&batches[i], &schema, SPOT_BATCH_ROWS, NULL), 0);
	}
	for (size_t i = 0; i < N_FIELDS; i++)
		column_of[i] = fields_used[i] = i;
	for (size_t i = 0; i < n; i++) {
		bool needed[N_FIELDS];
		struct spot_batch *batch = &batches[i % SPOT_CPU_N];
		struct spot_binding binding = { column_of, fields_used, N_FIELDS, NULL };
		for (size_t k = 0; k < N_FIELDS; k++)
			needed[k] = below(&seed, 2);
		if (i % 3 == 0)
			binding.needed = needed;
		size_t n_rows = 1 + below(&seed, i % 10 ? 20 : 300);
		block_make(&chunk, n_rows, &seed);
		n_even += chunk.even;
		for (size_t first = 0; first < n_rows;) {
			size_t rows = 1 + below(&seed, (unsigned)(n_rows - first));
			bad.n_items = 0;
			assert_int_equal(spot_batch_convert(batch, &chunk, first, rows, &binding,
			                     &bad, NULL),
			    0);
			batch_check(batch, &chunk, first, &bad, binding.needed);
			first += rows;
		}
	}
	for (size_t i = 0; i < N_FIELDS; i++) {
		assert_true(n_read[i] > 20);
		assert_true(fields[i].has_default || n_blank[i] > 20);
	}
	assert_true(n_even > n / 20);
	spot_bad_cells_reset(&bad);
	for (size_t i = 0; i < SPOT_CPU_N; i++)
		spot_batch_reset(&batches[i]);
	spot_chunk_reset(&chunk);
}

/* What is not needed costs nothing, but is told when it cannot be read. */
static void test_needed_or_not(void **state)
{
	(void)state;
	static const struct spot_field two[] = { TYPE(TEXT), TYPE(INTEGER) };
	const struct spot_schema small = { two, 2 };
	static char bytes[200] = "a,x\nb\0,2\n";
	bool needed[2] = { false, false };
	struct spot_binding binding = { column_of, fields_used, 2, needed };
	struct spot_chunk chunk;
	struct spot_batch batch;
	struct spot_bad_cells bad = { 0 };
	column_of[1] = fields_used[1] = 1;
	spot_chunk_init(&chunk);
	chunk.n_columns = 2;
	chunk.block = (struct spot_block) { .ptr = bytes, .len = 9, .line = 1, .n_lines = 2,
		.delimiter = ',' };
	assert_int_equal(spot_chunk_scan(&chunk, &(struct spot_scan) { .name = "f" }, NULL), 0);
	assert_int_equal(spot_batch_init(&batch, &small, 8, NULL), 0);
	assert_int_equal(spot_batch_convert(&batch, &chunk, 0, 2, &binding, &bad, NULL), 0);
	assert_int_equal(bad.n_items, 2);
	assert_int_equal(bad.items[0].row_idx, 0);
	assert_int_equal(bad.items[0].field_idx, 1);
	assert_string_equal(bad.items[1].problem, "holds a NUL byte");
	assert_int_equal(spot_batch_get(&batch, 0, 0).kind, SPOT_KIND_BLANK);
	assert_int_equal(batch.columns[0].n_values, 0);
	needed[0] = true;
	bad.n_items = 0;
	assert_int_equal(spot_batch_convert(&batch, &chunk, 0, 2, &binding, &bad, NULL), 0);
	assert_int_equal(bad.n_items, 2);
	assert_int_equal(spot_batch_get(&batch, 0, 0).kind, SPOT_KIND_TEXT);
	spot_bad_cells_reset(&bad);
	spot_batch_reset(&batch);
	spot_chunk_reset(&chunk);
}

/* Setting single values keeps the number of them right, where rows were converted. */
static void test_values_are_counted(void **state)
{
	(void)state;
	static const struct spot_field one[] = { TYPE(INTEGER) };
	const struct spot_schema small = { one, 1 };
	static char bytes[200] = "1\n2\nx\n";
	struct spot_binding binding = { column_of, fields_used, 1, NULL };
	struct spot_chunk chunk;
	struct spot_batch batch;
	const struct spot_value three = { SPOT_KIND_INT, .as.integer = 3 };
	const struct spot_value blank = { .kind = SPOT_KIND_BLANK };
	spot_chunk_init(&chunk);
	chunk.n_columns = 1;
	chunk.block = (struct spot_block) { .ptr = bytes, .len = 6, .line = 1, .n_lines = 3,
		.delimiter = ',' };
	assert_int_equal(spot_chunk_scan(&chunk, &(struct spot_scan) { .name = "f" }, NULL), 0);
	assert_int_equal(spot_batch_init(&batch, &small, 8, NULL), 0);
	assert_int_equal(spot_batch_convert(&batch, &chunk, 0, 3, &binding, NULL, NULL), 0);
	assert_false(spot_batch_is_full(&batch, 0));
	spot_batch_set(&batch, 0, 2, three);
	spot_batch_set(&batch, 0, 2, three);
	assert_true(spot_batch_is_full(&batch, 0));
	spot_batch_set(&batch, 0, 5, blank); /* not one of the rows */
	assert_true(spot_batch_is_full(&batch, 0));
	spot_batch_set(&batch, 0, 1, blank);
	assert_false(spot_batch_is_full(&batch, 0));
	assert_int_equal(batch.columns[0].n_values, 2);
	/* Rows that were set by hand alone are not known to be full. */
	batch.n_rows = 1;
	assert_false(spot_batch_is_full(&batch, 0));
	spot_batch_reset(&batch);
	spot_chunk_reset(&chunk);
}

static int block_convert(const struct spot_binding *binding, size_t *n_told)
{
	static char bytes[300] = "a;b; c;d,soon,yes\n;x; y ;z,-1.5,no\n\"q\"\"\",,maybe\n"
				 "1;2;3;4;5;6;7;8;9;10,5%,YES\n";
	static const struct spot_field three[] = { TYPE(LIST), TYPE(PERCENT), TYPE(FLAG) };
	static const struct spot_schema small = { three, 3 };
	struct spot_chunk chunk;
	struct spot_batch batch = { 0 };
	struct spot_bad_cells bad = { 0 };
	spot_chunk_init(&chunk);
	chunk.n_columns = 3;
	chunk.block = (struct spot_block) { .ptr = bytes, .len = strlen(bytes), .line = 1,
		.n_lines = 4, .delimiter = ',' };
	int rc = spot_chunk_scan(&chunk, &(struct spot_scan) { .name = "f" }, NULL);
	if (rc == 0)
		rc = spot_batch_init(&batch, &small, 8, NULL);
	if (rc == 0)
		rc = spot_batch_convert(&batch, &chunk, 0, 4, binding, &bad, NULL);
	if (rc == 0)
		assert_int_equal(spot_batch_get(&batch, 0, 3).as.list.n_items, 10);
	*n_told = bad.n_items;
	spot_bad_cells_reset(&bad);
	if (batch.schema)
		spot_batch_reset(&batch);
	spot_chunk_reset(&chunk);
	return rc;
}

static void test_every_allocation_may_fail(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	const struct spot_binding binding = { column_of, fields_used, 3, NULL };
	int rc = -1;
	size_t n_told;
	for (size_t i = 0; i < 3; i++)
		column_of[i] = fields_used[i] = i;
	for (size_t n = 1; rc < 0; n++) {
		unit_heap_fail(n);
		rc = block_convert(&binding, &n_told);
		unit_heap_fail(0);
		if (rc < 0)
			assert_int_equal(rc, SPOT_ENOMEM);
		else
			assert_int_equal(n_told, 2);
		assert_true(n < 100);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_cell_by_cell),
		cmocka_unit_test(test_needed_or_not),
		cmocka_unit_test(test_values_are_counted),
		cmocka_unit_test(test_every_allocation_may_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
