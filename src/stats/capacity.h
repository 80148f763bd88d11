/* SPDX-License-Identifier: MIT */
/*
 * What is caught when only so many accounts can be worked: the best scores first. Where the
 * capacity ends among equal scores, which of them are taken is chance: counts are then the
 * expectation over all choices (the hypergeometric mean), with its standard deviation and
 * the least and most that could be. Any thread.
 */
#ifndef SPOT_STATS_CAPACITY_H
#define SPOT_STATS_CAPACITY_H

#include "stats/counted.h"

struct spot_capacity {
	double taken;                  /* capacity, or all accounts when there are fewer */
	double n_pos;                  /* positives among them, by expectation at the edge */
	double n_pos_sd;               /* of the choice at the edge; 0 when there is none */
	double n_pos_least, n_pos_most;
	double precision, recall;      /* n_pos of taken, of all positives */
	double lift;                   /* precision over the rate of all accounts */
	double value, value_share;     /* by expectation; share NAN when all sum to 0 */
	double edge_score;             /* the last score that is taken of */
	double edge_n, edge_taken;     /* accounts with it, and how many of them are taken */
};

/* values[i] is the sum over the accounts of cells[i]; NULL: none. capacity > 0 (SPOT_EUSAGE).
 * Otherwise fails as spot_counted_pairs. */
int spot_capacity_at(struct spot_capacity *out, const struct spot_counted *cells,
    const double *values, size_t n_cells, uint64_t capacity, struct spot_error *err);

/* The same of items with weights, as a bootstrap draws them: item i stands for weights[i]
 * accounts of score scores[i], outcome labels[i] and value values[i] each (NULL: none).
 * best_first lists the n items by score, descending. SPOT_EDATA without a positive and a
 * negative of weight above 0; nothing is allocated, so that it may be called often. */
int spot_capacity_weighted(struct spot_capacity *out, const uint32_t *best_first,
    const double *scores, const uint32_t *weights, const uint8_t *labels,
    const double *values, size_t n, uint64_t capacity, struct spot_error *err);

#endif
