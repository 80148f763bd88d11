/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdint.h>

#include "report/chart_internal.h"

#define GAP 6.0
#define LABEL_GAP 14.0 /* between labels that stand side by side */
#define LINE_HEIGHT 16.0
#define LABEL_HEIGHT 14.0 /* of a mark */

static double top_of(const struct spot_scale *scale)
{
	return fmax(fabs(scale->min), fabs(scale->max));
}

/* What stands at the i-th tick; "" where the axis has no labels. */
static const char *tick_label(struct spot_pen *pen, const struct spot_scale *scale,
    const struct spot_chart_axis *axis, size_t i)
{
	if (axis->kind == SPOT_FIGURE_TEXT)
		return "";
	return spot_pen_tick(pen, axis->kind, spot_scale_tick(scale, i), scale->step,
	    top_of(scale));
}

static double widest_label(struct spot_pen *pen, const struct spot_scale *scale,
    const struct spot_chart_axis *axis)
{
	double widest = 0;

	for (size_t i = 0; i < spot_scale_n_ticks(scale); i++)
		widest = fmax(widest,
		    spot_pen_text_width(tick_label(pen, scale, axis, i), SPOT_PEN_SMALL));
	return widest;
}

/* A fixed range is the axis's own, and its ends stay where they are. */
static void fit(struct spot_scale *scale, const struct spot_chart_axis *axis,
    struct spot_range range, size_t n_ticks, bool is_round)
{
	bool is_fixed = axis->min < axis->max;

	if (is_fixed)
		range = (struct spot_range) { axis->min, axis->max };
	else if (axis->mark_label)
		spot_range_add(&range, axis->mark);
	spot_scale_init(scale, range, n_ticks, is_round && !is_fixed);
}

void spot_chart_axes_across(struct spot_pen *pen, struct spot_scale *scale,
    const struct spot_chart_axis *axis, struct spot_range range, bool is_round, double from_px,
    double to_px)
{
	double width = to_px - from_px;

	for (size_t n = width > 100 ? (size_t)(width / 50) : 2;; n--) {
		fit(scale, axis, range, n, is_round);
		scale->from_px = from_px;
		scale->to_px = to_px;
		double apart = width * scale->step / (scale->max - scale->min);

		if (n == 1 || widest_label(pen, scale, axis) + LABEL_GAP <= apart)
			return;
	}
}

void spot_chart_axes_draw_across(struct spot_pen *pen, const struct spot_scale *scale,
    const struct spot_chart_axis *axis, double top, double bottom)
{
	double taken = -GAP; /* up to where the line has labels */

	pen->y = bottom + LINE_HEIGHT;
	for (size_t i = 0; i < spot_scale_n_ticks(scale); i++) {
		double x = spot_scale_at(scale, spot_scale_tick(scale, i));
		const char *label = tick_label(pen, scale, axis, i);
		double half = spot_pen_text_width(label, SPOT_PEN_SMALL) / 2;

		spot_pen_line(pen, "g", x, top, x, bottom);
		x = fmin(fmax(x, half), pen->width - half);
		if (!label[0] || x - half < taken + GAP)
			continue;
		spot_pen_text(pen, "s d", SPOT_ANCHOR_MIDDLE, x, pen->y, label);
		taken = x + half;
	}
	if (axis->title) {
		pen->y += LINE_HEIGHT;
		spot_pen_text_held(pen, "s d", SPOT_ANCHOR_END, scale->to_px, pen->y, axis->title,
		    SPOT_PEN_SMALL, scale->to_px);
	}
	pen->y += GAP;
}

