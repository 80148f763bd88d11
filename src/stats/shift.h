/* SPDX-License-Identifier: MIT */
/*
 * How far a distribution has moved: the population stability index. Below 0.1 is commonly
 * called steady, above 0.25 shifted (Siddiqi 2006). Kolmogorov-Smirnov between old and new:
 * ks.h, over cells of both. Any thread.
 *
 * Bins of numbers are closed below and open above, the first and last open at the outside:
 * bin i holds cuts[i-1] <= x < cuts[i]. Blanks are a bin of their own, which the caller
 * counts.
 */
#ifndef SPOT_STATS_SHIFT_H
#define SPOT_STATS_SHIFT_H

#include <stddef.h>
#include <stdint.h>

struct spot_error;

/* The least share that a bin is taken to have, where one has none: its logarithm must be. */
#define SPOT_SHIFT_FLOOR 1e-4

/* cuts[n_bins - 1]: the quantiles (type 7) of the old numbers, sorted ascending; equal ones
 * are given once and one at the minimum is left out, so *n_cuts may be less, even 0. n > 0. */
void spot_shift_cuts(double *cuts, size_t *n_cuts, size_t n_bins, const double *sorted, size_t n);

/* Adds the n numbers to counts[n_cuts + 1]. */
void spot_shift_count(uint64_t *counts, const double *cuts, size_t n_cuts, const double *x,
    size_t n);

/* *psi: sum (new - old) ln(new / old) over the shares of n_bins bins, shares below least
 * (SPOT_SHIFT_FLOOR) taken as that, and bins that are empty in both left out; parts[n_bins]
 * are its terms (NULL: not wanted). SPOT_EDATA when either count is 0 all over. */
int spot_shift_psi(double *psi, double *parts, const uint64_t *old_counts,
    const uint64_t *new_counts, size_t n_bins, double least, struct spot_error *err);

#endif
