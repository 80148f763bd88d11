/* SPDX-License-Identifier: MIT */
/*
 * Texts of numbers, dates, flags and lists are copied one behind the other, as cells lie in a
 * block of CSV, and read by the loops that read those. What a loop leaves, and columns with a long
 * text, are read by spot_cell_read. Nothing beyond this file meets bytes that are not UTF-8: a text
 * that is not is unreadable here.
 */
#include "table/given.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/text.h"
#include "table/cell_internal.h"
#include "table/convert.h"

/* A column with a longer text is read cell by cell. */
#define SHORT_MAX ((size_t)4096)

#define FRONT ((size_t)64) /* loops may look at bytes before the first text */

_Static_assert(sizeof(struct spot_view) == sizeof(char *) + sizeof(size_t), "no padding");

/* One column on its way into one field of the batch. */
struct filling {
	struct spot_given *given;
	struct spot_batch *batch;
	const struct spot_given_column *from;
	size_t field_idx;
	const struct spot_field *field;
	struct spot_column *column;
	struct spot_convert *convert;
	size_t first, n; /* rows of from */
	struct spot_bad_cells *bad;
};

/* --- life ---------------------------------------------------------------------------------- */

int spot_given_init(struct spot_given *given, struct spot_error *err)
{
	struct spot_chunk *chunk = &given->chunk;
	*given = (struct spot_given) { 0 };
	spot_chunk_init(chunk);
	chunk->records = spot_mem_calloc(SPOT_BATCH_ROWS, sizeof(*chunk->records));
	given->texts = spot_mem_calloc(SPOT_BATCH_ROWS, sizeof(*given->texts));
	given->ends = spot_mem_calloc(SPOT_BATCH_ROWS + 1, sizeof(*given->ends));
	if (!chunk->records || !given->texts || !given->ends) {
		spot_given_reset(given);
		return spot_error_nomem(err);
	}
	chunk->cap = SPOT_BATCH_ROWS;
	chunk->n_columns = 1;
	for (size_t i = 0; i < SPOT_BATCH_ROWS; i++)
		chunk->records[i].cells = &given->texts[i];
	return 0;
}

void spot_given_reset(struct spot_given *given)
{
	spot_chunk_reset(&given->chunk);
	free(given->texts);
	free(given->ends);
	free(given->block);
	*given = (struct spot_given) { 0 };
}

/* --- kinds --------------------------------------------------------------------------------- */

static bool is_text(enum spot_given_kind kind)
{
	return kind == SPOT_GIVEN_STRINGS || kind == SPOT_GIVEN_TEXTS || kind == SPOT_GIVEN_UTF8;
}

static bool fits(enum spot_given_kind kind, enum spot_type type)
{
	switch (kind) {
	case SPOT_GIVEN_STRINGS:
	case SPOT_GIVEN_TEXTS:
	case SPOT_GIVEN_UTF8:
		return true;
	case SPOT_GIVEN_INT64:
	case SPOT_GIVEN_DOUBLE:
		return type == SPOT_TYPE_INTEGER || type == SPOT_TYPE_NUMBER ||
		    type == SPOT_TYPE_MONEY || type == SPOT_TYPE_PERCENT;
	case SPOT_GIVEN_BOOL:
		return type == SPOT_TYPE_FLAG;
	case SPOT_GIVEN_DATE:
		return type == SPOT_TYPE_DATE;
	case SPOT_GIVEN_LISTS:
		return type == SPOT_TYPE_LIST;
	case SPOT_GIVEN_N:
		break;
	}
	return false;
}

int spot_given_check(const struct spot_given_column *column, const struct spot_field *field,
    struct spot_error *err)
{
	static const char *const names[SPOT_GIVEN_N] = { "strings", "texts", "texts",
		"whole numbers", "numbers", "booleans", "dates", "lists" };
	if (fits(column->kind, field->type))
		return 0;
	spot_error_set(err, SPOT_EUSAGE, "column \"%s\" holds %s, but field \"%s\" is of type %s",
	    column->name, names[column->kind], field->name, spot_type_name(field->type));
	spot_error_hint(err, "give it as text, or declare the field otherwise");
	return SPOT_EUSAGE;
}

/* --- what all kinds share ------------------------------------------------------------------ */

static bool is_valid(const struct filling *filling, size_t row)
{
	size_t i = filling->first + row;
	return !filling->from->valid || (filling->from->valid[i / 8] >> i % 8 & 1);
}

/* The row's value cannot be read. */
static bool refuse(const struct filling *filling, size_t row, const char *problem)
{
	struct spot_bad_cells *bad = filling->bad;
	spot_batch_set(filling->batch, filling->field_idx, row,
	    (struct spot_value) { .kind = SPOT_KIND_BLANK });
	if (!bad)
		return true;
	if (!spot_mem_grow(&bad->items, &bad->cap, bad->n_items + 1, sizeof(*bad->items)))
		return false;
	bad->items[bad->n_items++] =
	    (struct spot_bad_cell) { (uint32_t)row, (uint32_t)filling->field_idx, problem };
	return true;
}

