/* SPDX-License-Identifier: MIT */
/* Order, back-pressure, ends and failures, by any number of threads. */
#include "engine/pipeline.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdint.h>
#include <string.h>

#include "support/unit.h"

#define MAX_JOBS 64

struct trial {
	size_t n_portions; /* that there are */
	size_t fails_at;   /* number of the portion whose drain fails; SIZE_MAX: none */
	size_t n_jobs;
	unsigned n_threads;
	size_t n_filled, n_drained;
	size_t portion[MAX_JOBS];
	atomic_int n_filling, n_draining, n_working, most_working;
	atomic_size_t n_worked;
	bool is_worked[MAX_JOBS];
	bool went_wrong;
};

/* Some portions take longer than others; on a busy machine a yield is a time slice of another's. */
static void dawdle(size_t portion)
{
	for (volatile size_t n = portion * 7919 % 13 * 300; n > 0; n--)
		;
}

static void fill(void *ctx, size_t job_idx, bool *at_end)
{
	struct trial *t = ctx;

	if (atomic_fetch_add(&t->n_filling, 1) != 0 || (t->n_filled == 0 && job_idx != 0))
		t->went_wrong = true;
	if (t->n_filled == t->n_portions) {
		*at_end = true;
	} else {
		t->is_worked[job_idx] = false;
		t->portion[job_idx] = t->n_filled++;
		dawdle(t->n_filled);
	}
	atomic_fetch_sub(&t->n_filling, 1);
}

static void work(void *ctx, size_t job_idx, unsigned thread_idx)
{
	struct trial *t = ctx;
	int n = atomic_fetch_add(&t->n_working, 1) + 1, most = atomic_load(&t->most_working);

	if (job_idx / (t->n_jobs / (t->n_threads > 0 ? t->n_threads : 1)) != thread_idx)
		t->went_wrong = true;
	while (n > most && !atomic_compare_exchange_weak(&t->most_working, &most, n))
		;
	dawdle(t->portion[job_idx] + 3);
	t->is_worked[job_idx] = true;
	atomic_fetch_add(&t->n_worked, 1);
	atomic_fetch_sub(&t->n_working, 1);
}

static int drain(void *ctx, size_t job_idx, struct spot_error *err)
{
	struct trial *t = ctx;
	int rc = 0;

	if (atomic_fetch_add(&t->n_draining, 1) != 0 || !t->is_worked[job_idx] ||
	    t->portion[job_idx] != t->n_drained)
		t->went_wrong = true;
	if (t->n_drained == t->fails_at)
		rc = spot_error_set(err, SPOT_EWRITE, "portion %zu", t->n_drained);
	t->n_drained++;
	dawdle(t->n_drained + 5);
	atomic_fetch_sub(&t->n_draining, 1);
	return rc;
}

static int run(struct trial *t, unsigned n_threads, struct spot_error *err)
{
	t->n_threads = n_threads;
	t->n_jobs = spot_pipeline_n_jobs(n_threads);
	assert_true(t->n_jobs <= MAX_JOBS);
	struct spot_pipeline pipeline = { t, fill, work, drain, n_threads };
	return spot_pipeline_run(&pipeline, err);
}

static void test_every_portion_once_and_in_order(void **state)
{
	(void)state;
	for (unsigned n_threads = 1; n_threads <= 16; n_threads++)
		for (size_t n = 0; n < 300; n += n < 5 ? 1 : 97) {
			struct trial t = { .n_portions = n, .fails_at = SIZE_MAX };
			struct spot_error err = SPOT_ERROR_INIT;

			assert_int_equal(run(&t, n_threads, &err), 0);
			assert_false(t.went_wrong);
			assert_int_equal(t.n_filled, n);
			assert_int_equal(atomic_load(&t.n_worked), n);
			assert_int_equal(t.n_drained, n);
			assert_true(atomic_load(&t.most_working) <= (int)n_threads);
		}
}

static void test_failed_drain_ends_it(void **state)
{
	(void)state;
	for (unsigned n_threads = 1; n_threads <= 8; n_threads++)
		for (size_t at = 0; at < 40; at += 13) {
			struct trial t = { .n_portions = 1000, .fails_at = at };
			struct spot_error err = SPOT_ERROR_INIT;
			char what[32];

			assert_int_equal(run(&t, n_threads, &err), SPOT_EWRITE);
			snprintf(what, sizeof(what), "portion %zu", at);
			assert_string_equal(err.what, what);
			assert_false(t.went_wrong);
			assert_int_equal(t.n_drained, at + 1);
			/* Back-pressure: nobody ran far ahead. */
			assert_true(t.n_filled <= at + 1 + t.n_jobs);
			t = (struct trial) { .fails_at = 0 };
			assert_int_equal(run(&t, n_threads, NULL), 0);
		}
}

static void test_as_many_jobs_as_threads_need(void **state)
{
	(void)state;
	assert_int_equal(spot_pipeline_n_jobs(0), 1);
	assert_int_equal(spot_pipeline_n_jobs(1), 1);
	assert_int_equal(spot_pipeline_n_jobs(2), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_portion_once_and_in_order),
		cmocka_unit_test(test_failed_drain_ends_it),
		cmocka_unit_test(test_as_many_jobs_as_threads_need),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
