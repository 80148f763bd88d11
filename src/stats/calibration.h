/* SPDX-License-Identifier: MIT */
/*
 * Whether probabilities mean what they say. predicted[i] is within [0, 1]; labels[i] != 0
 * marks an account that has the outcome. Any thread.
 */
#ifndef SPOT_STATS_CALIBRATION_H
#define SPOT_STATS_CALIBRATION_H

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

/* The reliability table: groups[max_groups], as alike in size as can be when accounts of
 * one probability stay together; *n_groups of them are filled, in ascending order. A block
 * goes to the group in which its middle falls. SPOT_EDATA when n is 0 or a
 * probability is none; SPOT_ENOMEM. */
int spot_calibration_groups(struct spot_calibration_group *groups, size_t *n_groups,
    size_t max_groups, const double *predicted, const uint8_t *labels, size_t n, double level,
    struct spot_error *err);

/* The rates that rise with the score and are nearest to the observed ones: isotonic
 * regression by pooling adjacent violators (Ayer and others 1955). rates[n_cells]. Fails as
 * spot_counted_pairs. */
int spot_calibration_isotonic(double *rates, const struct spot_counted *cells, size_t n_cells,
    struct spot_error *err);

#endif
