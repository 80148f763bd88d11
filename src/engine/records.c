/* SPDX-License-Identifier: MIT */
#include "engine/records.h"

#include <stdlib.h>

#include "engine/held.h"
#include "engine/pipeline.h"
#include "table/scan.h"

/* A chunk on its way. */
struct job {
	struct spot_chunk chunk;
	struct spot_records_part *parts; /* n_parts of them hold the chunk's records */
	size_t n_parts, n_made, cap;
	struct spot_held held;
	struct spot_reader_counts counts; /* what the reader itself has counted so far */
	struct spot_records_failures failures;
	int rc;
	struct spot_error err;
};

struct reading {
	const struct spot_records_job *what;
	struct spot_records_functions functions;
	struct spot_reader *reader;
	struct spot_binding binding;
	struct job *jobs;
	struct spot_records_asker *askers; /* by thread */
	struct spot_arena arena;
	struct job *filling;
	struct spot_reader_counts counts; /* by the scanner */
	bool at_end; /* of the file, or reading failed */
};

/* --- the three steps --------------------------------------------------------------------- */

static int hold_row(void *ctx, const struct spot_reject *reject)
{
	struct reading *reading = ctx;
	return spot_held_take(&reading->filling->held, reject);
}

static void fill(void *ctx, size_t job_idx, bool *at_end)
{
	struct reading *reading = ctx;
	struct job *job = reading->filling = &reading->jobs[job_idx];

	*at_end = reading->at_end;
	if (reading->at_end)
		return;
	job->rc = spot_reader_cut(
	    reading->reader, &job->chunk, SPOT_CHUNK_BYTES, &reading->at_end, &job->err);
	job->counts = *spot_reader_counts(reading->reader);
	reading->at_end |= job->rc != 0;
}

static int work_part(struct reading *reading, struct job *job, struct spot_records_asker *asker,
    size_t first, size_t n)
{
	struct spot_records_part *part = &job->parts[job->n_parts];
	struct spot_held_cells cells = { &asker->bad, reading->what->schema, &reading->binding,
		&job->chunk, first, spot_reader_dialect(reading->reader)->header,
		spot_reader_name(reading->reader) };
	int rc;

	if (job->n_parts == job->n_made) {
		rc = spot_records_ask_part_init(
		    part, &reading->functions, reading->what->prepare != NULL, &job->err);
		job->n_made++;
		if (rc != 0)
			return rc;
	}
	job->n_parts++;
	asker->bad.n_items = 0;
	rc = spot_batch_convert(&part->batch, &job->chunk, first, n, &reading->binding,
	    &asker->bad, &job->err);
	if (rc == 0 && spot_held_take_cells(&job->held, &cells) != 0)
		rc = spot_error_nomem(&job->err);
	if (rc == 0 && reading->what->prepare)
		rc = reading->what->prepare(reading->what->ctx, part, &job->err);
	if (rc == 0)
		rc = spot_records_ask(&reading->functions, asker, part,
		    job->chunk.records + first, &job->failures, &job->err);
	return rc;
}

static void work(void *ctx, size_t job_idx, unsigned thread_idx)
{
	struct reading *reading = ctx;
	struct job *job = &reading->jobs[job_idx];
	const struct spot_panel_options *options = reading->what->options;
	bool takes_rejects = options->reader.reject || options->strict;
	struct spot_scan scan = { reading->what->table->path,
		takes_rejects ? spot_held_take : NULL,
		&job->held };
	size_t n_records, n_before = job->cap;

	if (job->rc == 0)
		job->rc = spot_chunk_scan(&job->chunk, &scan, &job->err);
	if (job->rc != 0)
		return;
	n_records = job->chunk.n_records;
	if (!spot_mem_grow(&job->parts, &job->cap, n_records / SPOT_BATCH_ROWS + 1,
	        sizeof(*job->parts))) {
		job->rc = spot_error_nomem(&job->err);
		return;
	}
	if (job->cap > n_before)
		memset(job->parts + n_before, 0,
		    (job->cap - n_before) * sizeof(*job->parts));
	for (size_t first = 0; job->rc == 0 && first < n_records; first += SPOT_BATCH_ROWS) {
		size_t left = n_records - first;

		job->rc = work_part(reading, job, &reading->askers[thread_idx], first,
		    left < SPOT_BATCH_ROWS ? left : SPOT_BATCH_ROWS);
	}
	spot_held_sort(&job->held);
}

static int pass_rejects(const struct reading *reading, const struct job *job,
    struct spot_error *err)
{
	const struct spot_reader_options *to = &reading->what->options->reader;
	const struct spot_held *held = &job->held;

