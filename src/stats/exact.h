/* SPDX-License-Identifier: MIT */
/* Sums of whole numbers that must not round. Only for this room. */
#ifndef SPOT_STATS_EXACT_H
#define SPOT_STATS_EXACT_H

#include <stdint.h>

/* The sample variance of n > 1 whole numbers from their sum and the sum of their squares.
 * |sum| and sqrt(n sum_sq) must be below 2^63. */
static inline double exact_variance(unsigned __int128 sum_sq, __int128 sum, uint64_t n)
{
	__int128 n_sum_sq = (__int128)(sum_sq * n);
	return (double)(n_sum_sq - sum * sum) / ((double)n * (double)(n - 1));
}

#endif
