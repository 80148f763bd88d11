/* SPDX-License-Identifier: MIT */
/* The charts between two axes: lines with bands, dots with whiskers, scatter, steps. */
#include <math.h>

#include "report/chart_internal.h"

#define MARKERS_ALL 12  /* up to here every point gets a marker */
#define MARKERS_SOME 4  /* on a longer line */
#define APART_PX 0.7    /* nearer points of a line are one */

struct drawing {
	struct spot_pen *pen;
	const struct spot_chart *chart;
	struct spot_chart_axes axes;
};

static double x_of(const struct drawing *drawing, struct spot_chart_point point)
{
	return spot_scale_at(&drawing->axes.x, point.x);
}

static double y_of(const struct drawing *drawing, double value)
{
	return spot_scale_at(&drawing->axes.y, value);
}

static bool has_spread(const struct drawing *drawing, struct spot_chart_point point)
{
	return isfinite(point.x) && spot_chart_has_spread(drawing->chart, point);
}

static bool is_drawn(struct spot_chart_point point)
{
	return isfinite(point.x) && isfinite(point.y);
}

/* One run of points with a band: along the upper edge, back along the lower. */
static void draw_band_run(const struct drawing *drawing, const struct spot_chart_point *points,
    size_t n)
{
	spot_pen_path_begin(drawing->pen, "n");
	for (size_t i = 0; i < n; i++)
		spot_pen_path_point(drawing->pen, i == 0, x_of(drawing, points[i]),
		    y_of(drawing, points[i].high));
	for (size_t i = n; i-- > 0;)
		spot_pen_path_point(drawing->pen, false, x_of(drawing, points[i]),
		    y_of(drawing, points[i].low));
	spot_pen_path_end(drawing->pen, true);
}

static void draw_band(const struct drawing *drawing, const struct spot_chart_series *series)
{
	size_t n = 0;

	for (size_t i = 0; i <= series->n_points; i++) {
		if (i < series->n_points && has_spread(drawing, series->points[i])) {
			n++;
			continue;
		}
		if (n > 1)
			draw_band_run(drawing, &series->points[i - n], n);
		n = 0;
	}
}

static void draw_line(const struct drawing *drawing, const struct spot_chart_series *series)
{
	bool is_broken = true;
	double last_x = 0, last_y = 0;

	spot_pen_path_begin(drawing->pen, "l");
	for (size_t i = 0; i < series->n_points; i++) {
		struct spot_chart_point point = series->points[i];
		double x, y;

		if (!is_drawn(point)) {
			is_broken = true;
			continue;
		}
		x = x_of(drawing, point);
		y = y_of(drawing, point.y);
		if (!is_broken && i + 1 < series->n_points &&
		    fabs(x - last_x) + fabs(y - last_y) < APART_PX)
			continue;
		spot_pen_path_point(drawing->pen, is_broken, x, y);
		last_x = x;
		last_y = y;
		is_broken = false;
	}
	spot_pen_path_end(drawing->pen, false);
}

/* The outline of a histogram; its area too when it is the first one. */
static void draw_steps(const struct drawing *drawing, const struct spot_chart_series *series,
    bool is_area)
{
	double base = drawing->axes.y.from_px;
	bool is_down = true;

	spot_pen_path_begin(drawing->pen, is_area ? "n" : "l");
	for (size_t i = 0; i + 1 < series->n_points; i++) {
		struct spot_chart_point point = series->points[i];
		double x, y;

		if (!is_drawn(point) || !isfinite(series->points[i + 1].x)) {
			is_down = true;
			continue;
		}
		x = x_of(drawing, point);
		y = y_of(drawing, point.y);
		if (is_down)
			spot_pen_path_point(drawing->pen, true, x, base);
		spot_pen_path_point(drawing->pen, false, x, y);
		x = x_of(drawing, series->points[i + 1]);
		spot_pen_path_point(drawing->pen, false, x, y);
		is_down = i + 2 >= series->n_points || !is_drawn(series->points[i + 1]);
		if (is_down)
			spot_pen_path_point(drawing->pen, false, x, base);
	}
	spot_pen_path_end(drawing->pen, false);
}