void spot_chart_axes_mark_across(struct spot_pen *pen, const struct spot_scale *scale,
    const struct spot_chart_axis *axis, double top, double bottom)
{
	double x, width;

	if (!axis->mark_label || !isfinite(axis->mark))
		return;
	x = spot_scale_at(scale, axis->mark);
	width = spot_pen_text_width(axis->mark_label, SPOT_PEN_SMALL);
	spot_pen_line(pen, "k", x, top, x, bottom);
	if (x + GAP + width <= pen->width)
		spot_pen_text(pen, "s h", SPOT_ANCHOR_START, x + 4, top + 11, axis->mark_label);
	else
		spot_pen_text_held(pen, "s h", SPOT_ANCHOR_END, x - 4, top + 11, axis->mark_label,
		    SPOT_PEN_SMALL, x - 4);
}

/* The values that the axes must hold. */
static void ranges_of(const struct spot_chart *chart, struct spot_range *x, struct spot_range *y)
{
	for (size_t k = 0; k < chart->n_series; k++) {
		for (size_t i = 0; i < chart->series[k].n_points; i++) {
			struct spot_chart_point point = chart->series[k].points[i];

			spot_range_add(x, point.x);
			if (!isfinite(point.x))
				continue;
			spot_range_add(y, point.y);
			if (spot_chart_has_spread(chart, point)) {
				spot_range_add(y, point.low);
				spot_range_add(y, point.high);
			}
		}
	}
	/* Heights are compared from zero where zero is not far. */
	if (chart->kind == SPOT_CHART_STEPS || (y->min > 0 && y->min < y->max * 0.6))
		spot_range_add(y, 0);
}

static void draw_up(struct spot_pen *pen, const struct spot_chart *chart,
    const struct spot_chart_axes *axes)
{
	double left = axes->x.from_px, right = axes->x.to_px;

	for (size_t i = 0; i < spot_scale_n_ticks(&axes->y); i++) {
		double value = spot_scale_tick(&axes->y, i), y = spot_scale_at(&axes->y, value);

		spot_pen_line(pen, "g", left, y, right, y);
		spot_pen_text(pen, "s d", SPOT_ANCHOR_END, left - GAP, y + 4,
		    tick_label(pen, &axes->y, &chart->y, i));
	}
}

static double plot_height(const struct spot_pen *pen, const struct spot_chart *chart, double width)
{
	if (chart->diagonal)
		return fmin(width, pen->is_wide ? 340 : 270);
	return pen->is_wide ? 280 : 220;
}

void spot_chart_axes_begin(struct spot_pen *pen, const struct spot_chart *chart,
    struct spot_chart_axes *axes)
{
	struct spot_range x = SPOT_RANGE_NONE, y = SPOT_RANGE_NONE;
	bool is_round = chart->kind == SPOT_CHART_SCATTER || chart->kind == SPOT_CHART_DOTS;
	double left, right = pen->width - 12, height;

	ranges_of(chart, &x, &y);
	fit(&axes->y, &chart->y, y, pen->is_wide ? 6 : 5, true);
	left = widest_label(pen, &axes->y, &chart->y) + GAP;
	spot_chart_axes_across(pen, &axes->x, &chart->x, x, is_round, left, right);
	height = plot_height(pen, chart, right - left);
	if (chart->y.title) {
		spot_pen_text_held(pen, "s d", SPOT_ANCHOR_START, 0, pen->y + 11, chart->y.title,
		    SPOT_PEN_SMALL, pen->width);
		pen->y += LINE_HEIGHT + GAP;
	} else {
		pen->y += GAP; /* the upper half of the top label */
	}
	axes->y.from_px = pen->y + height;
	axes->y.to_px = pen->y;
	draw_up(pen, chart, axes);
	spot_chart_axes_draw_across(pen, &axes->x, &chart->x, axes->y.to_px, axes->y.from_px);
}

/* --- marks across a plot of two axes ----------------------------------------------------- */

struct box {
	double left, top;
	double width, height;
};

/* How many points of the data lie in a box. */
static size_t points_in(const struct spot_chart *chart, const struct spot_chart_axes *axes,
    struct box box)
{
	size_t n = 0;

