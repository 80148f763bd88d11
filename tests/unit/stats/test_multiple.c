/* SPDX-License-Identifier: MIT */
#include "reference.h"

#include "base/error.h"
#include "stats/multiple.h"

#define N 5

/* What R's p.adjust gives for these. */
static const double given[N] = { 0.01, 0.04, 0.03, 0.02, 0.9 };
static const double wanted[SPOT_MULTIPLE_COUNT][N] = {
	[SPOT_MULTIPLE_BONFERRONI] = { 0.05, 0.2, 0.15, 0.1, 1 },
	[SPOT_MULTIPLE_HOLM] = { 0.05, 0.09, 0.09, 0.08, 0.9 },
	[SPOT_MULTIPLE_BH] = { 0.05, 0.05, 0.05, 0.05, 0.9 },
	[SPOT_MULTIPLE_BY] = { 0.05 * 137 / 60, 0.05 * 137 / 60, 0.05 * 137 / 60,
	    0.05 * 137 / 60, 1 },
};

static void tails_make(struct spot_tail *tails)
{
	for (int i = 0; i < N; i++)
		tails[i] = (struct spot_tail) { given[i], log10(given[i]) };
}

static void test_methods(void **state)
{
	(void)state;
	for (int m = 0; m < SPOT_MULTIPLE_COUNT; m++) {
		struct spot_tail tails[N], adjusted[N];
		tails_make(tails);
		assert_int_equal(spot_multiple_adjust(
		    adjusted, tails, N, N, (enum spot_multiple_method)m, NULL), 0);
		for (int i = 0; i < N; i++) {
			assert_near(adjusted[i].p, wanted[m][i], 0);
			assert_near(adjusted[i].log10_p, log10(adjusted[i].p), 1e-14);
		}
	}
}

/* Earlier looks count as tests that found nothing. */
static void test_family(void **state)
{
	(void)state;
	for (int m = 0; m < SPOT_MULTIPLE_COUNT; m++) {
		struct spot_tail some[N], all[2 * N];
		tails_make(some);
		tails_make(all);
		for (int i = N; i < 2 * N; i++)
			all[i] = SPOT_TAIL_ONE;
		enum spot_multiple_method method = (enum spot_multiple_method)m;
		assert_int_equal(spot_multiple_adjust(some, some, N, 2 * N, method, NULL), 0);
		assert_int_equal(spot_multiple_adjust(all, all, 2 * N, 2 * N, method, NULL), 0);
		for (int i = 0; i < N; i++)
			assert_near(some[i].p, all[i].p, 0);
	}
	struct spot_tail tails[N];
	tails_make(tails);
	assert_int_equal(
	    spot_multiple_adjust(tails, tails, N, N - 1, SPOT_MULTIPLE_BH, NULL), SPOT_EUSAGE);
	tails[2].p = 1.5;
	assert_int_equal(
	    spot_multiple_adjust(tails, tails, N, N, SPOT_MULTIPLE_BH, NULL), SPOT_EDATA);
	tails[2].p = NAN;
	assert_int_equal(
	    spot_multiple_adjust(tails, tails, N, N, SPOT_MULTIPLE_BH, NULL), SPOT_EDATA);
	assert_int_equal(spot_multiple_adjust(tails, tails, 0, 0, SPOT_MULTIPLE_BH, NULL), 0);
}

/* What p cannot tell apart its logarithm does. */
static void test_beyond_doubles(void **state)
{
	(void)state;
	struct spot_tail tails[] = { { 0, -400 }, { 0, -500 }, { 1e-3, -3 }, { 0, -INFINITY } };
	assert_int_equal(spot_multiple_adjust(tails, tails, 4, 4, SPOT_MULTIPLE_HOLM, NULL), 0);
	assert_true(isinf(tails[3].log10_p) && tails[3].p == 0);
	assert_near(tails[1].log10_p, -500 + log10(3), 0);
	assert_near(tails[0].log10_p, -400 + log10(2), 0);
	assert_near(tails[2].p, 1e-3, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_methods),
		cmocka_unit_test(test_family),
		cmocka_unit_test(test_beyond_doubles),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
