/* SPDX-License-Identifier: MIT */
/* Tables of pages through report/table.h, and the bars that a terminal can draw. */
#include <math.h>

#include "base/text.h"
#include "report/chart_grid.h"
#include "report/escape.h"
#include "report/terminal_internal.h"

#define POINTS_MAX 11
#define BAR_MAX 24 /* columns of the terminal */
#define GAP 2      /* between a table's columns, as report/table.c has it */
#define TEXT_MIN 8 /* to which it narrows a column of text */
#define NAME_MIN 24 /* the first column, which names the row, is only so narrow if it may be wide */

static const char *title_of(const struct spot_grid *grid, size_t i)
{
	const struct spot_grid_column *column = &grid->columns[i];

	return column->brief ? column->brief : column->title ? column->title : "";
}

static size_t widest_word(const char *text)
{
	size_t whole = spot_text_width(spot_view_of(text));
	size_t widest = whole < TEXT_MIN ? whole : TEXT_MIN;

	while (*text) {
		size_t n = strcspn(text, " ");
		size_t width = spot_text_width((struct spot_view) { text, n });

		widest = width > widest ? width : widest;
		text += n + (text[n] == ' ');
	}
	return widest;
}

/* How narrow a column may be. */
static size_t least_width(const struct spot_grid *grid, size_t i)
{
	size_t width = widest_word(title_of(grid, i));

	for (const struct spot_grid_row *row = grid->first; row; row = row->next) {
		size_t cell = spot_text_width(row->cells[i].text);

		width = cell > width ? cell : width;
	}
	if (grid->columns[i].kind == SPOT_FIGURE_TEXT && width > TEXT_MIN)
		return TEXT_MIN;
	return width;
}

/* The first column is repeated for those that do not fit beside it, and should be read there. */
static size_t name_width(const struct spot_grid *grid)
{
	size_t least = least_width(grid, 0), widest = 0;

	for (const struct spot_grid_row *row = grid->first; row; row = row->next) {
		size_t cell = spot_text_width(row->cells[0].text);

		widest = cell > widest ? cell : widest;
	}
	widest = widest < NAME_MIN ? widest : NAME_MIN;
	return least > widest ? least : widest;
}

/* The columns after the first from from on that fit beside it: at least one. */
static size_t columns_that_fit(const struct spot_table_look *look, const struct spot_grid *grid,
    size_t from)
{
	size_t width = name_width(grid), n = 0;

	while (from + n < grid->n_columns) {
		width += GAP + least_width(grid, from + n);
		if (n > 0 && width > look->width)
			break;
		n++;
	}
	return n;
}

/* A table takes its titles as they are. */
static const char *clean_title(struct spot_buf *out, struct spot_arena *arena, const char *title)
{
	struct spot_buf clean = SPOT_BUF_INIT;
	const char *copy;

	spot_escape_plain(&clean, spot_view_of(title));
	copy = spot_buf_failed(&clean) ? NULL
	    : spot_arena_copy(arena, spot_buf_str(&clean), clean.len);
	spot_buf_reset(&clean);
	if (!copy)
		out->failed = true;
	return copy;
}

static void add_columns(struct spot_buf *out, const struct spot_table_look *look,
    const struct spot_grid *grid, size_t from, size_t n)
{
	static const enum spot_style styles[SPOT_GRID_N] = { SPOT_PLAIN, SPOT_BOLD, SPOT_DIM };
	struct spot_table_column columns[SPOT_TABLE_COLUMNS_MAX];
	struct spot_table table;
	struct spot_arena titles;

	spot_arena_init(&titles);
	for (size_t i = 0; i <= n; i++) {
		size_t at = i == 0 ? 0 : from + i - 1;
		bool is_text = grid->columns[at].kind == SPOT_FIGURE_TEXT;

		columns[i] = (struct spot_table_column) {
			.title = clean_title(out, &titles, title_of(grid, at)),
			.align = is_text ? SPOT_ALIGN_LEFT : SPOT_ALIGN_RIGHT,
			.wrap = is_text && i == n && i > 0,
			.wrap_title = true,
		};
	}
	spot_table_init(&table, columns, n + 1);
	for (const struct spot_grid_row *row = grid->first; row; row = row->next) {
		for (size_t i = 0; i <= n; i++)
			spot_table_view(&table, styles[row->tone],
			    row->cells[i == 0 ? 0 : from + i - 1].text);
	}
	spot_table_draw(&table, look, out);
	spot_table_reset(&table);
	spot_arena_free(&titles);
}

