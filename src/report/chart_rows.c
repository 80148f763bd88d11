/* SPDX-License-Identifier: MIT */
/*
 * Intervals and bars: a row per name, in it a slot per series. Names stand to the left of the
 * plot where they leave it room, else above their row; values stand in a column at the right, so
 * that no label meets a mark whatever the numbers are.
 */
#include <math.h>

#include "report/chart_internal.h"

#define GAP 8.0
#define SLOT_HEIGHT 18.0
#define BAR_HEIGHT 12.0
#define ROW_GAP 8.0
#define NAME_HEIGHT 17.0
#define LABEL_HEIGHT 16.0 /* of the mark, above the rows */
#define NAME_SHARE_WIDE 0.40
#define NAME_SHARE_NARROW 0.32

struct rows {
	struct spot_pen *pen;
	const struct spot_chart *chart;
	struct spot_scale scale;
	double names_width, values_width;
	bool is_above; /* names above their rows */
	double top;
};

static struct spot_range range_of(const struct spot_chart *chart)
{
	struct spot_range range = SPOT_RANGE_NONE;

	for (size_t k = 0; k < chart->n_series; k++) {
		for (size_t i = 0; i < chart->n_names; i++) {
			struct spot_chart_point point = spot_chart_at(&chart->series[k], i);

			spot_range_add(&range, point.y);
			if (spot_chart_has_spread(chart, point)) {
				spot_range_add(&range, point.low);
				spot_range_add(&range, point.high);
			}
		}
	}
	if (chart->kind == SPOT_CHART_BARS)
		spot_range_add(&range, 0);
	return range;
}

static void measure(struct rows *rows)
{
	const struct spot_chart *chart = rows->chart;
	double width = rows->pen->width, names = 0;
	double held = width * (rows->pen->is_wide ? NAME_SHARE_WIDE : NAME_SHARE_NARROW);

	for (size_t i = 0; i < chart->n_names; i++) {
		names = fmax(names, spot_pen_text_width(spot_chart_name(chart, i), SPOT_PEN_FONT));
		for (size_t k = 0; k < chart->n_series; k++) {
			const char *value = spot_pen_figure(rows->pen, chart->y.kind,
			    spot_chart_at(&chart->series[k], i).y);

			rows->values_width = fmax(rows->values_width,
			    spot_pen_text_width(value, SPOT_PEN_FONT));
		}
	}
	rows->is_above = !rows->pen->is_wide && names > held;
	rows->names_width = rows->is_above ? 0 : fmin(names, held) + GAP;
	rows->values_width += GAP;
}

static double row_height(const struct rows *rows)
{
	return (rows->is_above ? NAME_HEIGHT : 0) + (double)rows->chart->n_series * SLOT_HEIGHT +
	    ROW_GAP;
}

static void draw_bar(struct rows *rows, size_t k, struct spot_chart_point point, double y)
{
	struct spot_pen *pen = rows->pen;
	double zero = spot_scale_at(&rows->scale, 0), at = spot_scale_at(&rows->scale, point.y);
	double size = fabs(at - zero);

	/* Of one series, those below zero are told by their hatching too. */
	if (rows->chart->n_series == 1 && point.y < 0)
		k = 1;
	if (point.y != 0)
		size = fmax(size, 1);
	spot_buf_printf(pen->out, "<g class=\"b%zu\">", spot_chart_color(k));
	spot_pen_rect(pen, "b", at < zero ? zero - size : zero, y - BAR_HEIGHT / 2, size,
	    BAR_HEIGHT);
	spot_buf_text(pen->out, "</g>\n");
}

/* Over a bar it needs a light edge to be seen. */
static void draw_whisker(struct rows *rows, struct spot_chart_point point, double y)
{
	double low = spot_scale_at(&rows->scale, point.low);
	double high = spot_scale_at(&rows->scale, point.high);

	if (rows->chart->kind == SPOT_CHART_BARS)
		spot_pen_whisker(rows->pen, "y", low, high, y, false);
	spot_pen_whisker(rows->pen, "w", low, high, y, false);
}

static void draw_slot(struct rows *rows, size_t k, size_t i, double y)
{
	struct spot_pen *pen = rows->pen;
	struct spot_chart_point point = spot_chart_at(&rows->chart->series[k], i);

	if (isfinite(point.y) && rows->chart->kind == SPOT_CHART_BARS)
		draw_bar(rows, k, point, y);
	if (spot_chart_has_spread(rows->chart, point))
		draw_whisker(rows, point, y);
	if (isfinite(point.y) && rows->chart->kind == SPOT_CHART_INTERVAL)
		spot_pen_marker(pen, k, spot_scale_at(&rows->scale, point.y), y);
	spot_pen_text(pen, "", SPOT_ANCHOR_END, pen->width, y + 4,
	    spot_pen_figure(pen, rows->chart->y.kind, point.y));
}

static void draw_row(struct rows *rows, size_t i, double y)
{
	const struct spot_chart *chart = rows->chart;
	struct spot_pen *pen = rows->pen;
	const char *name = spot_chart_name(chart, i);

	y += ROW_GAP / 2;
	if (rows->is_above) {
		spot_pen_text_held(pen, "h", SPOT_ANCHOR_START, 0, y + 12, name, SPOT_PEN_FONT,
		    pen->width);
		y += NAME_HEIGHT;
	} else {
		double middle = y + (double)chart->n_series * SLOT_HEIGHT / 2;

		spot_pen_text_held(pen, "", SPOT_ANCHOR_START, 0, middle + 4, name, SPOT_PEN_FONT,
		    rows->names_width - GAP);
	}
	for (size_t k = 0; k < chart->n_series; k++)
		draw_slot(rows, k, i, y + ((double)k + 0.5) * SLOT_HEIGHT);
}

void spot_chart_rows_draw(struct spot_pen *pen, const struct spot_chart *chart)
{
	struct rows rows = { .pen = pen, .chart = chart };
	double bottom;

	measure(&rows);
	spot_chart_legend_draw(pen, chart);
	rows.top = pen->y + (chart->y.mark_label ? LABEL_HEIGHT : 0);
	bottom = rows.top + (double)chart->n_names * row_height(&rows);
	spot_chart_axes_across(pen, &rows.scale, &chart->y, range_of(chart), true,
	    rows.names_width + 4, pen->width - rows.values_width - 4);
	spot_chart_axes_draw_across(pen, &rows.scale, &chart->y, pen->y, bottom);
	if (chart->kind == SPOT_CHART_BARS) {
		double zero = spot_scale_at(&rows.scale, 0);

		spot_pen_line(pen, "x", zero, rows.top, zero, bottom);
	}
	for (size_t i = 0; i < chart->n_names; i++)
		draw_row(&rows, i, rows.top + (double)i * row_height(&rows));
	spot_chart_axes_mark_across(pen, &rows.scale, &chart->y, rows.top - LABEL_HEIGHT, bottom);
}
