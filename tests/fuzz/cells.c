/* SPDX-License-Identifier: MIT */
/*
 * Cells of one column, read by the loops of each kind of machine over a block and one by one by
 * spot_cell_read: the same values and problems. Their texts as numbers and dates against the C
 * library.
 */
#include "fuzz/fuzz.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "base/date.h"
#include "base/digits.h"
#include "base/json.h"
#include "base/number.h"
#include "support/same.h"
#include "table/batch.h"
#include "table/cell.h"
#include "table/scan.h"
#include "table/scan_internal.h"

#include <jansson.h>

#define TYPE(kind, ...) { .name = #kind, .type = SPOT_TYPE_##kind, __VA_ARGS__ }

static const char *const words[] = { "unknown", "0", "-1", "x" };

static const struct spot_field fields[] = {
	TYPE(TEXT), TYPE(KEY, .blank = words, .n_blank = N_OF(words)), TYPE(INTEGER),
	TYPE(INTEGER, .format = "1.234,5"), TYPE(INTEGER, .blank = words, .n_blank = N_OF(words)),
	TYPE(NUMBER), TYPE(NUMBER, .format = "1.234,5", .optional = true),
	TYPE(NUMBER, .format = "1,234.5"), TYPE(MONEY, .unit = "USD"), TYPE(PERCENT),
	TYPE(PERCENT, .format = "hundredths"), TYPE(FLAG),
	TYPE(FLAG, .optional = true, .blank = words, .n_blank = N_OF(words)), TYPE(DATE),
	TYPE(DATE, .format = "%Y-%m-%d"), TYPE(DATE, .format = "%d/%m/%Y"),
	TYPE(DATE, .format = "%d %b %y"), TYPE(LIST), TYPE(LIST, .sep = ", "),
	TYPE(PERCENT, .format = "hundredths 1.234,5"),
};

/* --- one text ------------------------------------------------------------------------------- */

/* The form that base/number.h tells. */
static bool is_decimal(const char *p)
{
	p += *p == '+' || *p == '-';
	size_t n = strspn(p, "0123456789");
	p += n;
	if (*p == '.') {
		size_t n_behind = strspn(p + 1, "0123456789");
		n += n_behind;
		p += 1 + n_behind;
	}
	if (n > 0 && (*p == 'e' || *p == 'E')) {
		p++;
		p += *p == '+' || *p == '-';
		n = strspn(p, "0123456789");
		p += n;
	}
	return n > 0 && *p == '\0';
}

static void double_check(const char *text, size_t len)
{
	double got = 0, again = 0, want = strtod(text, NULL);
	char digits[SPOT_DIGITS_SHORTEST_ROOM];
	bool is_number = is_decimal(text) && strlen(text) == len && isfinite(want);

	assert_int_equal(spot_number_double((struct spot_view) { text, len }, &got), is_number);
	if (!is_number)
		return;
	assert_memory_equal(&got, &want, sizeof(got));
	size_t n_digits = (size_t)(spot_digits_shortest(digits, got) - digits);
	assert_true(spot_number_double((struct spot_view) { digits, n_digits }, &again));
	assert_true(again == got);
}

static void date_check(const char *text, size_t len)
{
	struct spot_civil civil;
	int64_t days;
	int end = 0;
	char printed[SPOT_DATE_TEXT_SIZE];

	if (!spot_date_iso((struct spot_view) { text, len }, &days))
		return;
	assert_int_equal(len, 10);
	assert_int_equal(
	    sscanf(text, "%4d-%2d-%2d%n", &civil.year, &civil.month, &civil.day, &end), 3);
	assert_int_equal(end, 10);
	struct tm tm = { .tm_year = civil.year - 1900, .tm_mon = civil.month - 1,
		.tm_mday = civil.day };
	assert_int_equal((int64_t)timegm(&tm), days * 86400);
	assert_int_equal(tm.tm_mday, civil.day);
	spot_date_print(days, printed);
	assert_memory_equal(printed, text, 10);
}

