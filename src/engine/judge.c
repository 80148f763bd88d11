/* SPDX-License-Identifier: MIT */
#include "engine/judge.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "program/program.h"

int spot_judge_init_view(struct spot_judge *judge, const struct spot_panel *panel,
    const int *extras, size_t n_extras, struct spot_error *err)
{
	memset(judge, 0, sizeof(*judge));
	judge->panel = panel;
	judge->batch.schema = &panel->rules->fields;
	judge->n_fns = panel->scoring.n_asked + n_extras;
	judge->fns = spot_mem_calloc(judge->n_fns + 1, sizeof(*judge->fns));
	judge->answers = spot_mem_calloc(judge->n_fns + 1, sizeof(*judge->answers));
	for (size_t i = 0; judge->fns && i < judge->n_fns; i++)
		judge->fns[i] = i < panel->scoring.n_asked ? panel->scoring.asked[i].fn
		                                           : extras[i - panel->scoring.n_asked];
	if (judge->fns && judge->answers &&
	    spot_verdicts_new(&judge->verdicts, &panel->scoring, err) == 0)
		return 0;
	spot_judge_reset(judge);
	return spot_error_nomem(err);
}

int spot_judge_init(
    struct spot_judge *judge, const struct spot_panel *panel, struct spot_error *err)
{
	int rc = spot_judge_init_view(judge, panel, NULL, 0, err);

	if (rc == 0)
		rc = spot_batch_init(&judge->batch, &panel->rules->fields, SPOT_BATCH_ROWS, err);
	if (rc == 0)
		rc = spot_judge_vm(judge, err);
	if (rc != 0)
		spot_judge_reset(judge);
	return rc;
}

int spot_judge_vm(struct spot_judge *judge, struct spot_error *err)
{
	return judge->vm ? 0 : spot_vm_new(&judge->vm, judge->panel->rules, err);
}

void spot_judge_reset(struct spot_judge *judge)
{
	spot_vm_free(judge->vm);
	spot_batch_reset(&judge->batch);
	spot_bad_cells_reset(&judge->bad);
	free(judge->answers);
	free(judge->fns);
	spot_verdicts_free(judge->verdicts);
	memset(judge, 0, sizeof(*judge));
}

struct spot_verdict spot_judge_verdict(const struct spot_judge *judge, size_t row_idx)
{
	struct spot_verdict verdict;

	spot_verdict_compute(&verdict, &judge->panel->scoring, judge->answers, row_idx,
	    spot_judge_key(judge, row_idx));
	return verdict;
}

const struct spot_column *spot_judge_keys(const struct spot_judge *judge)
{
	size_t field = judge->panel->key_field;
	return field == SPOT_NONE ? NULL : &judge->batch.columns[field];
}

struct spot_view spot_judge_key(const struct spot_judge *judge, size_t row_idx)
{
	struct spot_value value;

	if (judge->panel->key_field == SPOT_NONE)
		return (struct spot_view) { 0 };
	value = spot_batch_get(&judge->batch, judge->panel->key_field, row_idx);
	return value.kind == SPOT_KIND_TEXT ? value.as.text : (struct spot_view) { 0 };
}

struct filling {
	struct spot_batch *batch;
	size_t row;
};

static void fill_one(void *ctx, size_t field_idx, struct spot_value value)
{
	const struct filling *filling = ctx;
	spot_batch_set(filling->batch, field_idx, filling->row, value);
}

void spot_judge_fill_derived(struct spot_judge *judge, uint64_t first_row)
{
	const struct spot_panel *panel = judge->panel;
	struct filling filling = { &judge->batch, 0 };

	if (panel->rules->n_rollups == 0 && !panel->people)
		return;
	for (; filling.row < judge->batch.n_rows; filling.row++) {
		struct spot_view key = spot_judge_key(judge, filling.row);

		/* Without a key nobody knows whose records these would be. */
		if (key.len > 0)
			spot_panel_derive(panel, key, first_row + filling.row, fill_one, &filling);
	}
}

void spot_judge_name(const struct spot_judge *judge, size_t row_idx, const char *file_name,
    uint64_t line, char *out, size_t size)
{
	struct spot_view key = spot_judge_key(judge, row_idx);
	int shown = (int)spot_utf8_cut(key.ptr, key.len, 60);

	if (!file_name)
		snprintf(out, size, "%.*s", shown, key.len ? key.ptr : "");
	else if (key.len > 0)
		snprintf(out, size, "%.*s (%s:%" PRIu64 ")", shown, key.ptr, file_name, line);
	else
		snprintf(out, size, "%s:%" PRIu64, file_name, line);
}

