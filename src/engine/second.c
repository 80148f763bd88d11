/* SPDX-License-Identifier: MIT */
#include "engine/second.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/held.h"
#include "engine/pipeline.h"
#include "program/program.h"
#include "rules/translate.h"
#include "table/scan.h"

/* A batch of records, converted, with what `when` says of them. */
struct portion {
	struct spot_batch batch;
	uint8_t **holds; /* by derived field; NULL: every record */
};

/* A chunk on its way. */
struct job {
	struct spot_chunk chunk;
	struct portion *portions; /* n_portions of them hold the chunk's records */
	size_t n_portions, n_made, cap;
	struct spot_held held;
	uint64_t n_failed;         /* answers of `when` */
	struct spot_error failure; /* the first of them */
	int rc;
	struct spot_error err;
};

/* A thread's own. */
struct asker {
	struct spot_vm *vm; /* NULL until it is needed */
	struct spot_program_state *state;
	struct spot_answers *answers; /* by derived field */
	struct spot_lanes *lanes;     /* by output */
	struct spot_bad_cells bad;
};

struct second {
	const struct spot_rules *rules;
	const struct spot_rollup_rule *rule;
	struct spot_panel_table *table;
	const struct spot_panel_options *options;
	struct spot_reader *reader;
	struct spot_binding binding;
	struct spot_program *program;          /* NULL: no `when` is translated */
	struct spot_translation *translations; /* by derived field */
	struct job *jobs;
	struct asker *askers;                  /* by thread */
	struct spot_arena arena;
	struct job *filling;
	struct spot_reader_counts counts; /* by the scanner */
	bool at_end; /* of the file, or reading failed */
};

/* --- asking ------------------------------------------------------------------------------ */

static int portion_init(struct portion *portion, const struct spot_rollup_rule *rule,
    struct spot_error *err)
{
	int rc = spot_batch_init(&portion->batch, &rule->fields, SPOT_BATCH_ROWS, err);

	if (rc != 0)
		return rc;
	portion->holds = spot_mem_calloc(rule->n_deriveds + 1, sizeof(*portion->holds));
	if (!portion->holds)
		return spot_error_nomem(err);
	for (size_t d = 0; d < rule->n_deriveds; d++) {
		if (rule->deriveds[d].when == SPOT_NO_FUNCTION)
			continue;
		portion->holds[d] = spot_mem_calloc(SPOT_BATCH_ROWS, 1);
		if (!portion->holds[d])
			return spot_error_nomem(err);
	}
	return 0;
}

static void portion_reset(struct portion *portion, const struct spot_rollup_rule *rule)
{
	for (size_t d = 0; portion->holds && d < rule->n_deriveds; d++)
		free(portion->holds[d]);
	free(portion->holds);
	spot_batch_reset(&portion->batch);
}

static struct spot_vm *vm_of(const struct second *second, struct asker *asker,
    struct spot_error *err)
{
	if (!asker->vm && spot_vm_new(&asker->vm, second->rules, err) != 0)
		asker->vm = NULL;
	return asker->vm;
}

/* Says in err why the first record that failed did. */
static int explain_failure(const struct second *second, struct asker *asker, size_t derived_idx,
    const struct job *job, const struct portion *portion, struct spot_error *err)
{
	const struct spot_answers *answers = &asker->answers[derived_idx];
	struct spot_vm *vm = vm_of(second, asker, err);
	size_t row = 0, first = (size_t)(portion - job->portions) * SPOT_BATCH_ROWS;
	char name[320];

	if (!vm)
		return SPOT_ERULES;
	while (answers->state[row] != SPOT_ANSWER_FAILED)
		row++;
	snprintf(name, sizeof(name), "%s:%" PRIu64, second->table->path,
	    job->chunk.records[first + row].line);
	return spot_vm_explain_failure(
	    vm, second->rule->deriveds[derived_idx].when, &portion->batch, row, name, err);
}

