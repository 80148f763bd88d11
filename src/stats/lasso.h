/* SPDX-License-Identifier: MIT */
/*
 * Logistic regression that chooses its columns: the mean negative log-likelihood plus lambda
 * times the sum of the coefficients' sizes (Tibshirani 1996), of standardised columns, the
 * intercept free. Minimised by OWL-QN (Andrew and Gao 2007) from libLBFGS. Any thread.
 */
#ifndef SPOT_STATS_LASSO_H
#define SPOT_STATS_LASSO_H

#include "stats/design.h"

/* The least lambda at which no column is chosen. Fails as spot_design_scale; SPOT_ENOMEM. */
int spot_lasso_most(double *lambda, const struct spot_design *design, struct spot_error *err);

/* lambdas[n], from most down to ratio * most, each the same share of the one before. */
void spot_lasso_ladder(double *lambdas, size_t n, double most, double ratio);

/* coefs[n_lambdas][n_cols + 1] in the columns' own units, the intercept first; exactly 0
 * where a column is not chosen. lambdas fall, and each fit begins at the one before. Fails
 * as spot_design_scale, with SPOT_EDATA too when a fit does not converge; SPOT_ENOMEM. */
int spot_lasso_path(double *coefs, const struct spot_design *design, const double *lambdas,
    size_t n_lambdas, struct spot_error *err);

/* Cross-validation of a path. */
struct spot_lasso_cross {
	double mean, error; /* negative log-likelihood of accounts not fitted to, per account;
	                     * the standard error of its mean over the folds */
};

/* cross[n_lambdas]; folds[row] < n_folds, of the design's rows by their number in x. *best has the
 * least mean, *simple is the greatest lambda within one error of that (Breiman and others
 * 1984). Fails as spot_lasso_path. */
int spot_lasso_cross(struct spot_lasso_cross *cross, size_t *best, size_t *simple,
    const struct spot_design *design, const double *lambdas, size_t n_lambdas,
    const uint8_t *folds, size_t n_folds, struct spot_error *err);

#endif
