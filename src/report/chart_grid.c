/* SPDX-License-Identifier: MIT */
/*
 * Three layouts: by name (a row per name, a column per series), by x where all series have the same
 * x (a row per x, a column per series), else long (a row per point). A grid of shades is by row.
 */
#include "report/chart_grid.h"

#include <math.h>

#include "report/chart_internal.h"

struct filling {
	struct spot_grid *grid;
	const struct spot_chart *chart;
	size_t n_points_max;
};

static enum spot_figure kind_of(const struct spot_chart_axis *axis)
{
	return axis->kind == SPOT_FIGURE_TEXT ? SPOT_FIGURE_PLAIN : axis->kind;
}

static const char *text_of(const char *text, const char *otherwise)
{
	return text ? text : otherwise;
}

static const char *series_title(const struct spot_chart *chart, size_t k)
{
	return text_of(chart->series[k].name, text_of(chart->y.title, "value"));
}

static bool has_names(const struct spot_chart *chart)
{
	return chart->kind == SPOT_CHART_INTERVAL || chart->kind == SPOT_CHART_BARS ||
	    chart->kind == SPOT_CHART_SHARES;
}

/* Steps close with a point that is an end only. */
static size_t n_rows(const struct spot_chart *chart, const struct spot_chart_series *series)
{
	return series->n_points - (chart->kind == SPOT_CHART_STEPS && series->n_points > 0);
}

static bool same_x(const struct spot_chart *chart)
{
	const struct spot_chart_series *first = &chart->series[0];

	for (size_t k = 1; k < chart->n_series; k++) {
		const struct spot_chart_series *series = &chart->series[k];

		if (series->n_points != first->n_points)
			return false;
		for (size_t i = 0; i < first->n_points; i++) {
			if (!(series->points[i].x == first->points[i].x))
				return false;
		}
	}
	return true;
}

/* How many rows are shown, and which point the i-th of them is. */
static size_t n_shown(const struct filling *filling, size_t n)
{
	return filling->n_points_max > 1 && n > filling->n_points_max ? filling->n_points_max : n;
}

static size_t shown(const struct filling *filling, size_t i, size_t n)
{
	size_t n_kept = n_shown(filling, n);

	return n_kept == n ? i : i * (n - 1) / (n_kept - 1);
}

static void add_value(struct filling *filling, struct spot_chart_point point)
{
	if (filling->chart->spread)
		spot_grid_interval(filling->grid, point.y, point.low, point.high);
	else
		spot_grid_figure(filling->grid, point.y);
}

/* A first column and one for each series. */
static void begin(struct filling *filling, struct spot_arena *arena,
    struct spot_grid_column first, enum spot_figure kind)
{
	const struct spot_chart *chart = filling->chart;
	struct spot_grid_column *columns =
	    spot_arena_calloc(arena, chart->n_series + 1, sizeof(*columns));

	if (!columns) {
		filling->grid->failed = true;
		return;
	}
	columns[0] = first;
	for (size_t k = 0; k < chart->n_series; k++)
		columns[k + 1] =
		    (struct spot_grid_column) { .title = series_title(chart, k), .kind = kind };
	spot_grid_init(filling->grid, arena, columns, chart->n_series + 1);
}

static void fill_by_name(struct filling *filling, struct spot_arena *arena)
{
	const struct spot_chart *chart = filling->chart;

	begin(filling, arena, (struct spot_grid_column) { .title = text_of(chart->x.title, "") },
	    kind_of(&chart->y));
	for (size_t i = 0; i < chart->n_names; i++) {
		spot_grid_row(filling->grid, SPOT_GRID_PLAIN);
		spot_grid_text(filling->grid, "%s", spot_chart_name(chart, i));
		for (size_t k = 0; k < chart->n_series; k++)
			add_value(filling, spot_chart_at(&chart->series[k], i));
	}
}

