/* SPDX-License-Identifier: MIT */
/*
 * A table as data: columns of one kind each and rows of cells, which every writer of pages draws in
 * its own way.
 *
 *	static const struct spot_grid_column columns[] = {
 *		{ .title = "tier" },
 *		{ .title = "accounts", .kind = SPOT_FIGURE_COUNT },
 *		{ .title = "rate", .kind = SPOT_FIGURE_PERCENT },
 *	};
 *	spot_grid_init(&grid, &arena, columns, 3);
 *	spot_grid_row(&grid, SPOT_GRID_PLAIN);
 *	spot_grid_text(&grid, "%s", tier);
 *	spot_grid_figure(&grid, n);
 *	spot_grid_interval(&grid, rate, low, high);
 *
 * Cells are added from left to right; those left out are empty. Everything is copied into the
 * arena, which must outlive the grid; there is nothing else to free. An allocation that fails puts
 * the grid in the failed state. A cell too many is a broken invariant. Not thread-safe.
 */
#ifndef SPOT_REPORT_GRID_H
#define SPOT_REPORT_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/view.h"
#include "report/figure.h"

enum spot_grid_tone {
	SPOT_GRID_PLAIN,
	SPOT_GRID_STRONG, /* a total, the one that is spoken of */
	SPOT_GRID_WEAK,   /* weak evidence: paler, not hidden */
	SPOT_GRID_N
};

struct spot_grid_column {
	const char *title;
	const char *brief;     /* the title where there is little room; NULL: title */
	enum spot_figure kind; /* SPOT_FIGURE_TEXT: to the left; numbers: to the right */
	bool is_code;          /* text in a fixed-width face */
	bool is_bar;           /* PERCENT: the number has a bar behind it where that can be drawn */
};

struct spot_grid_cell {
	struct spot_view text;
	double share; /* of the cell's width that its bar takes, 0 to 1; NaN: none */
};

struct spot_grid_row {
	struct spot_grid_row *next;
	enum spot_grid_tone tone;
	struct spot_grid_cell *cells; /* n_columns of them */
};

struct spot_grid {
	struct spot_arena *arena;
	struct spot_grid_column *columns;
	size_t n_columns, n_rows;
	struct spot_grid_row *first, *last;
	size_t n_cells; /* of the last row */
	bool failed;
};

void spot_grid_init(struct spot_grid *grid, struct spot_arena *arena,
    const struct spot_grid_column *columns, size_t n_columns);

void spot_grid_row(struct spot_grid *grid, enum spot_grid_tone tone);
void spot_grid_view(struct spot_grid *grid, struct spot_view text);
void spot_grid_text(struct spot_grid *grid, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* As the column's kind is written. */
void spot_grid_figure(struct spot_grid *grid, double value);
void spot_grid_interval(struct spot_grid *grid, double value, double low, double high);

#endif
