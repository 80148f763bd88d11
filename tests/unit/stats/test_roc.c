/* SPDX-License-Identifier: MIT */
#include "twins.h"

#include "base/error.h"
#include "stats/roc.h"

static struct spot_roc roc_of(const struct twins *t, const double *x)
{
	size_t n_cells;
	struct spot_counted *cells = twins_cells(t, x, &n_cells);
	struct spot_roc roc;
	assert_int_equal(spot_roc_auc(&roc, cells, n_cells, LEVEL, NULL), 0);
	free(cells);
	return roc;
}

static void test_is_the_slow_one(void **state)
{
	(void)state;
	uint64_t seed = 1;
	for (int i = 0; i < 500; i++) {
		struct twins t = twins_make(&seed);
		struct spot_roc roc = roc_of(&t, t.x);
		assert_near(roc.auc, auc_slow(&t, t.x), 1e-14);
		assert_near(roc.var, covariance_slow(&t, t.x, t.x), 1e-15);
		assert_true(roc.pairs.gt + roc.pairs.eq + roc.pairs.lt == t.n_pos * t.n_neg);
	}
}

static void test_only_the_order_counts(void **state)
{
	(void)state;
	uint64_t seed = 2;
	for (int i = 0; i < 200; i++) {
		struct twins t = twins_make(&seed);
		struct spot_roc roc = roc_of(&t, t.x), other;
		for (size_t j = 0; j < t.n; j++)
			t.y[j] = exp(t.x[j]) * 1e6 - 3;
		other = roc_of(&t, t.y);
		assert_true(other.auc == roc.auc && other.var == roc.var);
		for (size_t j = 0; j < t.n; j++)
			t.y[j] = -t.x[j];
		other = roc_of(&t, t.y);
		assert_near(other.auc, 1 - roc.auc, 1e-15);
		assert_near(other.var, roc.var, 1e-17);
		for (size_t j = 0; j < t.n; j++)
			t.labels[j] = !t.labels[j];
		other = roc_of(&t, t.x);
		assert_near(other.auc, 1 - roc.auc, 1e-15);
		assert_near(other.var, roc.var, 1e-17);
	}
}

static void test_ends(void **state)
{
	(void)state;
	struct spot_counted apart[] = { { 1, 0, 3 }, { 2, 4, 0 } };
	struct spot_roc roc;
	assert_int_equal(spot_roc_auc(&roc, apart, 2, LEVEL, NULL), 0);
	assert_true(roc.auc == 1 && roc.var == 0 && roc.ci.lo == 1 && roc.ci.hi == 1);
	struct spot_counted one[] = { { 1, 5, 3 } };
	assert_int_equal(spot_roc_auc(&roc, one, 1, LEVEL, NULL), 0);
	assert_true(roc.auc == 0.5 && roc.var == 0);
	struct spot_counted single[] = { { 1, 0, 2 }, { 2, 1, 2 } };
	assert_int_equal(spot_roc_auc(&roc, single, 2, LEVEL, NULL), 0);
	assert_true(roc.auc == 0.75 && isnan(roc.var) && isnan(roc.se));
	assert_true(roc.ci.lo == 0 && roc.ci.hi == 1);
	struct spot_counted wide[] = { { 1, 1, 2 }, { 2, 2, 0 } };
	assert_int_equal(spot_roc_auc(&roc, wide, 2, LEVEL, NULL), 0);
	assert_true(roc.ci.hi == 1 && roc.ci.lo > 0.2);
}

/* Nothing overflows at the greatest counts. */
static void test_large(void **state)
{
	(void)state;
	const uint32_t half = SPOT_COUNTED_MAX / 2;
	struct spot_counted cells[] = { { 0, half, half }, { 1, half, half } };
	struct spot_roc roc;
	assert_int_equal(spot_roc_auc(&roc, cells, 2, LEVEL, NULL), 0);
	assert_true(roc.auc == 0.5);
	double m = 2.0 * half;
	/* Placements are 1/4 and 3/4. */
	assert_near(roc.var, 2 * (1 / 16.0) * m / (m - 1) / m, 0);
	cells[1].n_pos += 2;
	assert_int_equal(spot_roc_auc(&roc, cells, 2, LEVEL, NULL), SPOT_EDATA);
}

static void test_refuses(void **state)
{
	(void)state;
	static const struct {
		struct spot_counted cells[2];
		size_t n;
		const char *what;
	} cases[] = {
		{ { { 0 } }, 0, "0 with the outcome and 0 without: nothing to compare" },
		{ { { 1, 5, 0 }, { 2, 1, 0 } }, 2,
		    "6 with the outcome and 0 without: nothing to compare" },
		{ { { 1, 0, 5 } }, 1, "0 with the outcome and 5 without: nothing to compare" },
		{ { { 2, 1, 1 }, { 1, 1, 1 } }, 2, "scores are not in order at 2" },
		{ { { 2, 1, 1 }, { 2, 1, 1 } }, 2, "scores are not in order at 2" },
		{ { { 1, 1, 1 }, { 2, 0, 0 } }, 2, "score 2 counts no account" },
		{ { { 1, 1, 1 }, { NAN, 1, 0 } }, 2, "score 2 is not finite" },
		{ { { 1, 1, 1 }, { INFINITY, 1, 0 } }, 2, "score 2 is not finite" },
	};
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_roc roc;
		struct spot_error err = SPOT_ERROR_INIT;
		assert_int_equal(
		    spot_roc_auc(&roc, cases[i].cells, cases[i].n, LEVEL, &err), SPOT_EDATA);
		assert_string_equal(err.what, cases[i].what);
	}
	double scores[] = { 1, NAN };
	uint8_t labels[] = { 1, 0 };
	struct spot_counted *cells = NULL;
	size_t n_cells;
	assert_int_equal(spot_counted_new(&cells, &n_cells, scores, labels, 2, NULL), SPOT_EDATA);
	assert_int_equal(
	    spot_counted_new_samples(&cells, &n_cells, scores, 1, scores + 1, 1, NULL), SPOT_EDATA);
	assert_null(cells);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_is_the_slow_one),
		cmocka_unit_test(test_only_the_order_counts),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
