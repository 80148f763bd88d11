/* SPDX-License-Identifier: MIT */
/*
 * A grid of numbers whose shade says how large they are: nothing is told by the shade alone. A
 * number that is not there is a hatched cell with a dash. Of moves, those towards the first column
 * have one hue, those away from it another, and those that stay are framed.
 */
#include <math.h>
#include <stdio.h>

#include "report/chart_internal.h"
#include "report/fit.h"

#define GAP 8.0
#define CELL_GAP 2.0
#define CELL_PAD 5.0 /* what a number leaves of its cell's width */
#define CELL_MAX 104.0
#define HEADER_LINE 14.0
#define HEADER_LINES_MAX 3
#define ARROW_WIDTH 14.0
#define HEADER_MAX 120.0 /* of names that stand upright */
#define NAME_LINES_MAX 3

struct heat {
	struct spot_pen *pen;
	const struct spot_chart *chart;
	double left, cell_width, cell_height;
	double top;     /* the largest size of a number that is shaded */
	double whole, brief; /* the widest number in full, and shortened and small */
	bool is_turned; /* the names go down and the series across: narrower */
};

/* --- rows and columns, turned or not ----------------------------------------------------- */

static size_t n_rows(const struct heat *heat)
{
	return heat->is_turned ? heat->chart->n_names : heat->chart->n_series;
}

static size_t n_columns(const struct heat *heat)
{
	return heat->is_turned ? heat->chart->n_series : heat->chart->n_names;
}

static const char *series_name(const struct spot_chart *chart, size_t k)
{
	return chart->series[k].name ? chart->series[k].name : "";
}

static const char *row_name(const struct heat *heat, size_t k)
{
	return heat->is_turned ? spot_chart_name(heat->chart, k) : series_name(heat->chart, k);
}

static const char *column_name(const struct heat *heat, size_t i)
{
	return heat->is_turned ? series_name(heat->chart, i) : spot_chart_name(heat->chart, i);
}

static struct spot_chart_point point_at(const struct heat *heat, size_t k, size_t i)
{
	return heat->is_turned ? spot_chart_at(&heat->chart->series[i], k)
	    : spot_chart_at(&heat->chart->series[k], i);
}

/* --- names, wrapped at words ------------------------------------------------------------- */

/* The words of *text that fit width, at least one, or all of them; they are taken off it. */
static struct spot_view words_take(struct spot_view *text, double size, double width, bool all)
{
	struct spot_view line = *text;
	size_t end = all ? text->len : 0;

	for (size_t i = 1; i <= text->len && !all; i++) {
		if (i < text->len && text->ptr[i] != ' ')
			continue;
		if (end > 0 && spot_fit_width((struct spot_view) { text->ptr, i }, size) > width)
			break;
		end = i;
	}
	line.len = end;
	text->ptr += end;
	text->len -= end;
	while (text->len > 0 && *text->ptr == ' ') {
		text->ptr++;
		text->len--;
	}
	return line;
}

/* How many lines a name takes, and how wide the widest is. */
static size_t lines_of(struct spot_view text, double size, double width, size_t n_max,
    double *widest)
{
	size_t n = 0;

	*widest = 0;
	for (; text.len > 0; n++)
		*widest = fmax(*widest,
		    spot_fit_width(words_take(&text, size, width, n + 1 == n_max), size));
	return n > 0 ? n : 1;
}

/* The lines of a name, the first one on the baseline y. */
static void draw_lines(struct heat *heat, struct spot_view text, size_t n_max, bool is_header,
    double x, double y)
{
	double size = is_header ? SPOT_PEN_SMALL : SPOT_PEN_FONT;
	double width = is_header ? heat->cell_width - CELL_GAP : heat->left - GAP;

	for (size_t n = 0; text.len > 0; n++) {
		const char *line = spot_pen_view(heat->pen,
		    words_take(&text, size, width, n + 1 == n_max));

		spot_pen_text_held(heat->pen, is_header ? "s" : "",
		    is_header ? SPOT_ANCHOR_MIDDLE : SPOT_ANCHOR_START, x,
		    y + (double)n * HEADER_LINE, line, size, width);
	}
}

/* --- layout ------------------------------------------------------------------------------ */

static bool has_second_number(const struct spot_chart *chart, struct spot_chart_point point)
{
	return isfinite(point.x) && chart->x.kind != SPOT_FIGURE_TEXT;
}

static void measure_number(struct heat *heat, enum spot_figure kind, double value)
{
	struct spot_pen *pen = heat->pen;

	heat->whole = fmax(heat->whole,
	    spot_pen_text_width(spot_pen_figure(pen, kind, value), SPOT_PEN_FONT));
	heat->brief = fmax(heat->brief,
	    spot_pen_text_width(spot_pen_short(pen, kind, value), SPOT_PEN_SMALL));
}