/* Completes the answers of one `when`: those that the program did not give. */
static int ask_vm(const struct second *second, struct asker *asker, size_t derived_idx,
    const struct spot_batch *batch, struct spot_error *err)
{
	const struct spot_translation *translation = &second->translations[derived_idx];
	struct spot_answers *answers = &asker->answers[derived_idx];
	int fn = second->rule->deriveds[derived_idx].when;
	uint32_t rows[SPOT_BATCH_ROWS];
	struct spot_vm *vm;
	size_t n = 0;

	if (translation->is_translated && asker->lanes[translation->output_idx].n_hand_over == 0)
		return 0;
	vm = vm_of(second, asker, err);
	if (!vm)
		return SPOT_ERULES;
	if (!translation->is_translated)
		return spot_vm_eval(vm, fn, batch, batch->n_rows,
		    !second->options->keep_going, answers, err);
	for (size_t row = 0; row < batch->n_rows; row++)
		if (answers->state[row] == SPOT_LANE_HAND_OVER)
			rows[n++] = (uint32_t)row;
	return spot_vm_eval_rows(vm, fn, batch, rows, n, answers, err);
}

static int take_answers(const struct second *second, struct asker *asker, size_t derived_idx,
    struct job *job, struct portion *portion, struct spot_error *err)
{
	const struct spot_answers *answers = &asker->answers[derived_idx];

	if (answers->n_failed > 0 && !second->options->keep_going)
		return explain_failure(second, asker, derived_idx, job, portion, err);
	if (answers->n_failed > 0 && job->n_failed == 0)
		explain_failure(second, asker, derived_idx, job, portion, &job->failure);
	job->n_failed += answers->n_failed;
	for (size_t row = 0; row < portion->batch.n_rows; row++)
		portion->holds[derived_idx][row] = answers->state[row] != SPOT_ANSWER_KNOWN
		    ? 2
		    : answers->value[row] != 0;
	return 0;
}

static int ask_whens(const struct second *second, struct asker *asker, struct job *job,
    struct portion *portion, struct spot_error *err)
{
	int rc = 0;

	if (second->program)
		rc = spot_program_run(asker->state, &portion->batch, asker->lanes, err);
	for (size_t d = 0; rc == 0 && d < second->rule->n_deriveds; d++) {
		const struct spot_translation *translation = &second->translations[d];

		if (!portion->holds[d])
			continue;
		if (translation->is_translated)
			asker->answers[d].n_failed =
			    asker->lanes[translation->output_idx].n_failed;
		rc = ask_vm(second, asker, d, &portion->batch, err);
		if (rc == 0)
			rc = take_answers(second, asker, d, job, portion, err);
	}
	return rc;
}

/* --- the three steps --------------------------------------------------------------------- */

static int hold_row(void *ctx, const struct spot_reject *reject)
{
	struct second *second = ctx;
	return spot_held_take_row(&second->filling->held, reject);
}

static void fill(void *ctx, size_t job_idx, bool *at_end)
{
	struct second *second = ctx;
	struct job *job = second->filling = &second->jobs[job_idx];

	*at_end = second->at_end;
	if (second->at_end)
		return;
	job->rc = spot_reader_cut(
	    second->reader, &job->chunk, SPOT_CHUNK_BYTES, &second->at_end, &job->err);
	second->at_end |= job->rc != 0;
}

static int work_portion(struct second *second, struct job *job, struct asker *asker, size_t first,
    size_t n)
{
	struct portion *portion = &job->portions[job->n_portions];
	struct spot_held_cells cells = { &asker->bad, &second->rule->fields, &second->binding,
		&job->chunk, first, spot_reader_dialect(second->reader)->header,
		spot_reader_name(second->reader) };
	int rc;

	if (job->n_portions == job->n_made) {
		rc = portion_init(portion, second->rule, &job->err);
		job->n_made++;
		if (rc != 0)
			return rc;
	}
	job->n_portions++;
	asker->bad.n_items = 0;
	rc = spot_batch_convert(&portion->batch, &job->chunk, first, n, &second->binding,
	    &asker->bad, &job->err);
	if (rc == 0 && spot_held_take_cells(&job->held, &cells) != 0)
		rc = spot_error_nomem(&job->err);
	return rc == 0 ? ask_whens(second, asker, job, portion, &job->err) : rc;
}

