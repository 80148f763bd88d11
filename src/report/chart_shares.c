/* SPDX-License-Identifier: MIT */
/*
 * Shares: a whole bar per name, cut into the series. Their order is the legend's and is told by
 * shade, from dark to light; a share stands in its piece where there is room.
 */
#include <math.h>

#include "report/chart_internal.h"

#define GAP 8.0
#define BAR_HEIGHT 28.0
#define NAME_HEIGHT 17.0
#define ROW_GAP 10.0
#define SEAM 1.5
#define SWATCH 14.0
#define ENTRY_GAP 16.0

static double share_of(struct spot_chart_point point)
{
	return isfinite(point.y) && point.y > 0 ? point.y : 0;
}

/* From the darkest, the first, to one that is still told from the page. */
static int shade_of(const struct spot_chart *chart, size_t k)
{
	double last = chart->n_series > 1 ? (double)(chart->n_series - 1) : 1;

	return 6 - (int)lround((double)k / last * 4);
}

static void draw_legend(struct spot_pen *pen, const struct spot_chart *chart)
{
	double x = 0;

	for (size_t k = 0; k < chart->n_series; k++) {
		const char *name = chart->series[k].name ? chart->series[k].name : "";
		double held = pen->is_wide ? pen->width / 3 : pen->width - SWATCH - 6;
		double width = fmin(spot_pen_text_width(name, SPOT_PEN_FONT), held);
		char class[8] = { 'v', ' ', 'q', (char)('0' + shade_of(chart, k)), '\0' };

		if (x > 0 && x + SWATCH + 6 + width > pen->width) {
			x = 0;
			pen->y += 18;
		}
		spot_pen_rect(pen, class, x + 0.5, pen->y + 3.5, SWATCH - 1, 11);
		spot_pen_text_held(pen, "", SPOT_ANCHOR_START, x + SWATCH + 6, pen->y + 13, name,
		    SPOT_PEN_FONT, held);
		x += SWATCH + 6 + width + ENTRY_GAP;
	}
	pen->y += 18 + GAP;
}

static void draw_segment(struct spot_pen *pen, int shade, double share, double x, double width)
{
	char class[8] = { 'v', ' ', 'q', (char)('0' + shade), '\0' };
	const char *label = spot_pen_short(pen, SPOT_FIGURE_PERCENT, share);

	spot_pen_rect(pen, class, x, pen->y, fmax(width - SEAM, 0.5), BAR_HEIGHT);
	if (spot_pen_text_width(label, SPOT_PEN_FONT) + 6 <= width)
		spot_pen_text(pen, shade >= 4 ? "i" : "j", SPOT_ANCHOR_MIDDLE,
		    x + (width - SEAM) / 2, pen->y + BAR_HEIGHT / 2 + 4, label);
}

static void draw_bar(struct spot_pen *pen, const struct spot_chart *chart, size_t i, double left)
{
	double sum = 0, x = left, width = pen->width - left;

	for (size_t k = 0; k < chart->n_series; k++)
		sum += share_of(spot_chart_at(&chart->series[k], i));
	if (!(sum > 0)) {
		spot_pen_rect(pen, "o", left + 0.5, pen->y + 0.5, width - 1, BAR_HEIGHT - 1);
		spot_pen_text(pen, "d", SPOT_ANCHOR_MIDDLE, left + width / 2,
		    pen->y + BAR_HEIGHT / 2 + 4, SPOT_FIGURE_DASH);
		return;
	}
	for (size_t k = 0; k < chart->n_series; k++) {
		double share = share_of(spot_chart_at(&chart->series[k], i)) / sum;

		if (share > 0)
			draw_segment(pen, shade_of(chart, k), share, x, share * width);
		x += share * width;
	}
}

void spot_chart_shares_draw(struct spot_pen *pen, const struct spot_chart *chart)
{
	double names = 0, held = pen->width * (pen->is_wide ? 0.3 : 0.28), left;
	bool is_above;

	for (size_t i = 0; i < chart->n_names; i++)
		names = fmax(names, spot_pen_text_width(spot_chart_name(chart, i), SPOT_PEN_FONT));
	is_above = names > held;
	left = is_above ? 0 : names + GAP;
	draw_legend(pen, chart);
	for (size_t i = 0; i < chart->n_names; i++) {
		double y = is_above ? pen->y + 12 : pen->y + BAR_HEIGHT / 2 + 4;

		spot_pen_text_held(pen, "", SPOT_ANCHOR_START, 0, y, spot_chart_name(chart, i),
		    SPOT_PEN_FONT, is_above ? pen->width : left - GAP);
		pen->y += is_above ? NAME_HEIGHT : 0;
		draw_bar(pen, chart, i, left);
		pen->y += BAR_HEIGHT + ROW_GAP;
	}
}
