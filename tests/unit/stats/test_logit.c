/* SPDX-License-Identifier: MIT */
/*
 * Logistic regression against its closed forms, against the conditions of the maximum, and
 * against Newton's method on the columns as they are, in long doubles.
 */
#include "reference.h"

#include "base/error.h"
#include "stats/logit.h"

#define N_COLS 3
#define SIDE (N_COLS + 1)
#define N_ROWS 160
#define N_STEPS 30

static void test_one_flag(void **state)
{
	static const double x[] = { 1, 1, 0, 0 };
	static const uint8_t labels[] = { 1, 0, 1, 0 };
	static const double weights[] = { 30, 20, 15, 60 };
	const struct spot_design design = { x, labels, weights, NULL, 4, 1 };
	struct spot_logit logit;
	double coefs[2], errors[2];

	(void)state;
	assert_int_equal(spot_logit_fit(&logit, coefs, errors, &design, NULL), 0);
	assert_near(coefs[0], log(15 / 60.0), 0);
	assert_near(coefs[1], log(30 * 60 / (20 * 15.0)), 0);
	assert_near(errors[0], sqrt(1 / 15.0 + 1 / 60.0), 0);
	assert_near(errors[1], sqrt(1 / 30.0 + 1 / 20.0 + 1 / 15.0 + 1 / 60.0), 0);
	assert_near(logit.log_likelihood,
	    30 * log(0.6) + 20 * log(0.4) + 15 * log(0.2) + 60 * log(0.8), 0);
	assert_near(logit.log_likelihood_null, 45 * log(45 / 125.0) + 80 * log(80 / 125.0), 0);
}

static void test_no_column(void **state)
{
	static const uint8_t labels[] = { 1, 0, 0, 1, 0 };
	static const double x[] = { 0 };
	const struct spot_design design = { x, labels, NULL, NULL, 5, 0 };
	struct spot_logit logit;
	double coef, error;

	(void)state;
	assert_int_equal(spot_logit_fit(&logit, &coef, &error, &design, NULL), 0);
	assert_near(coef, log(2 / 3.0), 0);
	assert_near(error, sqrt(1 / 2.0 + 1 / 3.0), 0);
	assert_near(logit.log_likelihood, logit.log_likelihood_null, 0);
}

/* a becomes its inverse. */
static void invert(long double a[SIDE][SIDE])
{
	long double b[SIDE][2 * SIDE] = { { 0 } };

	for (size_t i = 0; i < SIDE; i++) {
		memcpy(b[i], a[i], sizeof(a[i]));
		b[i][SIDE + i] = 1;
	}
	for (size_t i = 0; i < SIDE; i++) {
		long double pivot = b[i][i];

		for (size_t k = 0; k < 2 * SIDE; k++)
			b[i][k] /= pivot;
		for (size_t j = 0; j < SIDE; j++) {
			long double times = b[j][i];

			for (size_t k = 0; k < 2 * SIDE && j != i; k++)
				b[j][k] -= times * b[i][k];
		}
	}
	for (size_t i = 0; i < SIDE; i++)
		memcpy(a[i], b[i] + SIDE, sizeof(a[i]));
}

struct slow {
	long double coefs[SIDE], gradient[SIDE], inverse[SIDE][SIDE], log_likelihood;
};

/* What the row adds at the coefficients. */
static void slow_row(struct slow *s, const double *x, bool label, double weight)
{
	long double z[SIDE] = { 1 }, log_odds = s->coefs[0], p;

	for (size_t j = 1; j < SIDE; j++) {
		z[j] = x[j - 1];
		log_odds += s->coefs[j] * z[j];
	}
	p = 1 / (1 + expl(-log_odds));
	s->log_likelihood += weight * logl(label ? p : 1 - p);
	for (size_t j = 0; j < SIDE; j++) {
		s->gradient[j] += weight * (label - p) * z[j];
		for (size_t k = 0; k < SIDE; k++)
			s->inverse[j][k] += weight * p * (1 - p) * z[j] * z[k];
	}
}

static void slow_at(struct slow *s, const struct spot_design *d)
{
	memset(s->gradient, 0, sizeof(s->gradient));
	memset(s->inverse, 0, sizeof(s->inverse));
	s->log_likelihood = 0;
	for (size_t i = 0; i < d->n_rows; i++) {
		size_t row = d->rows ? d->rows[i] : i;

		slow_row(s, d->x + row * N_COLS, d->labels[row] != 0,
		    d->weights ? d->weights[row] : 1);
	}
	invert(s->inverse);
}

static struct slow fit_slowly(const struct spot_design *design)
{
	struct slow s = { .coefs = { 0 } };

	for (size_t i = 0; i < N_STEPS; i++) {
		slow_at(&s, design);
		for (size_t j = 0; j < SIDE; j++) {
			for (size_t k = 0; k < SIDE; k++)
				s.coefs[j] += s.inverse[j][k] * s.gradient[k];
		}
	}
	slow_at(&s, design);
	return s;
}

struct data {
	double x[N_ROWS * N_COLS], weights[N_ROWS];
	uint8_t labels[N_ROWS];
	uint32_t rows[N_ROWS];
	struct spot_design design;
};

static double uniform(uint64_t *seed)
{
	return (double)(unit_random(seed) >> 11) / 9007199254740992.0;
}

