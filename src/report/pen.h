/* SPDX-License-Identifier: MIT */
/*
 * SVG elements, their numbers with at most one decimal. Classes are given as text: what they look
 * like is report/style.h's. Not thread-safe.
 */
#ifndef SPOT_REPORT_PEN_H
#define SPOT_REPORT_PEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "report/figure.h"

#define SPOT_PEN_FONT 12.0  /* of text, in pixels */
#define SPOT_PEN_SMALL 11.0 /* of an axis's labels, class "s" */

struct spot_pen {
	struct spot_buf *out; /* borrowed */
	double width;         /* of the drawing */
	double y;             /* how far down it has come */
	bool is_wide;
	struct spot_buf label; /* what the functions below return */
};

/* A figure as text, until the next one; "" when there is no memory, and the drawing has failed. */
const char *spot_pen_figure(struct spot_pen *pen, enum spot_figure kind, double value);
const char *spot_pen_short(struct spot_pen *pen, enum spot_figure kind, double value);
const char *spot_pen_tick(struct spot_pen *pen, enum spot_figure kind, double value, double step,
    double top);
const char *spot_pen_view(struct spot_pen *pen, struct spot_view text);

enum spot_anchor { SPOT_ANCHOR_START, SPOT_ANCHOR_MIDDLE, SPOT_ANCHOR_END };

void spot_pen_number(struct spot_pen *pen, double value);
void spot_pen_line(struct spot_pen *pen, const char *class, double x1, double y1, double x2,
    double y2);
void spot_pen_rect(struct spot_pen *pen, const char *class, double x, double y, double width,
    double height);
/* The i-th series' marker, about 8 wide. */
void spot_pen_marker(struct spot_pen *pen, size_t i, double x, double y);
/* A whisker along x, or along y when is_upright, with caps. */
void spot_pen_whisker(struct spot_pen *pen, const char *class, double from, double to, double at,
    bool is_upright);

/* Text on the baseline y; escaped. */
void spot_pen_text(struct spot_pen *pen, const char *class, enum spot_anchor anchor, double x,
    double y, const char *text);
/* The same held to width: cut with an ellipsis, the whole text as its title. size: the class's. */
void spot_pen_text_held(struct spot_pen *pen, const char *class, enum spot_anchor anchor, double x,
    double y, const char *text, double size, double width);
/* The same, written upwards from (x, y). */
void spot_pen_text_upright(struct spot_pen *pen, const char *class, double x, double y,
    const char *text, double size, double width);

/* A path: begin, points (is_move: not joined to the one before), end. */
void spot_pen_path_begin(struct spot_pen *pen, const char *class);
void spot_pen_path_point(struct spot_pen *pen, bool is_move, double x, double y);
void spot_pen_path_end(struct spot_pen *pen, bool is_closed);

double spot_pen_text_width(const char *text, double size);

#endif
