/* SPDX-License-Identifier: MIT */
#include "engine/records.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/held.h"
#include "engine/pipeline.h"
#include "program/program.h"
#include "rules/translate.h"
#include "table/scan.h"

/* A chunk on its way. */
struct job {
	struct spot_chunk chunk;
	struct spot_records_part *parts; /* n_parts of them hold the chunk's records */
	size_t n_parts, n_made, cap;
	struct spot_held held;
	uint64_t n_failed;         /* answers */
	struct spot_error failure; /* the first of them */
	int rc;
	struct spot_error err;
};

/* A thread's own. */
struct asker {
	struct spot_vm *vm; /* NULL until it is needed */
	struct spot_program_state *state;
	struct spot_answers *answers; /* by function */
	struct spot_lanes *lanes;     /* by output */
	struct spot_bad_cells bad;
};

struct reading {
	const struct spot_records_job *what;
	struct spot_reader *reader;
	struct spot_binding binding;
	struct spot_program *program;          /* NULL: no function is translated */
	struct spot_translation *translations; /* by function */
	struct job *jobs;
	struct asker *askers;                  /* by thread */
	struct spot_arena arena;
	struct job *filling;
	struct spot_reader_counts counts; /* by the scanner */
	bool at_end; /* of the file, or reading failed */
};

/* --- asking ------------------------------------------------------------------------------ */

static enum spot_answer_kind kind_of(const struct spot_records_job *what, size_t f)
{
	return what->rules->functions[what->fns[f]].answer;
}

static int part_init(struct spot_records_part *part, const struct spot_records_job *what,
    struct spot_error *err)
{
	int rc = spot_batch_init(&part->batch, what->schema, SPOT_BATCH_ROWS, err);

	if (rc != 0)
		return rc;
	part->answers = spot_mem_calloc(what->n_fns + 1, sizeof(*part->answers));
	part->links = what->prepare ? spot_mem_calloc(SPOT_BATCH_ROWS, sizeof(uint32_t)) : NULL;
	if (!part->answers || (what->prepare && !part->links))
		return spot_error_nomem(err);
	for (size_t f = 0; f < what->n_fns; f++) {
		bool is_amount;

		if (what->fns[f] == SPOT_NO_FUNCTION)
			continue;
		is_amount = kind_of(what, f) == SPOT_ANSWER_AMOUNT;
		part->answers[f].state = spot_mem_calloc(SPOT_BATCH_ROWS, 1);
		if (is_amount)
			part->answers[f].amount = spot_mem_calloc(SPOT_BATCH_ROWS, sizeof(double));
		if (!part->answers[f].state || (is_amount && !part->answers[f].amount))
			return spot_error_nomem(err);
	}
	return 0;
}

static void part_reset(struct spot_records_part *part, const struct spot_records_job *what)
{
	for (size_t f = 0; part->answers && f < what->n_fns; f++) {
		free(part->answers[f].state);
		free(part->answers[f].amount);
	}
	free(part->answers);
	free(part->links);
	spot_batch_reset(&part->batch);
}

static struct spot_vm *vm_of(const struct reading *reading, struct asker *asker,
    struct spot_error *err)
{
	if (!asker->vm && spot_vm_new(&asker->vm, reading->what->rules, err) != 0)
		asker->vm = NULL;
	return asker->vm;
}

/* Says in err why the first record that failed did. */
static int explain_failure(const struct reading *reading, struct asker *asker, size_t fn_idx,
    const struct job *job, const struct spot_records_part *part, struct spot_error *err)
{
	const struct spot_answers *answers = &asker->answers[fn_idx];
	struct spot_vm *vm = vm_of(reading, asker, err);
	size_t row = 0, first = (size_t)(part - job->parts) * SPOT_BATCH_ROWS;
	char name[320];

	if (!vm)
		return SPOT_ERULES;
	while (answers->state[row] != SPOT_ANSWER_FAILED)
		row++;
	snprintf(name, sizeof(name), "%s:%" PRIu64, reading->what->table->path,
	    job->chunk.records[first + row].line);
	return spot_vm_explain_failure(
	    vm, reading->what->fns[fn_idx], &part->batch, row, name, err);
}

/* Completes the answers of one `when`: those that the program did not give. */
static int ask_vm(const struct reading *reading, struct asker *asker, size_t fn_idx,
    const struct spot_batch *batch, struct spot_error *err)
{
	const struct spot_translation *translation = &reading->translations[fn_idx];
	struct spot_answers *answers = &asker->answers[fn_idx];
	int fn = reading->what->fns[fn_idx];
	uint32_t rows[SPOT_BATCH_ROWS];
	struct spot_vm *vm;
	size_t n = 0;

	if (translation->is_translated && asker->lanes[translation->output_idx].n_hand_over == 0)
		return 0;
	vm = vm_of(reading, asker, err);
	if (!vm)
		return SPOT_ERULES;
	if (!translation->is_translated)
		return spot_vm_eval(vm, fn, batch, batch->n_rows,
		    !reading->what->options->keep_going, answers, err);
	for (size_t row = 0; row < batch->n_rows; row++)
		if (answers->state[row] == SPOT_LANE_HAND_OVER)
			rows[n++] = (uint32_t)row;
	return spot_vm_eval_rows(vm, fn, batch, rows, n, answers, err);
}

