/* SPDX-License-Identifier: MIT */
/*
 * A job is a chunk on its way: filled by the reader, judged and rendered, written. Where the
 * reader fails the job carries the failure, and what stood before it is written first; so the
 * first error in file order is the one reported.
 */
#include "engine/run.h"

#include <math.h>
#include <stdlib.h>

#include "engine/balance.h"
#include "engine/pipeline.h"
#include "engine/run_internal.h"
#include "table/cell.h"

/* Jobs are numbered in the order of their filling, and rows by job and place in it: that ascends,
 * though nobody knows yet how many rows the jobs before will have. */
#define ROWS_PER_JOB_BITS 32

struct ring {
	struct spot_job_shared shared;
	struct spot_plan plan;
	struct spot_job *jobs;
	size_t n_jobs;
	struct spot_jury *juries; /* by thread */
	unsigned n_threads;
	/* filling */
	struct spot_reader *reader,
	    *first_reader; /* the first one lives on: its dialect is the output's */
	size_t path_idx;
	struct spot_binding *bindings; /* by path */
	struct spot_view
	    *header; /* of the file being read; copies, as jobs outlive their reader */
	const char *file_name;
	struct spot_arena arena;       /* of bindings, headers, names */
	uint64_t n_jobs_filled;
	bool has_failed, is_first_filled;
	struct spot_job *filling;
	/* draining */
	struct spot_run_result *result;
};

static int check_stop(const struct spot_run_options *options, struct spot_error *err)
{
	int signal_number = options->stop ? atomic_load(options->stop) : 0;

	return signal_number == 0
	    ? 0
	    : spot_error_set(err, SPOT_EINTR, "stopped by signal %d", signal_number);
}

/* --- reading ----------------------------------------------------------------------------- */

static int hold_row(void *ctx, const struct spot_reject *reject)
{
	struct ring *ring = ctx;
	return spot_held_take(&ring->filling->held, reject);
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
	int rc;

	reader_options.reject =
	    ring->shared.sink->calls.reject || options->strict ? hold_row : NULL;
	reader_options.reject_ctx = ring;
	rc = spot_reader_open(&ring->reader, options->paths[ring->path_idx],
	    (uint32_t)ring->path_idx, &reader_options, err);
	if (rc != 0)
		return rc;
	if (!ring->first_reader) {
		ring->first_reader = ring->reader;
		ring->shared.dialect = spot_reader_dialect(ring->reader);
	}
	rc = keep_header(ring, spot_reader_dialect(ring->reader), err);
	if (rc == 0)
		rc = spot_reader_bind(&ring->bindings[ring->path_idx], ring->reader,
		    &ring->plan.schema, &ring->arena, err);
	return rc == 0 ? spot_reader_check_alike(ring->reader, ring->first_reader, err) : rc;
}

/* What the reader has counted is added with this job, beside what was counted of its chunk. */
static void close_file(struct ring *ring, struct spot_job *job)
{
	struct spot_run_file *file = &ring->result->files[ring->path_idx];
	const struct spot_dialect *dialect = spot_reader_dialect(ring->reader);

	job->ends_file = true;
	file->path = ring->shared.options->paths[ring->path_idx];
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
	int rc = check_stop(ring->shared.options, err);

	if (rc == 0 && !ring->reader) {
		*at_end = ring->path_idx == ring->shared.options->n_paths;
		if (*at_end)
			return 0;
		rc = open_file(ring, err);
	}
	if (rc != 0)
		return rc;
	rc = spot_reader_cut(ring->reader, &job->chunk, SPOT_CHUNK_BYTES, &file_ended, err);
	job->counts = *spot_reader_counts(ring->reader);
	job->path_idx = ring->path_idx;
	job->chunk.first_row = ring->n_jobs_filled++ << ROWS_PER_JOB_BITS;
	job->binding = &ring->bindings[ring->path_idx];
	job->header = ring->header;
	job->same_delimiter =
	    spot_reader_dialect(ring->reader)->delimiter == ring->shared.dialect->delimiter;
	job->file_name = ring->file_name;
	spot_input_progress(spot_reader_input(ring->reader), &job->read_bytes, &job->size_bytes);
	if (rc == 0 && file_ended)
		close_file(ring, job);
	return rc;
}

/* Reading and writing are noted in the result, each by one thread at a time. */
static struct spot_timing *timing_of(const struct ring *ring)
{
	return ring->plan.options.timing ? &ring->result->timing : NULL;
}

static void fill(void *ctx, size_t job_idx, bool *at_end)
{
	struct ring *ring = ctx;
	struct spot_job *job = ring->filling = &ring->jobs[job_idx];
	struct spot_timing *timing = timing_of(ring);
	uint64_t begun;

	if (ring->is_first_filled) {
		ring->is_first_filled = false;
		return;
	}
	if (ring->has_failed) {
		*at_end = true;
		return;
	}
	begun = spot_timing_begin(timing);
	job->read_rc = fill_job(ring, job, at_end, &job->read_err);
	spot_timing_lap(timing, SPOT_STAGE_READ, &begun);
	ring->has_failed = job->read_rc != 0;
}

