/* SPDX-License-Identifier: MIT */
/*
 * Conversion goes by tiles of a few rows, and in a tile column by column: the field's type stays
 * the same over the inner loop, and the tile's bytes stay in the nearest cache while all columns
 * are made of them. What could not be read is therefore noted in the wrong order and put right
 * at the end.
 */
#include "table/batch.h"

#include <assert.h>
#include <stdlib.h>

#include "table/convert.h"

static size_t kind_size(enum spot_kind kind)
{
	switch (kind) {
	case SPOT_KIND_BOOL:
		return sizeof(uint8_t);
	case SPOT_KIND_INT:
		return sizeof(int64_t);
	case SPOT_KIND_FLOAT:
		return sizeof(double);
	case SPOT_KIND_TEXT:
		return sizeof(struct spot_view);
	case SPOT_KIND_LIST:
		return sizeof(struct spot_list);
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		break;
	}
	assert(false);
	return 0;
}

int spot_batch_init(struct spot_batch *batch, const struct spot_schema *schema, size_t cap,
    struct spot_error *err)
{
	assert(cap <= SPOT_BATCH_ROWS);
	*batch = (struct spot_batch) { .schema = schema, .cap = cap };
	spot_arena_init(&batch->arena);
	batch->columns = spot_mem_calloc(schema->n_fields, sizeof(*batch->columns));
	batch->converts = spot_mem_calloc(schema->n_fields, sizeof(*batch->converts));
	int rc = batch->columns && batch->converts ? 0 : spot_error_nomem(err);
	for (size_t i = 0; rc == 0 && i < schema->n_fields; i++) {
		struct spot_column *column = &batch->columns[i];
		column->kind = spot_type_kind(schema->fields[i].type);
		column->state = spot_mem_calloc(cap, sizeof(*column->state));
		column->as.flag = spot_mem_calloc(cap, kind_size(column->kind));
		if (!column->state || !column->as.flag)
			rc = spot_error_nomem(err);
		else
			rc = spot_convert_init(
			    &batch->converts[i], &schema->fields[i], column, err);
	}
	if (rc < 0)
		spot_batch_reset(batch);
	return rc;
}

void spot_batch_reset(struct spot_batch *batch)
{
	for (size_t i = 0; batch->columns && i < batch->schema->n_fields; i++) {
		free(batch->columns[i].state);
		free(batch->columns[i].as.flag);
	}
	for (size_t i = 0; batch->converts && i < batch->schema->n_fields; i++)
		spot_convert_reset(&batch->converts[i]);
	free(batch->columns);
	free(batch->converts);
	spot_arena_free(&batch->arena);
	*batch = (struct spot_batch) { 0 };
}

enum spot_state spot_batch_state(struct spot_value value)
{
	if (value.kind == SPOT_KIND_BLANK)
		return SPOT_STATE_BLANK;
	return value.kind == SPOT_KIND_NIL ? SPOT_STATE_NIL : SPOT_STATE_VALUE;
}

void spot_batch_put(struct spot_column *column, size_t row, struct spot_value value)
{
	assert(value.kind == column->kind || value.kind == SPOT_KIND_BLANK ||
	    value.kind == SPOT_KIND_NIL);
	switch (value.kind) {
	case SPOT_KIND_BOOL:
		column->as.flag[row] = value.as.flag;
		break;
	case SPOT_KIND_INT:
		column->as.integer[row] = value.as.integer;
		break;
	case SPOT_KIND_FLOAT:
		column->as.number[row] = value.as.number;
		break;
	case SPOT_KIND_TEXT:
		column->as.text[row] = value.as.text;
		break;
	case SPOT_KIND_LIST:
		column->as.list[row] = value.as.list;
		break;
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
		break;
	case SPOT_KIND_N:
		assert(false);
	}
}

struct spot_value spot_batch_get(const struct spot_batch *batch, size_t field_idx, size_t row_idx)
{
	assert(field_idx < batch->schema->n_fields && row_idx < batch->cap);
	const struct spot_column *column = &batch->columns[field_idx];
	struct spot_value value = { .kind = SPOT_KIND_BLANK };
	if (column->state[row_idx] == SPOT_STATE_NIL)
		value.kind = SPOT_KIND_NIL;
	if (column->state[row_idx] != SPOT_STATE_VALUE)
		return value;
	value.kind = column->kind;
	switch (column->kind) {
	case SPOT_KIND_BOOL:
		value.as.flag = column->as.flag[row_idx];
		break;
	case SPOT_KIND_INT:
		value.as.integer = column->as.integer[row_idx];
		break;
	case SPOT_KIND_FLOAT:
		value.as.number = column->as.number[row_idx];
		break;
	case SPOT_KIND_TEXT:
		value.as.text = column->as.text[row_idx];
		break;
	case SPOT_KIND_LIST:
		value.as.list = column->as.list[row_idx];
		break;
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		break;
	}
	return value;
}

