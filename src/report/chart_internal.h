/* SPDX-License-Identifier: MIT */
/* What the kinds of charts share. Each draws from pen->y downwards and leaves pen->y below. */
#ifndef SPOT_REPORT_CHART_INTERNAL_H
#define SPOT_REPORT_CHART_INTERNAL_H

#include "report/chart.h"
#include "report/pen.h"
#include "report/scale.h"

/* --- chart_axes.c: two axes around a plot ------------------------------------------------ */

struct spot_chart_axes {
	struct spot_scale x, y; /* y.from_px is the bottom */
};

/* Chooses ticks for the range so that labels across do not touch, from_px to to_px. */
void spot_chart_axes_across(struct spot_pen *pen, struct spot_scale *scale,
    const struct spot_chart_axis *axis, struct spot_range range, bool is_round, double from_px,
    double to_px);
/* Grid lines from top to bottom, and the labels and title under them. */
void spot_chart_axes_draw_across(struct spot_pen *pen, const struct spot_scale *scale,
    const struct spot_chart_axis *axis, double top, double bottom);
/* The marks; drawn after the data. */
void spot_chart_axes_mark_across(struct spot_pen *pen, const struct spot_scale *scale,
    const struct spot_chart_axis *axis, double top, double bottom);

void spot_chart_axes_begin(struct spot_pen *pen, const struct spot_chart *chart,
    struct spot_chart_axes *axes);
void spot_chart_axes_end(struct spot_pen *pen, const struct spot_chart *chart,
    const struct spot_chart_axes *axes);

/* --- chart_legend.c ----------------------------------------------------------------------- */

/* Who is who: nothing where there is nothing to tell apart. */
void spot_chart_legend_draw(struct spot_pen *pen, const struct spot_chart *chart);

/* --- the kinds ------------------------------------------------------------------------------ */

void spot_chart_line_draw(struct spot_pen *pen, const struct spot_chart *chart);
void spot_chart_rows_draw(struct spot_pen *pen, const struct spot_chart *chart);
void spot_chart_shares_draw(struct spot_pen *pen, const struct spot_chart *chart);
void spot_chart_heat_draw(struct spot_pen *pen, const struct spot_chart *chart);

/* --- chart.c -------------------------------------------------------------------------------- */

/* The point of a series at a name, all NaN where there is none. */
struct spot_chart_point spot_chart_at(const struct spot_chart_series *series, size_t i);
/* Whether a point's low and high are to be shown. */
bool spot_chart_has_spread(const struct spot_chart *chart, struct spot_chart_point point);
/* The i-th name, "" where there is none. */
const char *spot_chart_name(const struct spot_chart *chart, size_t i);
/* The i-th series' number in the classes of colours: those that are not told apart share one. */
size_t spot_chart_color(size_t i);
/* The shade of a share 0 to 1: 0 for nothing, 1 to 6 for more; text on 4 to 6 is class "i". */
int spot_chart_shade(double share);

#endif
