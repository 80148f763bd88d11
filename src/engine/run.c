/* SPDX-License-Identifier: MIT */
/*
 * The caller's thread owns a ring of jobs. It fills the next free one with a chunk and marks it
 * READY; workers take READY jobs in ring order, judge and render them, and mark them DONE; the
 * caller writes DONE jobs in ring order. With one thread the caller does the work between filling
 * and writing, and there is no other difference.
 *
 * Invariant: n_written <= n_read <= n_written + n_jobs; jobs between them are READY, TAKEN or DONE.
 * The first error in file order is the one reported: a job's error is looked at when its turn
 * comes.
 */
#include "engine/run.h"

#include <math.h>
#include <stdlib.h>

#include "engine/run_internal.h"
#include "table/cell.h"

struct worker {
	pthread_t thread;
	bool started;
	struct ring *ring;
	struct spot_judge *judges; /* by panel */
};

struct ring {
	struct spot_job_shared shared;
	struct spot_job *jobs;
	size_t n_jobs;
	uint64_t n_read, n_taken, n_written;
	bool closed; /* no more jobs will come */
	pthread_mutex_t lock;
	pthread_cond_t ready, done;
	struct worker *workers;
	unsigned n_workers;
	/* reading */
	struct spot_reader *reader,
	    *first_reader; /* the first one lives on: its dialect is the output's */
	size_t path_idx;
	struct spot_binding *bindings; /* n_paths x n_panels */
	struct spot_view
	    *header; /* of the file being read; copies, as jobs outlive their reader */
	const char *file_name;
	struct spot_arena arena;       /* of bindings, headers, names */
	uint64_t n_rows_read;
	struct spot_job *filling;
	/* writing */
	struct spot_run_result *result;
};

static void *worker_main(void *arg)
{
	struct worker *worker = arg;
	struct ring *ring = worker->ring;

	pthread_mutex_lock(&ring->lock);
	for (;;) {
		struct spot_job *job;

		while (ring->n_taken == ring->n_read && !ring->closed)
			pthread_cond_wait(&ring->ready, &ring->lock);
		if (ring->n_taken == ring->n_read)
			break;
		job = &ring->jobs[ring->n_taken++ % ring->n_jobs];
		job->state = SPOT_JOB_TAKEN;
		pthread_mutex_unlock(&ring->lock);
		spot_job_work(job, &ring->shared, worker->judges);
		pthread_mutex_lock(&ring->lock);
		job->state = SPOT_JOB_DONE;
		pthread_cond_signal(&ring->done);
	}
	pthread_mutex_unlock(&ring->lock);
	return NULL;
}

/* --- reading ----------------------------------------------------------------------------- */

static int hold_row(void *ctx, const struct spot_reject *reject)
{
	struct ring *ring = ctx;
	return spot_job_hold(ring->filling, reject, true);
}

static int check_same_header(const struct spot_dialect *first, const struct spot_dialect *next,
    const char *path, const char *first_path, struct spot_error *err)
{
	int rc = 0;

	if (first->n_columns != next->n_columns)
		rc = spot_error_set(err, SPOT_EDATA, "has %zu columns, but %s has %zu",
		    next->n_columns, first_path, first->n_columns);
	for (size_t i = 0; rc == 0 && i < first->n_columns; i++)
		if (!spot_view_equal(first->header[i], next->header[i]))
			rc = spot_error_set(err, SPOT_EDATA,
			    "column %zu is \"%.*s\", but in %s it is \"%.*s\"", i + 1,
			    (int)next->header[i].len, next->header[i].ptr, first_path,
			    (int)first->header[i].len, first->header[i].ptr);
	if (rc != 0) {
		spot_error_place(err, path, 1, NULL);
		spot_error_hint(err, "files of one run need the same headers in the same order");
	}
	return rc;
}

