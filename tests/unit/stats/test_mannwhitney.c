/* SPDX-License-Identifier: MIT */
#include "twins.h"

#include "stats/mannwhitney.h"

/* Over all ways to choose the positives, U has the mean and the variance that are claimed. */
static void test_variance_is_that_of_all_choices(void **state)
{
	(void)state;
	static const double x[][8] = { { 1, 2, 3, 4, 5, 6, 7, 8 }, { 1, 1, 1, 2, 2, 3, 3, 3 },
		{ 0, 0, 0, 0, 0, 0, 0, 1 } };
	for (size_t c = 0; c < N_OF(x); c++) {
		double n = 0, sum = 0, squares = 0, var = 0;
		for (unsigned choice = 0; choice < 256; choice++) {
			if (__builtin_popcount(choice) != 3)
				continue;
			uint8_t labels[8];
			for (unsigned i = 0; i < 8; i++)
				labels[i] = choice >> i & 1;
			struct spot_counted *cells;
			size_t n_cells;
			struct spot_mannwhitney u;
			assert_int_equal(
			    spot_counted_new(&cells, &n_cells, x[c], labels, 8, NULL), 0);
			assert_int_equal(spot_mannwhitney_test(&u, cells, n_cells, NULL), 0);
			n++;
			sum += u.u;
			squares += u.u * u.u;
			var = u.var;
			assert_near(u.z, (u.u - 7.5) / sqrt(var), 1e-14);
			double off = fmax(0, fabs(u.u - 7.5) - 0.5);
			assert_near(u.corrected.p, spot_tail_normal(off / sqrt(var)).p, 0);
			free(cells);
		}
		assert_near(sum / n, 7.5, 0);
		assert_near(squares / n - 7.5 * 7.5, var, 1e-12);
	}
}

static void test_all_alike(void **state)
{
	(void)state;
	struct spot_counted cells[] = { { 3, 1000001, 70000 } };
	struct spot_mannwhitney u;
	assert_int_equal(spot_mannwhitney_test(&u, cells, 1, NULL), 0);
	assert_true(u.var == 0 && u.z == 0 && u.tail.p == 1 && u.corrected.p == 1);
	/* One account apart from two million: nearly nothing, and not lost to rounding. */
	struct spot_counted nearly[] = { { 3, 1000000, 1000000 }, { 4, 1, 0 } };
	assert_int_equal(spot_mannwhitney_test(&u, nearly, 2, NULL), 0);
	double m = 1000001, n = 1000000;
	/* The one is a positive, which is n / 2 above the mean, or a negative. */
	assert_near(u.var, m * n / 4, 0);
	assert_near(u.z, n / 2 / sqrt(u.var), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_variance_is_that_of_all_choices),
		cmocka_unit_test(test_all_alike),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
