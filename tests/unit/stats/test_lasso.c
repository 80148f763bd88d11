/* SPDX-License-Identifier: MIT */
/*
 * The penalised fit by the conditions of its minimum, which is one: at a chosen column the
 * gradient is -lambda times its sign, elsewhere within lambda. All is computed anew here, in
 * long doubles, of columns that are standardised first.
 */
#include "reference.h"

#include "base/error.h"
#include "stats/lasso.h"
#include "stats/logit.h"

#define N_COLS 5
#define SIDE (N_COLS + 1)
#define N_ROWS 120
#define N_LAMBDAS 8
#define N_FOLDS 4
#define LEFT 1e-4 /* what the fit may leave of the conditions */

struct data {
	double x[N_ROWS * N_COLS], weights[N_ROWS];
	uint8_t labels[N_ROWS], folds[N_ROWS];
	uint32_t rows[N_ROWS];
	struct spot_design design;
};

static double uniform(uint64_t *seed)
{
	return (double)(unit_random(seed) >> 11) / 9007199254740992.0;
}

/* Two columns that matter, two that do not, and the last one constant. */
static void data_make(struct data *data, uint64_t *seed)
{
	size_t n = 0;
	uint64_t form = unit_random(seed);

	for (size_t i = 0; i < N_ROWS; i++) {
		double *x = data->x + i * N_COLS;

		x[0] = (double)(unit_random(seed) % 2);
		x[1] = 300 + 40 * uniform(seed);
		x[2] = uniform(seed) / 100;
		x[3] = (double)(unit_random(seed) % 7) - x[0];
		x[4] = 2.5;
		data->labels[i] =
		    uniform(seed) < 1 / (1 + exp(1.5 - 2 * x[0] - 0.06 * (x[1] - 320)));
		data->weights[i] = (double)(1 + unit_random(seed) % 4) / 2;
		data->folds[i] = (uint8_t)(i % N_FOLDS);
		if (unit_random(seed) % 8 != 0)
			data->rows[n++] = (uint32_t)i;
	}
	data->design = (struct spot_design) { data->x, data->labels,
		form % 2 ? data->weights : NULL, form % 4 > 1 ? data->rows : NULL,
		form % 4 > 1 ? n : N_ROWS, N_COLS };
}

static size_t row_slow(const struct spot_design *d, size_t i)
{
	return d->rows ? d->rows[i] : i;
}

static long double weight_slow(const struct spot_design *d, size_t i)
{
	return d->weights ? (long double)d->weights[row_slow(d, i)] : 1;
}

static long double number_slow(const struct spot_design *d, size_t i, size_t j)
{
	return d->x[row_slow(d, i) * d->n_cols + j];
}

static long double probability_slow(const struct spot_design *d, size_t i, const double *coefs)
{
	long double sum = coefs[0];

	for (size_t j = 0; j < d->n_cols; j++)
		sum += coefs[j + 1] * number_slow(d, i, j);
	return 1 / (1 + expl(-sum));
}

static void scale_slow(const struct spot_design *d, size_t j, long double *mean, long double *sd)
{
	long double all = 0, sum = 0, squares = 0;

	for (size_t i = 0; i < d->n_rows; i++) {
		all += weight_slow(d, i);
		sum += weight_slow(d, i) * number_slow(d, i, j);
	}
	*mean = sum / all;
	for (size_t i = 0; i < d->n_rows; i++) {
		long double off = number_slow(d, i, j) - *mean;

		squares += weight_slow(d, i) * off * off;
	}
	*sd = sqrtl(squares / all);
}

/* Of the mean loss by the standardised column; of the intercept when j is SIZE_MAX. */
static long double gradient_slow(const struct spot_design *d, size_t j, const double *coefs)
{
	long double sum = 0, all = 0, mean = 0, sd = 1;

	if (j != SIZE_MAX)
		scale_slow(d, j, &mean, &sd);
	if (sd == 0)
		return 0;
	for (size_t i = 0; i < d->n_rows; i++) {
		long double z = j == SIZE_MAX ? 1 : (number_slow(d, i, j) - mean) / sd;
		long double off = probability_slow(d, i, coefs) - (d->labels[row_slow(d, i)] != 0);

		all += weight_slow(d, i);
		sum += weight_slow(d, i) * off * z;
	}
	return sum / all;
}

