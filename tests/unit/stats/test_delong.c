/* SPDX-License-Identifier: MIT */
#include "twins.h"

#include "base/error.h"
#include "stats/delong.h"

static struct spot_delong *delong_of(const struct twins *t, const double *x)
{
	struct spot_delong *d;
	assert_int_equal(spot_delong_new(&d, x, t->labels, t->n, NULL), 0);
	return d;
}

static struct spot_delong_difference compare(const struct twins *t, const double *x,
    const double *y)
{
	struct spot_delong *a = delong_of(t, x), *b = delong_of(t, y);
	struct spot_delong_difference d;
	assert_int_equal(spot_delong_compare(&d, a, b, LEVEL, NULL), 0);
	spot_delong_free(a);
	spot_delong_free(b);
	return d;
}

static void test_is_the_slow_one(void **state)
{
	(void)state;
	uint64_t seed = 1;
	for (int i = 0; i < 500; i++) {
		struct twins t = twins_make(&seed);
		struct spot_delong_difference d = compare(&t, t.x, t.y);
		assert_near(d.auc_a, auc_slow(&t, t.x), 1e-14);
		assert_near(d.auc_b, auc_slow(&t, t.y), 1e-14);
		assert_near(d.diff, d.auc_a - d.auc_b, 1e-14);
		double both = covariance_slow(&t, t.x, t.y);
		double var = covariance_slow(&t, t.x, t.x) + covariance_slow(&t, t.y, t.y) -
		    2 * both;
		assert_near(d.var, var, 1e-15);
		const struct spot_delong *items[] = { delong_of(&t, t.x), delong_of(&t, t.y) };
		double cov[4];
		assert_int_equal(spot_delong_covariance(cov, items, 2, NULL), 0);
		assert_near(cov[1], both, 1e-15);
		assert_true(cov[1] == cov[2]);
		spot_delong_free((struct spot_delong *)items[0]);
		spot_delong_free((struct spot_delong *)items[1]);
	}
}

static void test_alike(void **state)
{
	(void)state;
	uint64_t seed = 2;
	for (int i = 0; i < 100; i++) {
		struct twins t = twins_make(&seed);
		for (size_t j = 0; j < t.n; j++)
			t.y[j] = t.x[j] * 3 + 100;
		struct spot_delong_difference d = compare(&t, t.x, t.y);
		assert_true(d.diff == 0 && d.var == 0 && d.z == 0 && d.tail.p == 1);
		assert_true(d.ci.lo == 0 && d.ci.hi == 0);
	}
	/* A difference that has no variance is not judged. */
	struct twins t = { .x = { 0, 0, 1, 1 }, .y = { 1, 1, 0, 0 }, .labels = { 0, 0, 1, 1 },
		.n = 4, .n_pos = 2, .n_neg = 2 };
	struct spot_delong_difference d = compare(&t, t.x, t.y);
	assert_true(d.diff == 1 && d.var == 0 && d.z == 0 && d.tail.p == 1);
}

/* Scores that differ at two of 100,000 accounts: the variance keeps its digits. */
static void test_nearly_alike(void **state)
{
	(void)state;
	const size_t n = 100000;
	double *x = calloc(n, sizeof(*x)), *y = calloc(n, sizeof(*y));
	uint8_t *labels = calloc(n, 1);
	for (size_t i = 0; i < n; i++) {
		labels[i] = i % 2;
		x[i] = y[i] = (double)(i / 2);
	}
	/* Two positives change places, with one negative between. */
	y[2001] = x[1999];
	y[1999] = x[2001];
	struct spot_delong *a, *b;
	struct spot_delong_difference d;
	assert_int_equal(spot_delong_new(&a, x, labels, n, NULL), 0);
	assert_int_equal(spot_delong_new(&b, y, labels, n, NULL), 0);
	assert_int_equal(spot_delong_compare(&d, a, b, LEVEL, NULL), 0);
	double half = (double)n / 2;
	assert_true(d.diff == 0);
	/* Two placements moved by one negative, up and down; the negatives see no change. */
	assert_near(d.var, 2 / (half * half) / (half - 1) / half, 0);
	spot_delong_free(a);
	spot_delong_free(b);
	free(x);
	free(y);
	free(labels);
}

static void test_equal(void **state)
{
	(void)state;
	uint64_t seed = 3;
	size_t n_tried = 0;
	for (int i = 0; i < 200; i++) {
		struct twins t = twins_make(&seed);
		double z[64];
		for (size_t j = 0; j < t.n; j++)
			z[j] = (double)(unit_random(&seed) % 9);
		const struct spot_delong *items[] = { delong_of(&t, t.x), delong_of(&t, t.y),
			delong_of(&t, z) };
		struct spot_delong_difference d;
		double chi2, turned;
		struct spot_tail tail;
		assert_int_equal(spot_delong_compare(&d, items[0], items[1], LEVEL, NULL), 0);
		if (d.var > 1e-4 && spot_delong_equal(&chi2, &tail, items, 3, NULL) == 0) {
			/* Whichever comes first, and of two it is z squared. */
			const struct spot_delong *turn[] = { items[2], items[0], items[1] };
			assert_int_equal(spot_delong_equal(&turned, &tail, turn, 3, NULL), 0);
			check_near(turned, chi2, 1e-6, 1e-9, "turned", __FILE__, __LINE__);
			assert_int_equal(spot_delong_equal(&chi2, &tail, items, 2, NULL), 0);
			assert_near(chi2, d.z * d.z, 1e-12);
			assert_near(tail.p, d.tail.p, 1e-12);
			n_tried++;
		}
		const struct spot_delong *same[] = { items[0], items[1], items[1] };
		assert_int_equal(
		    spot_delong_equal(&chi2, &tail, same, 3, NULL), SPOT_EDATA);
		for (int k = 0; k < 3; k++)
			spot_delong_free((struct spot_delong *)items[k]);
	}
	assert_true(n_tried > 50);
}

static void test_refuses(void **state)
{
	(void)state;
	double x[] = { 1, 2, 3, 4 }, bad[] = { 1, 2, NAN, 4 };
	uint8_t labels[] = { 0, 1, 0, 1 }, others[] = { 0, 1, 0, 1 }, one[] = { 0, 1, 0, 0 };
	struct spot_delong *a, *b, *none = NULL;
	struct spot_error err = SPOT_ERROR_INIT;
	assert_int_equal(spot_delong_new(&none, x, one, 4, &err), SPOT_EDATA);
	assert_string_equal(err.what, "1 with the outcome and 3 without: too few to compare");
	assert_int_equal(spot_delong_new(&none, bad, labels, 4, NULL), SPOT_EDATA);
	assert_int_equal(spot_delong_new(&none, x, labels, 0, NULL), SPOT_EDATA);
	assert_null(none);
	struct spot_delong_difference d;
	assert_int_equal(spot_delong_new(&a, x, labels, 4, NULL), 0);
	assert_int_equal(spot_delong_new(&b, x, others, 4, NULL), 0);
	assert_int_equal(spot_delong_compare(&d, a, b, LEVEL, NULL), SPOT_EUSAGE);
	spot_delong_free(a);
	spot_delong_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_is_the_slow_one),
		cmocka_unit_test(test_alike),
		cmocka_unit_test(test_nearly_alike),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