/* --- texts --------------------------------------------------------------------------------- */

struct spot_view spot_given_text(const struct spot_given_column *column, size_t row_idx)
{
	struct spot_view view = { "", 0 };
	if (column->kind == SPOT_GIVEN_STRINGS)
		return spot_view_of(((const char *const *)column->values)[row_idx]);
	if (column->kind == SPOT_GIVEN_UTF8)
		return (struct spot_view) { (const char *)column->values + column->offsets[row_idx],
			(size_t)(column->offsets[row_idx + 1] - column->offsets[row_idx]) };
	if (column->kind == SPOT_GIVEN_TEXTS)
		memcpy(&view, (const char *)column->values + row_idx * sizeof(view), sizeof(view));
	return view;
}

/* Why no cell can hold such a text; NULL: one can. */
static const char *find_fault(struct spot_view text)
{
	unsigned char high = 0, has_nul = 0;
	if (text.len > SPOT_GIVEN_TEXT_MAX)
		return "longer than 16 MiB";
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		high |= c;
		has_nul |= c == 0;
	}
	if (has_nul)
		return "holds a NUL byte";
	return high < 0x80 || spot_text_is_utf8(text) ? NULL : "not UTF-8";
}

/* The texts into given->texts. One that no cell can hold is empty there, and told. */
static bool gather(struct filling *filling)
{
	struct spot_view *texts = filling->given->texts;
	for (size_t row = 0; row < filling->n; row++) {
		const char *fault;
		texts[row] = is_valid(filling, row)
		    ? spot_given_text(filling->from, filling->first + row)
		    : (struct spot_view) { "", 0 };
		if (texts[row].len == 0) {
			texts[row] = (struct spot_view) { "", 0 };
			continue;
		}
		fault = find_fault(texts[row]);
		if (!fault)
			continue;
		texts[row] = (struct spot_view) { "", 0 };
		if (!refuse(filling, row, fault))
			return false;
	}
	return true;
}

/* Texts stay where they are. */
static bool take_texts(struct filling *filling)
{
	struct spot_convert *convert = filling->convert;
	struct spot_column *column = filling->column;
	const struct spot_view *texts = filling->given->texts;
	for (size_t row = 0; row < filling->n; row++) {
		if (texts[row].len > 0 && !spot_convert_is_odd(convert, texts[row]))
			column->as.text[row] = texts[row];
		else if (!spot_convert_cell(convert, row))
			return false;
	}
	return true;
}

/* Room for so many bytes of texts, with what loops may look at around them. Lists borrow from it,
 * and so it must be the batch's for them. */
static char *find_room(struct filling *filling, size_t size)
{
	struct spot_given *given = filling->given;
	size += FRONT + SPOT_BLOCK_SLACK;
	if (filling->column->kind == SPOT_KIND_LIST)
		return spot_arena_alloc(&filling->batch->arena, size);
	return spot_mem_grow(&given->block, &given->block_cap, size, 1) ? given->block : NULL;
}

/* Copies the texts one behind the other. */
static char *make_block(struct filling *filling)
{
	const struct spot_view *texts = filling->given->texts;
	uint32_t *ends = filling->given->ends;
	size_t size = FRONT, at = FRONT;
	char *block;
	for (size_t row = 0; row < filling->n; row++)
		size += 1 + texts[row].len;
	block = find_room(filling, size);
	if (!block)
		return NULL;
	memset(block, 0, FRONT);
	ends[0] = (uint32_t)at - 1;
	for (size_t row = 0; row < filling->n; row++) {
		memcpy(block + at, texts[row].ptr, texts[row].len);
		at += texts[row].len;
		block[at] = '\n';
		ends[row + 1] = (uint32_t)at++;
	}
	memset(block + at, 0, SPOT_BLOCK_SLACK);
	return block;
}

static bool run_loops(struct filling *filling)
{
	struct spot_convert *convert = filling->convert;
	struct spot_cells cells = { .block = make_block(filling), .stride = 1 };
	if (!cells.block)
		return false;
	for (size_t row = 0; row < filling->n; row += cells.n) {
		cells.n = filling->n - row < SPOT_TILE_ROWS ? filling->n - row : SPOT_TILE_ROWS;
		cells.ends = filling->given->ends + row;
		if (!convert->run(convert, &cells, row))
			return false;
	}
	return true;
}

static bool are_short(const struct filling *filling)
{
	size_t most = 0;
	for (size_t row = 0; row < filling->n; row++) {
		size_t len = filling->given->texts[row].len;
		most = len > most ? len : most;
	}
	return most <= SHORT_MAX;
}

