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

#endif
