/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "engine/judge.h"
#include "engine/plan.h"

_Static_assert((int)SPOT_LANE_KNOWN == SPOT_ANSWER_KNOWN &&
	(int)SPOT_LANE_UNKNOWN == SPOT_ANSWER_UNKNOWN &&
	(int)SPOT_LANE_FAILED == SPOT_ANSWER_FAILED,
    "a program's lanes are stored as answers");

/* --- life -------------------------------------------------------------------------------- */

static int init_judge(struct spot_jury *jury, size_t panel_idx, struct spot_error *err)
{
	const struct spot_plan_panel *of = &jury->plan->panels[panel_idx];
	struct spot_judge *judge = &jury->judges[panel_idx];
	int rc = spot_judge_init_view(judge, of->panel, of->extras, of->n_extras, err);

	if (rc != 0)
		return rc;
	judge->batch.columns = spot_mem_calloc(
	    of->panel->rules->fields.n_fields, sizeof(*judge->batch.columns));
	judge->batch.cap = SPOT_BATCH_ROWS;
	if (!judge->batch.columns)
		return spot_error_nomem(err);
	/* A VM that will be needed is made now: what is wrong with it is known before a row is. */
	return of->needs_vm ? spot_judge_vm(judge, err) : 0;
}

static int init_program(struct spot_jury *jury, struct spot_error *err)
{
	const struct spot_plan *plan = jury->plan;
	size_t n_outputs;
	int rc = spot_program_state_new(&jury->state, plan->program, err);

	if (rc != 0)
		return rc;
	spot_program_outputs(plan->program, &n_outputs);
	jury->lanes = spot_mem_calloc(n_outputs, sizeof(*jury->lanes));
	if (!jury->lanes)
		return spot_error_nomem(err);
	for (size_t p = 0; p < plan->n_panels; p++) {
		const struct spot_plan_panel *of = &plan->panels[p];

		for (size_t i = 0; i < jury->judges[p].n_fns; i++) {
			struct spot_answers *answers = &jury->judges[p].answers[i];

			if (of->rules[i].is_translated)
				jury->lanes[of->rules[i].output_idx] = (struct spot_lanes) {
					.state = answers->state, .value = answers->value };
		}
	}
	return 0;
}

static int init_timing(struct spot_jury *jury, struct spot_error *err)
{
	int rc;

	jury->timing = spot_mem_calloc(1, sizeof(*jury->timing));
	if (!jury->timing)
		return spot_error_nomem(err);
	rc = spot_timing_init(jury->timing, jury->plan->n_rules, err);
	return rc == 0 && jury->state ? spot_program_state_time(jury->state, err) : rc;
}

int spot_jury_time(struct spot_jury *jury, struct spot_error *err)
{
	const struct spot_plan *plan = jury->plan;
	size_t n_outputs, n_before = 0;
	double *by_output;
	int rc;

	if (!jury->state)
		return 0;
	spot_program_outputs(plan->program, &n_outputs);
	by_output = spot_mem_calloc(n_outputs, sizeof(*by_output));
	if (!by_output)
		return spot_error_nomem(err);
	rc = spot_program_state_costs(jury->state, by_output, err);
	for (size_t p = 0; rc == 0 && p < plan->n_panels; p++) {
		for (size_t i = 0; i < jury->judges[p].n_fns; i++)
			if (plan->panels[p].is_translated[i])
				jury->timing->program_ns[n_before + i] +=
				    by_output[plan->panels[p].rules[i].output_idx];
		n_before += jury->judges[p].n_fns;
	}
	free(by_output);
	return rc;
}

int spot_jury_init(struct spot_jury *jury, const struct spot_plan *plan, struct spot_error *err)
{
	int rc;

	*jury = (struct spot_jury) { .plan = plan };
	rc = spot_batch_init(&jury->batch, &plan->schema, SPOT_BATCH_ROWS, err);
	jury->judges = spot_mem_calloc(plan->n_panels, sizeof(*jury->judges));
	if (rc == 0 && !jury->judges)
		rc = spot_error_nomem(err);
	for (size_t p = 0; rc == 0 && p < plan->n_panels; p++)
		rc = init_judge(jury, p, err);
	if (rc == 0 && plan->program)
		rc = init_program(jury, err);
	if (rc == 0 && plan->options.timing)
		rc = init_timing(jury, err);
	if (rc != 0)
		spot_jury_reset(jury);
	return rc;
}

void spot_jury_reset(struct spot_jury *jury)
{
	for (size_t p = 0; jury->judges && p < jury->plan->n_panels; p++) {
		struct spot_judge *judge = &jury->judges[p];

		/* The columns' memory is the jury's. */
		free(judge->batch.columns);
		judge->batch.columns = NULL;
		if (judge->panel)
			spot_judge_reset(judge);
	}
	free(jury->judges);
	free(jury->lanes);
	spot_program_state_free(jury->state);
	if (jury->timing)
		spot_timing_reset(jury->timing);
	free(jury->timing);
	spot_bad_cells_reset(&jury->bad);
	spot_batch_reset(&jury->batch);
	memset(jury, 0, sizeof(*jury));
}

/* --- judging ----------------------------------------------------------------------------- */

/* Lets the judge see the batch, as its own rules' fields. */
static void aim_judge(struct spot_jury *jury, size_t panel_idx)
{
	const size_t *field_of = jury->plan->panels[panel_idx].field_of;
	struct spot_judge *judge = &jury->judges[panel_idx];

	judge->batch.n_rows = jury->batch.n_rows;
	for (size_t f = 0; f < judge->batch.schema->n_fields; f++)
		judge->batch.columns[f] = jury->batch.columns[field_of[f]];
}

