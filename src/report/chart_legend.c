/* SPDX-License-Identifier: MIT */
/*
 * Entries flow from left to right and wrap: a sample of the mark as it is drawn, and what it
 * stands for. A name longer than a third of a wide line, or than a narrow line, is cut.
 */
#include <math.h>
#include <stdio.h>

#include "report/chart_internal.h"

#define SAMPLE 22.0
#define GAP 6.0
#define ENTRY_GAP 18.0
#define LINE_HEIGHT 18.0

struct legend {
	struct spot_pen *pen;
	const struct spot_chart *chart;
	double x; /* where the next entry begins */
	bool any;
};

enum sample { SAMPLE_SERIES, SAMPLE_SPREAD, SAMPLE_DIAGONAL };

static void draw_series(struct legend *legend, size_t i, double y)
{
	struct spot_pen *pen = legend->pen;
	double x = legend->x;

	switch (legend->chart->kind) {
	case SPOT_CHART_LINE:
	case SPOT_CHART_STEPS:
	case SPOT_CHART_DOTS:
		spot_buf_printf(pen->out, "<g class=\"c%zu\">", i);
		spot_pen_line(pen, "l", x, y, x + SAMPLE, y);
		spot_buf_text(pen->out, "</g>");
		if (legend->chart->kind != SPOT_CHART_STEPS && i < SPOT_CHART_SERIES_MAX)
			spot_pen_marker(pen, i, x + SAMPLE / 2, y);
		break;
	case SPOT_CHART_SCATTER:
	case SPOT_CHART_INTERVAL:
		spot_pen_marker(pen, i, x + SAMPLE / 2, y);
		break;
	case SPOT_CHART_BARS:
	case SPOT_CHART_SHARES:
	case SPOT_CHART_HEAT:
	case SPOT_CHART_N:
		spot_buf_printf(pen->out, "<g class=\"b%zu\">", i);
		spot_pen_rect(pen, "b", x + 2, y - 5, SAMPLE - 4, 10);
		spot_buf_text(pen->out, "</g>");
		break;
	}
}

static void draw_spread(struct legend *legend, double y)
{
	struct spot_pen *pen = legend->pen;

	if (legend->chart->kind == SPOT_CHART_LINE)
		spot_pen_rect(pen, "n", legend->x, y - 5, SAMPLE, 10);
	else
		spot_pen_whisker(pen, "w", legend->x + 1, legend->x + SAMPLE - 1, y, false);
}

static void add_entry(struct legend *legend, enum sample sample, size_t i, const char *text)
{
	struct spot_pen *pen = legend->pen;
	double held = pen->is_wide ? pen->width / 3 : pen->width - SAMPLE - GAP;
	double width = fmin(spot_pen_text_width(text, SPOT_PEN_FONT), held), y;

	if (legend->x > 0 && legend->x + SAMPLE + GAP + width > pen->width) {
		legend->x = 0;
		pen->y += LINE_HEIGHT;
	}
	y = pen->y + LINE_HEIGHT / 2;
	switch (sample) {
	case SAMPLE_SERIES:
		draw_series(legend, i, y);
		break;
	case SAMPLE_SPREAD:
		draw_spread(legend, y);
		break;
	case SAMPLE_DIAGONAL:
		spot_pen_line(pen, "k", legend->x, y, legend->x + SAMPLE, y);
		break;
	}
	spot_pen_text_held(pen, "", SPOT_ANCHOR_START, legend->x + SAMPLE + GAP, y + 4, text,
	    SPOT_PEN_FONT, held);
	legend->x += SAMPLE + GAP + width + ENTRY_GAP;
	legend->any = true;
}

static bool any_spread(const struct spot_chart *chart)
{
	for (size_t k = 0; k < chart->n_series; k++) {
		for (size_t i = 0; i < chart->series[k].n_points; i++) {
			if (spot_chart_has_spread(chart, chart->series[k].points[i]))
				return true;
		}
	}
	return false;
}

/* A lone series without a name has nothing to be told from. */
static void add_series(struct legend *legend)
{
	const struct spot_chart *chart = legend->chart;
	size_t n = chart->n_series, n_told = spot_chart_color(n);

	for (size_t i = 0; i < n_told; i++) {
		if (n > 1 || chart->diagonal || chart->series[i].name)
			add_entry(legend, SAMPLE_SERIES, i,
			    chart->series[i].name ? chart->series[i].name : "");
	}
	if (n > n_told) {
		char others[32];

		snprintf(others, sizeof(others), "%zu other%s", n - n_told,
		    n - n_told == 1 ? "" : "s");
		add_entry(legend, SAMPLE_SERIES, n_told, others);
	}
}

void spot_chart_legend_draw(struct spot_pen *pen, const struct spot_chart *chart)
{
	struct legend legend = { .pen = pen, .chart = chart };

	if (chart->n_series > 1 || chart->diagonal || chart->spread)
		add_series(&legend);
	if (chart->diagonal)
		add_entry(&legend, SAMPLE_DIAGONAL, 0, chart->diagonal);
	if (any_spread(chart))
		add_entry(&legend, SAMPLE_SPREAD, 0, chart->spread);
	if (legend.any)
		pen->y += LINE_HEIGHT + GAP;
}