static int explain_failure(struct spot_judge *judge, const struct spot_asking *asking,
    size_t asked_idx, size_t row_idx, struct spot_error *err)
{
	int rc = spot_judge_vm(judge, err);
	char account[512];

	if (rc != 0)
		return rc;
	spot_judge_name(judge, row_idx, asking->file_name,
	    asking->records ? asking->records[row_idx].line : 0, account, sizeof(account));
	return spot_vm_explain_failure(judge->vm, judge->fns[asked_idx],
	    &judge->batch, row_idx, account, err);
}

static size_t first_failed_row(const struct spot_answers *answers, size_t n_rows)
{
	for (size_t row = 0; row < n_rows; row++)
		if (answers->state[row] == SPOT_ANSWER_FAILED)
			return row;
	return n_rows;
}

static void note_failures(struct spot_judge *judge, const struct spot_asking *asking)
{
	struct spot_tally *tally = asking->tally;

	for (size_t i = 0; i < judge->panel->scoring.n_asked; i++) {
		size_t row;

		if (judge->answers[i].n_failed == 0 || tally->failure[i])
			continue;
		row = first_failed_row(&judge->answers[i], judge->batch.n_rows);
		tally->failure[i] = calloc(1, sizeof(struct spot_error));
		if (tally->failure[i]) /* without memory the count alone is reported */
			explain_failure(judge, asking, i, row, tally->failure[i]);
	}
}

/* The rows that the program could not tell. */
static int ask_handed_over(struct spot_judge *judge, size_t asked_idx, size_t n_rows,
    struct spot_error *err)
{
	struct spot_answers *answers = &judge->answers[asked_idx];
	uint32_t rows[SPOT_BATCH_ROWS];
	size_t n = 0;

	for (size_t row = 0; row < n_rows; row++)
		if (answers->state[row] == SPOT_LANE_HAND_OVER)
			rows[n++] = (uint32_t)row;
	return spot_vm_eval_rows(judge->vm, judge->fns[asked_idx], &judge->batch,
	    rows, n, answers, err);
}

static int ask_vm(struct spot_judge *judge, const struct spot_asking *asking, size_t asked_idx,
    size_t n_rows, struct spot_error *err)
{
	int rc = spot_judge_vm(judge, err);

	if (rc != 0)
		return rc;
	if (asking->is_answered && asking->is_answered[asked_idx])
		return ask_handed_over(judge, asked_idx, n_rows, err);
	return spot_vm_eval(judge->vm, judge->fns[asked_idx], &judge->batch, n_rows,
	    !asking->keep_going, &judge->answers[asked_idx], err);
}

static int ask_rule(struct spot_judge *judge, const struct spot_asking *asking, size_t asked_idx,
    size_t n_rows, struct spot_error *err)
{
	uint64_t begun;
	int rc;

	if (asking->is_answered && asking->is_answered[asked_idx] &&
	    judge->answers[asked_idx].n_handed_over == 0)
		return 0;
	begun = spot_timing_begin(asking->timing);
	rc = ask_vm(judge, asking, asked_idx, n_rows, err);
	if (rc == SPOT_ERULES && judge->vm && spot_vm_limit_row(judge->vm) != SPOT_NONE)
		rc = explain_failure(
		    judge, asking, asked_idx, spot_vm_limit_row(judge->vm), err);
	if (asking->timing)
		asking->vm_ns[asked_idx] += (double)(spot_timing_now() - begun);
	return rc;
}

/* Asks every rule. Without keep_going the failure reported is that of the first row, then of the
 * first rule: after a failure only the rows before it are still looked at. */
static int ask_rules(struct spot_judge *judge, const struct spot_asking *asking,
    struct spot_error *err)
{
	size_t n_rows = judge->batch.n_rows, failed = judge->n_fns;

	for (size_t i = 0; i < judge->n_fns; i++) {
		int rc = ask_rule(judge, asking, i, n_rows, err);
		size_t row;

		if (rc != 0)
			return rc;
		if (asking->keep_going || judge->answers[i].n_failed == 0)
			continue;
		row = first_failed_row(&judge->answers[i], n_rows);
		failed = row < n_rows ? i : failed;
		n_rows = row;
	}
	return failed == judge->n_fns ? 0
	                              : explain_failure(judge, asking, failed, n_rows, err);
}

int spot_judge_rows(struct spot_judge *judge, const struct spot_asking *asking,
    struct spot_error *err)
{
	uint64_t begun = spot_timing_begin(asking->timing);
	int rc = ask_rules(judge, asking, err);

	spot_timing_lap(asking->timing, SPOT_STAGE_VM, &begun);
	if (rc != 0)
		return rc;
	if (asking->keep_going && asking->tally)
		note_failures(judge, asking);
	spot_verdicts_compute(judge->verdicts, &judge->panel->scoring, judge->answers,
	    judge->batch.n_rows, spot_judge_keys(judge));
	return 0;
}

int spot_judge_batch(struct spot_judge *judge, bool keep_going, struct spot_error *err)
{
	struct spot_asking asking = { .keep_going = keep_going };

	return spot_judge_rows(judge, &asking, err);
}