static void work(void *ctx, size_t job_idx, unsigned thread_idx)
{
	struct second *second = ctx;
	struct job *job = &second->jobs[job_idx];
	bool takes_rejects = second->options->reader.reject != NULL;
	struct spot_scan scan = { second->table->path, takes_rejects ? spot_held_take_row : NULL,
		&job->held };
	size_t n_records, n_before = job->cap;

	if (job->rc == 0)
		job->rc = spot_chunk_scan(&job->chunk, &scan, &job->err);
	if (job->rc != 0)
		return;
	n_records = job->chunk.n_records;
	if (!spot_mem_grow(&job->portions, &job->cap, n_records / SPOT_BATCH_ROWS + 1,
	        sizeof(*job->portions))) {
		job->rc = spot_error_nomem(&job->err);
		return;
	}
	if (job->cap > n_before)
		memset(job->portions + n_before, 0,
		    (job->cap - n_before) * sizeof(*job->portions));
	for (size_t first = 0; job->rc == 0 && first < n_records; first += SPOT_BATCH_ROWS) {
		size_t left = n_records - first;

		job->rc = work_portion(second, job, &second->askers[thread_idx], first,
		    left < SPOT_BATCH_ROWS ? left : SPOT_BATCH_ROWS);
	}
	spot_held_sort(&job->held);
}

static int pass_rejects(const struct second *second, const struct spot_held *held)
{
	const struct spot_reader_options *to = &second->options->reader;

	for (size_t i = 0; i < held->n_items; i++) {
		int rc;

		second->table->n_rejected_rows += held->items[i].is_row;
		second->table->n_bad_cells += !held->items[i].is_row;
		rc = to->reject ? to->reject(to->reject_ctx, &held->items[i].reject) : 0;
		if (rc != 0)
			return rc;
	}
	return 0;
}

static int drain(void *ctx, size_t job_idx, struct spot_error *err)
{
	struct second *second = ctx;
	struct job *job = &second->jobs[job_idx];
	int rc = pass_rejects(second, &job->held);

	if (rc == 0 && job->rc != 0) {
		*err = job->err;
		rc = job->rc;
	}
	for (size_t i = 0; rc == 0 && i < job->n_portions; i++)
		rc = spot_rollup_add(second->table->rollup, &job->portions[i].batch,
		    (const uint8_t *const *)job->portions[i].holds, err);
	spot_reader_counts_add(&second->counts, &job->chunk.counts);
	if (second->table->n_failed == 0)
		second->table->failure = job->failure;
	second->table->n_failed += job->n_failed;
	job->n_failed = 0;
	job->n_portions = 0;
	spot_held_clear(&job->held);
	return rc;
}

/* --- setting up and taking down ---------------------------------------------------------- */

static int translate(struct second *second, struct spot_error *err)
{
	size_t n = second->rule->n_deriveds;
	struct spot_builder *builder = NULL;
	struct spot_vm *vm = NULL;
	bool is_any = false;
	int rc;

	second->translations =
	    spot_arena_calloc(&second->arena, n + 1, sizeof(*second->translations));
	if (!second->translations)
		return spot_error_nomem(err);
	if (second->options->no_translate)
		return 0;
	rc = spot_builder_new(&builder, &second->rule->fields, err);
	if (rc == 0)
		rc = spot_vm_new(&vm, second->rules, err);
	for (size_t d = 0; rc == 0 && d < n; d++) {
		int when = second->rule->deriveds[d].when;

		if (when == SPOT_NO_FUNCTION)
			continue;
		rc = spot_translate(&second->translations[d], vm, when, builder, NULL, err);
		is_any |= second->translations[d].is_translated;
	}
	if (rc == 0 && is_any)
		rc = spot_program_new(&second->program, builder, err);
	spot_vm_free(vm);
	spot_builder_free(builder);
	return rc;
}

