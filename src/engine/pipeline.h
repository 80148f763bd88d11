/* SPDX-License-Identifier: MIT */
/*
 * Work in three steps by any number of threads: jobs are filled in order, worked on at the same
 * time, and drained in order. What comes out is the same for any number of threads.
 */
#ifndef SPOT_ENGINE_PIPELINE_H
#define SPOT_ENGINE_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/*
 * A job is one of the caller's own things; it is filled, worked on and drained again and again,
 * always by the same thread. The first that is filled is job 0.
 * fill and drain are each called by one thread at a time, though not always by the same one, and
 * may run beside each other and beside work on other jobs.
 */
struct spot_pipeline {
	void *ctx;
	/* The next portion into the job. *at_end: there was none, and the job is not used. A job
	 * may be filled with a failure: it is then worked on and drained as others are, so that
	 * failures come up in order. */
	void (*fill)(void *ctx, size_t job_idx, bool *at_end);
	void (*work)(void *ctx, size_t job_idx, unsigned thread_idx);
	/* Non-zero ends all of it: nothing more is filled or drained. */
	int (*drain)(void *ctx, size_t job_idx, struct spot_error *err);
	unsigned n_threads; /* the caller's thread is the first of them */
};

/* How many jobs so many threads need: nobody runs further ahead than that. */
size_t spot_pipeline_n_jobs(unsigned n_threads);

/* Runs in the caller's thread and n_threads - 1 others, which have ended when it returns. Where
 * threads cannot be had fewer do the same work. What drain returned, or SPOT_ENOMEM. */
int spot_pipeline_run(const struct spot_pipeline *pipeline, struct spot_error *err);

#endif
