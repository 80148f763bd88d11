/* SPDX-License-Identifier: MIT */
#include "study/tasks.h"

#include <stdlib.h>

#include "base/mem.h"
#include "engine/pipeline.h"

struct task {
	size_t idx;
	int rc;
	struct spot_error err;
};

struct tasks {
	size_t n, n_begun;
	int (*run)(void *ctx, size_t task_idx, struct spot_error *err);
	void *ctx;
	const atomic_int *stop;
	struct task *jobs;
};

static void fill(void *ctx, size_t job_idx, bool *at_end)
{
	struct tasks *tasks = ctx;

	*at_end = tasks->n_begun == tasks->n;
	if (!*at_end)
		tasks->jobs[job_idx].idx = tasks->n_begun++;
}

static void work(void *ctx, size_t job_idx, unsigned thread_idx)
{
	struct tasks *tasks = ctx;
	struct task *job = &tasks->jobs[job_idx];
	int stopped = tasks->stop ? atomic_load(tasks->stop) : 0;

	(void)thread_idx;
	job->rc = stopped != 0
	    ? spot_error_set(&job->err, SPOT_EINTR, "stopped by signal %d", stopped)
	    : tasks->run(tasks->ctx, job->idx, &job->err);
}

static int drain(void *ctx, size_t job_idx, struct spot_error *err)
{
	const struct tasks *tasks = ctx;
	const struct task *job = &tasks->jobs[job_idx];

	if (job->rc != 0)
		*err = job->err;
	return job->rc;
}

int spot_tasks_run(size_t n_tasks, const struct spot_tasks_means *means,
    int (*run)(void *ctx, size_t task_idx, struct spot_error *err), void *ctx,
    struct spot_error *err)
{
	struct tasks tasks = { .n = n_tasks, .run = run, .ctx = ctx, .stop = means->stop };
	struct spot_pipeline pipeline = { &tasks, fill, work, drain, means->n_threads };
	struct spot_error own = SPOT_ERROR_INIT;
	int rc;

	tasks.jobs = spot_mem_calloc(spot_pipeline_n_jobs(means->n_threads), sizeof(*tasks.jobs));
	if (!tasks.jobs)
		return spot_error_nomem(err);
	rc = spot_pipeline_run(&pipeline, &own);
	if (rc != 0 && err)
		*err = own;
	free(tasks.jobs);
	return rc;
}