	if (reading->what->options->strict) {
		struct spot_reader_counts so_far = job->counts;

		spot_reader_counts_add(&so_far, &job->chunk.counts);
		return spot_held_refuse(held, &so_far, spot_reader_name(reading->reader), err);
	}
	for (size_t i = 0; i < held->n_items; i++) {
		const struct spot_reject *reject = &held->items[i];
		int rc = spot_unread_add(&reading->what->table->unread, reject, err);

		if (rc == 0 && to->reject)
			rc = to->reject(to->reject_ctx, reject);
		if (rc != 0)
			return rc;
	}
	return 0;
}

static int drain(void *ctx, size_t job_idx, struct spot_error *err)
{
	struct reading *reading = ctx;
	struct job *job = &reading->jobs[job_idx];
	int rc = pass_rejects(reading, job, err);

	if (rc == 0 && job->rc != 0) {
		*err = job->err;
		rc = job->rc;
	}
	for (size_t i = 0; rc == 0 && i < job->n_parts; i++)
		rc = reading->what->take(reading->what->ctx, &job->parts[i], err);
	spot_reader_counts_add(&reading->counts, &job->chunk.counts);
	if (reading->what->table->n_failed == 0)
		reading->what->table->failure = job->failures.failure;
	reading->what->table->n_failed += job->failures.n_failed;
	job->failures.n_failed = 0;
	job->n_parts = 0;
	spot_held_clear(&job->held);
	return rc;
}

/* --- setting up and taking down ---------------------------------------------------------- */

static void job_reset(struct job *job, const struct spot_records_functions *functions)
{
	for (size_t i = 0; i < job->n_made; i++)
		spot_records_ask_part_reset(&job->parts[i], functions);
	free(job->parts);
	spot_chunk_reset(&job->chunk);
	spot_held_reset(&job->held);
}

static int open_table(struct reading *reading, struct spot_error *err)
{
	struct spot_reader_options own = reading->what->options->reader;
	int rc;

	own.reject = own.reject || reading->what->options->strict ? hold_row : NULL;
	own.reject_ctx = reading;
	rc = spot_reader_open(&reading->reader, reading->what->table->path, 0, &own, err);
	if (rc == 0)
		rc = spot_reader_bind(&reading->binding, reading->reader, reading->what->schema,
		    &reading->arena, err);
	return rc;
}

static int read_table(struct reading *reading, unsigned n_threads, struct spot_error *err)
{
	struct spot_pipeline pipeline = { reading, fill, work, drain, n_threads };
	const size_t n_jobs = spot_pipeline_n_jobs(n_threads);
	int rc = 0;

	reading->jobs = spot_mem_calloc(n_jobs, sizeof(*reading->jobs));
	reading->askers = spot_mem_calloc(n_threads, sizeof(*reading->askers));
	if (!reading->jobs || !reading->askers)
		rc = spot_error_nomem(err);
	for (size_t i = 0; reading->jobs && i < n_jobs; i++) {
		spot_chunk_init(&reading->jobs[i].chunk);
		spot_held_init(&reading->jobs[i].held);
	}
	for (unsigned i = 0; rc == 0 && i < n_threads; i++)
		rc = spot_records_ask_begin(&reading->askers[i], &reading->functions, err);
	if (rc == 0)
		rc = spot_pipeline_run(&pipeline, err);
	for (size_t i = 0; reading->jobs && i < n_jobs; i++)
		job_reset(&reading->jobs[i], &reading->functions);
	for (unsigned i = 0; reading->askers && i < n_threads; i++)
		spot_records_ask_end(&reading->askers[i]);
	free(reading->jobs);
	free(reading->askers);
	return rc;
}

int spot_records_read(const struct spot_records_job *job, struct spot_error *err)
{
	unsigned n_threads = job->options->n_threads;
	struct reading reading = { .what = job,
		.functions = { .rules = job->rules, .schema = job->schema, .fns = job->fns,
		    .n_fns = job->n_fns, .name = job->table->path } };
	int rc;

	spot_arena_init(&reading.arena);
	rc = spot_records_ask_init(&reading.functions, job->options, err);
	if (rc == 0)
		rc = open_table(&reading, err);
	if (rc == 0)
		rc = read_table(&reading, n_threads > 0 ? n_threads : 1, err);
	if (rc == 0) {
		spot_reader_counts_add(&job->table->counts, &reading.counts);
		spot_reader_counts_add(&job->table->counts, spot_reader_counts(reading.reader));
	}
	spot_reader_close(reading.reader);
	spot_records_ask_reset(&reading.functions);
	spot_arena_free(&reading.arena);
	return rc;
}
