/* SPDX-License-Identifier: MIT */
/* Rates with their intervals. k of n, k <= n. Cannot fail; any thread. */
#ifndef SPOT_STATS_PROPORTION_H
#define SPOT_STATS_PROPORTION_H

#include <stdint.h>

#include "stats/tail.h"

struct spot_estimate {
	double value;
	struct spot_interval ci;
};

/* Wilson's score interval (1927), no continuity correction. [0, 1] when n is 0. */
struct spot_interval spot_proportion_wilson(uint64_t k, uint64_t n, double level);

/* k1/n1 - k2/n2 with Newcombe's hybrid score interval (1998, method 10), which stays within
 * [-1, 1]. NAN and [-1, 1] when n1 or n2 is 0. */
struct spot_estimate spot_proportion_difference(uint64_t k1, uint64_t n1, uint64_t k2,
    uint64_t n2, double level);

/* (k1/n1) / (k2/n2), the relative rate, with Katz's log interval (1978). Where k1 or k2 is
 * 0 the interval is that of k + 1/2 of n + 1/2 (Walter 1975). INFINITY when only k2 is 0,
 * NAN when both are; [0, INFINITY] when n1 or n2 is 0. */
struct spot_estimate spot_proportion_ratio(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2,
    double level);

#endif
