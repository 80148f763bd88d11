/* SPDX-License-Identifier: MIT */
/*
 * Columns are standardised on the fly: a row's log-odds are those of unscaled coefficients,
 * and the gradient of a standardised column is (sum r x - mean sum r) / sd, r = p - y. A fit
 * is judged by the conditions of the minimum themselves, not by how the optimiser ended: at
 * a chosen column the gradient is -lambda times its sign, elsewhere at most lambda.
 */
#include "stats/lasso.h"

#include <lbfgs.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

#define EPSILON 1e-7
#define ITERATIONS 2000
#define CONDITION 1e-4 /* the largest gradient that is left over, per account */

struct fit {
	const struct spot_design *design;
	struct spot_design_scale scale;
	double *coefs;    /* unscaled, of the point looked at */
	double *gradient; /* of the final check */
	size_t n;         /* n_cols + 1 */
};

/* The mean loss at the standardised coefficients x, and its gradient; the library may have
 * padded both with places that mean nothing. */
static lbfgsfloatval_t evaluate(void *ctx, const lbfgsfloatval_t *x, lbfgsfloatval_t *gradient,
    const int n_padded, const lbfgsfloatval_t step)
{
	(void)step;
	struct fit *f = ctx;
	const struct spot_design *d = f->design;
	double loss = 0;
	memcpy(f->coefs, x, f->n * sizeof(*x));
	spot_design_unscale(f->coefs, &f->scale, d->n_cols);
	memset(gradient, 0, (size_t)n_padded * sizeof(*gradient));
	for (size_t i = 0; i < d->n_rows; i++) {
		size_t row = spot_design_row(d, i);
		const double *numbers = d->x + row * d->n_cols;
		double log_odds = spot_design_log_odds(f->coefs, numbers, d->n_cols);
		double weight = spot_design_weight(d, row) / f->scale.weight;
		double off = weight * (spot_design_probability(log_odds) - (d->labels[row] != 0));
		loss -= weight * spot_design_log_likelihood(log_odds, d->labels[row]);
		gradient[0] += off;
		for (size_t j = 0; j < d->n_cols; j++)
			gradient[j + 1] += off * numbers[j];
	}
	for (size_t j = 0; j < d->n_cols; j++) {
		double sd = f->scale.sd[j], mean = f->scale.mean[j];
		gradient[j + 1] = sd > 0 ? (gradient[j + 1] - mean * gradient[0]) / sd : 0;
	}
	return loss;
}

/* How far the coefficients are from the conditions of the minimum. */
static double violation(struct fit *f, const double *x, double lambda)
{
	evaluate(f, x, f->gradient, (int)f->n, 0);
	double most = fabs(f->gradient[0]);
	for (size_t j = 1; j < f->n; j++) {
		double g = f->gradient[j];
		double off = x[j] != 0 ? fabs(g + copysign(lambda, x[j])) : fabs(g) - lambda;
		most = off > most || isnan(off) ? off : most; /* no number stays no number */
	}
	return most;
}

static int fit_once(lbfgsfloatval_t *x, struct fit *f, double lambda, struct spot_error *err)
{
	lbfgs_parameter_t param;
	lbfgs_parameter_init(&param);
	param.linesearch = LBFGS_LINESEARCH_BACKTRACKING;
	param.orthantwise_c = lambda;
	param.orthantwise_start = 1;
	param.orthantwise_end = (int)f->n;
	param.epsilon = EPSILON;
	param.max_iterations = ITERATIONS;
	int rc = lbfgs((int)f->n, x, NULL, evaluate, NULL, f, &param);
	if (rc == LBFGSERR_OUTOFMEMORY)
		return spot_error_nomem(err);
	double left = violation(f, x, lambda);
	if (!(left <= CONDITION))
		return spot_error_set(err, SPOT_EDATA, "the fit did not converge (%.2g left, %d)",
		    left, rc);
	return 0;
}

static int fit_begin(struct fit *f, const struct spot_design *design, struct spot_error *err)
{
	*f = (struct fit) { .design = design, .n = design->n_cols + 1 };
	f->coefs = spot_mem_calloc(f->n, 4 * sizeof(*f->coefs));
	if (!f->coefs)
		return spot_error_nomem(err);
	f->gradient = f->coefs + f->n;
	f->scale.mean = f->gradient + f->n;
	f->scale.sd = f->scale.mean + f->n;
	return spot_design_scale(&f->scale, design, err);
}

static void fit_end(struct fit *f)
{
	free(f->coefs);
}

static double log_odds_of_all(const struct fit *f)
{
	return log(f->scale.weight_pos / (f->scale.weight - f->scale.weight_pos));
}

int spot_lasso_most(double *lambda, const struct spot_design *design, struct spot_error *err)
{
	struct fit f;
	double *x = NULL;
	int rc = fit_begin(&f, design, err);
	if (rc == 0 && !(x = spot_mem_calloc(f.n, sizeof(*x))))
		rc = spot_error_nomem(err);
	if (rc == 0) {
		x[0] = log_odds_of_all(&f);
		evaluate(&f, x, f.gradient, (int)f.n, 0);
		*lambda = 0;
		for (size_t j = 1; j < f.n; j++)
			*lambda = fmax(*lambda, fabs(f.gradient[j]));
	}
	free(x);
	fit_end(&f);
	return rc;
}

void spot_lasso_ladder(double *lambdas, size_t n, double most, double ratio)
{
	for (size_t i = 0; i < n; i++)
		lambdas[i] = most * pow(ratio, n > 1 ? (double)i / (double)(n - 1) : 0);
}

int spot_lasso_path(double *coefs, const struct spot_design *design, const double *lambdas,
    size_t n_lambdas, struct spot_error *err)
{
	struct fit f;
	lbfgsfloatval_t *x = NULL;
	int rc = fit_begin(&f, design, err);
	if (rc == 0 && !(x = lbfgs_malloc((int)f.n)))
		rc = spot_error_nomem(err);
	if (rc < 0)
		goto out;
	memset(x, 0, f.n * sizeof(*x));
	x[0] = log_odds_of_all(&f);
	for (size_t i = 0; i < n_lambdas && rc == 0; i++) {
		rc = fit_once(x, &f, lambdas[i], err);
		memcpy(coefs + i * f.n, x, f.n * sizeof(*x));
		spot_design_unscale(coefs + i * f.n, &f.scale, design->n_cols);
	}
out:
	lbfgs_free(x);
	fit_end(&f);
	return rc;
}
