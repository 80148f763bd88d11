/* SPDX-License-Identifier: MIT */
/*
 * Jobs are a ring. Every thread does whatever is to be done, and looks for it in this order:
 * drain the oldest job if it is done, fill the next free one and then work on it, wait. So no
 * thread only reads or only writes, and two threads are enough for two processors.
 *
 * Invariant, under the lock: n_drained <= n_filled <= n_drained + n_jobs, and the jobs between
 * are being worked on or done. At most one thread fills, at most one drains; neither holds the
 * lock while it does.
 */
#include "engine/pipeline.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

/* Lua needs a megabyte of stack at the least. */
#define THREAD_STACK_BYTES ((size_t)4 << 20)

struct ring {
	const struct spot_pipeline *pipeline;
	bool *is_done; /* by job */
	uint64_t n_filled, n_drained;
	bool is_filling, is_draining;
	bool at_end;   /* nothing more will be filled */
	bool is_over;  /* nothing more will be drained */
	int rc;
	struct spot_error err;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

struct thread {
	pthread_t id;
	struct ring *ring;
	unsigned idx;
};

size_t spot_pipeline_n_jobs(unsigned n_threads)
{
	return n_threads < 2 ? 1 : 2 * (size_t)n_threads + 1;
}

/* The lock is held before and after. */
static void drain_oldest(struct ring *ring)
{
	size_t job_idx = ring->n_drained % ring->pipeline->n_jobs;
	int rc;

	ring->is_draining = true;
	pthread_mutex_unlock(&ring->lock);
	rc = ring->pipeline->drain(ring->pipeline->ctx, job_idx, &ring->err);
	pthread_mutex_lock(&ring->lock);
	ring->is_draining = false;
	ring->is_done[job_idx] = false;
	ring->n_drained++;
	if (rc != 0) {
		ring->rc = rc;
		ring->at_end = ring->is_over = true;
	}
}

/* The same. */
static void fill_and_work(struct ring *ring, unsigned thread_idx)
{
	const struct spot_pipeline *pipeline = ring->pipeline;
	size_t job_idx = ring->n_filled % pipeline->n_jobs;
	bool at_end = false;

	ring->is_filling = true;
	pthread_mutex_unlock(&ring->lock);
	pipeline->fill(pipeline->ctx, job_idx, &at_end);
	pthread_mutex_lock(&ring->lock);
	ring->is_filling = false;
	ring->at_end |= at_end;
	if (at_end)
		return;
	ring->n_filled++;
	pthread_cond_broadcast(&ring->changed);
	pthread_mutex_unlock(&ring->lock);
	pipeline->work(pipeline->ctx, job_idx, thread_idx);
	pthread_mutex_lock(&ring->lock);
	ring->is_done[job_idx] = true;
}

static void *thread_main(void *arg)
{
	struct thread *thread = arg;
	struct ring *ring = thread->ring;
	const size_t n_jobs = ring->pipeline->n_jobs;

	pthread_mutex_lock(&ring->lock);
	for (;;) {
		bool has_work = ring->n_drained < ring->n_filled;

		if (ring->is_over || (ring->at_end && !has_work))
			break;
		if (!ring->is_draining && has_work && ring->is_done[ring->n_drained % n_jobs])
			drain_oldest(ring);
		else if (!ring->is_filling && !ring->at_end &&
		    ring->n_filled - ring->n_drained < n_jobs)
			fill_and_work(ring, thread->idx);
		else {
			pthread_cond_wait(&ring->changed, &ring->lock);
			continue;
		}
		pthread_cond_broadcast(&ring->changed);
	}
	pthread_mutex_unlock(&ring->lock);
	return NULL;
}

/* How many threads besides the caller's run. */
static unsigned start(struct thread *threads, unsigned n_threads)
{
	pthread_attr_t attr;
	unsigned n = 0;

	if (pthread_attr_init(&attr) != 0)
		return 0;
	pthread_attr_setstacksize(&attr, THREAD_STACK_BYTES);
	while (n + 1 < n_threads &&
	    pthread_create(&threads[n + 1].id, &attr, thread_main, &threads[n + 1]) == 0)
		n++;
	pthread_attr_destroy(&attr);
	return n;
}

int spot_pipeline_run(const struct spot_pipeline *pipeline, struct spot_error *err)
{
	struct ring ring = { .pipeline = pipeline };
	struct thread *threads = spot_mem_calloc(pipeline->n_threads, sizeof(*threads));
	unsigned n_started;

	ring.is_done = spot_mem_calloc(pipeline->n_jobs, sizeof(*ring.is_done));
	if (!threads || !ring.is_done) {
		free(threads);
		free(ring.is_done);
		return spot_error_nomem(err);
	}
	pthread_mutex_init(&ring.lock, NULL);
	pthread_cond_init(&ring.changed, NULL);
	for (unsigned i = 0; i < pipeline->n_threads; i++)
		threads[i] = (struct thread) { .ring = &ring, .idx = i };
	n_started = start(threads, pipeline->n_threads);
	thread_main(&threads[0]);
	for (unsigned i = 1; i <= n_started; i++)
		pthread_join(threads[i].id, NULL);
	pthread_cond_destroy(&ring.changed);
	pthread_mutex_destroy(&ring.lock);
	free(ring.is_done);
	free(threads);
	if (ring.rc != 0 && err)
		*err = ring.err;
	return ring.rc;
}
