/* SPDX-License-Identifier: MIT */
/*
 * Weight of evidence and information value of the bins of a variable (Good 1950; Siddiqi
 * 2006): woe = ln(share of the positives / share of the negatives), iv = (the shares'
 * difference) * woe, summed. Below 0.02 is commonly called no use, 0.1 weak, 0.3 medium, 0.5
 * strong. Any thread.
 */
#ifndef SPOT_STATS_WOE_H
#define SPOT_STATS_WOE_H

#include <stddef.h>
#include <stdint.h>

struct spot_error;

/* What becomes of a bin without positives or without negatives, whose logarithm is none. */
enum spot_woe_zeros {
	SPOT_WOE_STRICT,  /* its woe and iv are NAN, and so is the sum */
	SPOT_WOE_SKIP,    /* the same, and the sum is over the others */
	SPOT_WOE_099,     /* its count of 0 is taken as 0.99, totals as they are (R's scorecard) */
	SPOT_WOE_HALF,    /* 1/2 is added to each count of every bin, and to totals for each */
	SPOT_WOE_COUNT
};

struct spot_woe {
	double woe, iv;
};

/* woe[n_bins], *iv: of bins with n_pos[i] positives and n_neg[i] negatives. A bin without
 * accounts is left out: woe 0, iv 0. SPOT_EDATA without a positive or without a negative. */
int spot_woe_table(struct spot_woe *woe, double *iv, const uint64_t *n_pos,
    const uint64_t *n_neg, size_t n_bins, enum spot_woe_zeros zeros, struct spot_error *err);

#endif
