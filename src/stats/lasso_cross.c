/* SPDX-License-Identifier: MIT */
#include "stats/lasso.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"

struct losses {
	double *of_fold; /* [n_folds][n_lambdas], per account left out */
	double *coefs;   /* [n_lambdas][n_cols + 1] */
	uint32_t *rows;
};

/* The mean loss of the rows of the fold, or of a path fitted to the others, each lambda. */
static void fold_judge(double *losses, const double *coefs, const struct spot_design *design,
    size_t n_lambdas, const uint8_t *folds, size_t fold)
{
	double weight = 0;
	size_t n_cols = design->n_cols;
	for (size_t i = 0; i < design->n_rows; i++) {
		size_t row = spot_design_row(design, i);
		if (folds[row] != fold)
			continue;
		double w = spot_design_weight(design, row);
		weight += w;
		for (size_t l = 0; l < n_lambdas; l++)
			losses[l] -= w * spot_design_log_likelihood(spot_design_log_odds(
			    coefs + l * (n_cols + 1), design->x + row * n_cols, n_cols),
			    design->labels[row]);
	}
	for (size_t l = 0; l < n_lambdas; l++)
		losses[l] = weight > 0 ? losses[l] / weight : NAN;
}

static int fold_run(struct losses *l, const struct spot_design *design, const double *lambdas,
    size_t n_lambdas, const uint8_t *folds, size_t fold, struct spot_error *err)
{
	struct spot_design rest = *design;
	rest.rows = l->rows;
	rest.n_rows = 0;
	for (size_t i = 0; i < design->n_rows; i++) {
		size_t row = spot_design_row(design, i);
		if (folds[row] != fold)
			l->rows[rest.n_rows++] = (uint32_t)row;
	}
	int rc = spot_lasso_path(l->coefs, &rest, lambdas, n_lambdas, err);
	if (rc == 0)
		fold_judge(l->of_fold + fold * n_lambdas, l->coefs, design, n_lambdas, folds, fold);
	return rc;
}

static struct spot_lasso_cross cross_of(const double *losses, size_t n_folds, size_t stride)
{
	double n = 0, sum = 0, squares = 0;
	for (size_t f = 0; f < n_folds; f++) {
		if (isnan(losses[f * stride]))
			continue; /* a fold without rows */
		n++;
		sum += losses[f * stride];
	}
	double mean = sum / n;
	for (size_t f = 0; f < n_folds; f++) {
		double off = losses[f * stride] - mean;
		squares += isnan(off) ? 0 : off * off;
	}
	return (struct spot_lasso_cross) { mean, n > 1 ? sqrt(squares / (n - 1) / n) : NAN };
}

int spot_lasso_cross(struct spot_lasso_cross *cross, size_t *best, size_t *simple,
    const struct spot_design *design, const double *lambdas, size_t n_lambdas,
    const uint8_t *folds, size_t n_folds, struct spot_error *err)
{
	assert(n_lambdas > 0 && n_folds > 1);
	int rc = 0;
	struct losses l = { 0 };
	l.of_fold = spot_mem_calloc(n_folds * n_lambdas, sizeof(*l.of_fold));
	l.coefs = spot_mem_calloc(n_lambdas * (design->n_cols + 1), sizeof(*l.coefs));
	l.rows = spot_mem_calloc(design->n_rows, sizeof(*l.rows));
	if (!l.of_fold || !l.coefs || !l.rows)
		rc = spot_error_nomem(err);
	for (size_t f = 0; f < n_folds && rc == 0; f++)
		rc = fold_run(&l, design, lambdas, n_lambdas, folds, f, err);
	if (rc == 0) {
		*best = *simple = 0;
		for (size_t i = 0; i < n_lambdas; i++) {
			cross[i] = cross_of(l.of_fold + i, n_folds, n_lambdas);
			if (cross[i].mean < cross[*best].mean)
				*best = i;
		}
		while (cross[*simple].mean > cross[*best].mean + cross[*best].error)
			++*simple;
	}
	free(l.of_fold);
	free(l.coefs);
	free(l.rows);
	return rc;
}
