/* SPDX-License-Identifier: MIT */
/*
 * In standardised columns z the log-likelihood's gradient is sum w (y - p) z and its
 * information sum w p (1 - p) z z'. A Newton step solves the one by the other; it is halved
 * while the likelihood would fall. Where the columns tell the outcome without fail there is
 * no maximum: the log-odds grow from step to step, until they are past STEEP.
 */
#include "stats/logit.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <gsl/gsl_linalg.h>

#include "base/error.h"
#include "base/mem.h"
#include "stats/gsl.h"

#define STEPS_MAX 60
#define HALVES_MAX 30
#define STEP_DONE 1e-10
#define ROUNDING 1e-12   /* of the likelihood: a fall by less is none */
#define STEEP 40         /* log-odds of standardised columns that only separation reaches */
#define PIVOT_MIN 1e-10  /* what a column keeps of its variance beside the others */

struct fit {
	const struct spot_design *design;
	struct spot_design_scale scale;
	size_t n;             /* n_cols + 1 */
	double *coefs;        /* standardised, as are: */
	double *step, *tried, *gradient, *z, *diagonal;
	double *information;  /* n x n, then its Cholesky factor, then its inverse */
	double log_likelihood;
};

static void row_standardised(double *z, const struct fit *f, size_t row)
{
	const double *x = f->design->x + row * f->design->n_cols;
	z[0] = 1;
	for (size_t j = 1; j < f->n; j++)
		z[j] = (x[j - 1] - f->scale.mean[j - 1]) / f->scale.sd[j - 1];
}

static double log_odds(const double *coefs, const double *z, size_t n)
{
	return spot_design_log_odds(coefs, z + 1, n - 1);
}

static double log_likelihood(const struct fit *f, const double *coefs)
{
	double sum = 0;
	for (size_t i = 0; i < f->design->n_rows; i++) {
		size_t row = spot_design_row(f->design, i);
		row_standardised(f->z, f, row);
		sum += spot_design_weight(f->design, row) * spot_design_log_likelihood(
		    log_odds(coefs, f->z, f->n), f->design->labels[row]);
	}
	return sum;
}

static void derivatives(struct fit *f)
{
	size_t n = f->n;
	for (size_t j = 0; j < n; j++)
		f->gradient[j] = 0;
	for (size_t j = 0; j < n * n; j++)
		f->information[j] = 0;
	for (size_t i = 0; i < f->design->n_rows; i++) {
		size_t row = spot_design_row(f->design, i);
		row_standardised(f->z, f, row);
		double p = spot_design_probability(log_odds(f->coefs, f->z, n));
		double weight = spot_design_weight(f->design, row);
		double off = weight * ((f->design->labels[row] != 0) - p);
		for (size_t j = 0; j < n; j++) {
			double share = weight * p * (1 - p) * f->z[j];
			f->gradient[j] += off * f->z[j];
			for (size_t k = 0; k <= j; k++)
				f->information[j * n + k] += share * f->z[k];
		}
	}
	for (size_t j = 0; j < n; j++) {
		for (size_t k = 0; k < j; k++)
			f->information[k * n + j] = f->information[j * n + k];
	}
}

/* False when the information is singular. */
static bool factorise(struct fit *f)
{
	size_t n = f->n;
	for (size_t j = 0; j < n; j++)
		f->diagonal[j] = f->information[j * n + j];
	gsl_matrix_view matrix = gsl_matrix_view_array(f->information, n, n);
	if (gsl_linalg_cholesky_decomp1(&matrix.matrix) != 0)
		return false;
	for (size_t j = 0; j < n; j++) {
		double pivot = f->information[j * n + j];
		if (!(pivot * pivot > PIVOT_MIN * f->diagonal[j]))
			return false;
	}
	return true;
}

static bool is_steep(const struct fit *f)
{
	for (size_t j = 1; j < f->n; j++) {
		if (fabs(f->coefs[j]) > STEEP)
			return true;
	}
	return fabs(f->coefs[0]) > STEEP;
}

static int fail_separated(struct spot_error *err)
{
	return spot_error_set(err, SPOT_EDATA, "the columns tell the outcome without fail");
}

/* Moves along the step, or as far as the likelihood rises. False when it nowhere does. */
static bool move(struct fit *f)
{
	double share = 1;
	for (int i = 0; i < HALVES_MAX; i++, share /= 2) {
		for (size_t j = 0; j < f->n; j++)
			f->tried[j] = f->coefs[j] + share * f->step[j];
		double reached = log_likelihood(f, f->tried);
		if (reached >= f->log_likelihood - ROUNDING * fabs(f->log_likelihood)) {
			f->log_likelihood = reached;
			for (size_t j = 0; j < f->n; j++)
				f->coefs[j] = f->tried[j];
			return true;
		}
	}
	return false;
}

