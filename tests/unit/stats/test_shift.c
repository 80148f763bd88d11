/* SPDX-License-Identifier: MIT */
/*
 * The population stability index by hand, and against the slow way: bins by looking at each cut,
 * sums in long doubles.
 */
#include "support/unit.h"

#include <math.h>

#include "base/error.h"
#include "stats/shift.h"

#define N_BINS 10
#define N 300

static void assert_near(double got, double wanted)
{
	if (!(fabs(got - wanted) <= 1e-12 * fmax(1, fabs(wanted))))
		fail_msg("%.17g, not %.17g", got, wanted);
}

static void test_by_hand(void **state)
{
	static const uint64_t old_counts[] = { 100, 200, 300, 400 }, same[] = { 1, 2, 3, 4 };
	static const uint64_t new_counts[] = { 200, 200, 300, 300 };
	double psi, parts[4];

	(void)state;
	assert_int_equal(spot_shift_psi(&psi, parts, old_counts, new_counts, 4, 1e-4, NULL), 0);
	assert_near(psi, 0.1 * log(2) - 0.1 * log(0.75));
	assert_near(parts[0], 0.1 * log(2));
	assert_near(parts[1], 0);
	assert_near(parts[3], -0.1 * log(0.75));
	assert_int_equal(spot_shift_psi(&psi, NULL, old_counts, same, 4, 1e-4, NULL), 0);
	assert_near(psi, 0);
}

static void test_empty_bins(void **state)
{
	static const uint64_t old_counts[] = { 50, 0, 50, 0 }, new_counts[] = { 50, 50, 0, 0 };
	static const uint64_t none[] = { 0, 0, 0, 0 };
	struct spot_error err = SPOT_ERROR_INIT;
	double psi;

	(void)state;
	assert_int_equal(spot_shift_psi(&psi, NULL, old_counts, new_counts, 4, 1e-4, NULL), 0);
	assert_near(psi, 2 * (0.5 - 1e-4) * log(0.5 / 1e-4));
	assert_int_equal(spot_shift_psi(&psi, NULL, none, new_counts, 4, 1e-4, &err), SPOT_EDATA);
	assert_non_null(strstr(err.what, "old"));
	assert_int_equal(spot_shift_psi(&psi, NULL, old_counts, none, 4, 1e-4, &err), SPOT_EDATA);
	assert_non_null(strstr(err.what, "new"));
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void fill(double *x, size_t n, uint64_t n_values, double shift, uint64_t *seed)
{
	for (size_t i = 0; i < n; i++)
		x[i] = (double)(unit_random(seed) % n_values) / 8 + shift;
}

static void count_slowly(uint64_t *counts, const double *cuts, size_t n_cuts, const double *x,
    size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t bin = 0;

		for (size_t k = 0; k < n_cuts; k++)
			bin += x[i] >= cuts[k];
		counts[bin]++;
	}
}

static double psi_slowly(const uint64_t *a, const uint64_t *b, size_t n_bins)
{
	long double n_a = 0, n_b = 0, sum = 0;

	for (size_t i = 0; i < n_bins; i++) {
		n_a += a[i];
		n_b += b[i];
	}
	for (size_t i = 0; i < n_bins; i++) {
		long double p = a[i] / n_a, q = b[i] / n_b;

		p = p < SPOT_SHIFT_FLOOR ? SPOT_SHIFT_FLOOR : p;
		q = q < SPOT_SHIFT_FLOOR ? SPOT_SHIFT_FLOOR : q;
		if (a[i] > 0 || b[i] > 0)
			sum += (q - p) * (logl(q) - logl(p));
	}
	return (double)sum;
}

static void test_numbers(void **state)
{
	uint64_t seed = 11;

	(void)state;
	for (size_t round = 0; round < 300; round++) {
		size_t n_old = 1 + unit_random(&seed) % N, n_new = 1 + unit_random(&seed) % N;
		uint64_t n_values = 1 + unit_random(&seed) % 200;
		uint64_t counts[4][N_BINS] = { { 0 } };
		double old[N], new[N], cuts[N_BINS], psi, back;
		size_t n_cuts;

		fill(old, n_old, n_values, 0, &seed);
		fill(new, n_new, n_values, (double)(unit_random(&seed) % 5) - 2, &seed);
		qsort(old, n_old, sizeof(*old), compare);
		spot_shift_cuts(cuts, &n_cuts, N_BINS, old, n_old);
		assert_in_range(n_cuts, 0, N_BINS - 1);
		for (size_t i = 0; i < n_cuts; i++)
			assert_true(cuts[i] > (i > 0 ? cuts[i - 1] : old[0]) &&
			    cuts[i] <= old[n_old - 1]);
		spot_shift_count(counts[0], cuts, n_cuts, old, n_old);
		spot_shift_count(counts[1], cuts, n_cuts, new, n_new);
		count_slowly(counts[2], cuts, n_cuts, old, n_old);
		count_slowly(counts[3], cuts, n_cuts, new, n_new);
		assert_memory_equal(counts[0], counts[2], sizeof(counts[0]));
		assert_memory_equal(counts[1], counts[3], sizeof(counts[1]));
		assert_int_equal(spot_shift_psi(&psi, NULL, counts[0], counts[1], n_cuts + 1,
				     SPOT_SHIFT_FLOOR, NULL), 0);
		assert_near(psi, psi_slowly(counts[2], counts[3], n_cuts + 1));
		assert_int_equal(spot_shift_psi(&back, NULL, counts[1], counts[0], n_cuts + 1,
				     SPOT_SHIFT_FLOOR, NULL), 0);
		assert_near(back, psi);
		assert_true(psi >= 0);
	}
}

/* Of many different numbers each bin has its share. */
static void test_even_bins(void **state)
{
	uint64_t counts[N_BINS] = { 0 };
	double x[1000], cuts[N_BINS];
	size_t n_cuts;

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		x[i] = (double)i;
	spot_shift_cuts(cuts, &n_cuts, N_BINS, x, 1000);
	assert_int_equal(n_cuts, N_BINS - 1);
	spot_shift_count(counts, cuts, n_cuts, x, 1000);
	for (size_t i = 0; i < N_BINS; i++)
		assert_int_equal(counts[i], 100);
	assert_near(cuts[0], 99.9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_empty_bins),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_even_bins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