/* Before threads are made: where all of the input is in the first job, this one is enough. */
static void fill_first(struct ring *ring)
{
	bool at_end = false;

	fill(ring, 0, &at_end);
	ring->is_first_filled = true;
	if (ring->has_failed || (!ring->reader && ring->path_idx == ring->shared.options->n_paths))
		ring->n_threads = 1;
}

static void work(void *ctx, size_t job_idx, unsigned thread_idx)
{
	struct ring *ring = ctx;

	spot_job_work(&ring->jobs[job_idx], &ring->shared,
	    (struct spot_job_worker) { &ring->juries[thread_idx], thread_idx });
}

/* --- writing ----------------------------------------------------------------------------- */

static int pass_reject(
    struct ring *ring, const struct spot_reject *reject, struct spot_error *err)
{
	const struct spot_run_calls *calls = &ring->shared.sink->calls;
	int rc = spot_unread_add(&ring->result->unread, reject, err);

	return rc == 0 && calls->reject ? calls->reject(calls->ctx, reject, err) : rc;
}

static int pass_rejects(struct ring *ring, const struct spot_job *job, struct spot_error *err)
{
	int rc = 0;

	if (ring->shared.options->strict) {
		struct spot_reader_counts so_far = job->counts;

		spot_reader_counts_add(&so_far, &job->chunk.counts);
		return spot_held_refuse(&job->held, &so_far, job->file_name, err);
	}
	for (size_t i = 0; rc == 0 && i < job->held.n_items; i++)
		rc = pass_reject(ring, &job->held.items[i], err);
	return rc;
}

static int write_job(struct ring *ring, struct spot_job *job, struct spot_error *err)
{
	const struct spot_run_sink *sink = ring->shared.sink;
	struct spot_reader_counts *counts = &ring->result->files[job->path_idx].counts;
	int rc = pass_rejects(ring, job, err);

	if (rc != 0)
		return rc;
	if (job->rc != 0) {
		*err = job->err;
		return job->rc;
	}
	for (size_t p = 0; p < ring->shared.n_panels; p++)
		spot_tally_merge(&ring->result->tallies[p], &job->tallies[p]);
	if (job->ends_file)
		spot_reader_counts_add(counts, &job->counts);
	spot_reader_counts_add(counts, &job->chunk.counts);
	ring->result->rows += job->chunk.n_records;
	rc = sink->write ? sink->write(sink->ctx, &job->piece, err) : 0;
	if (rc == 0 && job->read_rc != 0) {
		*err = job->read_err;
		rc = job->read_rc;
	}
	return rc;
}

static void report_progress(const struct ring *ring, const struct spot_job *job)
{
	const struct spot_run_calls *calls = &ring->shared.sink->calls;

	if (calls->progress)
		calls->progress(
		    calls->ctx, ring->result->rows, job->read_bytes, job->size_bytes);
}

/* Ready to be filled. */
static void clear_job(struct spot_job *job)
{
	job->piece.n_rows = job->piece.n_left_out = 0;
	job->rc = job->read_rc = 0;
	job->ends_file = false;
	job->counts = (struct spot_reader_counts) { 0 };
	spot_chunk_clear(&job->chunk);
	spot_held_clear(&job->held);
	spot_buf_clear(&job->piece.text);
}

static int drain(void *ctx, size_t job_idx, struct spot_error *err)
{
	struct ring *ring = ctx;
	struct spot_job *job = &ring->jobs[job_idx];
	struct spot_timing *timing = timing_of(ring);
	uint64_t begun = spot_timing_begin(timing);
	int rc = check_stop(ring->shared.options, err);

	if (rc == 0)
		rc = write_job(ring, job, err);
	spot_timing_lap(timing, SPOT_STAGE_WRITE, &begun);
	if (rc == 0)
		report_progress(ring, job);
	clear_job(job);
	return rc;
}

/* --- setting up and taking down ------------------------------------------------------------ */

static int init_job(struct spot_job *job, const struct spot_job_shared *shared,
    struct spot_error *err)
{
	spot_chunk_init(&job->chunk);
	spot_held_init(&job->held);
	job->tallies = spot_mem_calloc(shared->n_panels, sizeof(*job->tallies));
	if (!job->tallies)
		return spot_error_nomem(err);
	for (size_t p = 0; p < shared->n_panels; p++) {
		int rc = spot_tally_init(&job->tallies[p], &shared->panels[p].scoring, err);

		if (rc != 0)
			return rc;
	}
	return 0;
}

static int init_jobs(struct ring *ring, struct spot_error *err)
{
	int rc = 0;

	ring->jobs = spot_mem_calloc(ring->n_jobs, sizeof(*ring->jobs));
	if (!ring->jobs)
		return spot_error_nomem(err);
	for (size_t i = 0; rc == 0 && i < ring->n_jobs; i++)
		rc = init_job(&ring->jobs[i], &ring->shared, err);
	return rc;
}

