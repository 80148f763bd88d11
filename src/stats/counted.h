/* SPDX-License-Identifier: MIT */
/*
 * Scores and outcomes, counted: for each distinct score, how many accounts have the outcome
 * (positives) and how many do not. Whatever depends on ranks alone (AUC, its variance,
 * Mann-Whitney, Kolmogorov-Smirnov, average precision, capacity) is computed from these
 * cells, exactly, and two million accounts of a hundred scores need no sort.
 *
 * Cells stand in strictly ascending order of score and none is empty. Functions that take
 * cells refuse (SPOT_EDATA) any that are not so, and those without a positive or without a
 * negative. Any thread.
 */
#ifndef SPOT_STATS_COUNTED_H
#define SPOT_STATS_COUNTED_H

#include <stddef.h>
#include <stdint.h>

struct spot_error;

/* Accounts of either outcome: within it, all sums over pairs are exact integers. */
#define SPOT_COUNTED_MAX INT32_MAX

struct spot_counted {
	double score;
	uint32_t n_pos, n_neg;
};

/* Pairs of a positive and a negative account. */
struct spot_counted_pairs {
	uint64_t n_pos, n_neg; /* accounts */
	uint64_t gt, eq, lt;   /* pairs in which the positive's score is greater, equal, less */
};

/* *cells: made from n scores; labels[i] != 0 marks a positive. free() it. SPOT_EDATA when a
 * score is not finite, SPOT_ENOMEM. One class may be missing here. */
int spot_counted_new(struct spot_counted **cells, size_t *n_cells, const double *scores,
    const uint8_t *labels, size_t n, struct spot_error *err);

/* The same from two samples: pos are the positives' numbers. */
int spot_counted_new_samples(struct spot_counted **cells, size_t *n_cells, const double *pos,
    size_t n_pos, const double *neg, size_t n_neg, struct spot_error *err);

/* Counts the pairs; checks the cells. */
int spot_counted_pairs(struct spot_counted_pairs *pairs, const struct spot_counted *cells,
    size_t n_cells, struct spot_error *err);

#endif
