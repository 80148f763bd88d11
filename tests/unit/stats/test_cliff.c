/* SPDX-License-Identifier: MIT */
#include "twins.h"

#include "base/error.h"
#include "stats/cliff.h"
#include "stats/ks.h"

/* Cliff's own matrix of dominances, d[i][j] the sign of positive i less negative j. */
static void cliff_slow(const struct twins *t, double *delta, double *var)
{
	double m = (double)t->n_pos, n = (double)t->n_neg, sum = 0;
	double rows[64] = { 0 }, cols[64] = { 0 }, squares = 0, of_rows = 0, of_cols = 0;
	for (size_t i = 0; i < t->n; i++) {
		for (size_t j = 0; j < t->n; j++) {
			if (!t->labels[i] || t->labels[j])
				continue;
			double d = sign(t->x[i], t->x[j]);
			sum += d;
			squares += d * d;
			rows[i] += d / n;
			cols[j] += d / m;
		}
	}
	*delta = sum / (m * n);
	for (size_t i = 0; i < t->n; i++) {
		of_rows += t->labels[i] ? pow(rows[i] - *delta, 2) : 0;
		of_cols += t->labels[i] ? 0 : pow(cols[i] - *delta, 2);
	}
	*var = (n * n * of_rows + m * m * of_cols - (squares - m * n * *delta * *delta)) /
	    (m * n * (m - 1) * (n - 1));
	*var = fmax(*var, (1 - *delta * *delta) / (m * n - 1));
}

static struct spot_cliff cliff_of(const struct twins *t, const double *x)
{
	size_t n_cells;
	struct spot_counted *cells = twins_cells(t, x, &n_cells);
	struct spot_cliff c;
	assert_int_equal(spot_cliff_delta(&c, cells, n_cells, LEVEL, NULL), 0);
	free(cells);
	return c;
}

static void test_is_the_slow_one(void **state)
{
	(void)state;
	uint64_t seed = 1;
	for (int i = 0; i < 500; i++) {
		struct twins t = twins_make(&seed);
		double delta, var;
		cliff_slow(&t, &delta, &var);
		struct spot_cliff c = cliff_of(&t, t.x), turned;
		assert_near(c.delta, delta, 1e-14);
		assert_near(c.var, var, 1e-14);
		assert_true(-1 <= c.ci.lo && c.ci.lo <= c.delta && c.delta <= c.ci.hi &&
		    c.ci.hi <= 1);
		for (size_t j = 0; j < t.n; j++)
			t.y[j] = -t.x[j];
		turned = cliff_of(&t, t.y);
		assert_near(turned.delta, -c.delta, 1e-15);
		assert_near(turned.ci.lo, -c.ci.hi, 1e-14);
		assert_near(turned.ci.hi, -c.ci.lo, 1e-14);
	}
}

static void test_ends(void **state)
{
	(void)state;
	struct spot_cliff c;
	struct spot_counted above[] = { { 1, 0, 20 }, { 2, 10, 0 } };
	double z = 1.959963984540054, inner = (10 - z * z) / (10 + z * z);
	assert_int_equal(spot_cliff_delta(&c, above, 2, LEVEL, NULL), 0);
	assert_true(c.delta == 1 && c.var == 0 && c.ci.hi == 1);
	assert_near(c.ci.lo, inner, 0);
	struct spot_counted below[] = { { 1, 10, 0 }, { 2, 0, 20 } };
	assert_int_equal(spot_cliff_delta(&c, below, 2, LEVEL, NULL), 0);
	assert_true(c.delta == -1 && c.ci.lo == -1);
	assert_near(c.ci.hi, -inner, 0);
	struct spot_counted single[] = { { 1, 1, 2 }, { 2, 0, 2 } };
	assert_int_equal(spot_cliff_delta(&c, single, 2, LEVEL, NULL), 0);
	assert_true(c.delta == -0.5 && isnan(c.var) && c.ci.lo == -1 && c.ci.hi == 1);
	struct spot_counted one[] = { { 1, 2, 0 } };
	assert_int_equal(spot_cliff_delta(&c, one, 1, LEVEL, NULL), SPOT_EDATA);
}

static void test_ks(void **state)
{
	(void)state;
	uint64_t seed = 3;
	for (int i = 0; i < 300; i++) {
		struct twins t = twins_make(&seed);
		size_t n_cells;
		struct spot_counted *cells = twins_cells(&t, t.x, &n_cells);
		struct spot_ks ks;
		double most = 0, at = 0;
		for (size_t j = n_cells; j-- > 0;) {
			double shares[2] = { 0, 0 };
			for (size_t k = 0; k < t.n; k++)
				shares[t.labels[k]] += t.x[k] <= cells[j].score;
			double d = fabs(shares[1] / (double)t.n_pos - shares[0] / (double)t.n_neg);
			if (d >= most - 1e-12)
				at = cells[j].score;
			most = fmax(most, d);
		}
		assert_int_equal(spot_ks_test(&ks, cells, n_cells, NULL), 0);
		assert_near(ks.d, most, 1e-14);
		if (most > 0)
			assert_true(ks.at <= at);
		double mn = (double)(t.n_pos * t.n_neg) / (double)t.n;
		assert_near(ks.tail.p, spot_tail_kolmogorov(most * sqrt(mn)).p, 1e-12);
		free(cells);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_is_the_slow_one),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_ks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
