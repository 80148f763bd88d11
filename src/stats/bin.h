/* SPDX-License-Identifier: MIT */
/*
 * A number cut into few ranges whose outcome rates differ, at thresholds that people would
 * choose: 50 and not 47.3. Any thread.
 *
 * Every range pays for itself: it must raise the log-likelihood by ln n, the price of two
 * parameters (where, and how much) by the Bayesian information criterion (Schwarz 1978). The
 * rates rise or fall throughout, unless one that does neither is better by more than
 * insist.
 */
#ifndef SPOT_STATS_BIN_H
#define SPOT_STATS_BIN_H

#include <stdbool.h>

#include "stats/counted.h"

#define SPOT_BIN_MAX 8

enum spot_bin_trend {
	SPOT_BIN_FLAT,    /* one bin: the number tells nothing, or too little is there */
	SPOT_BIN_RISING,
	SPOT_BIN_FALLING,
	SPOT_BIN_MIXED,
	SPOT_BIN_COUNT
};

struct spot_bin_options {
	size_t max_bins;     /* 2 to SPOT_BIN_MAX */
	double min_share;    /* of the accounts that a bin must hold */
	uint64_t min_n;      /* and at least so many */
	double insist;       /* log-likelihood that a mixed trend must gain; 6: p about 0.0005 */
};

#define SPOT_BIN_INIT { 5, 0.05, 30, 6 }

struct spot_bin {
	double low, high; /* low <= x < high; the first is -INFINITY, the last INFINITY */
	uint64_t n_pos, n_neg;
};

struct spot_bins {
	struct spot_bin bins[SPOT_BIN_MAX];
	size_t n_bins;
	enum spot_bin_trend trend;
	double gain; /* log-likelihood over one bin's, before the price */
};

/* Fails as spot_counted_pairs; SPOT_ENOMEM. */
int spot_bin_numbers(struct spot_bins *out, const struct spot_bin_options *options,
    const struct spot_counted *cells, size_t n_cells, struct spot_error *err);

/* The roundest number above low and not above high: 0, else a multiple of the greatest 5,
 * 2.5, 2 or 1 times a power of ten that has one there, the greatest such. whole: a whole
 * number, if there is one. low < high, both finite. */
double spot_bin_round(double low, double high, bool whole);

#endif