static bool take_cells(struct filling *filling)
{
	for (size_t row = 0; row < filling->n; row++)
		if (!spot_convert_cell(filling->convert, row))
			return false;
	return true;
}

static bool fill_texts(struct filling *filling)
{
	struct spot_bad_cells *bad = filling->bad;
	size_t n_before = bad ? bad->n_items : 0, n_faults;
	if (!gather(filling))
		return false;
	n_faults = bad ? bad->n_items : 0;
	memset(filling->column->state, SPOT_STATE_VALUE, filling->n);
	filling->column->n_values = filling->n;
	bool ok;
	if (filling->column->kind == SPOT_KIND_TEXT)
		ok = take_texts(filling);
	else if (filling->convert->run && are_short(filling))
		ok = run_loops(filling);
	else
		ok = take_cells(filling);
	/* Those were read as empty cells, which may have a default. */
	for (size_t i = n_before; ok && i < n_faults; i++)
		spot_batch_set(filling->batch, filling->field_idx, bad->items[i].row_idx,
		    (struct spot_value) { .kind = SPOT_KIND_BLANK });
	return ok;
}

/* --- numbers, flags, dates, lists ---------------------------------------------------------- */

static bool is_hundredths(const struct spot_field *field)
{
	return field->type == SPOT_TYPE_PERCENT && spot_cell_number_in_hundredths(field->format);
}

static const char *read_int64(struct spot_value *out, const struct spot_field *field, int64_t value)
{
	double number = (double)value;
	if (field->type == SPOT_TYPE_INTEGER) {
		*out = (struct spot_value) { SPOT_KIND_INT, .as.integer = value };
		return NULL;
	}
	if (is_hundredths(field))
		number /= 100;
	*out = (struct spot_value) { SPOT_KIND_FLOAT, .as.number = number };
	return NULL;
}

static const char *read_double(struct spot_value *out, const struct spot_field *field, double value)
{
	if (!isfinite(value))
		return "not a finite number";
	if (field->type == SPOT_TYPE_INTEGER) {
		if (value != floor(value))
			return "not a whole number";
		if (!(value >= -0x1p63 && value < 0x1p63))
			return "too large for an integer";
		*out = (struct spot_value) { SPOT_KIND_INT, .as.integer = (int64_t)value };
		return NULL;
	}
	if (is_hundredths(field))
		value /= 100;
	/* Never -0.0, as in a cell. */
	*out = (struct spot_value) { SPOT_KIND_FLOAT, .as.number = value == 0 ? 0 : value };
	return NULL;
}

static const char *read_date(struct spot_value *out, int64_t days)
{
	if (days < SPOT_DATE_FIRST || days > SPOT_DATE_LAST)
		return "a day outside the years 1000 to 9999";
	*out = (struct spot_value) { SPOT_KIND_INT, .as.integer = days };
	return NULL;
}

/* Items are trimmed, and empty ones are none, as in a cell. NULL in out: out of memory. */
static const char *read_list(struct spot_value *out, const void *at, struct spot_arena *arena)
{
	struct spot_list list;
	memcpy(&list, at, sizeof(list));
	struct spot_view *items = spot_arena_alloc(arena, (list.n_items + 1) * sizeof(*items));
	size_t n = 0;
	*out = (struct spot_value) { SPOT_KIND_LIST, .as.list = { items, 0 } };
	for (size_t i = 0; items && i < list.n_items; i++) {
		struct spot_view item;
		const char *fault;
		memcpy(&item, (const char *)list.items + i * sizeof(item), sizeof(item));
		fault = item.len > 0 ? find_fault(item) : NULL;
		if (fault)
			return fault;
		items[n] = spot_text_trim(item);
		n += items[n].len > 0;
	}
	out->as.list.n_items = n;
	return NULL;
}

static const char *read_value(struct spot_value *out, const struct filling *filling, size_t row)
{
	const struct spot_given_column *from = filling->from;
	size_t i = filling->first + row;
	switch (from->kind) {
	case SPOT_GIVEN_INT64:
		return read_int64(out, filling->field, ((const int64_t *)from->values)[i]);
	case SPOT_GIVEN_DOUBLE:
		return read_double(out, filling->field, ((const double *)from->values)[i]);
	case SPOT_GIVEN_BOOL:
		*out = (struct spot_value) { SPOT_KIND_BOOL,
			.as.flag = ((const uint8_t *)from->values)[i] != 0 };
		return NULL;
	case SPOT_GIVEN_DATE:
		return read_date(out, ((const int32_t *)from->values)[i]);
	case SPOT_GIVEN_LISTS:
		return read_list(out, (const char *)from->values + i * sizeof(struct spot_list),
		    &filling->batch->arena);
	case SPOT_GIVEN_STRINGS:
	case SPOT_GIVEN_TEXTS:
	case SPOT_GIVEN_UTF8:
	case SPOT_GIVEN_N:
		break;
	}
	assert(false);
	return NULL;
}