static int bind_file(struct ring *ring, const struct spot_dialect *dialect, struct spot_error *err)
{
	const struct spot_job_shared *shared = &ring->shared;
	const char *path = spot_reader_name(ring->reader);

	for (size_t p = 0; p < shared->n_panels; p++) {
		size_t at = ring->path_idx * shared->n_panels + p;
		int rc = spot_binding_make(&ring->bindings[at], &shared->panels[p].rules->fields,
		    dialect->header, dialect->n_columns, !shared->options->reader.no_header,
		    &ring->arena, err);
		if (rc != 0) {
			spot_error_place(err, path, 1, NULL);
			return rc;
		}
	}
	return 0;
}

static int keep_header(struct ring *ring, const struct spot_dialect *dialect,
    struct spot_error *err)
{
	const char *name = spot_reader_name(ring->reader);

	ring->file_name = spot_arena_copy(&ring->arena, name, strlen(name));
	ring->header =
	    spot_arena_calloc(&ring->arena, dialect->n_columns + 1, sizeof(*ring->header));
	if (!ring->file_name || !ring->header)
		return spot_error_nomem(err);
	for (size_t i = 0; i < dialect->n_columns; i++) {
		struct spot_view cell = dialect->header[i];

		ring->header[i].ptr = spot_arena_copy(&ring->arena, cell.ptr, cell.len);
		ring->header[i].len = cell.len;
		if (!ring->header[i].ptr)
			return spot_error_nomem(err);
	}
	return 0;
}

static int open_file(struct ring *ring, struct spot_error *err)
{
	const struct spot_run_options *options = ring->shared.options;
	struct spot_reader_options reader_options = options->reader;
	const struct spot_dialect *dialect;
	int rc;

	reader_options.reject = ring->shared.sink->reject && !options->strict ? hold_row : NULL;
	reader_options.reject_ctx = ring;
	rc = spot_reader_open(&ring->reader, options->paths[ring->path_idx],
	    (uint32_t)ring->path_idx, &reader_options, err);
	if (rc != 0)
		return rc;
	dialect = spot_reader_dialect(ring->reader);
	if (!ring->first_reader) {
		ring->first_reader = ring->reader;
		ring->shared.dialect = dialect;
	} else {
		rc = check_same_header(ring->shared.dialect, dialect,
		    spot_reader_name(ring->reader), spot_reader_name(ring->first_reader), err);
	}
	if (rc == 0)
		rc = keep_header(ring, dialect, err);
	return rc == 0 ? bind_file(ring, dialect, err) : rc;
}

static void close_file(struct ring *ring)
{
	struct spot_run_file *file = &ring->result->files[ring->path_idx];
	const struct spot_dialect *dialect = spot_reader_dialect(ring->reader);

	file->path = ring->shared.options->paths[ring->path_idx];
	file->counts = *spot_reader_counts(ring->reader);
	file->recoded_from = spot_input_recoded_from(spot_reader_input(ring->reader));
	file->delimiter = dialect->delimiter;
	file->delimiter_sniffed = dialect->delimiter_sniffed;
	ring->result->n_files++;
	if (ring->reader != ring->first_reader)
		spot_reader_close(ring->reader);
	ring->reader = NULL;
	ring->path_idx++;
}

/* Fills the job with the next chunk; *at_end when there is none. Jobs with rejects only are
 * possible. */
static int fill_job(struct ring *ring, struct spot_job *job, bool *at_end, struct spot_error *err)
{
	bool file_ended = false;
	int rc = 0;

	ring->filling = job;
	if (!ring->reader) {
		*at_end = ring->path_idx == ring->shared.options->n_paths;
		if (*at_end)
			return 0;
		rc = open_file(ring, err);
		if (rc != 0)
			return rc;
	}
	rc = spot_reader_next(
	    ring->reader, &job->chunk, SPOT_BATCH_ROWS, SPOT_CHUNK_BYTES, &file_ended, err);
	job->chunk.first_row = ring->n_rows_read;
	ring->n_rows_read += job->chunk.n_records;
	job->bindings = &ring->bindings[ring->path_idx * ring->shared.n_panels];
	job->header = ring->header;
	job->same_delimiter =
	    spot_reader_dialect(ring->reader)->delimiter == ring->shared.dialect->delimiter;
	job->file_name = ring->file_name;
	if (rc == 0 && file_ended)
		close_file(ring);
	return rc;
}

