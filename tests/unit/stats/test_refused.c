/* SPDX-License-Identifier: MIT */
/* What cannot be computed is refused, in words that name what is wrong. */
#include "support/unit.h"

#include <math.h>

#include "base/error.h"
#include "stats/capacity.h"
#include "stats/chi2.h"
#include "stats/counted.h"
#include "stats/delong.h"
#include "stats/kendall.h"
#include "stats/lasso.h"
#include "stats/logit.h"
#include "stats/multiple.h"
#include "stats/order.h"

#define REFUSED(code, words, call) \
	do { \
		struct spot_error err = SPOT_ERROR_INIT; \
		assert_int_equal(call, code); \
		assert_string_equal(err.what, words); \
	} while (0)

static const uint8_t labels[] = { 1, 0, 1, 0 };
static const double rising[] = { 1, 2, 3, 4 }, level[] = { 2, 2, 2, 2 };
static const double no_number[] = { 1, 2, NAN, 4 };

/* Sizes are looked at before the numbers are. */
static void test_too_many(void **state)
{
	const size_t n = (size_t)INT32_MAX + 1;
	const struct spot_counted pos[] = { { 1, INT32_MAX, 1 }, { 2, 1, 1 } };
	const struct spot_counted neg[] = { { 1, 1, INT32_MAX }, { 2, 1, 1 } };
	const uint64_t one[] = { n, 0, 0, 1 }, all[] = { n / 2, n / 2, 0, 1 };
	struct spot_counted_pairs pairs;
	struct spot_counted *cells;
	struct spot_order_item *items;
	struct spot_delong *delong;
	struct spot_chi2 chi2;
	size_t n_cells;
	(void)state;

	REFUSED(SPOT_EDATA, "too many numbers to compare",
	    spot_counted_new(&cells, &n_cells, rising, labels, n, &err));
	REFUSED(SPOT_EDATA, "too many numbers to compare",
	    spot_counted_new_samples(&cells, &n_cells, rising, 4, rising, n, &err));
	REFUSED(SPOT_EDATA, "too many accounts to compare",
	    spot_counted_pairs(&pairs, pos, 2, &err));
	REFUSED(SPOT_EDATA, "too many accounts to compare",
	    spot_counted_pairs(&pairs, neg, 2, &err));
	REFUSED(SPOT_EDATA, "too many accounts to compare: 2147483648",
	    spot_delong_new(&delong, rising, labels, n, &err));
	REFUSED(SPOT_EDATA, "too many accounts to compare: 2147483648",
	    spot_delong_new_ranked(&delong, NULL, 1, labels, n, &err));
	REFUSED(SPOT_EDATA, "too many numbers to sort: 4294967296",
	    spot_order_new(&items, rising, (size_t)UINT32_MAX + 1, &err));
	REFUSED(SPOT_EDATA, "too many accounts in a table",
	    spot_chi2_table(&chi2, one, 2, 2, &err));
	REFUSED(SPOT_EDATA, "too many accounts in a table",
	    spot_chi2_table(&chi2, all, 2, 2, &err));
}

static void test_nothing_to_go_by(void **state)
{
	const uint64_t none[] = { 0, 0, 0, 0 };
	const struct spot_counted cells[] = { { 1, 1, 2 }, { 2, 2, 1 } };
	const uint32_t order[] = { 3, 2, 1, 0 }, weights[] = { 1, 0, 2, 0 };
	struct spot_capacity capacity;
	struct spot_chi2 chi2;
	(void)state;

	REFUSED(SPOT_EDATA, "an empty table", spot_chi2_table(&chi2, none, 2, 2, &err));
	REFUSED(SPOT_EUSAGE, "a capacity of 0",
	    spot_capacity_at(&capacity, cells, NULL, 2, 0, &err));
	REFUSED(SPOT_EUSAGE, "a capacity of 0", spot_capacity_weighted(&capacity, order, rising,
	    weights, labels, NULL, 4, 0, &err));
	REFUSED(SPOT_EDATA, "all accounts have one outcome", spot_capacity_weighted(&capacity,
	    order, rising, weights, labels, NULL, 4, 1, &err));
}

static void test_rankings(void **state)
{
	const struct spot_tail tails[] = { { 0.5, -0.301 }, { 0.1, -1 } };
	struct spot_tail adjusted[2];
	double tau;
	(void)state;

	REFUSED(SPOT_EDATA, "too few numbers to rank: 1",
	    spot_kendall_tau(&tau, rising, rising, 1, &err));
	REFUSED(SPOT_EDATA, "number 3 is not finite",
	    spot_kendall_tau(&tau, no_number, rising, 4, &err));
	REFUSED(SPOT_EDATA, "number 3 is not finite",
	    spot_kendall_tau(&tau, rising, no_number, 4, &err));
	REFUSED(SPOT_EDATA, "a ranking has one value only",
	    spot_kendall_tau(&tau, level, rising, 4, &err));
	REFUSED(SPOT_EDATA, "a ranking has one value only",
	    spot_kendall_tau(&tau, rising, level, 4, &err));
	REFUSED(SPOT_EUSAGE, "a family of fewer tests than are given",
	    spot_multiple_adjust(adjusted, tails, 2, 1, SPOT_MULTIPLE_HOLM, &err));
}

static void test_scores(void **state)
{
	const uint8_t others[] = { 1, 0, 1, 0 };
	struct spot_delong *of[3];
	struct spot_delong_difference difference;
	struct spot_tail tail;
	double cov[9], chi2;
	(void)state;

	assert_int_equal(spot_delong_new(&of[0], rising, labels, 4, NULL), 0);
	assert_int_equal(spot_delong_new(&of[1], rising, labels, 4, NULL), 0);
	assert_int_equal(spot_delong_new(&of[2], rising, others, 4, NULL), 0);
	REFUSED(SPOT_EDATA, "the scores differ too little to compare",
	    spot_delong_equal(&chi2, &tail, (const struct spot_delong *const *)of, 2, &err));
	REFUSED(SPOT_EUSAGE, "scores of different accounts",
	    spot_delong_compare(&difference, of[0], of[2], 0.95, &err));
	REFUSED(SPOT_EUSAGE, "scores of different accounts",
	    spot_delong_covariance(cov, (const struct spot_delong *const *)of, 3, &err));
	REFUSED(SPOT_EUSAGE, "scores of different accounts",
	    spot_delong_equal(&chi2, &tail, (const struct spot_delong *const *)of, 3, &err));
	for (size_t i = 0; i < N_OF(of); i++)
		spot_delong_free(of[i]);
}

/* Numbers whose sum is none leave nothing to converge to. */
static void test_fits(void **state)
{
	static const double far[] = { 1e308, -1, 1e308, 1e308 };
	const struct spot_design design = { far, labels, NULL, NULL, 4, 1 };
	const double lambdas[] = { 0.1 };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_logit logit;
	double coefs[2], errors[2];
	(void)state;

	assert_int_equal(spot_lasso_path(coefs, &design, lambdas, 1, &err), SPOT_EDATA);
	assert_non_null(strstr(err.what, "the fit did not converge (nan left"));
	assert_int_equal(spot_logit_fit(&logit, coefs, errors, &design, &err), SPOT_EDATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_nothing_to_go_by),
		cmocka_unit_test(test_rankings),
		cmocka_unit_test(test_scores),
		cmocka_unit_test(test_fits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