static void conditions_check(const struct spot_design *d, const double *coefs, double lambda)
{
	assert_true(fabsl(gradient_slow(d, SIZE_MAX, coefs)) <= 1.01 * LEFT);
	for (size_t j = 0; j < d->n_cols; j++) {
		long double gradient = gradient_slow(d, j, coefs);

		if (coefs[j + 1] == 0)
			assert_true(fabsl(gradient) <= lambda + 1.01 * LEFT);
		else
			assert_true(fabsl(gradient + copysign(lambda, coefs[j + 1])) <=
			    1.01 * LEFT);
	}
}

static size_t n_chosen(const double *coefs)
{
	size_t n = 0;

	for (size_t j = 1; j < SIDE; j++)
		n += coefs[j] != 0;
	return n;
}

static void test_path(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (size_t round = 0; round < 12; round++) {
		struct data data;
		double most, lambdas[N_LAMBDAS], coefs[N_LAMBDAS][SIDE], none[SIDE] = { 0 };
		double pos = 0, all = 0, largest = 0;

		data_make(&data, &seed);
		for (size_t i = 0; i < data.design.n_rows; i++) {
			double weight = (double)weight_slow(&data.design, i);

			all += weight;
			pos += data.labels[row_slow(&data.design, i)] ? weight : 0;
		}
		none[0] = log(pos / (all - pos));
		for (size_t j = 0; j < N_COLS; j++)
			largest = fmax(largest, (double)fabsl(gradient_slow(&data.design, j,
			    none)));
		assert_int_equal(spot_lasso_most(&most, &data.design, NULL), 0);
		assert_near(most, largest, 1e-14);
		spot_lasso_ladder(lambdas, N_LAMBDAS, most, 0.01);
		lambdas[0] = most * 1.001;
		assert_int_equal(
		    spot_lasso_path(coefs[0], &data.design, lambdas, N_LAMBDAS, NULL), 0);
		assert_int_equal(n_chosen(coefs[0]), 0);
		check_near(coefs[0][0], none[0], 0, 1e-3, "intercept", __FILE__, __LINE__);
		for (size_t i = 0; i < N_LAMBDAS; i++) {
			conditions_check(&data.design, coefs[i], lambdas[i]);
			assert_true(coefs[i][N_COLS] == 0);
		}
		assert_in_range(n_chosen(coefs[1]), 1, 2);
		assert_in_range(n_chosen(coefs[N_LAMBDAS - 1]), 2, N_COLS - 1);
	}
}

static void test_ladder(void **state)
{
	double lambdas[3];

	(void)state;
	spot_lasso_ladder(lambdas, 3, 0.5, 0.01);
	assert_near(lambdas[0], 0.5, 0);
	assert_near(lambdas[1], 0.05, 0);
	assert_near(lambdas[2], 0.005, 0);
	spot_lasso_ladder(lambdas, 1, 0.5, 0.01);
	assert_near(lambdas[0], 0.5, 0);
}

/* Without a penalty it is the plain fit. */
static void test_no_penalty(void **state)
{
	static const double lambda = 0;
	uint64_t seed = 3;

	(void)state;
	for (size_t round = 0; round < 10; round++) {
		struct data data;
		double x[N_ROWS * (N_COLS - 1)], coefs[SIDE], plain[SIDE], errors[SIDE];
		struct spot_logit logit;

		data_make(&data, &seed);
		for (size_t i = 0; i < N_ROWS; i++)
			memcpy(x + i * (N_COLS - 1), data.x + i * N_COLS,
			    (N_COLS - 1) * sizeof(*x));
		data.design.x = x;
		data.design.n_cols = N_COLS - 1;
		assert_int_equal(spot_lasso_path(coefs, &data.design, &lambda, 1, NULL), 0);
		assert_int_equal(spot_logit_fit(&logit, plain, errors, &data.design, NULL), 0);
		for (size_t j = 0; j < N_COLS; j++)
			assert_true(fabs(coefs[j] - plain[j]) < 0.005 * errors[j]);
	}
}

