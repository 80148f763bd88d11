/* SPDX-License-Identifier: MIT */
/*
 * Rows out of bytes: libcsv's records with their raw bytes and line numbers. What cannot be
 * a row (an unclosed quote, a cell over the cap) is rejected here and reading goes on
 * behind it. Shared by the reader's files only.
 */
#ifndef SPOT_TABLE_ROWS_H
#define SPOT_TABLE_ROWS_H

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/view.h"
#include "table/input.h"
#include "table/reader.h"
#include "table/reject.h"
#include "table/split.h"
#include "table/window.h"

#define SPOT_ROWS_MAX_COLUMNS ((size_t)65536)

struct spot_rows {
	struct spot_input *input; /* owned; NULL: rows of memory */
	const char *name;
	spot_reject_fn reject;
	void *reject_ctx;
	const char *hint;    /* without a reject function; NULL: to use --rejects */
	struct spot_reader_counts counts;
	char delimiter;
	size_t max_cell, max_row;
	size_t keep_cells;   /* cells beyond it are only counted */
	struct spot_window window; /* pos: what libcsv has seen */
	uint64_t row_line;   /* the physical line that the row starts on */
	struct csv_parser parser;
	bool has_parser;

	/* The row as libcsv has told it so far. */
	bool begun;          /* it holds more than spaces */
	bool complete;
	char ended_by;       /* complete: see struct spot_row */
	bool walked;         /* it holds a line end, and split walks beside libcsv */
	struct spot_split split;
	struct spot_buf text; /* the cells' texts, one after the other */
	size_t *ends;        /* where they end in text */
	size_t ends_cap, n_cells;
	size_t long_cell;    /* index of the first cell over the cap, or NONE */
	bool no_memory;

	struct spot_buf problem, rejected; /* scratch */
};

/* A complete row; all of it is the rows' and lives until the next call. */
struct spot_row {
	struct spot_view raw; /* without line end */
	uint64_t line;
	size_t n_cells;       /* of which keep_cells at most can be asked for */
	char ended_by;        /* '\n', '\r', or 0 at the end of the input */
};

/* Takes the input, also on failure; without one the rows are those of spot_rows_borrow.
 * max_cell 0: 16 MiB. The delimiter is set before the first row. */
int spot_rows_init(struct spot_rows *rows, struct spot_input *input, size_t max_cell,
    struct spot_error *err);
void spot_rows_reset(struct spot_rows *rows);
void spot_rows_set_delimiter(struct spot_rows *rows, char delimiter);
void spot_rows_set_max_cell(struct spot_rows *rows, size_t max_cell);
/* The next rows are those of the bytes, whole rows that must live until the last of them was
 * read; the first stands on that line. */
void spot_rows_borrow(struct spot_rows *rows, struct spot_view bytes, uint64_t line);

/* Drops one physical line before the first row. *dropped (may be NULL) is false at the end. */
int spot_rows_drop_line(struct spot_rows *rows, bool *dropped, struct spot_error *err);

/* 1: a row; 0: no more; < 0: SPOT_E*, and nothing can be read any more. */
int spot_rows_next(struct spot_rows *rows, struct spot_row *row, struct spot_error *err);
struct spot_view spot_rows_cell(const struct spot_rows *rows, size_t cell_idx);

/* Hands a row to the reject function and counts it, or makes it an error in problem_line
 * when there is none. text need not be UTF-8. */
int spot_rows_reject(struct spot_rows *rows, uint64_t line, struct spot_view text,
    uint64_t problem_line, const char *problem, struct spot_error *err);

#endif
