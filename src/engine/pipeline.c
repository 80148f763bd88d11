/* SPDX-License-Identifier: MIT */
/*
 * Every thread has jobs of its own, so that a job's buffers stay in the cache of the processor
 * that fills, works on and drains it. It looks for what is to be done in this order: drain its
 * oldest job when that is the next of all, fill a free one and work on it, wait. So no thread only
 * reads or only writes, and two threads are enough for two processors; the second job is what a
 * thread works on while another has to be waited for.
 *
 * Invariant, under the lock: portions n_drained to n_filled are jobs that are worked on or done,
 * and whose is the oldest of them is the only one who may drain. At most one thread fills; nobody
 * holds the lock while he fills, works or drains.
 */
#include "engine/pipeline.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

/* Lua needs a megabyte of stack at the least. */
#define THREAD_STACK_BYTES ((size_t)4 << 20)

#define JOBS_PER_THREAD 2

struct ring {
	const struct spot_pipeline *pipeline;
	uint64_t n_filled, n_drained;
	bool is_filling;
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
	uint64_t n_filled, n_drained;       /* of its own jobs, one after the other */
	uint64_t portions[JOBS_PER_THREAD]; /* which of all portions each of them holds */
};

size_t spot_pipeline_n_jobs(unsigned n_threads)
{
	return n_threads < 2 ? 1 : JOBS_PER_THREAD * (size_t)n_threads;
}

static size_t jobs_per_thread(const struct spot_pipeline *pipeline)
{
	return pipeline->n_threads < 2 ? 1 : JOBS_PER_THREAD;
}

static size_t job_at(const struct thread *thread, uint64_t n)
{
	size_t n_own = jobs_per_thread(thread->ring->pipeline);
	return thread->idx * n_own + n % n_own;
}

/* The lock is held before and after. */
static void drain_oldest(struct thread *thread)
{
	struct ring *ring = thread->ring;
	int rc;

	pthread_mutex_unlock(&ring->lock);
	rc = ring->pipeline->drain(
	    ring->pipeline->ctx, job_at(thread, thread->n_drained), &ring->err);
	pthread_mutex_lock(&ring->lock);
	thread->n_drained++;
	ring->n_drained++;
	if (rc != 0) {
		ring->rc = rc;
		ring->at_end = ring->is_over = true;
	}
}

/* The same. */
static void fill_and_work(struct thread *thread)
{
	struct ring *ring = thread->ring;
	const struct spot_pipeline *pipeline = ring->pipeline;
	size_t job_idx = job_at(thread, thread->n_filled);
	bool at_end = false;

	ring->is_filling = true;
	pthread_mutex_unlock(&ring->lock);
	pipeline->fill(pipeline->ctx, job_idx, &at_end);
	pthread_mutex_lock(&ring->lock);
	ring->is_filling = false;
	ring->at_end |= at_end;
	if (at_end)
		return;
	thread->portions[thread->n_filled++ % JOBS_PER_THREAD] = ring->n_filled++;
	pthread_cond_broadcast(&ring->changed);
	pthread_mutex_unlock(&ring->lock);
	pipeline->work(pipeline->ctx, job_idx, thread->idx);
	pthread_mutex_lock(&ring->lock);
}

static void *thread_main(void *arg)
{
	struct thread *thread = arg;
	struct ring *ring = thread->ring;
	const uint64_t n_own = jobs_per_thread(ring->pipeline);

	pthread_mutex_lock(&ring->lock);
	while (!ring->is_over) {
		uint64_t n_held = thread->n_filled - thread->n_drained;

		if (n_held > 0 &&
		    thread->portions[thread->n_drained % JOBS_PER_THREAD] == ring->n_drained)
			drain_oldest(thread);
		else if (n_held < n_own && !ring->is_filling && !ring->at_end &&
		    (thread->idx == 0 || ring->n_filled > 0))
			fill_and_work(thread);
		else if (n_held == 0 && ring->at_end)
			break;
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

	if (!threads)
		return spot_error_nomem(err);
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
	free(threads);
	/* Where drain said nothing, a reject function below it told the caller already. */
	if (ring.rc != 0 && err && ring.err.code != 0)
		*err = ring.err;
	return ring.rc;
}
