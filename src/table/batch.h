/* SPDX-License-Identifier: MIT */
/*
 * A batch: typed columns of up to SPOT_BATCH_ROWS accounts (or child records), one
 * column a field of a schema. Owned by one thread at a time. Text and lists borrow from
 * the chunk the batch was made from, or from the batch's arena.
 */
#ifndef SPOT_TABLE_BATCH_H
#define SPOT_TABLE_BATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "table/field.h"
#include "table/record.h"
#include "table/value.h"

#define SPOT_BATCH_ROWS 1024

/* One cell's state in a column. */
enum spot_state {
	SPOT_STATE_VALUE,
	SPOT_STATE_BLANK, /* unknown */
	SPOT_STATE_NIL,   /* optional and blank */
	SPOT_STATE_N
};

struct spot_column {
	enum spot_kind kind;     /* BOOL, INT, FLOAT, TEXT or LIST */
	uint8_t *state;          /* enum spot_state per row */
	size_t n_values;         /* see spot_batch_is_full */
	union {
		uint8_t *flag;
		int64_t *integer;
		double *number;
		struct spot_view *text;
		struct spot_list *list;
	} as;
};

struct spot_batch {
	const struct spot_schema *schema;
	struct spot_column *columns; /* schema->n_fields of them */
	size_t n_rows, cap;
	size_t n_counted;            /* rows of the last conversion, of which n_values tell */
	struct spot_arena arena;
	struct spot_convert *converts; /* per field */
};

/* Every one of the rows is known to have a VALUE in that column: none needs a look at its
 * state. */
static inline bool spot_batch_is_full(const struct spot_batch *batch, size_t field_idx)
{
	return batch->n_rows == batch->n_counted &&
	    batch->columns[field_idx].n_values == batch->n_rows;
}

/* Cells that could not be read, noted while converting: row by row, in column order. */
struct spot_bad_cell {
	uint32_t row_idx;
	uint32_t field_idx;
	const char *problem; /* static, or of the batch's contents */
};
struct spot_bad_cells {
	struct spot_bad_cell *items;
	size_t n_items, cap;
};

/* Room for cap rows (<= SPOT_BATCH_ROWS). schema must outlive the batch. */
int spot_batch_init(struct spot_batch *batch, const struct spot_schema *schema, size_t cap,
    struct spot_error *err);
void spot_batch_reset(struct spot_batch *batch);

/* Fills the batch from records [first, first + n) of the chunk. Derived fields are set
 * BLANK (see rollup.h). A field that the binding says nobody needs may be BLANK throughout, but
 * its unreadable cells are told as any other's. bad (may be NULL) is appended to. The chunk must
 * outlive the batch's contents. */
int spot_batch_convert(struct spot_batch *batch, const struct spot_chunk *chunk, size_t first,
    size_t n, const struct spot_binding *binding, struct spot_bad_cells *bad,
    struct spot_error *err);

/* One value; text and lists borrowed. */
struct spot_value spot_batch_get(const struct spot_batch *batch, size_t field_idx, size_t row_idx);
/* Sets one value whose kind fits the field (BLANK and NIL always fit). Text and lists
 * are borrowed. */
void spot_batch_set(struct spot_batch *batch, size_t field_idx, size_t row_idx,
    struct spot_value value);

void spot_bad_cells_reset(struct spot_bad_cells *bad);

#endif
