/* SPDX-License-Identifier: MIT */
/*
 * Columns of values that a program holds already, into batches: the way in beside CSV. A text is
 * read as a cell with that text would be; a number, flag, date or list as a cell that says it.
 */
#ifndef SPOT_TABLE_GIVEN_H
#define SPOT_TABLE_GIVEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "table/batch.h"
#include "table/field.h"
#include "table/record.h"

/* How values lie in memory. */
enum spot_given_kind {
	SPOT_GIVEN_STRINGS, /* const char *, ended by NUL; NULL is blank */
	SPOT_GIVEN_TEXTS,   /* like struct spot_view */
	SPOT_GIVEN_UTF8,    /* bytes, text i of them [offsets[i], offsets[i + 1]) */
	SPOT_GIVEN_INT64,
	SPOT_GIVEN_DOUBLE,
	SPOT_GIVEN_BOOL,    /* bytes, 0 or not */
	SPOT_GIVEN_DATE,    /* int32_t, days since 1970-01-01 */
	SPOT_GIVEN_LISTS,   /* like struct spot_list */
	SPOT_GIVEN_N
};

/* One column. Borrowed. */
struct spot_given_column {
	const char *name;
	enum spot_given_kind kind;
	const void *values;
	const int32_t *offsets; /* UTF8 alone */
	const uint8_t *valid;   /* bit i % 8 of valid[i / 8]: value i is one; NULL: all are */
};

/* Columns of the same length. */
struct spot_given_rows {
	const struct spot_given_column *columns;
	size_t n_columns, n_rows;
};

/* A longer text cannot be read, as in a file. */
#define SPOT_GIVEN_TEXT_MAX ((size_t)16 << 20)

/* Fills batches; one thread. Memory: that of a batch of short texts. */
struct spot_given {
	struct spot_chunk chunk;   /* of one column, its records are texts[] */
	struct spot_view *texts;   /* SPOT_BATCH_ROWS of them */
	uint32_t *ends;
	char *block;
	size_t block_cap;
};

int spot_given_init(struct spot_given *given, struct spot_error *err);
void spot_given_reset(struct spot_given *given);

/* Whether columns of that kind can be read as the field's type: 0, or SPOT_EUSAGE that names
 * both. */
int spot_given_check(const struct spot_given_column *column, const struct spot_field *field,
    struct spot_error *err);

/* The text of a column of texts, whether it is one or not; empty for other kinds. */
struct spot_view spot_given_text(const struct spot_given_column *column, size_t row_idx);

/* Fills the batch with rows [first, first + n) of the columns, n <= SPOT_BATCH_ROWS, as
 * spot_batch_convert does with a chunk's; binding is to these columns, whose kinds were checked.
 * columns' values must outlive the batch's contents. */
int spot_given_fill(struct spot_given *given, struct spot_batch *batch,
    const struct spot_binding *binding, const struct spot_given_column *columns, size_t first,
    size_t n, struct spot_bad_cells *bad, struct spot_error *err);

#endif
