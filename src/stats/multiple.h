/* SPDX-License-Identifier: MIT */
/*
 * Probabilities of many tests, adjusted so that chance has no more to gain from many than
 * from one. In the order of p the adjusted ones never fall. Any thread.
 */
#ifndef SPOT_STATS_MULTIPLE_H
#define SPOT_STATS_MULTIPLE_H

#include <stddef.h>

#include "stats/tail.h"

struct spot_error;

enum spot_multiple_method {
	SPOT_MULTIPLE_BONFERRONI,
	SPOT_MULTIPLE_HOLM,       /* Holm 1979: no false find among all, at least as strong */
	SPOT_MULTIPLE_BH,         /* Benjamini and Hochberg 1995: share of false finds */
	SPOT_MULTIPLE_BY,         /* Benjamini and Yekutieli 2001: the same, however dependent */
	SPOT_MULTIPLE_COUNT
};

/* adjusted[i] of tails[i]; they may be one array. n_family >= n: the tests that were made in
 * all, of which those not given here count as not significant (the looks at the same data
 * before this one). SPOT_EUSAGE when n_family < n, SPOT_EDATA when a p is not within [0, 1],
 * SPOT_ENOMEM. */
int spot_multiple_adjust(struct spot_tail *adjusted, const struct spot_tail *tails, size_t n,
    size_t n_family, enum spot_multiple_method method, struct spot_error *err);

#endif