static void reset_jobs(struct ring *ring)
{
	for (size_t i = 0; ring->jobs && i < ring->n_jobs; i++) {
		struct spot_job *job = &ring->jobs[i];

		spot_chunk_reset(&job->chunk);
		spot_buf_reset(&job->piece.text);
		free(job->piece.rows);
		spot_held_reset(&job->held);
		for (size_t p = 0; job->tallies && p < ring->shared.n_panels; p++)
			spot_tally_reset(&job->tallies[p]);
		free(job->tallies);
	}
	free(ring->jobs);
}

static int init_juries(struct ring *ring, struct spot_error *err)
{
	int rc = 0;

	ring->juries = spot_mem_calloc(ring->n_threads, sizeof(*ring->juries));
	if (!ring->juries)
		return spot_error_nomem(err);
	for (unsigned i = 0; rc == 0 && i < ring->n_threads; i++)
		rc = spot_jury_init(&ring->juries[i], &ring->plan, err);
	return rc;
}

static void reset_juries(struct ring *ring)
{
	for (unsigned i = 0; ring->juries && i < ring->n_threads; i++) {
		struct spot_jury *jury = &ring->juries[i];

		if (jury->plan)
			spot_jury_reset(jury);
	}
	free(ring->juries);
}

static int merge_timings(struct ring *ring, struct spot_error *err)
{
	int rc = 0;

	for (unsigned i = 0; rc == 0 && i < ring->n_threads; i++) {
		rc = spot_jury_time(&ring->juries[i], err);
		spot_timing_merge(&ring->result->timing, ring->juries[i].timing);
	}
	return rc;
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

static int init_timing(struct ring *ring, struct spot_error *err)
{
	struct spot_run_result *result = ring->result;
	size_t at = 0;

	result->is_translated =
	    spot_mem_calloc(ring->plan.n_rules + 1, sizeof(*result->is_translated));
	if (!result->is_translated)
		return spot_error_nomem(err);
	for (size_t p = 0; p < ring->plan.n_panels; p++) {
		const struct spot_plan_panel *of = &ring->plan.panels[p];
		size_t n = of->panel->scoring.n_asked + of->n_extras;

		for (size_t i = 0; i < n; i++)
			result->is_translated[at++] = of->is_translated[i];
	}
	return spot_timing_init(&result->timing, ring->plan.n_rules, err);
}

/* The first file is opened before anything is computed: what it lacks is known in milliseconds. */
static int begin(struct ring *ring, struct spot_error *err)
{
	const struct spot_run_options *options = ring->shared.options;
	const struct spot_run_sink *sink = ring->shared.sink;
	int rc = spot_plan_init(
	    &ring->plan, ring->shared.panels, ring->shared.n_panels, &options->plan, err);

	if (rc != 0)
		return rc;
	ring->bindings = spot_mem_calloc(options->n_paths, sizeof(*ring->bindings));
	rc = ring->bindings ? init_jobs(ring, err) : spot_error_nomem(err);
	if (rc == 0) {
		/* Without a header the first row may be a reject already. */
		ring->filling = &ring->jobs[0];
		rc = open_file(ring, err);
	}
	if (rc == 0 && sink->begin)
		rc = sink->begin(sink->ctx, ring->shared.dialect, err);
	if (rc == 0 && options->plan.timing)
		rc = init_timing(ring, err);
	if (rc == 0) {
		fill_first(ring);
		rc = init_juries(ring, err);
	}
	return rc;
}

int spot_run(struct spot_run_result *out, const struct spot_panel *panels, size_t n_panels,
    const struct spot_run_options *options, const struct spot_run_sink *sink,
    struct spot_error *err)
{
	struct ring ring = { .shared = { panels, n_panels, options, sink, NULL }, .result = out,
		.n_threads = options->n_threads > 0 ? options->n_threads : 1 };
	struct spot_pipeline pipeline = { &ring, fill, work, drain, 0 };
	int rc = init_result(out, panels, n_panels, options->n_paths, err);

	ring.n_jobs = spot_pipeline_n_jobs(ring.n_threads);
	spot_arena_init(&ring.arena);
	if (rc == 0)
		rc = begin(&ring, err);
	pipeline.n_threads = ring.n_threads;
	if (rc == 0)
		rc = spot_pipeline_run(&pipeline, err);
	if (rc == 0)
		rc = spot_balance_read(out, err);
	if (rc == 0 && ring.plan.options.timing)
		rc = merge_timings(&ring, err);
	reset_juries(&ring);
	reset_jobs(&ring);
	if (ring.reader != ring.first_reader)
		spot_reader_close(ring.reader);
	spot_reader_close(ring.first_reader);
	free(ring.bindings);
	spot_arena_free(&ring.arena);
	spot_plan_reset(&ring.plan);
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
	free(result->is_translated);
	spot_timing_reset(&result->timing);
	spot_unread_reset(&result->unread);
	memset(result, 0, sizeof(*result));
}