static int asker_init(struct asker *asker, const struct second *second, struct spot_error *err)
{
	size_t n_outputs = 0;
	int rc = 0;

	asker->answers = spot_mem_calloc(second->rule->n_deriveds + 1, sizeof(*asker->answers));
	if (second->program) {
		spot_program_outputs(second->program, &n_outputs);
		rc = spot_program_state_new(&asker->state, second->program, err);
	}
	asker->lanes = spot_mem_calloc(n_outputs + 1, sizeof(*asker->lanes));
	if (rc == 0 && (!asker->answers || !asker->lanes))
		rc = spot_error_nomem(err);
	for (size_t d = 0; rc == 0 && d < second->rule->n_deriveds; d++)
		if (second->translations[d].is_translated)
			asker->lanes[second->translations[d].output_idx] = (struct spot_lanes) {
				.state = asker->answers[d].state,
				.value = asker->answers[d].value };
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

static void job_reset(struct job *job, const struct spot_rollup_rule *rule)
{
	for (size_t i = 0; i < job->n_made; i++)
		portion_reset(&job->portions[i], rule);
	free(job->portions);
	spot_chunk_reset(&job->chunk);
	spot_held_reset(&job->held);
}

static int open_table(struct second *second, struct spot_error *err)
{
	struct spot_reader_options own = second->options->reader;
	const struct spot_dialect *dialect;
	int rc;

	/* The dialect of the accounts says nothing of this file's. */
	own.delimiter = 0;
	own.no_header = false;
	own.skip_rows = 0;
	own.reject = own.reject ? hold_row : NULL;
	own.reject_ctx = second;
	rc = spot_reader_open(&second->reader, second->table->path, 0, &own, err);
	if (rc != 0)
		return rc;
	dialect = spot_reader_dialect(second->reader);
	rc = spot_binding_make(&second->binding, &second->rule->fields, dialect->header,
	    dialect->n_columns, true, &second->arena, err);
	if (rc != 0)
		spot_error_place(err, second->table->path, 1, NULL);
	return rc;
}

static int read_table(struct second *second, unsigned n_threads, struct spot_error *err)
{
	struct spot_pipeline pipeline = { second, fill, work, drain, n_threads };
	const size_t n_jobs = spot_pipeline_n_jobs(n_threads);
	int rc = 0;

	second->jobs = spot_mem_calloc(n_jobs, sizeof(*second->jobs));
	second->askers = spot_mem_calloc(n_threads, sizeof(*second->askers));
	if (!second->jobs || !second->askers)
		rc = spot_error_nomem(err);
	for (size_t i = 0; second->jobs && i < n_jobs; i++) {
		spot_chunk_init(&second->jobs[i].chunk);
		spot_held_init(&second->jobs[i].held);
	}
	for (unsigned i = 0; rc == 0 && i < n_threads; i++)
		rc = asker_init(&second->askers[i], second, err);
	if (rc == 0)
		rc = spot_pipeline_run(&pipeline, err);
	for (size_t i = 0; second->jobs && i < n_jobs; i++)
		job_reset(&second->jobs[i], second->rule);
	for (unsigned i = 0; second->askers && i < n_threads; i++)
		asker_reset(&second->askers[i]);
	free(second->jobs);
	free(second->askers);
	return rc;
}

int spot_second_read(struct spot_panel_table *table, const struct spot_rules *rules,
    size_t rollup_idx, const struct spot_panel_options *options, struct spot_error *err)
{
	struct second second = { .rules = rules, .rule = &rules->rollups[rollup_idx],
		.table = table, .options = options };
	int rc;

	spot_arena_init(&second.arena);
	rc = open_table(&second, err);
	if (rc == 0)
		rc = translate(&second, err);
	if (rc == 0)
		rc = read_table(&second, options->n_threads > 0 ? options->n_threads : 1, err);
	if (rc == 0) {
		table->n_short_rows =
		    second.counts.short_rows + spot_reader_counts(second.reader)->short_rows;
		rc = spot_rollup_freeze(table->rollup, err);
	}
	spot_reader_close(second.reader);
	spot_program_free(second.program);
	spot_arena_free(&second.arena);
	return rc;
}