/* --- writing ----------------------------------------------------------------------------- */

static int pass_reject(
    struct ring *ring, const struct spot_held_reject *held, struct spot_error *err)
{
	const struct spot_run_sink *sink = ring->shared.sink;
	struct spot_run_result *result = ring->result;
	const struct spot_reject *reject = &held->reject;

	result->rejected_rows += held->is_row;
	result->rejected_cells += !held->is_row;
	if (result->n_examples < SPOT_RUN_EXAMPLES || ring->shared.options->strict) {
		struct spot_error scratch = SPOT_ERROR_INIT;

		spot_reject_tell(reject, &scratch);
		if (ring->shared.options->strict) {
			spot_error_hint(&scratch, "mend it, or run without --strict");
			if (err)
				*err = scratch;
			return SPOT_EDATA;
		}
		result->examples[result->n_examples++] = scratch;
	}
	return sink->reject ? sink->reject(sink->ctx, reject, err) : 0;
}

static int write_job(struct ring *ring, struct spot_job *job, struct spot_error *err)
{
	const struct spot_run_sink *sink = ring->shared.sink;
	int rc;

	for (size_t i = 0; i < job->n_rejects; i++) {
		rc = pass_reject(ring, &job->rejects[i], err);
		if (rc != 0)
			return rc;
	}
	if (job->rc != 0) {
		if (err)
			*err = job->err;
		return job->rc;
	}
	for (size_t p = 0; p < ring->shared.n_panels; p++)
		spot_tally_merge(&ring->result->tallies[p], &job->tallies[p]);
	ring->result->rows += job->chunk.n_records;
	return sink->write ? sink->write(sink->ctx, &job->piece, err) : 0;
}

static void report_progress(struct ring *ring)
{
	const struct spot_run_sink *sink = ring->shared.sink;
	size_t read_bytes = 0, size_bytes = 0;

	if (!sink->progress)
		return;
	if (ring->reader)
		spot_input_progress(spot_reader_input(ring->reader), &read_bytes, &size_bytes);
	sink->progress(sink->ctx, ring->result->rows, read_bytes, size_bytes);
}

static int check_stop(const struct spot_run_options *options, struct spot_error *err)
{
	int signal_number = options->stop ? atomic_load(options->stop) : 0;

	return signal_number == 0
	    ? 0
	    : spot_error_set(err, SPOT_EINTR, "stopped by signal %d", signal_number);
}

/* Ready to be filled. */
static void clear_job(struct spot_job *job)
{
	job->state = SPOT_JOB_FREE;
	job->n_rejects = 0;
	job->piece.n_rows = 0;
	job->rc = 0;
	spot_chunk_clear(&job->chunk);
	spot_arena_reset(&job->arena);
	spot_buf_clear(&job->piece.text);
}

/* Waits until the oldest job under way is done, and writes it. */
static int drain_one(struct ring *ring, struct spot_error *err)
{
	struct spot_job *job = &ring->jobs[ring->n_written % ring->n_jobs];
	int rc;

	if (ring->n_workers > 0) {
		pthread_mutex_lock(&ring->lock);
		while (job->state != SPOT_JOB_DONE)
			pthread_cond_wait(&ring->done, &ring->lock);
		pthread_mutex_unlock(&ring->lock);
	}
	rc = write_job(ring, job, err);
	clear_job(job);
	ring->n_written++;
	report_progress(ring);
	return rc;
}

static bool oldest_is_done(struct ring *ring)
{
	bool done = false;

	if (ring->n_written == ring->n_read)
		return false;
	pthread_mutex_lock(&ring->lock);
	done = ring->jobs[ring->n_written % ring->n_jobs].state == SPOT_JOB_DONE;
	pthread_mutex_unlock(&ring->lock);
	return done;
}

static void submit(struct ring *ring, struct spot_job *job)
{
	if (ring->n_workers == 0) {
		spot_job_work(job, &ring->shared, ring->workers[0].judges);
		job->state = SPOT_JOB_DONE;
		ring->n_read++;
		return;
	}
	pthread_mutex_lock(&ring->lock);
	job->state = SPOT_JOB_READY;
	ring->n_read++;
	pthread_cond_signal(&ring->ready);
	pthread_mutex_unlock(&ring->lock);
}

