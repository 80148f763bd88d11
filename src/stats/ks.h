/* SPDX-License-Identifier: MIT */
/*
 * The largest distance between two samples' distributions: Kolmogorov and Smirnov. p is the
 * limiting one, of D sqrt(mn/(m+n)), as R's ks.test for large samples; ties make it
 * conservative. Any thread.
 */
#ifndef SPOT_STATS_KS_H
#define SPOT_STATS_KS_H

#include "stats/counted.h"
#include "stats/tail.h"

struct spot_ks {
	double d;
	double at; /* the first score, ascending, at or below which the shares differ by d */
	struct spot_tail tail;
};

/* Fails as spot_counted_pairs. */
int spot_ks_test(struct spot_ks *out, const struct spot_counted *cells, size_t n_cells,
    struct spot_error *err);

#endif
