/* SPDX-License-Identifier: MIT */
/*
 * The bootstrap (Efron 1979): how a statistic would vary had other accounts come. Accounts
 * that are alike for the statistic stand in one cell with their count; a replicate draws
 * new counts, as drawing as many accounts with replacement would (multinomial), within each
 * stratum apart, so that its total stays. Two scores compared on one draw make the bootstrap
 * a paired one: cells are then the distinct pairs of scores by outcome.
 *
 * Replicate r depends on (seed, r) alone. Threads may each do a range of replicates, and the
 * result is the same for any division. 2,000 replicates are enough for 95 % intervals.
 */
#ifndef SPOT_STATS_RESAMPLE_H
#define SPOT_STATS_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "stats/tail.h"

struct spot_error;

struct spot_resample {
	const uint32_t *counts; /* accounts in each cell; their sum is below 2^32 */
	const uint8_t *strata;  /* each cell's stratum, such as the outcome; NULL: one */
	size_t n_cells;
	uint64_t seed;
};

/* Replicate r's counts: counts[n_cells]. */
void spot_resample_counts(uint32_t *counts, const struct spot_resample *plan, uint32_t r);

/* The interval from the n replicates at stats[0], stats[stride], …: their percentiles (type 7).
 * SPOT_EDATA when n is 0 or a replicate is not finite, SPOT_ENOMEM. */
int spot_resample_percentile(struct spot_interval *out, const double *stats, size_t n,
    size_t stride, double level, struct spot_error *err);

/* Two-sided p that the statistic is 0: twice the smaller share of replicates at or beyond 0,
 * itself counted as one of them (Davison and Hinkley 1997, section 4.2), at most 1. n > 0. */
double spot_resample_p(const double *stats, size_t n, size_t stride);

#endif
