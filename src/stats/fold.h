/* SPDX-License-Identifier: MIT */
/*
 * Cross-validation: each account judged by what was learnt from the others. Folds are
 * stratified (each gets its share of the positives) and depend on the seed alone. Any thread.
 */
#ifndef SPOT_STATS_FOLD_H
#define SPOT_STATS_FOLD_H

#include <stddef.h>
#include <stdint.h>

struct spot_error;

/* folds[i] < n_folds (2 to 255) for each of n labels. Sizes differ by one at most, and so do
 * the numbers of positives. SPOT_EDATA when a fold would be without a positive or without a
 * negative; SPOT_ENOMEM. */
int spot_fold_assign(uint8_t *folds, const uint8_t *labels, size_t n, size_t n_folds,
    uint64_t seed, struct spot_error *err);

/* Learns from the accounts listed in train, and scores those in test: scores[i] for test[i].
 * All that looks at outcomes (thresholds, choice of columns, weights) must happen inside, on
 * train alone. A negative return ends the validation with it. */
typedef int spot_fold_learn(void *ctx, const uint32_t *train, size_t n_train,
    const uint32_t *test, size_t n_test, double *scores, struct spot_error *err);

/* scores[n_rows]: of each of the listed rows (NULL: 0 to n_rows - 1) when it was left out;
 * labels are by row. Nested validation is a learner that calls this on its train, with
 * another seed, to make its own choices. Lists are in ascending order of place. Fails as
 * spot_fold_assign and as learn. */
int spot_fold_cross(double *scores, const uint8_t *labels, const uint32_t *rows, size_t n_rows,
    size_t n_folds, uint64_t seed, spot_fold_learn *learn, void *ctx, struct spot_error *err);

#endif
