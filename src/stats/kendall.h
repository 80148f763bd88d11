/* SPDX-License-Identifier: MIT */
/* How alike two rankings are: Kendall's tau-b (1945), which allows for ties in both. Any
 * thread. */
#ifndef SPOT_STATS_KENDALL_H
#define SPOT_STATS_KENDALL_H

#include <stddef.h>

struct spot_error;

/* O(n log n) (Knight 1966). SPOT_EDATA when n < 2, a number is not finite, or either ranking
 * has one value only (tau is then not defined); SPOT_ENOMEM. */
int spot_kendall_tau(double *tau, const double *x, const double *y, size_t n,
    struct spot_error *err);

#endif
