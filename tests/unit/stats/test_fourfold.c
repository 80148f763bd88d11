/* SPDX-License-Identifier: MIT */
#include "reference.h"

#include "base/error.h"
#include "stats/chi2.h"
#include "stats/fourfold.h"

static double choose(uint64_t n, uint64_t k)
{
	double c = 1;
	for (uint64_t i = 1; i <= k; i++)
		c = c * (double)(n - k + i) / (double)i;
	return c;
}

/* By the definition, in counts that a double holds exactly. */
static double fisher_slow(const struct spot_fourfold *t)
{
	uint64_t row = t->a + t->b, col = t->a + t->c, n = row + t->c + t->d;
	double here = choose(row, t->a) * choose(n - row, col - t->a), sum = 0, all = 0;
	for (uint64_t k = 0; k <= row && k <= col; k++) {
		if (col - k > n - row)
			continue;
		double w = choose(row, k) * choose(n - row, col - k);
		all += w;
		sum += w <= here * (1 + 1e-7) ? w : 0;
	}
	return sum / all;
}

static void test_fisher(void **state)
{
	(void)state;
	/* The lady tasting tea. */
	assert_near(
	    spot_fourfold_fisher(&(struct spot_fourfold) { 3, 1, 1, 3 }).p, 34 / 70.0, 0);
	for (uint64_t i = 0; i < 6 * 6 * 6 * 6; i++) {
		struct spot_fourfold t = { i % 6, i / 6 % 6, i / 36 % 6, i / 216 };
		struct spot_tail tail = spot_fourfold_fisher(&t);
		assert_near(tail.p, fisher_slow(&t), 0);
		assert_near(tail.log10_p, log10(tail.p), 1e-14);
	}
	uint64_t seed = 1;
	for (int i = 0; i < 500; i++) {
		struct spot_fourfold t = { unit_random(&seed) % 14, unit_random(&seed) % 14,
			unit_random(&seed) % 14, unit_random(&seed) % 14 };
		assert_near(spot_fourfold_fisher(&t).p, fisher_slow(&t), 0);
	}
}

static void test_fisher_large(void **state)
{
	(void)state;
	/* Tables that say the same turned about. */
	uint64_t seed = 2;
	for (int i = 0; i < 50; i++) {
		uint64_t a = unit_random(&seed) % 3000000, b = unit_random(&seed) % 3000000,
			 c = unit_random(&seed) % 3000, d = unit_random(&seed) % 3000;
		struct spot_fourfold turned[] = { { a, b, c, d }, { c, d, a, b }, { b, a, d, c },
			{ a, c, b, d } };
		struct spot_tail first = spot_fourfold_fisher(&turned[0]);
		for (size_t k = 1; k < N_OF(turned); k++)
			assert_near(spot_fourfold_fisher(&turned[k]).log10_p, first.log10_p,
			    1e-11);
	}
	/* Far beyond a double: all of 3000 in one cell of two. 1 / choose(6000, 3000), twice. */
	struct spot_tail far = spot_fourfold_fisher(&(struct spot_fourfold) { 3000, 0, 0, 3000 });
	assert_true(far.p == 0);
	assert_near(far.log10_p,
	    (M_LN2 - lgamma(6001) + 2 * lgamma(3001)) / M_LN10, 1e-9);
	/* Where the normal approximation is good it is near. */
	struct spot_fourfold wide = { 500000000, 500010000, 500010000, 500000000 };
	double yates;
	check_near(spot_fourfold_fisher(&wide).p, spot_fourfold_yates(&yates, &wide).p, 1e-3, 0,
	    "wide", __FILE__, __LINE__);
}

static void test_odds(void **state)
{
	(void)state;
	struct spot_fourfold_odds o =
	    spot_fourfold_odds(&(struct spot_fourfold) { 10, 5, 4, 12 }, LEVEL);
	assert_true(o.ratio == 6 && !o.corrected);
	double half = 1.959963984540054 * sqrt(1 / 10.0 + 1 / 5.0 + 1 / 4.0 + 1 / 12.0);
	assert_near(log(o.ci.lo), log(6) - half, 1e-12);
	assert_near(log(o.ci.hi), log(6) + half, 1e-12);
	o = spot_fourfold_odds(&(struct spot_fourfold) { 10, 0, 4, 12 }, LEVEL);
	assert_true(isinf(o.ratio) && o.corrected && isfinite(o.ci.hi));
	assert_near(o.haldane, 10.5 * 12.5 / (0.5 * 4.5), 0);
	assert_true(o.ci.lo < o.haldane && o.haldane < o.ci.hi);
	o = spot_fourfold_odds(&(struct spot_fourfold) { 0, 0, 4, 12 }, LEVEL);
	assert_true(isnan(o.ratio) && o.corrected);
}

