/* SPDX-License-Identifier: MIT */
/*
 * Probabilities judged by hand; groups against the slow way, which sorts nothing; isotonic rates
 * against the greatest of the least means around each cell.
 */
#include "reference.h"

#include "base/error.h"
#include "stats/calibration.h"
#include "stats/proportion.h"

#define N 90
#define N_GROUPS 12

/* Eight accounts, two a group but for the three that are alike. */
static void test_groups_by_hand(void **state)
{
	static const double predicted[] = { 0.5, 0.1, 0.9, 0.2, 0.5, 0.8, 0.5, 0.4 };
	static const uint8_t labels[] = { 1, 0, 1, 1, 0, 1, 1, 0 };
	struct spot_calibration_group groups[4];
	size_t n;

	(void)state;
	assert_int_equal(spot_calibration_groups(groups, &n, 4, predicted, labels, 8, LEVEL, NULL),
	    0);
	assert_int_equal(n, 4);
	assert_true(groups[0].low == 0.1 && groups[0].high == 0.2);
	assert_true(groups[1].low == 0.4 && groups[1].high == 0.4);
	assert_true(groups[2].low == 0.5 && groups[2].high == 0.5);
	assert_true(groups[3].low == 0.8 && groups[3].high == 0.9);
	assert_true(groups[0].n == 2 && groups[0].n_pos == 1);
	assert_true(groups[1].n == 1 && groups[1].n_pos == 0);
	assert_true(groups[2].n == 3 && groups[2].n_pos == 2);
	assert_true(groups[3].n == 2 && groups[3].n_pos == 2);
	assert_near(groups[0].predicted, 0.15, 0);
	assert_near(groups[3].expected, 1.7, 0);
	assert_near(groups[2].rate, 2 / 3.0, 0);
	struct spot_interval ci = spot_proportion_wilson(2, 3, LEVEL);
	assert_true(groups[2].rate_ci.lo == ci.lo && groups[2].rate_ci.hi == ci.hi);
}

/* The group in which the middle of the accounts of that probability falls. */
static size_t group_slow(const double *predicted, double p, size_t n, size_t n_groups)
{
	size_t less = 0, same = 0, g = 0;

	for (size_t i = 0; i < n; i++) {
		less += predicted[i] < p;
		same += predicted[i] == p;
	}
	while (2 * (g + 1) * n <= (2 * less + same) * n_groups)
		g++;
	return g;
}

static void test_groups(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (size_t round = 0; round < 200; round++) {
		size_t n = 1 + unit_random(&seed) % N, max = 1 + unit_random(&seed) % N_GROUPS;
		uint64_t n_values = 1 + unit_random(&seed) % 64, n_pos = 0;
		struct spot_calibration_group groups[N_GROUPS], slow[N_GROUPS] = { { 0 } };
		double predicted[N];
		uint8_t labels[N];
		size_t n_groups, used = 0, all = 0;

		for (size_t i = 0; i < n; i++) {
			predicted[i] = (double)(unit_random(&seed) % n_values) / 64;
			labels[i] = unit_random(&seed) % 64 < n_values / 2 ? 3 : 0;
		}
		for (size_t i = 0; i < n; i++) {
			size_t g = group_slow(predicted, predicted[i], n, max);

			slow[g].low = slow[g].n == 0 ? predicted[i] :
			    fmin(slow[g].low, predicted[i]);
			slow[g].high = fmax(slow[g].high, predicted[i]);
			slow[g].n++;
			slow[g].n_pos += labels[i] != 0;
			slow[g].expected += predicted[i];
		}
		assert_int_equal(spot_calibration_groups(groups, &n_groups, max, predicted, labels,
				     n, LEVEL, NULL), 0);
		for (size_t g = 0; g < max; g++) {
			if (slow[g].n == 0)
				continue;
			const struct spot_calibration_group *got = &groups[used++];
			assert_true(got->low == slow[g].low && got->high == slow[g].high);
			assert_int_equal(got->n, slow[g].n);
			assert_int_equal(got->n_pos, slow[g].n_pos);
			assert_near(got->expected, slow[g].expected, 1e-12);
			assert_near(got->predicted * (double)got->n, got->expected, 1e-12);
			assert_near(got->rate * (double)got->n, (double)got->n_pos, 1e-12);
			assert_true(got->rate_ci.lo <= got->rate && got->rate <= got->rate_ci.hi);
			all += got->n;
			n_pos += got->n_pos;
		}
		assert_int_equal(used, n_groups);
		assert_int_equal(all, n);
		assert_in_range(n_pos, 0, n);
	}
}