void spot_batch_set(struct spot_batch *batch, size_t field_idx, size_t row_idx,
    struct spot_value value)
{
	assert(field_idx < batch->schema->n_fields && row_idx < batch->cap);
	struct spot_column *column = &batch->columns[field_idx];
	enum spot_state state = spot_batch_state(value);
	spot_batch_put(column, row_idx, value);
	if (row_idx < batch->n_counted) {
		column->n_values -= column->state[row_idx] == SPOT_STATE_VALUE;
		column->n_values += state == SPOT_STATE_VALUE;
	}
	column->state[row_idx] = (uint8_t)state;
}

void spot_bad_cells_reset(struct spot_bad_cells *bad)
{
	free(bad->items);
	*bad = (struct spot_bad_cells) { 0 };
}

static int bad_compare(const void *a, const void *b, void *ctx)
{
	const struct spot_bad_cell *x = a, *y = b;
	const size_t *column_of = ctx;
	if (x->row_idx != y->row_idx)
		return x->row_idx < y->row_idx ? -1 : 1;
	size_t i = column_of[x->field_idx], j = column_of[y->field_idx];
	if (i != j)
		return i < j ? -1 : 1;
	return (x->field_idx > y->field_idx) - (x->field_idx < y->field_idx);
}

/* Columns that no header provides. */
static void absent_fill(struct spot_batch *batch, size_t field_idx)
{
	const struct spot_field *field = &batch->schema->fields[field_idx];
	struct spot_column *column = &batch->columns[field_idx];
	struct spot_value value = { .kind = SPOT_KIND_BLANK };
	if (!field->derived)
		value = spot_field_absent(field);
	enum spot_state state = spot_batch_state(value);
	memset(column->state, (int)state, batch->n_rows);
	column->n_values = state == SPOT_STATE_VALUE ? batch->n_rows : 0;
	for (size_t row = 0; state == SPOT_STATE_VALUE && row < batch->n_rows; row++)
		spot_batch_put(column, row, value);
}

/* The records of a conversion, and the place in it. */
struct span {
	const struct spot_chunk *chunk;
	size_t first;    /* record of batch row 0 */
	size_t row, n;   /* batch rows [row, row + n) */
	bool even;       /* they lie in the block, one behind the other */
};

static bool follows(const struct spot_chunk *chunk, size_t record)
{
	const struct spot_record *a = &chunk->records[record - 1], *b = a + 1;
	return !a->cells && !b->cells && b->first_end == a->first_end + chunk->n_columns;
}

/* The rows after the span's that are alike, as many as fit in a tile. */
static void span_next(struct span *span, size_t n_rows)
{
	const struct spot_chunk *chunk = span->chunk;
	size_t most = n_rows - span->row < SPOT_TILE_ROWS ? n_rows - span->row : SPOT_TILE_ROWS;
	size_t record = span->first + span->row;
	span->n = most;
	span->even = chunk->even;
	if (chunk->even)
		return;
	span->even = !chunk->records[record].cells;
	span->n = 1;
	while (span->even && span->n < most && follows(chunk, record + span->n))
		span->n++;
}

/* Cells whose doubled quotes were undone have been read as they stand in the block, where any text
 * is read; once more, then. */
static bool undone_convert(const struct span *span, struct spot_convert *convert, size_t first_end)
{
	const struct spot_chunk *chunk = span->chunk;
	if (chunk->n_undone == 0)
		return true;
	size_t n_columns = chunk->n_columns, last = first_end + span->n * n_columns;
	for (size_t i = spot_chunk_find_undone(chunk, first_end + 1);
	     i < chunk->n_undone && chunk->undone[i].end_idx <= last; i++) {
		size_t cell_idx = chunk->undone[i].end_idx - first_end - 1;
		if (cell_idx % n_columns == convert->column_idx &&
		    !spot_convert_cell(convert, span->row + cell_idx / n_columns))
			return false;
	}
	return true;
}

