/* SPDX-License-Identifier: MIT */
/*
 * Levels of a text field put together until what is left differs: pairs of neighbours by
 * rate, the least different first, as CHAID does (Kass 1980). Any thread.
 */
#ifndef SPOT_STATS_LEVEL_H
#define SPOT_STATS_LEVEL_H

#include <stddef.h>
#include <stdint.h>

struct spot_error;

struct spot_level_options {
	double alpha;   /* groups stay apart when Pearson's chi-square gives p <= alpha */
	uint64_t min_n; /* and both have so many accounts */
};

#define SPOT_LEVEL_INIT { 0.01, 30 }

/* groups[n_levels]: the group of each level, from 0 on in ascending order of rate; *n_groups
 * of them. Levels without accounts are in group 0. Neighbours' p is not adjusted for the
 * choice among levels; n_levels^2 steps at worst, levels of one rate counting once.
 * SPOT_EDATA when there is no account; SPOT_ENOMEM. */
int spot_level_merge(uint32_t *groups, size_t *n_groups, const struct spot_level_options *options,
    const uint64_t *n_pos, const uint64_t *n_neg, size_t n_levels, struct spot_error *err);

#endif