static void fill_by_x(struct filling *filling, struct spot_arena *arena)
{
	const struct spot_chart *chart = filling->chart;
	size_t n = n_rows(chart, &chart->series[0]);
	bool is_steps = chart->kind == SPOT_CHART_STEPS;

	begin(filling, arena, (struct spot_grid_column) {
	    .title = text_of(chart->x.title, is_steps ? "from" : "x"),
	    .kind = kind_of(&chart->x) }, kind_of(&chart->y));
	for (size_t i = 0; i < n_shown(filling, n); i++) {
		size_t at = shown(filling, i, n);

		spot_grid_row(filling->grid, SPOT_GRID_PLAIN);
		spot_grid_figure(filling->grid, chart->series[0].points[at].x);
		for (size_t k = 0; k < chart->n_series; k++)
			add_value(filling, chart->series[k].points[at]);
	}
}

static void fill_long(struct filling *filling, struct spot_arena *arena)
{
	const struct spot_chart *chart = filling->chart;
	struct spot_grid_column columns[3] = {
		{ .title = "" },
		{ .title = text_of(chart->x.title, "x"), .kind = kind_of(&chart->x) },
		{ .title = text_of(chart->y.title, "y"), .kind = kind_of(&chart->y) },
	};

	spot_grid_init(filling->grid, arena, columns, 3);
	for (size_t k = 0; k < chart->n_series; k++) {
		const struct spot_chart_series *series = &chart->series[k];
		size_t n = n_rows(chart, series);

		for (size_t i = 0; i < n_shown(filling, n); i++) {
			struct spot_chart_point point = series->points[shown(filling, i, n)];

			spot_grid_row(filling->grid, SPOT_GRID_PLAIN);
			spot_grid_text(filling->grid, "%s", text_of(series->name, ""));
			spot_grid_figure(filling->grid, point.x);
			add_value(filling, point);
		}
	}
}

static void add_heat_cell(struct filling *filling, struct spot_chart_point point)
{
	const struct spot_chart *chart = filling->chart;
	struct spot_buf text = SPOT_BUF_INIT;

	spot_figure_print(&text, chart->y.kind, point.y);
	if (isfinite(point.x) && chart->x.kind != SPOT_FIGURE_TEXT) {
		spot_buf_text(&text, " / ");
		spot_figure_print(&text, chart->x.kind, point.x);
	}
	spot_grid_view(filling->grid, (struct spot_view) { text.ptr, text.len });
	if (spot_buf_failed(&text))
		filling->grid->failed = true;
	spot_buf_reset(&text);
}

static void fill_heat(struct filling *filling, struct spot_arena *arena)
{
	const struct spot_chart *chart = filling->chart;
	struct spot_grid_column *columns =
	    spot_arena_calloc(arena, chart->n_names + 1, sizeof(*columns));

	if (!columns) {
		filling->grid->failed = true;
		return;
	}
	columns[0] = (struct spot_grid_column) { .title = text_of(chart->y.title, "") };
	for (size_t i = 0; i < chart->n_names; i++)
		columns[i + 1] = (struct spot_grid_column) {
			.title = spot_chart_name(chart, i),
			.kind = kind_of(&chart->y),
		};
	spot_grid_init(filling->grid, arena, columns, chart->n_names + 1);
	for (size_t k = 0; k < chart->n_series; k++) {
		spot_grid_row(filling->grid, SPOT_GRID_PLAIN);
		spot_grid_text(filling->grid, "%s", text_of(chart->series[k].name, ""));
		for (size_t i = 0; i < chart->n_names; i++)
			add_heat_cell(filling, spot_chart_at(&chart->series[k], i));
	}
}

void spot_chart_grid_init(struct spot_grid *grid, struct spot_arena *arena,
    const struct spot_chart *chart, size_t n_points_max)
{
	struct filling filling = { grid, chart, n_points_max };

	*grid = (struct spot_grid) { .arena = arena };
	if (chart->kind == SPOT_CHART_HEAT)
		fill_heat(&filling, arena);
	else if (has_names(chart))
		fill_by_name(&filling, arena);
	else if (chart->n_series > 0 && same_x(chart))
		fill_by_x(&filling, arena);
	else
		fill_long(&filling, arena);
}