static bool span_convert(const struct span *span, struct spot_convert *convert)
{
	const struct spot_chunk *chunk = span->chunk;
	if (!span->even || !convert->run) {
		for (size_t i = 0; i < span->n; i++)
			if (!spot_convert_cell(convert, span->row + i))
				return false;
		return true;
	}
	const struct spot_record *record = &chunk->records[span->first + span->row];
	struct spot_cells cells = {
		.block = chunk->block.ptr,
		.ends = chunk->ends + record->first_end + convert->column_idx,
		.stride = chunk->n_columns,
		.n = span->n,
		.quoted = chunk->block.quoted,
		.last = convert->column_idx + 1 == chunk->n_columns,
	};
	if (!convert->run(convert, &cells, span->row))
		return false;
	enum spot_kind kind = convert->column->kind;
	bool takes_any_text = kind == SPOT_KIND_TEXT || kind == SPOT_KIND_LIST;
	return !takes_any_text || undone_convert(span, convert, record->first_end);
}

/* Nobody reads the column's values, and of its cells only those with a NUL cannot be read. */
static bool is_idle(const struct spot_batch *batch, const struct spot_binding *binding,
    size_t field_idx)
{
	enum spot_kind kind = batch->columns[field_idx].kind;
	return binding->needed && !binding->needed[field_idx] &&
	    (kind == SPOT_KIND_TEXT || kind == SPOT_KIND_LIST);
}

static void blank_fill(struct spot_batch *batch, size_t field_idx)
{
	struct spot_column *column = &batch->columns[field_idx];
	memset(column->state, SPOT_STATE_BLANK, batch->n_rows);
	column->n_values = 0;
}

static bool idle_convert(const struct span *span, struct spot_convert *convert)
{
	const struct spot_record *records = span->chunk->records + span->first + span->row;
	for (size_t i = 0; i < span->n; i++)
		if ((records[i].flags & SPOT_RECORD_NUL) &&
		    !spot_convert_cell(convert, span->row + i))
			return false;
	return true;
}

static bool rows_convert(struct spot_batch *batch, const struct spot_chunk *chunk, size_t first,
    const struct spot_binding *binding)
{
	struct span span = { .chunk = chunk, .first = first };
	for (; span.row < batch->n_rows; span.row += span.n) {
		span_next(&span, batch->n_rows);
		for (size_t i = 0; i < binding->n_used; i++) {
			size_t field_idx = binding->fields_used[i];
			struct spot_convert *convert = &batch->converts[field_idx];
			bool ok = is_idle(batch, binding, field_idx)
			    ? idle_convert(&span, convert)
			    : span_convert(&span, convert);
			if (!ok)
				return false;
		}
	}
	return true;
}

int spot_batch_convert(struct spot_batch *batch, const struct spot_chunk *chunk, size_t first,
    size_t n, const struct spot_binding *binding, struct spot_bad_cells *bad,
    struct spot_error *err)
{
	assert(n <= batch->cap && first <= chunk->n_records && n <= chunk->n_records - first);
	size_t n_bad = bad ? bad->n_items : 0;
	batch->n_rows = batch->n_counted = n;
	spot_arena_reset(&batch->arena);
	for (size_t i = 0; i < batch->schema->n_fields; i++)
		if (binding->column_of[i] == SPOT_COLUMN_NONE)
			absent_fill(batch, i);
	for (size_t i = 0; i < binding->n_used; i++) {
		size_t field_idx = binding->fields_used[i];
		struct spot_convert *convert = &batch->converts[field_idx];
		convert->chunk = chunk;
		convert->first = first;
		convert->field_idx = field_idx;
		convert->column_idx = binding->column_of[field_idx];
		convert->bad = bad;
		convert->arena = &batch->arena;
		convert->n_items_left = 0;
		assert(convert->column_idx < chunk->n_columns);
		memset(convert->column->state, SPOT_STATE_VALUE, n);
		convert->column->n_values = n;
	}
	if (!rows_convert(batch, chunk, first, binding))
		return spot_error_nomem(err);
	for (size_t i = 0; i < binding->n_used; i++)
		if (is_idle(batch, binding, binding->fields_used[i]))
			blank_fill(batch, binding->fields_used[i]);
	if (bad && bad->n_items > n_bad + 1)
		qsort_r(bad->items + n_bad, bad->n_items - n_bad, sizeof(*bad->items), bad_compare,
		    binding->column_of);
	return 0;
}
