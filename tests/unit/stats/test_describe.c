/* SPDX-License-Identifier: MIT */
/* A column of numbers by hand, and against definitions: pair by pair, in long doubles. */
#include "reference.h"

#include "base/error.h"
#include "stats/describe.h"

#define N 120

static void test_by_hand(void **state)
{
	double x[] = { 7, 1, 4, 2 }, one[] = { -3 };
	struct spot_describe d;
	struct spot_error err = SPOT_ERROR_INIT;
	double bad[] = { 1, INFINITY };

	(void)state;
	assert_int_equal(spot_describe_numbers(&d, x, 4, NULL), 0);
	assert_memory_equal(x, ((double[]) { 1, 2, 4, 7 }), sizeof(x));
	assert_true(d.n == 4 && d.mean == 3.5 && d.min == 1 && d.max == 7);
	assert_near(d.sd, sqrt(21 / 3.0), 0);
	assert_near(d.q25, 1.75, 0);
	assert_near(d.median, 3, 0);
	assert_near(d.q75, 4.75, 0);
	assert_int_equal(spot_describe_numbers(&d, one, 1, NULL), 0);
	assert_true(d.mean == -3 && isnan(d.sd) && d.q25 == -3 && d.median == -3 && d.q75 == -3);
	assert_int_equal(spot_describe_numbers(&d, x, 0, &err), SPOT_EDATA);
	assert_string_equal(err.what, "no numbers to describe");
	assert_int_equal(spot_describe_numbers(&d, bad, 2, &err), SPOT_EDATA);
	assert_non_null(strstr(err.what, "not finite"));
}

static void test_shares_by_hand(void **state)
{
	static const double x[] = { 1, 1, 2, 6 }, none[] = { 0, 0 }, last[] = { 0, 0, 0, 8 };
	struct spot_describe_shares s = spot_describe_shares(x, 4, 0.25);

	(void)state;
	assert_true(s.total == 10 && s.top_n == 1 && s.top_cut == 6);
	assert_near(s.top_share, 0.6, 0);
	assert_near(s.gini, (-3 - 1 + 2 + 18) / 40.0, 0);
	s = spot_describe_shares(x, 4, 0.26);
	assert_true(s.top_n == 2 && s.top_cut == 2);
	s = spot_describe_shares(x, 4, 1e-9);
	assert_int_equal(s.top_n, 1);
	s = spot_describe_shares(x, 4, 1);
	assert_true(s.top_n == 4 && s.top_share == 1);
	assert_near(spot_describe_shares(last, 4, 0.5).gini, 0.75, 0);
	s = spot_describe_shares(none, 2, 0.5);
	assert_true(s.total == 0 && isnan(s.top_share) && isnan(s.gini));
	assert_int_equal(spot_describe_needed(x, 4, 0.6), 1);
	assert_int_equal(spot_describe_needed(x, 4, 0.61), 2);
	assert_int_equal(spot_describe_needed(x, 4, 1), 4);
	assert_int_equal(spot_describe_needed(last, 4, 1), 1);
}

/* k of n equal numbers are k / n of the total, and no sum's rounding takes one more. */
static void test_equal_numbers(void **state)
{
	static const double sizes[] = { 0.1, 0.7, 1 / 3.0, 19.99, 1e9 };
	double x[N];

	(void)state;
	for (size_t i = 0; i < N_OF(sizes); i++) {
		for (size_t n = 1; n <= N; n++) {
			x[n - 1] = sizes[i];
			for (size_t k = 1; k <= n; k++) {
				double share = (double)k / (double)n;

				assert_int_equal(spot_describe_needed(x, n, share), k);
				assert_int_equal(spot_describe_shares(x, n, share).top_n, k);
			}
			assert_near(spot_describe_shares(x, n, 1).gini, 0, 1e-15);
		}
	}
}

static long double quantile_slow(const double *sorted, size_t n, double q)
{
	long double place = (long double)(n - 1) * q, low = floorl(place);
	size_t i = (size_t)low;

	return i + 1 < n ? sorted[i] + (place - low) * ((long double)sorted[i + 1] - sorted[i]) :
	    sorted[n - 1];
}

static void test_is_the_slow_one(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (size_t round = 0; round < 200; round++) {
		size_t n = 2 + unit_random(&seed) % (N - 1), needed = 0;
		double x[N], share = (double)(1 + unit_random(&seed) % 100) / 100;
		uint64_t range = 1 + unit_random(&seed) % 3000;
		long double sum = 0, squares = 0, pairs = 0, top = 0;
		struct spot_describe d;

		for (size_t i = 0; i < n; i++) {
			x[i] = 1 + (double)(unit_random(&seed) % range) / 7;
			sum += x[i];
		}
		assert_int_equal(spot_describe_numbers(&d, x, n, NULL), 0);
		for (size_t i = 0; i < n; i++) {
			squares += powl(x[i] - sum / n, 2);
			assert_true(i == 0 || x[i] >= x[i - 1]);
			for (size_t j = 0; j < n; j++)
				pairs += fabs(x[i] - x[j]);
		}
		assert_near(d.mean, (double)(sum / n), 0);
		assert_near(d.sd, (double)sqrtl(squares / (n - 1)), 1e-12);
		assert_near(d.q25, (double)quantile_slow(x, n, 0.25), 0);
		assert_near(d.median, (double)quantile_slow(x, n, 0.5), 0);
		assert_near(d.q75, (double)quantile_slow(x, n, 0.75), 0);
		assert_near(spot_describe_quantile(x, n, share),
		    (double)quantile_slow(x, n, share), 0);
		struct spot_describe_shares s = spot_describe_shares(x, n, share);
		assert_near(s.gini, (double)(pairs / (2 * n * sum)), 1e-14);
		assert_int_equal(s.top_n, (n * (size_t)lround(share * 100) + 99) / 100);
		assert_true(s.top_cut == x[n - s.top_n]);
		for (size_t i = n - s.top_n; i < n; i++)
			top += x[i];
		assert_near(s.top_share, (double)(top / sum), 0);
		for (top = 0; top < share * sum * (1 - 1e-12L); needed++)
			top += x[n - 1 - needed];
		assert_int_equal(spot_describe_needed(x, n, share), needed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_shares_by_hand),
		cmocka_unit_test(test_equal_numbers),
		cmocka_unit_test(test_is_the_slow_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
