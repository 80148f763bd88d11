/* SPDX-License-Identifier: MIT */
/*
 * Tables for a terminal: columns of text side by side, cut to the width there is.
 *
 *	static const struct spot_table_column columns[] = {
 *		{ .title = "account" },
 *		{ .title = "score", .align = SPOT_ALIGN_RIGHT },
 *		{ .title = "why", .wrap = true },
 *	};
 *	struct spot_table table;
 *	spot_table_init(&table, columns, 3);
 *	spot_table_text(&table, SPOT_PLAIN, name);
 *	spot_table_printf(&table, SPOT_BOLD, "%.2f", score);
 *	spot_table_text(&table, SPOT_DIM, why);
 *	spot_table_draw(&table, &look, &out);
 *	spot_table_reset(&table);
 *
 * Cells are added row by row, from left to right; their text is copied, and what a terminal would
 * obey (control bytes, direction marks) or cannot show is replaced. An allocation that fails puts
 * the table in the failed state: drawing it puts the buffer in its failed state. Not thread-safe.
 */
#ifndef SPOT_REPORT_TABLE_H
#define SPOT_REPORT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/view.h"

#define SPOT_TABLE_COLUMNS_MAX 64

enum spot_align { SPOT_ALIGN_LEFT, SPOT_ALIGN_RIGHT };

enum spot_style { SPOT_PLAIN, SPOT_BOLD, SPOT_DIM, SPOT_STYLE_N };

struct spot_table_column {
	const char *title;     /* NULL in all columns: no header */
	enum spot_align align; /* right: numbers, which are never cut */
	size_t max_width;      /* columns of the terminal; 0: none */
	bool wrap;             /* the last column only: goes on in the next line, is not cut */
	bool wrap_title;       /* the title takes several lines rather than widen its column */
};

struct spot_table_look {
	size_t width;  /* of the terminal; 0: as wide as the cells are */
	size_t indent; /* spaces before every line */
	bool color;    /* bold and dim by ANSI sequences */
};

struct spot_table_cell {
	struct spot_view text;
	size_t width;
	enum spot_style style;
};

struct spot_table {
	const struct spot_table_column *columns; /* borrowed */
	size_t n_columns;
	struct spot_table_cell *cells; /* row by row */
	size_t n_cells, cap;
	struct spot_arena arena;
	bool failed;
};

void spot_table_init(struct spot_table *table, const struct spot_table_column *columns,
    size_t n_columns);
void spot_table_reset(struct spot_table *table);

/* Adds the next cell. */
void spot_table_view(struct spot_table *table, enum spot_style style, struct spot_view text);
void spot_table_text(struct spot_table *table, enum spot_style style, const char *text);
void spot_table_printf(struct spot_table *table, enum spot_style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

size_t spot_table_n_rows(const struct spot_table *table);

/* Appends the table's lines. Where the width does not do, the widest column of text gives way
 * first, down to 8; numbers are never cut, so that a very narrow terminal is overrun. */
void spot_table_draw(const struct spot_table *table, const struct spot_table_look *look,
    struct spot_buf *out);

/* A block of names and values: two columns without a header, the value wraps. */
void spot_table_init_pairs(struct spot_table *table);
void spot_table_pair(struct spot_table *table, const char *name, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A heading line, bold in colour, with an empty line before it when out is not empty. */
void spot_table_heading(const struct spot_table_look *look, const char *text, struct spot_buf *out);

#endif