/* On a long line a few markers do, at other places than the other lines' have them. */
static bool has_marker(const struct drawing *drawing, size_t series_idx, size_t i)
{
	const struct spot_chart *chart = drawing->chart;
	size_t n = chart->series[series_idx].n_points, apart = n / MARKERS_SOME;

	if (chart->kind == SPOT_CHART_STEPS)
		return false;
	if (series_idx >= SPOT_CHART_SERIES_MAX && chart->kind == SPOT_CHART_LINE)
		return n == 1;
	if (chart->kind == SPOT_CHART_SCATTER || n <= MARKERS_ALL)
		return true;
	return i % apart == apart * (2 * series_idx + 1) / (2 * chart->n_series);
}

static void draw_markers(const struct drawing *drawing, size_t series_idx)
{
	const struct spot_chart *chart = drawing->chart;
	const struct spot_chart_series *series = &chart->series[series_idx];

	for (size_t i = 0; i < series->n_points; i++) {
		struct spot_chart_point point = series->points[i];
		double x;

		if (!is_drawn(point))
			continue;
		x = x_of(drawing, point);
		if (chart->kind == SPOT_CHART_DOTS && has_spread(drawing, point))
			spot_pen_whisker(drawing->pen, "w", y_of(drawing, point.low),
			    y_of(drawing, point.high), x, true);
		if (has_marker(drawing, series_idx, i))
			spot_pen_marker(drawing->pen, series_idx, x, y_of(drawing, point.y));
	}
}

static void draw_diagonal(const struct drawing *drawing)
{
	const struct spot_scale *x = &drawing->axes.x, *y = &drawing->axes.y;
	double from = fmax(x->min, y->min), to = fmin(x->max, y->max);

	if (drawing->chart->diagonal && from < to)
		spot_pen_line(drawing->pen, "k", spot_scale_at(x, from), spot_scale_at(y, from),
		    spot_scale_at(x, to), spot_scale_at(y, to));
}

static void draw_areas(const struct drawing *drawing, size_t series_idx)
{
	const struct spot_chart *chart = drawing->chart;
	const struct spot_chart_series *series = &chart->series[series_idx];

	if (chart->kind == SPOT_CHART_LINE && series_idx < SPOT_CHART_SERIES_MAX)
		draw_band(drawing, series);
	else if (chart->kind == SPOT_CHART_STEPS && series_idx == 0)
		draw_steps(drawing, series, true);
}

static void draw_lines(const struct drawing *drawing, size_t series_idx)
{
	const struct spot_chart *chart = drawing->chart;
	const struct spot_chart_series *series = &chart->series[series_idx];

	if (chart->kind == SPOT_CHART_STEPS)
		draw_steps(drawing, series, false);
	else if (chart->kind != SPOT_CHART_SCATTER)
		draw_line(drawing, series);
	draw_markers(drawing, series_idx);
}

void spot_chart_line_draw(struct spot_pen *pen, const struct spot_chart *chart)
{
	struct drawing drawing = { .pen = pen, .chart = chart };

	spot_chart_legend_draw(pen, chart);
	spot_chart_axes_begin(pen, chart, &drawing.axes);
	for (size_t i = 0; i < chart->n_series; i++) {
		spot_buf_printf(pen->out, "<g class=\"c%zu\">\n", spot_chart_color(i));
		draw_areas(&drawing, i);
		spot_buf_text(pen->out, "</g>\n");
	}
	draw_diagonal(&drawing);
	/* The first one, mostly the baseline or the one that matters, lies on top. */
	for (size_t i = chart->n_series; i-- > 0;) {
		spot_buf_printf(pen->out, "<g class=\"c%zu\">\n", spot_chart_color(i));
		draw_lines(&drawing, i);
		spot_buf_text(pen->out, "</g>\n");
	}
	spot_chart_axes_end(pen, chart, &drawing.axes);
}
