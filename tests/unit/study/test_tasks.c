/* SPDX-License-Identifier: MIT */
#include "study/tasks.h"

#include "support/unit.h"

enum { N_TASKS = 200 };

struct counting {
	atomic_size_t n_run;
	atomic_int stop;
	size_t stops_at, fails_at; /* tasks; SIZE_MAX: none */
};

static int run_one(void *ctx, size_t task_idx, struct spot_error *err)
{
	struct counting *counting = ctx;

	atomic_fetch_add(&counting->n_run, 1);
	if (task_idx == counting->stops_at)
		atomic_store(&counting->stop, 15);
	if (task_idx >= counting->fails_at)
		return spot_error_set(err, SPOT_EDATA, "task %zu", task_idx);
	return 0;
}

static int run_all(struct counting *counting, unsigned n_threads, struct spot_error *err)
{
	const struct spot_tasks_means means = { n_threads, &counting->stop };

	return spot_tasks_run(N_TASKS, &means, run_one, counting, err);
}

static void all_run_once(void **state)
{
	(void)state;
	for (unsigned n_threads = 1; n_threads <= 5; n_threads += 2) {
		struct counting counting = { .stops_at = SIZE_MAX, .fails_at = SIZE_MAX };
		struct spot_error err = SPOT_ERROR_INIT;

		assert_int_equal(run_all(&counting, n_threads, &err), 0);
		assert_int_equal(counting.n_run, N_TASKS);
	}
}

static void the_first_failure_counts(void **state)
{
	(void)state;
	for (unsigned n_threads = 1; n_threads <= 5; n_threads += 2) {
		struct counting counting = { .stops_at = SIZE_MAX, .fails_at = 20 };
		struct spot_error err = SPOT_ERROR_INIT;

		assert_int_equal(run_all(&counting, n_threads, &err), SPOT_EDATA);
		assert_string_equal(err.what, "task 20");
		assert_true(counting.n_run < N_TASKS);
	}
}

static void a_signal_ends_it(void **state)
{
	(void)state;
	for (unsigned n_threads = 1; n_threads <= 5; n_threads += 2) {
		struct counting counting = { .stops_at = 20, .fails_at = SIZE_MAX };
		struct spot_error err = SPOT_ERROR_INIT;

		assert_int_equal(run_all(&counting, n_threads, &err), SPOT_EINTR);
		assert_string_equal(err.what, "stopped by signal 15");
		assert_true(counting.n_run < N_TASKS);
		counting.n_run = 0;
		assert_int_equal(run_all(&counting, n_threads, &err), SPOT_EINTR);
		assert_int_equal(counting.n_run, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_run_once),
		cmocka_unit_test(the_first_failure_counts),
		cmocka_unit_test(a_signal_ends_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