static void test_mcnemar(void **state)
{
	(void)state;
	struct spot_fourfold_mcnemar m = spot_fourfold_mcnemar(0, 0);
	assert_true(m.tail.p == 1 && m.mid_p == 1 && m.n == 0);
	m = spot_fourfold_mcnemar(1, 5); /* (1 + 6) / 2^6 twice; less 6 / 2^6 */
	assert_true(m.exact);
	assert_near(m.tail.p, 14 / 64.0, 0);
	assert_near(m.mid_p, 8 / 64.0, 0);
	assert_near(m.chi2, 16 / 6.0, 0);
	m = spot_fourfold_mcnemar(12, 12);
	assert_true(m.exact && m.tail.p == 1);
	assert_near(m.mid_p, 1, 1e-12);
	m = spot_fourfold_mcnemar(10, 15);
	assert_false(m.exact);
	assert_near(m.tail.p, spot_tail_chi2(1, 1).p, 0);
	/* Fagerland, Lydersen and Laake 2013: 1 and 7, exact 0.0703, mid-p 0.0391. */
	m = spot_fourfold_mcnemar(7, 1);
	check_near(m.tail.p, 0.0703, 0, 5e-5, "exact", __FILE__, __LINE__);
	check_near(m.mid_p, 0.0391, 0, 5e-5, "mid-p", __FILE__, __LINE__);
	m = spot_fourfold_mcnemar(1000000, 1010000);
	assert_true(m.mid_p > 0 && fabs(m.mid_p / m.tail.p - 1) < 0.01);
}

static void test_chi2(void **state)
{
	(void)state;
	/* An empty row and an empty column count for nothing. */
	static const uint64_t with[] = { 10, 0, 20, 0, 0, 0, 30, 0, 5 }, less[] = { 10, 20, 30, 5 };
	struct spot_chi2 a, b;
	assert_int_equal(spot_chi2_table(&a, with, 3, 3, NULL), 0);
	assert_int_equal(spot_chi2_table(&b, less, 2, 2, NULL), 0);
	assert_true(a.chi2 == b.chi2 && a.df == 1 && a.cramers_v == b.cramers_v);
	double ad_bc = 10 * 5 - 20 * 30;
	assert_near(b.chi2, ad_bc * ad_bc * 65 / (30.0 * 35 * 40 * 25), 0);
	assert_near(b.least_expected, 30 * 25 / 65.0, 0);
	assert_true(b.share_under_5 == 0);
	double expected[9];
	spot_chi2_expected(expected, with, 3, 3);
	assert_true(expected[1] == 0 && expected[3] == 0);
	assert_near(expected[0], 30 * 40 / 65.0, 0);
	/* One row tells nothing. */
	assert_int_equal(spot_chi2_table(&a, less, 1, 4, NULL), 0);
	assert_true(a.df == 0 && a.tail.p == 1 && a.cramers_v == 0 && a.chi2 == 0);
	static const uint64_t empty[4], large[] = { 1u << 30, 1u << 30, 1u << 30, 1u << 30 };
	assert_int_equal(spot_chi2_table(&a, empty, 2, 2, NULL), SPOT_EDATA);
	assert_int_equal(spot_chi2_table(&a, large, 2, 2, NULL), SPOT_EDATA);
	spot_chi2_expected(expected, empty, 2, 2);
	assert_true(expected[0] == 0);
	assert_true(spot_fourfold_yates(NULL, &(struct spot_fourfold) { 3, 4, 0, 0 }).p == 1);
	assert_true(spot_fourfold_yates(NULL, &(struct spot_fourfold) { 3, 4, 4, 5 }).p == 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fisher),
		cmocka_unit_test(test_fisher_large),
		cmocka_unit_test(test_odds),
		cmocka_unit_test(test_mcnemar),
		cmocka_unit_test(test_chi2),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