static size_t cells_make(struct spot_counted *cells, uint64_t *seed)
{
	size_t n = 1 + unit_random(seed) % 30;

	for (size_t i = 0; i < n; i++)
		cells[i] = (struct spot_counted) { (double)i - 4,
			(uint32_t)(unit_random(seed) % (2 + i)), (uint32_t)(unit_random(seed) % 9) +
			    1 };
	cells[n - 1].n_pos++;
	return n;
}

/* The greatest over a <= i of the least over b >= i of the rate of cells a to b. */
static double isotonic_slow(const struct spot_counted *cells, size_t n, size_t i)
{
	double most = 0;

	for (size_t a = 0; a <= i; a++) {
		double pos = 0, all = 0, least = 1;

		for (size_t b = a; b < n; b++) {
			pos += cells[b].n_pos;
			all += (double)cells[b].n_pos + cells[b].n_neg;
			least = b >= i ? fmin(least, pos / all) : least;
		}
		most = fmax(most, least);
	}
	return most;
}

static void test_isotonic(void **state)
{
	static const struct spot_counted few[] = { { 1, 1, 3 }, { 2, 3, 1 }, { 3, 1, 1 },
		{ 4, 9, 1 } };
	uint64_t seed = 2;
	double rates[31];

	(void)state;
	assert_int_equal(spot_calibration_isotonic(rates, few, 4, NULL), 0);
	assert_near(rates[0], 0.25, 0);
	assert_near(rates[1], 4 / 6.0, 0);
	assert_near(rates[2], 4 / 6.0, 0);
	assert_near(rates[3], 0.9, 0);
	for (size_t round = 0; round < 300; round++) {
		struct spot_counted cells[30];
		size_t n = cells_make(cells, &seed);
		double pos = 0, predicted = 0;

		assert_int_equal(spot_calibration_isotonic(rates, cells, n, NULL), 0);
		for (size_t i = 0; i < n; i++) {
			assert_near(rates[i], isotonic_slow(cells, n, i), 0);
			assert_true(i == 0 || rates[i] >= rates[i - 1]);
			pos += cells[i].n_pos;
			predicted += rates[i] * ((double)cells[i].n_pos + cells[i].n_neg);
		}
		assert_near(predicted, pos, 1e-9);
	}
}

static void test_refuses(void **state)
{
	static const double none[] = { NAN, 0.5 }, fine[] = { 0, 0.5 };
	static const struct spot_counted one[] = { { 1, 0, 3 } };
	static const uint8_t labels[] = { 0, 1 };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_calibration_group groups[3];
	double x;
	size_t n;

	(void)state;
	assert_int_equal(spot_calibration_groups(groups, &n, 3, none, labels, 2, LEVEL, &err),
	    SPOT_EDATA);
	assert_string_equal(err.what, "number 1 is no probability");
	assert_int_equal(spot_calibration_groups(groups, &n, 3, fine, labels, 0, LEVEL, &err),
	    SPOT_EDATA);
	assert_string_equal(err.what, "no probabilities to judge");
	assert_int_equal(spot_calibration_groups(groups, &n, 2, fine, labels, 2, LEVEL, &err), 0);
	assert_int_equal(n, 2);
	assert_int_equal(spot_calibration_isotonic(&x, one, 1, &err), SPOT_EDATA);
	assert_string_equal(err.what, "0 with the outcome and 3 without: nothing to compare");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_groups_by_hand),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_isotonic),
		cmocka_unit_test(test_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
