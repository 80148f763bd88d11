/* SPDX-License-Identifier: MIT */
#include "report/pen.h"

#include <math.h>
#include <string.h>

#include "report/escape.h"
#include "report/fit.h"

#define PX_MAX 1e6 /* beyond every drawing */
#define MINUS_MORE_EM 0.34 /* that the minus is wider than the hyphen */

static const char *label(struct spot_pen *pen)
{
	if (spot_buf_failed(&pen->label))
		pen->out->failed = true;
	return spot_buf_str(&pen->label);
}

const char *spot_pen_figure(struct spot_pen *pen, enum spot_figure kind, double value)
{
	spot_buf_clear(&pen->label);
	spot_figure_print(&pen->label, kind, value);
	return label(pen);
}

const char *spot_pen_short(struct spot_pen *pen, enum spot_figure kind, double value)
{
	spot_buf_clear(&pen->label);
	spot_figure_short(&pen->label, kind, value);
	return label(pen);
}

const char *spot_pen_tick(struct spot_pen *pen, enum spot_figure kind, double value, double step,
    double top)
{
	spot_buf_clear(&pen->label);
	spot_figure_tick(&pen->label, kind, value, step, top);
	return label(pen);
}

const char *spot_pen_view(struct spot_pen *pen, struct spot_view text)
{
	spot_buf_clear(&pen->label);
	spot_buf_view(&pen->label, text);
	return label(pen);
}

void spot_pen_number(struct spot_pen *pen, double value)
{
	long tenths = lround(fmin(fmax(value, -PX_MAX), PX_MAX) * 10);
	long size = tenths < 0 ? -tenths : tenths;

	if (tenths < 0)
		spot_buf_char(pen->out, '-');
	spot_buf_integer(pen->out, size / 10);
	if (size % 10 != 0) {
		spot_buf_char(pen->out, '.');
		spot_buf_integer(pen->out, size % 10);
	}
}

static void add_attribute(struct spot_pen *pen, const char *name, double value)
{
	spot_buf_printf(pen->out, " %s=\"", name);
	spot_pen_number(pen, value);
	spot_buf_char(pen->out, '"');
}

void spot_pen_line(struct spot_pen *pen, const char *class, double x1, double y1, double x2,
    double y2)
{
	spot_buf_printf(pen->out, "<line class=\"%s\"", class);
	add_attribute(pen, "x1", x1);
	add_attribute(pen, "y1", y1);
	add_attribute(pen, "x2", x2);
	add_attribute(pen, "y2", y2);
	spot_buf_text(pen->out, "/>\n");
}

void spot_pen_rect(struct spot_pen *pen, const char *class, double x, double y, double width,
    double height)
{
	spot_buf_printf(pen->out, "<rect class=\"%s\"", class);
	add_attribute(pen, "x", x);
	add_attribute(pen, "y", y);
	add_attribute(pen, "width", fmax(width, 0));
	add_attribute(pen, "height", fmax(height, 0));
	spot_buf_text(pen->out, "/>\n");
}

void spot_pen_marker(struct spot_pen *pen, size_t i, double x, double y)
{
	/* Disc, square, triangle, diamond, triangle downwards, cross; small disc: the others. */
	static const char *const shapes[] = {
		"m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
		"m-3.6-3.6h7.2v7.2h-7.2z",
		"m0-4.6l4.4 7.8h-8.8z",
		"m0-5l5 5l-5 5l-5-5z",
		"m0 4.6l4.4-7.8h-8.8z",
		"m-1.4-4.4h2.8v3h3v2.8h-3v3h-2.8v-3h-3v-2.8h3z",
		"m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0z",
	};
	const size_t last = sizeof(shapes) / sizeof(shapes[0]) - 1;

	i = i < last ? i : last;
	spot_buf_printf(pen->out, "<path class=\"p p%zu\" d=\"M", i);
	spot_pen_number(pen, x);
	spot_buf_char(pen->out, ' ');
	spot_pen_number(pen, y);
	spot_buf_printf(pen->out, "%s\"/>\n", shapes[i]);
}

