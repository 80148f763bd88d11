/* SPDX-License-Identifier: MIT */
/*
 * A step is a mantissa of two digits times a power of ten, and a multiple of it a whole
 * number times or over a power of ten: one rounding, so that 0.3 is the 0.3 that is read.
 */
#include "stats/bin.h"

#include <math.h>

#define DIGITS 17
#define POWER_EXACT 22 /* 10^22 is the greatest power of ten that a double holds */

/* The greatest multiple of mantissa * 10^power that is not above high. */
static double multiple_below(double high, double mantissa, int power)
{
	if (power >= 0) {
		double step = mantissa * pow(10, power);
		return floor(high / step) * step;
	}
	double scale = pow(10, -power), n = floor(high * scale / mantissa);
	/* The quotient may have been rounded down past a whole number. */
	double above = (n + 1) * mantissa / scale;
	return above <= high ? above : n * mantissa / scale;
}

double spot_bin_round(double low, double high, bool whole)
{
	static const double mantissas[] = { 50, 25, 20, 10 };
	if (low < 0 && high >= 0)
		return 0;
	int top = (int)ceil(log10(fmax(fabs(low), fabs(high))));
	for (int power = top; power > top - DIGITS && power > -POWER_EXACT; power--) {
		for (int i = 0; i < 4; i++) {
			double x = multiple_below(high, mantissas[i], power - 1);
			if (x > low && x <= high && (!whole || x == floor(x)))
				return x;
		}
	}
	return high;
}
