/* SPDX-License-Identifier: MIT */
#include "twins.h"

#include "base/error.h"
#include "stats/capacity.h"
#include "stats/curve.h"

/* Nine accounts; five of score 2, three of them positive. */
static const struct spot_counted nine[] = { { 1, 1, 2 }, { 2, 3, 2 }, { 3, 1, 0 } };
static const double nine_values[] = { 30, 100, 7 };

static void test_edge_is_the_mean_of_all_choices(void **state)
{
	(void)state;
	/* Two of the five at the edge, by all ten choices. */
	static const int outcomes[] = { 1, 1, 1, 0, 0 };
	double n = 0, sum = 0, squares = 0;
	for (int i = 0; i < 5; i++) {
		for (int j = 0; j < i; j++) {
			double pos = 1 + outcomes[i] + outcomes[j];
			n++;
			sum += pos;
			squares += pos * pos;
		}
	}
	struct spot_capacity c;
	assert_int_equal(spot_capacity_at(&c, nine, nine_values, 3, 3, NULL), 0);
	assert_near(c.n_pos, sum / n, 0);
	assert_near(c.n_pos_sd, sqrt(squares / n - c.n_pos * c.n_pos), 0);
	assert_true(c.n_pos_least == 1 && c.n_pos_most == 3 && c.taken == 3);
	assert_near(c.precision, c.n_pos / 3, 0);
	assert_near(c.recall, c.n_pos / 5, 0);
	assert_near(c.lift, c.n_pos / 3 * 9 / 5, 0);
	assert_near(c.value, 7 + 40, 0);
	assert_near(c.value_share, 47 / 137.0, 0);
	assert_true(c.edge_score == 2 && c.edge_n == 5 && c.edge_taken == 2);
}

static void test_ends(void **state)
{
	(void)state;
	struct spot_capacity c;
	assert_int_equal(spot_capacity_at(&c, nine, NULL, 3, 6, NULL), 0);
	assert_true(c.n_pos == 4 && c.n_pos_sd == 0 && c.edge_n == c.edge_taken);
	assert_true(c.n_pos_least == 4 && c.n_pos_most == 4 && isnan(c.value_share));
	assert_int_equal(spot_capacity_at(&c, nine, NULL, 3, 1000, NULL), 0);
	assert_true(c.taken == 9 && c.n_pos == 5 && c.recall == 1);
	assert_near(c.lift, 1, 0);
	assert_int_equal(spot_capacity_at(&c, nine, NULL, 3, 0, NULL), SPOT_EUSAGE);
	assert_int_equal(spot_capacity_at(&c, nine, NULL, 0, 3, NULL), SPOT_EDATA);
}

static const double *sort_scores;

static int best_first(const void *a, const void *b)
{
	double x = sort_scores[*(const uint32_t *)a], y = sort_scores[*(const uint32_t *)b];
	return (x < y) - (x > y);
}

static void test_weighted_is_that_of_cells(void **state)
{
	(void)state;
	uint64_t seed = 1;
	for (int i = 0; i < 300; i++) {
		struct twins t = twins_make(&seed);
		uint32_t order[64], weights[64];
		double values[64], *all, sums[64] = { 0 };
		uint8_t *labels;
		size_t n = 0;
		for (size_t j = 0; j < t.n; j++) {
			order[j] = (uint32_t)j;
			weights[j] = j < 4 ? 1 : (uint32_t)(unit_random(&seed) % 4);
			values[j] = (double)(unit_random(&seed) % 100);
			n += weights[j];
		}
		sort_scores = t.x;
		qsort(order, t.n, sizeof(order[0]), best_first);
		all = calloc(n, sizeof(*all));
		labels = calloc(n, 1);
		for (size_t j = 0, k = 0; j < t.n; j++) {
			for (uint32_t w = 0; w < weights[j]; w++, k++) {
				all[k] = t.x[j];
				labels[k] = t.labels[j];
			}
		}
		struct spot_counted *cells;
		size_t n_cells;
		assert_int_equal(spot_counted_new(&cells, &n_cells, all, labels, n, NULL), 0);
		for (size_t j = 0; j < t.n; j++) {
			for (size_t k = 0; k < n_cells; k++)
				sums[k] += cells[k].score == t.x[j] ? weights[j] * values[j] : 0;
		}
		struct spot_capacity a, b;
		uint64_t capacity = 1 + unit_random(&seed) % n;
		assert_int_equal(
		    spot_capacity_at(&a, cells, sums, n_cells, capacity, NULL), 0);
		assert_int_equal(spot_capacity_weighted(&b, order, t.x, weights, t.labels,
		    values, t.n, capacity, NULL), 0);
		assert_true(a.n_pos == b.n_pos && a.taken == b.taken && a.n_pos_sd == b.n_pos_sd);
		assert_true(a.lift == b.lift && a.edge_score == b.edge_score);
		assert_near(b.value, a.value, 1e-12);
		free(cells);
		free(labels);
		free(all);
	}
	uint32_t order[] = { 1, 0 }, none[] = { 0, 3 };
	uint8_t labels[] = { 0, 1 };
	double x[] = { 1, 2 };
	struct spot_capacity c;
	assert_int_equal(
	    spot_capacity_weighted(&c, order, x, none, labels, NULL, 2, 1, NULL), SPOT_EDATA);
}

static void test_curve(void **state)
{
	(void)state;
	struct spot_curve_point points[3];
	assert_int_equal(spot_curve_points(points, nine, 3, LEVEL, NULL), 0);
	assert_true(points[0].threshold == 3 && points[0].taken == 1 && points[0].precision == 1);
	assert_true(points[1].taken == 6 && points[1].n_pos == 4 && points[1].recall == 0.8);
	assert_true(points[2].taken == 9 && points[2].fpr == 1 && points[2].lift == 1);
	assert_int_equal(spot_curve_best(points, 3), 1);
	double average;
	assert_int_equal(spot_curve_average_precision(&average, nine, 3, NULL), 0);
	assert_near(average, (1 + 3 * 4 / 6.0 + 5 / 9.0) / 5, 0);
	/* The last slices meet the end, whatever 9 / 7 rounds to. */
	struct spot_curve_slice slices[7];
	double n = 0, pos = 0;
	assert_int_equal(spot_curve_slices(slices, 7, nine, nine_values, 3, NULL), 0);
	for (int i = 0; i < 7; i++) {
		n += slices[i].n;
		pos += slices[i].n_pos;
		assert_near(slices[i].n, 9 / 7.0, 0);
	}
	assert_near(n, 9, 0);
	assert_near(pos, 5, 0);
	assert_near(slices[6].cum_value, 137, 0);
	assert_near(slices[0].n_pos, 1 + (9 / 7.0 - 1) * 3 / 5, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_edge_is_the_mean_of_all_choices),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_weighted_is_that_of_cells),
		cmocka_unit_test(test_curve),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
