/* SPDX-License-Identifier: MIT */
/*
 * Logistic regression by maximum likelihood (Cox 1958): Newton's method, which for it is
 * iteratively reweighted least squares (McCullagh and Nelder 1989). Any thread.
 */
#ifndef SPOT_STATS_LOGIT_H
#define SPOT_STATS_LOGIT_H

#include "stats/design.h"

struct spot_logit {
	double log_likelihood, log_likelihood_null; /* null: the intercept alone */
	size_t n_steps;
};

/* coefs, errors: n_cols + 1 each, the intercept first; errors are standard errors from the
 * inverse of the information matrix. coefs / errors is Wald's z. SPOT_EDATA when
 * spot_design_scale fails so, columns are constant or determined by others, or the outcome
 * by the columns (no maximum then exists); SPOT_ENOMEM. */
int spot_logit_fit(struct spot_logit *out, double *coefs, double *errors,
    const struct spot_design *design, struct spot_error *err);

#endif