/* Values that are held as they lie, all at once. False: they are not, or something is among them
 * that has to be looked at. */
static bool copy_values(struct filling *filling)
{
	const struct spot_given_column *from = filling->from;
	double *out = filling->column->as.number;
	bool is_odd = false;
	if (from->kind == SPOT_GIVEN_INT64 && filling->column->kind == SPOT_KIND_INT) {
		memcpy(filling->column->as.integer,
		    (const int64_t *)from->values + filling->first, filling->n * sizeof(int64_t));
		return true;
	}
	if (from->kind != SPOT_GIVEN_DOUBLE || filling->column->kind != SPOT_KIND_FLOAT ||
	    is_hundredths(filling->field))
		return false;
	for (size_t row = 0; row < filling->n; row++) {
		double value = ((const double *)from->values)[filling->first + row];
		is_odd |= !isfinite(value);
		out[row] = value + 0.0; /* -0.0 is 0 */
	}
	return !is_odd;
}

static bool fill_values(struct filling *filling)
{
	struct spot_column *column = filling->column;
	const struct spot_convert *convert = filling->convert;
	bool is_copied = copy_values(filling);
	memset(column->state, SPOT_STATE_VALUE, filling->n);
	column->n_values = filling->n;
	for (size_t row = 0; row < filling->n && (!is_copied || filling->from->valid); row++) {
		struct spot_value value;
		const char *problem;
		if (!is_valid(filling, row)) {
			spot_batch_set(filling->batch, filling->field_idx, row, convert->absent);
			continue;
		}
		if (is_copied)
			continue;
		problem = read_value(&value, filling, row);
		if (!problem && value.kind == SPOT_KIND_LIST && !value.as.list.items)
			return false;
		if (problem && !refuse(filling, row, problem))
			return false;
		if (!problem)
			spot_batch_put(column, row, value);
	}
	return true;
}

/* --- all of a batch ------------------------------------------------------------------------ */

static void fill_absent(struct spot_batch *batch, size_t field_idx)
{
	const struct spot_field *field = &batch->schema->fields[field_idx];
	struct spot_value value = { .kind = SPOT_KIND_BLANK };
	struct spot_column *column = &batch->columns[field_idx];
	if (!field->derived)
		value = spot_field_absent(field);
	memset(column->state, (int)spot_batch_state(value), batch->n_rows);
	column->n_values = spot_batch_state(value) == SPOT_STATE_VALUE ? batch->n_rows : 0;
	for (size_t row = 0; column->n_values > 0 && row < batch->n_rows; row++)
		spot_batch_put(column, row, value);
}

static int compare_bad(const void *a, const void *b)
{
	const struct spot_bad_cell *x = a, *y = b;
	if (x->row_idx != y->row_idx)
		return x->row_idx < y->row_idx ? -1 : 1;
	return (x->field_idx > y->field_idx) - (x->field_idx < y->field_idx);
}

static bool fill_field(struct filling *filling)
{
	struct spot_convert *convert = filling->convert;
	convert->chunk = &filling->given->chunk;
	convert->first = 0;
	convert->column_idx = 0;
	convert->field_idx = filling->field_idx;
	convert->bad = filling->bad;
	convert->arena = &filling->batch->arena;
	convert->n_items_left = 0;
	return is_text(filling->from->kind) ? fill_texts(filling) : fill_values(filling);
}

int spot_given_fill(struct spot_given *given, struct spot_batch *batch,
    const struct spot_binding *binding, const struct spot_given_column *columns, size_t first,
    size_t n, struct spot_bad_cells *bad, struct spot_error *err)
{
	struct spot_bad_cells own = { 0 };
	bool ok = true;
	assert(n <= batch->cap);
	batch->n_rows = batch->n_counted = n;
	given->chunk.n_records = n;
	spot_arena_reset(&batch->arena);
	bad = bad ? bad : &own;
	size_t n_before = bad->n_items;
	for (size_t f = 0; ok && f < batch->schema->n_fields; f++) {
		struct filling filling = { given, batch, NULL, f, &batch->schema->fields[f],
			&batch->columns[f], &batch->converts[f], first, n, bad };
		if (binding->column_of[f] == SPOT_COLUMN_NONE) {
			fill_absent(batch, f);
			continue;
		}
		filling.from = &columns[binding->column_of[f]];
		ok = fill_field(&filling);
	}
	if (ok && bad->n_items > n_before + 1)
		qsort(bad->items + n_before, bad->n_items - n_before, sizeof(*bad->items),
		    compare_bad);
	spot_bad_cells_reset(&own);
	return ok ? 0 : spot_error_nomem(err);
}
