/* SPDX-License-Identifier: MIT */
#include "report/figure.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define GROUPED_MAX 1e15 /* above, digits say nothing: 1e+300 */
#define FIXED_SIZE 40    /* of a number below GROUPED_MAX with its decimals */

struct format {
	double scale;
	int decimals;
	bool is_signed;
	const char *unit;
};

static const struct format formats[SPOT_FIGURE_N] = {
	[SPOT_FIGURE_TEXT] = { 1, 0, false, "" },
	[SPOT_FIGURE_COUNT] = { 1, 0, false, "" },
	[SPOT_FIGURE_PERCENT] = { 100, 1, false, " %" },
	[SPOT_FIGURE_POINTS] = { 100, 1, true, " pp" },
	[SPOT_FIGURE_RATIO] = { 1, 2, false, "" },
	[SPOT_FIGURE_SCORE] = { 1, 3, false, "" },
	[SPOT_FIGURE_CHANGE] = { 1, 3, true, "" },
	[SPOT_FIGURE_MONEY] = { 1, 0, false, "" },
	[SPOT_FIGURE_P] = { 1, 3, false, "" },
	[SPOT_FIGURE_PLAIN] = { 1, 0, false, "" },
};

/* Writes the digits of value without its sign, grouped by threes; false when all of them are 0. */
static bool digits(char grouped[FIXED_SIZE * 2], double value, int decimals)
{
	char text[FIXED_SIZE], *out = grouped;
	int n = snprintf(text, sizeof(text), "%.*f", decimals, fabs(value));
	int n_whole = n - decimals - (decimals > 0);
	bool any = false;

	for (int i = 0; i < n; i++) {
		bool is_digit = text[i] >= '0' && text[i] <= '9';

		any = any || (is_digit && text[i] != '0');
		if (i > 0 && i < n_whole && (n_whole - i) % 3 == 0)
			*out++ = ',';
		/* A locale of the host may have another decimal point. */
		*out++ = is_digit ? text[i] : '.';
	}
	*out = '\0';
	return any;
}

/* 1.50e+300: nobody reads what is so large or so small by its zeros. */
static void power(struct spot_buf *out, double value, int decimals)
{
	char text[FIXED_SIZE];

	snprintf(text, sizeof(text), "%.*e", decimals, value);
	for (char *c = text; *c; c++) /* a locale of the host may have another decimal point */
		spot_buf_char(out, strchr("0123456789+-e", *c) ? *c : '.');
}

/* value is finite. */
static void fixed(struct spot_buf *out, double value, int decimals, bool is_signed)
{
	char text[FIXED_SIZE * 2];

	if (fabs(value) >= GROUPED_MAX) {
		if (value > 0 && is_signed)
			spot_buf_char(out, '+');
		power(out, value, 2);
		return;
	}
	if (digits(text, value, decimals)) {
		if (value < 0)
			spot_buf_char(out, '-');
		else if (is_signed)
			spot_buf_char(out, '+');
	}
	spot_buf_text(out, text);
}

/* Four digits that count, no zeros after them; value is not tiny. */
static int plain_decimals(double value)
{
	double size = fabs(value);
	int decimals = size >= 1000 ? 0 : size >= 1 || size == 0 ? 3 : 3 - (int)floor(log10(size));
	long long rounded = decimals > 0 ? llround(size * pow(10, decimals)) : 0;

	for (; decimals > 1 && rounded > 9999; decimals--)
		rounded = llround(size * pow(10, decimals - 1));
	while (decimals > 0 && rounded % 10 == 0) {
		rounded /= 10;
		decimals--;
	}
	return decimals;
}

static int decimals_of(enum spot_figure kind, double value)
{
	if (kind == SPOT_FIGURE_MONEY)
		return fabs(value) < 100 && value != round(value) ? 2 : 0;
	if (kind == SPOT_FIGURE_P)
		return value < 0.01 ? 4 : 3;
	if (kind == SPOT_FIGURE_PLAIN)
		return plain_decimals(value);
	return formats[kind].decimals;
}

/* The number without its unit. */
static void number(struct spot_buf *out, enum spot_figure kind, double value)
{
	double scaled = value * formats[kind].scale;

	if (!isfinite(scaled))
		spot_buf_text(out, SPOT_FIGURE_DASH);
	else if (kind == SPOT_FIGURE_P && scaled < 0.0001)
		spot_buf_text(out, "< 0.0001");
	else if (kind == SPOT_FIGURE_PLAIN && scaled != 0 && fabs(scaled) < 1e-6)
		power(out, scaled, 2);
	else
		fixed(out, scaled, decimals_of(kind, scaled), formats[kind].is_signed);
}

void spot_figure_print(struct spot_buf *out, enum spot_figure kind, double value)
{
	number(out, kind, value);
	if (isfinite(value * formats[kind].scale))
		spot_buf_text(out, formats[kind].unit);
}

void spot_figure_interval(struct spot_buf *out, enum spot_figure kind, double value, double low,
    double high)
{
	spot_figure_print(out, kind, value);
	if (!isfinite(value) || !isfinite(low) || !isfinite(high))
		return;
	spot_buf_text(out, " (");
	number(out, kind, low);
	spot_buf_text(out, " to ");
	number(out, kind, high);
	spot_buf_char(out, ')');
}

struct suffix {
	double scale;
	const char *text;
};

static struct suffix suffix_of(double size)
{
	static const struct suffix suffixes[] = { { 1e9, "bn" }, { 1e6, "M" }, { 1e3, "k" } };

	for (size_t i = 0; i < 3; i++) {
		if (size >= suffixes[i].scale)
			return suffixes[i];
	}
	return (struct suffix) { 1, "" };
}

/* How many decimals tell step's multiples apart: 0.25 needs two. */
static int step_decimals(double step)
{
	for (int decimals = 0; decimals < 12; decimals++) {
		double shifted = step * pow(10, decimals);

		if (shifted >= 1 - 1e-9 && fabs(shifted - round(shifted)) < 1e-6 * shifted)
			return decimals;
	}
	return 12;
}

void spot_figure_tick(struct spot_buf *out, enum spot_figure kind, double value, double step,
    double top)
{
	double scale = formats[kind].scale;
	struct suffix suffix = { 1, "" };

	if (!isfinite(value)) {
		spot_buf_text(out, SPOT_FIGURE_DASH);
		return;
	}
	if (top * scale >= 10000)
		suffix = suffix_of(top * scale);
	scale /= suffix.scale;
	fixed(out, value * scale, step_decimals(step * scale), formats[kind].is_signed);
	if (value != 0)
		spot_buf_text(out, suffix.text);
	spot_buf_text(out, kind == SPOT_FIGURE_PERCENT ? " %" : "");
}

void spot_figure_short(struct spot_buf *out, enum spot_figure kind, double value)
{
	double scaled = value * formats[kind].scale, size = fabs(scaled);
	struct suffix suffix = { 1, "" };

	if (!isfinite(scaled)) {
		spot_buf_text(out, SPOT_FIGURE_DASH);
		return;
	}
	if (size < 1000 && formats[kind].scale == 1) {
		spot_figure_print(out, kind, value);
		return;
	}
	if (size >= 1e12) {
		power(out, scaled, 0);
		return;
	}
	if (size >= 1000)
		suffix = suffix_of(size);
	scaled /= suffix.scale;
	fixed(out, scaled, fabs(scaled) < 10 && suffix.scale > 1 ? 1 : 0, formats[kind].is_signed);
	spot_buf_text(out, suffix.text);
	spot_buf_text(out, kind == SPOT_FIGURE_PERCENT ? " %" : "");
}