static void measure_cells(struct heat *heat)
{
	const struct spot_chart *chart = heat->chart;

	heat->cell_height = 34;
	for (size_t k = 0; k < n_rows(heat); k++) {
		for (size_t i = 0; i < n_columns(heat); i++) {
			struct spot_chart_point point = point_at(heat, k, i);

			if (isfinite(point.y) && !(chart->is_moves && i == k))
				heat->top = fmax(heat->top, fabs(point.y));
			measure_number(heat, chart->y.kind, point.y);
			if (has_second_number(chart, point)) {
				measure_number(heat, chart->x.kind, point.x);
				heat->cell_height = 44;
			}
		}
	}
}

static const char *row_title(const struct heat *heat)
{
	return heat->is_turned ? heat->chart->x.title : heat->chart->y.title;
}

static const char *column_title(const struct heat *heat)
{
	return heat->is_turned ? heat->chart->y.title : heat->chart->x.title;
}

static void measure_columns(struct heat *heat)
{
	double held = heat->pen->width * (heat->pen->is_wide ? 0.22 : 0.26), widest;
	double names = row_title(heat)
	    ? spot_pen_text_width(row_title(heat), SPOT_PEN_SMALL) + ARROW_WIDTH : 0;
	size_t n = n_columns(heat);

	for (size_t k = 0; k < n_rows(heat); k++) {
		size_t n_lines = lines_of(spot_view_of(row_name(heat, k)), SPOT_PEN_FONT, held,
		    NAME_LINES_MAX, &widest);

		heat->cell_height = fmax(heat->cell_height, (double)n_lines * HEADER_LINE + 6);
		names = fmax(names, widest);
	}
	heat->left = fmin(names, held) + GAP;
	heat->cell_width =
	    fmin(CELL_MAX, (heat->pen->width - heat->left) / (double)(n > 0 ? n : 1));
}

/* Where the numbers do not fit, the grid is turned if that makes it narrower. */
static void measure(struct heat *heat)
{
	measure_cells(heat);
	measure_columns(heat);
	if (heat->brief > heat->cell_width - CELL_PAD && n_rows(heat) < n_columns(heat)) {
		heat->is_turned = true;
		measure_cells(heat);
		measure_columns(heat);
	}
}

/* --- the columns' names ------------------------------------------------------------------ */

/* How many lines they take, or 0 when a word does not fit its cell and they must stand upright. */
static size_t n_header_lines(const struct heat *heat)
{
	size_t most = 1;

	for (size_t i = 0; i < n_columns(heat); i++) {
		double widest;
		size_t n = lines_of(spot_view_of(column_name(heat, i)), SPOT_PEN_SMALL,
		    heat->cell_width - CELL_GAP, HEADER_LINES_MAX, &widest);

		if (widest > heat->cell_width - CELL_GAP)
			return 0;
		most = n > most ? n : most;
	}
	return most;
}

static double header_height(const struct heat *heat, size_t n_lines)
{
	double height = 0;

	if (n_lines > 0)
		return (double)n_lines * HEADER_LINE;
	for (size_t i = 0; i < n_columns(heat); i++)
		height = fmax(height, spot_pen_text_width(column_name(heat, i), SPOT_PEN_SMALL));
	return fmin(height, HEADER_MAX) + 4;
}

static void draw_header(struct heat *heat, size_t i, size_t n_lines, double bottom)
{
	double x = heat->left + ((double)i + 0.5) * heat->cell_width - CELL_GAP / 2;
	const char *name = column_name(heat, i);

	if (n_lines > 0)
		draw_lines(heat, spot_view_of(name), HEADER_LINES_MAX, true, x,
		    heat->pen->y + HEADER_LINE - 3);
	else
		spot_pen_text_upright(heat->pen, "s", x + 4, bottom - 4, name, SPOT_PEN_SMALL,
		    HEADER_MAX);
}

static void draw_title(struct heat *heat, const char *title, const char *arrow, double x, double y,
    double width)
{
	struct spot_buf text = SPOT_BUF_INIT;

	spot_buf_printf(&text, "%s%s", title, arrow);
	spot_pen_text_held(heat->pen, "s d", SPOT_ANCHOR_START, x, y, spot_buf_str(&text),
	    SPOT_PEN_SMALL, width);
	if (spot_buf_failed(&text))
		heat->pen->out->failed = true;
	spot_buf_reset(&text);
}

static void draw_headers(struct heat *heat)
{
	struct spot_pen *pen = heat->pen;
	size_t n_lines = n_header_lines(heat);
	double height = header_height(heat, n_lines);

	if (column_title(heat)) {
		draw_title(heat, column_title(heat), " \xE2\x86\x92", heat->left, pen->y + 11,
		    pen->width - heat->left);
		pen->y += HEADER_LINE + 3;
	}
	if (row_title(heat))
		draw_title(heat, row_title(heat), " \xE2\x86\x93", 0, pen->y + height - 3,
		    heat->left - 2);
	for (size_t i = 0; i < n_columns(heat); i++)
		draw_header(heat, i, n_lines, pen->y + height);
	pen->y += height + 2;
}

