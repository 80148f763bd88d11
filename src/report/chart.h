/* SPDX-License-Identifier: MIT */
/*
 * Charts as plain data, and their drawing as SVG. The same data give the table that is a chart's
 * plain twin (chart_grid below), so that no number is to be had from a picture alone.
 *
 * A chart is drawn for a width: text keeps its size and what surrounds it gives way, so that a page
 * holds two drawings (SPOT_CHART_WIDE, SPOT_CHART_NARROW) and shows the one that fits. Colours are
 * the classes and variables of report/style.h and report/theme.h; series differ by dash, marker or
 * hatching too. The same data give the same bytes. Values that are not finite leave a gap.
 *
 * All of it is borrowed; text is of unknown origin and is escaped. No state; thread-safe.
 */
#ifndef SPOT_REPORT_CHART_H
#define SPOT_REPORT_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "report/figure.h"

#define SPOT_CHART_WIDE 640.0
#define SPOT_CHART_NARROW 328.0 /* 360 px less a page's margins */
#define SPOT_CHART_SERIES_MAX 6 /* that are told apart, the others are grey; not SHARES and HEAT */

enum spot_chart_kind {
	SPOT_CHART_LINE,     /* points joined, low to high a band: lift, gain, ROC */
	SPOT_CHART_DOTS,     /* markers with whiskers, joined by a thin line: calibration */
	SPOT_CHART_SCATTER,  /* markers alone */
	SPOT_CHART_STEPS,    /* y holds from a point's x to the next one's: histograms */
	SPOT_CHART_INTERVAL, /* a marker with whiskers per name and series, across */
	SPOT_CHART_BARS,     /* a bar from zero per name and series, across; with whiskers */
	SPOT_CHART_SHARES,   /* a whole bar per name, cut into the series, in an order */
	SPOT_CHART_HEAT,     /* a grid: a row per series, a column per name; x: a second number */
	SPOT_CHART_N
};

struct spot_chart_point {
	double x, y, low, high; /* those that a chart does not use may be anything */
};

struct spot_chart_series {
	const char *name;
	const struct spot_chart_point *points; /* by name in the kinds that have names */
	size_t n_points;
};

struct spot_chart_axis {
	const char *title; /* NULL: none */
	enum spot_figure kind;
	double min, max;        /* held to these where min < max, else to the data */
	double mark;            /* a line across the plot: a base rate, a capacity */
	const char *mark_label; /* NULL: no mark */
};

struct spot_chart {
	enum spot_chart_kind kind;
	const char *title;
	const char *about; /* what there is to see, in a sentence; NULL: none */
	/* y is the values' axis, whichever way it is drawn. HEAT: x.title says what the columns
	 * are, y.title what the rows are, x.kind is the second number's. */
	struct spot_chart_axis x, y;
	const char *const *names;
	size_t n_names;
	const struct spot_chart_series *series;
	size_t n_series;
	const char *diagonal; /* what y = x means ("chance"); NULL: not drawn */
	const char *spread;   /* what low and high are ("95 % interval"); NULL: there are none */
	bool is_half;  /* two of them stand side by side: drawn narrow only */
	bool is_moves; /* HEAT from one order to the same: what moved up, what moved down */
	bool is_told;  /* a table of the page has the numbers */
};

/* Appends one <svg>. id tells it from the other drawings of the page: letters and digits. */
void spot_chart_draw(const struct spot_chart *chart, double width, const char *id,
    struct spot_buf *out);
/* How high that drawing is; NaN when there is no memory to know. */
double spot_chart_height(const struct spot_chart *chart, double width);

#endif
