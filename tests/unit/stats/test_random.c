/* SPDX-License-Identifier: MIT */
/* Chance: the generator, folds dealt out by it, and how much of it a plan allows for. */
#include "support/unit.h"

#include <math.h>

#include "base/error.h"
#include "stats/fold.h"
#include "stats/power.h"
#include "stats/random.h"

#define N 20000

static void test_same_seed(void **state)
{
	struct spot_random a, b, other_seed, other_stream;
	size_t n_alike = 0;

	(void)state;
	spot_random_init(&a, 7, 3);
	spot_random_init(&b, 7, 3);
	spot_random_init(&other_seed, 8, 3);
	spot_random_init(&other_stream, 7, 4);
	for (size_t i = 0; i < 1000; i++) {
		uint32_t x = spot_random_below(&a, 1000);

		assert_int_equal(x, spot_random_below(&b, 1000));
		n_alike += x == spot_random_below(&other_seed, 1000);
		n_alike += x == spot_random_below(&other_stream, 1000);
	}
	assert_true(n_alike < 20);
}

/* Within five standard errors. */
static void test_moments(void **state)
{
	double uniform = 0, normal = 0, squares = 0, successes = 0;
	uint64_t counts[7] = { 0 };
	struct spot_random random;
	double chi2 = 0;

	(void)state;
	spot_random_init(&random, 1, 0);
	for (size_t i = 0; i < N; i++) {
		double x = spot_random_uniform(&random), y = spot_random_normal(&random);

		assert_true(x >= 0 && x < 1);
		uniform += x / N;
		normal += y / N;
		squares += y * y / N;
		successes += spot_random_binomial(&random, 0.3, 10) / (double)N;
		counts[spot_random_below(&random, 7)]++;
	}
	assert_true(fabs(uniform - 0.5) < 5 * sqrt(1 / 12.0 / N));
	assert_true(fabs(normal) < 5 / sqrt(N));
	assert_true(fabs(squares - 1) < 5 * sqrt(2.0 / N));
	assert_true(fabs(successes - 3) < 5 * sqrt(2.1 / N));
	for (size_t i = 0; i < 7; i++)
		chi2 += pow((double)counts[i] - N / 7.0, 2) / (N / 7.0);
	assert_true(chi2 < 30); /* 6 degrees of freedom: p < 0.0001 beyond 27.9 */
}

static void test_shuffle(void **state)
{
	uint64_t first[5] = { 0 };
	struct spot_random random;
	double chi2 = 0;

	(void)state;
	spot_random_init(&random, 5, 0);
	for (size_t round = 0; round < N; round++) {
		uint32_t items[] = { 0, 1, 2, 3, 4 };
		unsigned seen = 0;

		spot_random_shuffle(&random, items, 5);
		for (size_t i = 0; i < 5; i++)
			seen |= 1u << items[i];
		assert_int_equal(seen, 31);
		first[items[0]]++;
	}
	for (size_t i = 0; i < 5; i++)
		chi2 += pow((double)first[i] - N / 5.0, 2) / (N / 5.0);
	assert_true(chi2 < 24);
}

/* As many of each label in every fold, but for one. */
static void check_folds(const uint8_t *folds, const uint8_t *labels, size_t n, size_t n_folds)
{
	size_t sizes[255] = { 0 }, n_pos[255] = { 0 };

	for (size_t i = 0; i < n; i++) {
		assert_true(folds[i] < n_folds);
		sizes[folds[i]]++;
		n_pos[folds[i]] += labels[i] != 0;
	}
	for (size_t f = 1; f < n_folds; f++)
		for (size_t g = 0; g < f; g++) {
			assert_true(sizes[f] <= sizes[g] + 1 && sizes[g] <= sizes[f] + 1);
			assert_true(n_pos[f] <= n_pos[g] + 1 && n_pos[g] <= n_pos[f] + 1);
		}
}

static void test_folds(void **state)
{
	uint64_t seed = 3;

	(void)state;
	for (size_t round = 0; round < 200; round++) {
		size_t n_folds = 2 + unit_random(&seed) % 9, n = 60 + unit_random(&seed) % 100;
		uint8_t labels[200], folds[200], again[200], other[200];

		for (size_t i = 0; i < n; i++)
			labels[i] = i < 12 ? 1 : i < 24 ? 0 : unit_random(&seed) % 4 == 0;
		assert_int_equal(spot_fold_assign(folds, labels, n, n_folds, round, NULL), 0);
		check_folds(folds, labels, n, n_folds);
		assert_int_equal(spot_fold_assign(again, labels, n, n_folds, round, NULL), 0);
		assert_memory_equal(folds, again, n);
		assert_int_equal(spot_fold_assign(other, labels, n, n_folds, round + 1, NULL), 0);
		assert_memory_not_equal(folds, other, n);
	}
}

static void test_too_few_for_folds(void **state)
{
	static const uint8_t labels[] = { 1, 1, 0, 0, 0, 0, 0, 0 };
	struct spot_error err = SPOT_ERROR_INIT;
	uint8_t folds[8];

	(void)state;
	assert_int_equal(spot_fold_assign(folds, labels, 8, 2, 1, &err), 0);
	assert_int_equal(spot_fold_assign(folds, labels, 8, 3, 1, &err), SPOT_EDATA);
	assert_string_equal(err.what, "2 with the outcome and 6 without: too few for 3 folds");
}

static void assert_near(double got, double wanted)
{
	if (!(fabs(got - wanted) <= 1e-6 * fabs(wanted)))
		fail_msg("%.17g, not %.17g", got, wanted);
}

/* z(0.975) + z(0.8) is 2.8015852 (any table of the normal distribution). */
static void test_power(void **state)
{
	const struct spot_power plan = { 0.05, 0.8, 0 }, margin = { 0.05, 0.8, 0.01 };

	(void)state;
	assert_near(spot_power_factor(&plan, 0.05, 0.001), pow(2.8015852 / 0.05, 2) * 0.001);
	assert_near(spot_power_factor(&plan, -0.05, 0.001), pow(2.8015852 / 0.05, 2) * 0.001);
	assert_near(spot_power_factor(&margin, 0.05, 0.001), pow(2.8015852 / 0.04, 2) * 0.001);
	assert_true(isinf(spot_power_factor(&margin, 0.01, 0.001)));
	assert_near(spot_power_detectable(&plan, 0.0004), 2.8015852 * 0.02);
	assert_near(spot_power_detectable(&margin, 0.0004), 0.01 + 2.8015852 * 0.02);
	/* z(0.975) + z(0.9) is 3.2415155. */
	assert_near(spot_power_factor_alike(&margin, 0, 1e-6), pow(3.2415155 / 0.01, 2) * 1e-6);
	assert_near(
	    spot_power_factor_alike(&margin, 0.004, 1e-6), pow(2.8015852 / 0.006, 2) * 1e-6);
	assert_true(isinf(spot_power_factor_alike(&margin, -0.01, 1e-6)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_seed),
		cmocka_unit_test(test_moments),
		cmocka_unit_test(test_shuffle),
		cmocka_unit_test(test_folds),
		cmocka_unit_test(test_too_few_for_folds),
		cmocka_unit_test(test_power),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
