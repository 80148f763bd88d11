/* SPDX-License-Identifier: MIT */
/*
 * The bootstrap of what textbooks have a formula for, the jackknife account by account, and p
 * by hand. Seeds are fixed: bounds are five standard errors or so, and never by chance crossed.
 */
#include "reference.h"

#include "base/error.h"
#include "stats/resample.h"

#define N_CELLS 6
#define N_REPLICATES 2000
#define N 40

static const uint32_t counts[N_CELLS] = { 30, 0, 5, 20, 1, 44 };
static const uint8_t strata[N_CELLS] = { 0, 0, 1, 1, 0, 9 };
static const double values[N_CELLS] = { 1, 100, 2.5, 4, 11, -1 };

/* Their mean, and its square. */
static int mean_of(void *ctx, const uint32_t *drawn, double *stats, struct spot_error *err)
{
	double n = 0, sum = 0;

	(void)err;
	for (size_t i = 0; i < N_CELLS; i++) {
		n += drawn[i];
		sum += drawn[i] * values[i];
	}
	++*(size_t *)ctx;
	stats[0] = sum / n;
	stats[1] = stats[0] * stats[0];
	return 0;
}

static void test_counts(void **state)
{
	const struct spot_resample plan = { counts, strata, N_CELLS, 7 };
	double sums[N_CELLS] = { 0 }, squares[N_CELLS] = { 0 };
	uint32_t drawn[N_CELLS], again[N_CELLS];

	(void)state;
	for (uint32_t r = 0; r < N_REPLICATES; r++) {
		spot_resample_counts(drawn, &plan, r);
		assert_int_equal(drawn[0] + drawn[1] + drawn[4], 31);
		assert_int_equal(drawn[2] + drawn[3], 25);
		assert_int_equal(drawn[5], 44);
		assert_int_equal(drawn[1], 0);
		for (size_t i = 0; i < N_CELLS; i++) {
			sums[i] += drawn[i];
			squares[i] += pow((double)drawn[i] - counts[i], 2);
		}
	}
	/* Binomial in the stratum: 25 draws, 1 in 5; 31 draws, 1 in 31. */
	assert_true(fabs(sums[2] / N_REPLICATES - 5) < 5 * sqrt(4.0 / N_REPLICATES));
	assert_true(fabs(squares[2] / N_REPLICATES - 4) < 0.65);
	assert_true(fabs(sums[4] / N_REPLICATES - 1) < 5 * sqrt(30 / 31.0 / N_REPLICATES));
	assert_true(fabs(squares[4] / N_REPLICATES - 30 / 31.0) < 0.2);
	spot_resample_counts(drawn, &plan, 3);
	spot_resample_counts(again, &plan, 3);
	assert_memory_equal(drawn, again, sizeof(drawn));
	spot_resample_counts(again, &plan, 4);
	assert_memory_not_equal(drawn, again, sizeof(drawn));
	const struct spot_resample other = { counts, strata, N_CELLS, 8 };
	spot_resample_counts(again, &other, 3);
	assert_memory_not_equal(drawn, again, sizeof(drawn));
}

/* Of 100 accounts: their deviation over 10. */
static void test_error_of_a_mean(void **state)
{
	static double stats[N_REPLICATES * 2];
	const struct spot_resample plan = { counts, NULL, N_CELLS, 11 };
	double estimate[2], squares = 0, mean = 0, spread = 0, error;
	struct spot_interval ci;
	uint32_t drawn[N_CELLS];
	size_t n_calls = 0;

	(void)state;
	mean_of(&n_calls, counts, estimate, NULL);
	for (size_t i = 0; i < N_CELLS; i++)
		squares += counts[i] * pow(values[i] - estimate[0], 2);
	error = sqrt(squares / 100) / 10;
	n_calls = 0;
	for (uint32_t r = 0; r < N_REPLICATES; r++) {
		spot_resample_counts(drawn, &plan, r);
		mean_of(&n_calls, drawn, stats + r * 2, NULL);
	}
	assert_int_equal(n_calls, N_REPLICATES);
	for (size_t r = 0; r < N_REPLICATES; r++)
		mean += stats[r * 2] / N_REPLICATES;
	for (size_t r = 0; r < N_REPLICATES; r++)
		spread += pow(stats[r * 2] - mean, 2) / (N_REPLICATES - 1);
	assert_true(fabs(mean - estimate[0]) < 5 * error / sqrt(N_REPLICATES));
	assert_true(fabs(sqrt(spread) / error - 1) < 0.08);
	assert_int_equal(
	    spot_resample_percentile(&ci, stats, N_REPLICATES, 2, LEVEL, NULL), 0);
	assert_true(fabs(ci.lo - (estimate[0] - 1.96 * error)) < 0.25 * error);
	assert_true(fabs(ci.hi - (estimate[0] + 1.96 * error)) < 0.25 * error);
}

static void test_intervals(void **state)
{
	double stats[202];
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_interval ci;

	(void)state;
	for (size_t i = 0; i < 101; i++) {
		stats[2 * i] = (double)(i * 37 % 101);
		stats[2 * i + 1] = NAN;
	}
	assert_int_equal(spot_resample_percentile(&ci, stats, 101, 2, 0.95, NULL), 0);
	assert_near(ci.lo, 2.5, 0);
	assert_near(ci.hi, 97.5, 0);
	assert_int_equal(spot_resample_percentile(&ci, stats, 0, 2, 0.95, &err), SPOT_EDATA);
	assert_string_equal(err.what, "no replicates");
	assert_int_equal(spot_resample_percentile(&ci, stats, 101, 1, 0.95, &err), SPOT_EDATA);
	assert_non_null(strstr(err.what, "not finite"));
}

static void test_p_by_hand(void **state)
{
	static const double stats[] = { 1, -1, 2, -1, 3, -1, 0, -1, -2, -1, 5, -1, 6, -1, 7, -1 };

	(void)state;
	/* Two of eight at or below 0. */
	assert_near(spot_resample_p(stats, 8, 2), 2 * 3 / 9.0, 0);
	assert_near(spot_resample_p(stats + 1, 8, 2), 2 / 9.0, 0);
	/* As many above as below: not over 1. */
	assert_near(spot_resample_p(stats, 2, 1), 1, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_error_of_a_mean),
		cmocka_unit_test(test_intervals),
		cmocka_unit_test(test_p_by_hand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