static int take_answers(const struct reading *reading, struct asker *asker, size_t fn_idx,
    struct job *job, struct spot_records_part *part, struct spot_error *err)
{
	const struct spot_answers *answers = &asker->answers[fn_idx];
	const struct spot_records_answers *to = &part->answers[fn_idx];

	if (answers->n_failed > 0 && !reading->what->options->keep_going)
		return explain_failure(reading, asker, fn_idx, job, part, err);
	if (answers->n_failed > 0 && job->n_failed == 0)
		explain_failure(reading, asker, fn_idx, job, part, &job->failure);
	job->n_failed += answers->n_failed;
	for (size_t row = 0; row < part->batch.n_rows; row++)
		to->state[row] = answers->state[row] != SPOT_ANSWER_KNOWN
		    ? 2 : to->amount || answers->value[row] != 0;
	if (to->amount)
		memcpy(to->amount, answers->value, part->batch.n_rows * sizeof(double));
	return 0;
}

static int ask_all(const struct reading *reading, struct asker *asker, struct job *job,
    struct spot_records_part *part, struct spot_error *err)
{
	int rc = 0;

	if (reading->program)
		rc = spot_program_run(asker->state, &part->batch, asker->lanes, err);
	for (size_t f = 0; rc == 0 && f < reading->what->n_fns; f++) {
		const struct spot_translation *translation = &reading->translations[f];

		if (!part->answers[f].state)
			continue;
		if (translation->is_translated)
			asker->answers[f].n_failed =
			    asker->lanes[translation->output_idx].n_failed;
		rc = ask_vm(reading, asker, f, &part->batch, err);
		if (rc == 0)
			rc = take_answers(reading, asker, f, job, part, err);
	}
	return rc;
}

/* --- the three steps --------------------------------------------------------------------- */

static int hold_row(void *ctx, const struct spot_reject *reject)
{
	struct reading *reading = ctx;
	return spot_held_take_row(&reading->filling->held, reject);
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
	reading->at_end |= job->rc != 0;
}

