/* SPDX-License-Identifier: MIT */
/* Grades against their definition: how many different scores are below. */
#include "support/unit.h"

#include "base/error.h"
#include "study/trial_grade.h"

#define N 70000

static double judged[N], trained[N];

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* The different scores of both, ascending; how many. */
static size_t distinct(double *out, size_t n_judged, size_t n_trained)
{
	size_t n = 0;

	memcpy(out, judged, n_judged * sizeof(*out));
	memcpy(out + n_judged, trained, n_trained * sizeof(*out));
	qsort(out, n_judged + n_trained, sizeof(*out), compare);
	for (size_t i = 0; i < n_judged + n_trained; i++)
		if (i == 0 || out[i] != out[n - 1])
			out[n++] = out[i];
	return n;
}

static void check(size_t n_judged, size_t n_trained, uint64_t n_scores)
{
	static double sorted[2 * N];
	struct spot_trial_grades grades;
	uint64_t seed = n_scores;
	size_t n;

	for (size_t i = 0; i < N; i++) {
		judged[i] = (double)(unit_random(&seed) % n_scores) / 8 - 3;
		trained[i] = (double)(unit_random(&seed) % n_scores) / 8 - 3;
	}
	n = distinct(sorted, n_judged, n_trained);
	assert_int_equal(
	    spot_trial_grade_new(&grades, judged, n_judged, trained, n_trained, NULL), 0);
	assert_int_equal(grades.n, n);
	for (size_t i = 0; i < n_judged; i++)
		assert_true(sorted[grades.judged[i]] == judged[i]);
	for (size_t i = 0; i < n_trained; i++)
		assert_true(sorted[grades.trained[i]] == trained[i]);
	spot_trial_grade_reset(&grades);
}

/* Few scores are told apart in a table, many by sorting. */
static void test_grades(void **state)
{
	(void)state;
	check(1, 0, 9);
	check(1000, 700, 40);
	check(60000, 10, 101);
	check(N, 0, 1 << 20);
	check(5000, N, 1 << 20); /* too many among those of the second kind */
	check(N, N, 1 << 24);
}

static void test_cells(void **state)
{
	static const uint32_t grades[] = { 0, 3, 3, 1, 3 };
	static const uint8_t outcomes[] = { 1, 0, 1, 0, 1 };
	static const double values[] = { 1, 2, 4, 8, 16 };
	struct spot_counted *cells;
	double *sums;
	size_t n;

	(void)state;
	assert_int_equal(
	    spot_trial_grade_cells(&cells, &sums, &n, grades, 5, outcomes, values, 5, NULL), 0);
	assert_int_equal(n, 3); /* nobody is of grades 2 and 4 */
	assert_true(cells[0].score == 0 && cells[1].score == 1 && cells[2].score == 3);
	assert_true(cells[2].n_pos == 2 && cells[2].n_neg == 1 && sums[2] == 22);
	free(cells);
	free(sums);
	assert_int_equal(
	    spot_trial_grade_cells(&cells, &sums, &n, grades, 5, outcomes, NULL, 5, NULL), 0);
	assert_null(sums);
	free(cells);
}

/* ctx: how many accounts. */
static int grade(void *ctx)
{
	const size_t *n = ctx;
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_trial_grades grades;
	int rc = spot_trial_grade_new(&grades, judged, *n, trained, 10, &err);

	spot_trial_grade_reset(&grades);
	assert_string_equal(err.what, rc == 0 ? "" : "out of memory");
	return rc;
}

static void test_memory(void **state)
{
	long live = unit_heap_live;
	size_t few = 100, many = 20000;

	(void)state;
	for (size_t i = 0; i < N; i++)
		judged[i] = trained[i] = (double)i;
	assert_int_equal(unit_heap_sweep(grade, &few, SPOT_ENOMEM, 10), 0);
	assert_int_equal(unit_heap_sweep(grade, &many, SPOT_ENOMEM, 10), 0);
	assert_int_equal(unit_heap_live, live);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grades),
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