	for (size_t k = 0; k < chart->n_series; k++) {
		for (size_t i = 0; i < chart->series[k].n_points; i++) {
			struct spot_chart_point point = chart->series[k].points[i];
			double x, y;

			if (!isfinite(point.x) || !isfinite(point.y))
				continue;
			x = spot_scale_at(&axes->x, point.x) - box.left;
			y = spot_scale_at(&axes->y, point.y) - box.top;
			n += x >= 0 && x <= box.width && y >= -4 && y <= box.height + 4;
		}
	}
	return n;
}

/* Writes the label into that of the boxes in the plot that hides least of the data. */
static void label_draw(struct spot_pen *pen, const struct spot_chart *chart,
    const struct spot_chart_axes *axes, const char *label, const struct box *boxes, size_t n_boxes)
{
	size_t best = n_boxes, least = SIZE_MAX;

	for (size_t i = 0; i < n_boxes; i++) {
		size_t n = points_in(chart, axes, boxes[i]);

		if (n < least && boxes[i].left >= axes->x.from_px &&
		    boxes[i].left + boxes[i].width <= axes->x.to_px &&
		    boxes[i].top >= axes->y.to_px &&
		    boxes[i].top + boxes[i].height <= axes->y.from_px) {
			best = i;
			least = n;
		}
	}
	if (best == n_boxes)
		best = 0;
	spot_pen_text_held(pen, "s h", SPOT_ANCHOR_START, fmax(boxes[best].left, 0),
	    boxes[best].top + LABEL_HEIGHT - 3, label, SPOT_PEN_SMALL,
	    pen->width - fmax(boxes[best].left, 0));
}

static void mark_x(struct spot_pen *pen, const struct spot_chart *chart,
    const struct spot_chart_axes *axes)
{
	double x = spot_scale_at(&axes->x, chart->x.mark), top = axes->y.to_px + 1;
	double width = spot_pen_text_width(chart->x.mark_label, SPOT_PEN_SMALL);
	double bottom = axes->y.from_px - LABEL_HEIGHT - 1;
	const struct box boxes[] = {
		{ x + 4, top, width, LABEL_HEIGHT }, { x - 4 - width, top, width, LABEL_HEIGHT },
		{ x + 4, bottom, width, LABEL_HEIGHT },
		{ x - 4 - width, bottom, width, LABEL_HEIGHT },
	};

	spot_pen_line(pen, "k", x, axes->y.to_px, x, axes->y.from_px);
	label_draw(pen, chart, axes, chart->x.mark_label, boxes, 4);
}

static void mark_y(struct spot_pen *pen, const struct spot_chart *chart,
    const struct spot_chart_axes *axes)
{
	double y = spot_scale_at(&axes->y, chart->y.mark);
	double width = spot_pen_text_width(chart->y.mark_label, SPOT_PEN_SMALL);
	double left = axes->x.from_px + 3, right = axes->x.to_px - width - 2;
	const struct box boxes[] = {
		{ right, y - LABEL_HEIGHT - 2, width, LABEL_HEIGHT },
		{ right, y + 2, width, LABEL_HEIGHT },
		{ left, y - LABEL_HEIGHT - 2, width, LABEL_HEIGHT },
		{ left, y + 2, width, LABEL_HEIGHT },
	};

	spot_pen_line(pen, "k", axes->x.from_px, y, axes->x.to_px, y);
	label_draw(pen, chart, axes, chart->y.mark_label, boxes, 4);
}

void spot_chart_axes_end(struct spot_pen *pen, const struct spot_chart *chart,
    const struct spot_chart_axes *axes)
{
	spot_pen_line(pen, "x", axes->x.from_px, axes->y.from_px, axes->x.to_px, axes->y.from_px);
	if (chart->x.mark_label && isfinite(chart->x.mark))
		mark_x(pen, chart, axes);
	if (chart->y.mark_label && isfinite(chart->y.mark))
		mark_y(pen, chart, axes);
}
