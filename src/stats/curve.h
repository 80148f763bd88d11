/* SPDX-License-Identifier: MIT */
/*
 * What is gained by taking accounts from the best score down: points for ROC, gain and lift
 * curves and their tables. Any thread.
 */
#ifndef SPOT_STATS_CURVE_H
#define SPOT_STATS_CURVE_H

#include "stats/counted.h"
#include "stats/tail.h"

/* All accounts at or above a threshold are taken: ties are never split. */
struct spot_curve_point {
	double threshold;
	uint64_t taken, n_pos, n_neg;  /* n_pos + n_neg = taken */
	double precision, recall, fpr; /* n_pos of taken, of all positives; n_neg of all */
	double lift;                   /* precision over the rate of all accounts */
	double f1, youden;             /* youden: recall - fpr */
	struct spot_interval precision_ci; /* Wilson */
};

/* A slice of the accounts in the order of their scores. A block of equal scores that lies
 * across an edge is spread evenly, as its expectation over all orders: counts may be
 * fractions. Slice k of K holds the places n (k-1)/K to n k/K. */
struct spot_curve_slice {
	double n, n_pos, value;
	double rate, lift;             /* of this slice */
	double cum_n, cum_pos, cum_value;
	double cum_gain, cum_lift;     /* share of all positives; rate so far over the rate */
	double cum_value_share;        /* NAN when all values sum to 0, or there are none */
	double ks;                     /* share of the positives so far less that of others */
};

/* points[n_cells], best score first. Fails as spot_counted_pairs. */
int spot_curve_points(struct spot_curve_point *points, const struct spot_counted *cells,
    size_t n_cells, double level, struct spot_error *err);

/* Index of the point of largest youden, the highest threshold among equals. n_points > 0. */
size_t spot_curve_best(const struct spot_curve_point *points, size_t n_points);

/* sum (recall_k - recall_k-1) precision_k over the points: the step form, not interpolated. */
int spot_curve_average_precision(double *out, const struct spot_counted *cells, size_t n_cells,
    struct spot_error *err);

/* slices[n_slices]. values[i] is the sum over the accounts of cells[i]; NULL: none. Fails as
 * spot_counted_pairs. */
int spot_curve_slices(struct spot_curve_slice *slices, size_t n_slices,
    const struct spot_counted *cells, const double *values, size_t n_cells,
    struct spot_error *err);

#endif