/* --- cells ------------------------------------------------------------------------------- */

/* "q q3": the hue by the number's sign or the move, the shade by its size. */
static void shade_class(const struct heat *heat, size_t k, size_t i, double value, char class[8],
    bool *is_dark)
{
	int shade = heat->top > 0 ? spot_chart_shade(fabs(value) / heat->top) : 0;
	bool is_second = heat->chart->is_moves ? i > k : value < 0;

	if (heat->chart->is_moves && i == k)
		shade = 0;
	*is_dark = shade >= 4;
	class[0] = 'q';
	class[1] = ' ';
	class[2] = is_second && shade > 0 ? 'r' : 'q';
	class[3] = (char)('0' + shade);
	class[4] = '\0';
}

/* All numbers in full, or all of them shortened. */
static void draw_number(struct heat *heat, const char *class, enum spot_figure kind, double value,
    double x, double y)
{
	double width = heat->cell_width - CELL_PAD, size = SPOT_PEN_FONT;
	const char *text = heat->whole <= width ? spot_pen_figure(heat->pen, kind, value)
	    : spot_pen_short(heat->pen, kind, value);
	char small[8];

	if (spot_pen_text_width(text, size) > width) {
		size = SPOT_PEN_SMALL;
		snprintf(small, sizeof(small), "s %s", class);
		class = small;
	}
	/* Half a number would be another number: what does not fit is an ellipsis. */
	spot_pen_text_held(heat->pen, class, SPOT_ANCHOR_MIDDLE, x, y, text, size,
	    spot_pen_text_width(text, size) <= width ? width : 0);
}

static void draw_cell(struct heat *heat, size_t k, size_t i)
{
	const struct spot_chart *chart = heat->chart;
	struct spot_pen *pen = heat->pen;
	struct spot_chart_point point = point_at(heat, k, i);
	double x = heat->left + (double)i * heat->cell_width;
	double width = heat->cell_width - CELL_GAP, height = heat->cell_height - CELL_GAP;
	double middle = x + width / 2, y = pen->y + height / 2 + 4;
	bool is_dark, has_second = has_second_number(chart, point);
	char class[8];

	if (!isfinite(point.y)) {
		spot_pen_rect(pen, "z", x, pen->y, width, height);
		spot_pen_text(pen, "d h", SPOT_ANCHOR_MIDDLE, middle, y, SPOT_FIGURE_DASH);
		return;
	}
	shade_class(heat, k, i, point.y, class, &is_dark);
	spot_pen_rect(pen, class, x, pen->y, width, height);
	if (chart->is_moves && k == i)
		spot_pen_rect(pen, "o", x + 0.75, pen->y + 0.75, width - 1.5, height - 1.5);
	draw_number(heat, is_dark ? "i" : "j", chart->y.kind, point.y, middle,
	    has_second ? y - 7 : y);
	if (has_second)
		draw_number(heat, is_dark ? "s i" : "s j", chart->x.kind, point.x, middle, y + 9);
}

static void draw_moves_legend(struct spot_pen *pen)
{
	static const char *const entries[][2] = {
		{ "q q4", "moved up" }, { "o", "stayed" }, { "q r4", "moved down" },
	};
	double x = 0;

	for (size_t i = 0; i < 3; i++) {
		spot_pen_rect(pen, entries[i][0], x + 0.75, pen->y + 3.75, 12.5, 10.5);
		spot_pen_text(pen, "", SPOT_ANCHOR_START, x + 20, pen->y + 13, entries[i][1]);
		x += 20 + spot_pen_text_width(entries[i][1], SPOT_PEN_FONT) + 16;
	}
	pen->y += 18 + GAP;
}

void spot_chart_heat_draw(struct spot_pen *pen, const struct spot_chart *chart)
{
	struct heat heat = { .pen = pen, .chart = chart };

	measure(&heat);
	if (chart->is_moves)
		draw_moves_legend(pen);
	draw_headers(&heat);
	for (size_t k = 0; k < n_rows(&heat); k++) {
		struct spot_view name = spot_view_of(row_name(&heat, k));
		double widest, middle = pen->y + heat.cell_height / 2;
		size_t n = lines_of(name, SPOT_PEN_FONT, heat.left - GAP, NAME_LINES_MAX, &widest);

		draw_lines(&heat, name, NAME_LINES_MAX, false, 0,
		    middle + 3 - (double)(n - 1) * HEADER_LINE / 2);
		for (size_t i = 0; i < n_columns(&heat); i++)
			draw_cell(&heat, k, i);
		pen->y += heat.cell_height;
	}
}
