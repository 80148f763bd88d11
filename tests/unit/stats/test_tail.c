/* SPDX-License-Identifier: MIT */
#include "reference.h"

static void test_normal(void **state)
{
	(void)state;
	assert_near(spot_tail_normal(1.959963984540054).p, 0.05, 0);
	assert_near(spot_tail_normal(-1.959963984540054).p, 0.05, 0);
	assert_true(spot_tail_normal(0).p == 1 && spot_tail_normal(0).log10_p == 0);
	assert_near(spot_tail_z(0.95), 1.959963984540054, 0);
	assert_near(spot_tail_phi(spot_tail_phi_inverse(0.3)), 0.3, 0);
	/* Where p is a double, its logarithm is log10_p; beyond, the asymptotic series is. */
	for (double z = 0.125; z < 37; z += 0.125)
		assert_near(spot_tail_normal(z).log10_p, log10(spot_tail_normal(z).p), 1e-12);
	for (double z = 40; z < 1e6; z *= 2) {
		double series = log(2 / (z * sqrt(2 * M_PI))) - z * z / 2 +
		    log1p(-1 / (z * z) + 3 / pow(z, 4) - 15 / pow(z, 6) + 105 / pow(z, 8));
		assert_true(spot_tail_normal(z).p < 1e-300);
		assert_near(spot_tail_normal(z).log10_p, series / M_LN10, 0);
	}
	assert_true(isinf(spot_tail_normal(INFINITY).log10_p));
	assert_true(isnan(spot_tail_normal(NAN).p) && isnan(spot_tail_normal(NAN).log10_p));
}

static void test_chi2(void **state)
{
	(void)state;
	assert_near(spot_tail_chi2(3.841458820694124, 1).p, 0.05, 0);
	assert_near(spot_tail_chi2(18.307038053275146, 10).p, 0.05, 0);
	assert_true(spot_tail_chi2(0, 3).p == 1 && spot_tail_chi2(-1, 3).p == 1);
	assert_true(isnan(spot_tail_chi2(NAN, 3).p) && isnan(spot_tail_chi2(NAN, 3).log10_p));
	assert_true(isinf(spot_tail_chi2(INFINITY, 3).log10_p));
	for (double x = 0.25; x < 1e5; x *= 1.5) {
		/* One degree is the normal distribution's square, two are exponential. */
		assert_near(spot_tail_chi2(x, 1).log10_p, spot_tail_normal(sqrt(x)).log10_p,
		    1e-13);
		assert_near(spot_tail_chi2(x, 2).log10_p, -x / 2 / M_LN10, 1e-13);
		/* Six: e^-z (1 + z + z^2/2), z = x/2. */
		double z = x / 2;
		assert_near(spot_tail_chi2(x, 6).log10_p,
		    (-z + log1p(z + z * z / 2)) / M_LN10, 1e-13);
	}
}

static void test_kolmogorov(void **state)
{
	(void)state;
	assert_near(spot_tail_kolmogorov(1.3580986393225507).p, 0.05, 0);
	assert_near(spot_tail_kolmogorov(0.8275735551899077).p, 0.5, 0);
	assert_true(spot_tail_kolmogorov(0).p == 1);
	assert_near(spot_tail_kolmogorov(0.1).p, 1, 0);
	/* The two forms meet. */
	assert_near(spot_tail_kolmogorov(nextafter(1, 0)).p, spot_tail_kolmogorov(1).p, 1e-14);
	for (double x = 0.25; x < 18; x += 0.25)
		assert_near(spot_tail_kolmogorov(x).log10_p, log10(spot_tail_kolmogorov(x).p),
		    1e-12);
	assert_near(spot_tail_kolmogorov(100).log10_p, (M_LN2 - 20000) / M_LN10, 0);
	assert_true(isnan(spot_tail_kolmogorov(NAN).p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_normal),
		cmocka_unit_test(test_chi2),
		cmocka_unit_test(test_kolmogorov),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
