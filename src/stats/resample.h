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

/* Computes n_stats numbers of the cells with these counts into stats. A negative return
 * ends the bootstrap with it. */
typedef int spot_resample_statistic(void *ctx, const uint32_t *counts, double *stats,
    struct spot_error *err);

/* Replicate r's counts: counts[n_cells]. */
void spot_resample_counts(uint32_t *counts, const struct spot_resample *plan, uint32_t r);

/* Replicate r's n accounts, by their places among n: the plain form of the above. */
void spot_resample_indices(uint32_t *indices, uint32_t n, uint64_t seed, uint32_t r);

/* Replicate r's order of the n labels, for a permutation test. */
void spot_resample_permuted(uint8_t *permuted, const uint8_t *labels, uint32_t n, uint64_t seed,
    uint32_t r);

/* Replicates first to first + n - 1: stats[n * n_stats], a row a replicate. SPOT_ENOMEM, and
 * what the statistic returns. */
int spot_resample_bootstrap(double *stats, const struct spot_resample *plan, uint32_t first,
    uint32_t n, spot_resample_statistic *statistic, size_t n_stats, void *ctx,
    struct spot_error *err);

/* The acceleration of each statistic for BCa, from the jackknife over accounts: one call of
 * the statistic a cell. 0 where nothing varies. Fails as spot_resample_bootstrap. */
int spot_resample_acceleration(double *acceleration, const struct spot_resample *plan,
    spot_resample_statistic *statistic, size_t n_stats, void *ctx, struct spot_error *err);

/* Intervals from the n replicates at stats[0], stats[stride], …: the percentiles (type 7), or
 * the bias-corrected and accelerated ones (Efron 1987) around the estimate. With
 * acceleration 0 the latter is BC. SPOT_EDATA when n is 0 or a replicate is not finite,
 * SPOT_ENOMEM. */
int spot_resample_percentile(struct spot_interval *out, const double *stats, size_t n,
    size_t stride, double level, struct spot_error *err);
int spot_resample_bca(struct spot_interval *out, const double *stats, size_t n, size_t stride,
    double estimate, double acceleration, double level, struct spot_error *err);

/* Two-sided p that the statistic is 0: twice the smaller share of replicates at or beyond 0,
 * itself counted as one of them (Davison and Hinkley 1997, section 4.2), at most 1. n > 0. */
double spot_resample_p(const double *stats, size_t n, size_t stride);

/* Two-sided p of a permutation test: the share of the permuted at least as far from 0 as the
 * observed, itself counted (Phipson and Smyth 2010). */
double spot_resample_permutation_p(double observed, const double *permuted, size_t n);

#endif
