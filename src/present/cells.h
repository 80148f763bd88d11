/* SPDX-License-Identifier: MIT */
/*
 * The result's cells of a row, as bytes of CSV or JSON. What does not change from row to row (what
 * stands before a cell, names of tiers and rules with their quotes) is made once, so that a row is
 * a line of small copies. Immutable once made; shared by threads.
 */
#ifndef SPOT_PRESENT_CELLS_H
#define SPOT_PRESENT_CELLS_H

#include "present/columns.h"

struct spot_record;

struct spot_cells;

struct spot_cells_look {
	bool json;            /* members of an object, by name; else CSV */
	bool is_first;        /* nothing stands before them in the row */
	char delimiter;       /* CSV */
	const char *line_end; /* CSV: what follows them, of one or two bytes; else "" */
};

/* columns must outlive it. */
int spot_cells_new(struct spot_cells **out, const struct spot_result_columns *columns,
    const struct spot_cells_look *look, struct spot_error *err);
void spot_cells_free(struct spot_cells *cells);

/* The judges' batch. Owned by one thread; judges, one for each panel, must outlive it unchanged. */
struct spot_cells_batch;
int spot_cells_batch_new(struct spot_cells_batch **out, const struct spot_cells *cells,
    const struct spot_judge *judges, struct spot_error *err);
void spot_cells_batch_free(struct spot_cells_batch *batch);

/* Appends the cells of one row, and its line end. */
void spot_cells_add(
    struct spot_buf *out, const struct spot_cells_batch *batch, size_t row_idx);
/* CSV: appends all rows: the record's own bytes and the delimiters that it lacks, and then the
 * cells. */
void spot_cells_add_rows(struct spot_buf *out, const struct spot_cells_batch *batch,
    const struct spot_record *records);

#endif
