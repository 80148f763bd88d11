/* SPDX-License-Identifier: MIT */
/*
 * Conversion goes column by column: the field's type stays the same over the inner
 * loop. What could not be read is therefore noted in the wrong order and put right at
 * the end.
 */
#include "table/batch.h"

#include <assert.h>
#include <stdlib.h>

#include "table/cell.h"

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
	if (!batch->columns)
		return spot_error_nomem(err);
	for (size_t i = 0; i < schema->n_fields; i++) {
		struct spot_column *column = &batch->columns[i];
		column->kind = spot_type_kind(schema->fields[i].type);
		column->state = spot_mem_calloc(cap, sizeof(*column->state));
		column->as.flag = spot_mem_calloc(cap, kind_size(column->kind));
		if (!column->state || !column->as.flag) {
			spot_batch_reset(batch);
			return spot_error_nomem(err);
		}
	}
	return 0;
}

void spot_batch_reset(struct spot_batch *batch)
{
	for (size_t i = 0; batch->columns && i < batch->schema->n_fields; i++) {
		free(batch->columns[i].state);
		free(batch->columns[i].as.flag);
	}
	free(batch->columns);
	spot_arena_free(&batch->arena);
	*batch = (struct spot_batch) { 0 };
}

static void column_set(struct spot_column *column, size_t row, struct spot_value value)
{
	assert(value.kind == column->kind || value.kind == SPOT_KIND_BLANK ||
	    value.kind == SPOT_KIND_NIL);
	column->state[row] = SPOT_STATE_VALUE;
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
		column->state[row] = SPOT_STATE_BLANK;
		break;
	case SPOT_KIND_NIL:
		column->state[row] = SPOT_STATE_NIL;
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
	column_set(&batch->columns[field_idx], row_idx, value);
}

void spot_bad_cells_reset(struct spot_bad_cells *bad)
{
	free(bad->items);
	*bad = (struct spot_bad_cells) { 0 };
}

static bool bad_add(struct spot_bad_cells *bad, size_t row_idx, size_t field_idx,
    const char *problem)
{
	if (!spot_mem_grow(&bad->items, &bad->cap, bad->n_items + 1, sizeof(*bad->items)))
		return false;
	bad->items[bad->n_items++] =
	    (struct spot_bad_cell) { (uint32_t)row_idx, (uint32_t)field_idx, problem };
	return true;
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
	struct spot_value value = { .kind = SPOT_KIND_BLANK };
	if (!field->derived)
		value = spot_field_absent(field);
	for (size_t row = 0; row < batch->n_rows; row++)
		column_set(&batch->columns[field_idx], row, value);
}

static bool column_convert(struct spot_batch *batch, size_t field_idx,
    const struct spot_chunk *chunk, size_t first, size_t cell_idx, struct spot_bad_cells *bad)
{
	const struct spot_field *field = &batch->schema->fields[field_idx];
	struct spot_column *column = &batch->columns[field_idx];
	for (size_t row = 0; row < batch->n_rows; row++) {
		struct spot_value value;
		const char *problem;
		enum spot_cell_state state = spot_cell_read(&value, field,
		    spot_chunk_cell(chunk, first + row, cell_idx), &batch->arena, NULL, &problem);
		if (state == SPOT_CELL_NOMEM)
			return false;
		if (state == SPOT_CELL_UNREADABLE && bad &&
		    !bad_add(bad, row, field_idx, problem))
			return false;
		column_set(column, row, value);
	}
	return true;
}

int spot_batch_convert(struct spot_batch *batch, const struct spot_chunk *chunk, size_t first,
    size_t n, const struct spot_binding *binding, struct spot_bad_cells *bad,
    struct spot_error *err)
{
	assert(n <= batch->cap && first <= chunk->n_records && n <= chunk->n_records - first);
	size_t n_bad = bad ? bad->n_items : 0;
	batch->n_rows = n;
	spot_arena_reset(&batch->arena);
	for (size_t i = 0; i < batch->schema->n_fields; i++)
		if (binding->column_of[i] == SPOT_COLUMN_NONE)
			absent_fill(batch, i);
	for (size_t i = 0; i < binding->n_used; i++) {
		size_t field_idx = binding->fields_used[i];
		size_t cell_idx = binding->column_of[field_idx];
		assert(cell_idx < chunk->n_columns);
		if (!column_convert(batch, field_idx, chunk, first, cell_idx, bad))
			return spot_error_nomem(err);
	}
	if (bad && bad->n_items > n_bad + 1)
		qsort_r(bad->items + n_bad, bad->n_items - n_bad, sizeof(*bad->items), bad_compare,
		    binding->column_of);
	return 0;
}
