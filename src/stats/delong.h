/* SPDX-License-Identifier: MIT */
/*
 * AUCs of several scores of the same accounts, compared: DeLong, DeLong and Clarke-Pearson
 * (1988), by the mid-ranks of Sun and Xu (2014), O(n log n) a score and O(n) a pair. Sums
 * are integers; a difference's variance is formed from the differences themselves and not
 * as a + b - 2 ab, so that scores nearly alike lose no digits. Any thread.
 */
#ifndef SPOT_STATS_DELONG_H
#define SPOT_STATS_DELONG_H

#include <stddef.h>
#include <stdint.h>

#include "stats/tail.h"

struct spot_error;

/* One score's placements: 4 bytes an account. */
struct spot_delong;

struct spot_delong_difference {
	double auc_a, auc_b, diff; /* a - b */
	double var, se, z;
	struct spot_tail tail;     /* two-sided */
	struct spot_interval ci;   /* diff -+ z se, clipped to [-1, 1] */
};

/* labels[i] != 0 marks a positive; borrowed until free. Both classes need two accounts:
 * SPOT_EDATA otherwise, or when a score is not finite; SPOT_ENOMEM. */
int spot_delong_new(struct spot_delong **out, const double *scores, const uint8_t *labels,
    size_t n, struct spot_error *err);
/* The same of scores that are whole numbers below n_ranks: no sort, O(n + n_ranks). */
int spot_delong_new_ranked(struct spot_delong **out, const uint32_t *ranks, size_t n_ranks,
    const uint8_t *labels, size_t n, struct spot_error *err);
void spot_delong_free(struct spot_delong *delong);

double spot_delong_auc(const struct spot_delong *delong);

/* Both must have been made with the same labels and n (SPOT_EUSAGE). Where the variance is 0
 * there is nothing to judge by: z is 0 and p is 1, whatever diff is. */
int spot_delong_compare(struct spot_delong_difference *out, const struct spot_delong *a,
    const struct spot_delong *b, double level, struct spot_error *err);

/* cov: k x k, row by row, the covariances of the k AUCs. */
int spot_delong_covariance(double *cov, const struct spot_delong *const *items, size_t k,
    struct spot_error *err);

/* Whether all k >= 2 AUCs are one: chi-square with k - 1 degrees of freedom over the
 * contrasts to the first. SPOT_EDATA when a score adds nothing to the others (their
 * covariance is singular). */
int spot_delong_equal(double *chi2, struct spot_tail *tail, const struct spot_delong *const *items,
    size_t k, struct spot_error *err);

#endif
