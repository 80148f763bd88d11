/* SPDX-License-Identifier: MIT */
#include "report/chart.h"

#include <math.h>

#include "report/chart_internal.h"
#include "report/escape.h"

#define N_SHADES 7
#define WIDE_MIN 480

struct spot_chart_point spot_chart_at(const struct spot_chart_series *series, size_t i)
{
	if (i < series->n_points)
		return series->points[i];
	return (struct spot_chart_point) { NAN, NAN, NAN, NAN };
}

bool spot_chart_has_spread(const struct spot_chart *chart, struct spot_chart_point point)
{
	return chart->spread && isfinite(point.low) && isfinite(point.high);
}

const char *spot_chart_name(const struct spot_chart *chart, size_t i)
{
	return i < chart->n_names && chart->names[i] ? chart->names[i] : "";
}

size_t spot_chart_color(size_t i)
{
	return i < SPOT_CHART_SERIES_MAX ? i : SPOT_CHART_SERIES_MAX;
}

int spot_chart_shade(double share)
{
	if (!(share > 0))
		return 0;
	return (int)fmin(N_SHADES - 1, 1 + floor(share * (N_SHADES - 1)));
}

static bool is_empty(const struct spot_chart *chart)
{
	for (size_t k = 0; k < chart->n_series; k++) {
		for (size_t i = 0; i < chart->series[k].n_points; i++) {
			if (isfinite(chart->series[k].points[i].y))
				return false;
		}
	}
	return true;
}

static void draw_body(struct spot_pen *pen, const struct spot_chart *chart)
{
	if (is_empty(chart)) {
		spot_pen_rect(pen, "o", 0.5, 0.5, pen->width - 1, 71);
		spot_pen_text(pen, "d", SPOT_ANCHOR_MIDDLE, pen->width / 2, 40, "No data");
		pen->y = 72;
		return;
	}
	switch (chart->kind) {
	case SPOT_CHART_LINE:
	case SPOT_CHART_DOTS:
	case SPOT_CHART_SCATTER:
	case SPOT_CHART_STEPS:
		spot_chart_line_draw(pen, chart);
		break;
	case SPOT_CHART_INTERVAL:
	case SPOT_CHART_BARS:
		spot_chart_rows_draw(pen, chart);
		break;
	case SPOT_CHART_SHARES:
		spot_chart_shares_draw(pen, chart);
		break;
	case SPOT_CHART_HEAT:
		spot_chart_heat_draw(pen, chart);
		break;
	case SPOT_CHART_N:
		break;
	}
}

static void open_svg(const struct spot_chart *chart, const struct spot_pen *pen, const char *id,
    struct spot_buf *out)
{
	spot_buf_printf(out, "<svg class=\"%s\" role=\"img\" aria-labelledby=\"%st %sd\" "
	    "viewBox=\"0 0 %d %d\">\n<title id=\"%st\">",
	    pen->width > SPOT_CHART_NARROW ? "wide" : "narrow", id, id, (int)pen->width,
	    (int)ceil(pen->y), id);
	spot_escape_xml(out, spot_view_of(chart->title));
	spot_buf_printf(out, "</title>\n<desc id=\"%sd\">", id);
	spot_escape_xml(out, spot_view_of(chart->about ? chart->about : chart->title));
	spot_buf_text(out, "</desc>\n");
}

void spot_chart_draw(const struct spot_chart *chart, double width, const char *id,
    struct spot_buf *out)
{
	struct spot_buf body = SPOT_BUF_INIT;
	struct spot_pen pen = { .out = &body, .width = width, .is_wide = width >= WIDE_MIN };

	draw_body(&pen, chart);
	if (spot_buf_failed(&body))
		out->failed = true;
	open_svg(chart, &pen, id, out);
	spot_buf_view(out, (struct spot_view) { spot_buf_str(&body), body.len });
	spot_buf_text(out, "</svg>\n");
	spot_buf_reset(&pen.label);
	spot_buf_reset(&body);
}

double spot_chart_height(const struct spot_chart *chart, double width)
{
	struct spot_buf body = SPOT_BUF_INIT;
	struct spot_pen pen = { .out = &body, .width = width, .is_wide = width >= WIDE_MIN };

	draw_body(&pen, chart);
	if (spot_buf_failed(&body))
		pen.y = NAN;
	spot_buf_reset(&pen.label);
	spot_buf_reset(&body);
	return pen.y;
}