/* The judge's second tables give columns of the batch. */
static void fill_derived(struct spot_jury *jury, size_t panel_idx, uint64_t first_row)
{
	const size_t *field_of = jury->plan->panels[panel_idx].field_of;
	struct spot_judge *judge = &jury->judges[panel_idx];

	spot_judge_fill_derived(judge, first_row);
	for (size_t f = 0; f < judge->batch.schema->n_fields; f++)
		if (judge->batch.schema->fields[f].derived)
			jury->batch.columns[field_of[f]] = judge->batch.columns[f];
}

/* The cells that could not be read, by the judge's own fields: cell by cell, and in each in the
 * order of those. */
static int share_bad_cells(struct spot_jury *jury, size_t panel_idx, struct spot_error *err)
{
	const size_t *field_of = jury->plan->panels[panel_idx].field_of;
	struct spot_judge *judge = &jury->judges[panel_idx];
	struct spot_bad_cells *to = &judge->bad;

	to->n_items = 0;
	for (size_t i = 0; i < jury->bad.n_items; i++) {
		struct spot_bad_cell bad = jury->bad.items[i];

		for (size_t f = 0; f < judge->batch.schema->n_fields; f++) {
			if (field_of[f] != bad.field_idx)
				continue;
			if (!spot_mem_grow(
			        &to->items, &to->cap, to->n_items + 1, sizeof(*to->items)))
				return spot_error_nomem(err);
			to->items[to->n_items] = bad;
			to->items[to->n_items++].field_idx = (uint32_t)f;
		}
	}
	return 0;
}

static int run_program(struct spot_jury *jury, struct spot_error *err)
{
	const struct spot_plan *plan = jury->plan;
	int rc = spot_program_run(jury->state, &jury->batch, jury->lanes, err);

	for (size_t p = 0; rc == 0 && p < plan->n_panels; p++) {
		const struct spot_plan_panel *of = &plan->panels[p];

		for (size_t i = 0; i < jury->judges[p].n_fns; i++) {
			struct spot_answers *answers = &jury->judges[p].answers[i];
			const struct spot_lanes *lanes;

			if (!of->rules[i].is_translated)
				continue;
			lanes = &jury->lanes[of->rules[i].output_idx];
			answers->n_failed = lanes->n_failed;
			answers->n_handed_over = lanes->n_hand_over;
		}
	}
	return rc;
}

/* The VM was asked in between, and has noted its own time. */
static void note_verdicts(struct spot_jury *jury, uint64_t vm_before, uint64_t *begun)
{
	if (!jury->timing)
		return;
	*begun += jury->timing->stage_ns[SPOT_STAGE_VM] - vm_before;
	spot_timing_lap(jury->timing, SPOT_STAGE_VERDICT, begun);
}

int spot_jury_judge_filled(struct spot_jury *jury, const struct spot_jury_chunk *chunk,
    size_t first, struct spot_tally *tallies, struct spot_error *err)
{
	const struct spot_plan *plan = jury->plan;
	uint64_t first_row = chunk->chunk->first_row + first;
	uint64_t begun = spot_timing_begin(jury->timing), vm_before;
	size_t n_before = 0; /* functions of the panels before */
	int rc = 0;

	for (size_t p = 0; rc == 0 && p < plan->n_panels; p++) {
		aim_judge(jury, p);
		fill_derived(jury, p, first_row);
		rc = share_bad_cells(jury, p, err);
	}
	spot_timing_lap(jury->timing, SPOT_STAGE_DERIVE, &begun);
	if (rc == 0 && plan->program)
		rc = run_program(jury, err);
	spot_timing_lap(jury->timing, SPOT_STAGE_PROGRAM, &begun);
	vm_before = jury->timing ? jury->timing->stage_ns[SPOT_STAGE_VM] : 0;
	for (size_t p = 0; rc == 0 && p < plan->n_panels; p++) {
		struct spot_asking asking = { .is_answered = plan->panels[p].is_translated,
			.keep_going = chunk->keep_going, .file_name = chunk->file_name,
			.records = chunk->chunk->records + first,
			.tally = tallies ? &tallies[p] : NULL, .timing = jury->timing,
			.vm_ns = jury->timing ? jury->timing->vm_ns + n_before : NULL };

		n_before += jury->judges[p].n_fns;
		rc = spot_judge_rows(&jury->judges[p], &asking, err);
		if (rc == 0 && plan->options.verify > 0)
			rc = spot_judge_verify(
			    &jury->judges[p], &asking, first_row, plan->options.verify, err);
		if (rc == 0 && tallies) {
			spot_tally_count(&tallies[p], &jury->judges[p]);
			rc = spot_fate_note(&tallies[p], &jury->judges[p], err);
		}
	}
	note_verdicts(jury, vm_before, &begun);
	return rc;
}

int spot_jury_judge(struct spot_jury *jury, const struct spot_jury_chunk *chunk, size_t first,
    size_t n, struct spot_tally *tallies, struct spot_error *err)
{
	uint64_t begun = spot_timing_begin(jury->timing);
	int rc;

	jury->bad.n_items = 0;
	rc = spot_batch_convert(
	    &jury->batch, chunk->chunk, first, n, chunk->binding, &jury->bad, err);
	spot_timing_lap(jury->timing, SPOT_STAGE_CONVERT, &begun);
	return rc == 0 ? spot_jury_judge_filled(jury, chunk, first, tallies, err) : rc;
}
