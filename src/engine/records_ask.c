/* SPDX-License-Identifier: MIT */
#include "engine/records_ask.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* --- functions --------------------------------------------------------------------------- */

static int translate(struct spot_records_functions *functions, struct spot_error *err)
{
	struct spot_builder *builder = NULL;
	struct spot_vm *vm = NULL;
	bool is_any = false;
	int rc = spot_builder_new(&builder, functions->schema, err);

	if (rc == 0)
		rc = spot_vm_new(&vm, functions->rules, err);
	for (size_t f = 0; rc == 0 && f < functions->n_fns; f++) {
		struct spot_translation *translation = &functions->translations[f];

		if (functions->fns[f] == SPOT_NO_FUNCTION)
			continue;
		rc = spot_translate(translation, vm, functions->fns[f], builder, NULL, err);
		is_any |= translation->is_translated;
	}
	if (rc == 0 && is_any)
		rc = spot_program_new(&functions->program, builder, err);
	spot_vm_free(vm);
	spot_builder_free(builder);
	return rc;
}

int spot_records_ask_init(struct spot_records_functions *functions,
    const struct spot_panel_options *options, struct spot_error *err)
{
	functions->keep_going = options->keep_going;
	functions->program = NULL;
	spot_arena_init(&functions->arena);
	functions->translations = spot_arena_calloc(
	    &functions->arena, functions->n_fns + 1, sizeof(*functions->translations));
	if (!functions->translations)
		return spot_error_nomem(err);
	return options->no_translate ? 0 : translate(functions, err);
}

void spot_records_ask_reset(struct spot_records_functions *functions)
{
	spot_program_free(functions->program);
	spot_arena_free(&functions->arena);
}

/* --- parts ------------------------------------------------------------------------------- */

int spot_records_ask_part_init(struct spot_records_part *part,
    const struct spot_records_functions *functions, bool has_links, struct spot_error *err)
{
	int rc = spot_batch_init(&part->batch, functions->schema, SPOT_BATCH_ROWS, err);

	if (rc != 0)
		return rc;
	part->answers = spot_mem_calloc(functions->n_fns + 1, sizeof(*part->answers));
	part->links = has_links ? spot_mem_calloc(SPOT_BATCH_ROWS, sizeof(uint32_t)) : NULL;
	if (!part->answers || (has_links && !part->links))
		return spot_error_nomem(err);
	for (size_t f = 0; f < functions->n_fns; f++) {
		int fn = functions->fns[f];
		bool is_amount;

		if (fn == SPOT_NO_FUNCTION)
			continue;
		is_amount = functions->rules->functions[fn].answer == SPOT_ANSWER_AMOUNT;
		part->answers[f].state = spot_mem_calloc(SPOT_BATCH_ROWS, 1);
		if (is_amount)
			part->answers[f].amount = spot_mem_calloc(SPOT_BATCH_ROWS, sizeof(double));
		if (!part->answers[f].state || (is_amount && !part->answers[f].amount))
			return spot_error_nomem(err);
	}
	return 0;
}

void spot_records_ask_part_reset(struct spot_records_part *part,
    const struct spot_records_functions *functions)
{
	for (size_t f = 0; part->answers && f < functions->n_fns; f++) {
		free(part->answers[f].state);
		free(part->answers[f].amount);
	}
	free(part->answers);
	free(part->links);
	spot_batch_reset(&part->batch);
}

/* --- who asks ---------------------------------------------------------------------------- */

int spot_records_ask_begin(struct spot_records_asker *asker,
    const struct spot_records_functions *functions, struct spot_error *err)
{
	size_t n_outputs = 0;
	int rc = 0;

	asker->answers = spot_mem_calloc(functions->n_fns + 1, sizeof(*asker->answers));
	if (functions->program) {
		spot_program_outputs(functions->program, &n_outputs);
		rc = spot_program_state_new(&asker->state, functions->program, err);
	}
	asker->lanes = spot_mem_calloc(n_outputs + 1, sizeof(*asker->lanes));
	if (rc == 0 && (!asker->answers || !asker->lanes))
		rc = spot_error_nomem(err);
	for (size_t f = 0; rc == 0 && f < functions->n_fns; f++)
		if (functions->translations[f].is_translated)
			asker->lanes[functions->translations[f].output_idx] =
			    (struct spot_lanes) { .state = asker->answers[f].state,
				    .value = asker->answers[f].value };
	return rc;
}

