/* SPDX-License-Identifier: MIT */
/*
 * What a column of numbers looks like. Blanks are the caller's to leave out. Quantiles are
 * type 7 of Hyndman and Fan (1996), the default of R and NumPy: linear between the order
 * statistics around (n - 1) q. sd is the sample's (n - 1). Any thread.
 */
#ifndef SPOT_STATS_DESCRIBE_H
#define SPOT_STATS_DESCRIBE_H

#include <stddef.h>

struct spot_error;

struct spot_describe {
	size_t n;
	double mean, sd; /* sd NAN when n is 1 */
	double min, q25, median, q75, max;
};

/* How unevenly a total is spread over accounts. */
struct spot_describe_shares {
	double total;
	size_t top_n;      /* share of n, rounded up */
	double top_cut;    /* the least number among the top_n greatest */
	double top_share;  /* of the total; NAN when it is 0, as gini */
	double gini;       /* sum (2i - n - 1) x_i / (n total), ascending, i from 1 */
};

/* Sorts x, which is the caller's array, and describes it. SPOT_EDATA when n is 0 or a number
 * is not finite, SPOT_ENOMEM. */
int spot_describe_numbers(struct spot_describe *out, double *x, size_t n,
    struct spot_error *err);

/* sorted: ascending, n > 0. 0 <= q <= 1. */
double spot_describe_quantile(const double *sorted, size_t n, double q);

/* sorted: ascending, n > 0. 0 < share <= 1. */
struct spot_describe_shares spot_describe_shares(const double *sorted, size_t n, double share);

/* How many of the greatest make up that share of the total; n when none do. */
size_t spot_describe_needed(const double *sorted, size_t n, double share);

#endif
