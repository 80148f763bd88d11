/* SPDX-License-Identifier: MIT */
/*
 * A sum of doubles that is the same whatever the order and however it is parted: what rounding
 * takes off is kept and added at the end (TwoSum: Knuth, The Art of Computer Programming, volume
 * 2, 4.2.2; Ogita, Rump, Oishi, Accurate Sum and Dot Product, 2005). It would need summands some
 * 2^50 apart for an order to show. Sums of what is infinite are infinite or NAN, as in doubles.
 */
#ifndef SPOT_BASE_SUM_H
#define SPOT_BASE_SUM_H

#include <math.h>

struct spot_sum {
	double high, low; /* all zero at first */
};

static inline void spot_sum_add(struct spot_sum *sum, double x)
{
	double high = sum->high + x;
	double part = high - sum->high;

	sum->low += (sum->high - (high - part)) + (x - part);
	sum->high = high;
}

static inline void spot_sum_merge(struct spot_sum *sum, const struct spot_sum *from)
{
	spot_sum_add(sum, from->high);
	sum->low += from->low;
}

static inline double spot_sum_value(const struct spot_sum *sum)
{
	return isfinite(sum->high) ? sum->high + sum->low : sum->high;
}

#endif