void spot_pen_whisker(struct spot_pen *pen, const char *class, double from, double to, double at,
    bool is_upright)
{
	const double ends[2] = { from, to };

	spot_pen_path_begin(pen, class);
	for (size_t i = 0; i < 2; i++) {
		spot_pen_path_point(pen, true, is_upright ? at - 3.5 : ends[i],
		    is_upright ? ends[i] : at - 3.5);
		spot_pen_path_point(pen, false, is_upright ? at + 3.5 : ends[i],
		    is_upright ? ends[i] : at + 3.5);
	}
	spot_pen_path_point(pen, true, is_upright ? at : from, is_upright ? from : at);
	spot_pen_path_point(pen, false, is_upright ? at : to, is_upright ? to : at);
	spot_pen_path_end(pen, false);
}

static void text_open(struct spot_pen *pen, const char *class, enum spot_anchor anchor)
{
	static const char *const anchors[] = { "", " m", " e" };

	spot_buf_printf(pen->out, "<text class=\"%s%s\"", class, anchors[anchor]);
}

static void add_place(struct spot_pen *pen, double x, double y)
{
	add_attribute(pen, "x", x);
	add_attribute(pen, "y", y);
	spot_buf_char(pen->out, '>');
}

/* A number's hyphen is drawn as the minus that is as wide as its digits. */
static bool has_minus(struct spot_view text)
{
	return text.len > 1 && text.ptr[0] == '-' && text.ptr[1] >= '0' && text.ptr[1] <= '9';
}

static void add_text(struct spot_pen *pen, struct spot_view text)
{
	if (has_minus(text)) {
		spot_buf_text(pen->out, "\xE2\x88\x92");
		text.ptr++;
		text.len--;
	}
	spot_escape_xml(pen->out, text);
}

void spot_pen_text(struct spot_pen *pen, const char *class, enum spot_anchor anchor, double x,
    double y, const char *text)
{
	text_open(pen, class, anchor);
	add_place(pen, x, y);
	add_text(pen, spot_view_of(text));
	spot_buf_text(pen->out, "</text>\n");
}

/* What is between the tags of text held to width. */
static void add_held(struct spot_pen *pen, const char *text, double size, double width)
{
	bool is_cut;
	struct spot_view whole = spot_view_of(text);
	struct spot_view head = spot_fit_head(whole, size, width, &is_cut);

	if (is_cut) {
		spot_buf_text(pen->out, "<title>");
		spot_escape_xml(pen->out, whole);
		spot_buf_text(pen->out, "</title>");
	}
	add_text(pen, head);
	spot_buf_text(pen->out, is_cut ? "\xE2\x80\xA6</text>\n" : "</text>\n");
}

void spot_pen_text_held(struct spot_pen *pen, const char *class, enum spot_anchor anchor, double x,
    double y, const char *text, double size, double width)
{
	text_open(pen, class, anchor);
	add_place(pen, x, y);
	add_held(pen, text, size, width);
}

void spot_pen_text_upright(struct spot_pen *pen, const char *class, double x, double y,
    const char *text, double size, double width)
{
	text_open(pen, class, SPOT_ANCHOR_START);
	spot_buf_text(pen->out, " transform=\"translate(");
	spot_pen_number(pen, x);
	spot_buf_char(pen->out, ' ');
	spot_pen_number(pen, y);
	spot_buf_text(pen->out, ")rotate(-90)\">");
	add_held(pen, text, size, width);
}

void spot_pen_path_begin(struct spot_pen *pen, const char *class)
{
	spot_buf_printf(pen->out, "<path class=\"%s\" d=\"", class);
}

void spot_pen_path_point(struct spot_pen *pen, bool is_move, double x, double y)
{
	spot_buf_char(pen->out, is_move ? 'M' : 'L');
	spot_pen_number(pen, x);
	spot_buf_char(pen->out, ' ');
	spot_pen_number(pen, y);
}

void spot_pen_path_end(struct spot_pen *pen, bool is_closed)
{
	spot_buf_text(pen->out, is_closed ? "Z\"/>\n" : "\"/>\n");
}

double spot_pen_text_width(const char *text, double size)
{
	struct spot_view view = spot_view_of(text);

	return spot_fit_width(view, size) + (has_minus(view) ? MINUS_MORE_EM * size : 0);
}