/* What is UTF-8 reads back as it was. */
static void json_check(const char *text, size_t len)
{
	struct spot_buf out = SPOT_BUF_INIT;
	json_t *want = json_stringn(text, len), *got;

	spot_json_quote(&out, (struct spot_view) { text, len });
	got = json_loadb(spot_buf_str(&out), out.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
	assert_non_null(got);
	assert_true(!want || json_equal(want, got));
	json_decref(want);
	json_decref(got);
	spot_buf_reset(&out);
}

/* --- a column ------------------------------------------------------------------------------- */

/* The texts, parted by LF, each as a cell in a line: quoted where it must be. */
static void column_put(struct spot_buf *out, const char *text, size_t len, bool quoted)
{
	bool starts = true;

	for (size_t i = 0; i <= len; i++) {
		bool ends = i == len || text[i] == '\n';
		if (quoted && starts)
			spot_buf_char(out, '"');
		if (!ends)
			spot_buf_char(out, text[i] == '"' || text[i] == '\r' ? '\'' : text[i]);
		else if (quoted)
			spot_buf_char(out, '"');
		if (ends)
			spot_buf_text(out, ",\n"); /* a second column: no line is blank */
		starts = ends;
	}
}

static void column_check(
    const struct spot_batch *batch, const struct spot_chunk *chunk, struct spot_bad_cells *bad)
{
	struct spot_arena arena;
	size_t n_bad = 0;

	spot_arena_init(&arena);
	for (size_t row = 0; row < batch->n_rows; row++) {
		struct spot_view text = spot_chunk_cell(chunk, row, 0);
		struct spot_value want;
		const char *problem = NULL;
		enum spot_cell_state state = spot_cell_read(
		    &want, &batch->schema->fields[0], text, &arena, NULL, &problem);
		if (!same_value(want, spot_batch_get(batch, 0, row)) ||
		    (want.kind == SPOT_KIND_FLOAT && !isfinite(want.as.number)))
			fail_msg("'%.*s' was read otherwise", (int)text.len, text.ptr);
		if (state != SPOT_CELL_UNREADABLE)
			continue;
		assert_true(n_bad < bad->n_items);
		assert_int_equal(bad->items[n_bad].row_idx, row);
		assert_string_equal(bad->items[n_bad++].problem, problem);
	}
	assert_int_equal(n_bad, bad->n_items);
	spot_arena_free(&arena);
}

static void block_check(const struct spot_field *field, struct spot_buf *bytes)
{
	const struct spot_schema schema = { field, 1 };
	size_t column_of[1] = { 0 }, fields_used[1] = { 0 }, len = bytes->len;
	const struct spot_binding binding = { column_of, fields_used, 1, NULL };
	struct spot_bad_cells bad = { 0 };
	struct spot_batch batch;
	struct spot_chunk chunk;

	for (size_t i = 0; i < SPOT_BLOCK_SLACK; i++)
		spot_buf_char(bytes, '\0');
	spot_chunk_init(&chunk);
	chunk.n_columns = 2;
	chunk.block = (struct spot_block) { .ptr = bytes->ptr, .len = len, .line = 1,
		.delimiter = ',' };
	for (size_t i = 0; i < len; i++)
		chunk.block.n_lines += bytes->ptr[i] == '\n';
	assert_int_equal(spot_batch_init(&batch, &schema, 256, NULL), 0);
	assert_int_equal(spot_chunk_scan(&chunk, &(struct spot_scan) { .name = "f" }, NULL), 0);
	size_t n = chunk.n_records < 256 ? chunk.n_records : 256;
	assert_int_equal(spot_batch_convert(&batch, &chunk, 0, n, &binding, &bad, NULL), 0);
	column_check(&batch, &chunk, &bad);
	spot_bad_cells_reset(&bad);
	spot_batch_reset(&batch);
	spot_chunk_reset(&chunk);
	bytes->len = len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bytes bytes = { data, size };
	const struct spot_field *field = &fields[fuzz_byte(&bytes) % N_OF(fields)];
	bool quoted = fuzz_byte(&bytes) & 1;
	struct spot_buf text = SPOT_BUF_INIT, column = SPOT_BUF_INIT;

	spot_buf_view(&text, (struct spot_view) { (const char *)bytes.ptr, bytes.len });
	double_check(spot_buf_str(&text), text.len);
	date_check(spot_buf_str(&text), text.len);
	json_check(spot_buf_str(&text), text.len);
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == ',' && !quoted)
			text.ptr[i] = '.';
	column_put(&column, spot_buf_str(&text), text.len, quoted);
	for (enum spot_cpu cpu = 0; cpu < SPOT_CPU_N; cpu++)
		if (spot_scan_force(cpu))
			block_check(field, &column);
	spot_buf_reset(&text);
	spot_buf_reset(&column);
	return 0;
}