void spot_terminal_table_grid(struct spot_buf *out, const struct spot_table_look *look,
    const struct spot_grid *grid)
{
	size_t from = 1;

	do {
		size_t n = columns_that_fit(look, grid, from);

		if (n > SPOT_TABLE_COLUMNS_MAX - 1)
			n = SPOT_TABLE_COLUMNS_MAX - 1;
		if (from > 1)
			spot_buf_char(out, '\n');
		add_columns(out, look, grid, from, n);
		from += n;
	} while (from < grid->n_columns);
}

/* --- charts ------------------------------------------------------------------------------ */

static double top_of(const struct spot_chart *chart)
{
	double top = 0;

	for (size_t i = 0; i < chart->series[0].n_points; i++) {
		double value = chart->series[0].points[i].y;

		top = isfinite(value) ? fmax(top, fabs(value)) : top;
	}
	return top;
}

/* A bar in halves of a column; below zero it is drawn with another character. */
static void cell_bar(struct spot_table *table, double value, double top)
{
	struct spot_buf bar = SPOT_BUF_INIT;
	long halves = isfinite(value) && top > 0 ? lround(fabs(value) / top * 2 * BAR_MAX) : 0;

	for (long i = 0; i < halves / 2; i++)
		spot_buf_text(&bar, value < 0 ? "\xE2\x96\x91" : "\xE2\x96\x88");
	if (halves % 2 == 1 && value > 0)
		spot_buf_text(&bar, "\xE2\x96\x8C");
	if (spot_buf_failed(&bar))
		table->failed = true;
	spot_table_view(table, SPOT_PLAIN, (struct spot_view) { spot_buf_str(&bar), bar.len });
	spot_buf_reset(&bar);
}

static bool has_bars(const struct spot_chart *chart)
{
	return (chart->kind == SPOT_CHART_BARS || chart->kind == SPOT_CHART_INTERVAL) &&
	    chart->n_series == 1;
}

static void add_bars(struct spot_buf *out, const struct spot_table_look *look,
    const struct spot_chart *chart)
{
	static const struct spot_table_column columns[] = {
		{ .title = NULL, .max_width = 34 },
		{ .title = NULL, .align = SPOT_ALIGN_RIGHT },
		{ .title = NULL },
	};
	struct spot_table table;
	struct spot_buf value = SPOT_BUF_INIT;
	double top = top_of(chart);

	spot_table_init(&table, columns, 3);
	for (size_t i = 0; i < chart->n_names && i < chart->series[0].n_points; i++) {
		struct spot_chart_point point = chart->series[0].points[i];

		spot_buf_clear(&value);
		spot_figure_interval(&value, chart->y.kind, point.y,
		    chart->spread ? point.low : NAN, point.high);
		spot_table_text(&table, SPOT_PLAIN, chart->names[i] ? chart->names[i] : "");
		spot_table_view(&table, SPOT_PLAIN, (struct spot_view) { value.ptr, value.len });
		table.failed |= spot_buf_failed(&value);
		cell_bar(&table, point.y, top);
	}
	spot_table_draw(&table, look, out);
	spot_buf_reset(&value);
	spot_table_reset(&table);
}

void spot_terminal_table_chart(struct spot_buf *out, const struct spot_table_look *look,
    const struct spot_chart *chart)
{
	struct spot_arena arena;
	struct spot_grid grid;

	if (has_bars(chart)) {
		add_bars(out, look, chart);
		return;
	}
	spot_arena_init(&arena);
	spot_chart_grid_init(&grid, &arena, chart, POINTS_MAX);
	if (grid.failed)
		out->failed = true;
	else
		spot_terminal_table_grid(out, look, &grid);
	spot_arena_free(&arena);
}