static int pump(struct ring *ring, struct spot_error *err)
{
	bool at_end = false;
	int rc = 0, read_rc = 0;
	struct spot_error read_err = SPOT_ERROR_INIT;

	while (rc == 0 && !at_end) {
		struct spot_job *job = &ring->jobs[ring->n_read % ring->n_jobs];

		rc = check_stop(ring->shared.options, err);
		if (rc != 0)
			break;
		if (ring->n_read - ring->n_written == ring->n_jobs || oldest_is_done(ring)) {
			rc = drain_one(ring, err);
			continue;
		}
		read_rc = fill_job(ring, job, &at_end, &read_err);
		/* Rows before an unreadable one were delivered; they and earlier errors come
		 * first. */
		if (read_rc == 0 ? !at_end : job->chunk.n_records + job->n_rejects > 0)
			submit(ring, job);
		if (read_rc != 0)
			break;
	}
	while (rc == 0 && ring->n_written < ring->n_read)
		rc = drain_one(ring, err);
	if (rc == 0 && read_rc != 0) {
		if (err)
			*err = read_err;
		rc = read_rc;
	}
	return rc;
}

/* --- setting up and taking down ------------------------------------------------------------ */

static int init_jobs(struct ring *ring, struct spot_error *err)
{
	ring->jobs = spot_mem_calloc(ring->n_jobs, sizeof(*ring->jobs));
	if (!ring->jobs)
		return spot_error_nomem(err);
	for (size_t i = 0; i < ring->n_jobs; i++) {
		struct spot_job *job = &ring->jobs[i];

		spot_chunk_init(&job->chunk);
		spot_arena_init(&job->arena);
		job->tallies = spot_mem_calloc(ring->shared.n_panels, sizeof(*job->tallies));
		if (!job->tallies)
			return spot_error_nomem(err);
		for (size_t p = 0; p < ring->shared.n_panels; p++) {
			int rc = spot_tally_init(
			    &job->tallies[p], &ring->shared.panels[p].scoring, err);
			if (rc != 0)
				return rc;
		}
	}
	return 0;
}

static void reset_jobs(struct ring *ring)
{
	for (size_t i = 0; ring->jobs && i < ring->n_jobs; i++) {
		struct spot_job *job = &ring->jobs[i];

		spot_chunk_reset(&job->chunk);
		spot_buf_reset(&job->piece.text);
		free(job->piece.rows);
		spot_arena_free(&job->arena);
		free(job->rejects);
		for (size_t p = 0; job->tallies && p < ring->shared.n_panels; p++)
			spot_tally_reset(&job->tallies[p]);
		free(job->tallies);
	}
	free(ring->jobs);
}

/* Lua needs a C stack of at least a mebibyte to raise its own stack overflow before the
 * thread's. */
#define WORKER_STACK_BYTES ((size_t)2 << 20)

static int start_workers(struct ring *ring, unsigned n_threads, struct spot_error *err)
{
	pthread_attr_t attr;
	int rc = 0;

	ring->workers = spot_mem_calloc(n_threads, sizeof(*ring->workers));
	if (!ring->workers)
		return spot_error_nomem(err);
	for (unsigned i = 0; i < n_threads; i++) {
		struct worker *worker = &ring->workers[i];

		worker->ring = ring;
		worker->judges = spot_mem_calloc(ring->shared.n_panels, sizeof(*worker->judges));
		if (!worker->judges)
			return spot_error_nomem(err);
		for (size_t p = 0; p < ring->shared.n_panels; p++) {
			rc = spot_judge_init(&worker->judges[p], &ring->shared.panels[p], err);
			if (rc != 0)
				return rc;
		}
	}
	if (n_threads == 1)
		return 0;
	if (pthread_attr_init(&attr) != 0)
		return spot_error_nomem(err);
	pthread_attr_setstacksize(&attr, WORKER_STACK_BYTES);
	for (unsigned i = 0; i < n_threads && rc == 0; i++) {
		rc = pthread_create(
		    &ring->workers[i].thread, &attr, worker_main, &ring->workers[i]);
		if (rc == 0) {
			ring->workers[i].started = true;
			ring->n_workers++;
		}
	}
	pthread_attr_destroy(&attr);
	/* Fewer threads than asked for do the same work. */
	return 0;
}