/* A flag, and numbers of unlike sizes that go along with each other. */
static void data_make(struct data *data, uint64_t *seed)
{
	size_t n = 0;
	uint64_t form = unit_random(seed);

	for (size_t i = 0; i < N_ROWS; i++) {
		double *x = data->x + i * N_COLS, u = uniform(seed) - 0.5;

		x[0] = (double)(unit_random(seed) % 2);
		x[1] = 1000 + 200 * u + 50 * uniform(seed);
		x[2] = (u + uniform(seed)) / 100;
		data->labels[i] = uniform(seed) < 1 / (1 + exp(0.8 - x[0] - 2 * u)) ? 7 : 0;
		data->weights[i] = (double)(unit_random(seed) % 5) / 2;
		if (unit_random(seed) % 8 != 0)
			data->rows[n++] = (uint32_t)i;
	}
	data->design = (struct spot_design) { data->x, data->labels,
		form % 2 ? data->weights : NULL, form % 4 > 1 ? data->rows : NULL,
		form % 4 > 1 ? n : N_ROWS, N_COLS };
}

static void test_is_the_slow_one(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (size_t round = 0; round < 40; round++) {
		struct data data;
		struct spot_logit logit;
		double coefs[SIDE], errors[SIDE];
		struct slow slow;

		data_make(&data, &seed);
		assert_int_equal(spot_logit_fit(&logit, coefs, errors, &data.design, NULL), 0);
		slow = fit_slowly(&data.design);
		for (size_t j = 0; j < SIDE; j++) {
			assert_near(coefs[j], (double)slow.coefs[j], 1e-12);
			assert_near(errors[j], (double)sqrtl(slow.inverse[j][j]), 0);
		}
		assert_near(logit.log_likelihood, (double)slow.log_likelihood, 0);
		assert_true(logit.log_likelihood >= logit.log_likelihood_null);
		assert_in_range(logit.n_steps, 1, 12);
		for (size_t j = 0; j < SIDE; j++)
			slow.coefs[j] = coefs[j];
		slow_at(&slow, &data.design);
		for (size_t j = 0; j < SIDE; j++)
			assert_true(fabs((double)slow.gradient[j]) < 1e-6 * (j == 2 ? 1000 : 1));
	}
}

/* Units change the coefficients and errors by their size, and nothing else. */
static void test_units(void **state)
{
	static const double times[SIDE] = { 1, 1e6, 1e-4, -3 };
	uint64_t seed = 2;
	struct data data;
	struct spot_logit logit, other;
	double coefs[SIDE], errors[SIDE], coefs_other[SIDE], errors_other[SIDE];

	(void)state;
	data_make(&data, &seed);
	assert_int_equal(spot_logit_fit(&logit, coefs, errors, &data.design, NULL), 0);
	for (size_t i = 0; i < N_ROWS * N_COLS; i++)
		data.x[i] *= times[i % N_COLS + 1];
	assert_int_equal(
	    spot_logit_fit(&other, coefs_other, errors_other, &data.design, NULL), 0);
	for (size_t j = 0; j < SIDE; j++) {
		assert_near(coefs_other[j] * times[j], coefs[j], 0);
		assert_near(errors_other[j] * fabs(times[j]), errors[j], 0);
	}
	assert_near(other.log_likelihood, logit.log_likelihood, 0);
}

static void test_refuses(void **state)
{
	static const uint8_t labels[] = { 1, 0, 1, 0, 1, 0 }, ones[] = { 1, 1, 1, 1, 1, 1 };
	static const double negative[] = { 1, 1, 1, -1, 1, 1 }, none[] = { 1, 0, 1, 0, 1, 0 };
	static const struct {
		double x[12];
		const uint8_t *labels;
		const double *weights;
		size_t n_cols;
		const char *what;
	} cases[] = {
		{ { 5, 1, 6, 2, 7, 3 }, labels, NULL, 1,
		    "the columns tell the outcome without fail" },
		{ { 1, 0, 1, 0, 1, 1 }, labels, NULL, 1,
		    "the columns tell the outcome without fail" },
		{ { 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6 }, labels, NULL, 2,
		    "a column is determined by the others" },
		{ { 1, 4, 2, 4, 4, 4, 3, 4, 1, 4, 2, 4 }, labels, NULL, 2,
		    "column 2 is constant" },
		{ { 1, 2, 2, 1, 3, 3 }, ones, NULL, 1, "all rows have one outcome" },
		{ { 1, 2, 2, 1, 3, 3 }, labels, none, 1, "all rows have one outcome" },
		{ { 1, 2, 2, 1, 3, 3 }, labels, negative, 1, "row 4 has no proper weight" },
		{ { 1, 2, 2, 1, NAN, 3 }, labels, NULL, 1, "row 5, number 1 is not finite" },
		{ { 1, 2, 2, INFINITY, 3, 3, 1, 1, 2, 2, 3, 3 }, labels, NULL, 2,
		    "row 2, number 2 is not finite" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		const struct spot_design design = { cases[i].x, cases[i].labels, cases[i].weights,
			NULL, 6, cases[i].n_cols };
		struct spot_error err = SPOT_ERROR_INIT;
		struct spot_logit logit;
		double coefs[3], errors[3];

		assert_int_equal(
		    spot_logit_fit(&logit, coefs, errors, &design, &err), SPOT_EDATA);
		assert_string_equal(err.what, cases[i].what);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_flag),
		cmocka_unit_test(test_no_column),
		cmocka_unit_test(test_is_the_slow_one),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
