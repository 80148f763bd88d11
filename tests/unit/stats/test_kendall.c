/* SPDX-License-Identifier: MIT */
#include "twins.h"

#include "base/error.h"
#include "stats/kendall.h"

static double tau_of(const double *x, const double *y, size_t n)
{
	double tau;
	assert_int_equal(spot_kendall_tau(&tau, x, y, n, NULL), 0);
	return tau;
}

static void test_is_the_slow_one(void **state)
{
	(void)state;
	uint64_t seed = 1;
	size_t n_tried = 0;
	for (int i = 0; i < 500; i++) {
		struct twins t = twins_make(&seed);
		double sum = 0, n_x = 0, n_y = 0, tau;
		for (size_t j = 0; j < t.n; j++) {
			for (size_t k = 0; k < j; k++) {
				int a = sign(t.x[j], t.x[k]), b = sign(t.y[j], t.y[k]);
				sum += a * b;
				n_x += a != 0;
				n_y += b != 0;
			}
		}
		int rc = spot_kendall_tau(&tau, t.x, t.y, t.n, NULL);
		assert_int_equal(rc, n_x > 0 && n_y > 0 ? 0 : SPOT_EDATA);
		if (rc < 0)
			continue;
		assert_near(tau, sum / sqrt(n_x * n_y), 1e-14);
		assert_near(tau_of(t.y, t.x, t.n), tau, 1e-14);
		assert_near(tau_of(t.x, t.x, t.n), 1, 1e-15);
		n_tried++;
	}
	assert_true(n_tried > 400);
}

static void test_large(void **state)
{
	(void)state;
	const size_t n = 100001;
	double *x = calloc(n, sizeof(*x)), *y = calloc(n, sizeof(*y));
	for (size_t i = 0; i < n; i++) {
		x[i] = (double)i;
		y[i] = -x[i] / 7;
	}
	assert_true(tau_of(x, y, n) == -1);
	free(x);
	free(y);
}

static void test_refuses(void **state)
{
	(void)state;
	double x[] = { 1, 2, 3 }, same[] = { 4, 4, 4 }, bad[] = { 1, INFINITY, 2 }, tau;
	assert_int_equal(spot_kendall_tau(&tau, x, same, 3, NULL), SPOT_EDATA);
	assert_int_equal(spot_kendall_tau(&tau, same, x, 3, NULL), SPOT_EDATA);
	assert_int_equal(spot_kendall_tau(&tau, x, bad, 3, NULL), SPOT_EDATA);
	assert_int_equal(spot_kendall_tau(&tau, bad, x, 3, NULL), SPOT_EDATA);
	assert_int_equal(spot_kendall_tau(&tau, x, x, 1, NULL), SPOT_EDATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_is_the_slow_one),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