static double largest(const double *x, size_t n)
{
	double most = 0;
	for (size_t i = 0; i < n; i++)
		most = fmax(most, fabs(x[i]));
	return most;
}

/* To the maximum; the information there is then factorised. */
static int climb(struct fit *f, size_t *n_steps, struct spot_error *err)
{
	gsl_matrix_view matrix = gsl_matrix_view_array(f->information, f->n, f->n);
	gsl_vector_view gradient = gsl_vector_view_array(f->gradient, f->n);
	gsl_vector_view step = gsl_vector_view_array(f->step, f->n);
	for (*n_steps = 0; *n_steps < STEPS_MAX; ++*n_steps) {
		derivatives(f);
		if (!factorise(f))
			return *n_steps > 3 ? fail_separated(err) : spot_error_set(err, SPOT_EDATA,
			    "a column is determined by the others");
		gsl_linalg_cholesky_solve(&matrix.matrix, &gradient.vector, &step.vector);
		if (largest(f->step, f->n) < STEP_DONE * (1 + largest(f->coefs, f->n)))
			return 0;
		/* At the maximum, rounding may hide the rise of a step that is all but done. */
		if (!move(f))
			return 0;
		if (is_steep(f))
			break;
	}
	return fail_separated(err);
}

/* Variances of the coefficients in the columns' own units, of which the intercept is
 * b0 - sum b_j mean_j / sd_j. */
static void errors_fill(double *errors, struct fit *f)
{
	gsl_matrix_view matrix = gsl_matrix_view_array(f->information, f->n, f->n);
	gsl_linalg_cholesky_invert(&matrix.matrix);
	f->z[0] = 1;
	for (size_t j = 1; j < f->n; j++)
		f->z[j] = -f->scale.mean[j - 1] / f->scale.sd[j - 1];
	double var = 0;
	for (size_t j = 0; j < f->n; j++) {
		for (size_t k = 0; k < f->n; k++)
			var += f->z[j] * f->information[j * f->n + k] * f->z[k];
	}
	errors[0] = sqrt(var);
	for (size_t j = 1; j < f->n; j++)
		errors[j] = sqrt(f->information[j * f->n + j]) / f->scale.sd[j - 1];
}

static int constants_check(const struct fit *f, struct spot_error *err)
{
	for (size_t j = 0; j + 1 < f->n; j++) {
		if (f->scale.sd[j] == 0)
			return spot_error_set(err, SPOT_EDATA, "column %zu is constant", j + 1);
	}
	return 0;
}

static int fit_run(struct spot_logit *out, double *coefs, double *errors, struct fit *f,
    struct spot_error *err)
{
	int rc = spot_design_scale(&f->scale, f->design, err);
	if (rc == 0)
		rc = constants_check(f, err);
	if (rc < 0)
		return rc;
	double pos = f->scale.weight_pos, neg = f->scale.weight - pos;
	f->coefs[0] = log(pos / neg);
	out->log_likelihood_null = pos * log(pos / (pos + neg)) + neg * log(neg / (pos + neg));
	f->log_likelihood = log_likelihood(f, f->coefs);
	rc = climb(f, &out->n_steps, err);
	if (rc < 0)
		return rc;
	out->log_likelihood = f->log_likelihood;
	errors_fill(errors, f);
	for (size_t j = 0; j < f->n; j++)
		coefs[j] = f->coefs[j];
	spot_design_unscale(coefs, &f->scale, f->design->n_cols);
	return 0;
}

int spot_logit_fit(struct spot_logit *out, double *coefs, double *errors,
    const struct spot_design *design, struct spot_error *err)
{
	struct fit f = { .design = design, .n = design->n_cols + 1 };
	double *numbers = spot_mem_calloc(f.n, (8 + f.n) * sizeof(*numbers));
	if (!numbers)
		return spot_error_nomem(err);
	double **parts[] = { &f.coefs, &f.step, &f.tried, &f.gradient, &f.z, &f.diagonal,
		&f.scale.mean, &f.scale.sd };
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		*parts[i] = numbers + i * f.n;
	f.information = numbers + 8 * f.n;
	int rc = fit_run(out, coefs, errors, &f, err);
	free(numbers);
	return rc;
}
