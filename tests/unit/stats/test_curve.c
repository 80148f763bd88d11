/* SPDX-License-Identifier: MIT */
/*
 * Points and slices by hand, and against the slow way: accounts looked at one by one, and places
 * of a block of equal scores each worth the block's mean.
 */
#include "twins.h"

#include "base/error.h"
#include "stats/curve.h"
#include "stats/proportion.h"

static void test_by_hand(void **state)
{
	static const struct spot_counted cells[] = { { 1, 1, 5 }, { 2, 1, 1 }, { 5, 2, 0 } };
	static const double values[] = { 10, 20, 70 }, none[] = { 0, 0, 0 };
	struct spot_curve_point points[3];
	struct spot_curve_slice slices[2];
	double ap;

	(void)state;
	assert_int_equal(spot_curve_points(points, cells, 3, LEVEL, NULL), 0);
	assert_true(points[0].threshold == 5 && points[1].threshold == 2);
	assert_true(points[1].taken == 4 && points[1].n_pos == 3 && points[1].n_neg == 1);
	assert_near(points[1].precision, 0.75, 0);
	assert_near(points[1].recall, 0.75, 0);
	assert_near(points[1].fpr, 1 / 6.0, 0);
	assert_near(points[1].lift, 0.75 / 0.4, 0);
	assert_near(points[1].f1, 0.75, 0);
	assert_near(points[1].youden, 0.75 - 1 / 6.0, 0);
	assert_int_equal(spot_curve_best(points, 3), 1);
	points[0].youden = points[1].youden;
	assert_int_equal(spot_curve_best(points, 3), 0);
	assert_int_equal(spot_curve_average_precision(&ap, cells, 3, NULL), 0);
	assert_near(ap, 0.5 * 1 + 0.25 * 0.75 + 0.25 * 0.4, 0);
	/* Of ten accounts the fifth is one of six that are alike. */
	assert_int_equal(spot_curve_slices(slices, 2, cells, values, 3, NULL), 0);
	assert_near(slices[0].n_pos, 3 + 1 / 6.0, 0);
	assert_near(slices[0].value, 90 + 10 / 6.0, 0);
	assert_near(slices[0].lift, (3 + 1 / 6.0) / 2, 0);
	assert_near(slices[0].cum_value_share, 0.9 + 0.1 / 6, 0);
	assert_near(slices[1].cum_gain, 1, 0);
	assert_near(slices[1].ks, 0, 1e-15);
	assert_int_equal(spot_curve_slices(slices, 2, cells, none, 3, NULL), 0);
	assert_true(isnan(slices[0].cum_value_share));
}

/* Those at or above the threshold. */
static void point_check(const struct spot_curve_point *point, const struct twins *t)
{
	double n_pos = 0, n_neg = 0, m = (double)t->n_pos, n = (double)t->n_neg;
	struct spot_interval ci;

	for (size_t i = 0; i < t->n; i++) {
		n_pos += t->x[i] >= point->threshold && t->labels[i];
		n_neg += t->x[i] >= point->threshold && !t->labels[i];
	}
	assert_true((double)point->n_pos == n_pos && (double)point->n_neg == n_neg);
	assert_true(point->taken == point->n_pos + point->n_neg);
	assert_near(point->precision, n_pos / (n_pos + n_neg), 0);
	assert_near(point->recall, n_pos / m, 0);
	assert_near(point->fpr, n_neg / n, 0);
	assert_near(point->lift, point->precision / (m / (m + n)), 0);
	assert_near(point->youden, n_pos / m - n_neg / n, 1e-15);
	if (n_pos > 0)
		assert_near(point->f1, 2 / (1 / point->precision + 1 / point->recall), 0);
	else
		assert_true(point->f1 == 0);
	ci = spot_proportion_wilson(point->n_pos, point->taken, LEVEL);
	assert_true(point->precision_ci.lo == ci.lo && point->precision_ci.hi == ci.hi);
}

