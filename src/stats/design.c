/* SPDX-License-Identifier: MIT */
#include "stats/design.h"

#include <math.h>
#include <stdbool.h>

#include "base/error.h"

#define SD_LOST 1e-10 /* of the mean: what rounding leaves of a constant's deviation */

size_t spot_design_row(const struct spot_design *design, size_t i)
{
	return design->rows ? design->rows[i] : i;
}

double spot_design_weight(const struct spot_design *design, size_t row)
{
	return design->weights ? design->weights[row] : 1;
}

static int row_check(const struct spot_design *design, size_t row, struct spot_error *err)
{
	const double *x = design->x + row * design->n_cols;
	if (!(spot_design_weight(design, row) >= 0) || isinf(spot_design_weight(design, row)))
		return spot_error_set(err, SPOT_EDATA, "row %zu has no proper weight", row + 1);
	for (size_t j = 0; j < design->n_cols; j++) {
		if (!isfinite(x[j]))
			return spot_error_set(err, SPOT_EDATA,
			    "row %zu, number %zu is not finite", row + 1, j + 1);
	}
	return 0;
}

/* Adds what each row adds to the columns: its number, or its square from the mean. */
static void columns_sum(double *sums, const double *mean, const struct spot_design *design)
{
	for (size_t j = 0; j < design->n_cols; j++)
		sums[j] = 0;
	for (size_t i = 0; i < design->n_rows; i++) {
		size_t row = spot_design_row(design, i);
		const double *x = design->x + row * design->n_cols;
		double weight = spot_design_weight(design, row);
		for (size_t j = 0; j < design->n_cols; j++) {
			double off = mean ? x[j] - mean[j] : x[j];
			sums[j] += weight * (mean ? off * off : off);
		}
	}
}

int spot_design_scale(struct spot_design_scale *scale, const struct spot_design *design,
    struct spot_error *err)
{
	scale->weight = scale->weight_pos = 0;
	for (size_t i = 0; i < design->n_rows; i++) {
		size_t row = spot_design_row(design, i);
		int rc = row_check(design, row, err);
		if (rc < 0)
			return rc;
		scale->weight += spot_design_weight(design, row);
		scale->weight_pos += design->labels[row] ? spot_design_weight(design, row) : 0;
	}
	if (!(scale->weight_pos > 0 && scale->weight_pos < scale->weight))
		return spot_error_set(err, SPOT_EDATA, "all rows have one outcome");
	columns_sum(scale->mean, NULL, design);
	for (size_t j = 0; j < design->n_cols; j++)
		scale->mean[j] /= scale->weight;
	columns_sum(scale->sd, scale->mean, design);
	for (size_t j = 0; j < design->n_cols; j++) {
		double sd = sqrt(scale->sd[j] / scale->weight);
		scale->sd[j] = sd > SD_LOST * fabs(scale->mean[j]) ? sd : 0;
	}
	return 0;
}

void spot_design_unscale(double *coefs, const struct spot_design_scale *scale, size_t n_cols)
{
	for (size_t j = 0; j < n_cols; j++) {
		coefs[j + 1] = scale->sd[j] > 0 ? coefs[j + 1] / scale->sd[j] : 0;
		coefs[0] -= coefs[j + 1] * scale->mean[j];
	}
}

double spot_design_log_odds(const double *coefs, const double *row, size_t n_cols)
{
	double sum = coefs[0];
	for (size_t j = 0; j < n_cols; j++)
		sum += coefs[j + 1] * row[j];
	return sum;
}

double spot_design_probability(double log_odds)
{
	return 1 / (1 + exp(-log_odds));
}

double spot_design_log_likelihood(double log_odds, uint8_t label)
{
	double against = label ? -log_odds : log_odds;
	return against > 0 ? -against - log1p(exp(-against)) : -log1p(exp(against));
}
