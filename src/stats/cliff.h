/* SPDX-License-Identifier: MIT */
/*
 * Cliff's delta, how far one sample lies above another: P(pos > neg) - P(pos < neg), which
 * is 2 AUC - 1 (Cliff 1993). 0.147, 0.33 and 0.474 are commonly called small, medium and
 * large (Romano and others 2006). Any thread.
 *
 * Its variance is Cliff's unbiased estimate,
 *     (m^2 sum (d_i. - d)^2 + n^2 sum (d_.j - d)^2 - sum (d_ij - d)^2) / (m n (m-1) (n-1)),
 * n and m being the negatives and positives that the d_i. and d_.j are means over, and not
 * below (1 - d^2) / (m n - 1). The interval is his asymmetric one (Cliff 1996; Feng and
 * Cliff 2004), which stays within [-1, 1]; at |d| = 1 its inner end is
 * (k - z^2) / (k + z^2), k the smaller sample.
 */
#ifndef SPOT_STATS_CLIFF_H
#define SPOT_STATS_CLIFF_H

#include "stats/counted.h"
#include "stats/tail.h"

struct spot_cliff {
	double delta;
	double var;              /* NAN when either sample has one member only */
	struct spot_interval ci; /* [-1, 1] then */
};

/* Fails as spot_counted_pairs. */
int spot_cliff_delta(struct spot_cliff *out, const struct spot_counted *cells, size_t n_cells,
    double level, struct spot_error *err);

#endif