static void test_points(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (size_t round = 0; round < 200; round++) {
		struct twins t = twins_make(&seed);
		struct spot_curve_point points[64];
		double ap, wanted = 0, recall = 0;
		size_t n, best = 0;
		struct spot_counted *cells = twins_cells(&t, t.x, &n);

		assert_int_equal(spot_curve_points(points, cells, n, LEVEL, NULL), 0);
		assert_int_equal(spot_curve_average_precision(&ap, cells, n, NULL), 0);
		for (size_t i = 0; i < n; i++) {
			point_check(&points[i], &t);
			assert_true(i == 0 || points[i].threshold < points[i - 1].threshold);
			wanted += (points[i].recall - recall) * points[i].precision;
			recall = points[i].recall;
		}
		assert_near(ap, wanted, 1e-15);
		assert_true(points[n - 1].taken == t.n);
		best = spot_curve_best(points, n);
		for (size_t i = 0; i < n; i++)
			assert_true(i < best ? points[i].youden < points[best].youden :
			    points[i].youden <= points[best].youden);
		free(cells);
	}
}

/* y is the value. Positives and value of the accounts above the place, which may be a fraction. */
static void sums_slow(const struct twins *t, double place, double *n_pos, double *value)
{
	*n_pos = *value = 0;
	for (size_t i = 0; i < t->n; i++) {
		double above = 0, alike = 0, part;

		for (size_t j = 0; j < t->n; j++) {
			above += t->x[j] > t->x[i];
			alike += t->x[j] == t->x[i];
		}
		part = fmin(1, fmax(0, (place - above) / alike));
		*n_pos += part * t->labels[i];
		*value += part * t->y[i];
	}
}

static void test_slices(void **state)
{
	uint64_t seed = 2;

	(void)state;
	for (size_t round = 0; round < 150; round++) {
		struct twins t = twins_make(&seed);
		struct spot_curve_slice slices[20];
		double values[64] = { 0 }, m = (double)t.n_pos, n = (double)t.n, all, total;
		double before_pos = 0, before_value = 0;
		size_t n_cells, n_slices = 1 + unit_random(&seed) % 20;
		struct spot_counted *cells = twins_cells(&t, t.x, &n_cells);

		for (size_t c = 0; c < n_cells; c++) {
			for (size_t i = 0; i < t.n; i++)
				values[c] += t.x[i] == cells[c].score ? t.y[i] : 0;
		}
		sums_slow(&t, n, &all, &total);
		assert_int_equal(
		    spot_curve_slices(slices, n_slices, cells, values, n_cells, NULL), 0);
		for (size_t k = 0; k < n_slices; k++) {
			const struct spot_curve_slice *s = &slices[k];
			double place = n * (double)(k + 1) / (double)n_slices, pos, value;

			sums_slow(&t, place, &pos, &value);
			assert_near(s->n, n / (double)n_slices, 0);
			assert_near(s->cum_n, place, 0);
			assert_near(s->n_pos, pos - before_pos, 1e-12);
			assert_near(s->cum_pos, pos, 1e-12);
			assert_near(s->value, value - before_value, 1e-11);
			assert_near(s->cum_value, value, 1e-11);
			assert_near(s->rate, s->n_pos / s->n, 0);
			assert_near(s->lift, s->rate * n / m, 1e-12);
			assert_near(s->cum_gain, pos / m, 1e-12);
			assert_near(s->cum_lift, pos / place * n / m, 1e-12);
			assert_near(s->ks, pos / m - (place - pos) / (n - m), 1e-12);
			if (fabs(total) > 0.5)
				assert_near(s->cum_value_share, value / total, 1e-11);
			before_pos = pos;
			before_value = value;
		}
		free(cells);
	}
}

static void test_refuses(void **state)
{
	static const struct spot_counted one[] = { { 1, 0, 3 }, { 2, 0, 1 } };
	static const char what[] = "0 with the outcome and 4 without: nothing to compare";
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_curve_point points[2];
	struct spot_curve_slice slices[2];
	double ap;

	(void)state;
	assert_int_equal(spot_curve_points(points, one, 2, LEVEL, &err), SPOT_EDATA);
	assert_string_equal(err.what, what);
	assert_int_equal(spot_curve_average_precision(&ap, one, 2, &err), SPOT_EDATA);
	assert_int_equal(spot_curve_slices(slices, 2, one, NULL, 2, &err), SPOT_EDATA);
	assert_string_equal(err.what, what);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_points),
		cmocka_unit_test(test_slices),
		cmocka_unit_test(test_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