static void stop_workers(struct ring *ring, unsigned n_threads)
{
	pthread_mutex_lock(&ring->lock);
	ring->closed = true;
	/* After an error nobody waits for what is still READY. */
	ring->n_taken = ring->n_read;
	pthread_cond_broadcast(&ring->ready);
	pthread_mutex_unlock(&ring->lock);
	for (unsigned i = 0; ring->workers && i < n_threads; i++) {
		struct worker *worker = &ring->workers[i];

		if (worker->started)
			pthread_join(worker->thread, NULL);
		for (size_t p = 0; worker->judges && p < ring->shared.n_panels; p++)
			spot_judge_reset(&worker->judges[p]);
		free(worker->judges);
	}
	free(ring->workers);
}

static int init_result(struct spot_run_result *result, const struct spot_panel *panels,
    size_t n_panels, size_t n_paths, struct spot_error *err)
{
	memset(result, 0, sizeof(*result));
	result->tallies = spot_mem_calloc(n_panels, sizeof(*result->tallies));
	result->files = spot_mem_calloc(n_paths, sizeof(*result->files));
	if (!result->tallies || !result->files)
		return spot_error_nomem(err);
	for (size_t p = 0; p < n_panels; p++) {
		int rc = spot_tally_init(&result->tallies[p], &panels[p].scoring, err);
		if (rc != 0)
			return rc;
		result->n_tallies++;
	}
	return 0;
}

int spot_run(struct spot_run_result *out, const struct spot_panel *panels, size_t n_panels,
    const struct spot_run_options *options, const struct spot_run_sink *sink,
    struct spot_error *err)
{
	unsigned n_threads = options->n_threads > 0 ? options->n_threads : 1;
	struct ring ring = { .shared = { panels, n_panels, options, sink, NULL }, .result = out,
		.n_jobs = n_threads == 1 ? 1 : 2 * (size_t)n_threads + 1 };
	int rc;

	pthread_mutex_init(&ring.lock, NULL);
	pthread_cond_init(&ring.ready, NULL);
	pthread_cond_init(&ring.done, NULL);
	spot_arena_init(&ring.arena);
	rc = init_result(out, panels, n_panels, options->n_paths, err);
	if (rc != 0)
		goto out;
	ring.bindings = spot_mem_calloc(options->n_paths * n_panels, sizeof(*ring.bindings));
	rc = ring.bindings ? init_jobs(&ring, err) : spot_error_nomem(err);
	/* The first file is opened before workers start: what it lacks is known in milliseconds. */
	if (rc == 0) {
		/* Without a header the first row may be a reject already. */
		ring.filling = &ring.jobs[0];
		rc = open_file(&ring, err);
	}
	if (rc == 0 && sink->begin)
		rc = sink->begin(sink->ctx, ring.shared.dialect, err);
	if (rc == 0)
		rc = start_workers(&ring, n_threads, err);
	if (rc == 0)
		rc = pump(&ring, err);
out:
	stop_workers(&ring, n_threads);
	reset_jobs(&ring);
	if (ring.reader != ring.first_reader)
		spot_reader_close(ring.reader);
	spot_reader_close(ring.first_reader);
	free(ring.bindings);
	spot_arena_free(&ring.arena);
	pthread_cond_destroy(&ring.done);
	pthread_cond_destroy(&ring.ready);
	pthread_mutex_destroy(&ring.lock);
	if (rc != 0)
		spot_run_result_reset(out);
	return rc;
}

void spot_run_result_reset(struct spot_run_result *result)
{
	for (size_t p = 0; p < result->n_tallies; p++)
		spot_tally_reset(&result->tallies[p]);
	free(result->tallies);
	free(result->files);
	memset(result, 0, sizeof(*result));
}
