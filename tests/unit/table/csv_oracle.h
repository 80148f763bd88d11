/* SPDX-License-Identifier: MIT */
/* libcsv alone, on all of the bytes at once. */
#ifndef CSV_ORACLE_H
#define CSV_ORACLE_H

#include "unit/table/reader_seen.h"

#include <csv.h>

struct oracle {
	struct spot_buf text; /* "(cell|cell) " a row */
	size_t n_columns, n_cells, n_long;
	size_t row; /* where the last one begins */
};

static inline void oracle_cell(void *text, size_t len, void *ctx)
{
	struct oracle *oracle = ctx;
	spot_buf_char(&oracle->text, oracle->n_cells++ > 0 ? '|' : '(');
	spot_buf_add(&oracle->text, text, len);
}

static inline void oracle_row(int ended_by, void *ctx)
{
	(void)ended_by;
	struct oracle *oracle = ctx;
	if (oracle->n_columns == 0)
		oracle->n_columns = oracle->n_cells;
	for (; oracle->n_cells < oracle->n_columns; oracle->n_cells++)
		spot_buf_char(&oracle->text, '|');
	if (oracle->n_cells > oracle->n_columns) {
		oracle->text.len = oracle->row;
		oracle->n_long++;
	} else {
		spot_buf_text(&oracle->text, ") ");
	}
	oracle->row = oracle->text.len;
	oracle->n_cells = 0;
}

/* Where nothing was rejected but rows with too many cells, the records are libcsv's other rows.
 * True when there was something to see. */
static inline bool assert_as_libcsv(const char *bytes, size_t len, const struct seen *seen)
{
	if (seen->rc < 0 ||
	    seen->counts.rejected - seen->n_long + seen->counts.recoded_rows +
	        seen->counts.trailing_junk > 0)
		return false;
	struct oracle oracle = { .n_columns = 0 };
	struct csv_parser parser;
	csv_init(&parser, 0);
	csv_set_delim(&parser, (unsigned char)seen->dialect.delimiter);
	csv_parse(&parser, bytes, len, oracle_cell, oracle_row, &oracle);
	csv_fini(&parser, oracle_cell, oracle_row, &oracle);
	csv_free(&parser);
	assert_int_equal(oracle.n_long, seen->n_long);
	assert_same_text("libcsv", 0, &seen->cells, &oracle.text);
	bool any = oracle.text.len > 0;
	spot_buf_reset(&oracle.text);
	return any;
}

#endif
