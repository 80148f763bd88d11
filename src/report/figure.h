/* SPDX-License-Identifier: MIT */
/*
 * Numbers as people read them: each kind has its scale, its decimals and its sign, the same
 * wherever it is shown. NaN and infinity are a dash. No state; thread-safe; locale has no say.
 */
#ifndef SPOT_REPORT_FIGURE_H
#define SPOT_REPORT_FIGURE_H

#include "base/buf.h"

enum spot_figure {
	SPOT_FIGURE_TEXT,    /* not a number: columns of text, axes without labels */
	SPOT_FIGURE_COUNT,   /* 12,345 */
	SPOT_FIGURE_PERCENT, /* a share 0 to 1: 18.2 % */
	SPOT_FIGURE_POINTS,  /* a difference of shares: +3.1 pp */
	SPOT_FIGURE_RATIO,   /* lift, odds, days: 1.40 */
	SPOT_FIGURE_SCORE,   /* AUC, KS, Brier: 0.812 */
	SPOT_FIGURE_CHANGE,  /* a difference of scores: +0.012 */
	SPOT_FIGURE_MONEY,   /* 12,345, and 9.50 where it is small */
	SPOT_FIGURE_P,       /* 0.034, 0.0007, < 0.0001 */
	SPOT_FIGURE_PLAIN,   /* up to four digits that count */
	SPOT_FIGURE_N
};

#define SPOT_FIGURE_DASH "\xE2\x80\x93" /* what stands for a number that is not there */

void spot_figure_print(struct spot_buf *out, enum spot_figure kind, double value);
/* "18.2 % (15.0 to 21.9)"; without the bracket where low or high is not finite. */
void spot_figure_interval(struct spot_buf *out, enum spot_figure kind, double value, double low,
    double high);
/* A label of an axis whose labels lie step apart and reach to top in size: no more decimals than
 * step has, thousands and millions shortened ("1.5M"). */
void spot_figure_tick(struct spot_buf *out, enum spot_figure kind, double value, double step,
    double top);
/* At most six characters, for cells that are small: "950", "12.3k", "1.2M", "18 %". */
void spot_figure_short(struct spot_buf *out, enum spot_figure kind, double value);

#endif
