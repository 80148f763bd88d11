/* SPDX-License-Identifier: MIT */
/*
 * Whether probabilities mean what they say. predicted[i] is within [0, 1]; labels[i] != 0
 * marks an account that has the outcome. Any thread.
 */
#ifndef SPOT_STATS_CALIBRATION_H
#define SPOT_STATS_CALIBRATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stats/counted.h"
#include "stats/tail.h"

struct spot_calibration_group {
	double low, high;       /* least and greatest probability */
	uint64_t n, n_pos;
	double expected;        /* sum of the probabilities */
	double predicted, rate; /* expected / n, n_pos / n */
	struct spot_interval rate_ci; /* Wilson */
};

/* Brier's score (1950): the mean of (predicted - outcome)^2. SPOT_EDATA when n is 0 or a
 * probability is none. */
int spot_calibration_brier(double *out, const double *predicted, const uint8_t *labels,
    size_t n, struct spot_error *err);

/* The reliability table: groups[max_groups], as alike in size as can be when accounts of
 * one probability stay together; *n_groups of them are filled, in ascending order. A block
 * goes to the group in which its middle falls. Fails as Brier's, and SPOT_ENOMEM. */
int spot_calibration_groups(struct spot_calibration_group *groups, size_t *n_groups,
    size_t max_groups, const double *predicted, const uint8_t *labels, size_t n, double level,
    struct spot_error *err);

/* Hosmer and Lemeshow (1980): sum (n_pos - expected)^2 / (expected (1 - expected / n)), with
 * n_groups - 2 degrees of freedom for probabilities fitted to the same accounts, n_groups
 * for others (fitted false). SPOT_EDATA when that leaves none, or a group expects 0 or all. */
int spot_calibration_hosmer(double *chi2, struct spot_tail *tail,
    const struct spot_calibration_group *groups, size_t n_groups, bool fitted,
    struct spot_error *err);

/* The rates that rise with the score and are nearest to the observed ones: isotonic
 * regression by pooling adjacent violators (Ayer and others 1955). rates[n_cells]. Fails as
 * spot_counted_pairs. */
int spot_calibration_isotonic(double *rates, const struct spot_counted *cells, size_t n_cells,
    struct spot_error *err);

#endif