static int work_part(struct reading *reading, struct job *job, struct asker *asker, size_t first,
    size_t n)
{
	struct spot_records_part *part = &job->parts[job->n_parts];
	struct spot_held_cells cells = { &asker->bad, reading->what->schema, &reading->binding,
		&job->chunk, first, spot_reader_dialect(reading->reader)->header,
		spot_reader_name(reading->reader) };
	int rc;

	if (job->n_parts == job->n_made) {
		rc = part_init(part, reading->what, &job->err);
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
	return rc == 0 ? ask_all(reading, asker, job, part, &job->err) : rc;
}

static void work(void *ctx, size_t job_idx, unsigned thread_idx)
{
	struct reading *reading = ctx;
	struct job *job = &reading->jobs[job_idx];
	bool takes_rejects = reading->what->options->reader.reject != NULL;
	struct spot_scan scan = { reading->what->table->path, takes_rejects ? spot_held_take_row : NULL,
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

static int pass_rejects(const struct reading *reading, const struct spot_held *held)
{
	const struct spot_reader_options *to = &reading->what->options->reader;

	for (size_t i = 0; i < held->n_items; i++) {
		int rc;

		reading->what->table->n_rejected_rows += held->items[i].is_row;
		reading->what->table->n_bad_cells += !held->items[i].is_row;
		rc = to->reject ? to->reject(to->reject_ctx, &held->items[i].reject) : 0;
		if (rc != 0)
			return rc;
	}
	return 0;
}

static int drain(void *ctx, size_t job_idx, struct spot_error *err)
{
	struct reading *reading = ctx;
	struct job *job = &reading->jobs[job_idx];
	int rc = pass_rejects(reading, &job->held);

	if (rc == 0 && job->rc != 0) {
		*err = job->err;
		rc = job->rc;
	}
	for (size_t i = 0; rc == 0 && i < job->n_parts; i++)
		rc = reading->what->take(reading->what->ctx, &job->parts[i], err);
	spot_reader_counts_add(&reading->counts, &job->chunk.counts);
	if (reading->what->table->n_failed == 0)
		reading->what->table->failure = job->failure;
	reading->what->table->n_failed += job->n_failed;
	job->n_failed = 0;
	job->n_parts = 0;
	spot_held_clear(&job->held);
	return rc;
}

/* --- setting up and taking down ---------------------------------------------------------- */

static int translate(struct reading *reading, struct spot_error *err)
{
	size_t n = reading->what->n_fns;
	struct spot_builder *builder = NULL;
	struct spot_vm *vm = NULL;
	bool is_any = false;
	int rc;

	reading->translations =
	    spot_arena_calloc(&reading->arena, n + 1, sizeof(*reading->translations));
	if (!reading->translations)
		return spot_error_nomem(err);
	if (reading->what->options->no_translate)
		return 0;
	rc = spot_builder_new(&builder, reading->what->schema, err);
	if (rc == 0)
		rc = spot_vm_new(&vm, reading->what->rules, err);
	for (size_t f = 0; rc == 0 && f < n; f++) {
		int when = reading->what->fns[f];

		if (when == SPOT_NO_FUNCTION)
			continue;
		rc = spot_translate(&reading->translations[f], vm, when, builder, NULL, err);
		is_any |= reading->translations[f].is_translated;
	}
	if (rc == 0 && is_any)
		rc = spot_program_new(&reading->program, builder, err);
	spot_vm_free(vm);
	spot_builder_free(builder);
	return rc;
}

static int asker_init(struct asker *asker, const struct reading *reading, struct spot_error *err)
{
	size_t n_outputs = 0;
	int rc = 0;

	asker->answers = spot_mem_calloc(reading->what->n_fns + 1, sizeof(*asker->answers));
	if (reading->program) {
		spot_program_outputs(reading->program, &n_outputs);
		rc = spot_program_state_new(&asker->state, reading->program, err);
	}
	asker->lanes = spot_mem_calloc(n_outputs + 1, sizeof(*asker->lanes));
	if (rc == 0 && (!asker->answers || !asker->lanes))
		rc = spot_error_nomem(err);
	for (size_t f = 0; rc == 0 && f < reading->what->n_fns; f++)
		if (reading->translations[f].is_translated)
			asker->lanes[reading->translations[f].output_idx] = (struct spot_lanes) {
				.state = asker->answers[f].state,
				.value = asker->answers[f].value };
	return rc;
}

static void asker_reset(struct asker *asker)
{
	spot_vm_free(asker->vm);
	spot_program_state_free(asker->state);
	spot_bad_cells_reset(&asker->bad);
	free(asker->answers);
	free(asker->lanes);
}

static void job_reset(struct job *job, const struct spot_records_job *what)
{
	for (size_t i = 0; i < job->n_made; i++)
		part_reset(&job->parts[i], what);
	free(job->parts);
	spot_chunk_reset(&job->chunk);
	spot_held_reset(&job->held);
}

static int open_table(struct reading *reading, struct spot_error *err)
{
	struct spot_reader_options own = reading->what->options->reader;
	const struct spot_dialect *dialect;
	int rc;

	/* The dialect of the accounts says nothing of this file's. */
	own.delimiter = 0;
	own.no_header = false;
	own.skip_rows = 0;
	own.reject = own.reject ? hold_row : NULL;
	own.reject_ctx = reading;
	rc = spot_reader_open(&reading->reader, reading->what->table->path, 0, &own, err);
	if (rc != 0)
		return rc;
	dialect = spot_reader_dialect(reading->reader);
	rc = spot_binding_make(&reading->binding, reading->what->schema, dialect->header,
	    dialect->n_columns, true, &reading->arena, err);
	if (rc != 0)
		spot_error_place(err, reading->what->table->path, 1, NULL);
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
		rc = asker_init(&reading->askers[i], reading, err);
	if (rc == 0)
		rc = spot_pipeline_run(&pipeline, err);
	for (size_t i = 0; reading->jobs && i < n_jobs; i++)
		job_reset(&reading->jobs[i], reading->what);
	for (unsigned i = 0; reading->askers && i < n_threads; i++)
		asker_reset(&reading->askers[i]);
	free(reading->jobs);
	free(reading->askers);
	return rc;
}

int spot_records_read(const struct spot_records_job *job, struct spot_error *err)
{
	unsigned n_threads = job->options->n_threads;
	struct reading reading = { .what = job };
	int rc;

	spot_arena_init(&reading.arena);
	rc = open_table(&reading, err);
	if (rc == 0)
		rc = translate(&reading, err);
	if (rc == 0)
		rc = read_table(&reading, n_threads > 0 ? n_threads : 1, err);
	if (rc == 0)
		job->table->n_short_rows +=
		    reading.counts.short_rows + spot_reader_counts(reading.reader)->short_rows;
	spot_reader_close(reading.reader);
	spot_program_free(reading.program);
	spot_arena_free(&reading.arena);
	return rc;
}