void spot_records_ask_end(struct spot_records_asker *asker)
{
	spot_vm_free(asker->vm);
	spot_program_state_free(asker->state);
	spot_bad_cells_reset(&asker->bad);
	free(asker->answers);
	free(asker->lanes);
}

static int need_vm(struct spot_records_asker *asker,
    const struct spot_records_functions *functions, struct spot_error *err)
{
	return asker->vm ? 0 : spot_vm_new(&asker->vm, functions->rules, err);
}

/* --- asking ------------------------------------------------------------------------------ */

/* What is asked about, and what failed. */
struct asking {
	struct spot_records_part *part;
	const struct spot_record *records;
	struct spot_records_failures *failures;
};

/* Says in err why the first record that failed did. */
static int explain_failure(const struct spot_records_functions *functions,
    struct spot_records_asker *asker, size_t fn_idx, const struct asking *asking,
    struct spot_error *err)
{
	const struct spot_answers *answers = &asker->answers[fn_idx];
	int rc = need_vm(asker, functions, err);
	size_t row = 0;
	char name[320];

	if (rc != 0)
		return rc;
	while (answers->state[row] != SPOT_ANSWER_FAILED)
		row++;
	snprintf(name, sizeof(name), "%s:%" PRIu64, functions->name, asking->records[row].line);
	return spot_vm_explain_failure(
	    asker->vm, functions->fns[fn_idx], &asking->part->batch, row, name, err);
}

/* Completes the answers of one function: those that the program did not give. */
static int ask_vm(const struct spot_records_functions *functions,
    struct spot_records_asker *asker, size_t fn_idx, const struct spot_batch *batch,
    struct spot_error *err)
{
	const struct spot_translation *translation = &functions->translations[fn_idx];
	struct spot_answers *answers = &asker->answers[fn_idx];
	int fn = functions->fns[fn_idx];
	uint32_t rows[SPOT_BATCH_ROWS];
	size_t n = 0;
	int rc;

	if (translation->is_translated && asker->lanes[translation->output_idx].n_hand_over == 0)
		return 0;
	rc = need_vm(asker, functions, err);
	if (rc != 0)
		return rc;
	if (!translation->is_translated)
		return spot_vm_eval(
		    asker->vm, fn, batch, batch->n_rows, !functions->keep_going, answers, err);
	for (size_t row = 0; row < batch->n_rows; row++)
		if (answers->state[row] == SPOT_LANE_HAND_OVER)
			rows[n++] = (uint32_t)row;
	return spot_vm_eval_rows(asker->vm, fn, batch, rows, n, answers, err);
}

static int take_answers(const struct spot_records_functions *functions,
    struct spot_records_asker *asker, size_t fn_idx, const struct asking *asking,
    struct spot_error *err)
{
	const struct spot_answers *answers = &asker->answers[fn_idx];
	const struct spot_records_answers *to = &asking->part->answers[fn_idx];
	struct spot_records_failures *failures = asking->failures;
	size_t n_rows = asking->part->batch.n_rows;

	if (answers->n_failed > 0 && !functions->keep_going)
		return explain_failure(functions, asker, fn_idx, asking, err);
	if (answers->n_failed > 0 && failures->n_failed == 0)
		explain_failure(functions, asker, fn_idx, asking, &failures->failure);
	failures->n_failed += answers->n_failed;
	for (size_t row = 0; row < n_rows; row++)
		to->state[row] = answers->state[row] != SPOT_ANSWER_KNOWN
		    ? 2 : to->amount || answers->value[row] != 0;
	if (to->amount)
		memcpy(to->amount, answers->value, n_rows * sizeof(double));
	return 0;
}

int spot_records_ask(const struct spot_records_functions *functions,
    struct spot_records_asker *asker, struct spot_records_part *part,
    const struct spot_record *records, struct spot_records_failures *failures,
    struct spot_error *err)
{
	const struct asking asking = { part, records, failures };
	int rc = 0;

	if (functions->program)
		rc = spot_program_run(asker->state, &part->batch, asker->lanes, err);
	for (size_t f = 0; rc == 0 && f < functions->n_fns; f++) {
		const struct spot_translation *translation = &functions->translations[f];

		if (!part->answers[f].state)
			continue;
		if (translation->is_translated)
			asker->answers[f].n_failed =
			    asker->lanes[translation->output_idx].n_failed;
		rc = ask_vm(functions, asker, f, &part->batch, err);
		if (rc == 0)
			rc = take_answers(functions, asker, f, &asking, err);
	}
	return rc;
}
