/* SPDX-License-Identifier: MIT */
#include "reference.h"

#include "stats/proportion.h"

static void check_interval(struct spot_interval got, double lo, double hi, double within)
{
	check_near(got.lo, lo, 0, within, "low end", __FILE__, __LINE__);
	check_near(got.hi, hi, 0, within, "high end", __FILE__, __LINE__);
}

/* Table I of Newcombe's first paper of 1998, method 3, and table II of the second, method 10. */
static void test_published(void **state)
{
	(void)state;
	check_interval(spot_proportion_wilson(81, 263, LEVEL), 0.2553, 0.3662, 5e-5);
	check_interval(spot_proportion_wilson(15, 148, LEVEL), 0.0624, 0.1605, 5e-5);
	check_interval(spot_proportion_wilson(0, 20, LEVEL), 0, 0.1611, 5e-5);
	check_interval(spot_proportion_wilson(1, 29, LEVEL), 0.0061, 0.1718, 5e-5);
	check_interval(spot_proportion_difference(56, 70, 48, 80, LEVEL).ci, 0.0524, 0.3339, 5e-5);
	check_interval(spot_proportion_difference(9, 10, 3, 10, LEVEL).ci, 0.1705, 0.8090, 5e-5);
	check_interval(spot_proportion_difference(5, 56, 0, 29, LEVEL).ci, -0.0381, 0.1926, 5e-5);
	check_interval(spot_proportion_difference(0, 10, 0, 10, LEVEL).ci, -0.2775, 0.2775, 5e-5);
	check_interval(spot_proportion_difference(10, 10, 0, 10, LEVEL).ci, 0.6075, 1, 5e-5);
}

static void test_ends(void **state)
{
	(void)state;
	check_interval(spot_proportion_wilson(0, 0, LEVEL), 0, 1, 0);
	assert_true(spot_proportion_wilson(0, 7, LEVEL).lo == 0);
	assert_true(spot_proportion_wilson(7, 7, LEVEL).hi == 1);
	struct spot_estimate d = spot_proportion_difference(0, 0, 3, 4, LEVEL);
	assert_true(isnan(d.value) && d.ci.lo == -1 && d.ci.hi == 1);
	struct spot_estimate r = spot_proportion_ratio(0, 0, 3, 4, LEVEL);
	assert_true(isnan(r.value) && r.ci.lo == 0 && isinf(r.ci.hi));
	r = spot_proportion_ratio(0, 10, 3, 10, LEVEL);
	assert_true(r.value == 0 && r.ci.lo > 0 && r.ci.lo < r.ci.hi && r.ci.hi < 3);
	r = spot_proportion_ratio(3, 10, 0, 10, LEVEL);
	assert_true(isinf(r.value) && r.ci.lo < r.ci.hi && isfinite(r.ci.hi));
	assert_true(isnan(spot_proportion_ratio(0, 10, 0, 10, LEVEL).value));
}

static void test_symmetry(void **state)
{
	(void)state;
	for (uint64_t k = 0; k <= 12; k++) {
		struct spot_interval a = spot_proportion_wilson(k, 12, LEVEL);
		struct spot_interval b = spot_proportion_wilson(12 - k, 12, LEVEL);
		check_interval(a, 1 - b.hi, 1 - b.lo, 1e-15);
		struct spot_estimate d = spot_proportion_difference(k, 12, 3, 9, LEVEL);
		struct spot_estimate e = spot_proportion_difference(3, 9, k, 12, LEVEL);
		check_interval(d.ci, -e.ci.hi, -e.ci.lo, 1e-15);
		struct spot_estimate r = spot_proportion_ratio(k, 12, 3, 9, LEVEL);
		struct spot_estimate s = spot_proportion_ratio(3, 9, k, 12, LEVEL);
		check_interval(r.ci, 1 / s.ci.hi, 1 / s.ci.lo, 1e-12 * r.ci.hi);
	}
	/* Katz by hand: ln 2 -+ z sqrt(1/20 - 1/100 + 1/10 - 1/100). */
	struct spot_estimate r = spot_proportion_ratio(20, 100, 10, 100, LEVEL);
	assert_near(r.value, 2, 0);
	check_interval(r.ci, 0.98656, 4.05448, 5e-5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_published),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_symmetry),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