/* The mean loss of the fold's rows, of a path fitted to a copy of the others. */
static void fold_slowly(double *losses, const struct data *data, const double *lambdas,
    uint8_t fold)
{
	const struct spot_design *d = &data->design;
	double x[N_ROWS * N_COLS], weights[N_ROWS], coefs[N_LAMBDAS * SIDE];
	uint8_t labels[N_ROWS];
	size_t n = 0;

	for (size_t i = 0; i < d->n_rows; i++) {
		size_t row = row_slow(d, i);

		if (data->folds[row] == fold)
			continue;
		memcpy(x + n * N_COLS, d->x + row * N_COLS, N_COLS * sizeof(*x));
		weights[n] = (double)weight_slow(d, i);
		labels[n++] = d->labels[row];
	}
	const struct spot_design rest = { x, labels, weights, NULL, n, N_COLS };
	assert_int_equal(spot_lasso_path(coefs, &rest, lambdas, N_LAMBDAS, NULL), 0);
	for (size_t l = 0; l < N_LAMBDAS; l++) {
		long double sum = 0, all = 0;

		for (size_t i = 0; i < d->n_rows; i++) {
			long double p = probability_slow(d, i, coefs + l * SIDE);
			long double weight = weight_slow(d, i);

			if (data->folds[row_slow(d, i)] != fold)
				continue;
			all += weight;
			sum -= weight * logl(d->labels[row_slow(d, i)] ? p : 1 - p);
		}
		losses[l] = (double)(sum / all);
	}
}

static void test_cross(void **state)
{
	uint64_t seed = 5;

	(void)state;
	for (size_t round = 0; round < 8; round++) {
		struct data data;
		double most, lambdas[N_LAMBDAS], losses[N_FOLDS][N_LAMBDAS];
		struct spot_lasso_cross cross[N_LAMBDAS];
		size_t best, simple;

		data_make(&data, &seed);
		assert_int_equal(spot_lasso_most(&most, &data.design, NULL), 0);
		spot_lasso_ladder(lambdas, N_LAMBDAS, most, 0.01);
		assert_int_equal(spot_lasso_cross(cross, &best, &simple, &data.design, lambdas,
				     N_LAMBDAS, data.folds, N_FOLDS, NULL), 0);
		for (uint8_t fold = 0; fold < N_FOLDS; fold++)
			fold_slowly(losses[fold], &data, lambdas, fold);
		assert_in_range(best, 0, N_LAMBDAS - 1);
		assert_in_range(simple, 0, best);
		for (size_t l = 0; l < N_LAMBDAS; l++) {
			double sum = 0, squares = 0, bar = cross[best].mean + cross[best].error;

			for (size_t fold = 0; fold < N_FOLDS; fold++)
				sum += losses[fold][l] / N_FOLDS;
			for (size_t fold = 0; fold < N_FOLDS; fold++)
				squares += pow(losses[fold][l] - sum, 2);
			assert_near(cross[l].mean, sum, 0);
			assert_near(cross[l].error, sqrt(squares / (N_FOLDS - 1) / N_FOLDS), 1e-12);
			assert_true(cross[best].mean <= cross[l].mean);
			assert_true(l < simple ? cross[l].mean > bar :
			    l > simple || cross[l].mean <= bar);
		}
	}
}

static void test_refuses(void **state)
{
	static const double x[] = { 1, 2, NAN, 4 }, lambdas[] = { 0.1, 0.01 };
	static const uint8_t ones[] = { 1, 1, 1, 1 }, labels[] = { 1, 0, 1, 0 };
	static const uint8_t folds[] = { 0, 1, 0, 1 };
	const struct spot_design one = { x, ones, NULL, NULL, 2, 1 };
	const struct spot_design blank = { x, labels, NULL, NULL, 4, 1 };
	const struct spot_design apart = { lambdas, labels, NULL, NULL, 2, 1 };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_lasso_cross cross[2];
	double most, coefs[4];
	size_t best, simple;

	(void)state;
	assert_int_equal(spot_lasso_most(&most, &one, &err), SPOT_EDATA);
	assert_string_equal(err.what, "all rows have one outcome");
	assert_int_equal(spot_lasso_path(coefs, &blank, lambdas, 2, &err), SPOT_EDATA);
	assert_string_equal(err.what, "row 3, number 1 is not finite");
	/* What is left without a fold has one outcome. */
	assert_int_equal(spot_lasso_cross(cross, &best, &simple, &apart, lambdas, 2, folds, 2,
			     &err), SPOT_EDATA);
	assert_string_equal(err.what, "all rows have one outcome");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_ladder),
		cmocka_unit_test(test_no_penalty),
		cmocka_unit_test(test_cross),
		cmocka_unit_test(test_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
