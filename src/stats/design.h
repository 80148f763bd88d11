/* SPDX-License-Identifier: MIT */
/*
 * What a logistic model is fitted to: rows of numbers, each with an outcome. Both fits see
 * the columns standardised (mean 0, standard deviation 1), so that a penalty weighs all
 * alike and large units do no harm; coefficients are given in the columns' own units. Any
 * thread.
 */
#ifndef SPOT_STATS_DESIGN_H
#define SPOT_STATS_DESIGN_H

#include <stddef.h>
#include <stdint.h>

struct spot_error;

struct spot_design {
	const double *x;       /* row by row, n_cols each; no column for the intercept */
	const uint8_t *labels; /* != 0: has the outcome */
	const double *weights; /* accounts that a row stands for; NULL: 1 each */
	const uint32_t *rows;  /* the n_rows rows that count, by number; NULL: the first n_rows */
	size_t n_rows, n_cols;
};

struct spot_design_scale {
	double *mean, *sd;  /* of the columns; sd 0 where one value is all there is */
	double weight;      /* of all rows */
	double weight_pos;  /* of those with the outcome */
};

/* mean and sd point to n_cols numbers of the caller's. SPOT_EDATA when a number is not
 * finite, a weight is negative, or an outcome is missing. */
int spot_design_scale(struct spot_design_scale *scale, const struct spot_design *design,
    struct spot_error *err);

/* The i-th row that counts. */
size_t spot_design_row(const struct spot_design *design, size_t i);
double spot_design_weight(const struct spot_design *design, size_t row);

/* coefs[n_cols + 1], the intercept first, from those of standardised columns to those of the
 * columns as they are. Columns of sd 0 get 0. In place. */
void spot_design_unscale(double *coefs, const struct spot_design_scale *scale, size_t n_cols);

/* Intercept and coefficients on one row of numbers: log-odds, and the probability. */
double spot_design_log_odds(const double *coefs, const double *row, size_t n_cols);
double spot_design_probability(double log_odds);
/* ln P(label) at these log-odds, without overflow. */
double spot_design_log_likelihood(double log_odds, uint8_t label);

#endif
