/* SPDX-License-Identifier: MIT */
#include "report/grid.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>

static const char *copy(struct spot_grid *grid, const char *text)
{
	char *ptr = text ? spot_arena_copy(grid->arena, text, strlen(text)) : NULL;

	if (text && !ptr)
		grid->failed = true;
	return ptr;
}

void spot_grid_init(struct spot_grid *grid, struct spot_arena *arena,
    const struct spot_grid_column *columns, size_t n_columns)
{
	assert(n_columns > 0);
	*grid = (struct spot_grid) { .arena = arena, .n_columns = n_columns };
	grid->columns = spot_arena_calloc(arena, n_columns, sizeof(*columns));
	grid->failed = !grid->columns;
	for (size_t i = 0; i < n_columns && !grid->failed; i++) {
		grid->columns[i] = columns[i];
		grid->columns[i].title = copy(grid, columns[i].title);
		grid->columns[i].brief = copy(grid, columns[i].brief);
	}
}

void spot_grid_row(struct spot_grid *grid, enum spot_grid_tone tone)
{
	struct spot_grid_row *row;

	if (grid->failed)
		return;
	row = spot_arena_calloc(grid->arena, 1, sizeof(*row));
	if (row)
		row->cells = spot_arena_calloc(grid->arena, grid->n_columns, sizeof(*row->cells));
	if (!row || !row->cells) {
		grid->failed = true;
		return;
	}
	row->tone = tone;
	for (size_t i = 0; i < grid->n_columns; i++)
		row->cells[i].share = NAN;
	if (grid->last)
		grid->last->next = row;
	else
		grid->first = row;
	grid->last = row;
	grid->n_rows++;
	grid->n_cells = 0;
}

/* The next cell of the last row, or NULL in the failed state. */
static struct spot_grid_cell *cell_add(struct spot_grid *grid, struct spot_view text)
{
	struct spot_grid_cell *cell;
	char *ptr;

	if (grid->failed)
		return NULL;
	assert(grid->last && grid->n_cells < grid->n_columns);
	ptr = spot_arena_copy(grid->arena, text.len > 0 ? text.ptr : "", text.len);
	if (!ptr) {
		grid->failed = true;
		return NULL;
	}
	cell = &grid->last->cells[grid->n_cells++];
	cell->text = (struct spot_view) { ptr, text.len };
	return cell;
}

void spot_grid_view(struct spot_grid *grid, struct spot_view text)
{
	cell_add(grid, text);
}

static struct spot_grid_cell *cell_add_buf(struct spot_grid *grid, struct spot_buf *text)
{
	struct spot_grid_cell *cell = NULL;

	if (spot_buf_failed(text))
		grid->failed = true;
	else
		cell = cell_add(grid, (struct spot_view) { text->ptr, text->len });
	spot_buf_reset(text);
	return cell;
}

void spot_grid_text(struct spot_grid *grid, const char *fmt, ...)
{
	struct spot_buf text = SPOT_BUF_INIT;
	va_list args;

	va_start(args, fmt);
	spot_buf_vprintf(&text, fmt, args);
	va_end(args);
	cell_add_buf(grid, &text);
}

void spot_grid_figure(struct spot_grid *grid, double value)
{
	spot_grid_interval(grid, value, NAN, NAN);
}

void spot_grid_interval(struct spot_grid *grid, double value, double low, double high)
{
	struct spot_buf text = SPOT_BUF_INIT;
	const struct spot_grid_column *column;
	struct spot_grid_cell *cell;

	if (grid->failed)
		return;
	column = &grid->columns[grid->n_cells];
	spot_figure_interval(&text, column->kind, value, low, high);
	cell = cell_add_buf(grid, &text);
	if (cell && column->is_bar && isfinite(value))
		cell->share = fmin(fmax(value, 0), 1);
}
