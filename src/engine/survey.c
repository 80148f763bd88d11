/* SPDX-License-Identifier: MIT */
/*
 * Workers count their chunk and hand the counts over as the bytes of the piece: for each
 * panel a struct counts, then its rules and fields, then line and key of every row. The
 * caller's thread adds them up in file order, so that what is called the first is the
 * same for any number of threads.
 */
#include "engine/survey.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/judge.h"
#include "table/cell.h"

#define LINE_BITS 36 /* of a place: the file, then the line */

struct rule_counts {
	uint64_t n_known, n_failed, n_zero, n_full;
	bool has_failure; /* a struct spot_error follows */
};

struct field_counts {
	uint64_t n_blank, n_unreadable;
};

struct row_head {
	uint64_t line;
	uint32_t file, key_len;
};

struct survey_ctx {
	struct spot_survey *survey;
	const struct spot_run_options *options;
	const struct spot_run_calls *calls;
};

/* --- in a worker --------------------------------------------------------------------- */

static void count_answers(struct rule_counts *counts, const struct spot_answers *answers,
    size_t n_rows)
{
	for (size_t row = 0; row < n_rows; row++) {
		bool known = answers->state[row] == SPOT_ANSWER_KNOWN;
		counts->n_known += known;
		counts->n_failed += answers->state[row] == SPOT_ANSWER_FAILED;
		counts->n_zero += known && answers->value[row] == 0;
		counts->n_full += known && answers->value[row] == 1;
	}
}

static void write_failure(struct spot_buf *out, struct spot_judge *judge,
    const struct spot_run_view *view, int fn, const struct spot_answers *answers)
{
	struct spot_error failure = SPOT_ERROR_INIT;
	char account[512];
	size_t row = 0;
	while (answers->state[row] != SPOT_ANSWER_FAILED)
		row++;
	spot_judge_name(judge, row, view->file_name,
	    view->chunk->records[view->first + row].line, account, sizeof(account));
	if (spot_judge_vm(judge, &failure) == 0)
		spot_vm_explain_failure(judge->vm, fn, &judge->batch, row, account, &failure);
	spot_buf_add(out, (const char *)&failure, sizeof(failure));
}

static void write_rule(struct spot_buf *out, struct spot_judge *judge,
    const struct spot_run_view *view, int fn, const struct spot_answers *answers)
{
	struct rule_counts counts;
	memset(&counts, 0, sizeof(counts)); /* padding is written too */
	count_answers(&counts, answers, judge->batch.n_rows);
	counts.has_failure = counts.n_failed > 0;
	spot_buf_add(out, (const char *)&counts, sizeof(counts));
	if (counts.has_failure)
		write_failure(out, judge, view, fn, answers);
}

static int write_fields(struct spot_buf *out, const struct spot_judge *judge,
    struct spot_error *err)
{
	size_t n = judge->batch.schema->n_fields;
	struct field_counts *counts = spot_mem_calloc(n + 1, sizeof(*counts));
	if (!counts)
		return spot_error_nomem(err);
	for (size_t f = 0; f < n; f++)
		for (size_t row = 0; row < judge->batch.n_rows; row++)
			counts[f].n_blank +=
			    judge->batch.columns[f].state[row] != SPOT_STATE_VALUE;
	for (size_t i = 0; i < judge->bad.n_items; i++) {
		struct field_counts *field = &counts[judge->bad.items[i].field_idx];
		field->n_unreadable++;
		field->n_blank--;
	}
	spot_buf_add(out, (const char *)counts, n * sizeof(*counts));
	free(counts);
	return 0;
}

static void write_rows(struct spot_buf *out, const struct spot_judge *judge,
    const struct spot_run_view *view)
{
	for (size_t row = 0; row < judge->batch.n_rows; row++) {
		const struct spot_record *record = &view->chunk->records[view->first + row];
		struct spot_view key = spot_judge_key(judge, row);
		struct row_head head = { record->line, record->file, (uint32_t)key.len };
		spot_buf_add(out, (const char *)&head, sizeof(head));
		spot_buf_view(out, key);
	}
}

static int survey_render(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	const struct survey_ctx *run = ctx;
	for (size_t p = 0; p < view->n_judges; p++) {
		const struct spot_survey_part *part = &run->survey->parts[p];
		struct spot_judge *judge = &view->judges[p];
		uint64_t n_rows = judge->batch.n_rows;
		int rc;
		spot_buf_add(&piece->text, (const char *)&n_rows, sizeof(n_rows));
		for (size_t i = 0; i < part->n_rules; i++)
			write_rule(
			    &piece->text, judge, view, part->rules[i].fn, &judge->answers[i]);
		rc = write_fields(&piece->text, judge, err);
		if (rc != 0)
			return rc;
		if (judge->panel->key_field != SPOT_NONE)
			write_rows(&piece->text, judge, view);
	}
	return 0;
}

/* --- in the caller's thread ---------------------------------------------------------- */

static void take(struct spot_view *rest, void *out, size_t size)
{
	assert(rest->len >= size);
	memcpy(out, rest->ptr, size);
	*rest = (struct spot_view) { rest->ptr + size, rest->len - size };
}

static void read_rule(struct spot_view *rest, struct spot_survey_rule *rule)
{
	struct rule_counts counts;
	struct spot_error failure;
	take(rest, &counts, sizeof(counts));
	if (counts.has_failure)
		take(rest, &failure, sizeof(failure));
	if (counts.has_failure && rule->n_failed == 0)
		rule->failure = failure;
	rule->n_known += counts.n_known;
	rule->n_failed += counts.n_failed;
	rule->n_zero += counts.n_zero;
	rule->n_full += counts.n_full;
}

static const char *file_of(const struct survey_ctx *run, uint64_t file)
{
	const char *path = run->options->paths[file];
	return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

static int read_row(const struct survey_ctx *run, struct spot_survey_part *part,
    const struct row_head *head, struct spot_view key, struct spot_error *err)
{
	uint64_t place, first, line_max = ((uint64_t)1 << LINE_BITS) - 1;
	if (key.len == 0) {
		if (part->n_blank_keys++ == 0)
			part->blank_key = (struct spot_survey_key) {
				.file = file_of(run, head->file), .line = head->line };
		return 0;
	}
	place = (uint64_t)(head->file & 0xFFF) << LINE_BITS |
	    (head->line < line_max ? head->line : line_max);
	int rc = spot_seen_add(&part->seen, spot_cell_key_identity(key), place, &first);
	if (rc < 0)
		return spot_error_nomem(err);
	if (rc == 0 || part->n_repeats++ >= SPOT_SURVEY_EXAMPLES)
		return 0;
	struct spot_survey_key *repeat = &part->repeats[part->n_repeats - 1];
	repeat->key = spot_mem_copy(key.ptr, key.len);
	repeat->file = file_of(run, head->file);
	repeat->line = head->line;
	repeat->first_file = file_of(run, first >> LINE_BITS);
	repeat->first_line = first & line_max;
	return repeat->key ? 0 : spot_error_nomem(err);
}

static int read_part(const struct survey_ctx *run, struct spot_survey_part *part,
    struct spot_view *rest, struct spot_error *err)
{
	uint64_t n_rows;
	int rc = 0;
	take(rest, &n_rows, sizeof(n_rows));
	for (size_t i = 0; i < part->n_rules; i++)
		read_rule(rest, &part->rules[i]);
	for (size_t f = 0; f < part->panel->rules->fields.n_fields; f++) {
		struct field_counts counts;
		take(rest, &counts, sizeof(counts));
		part->fields[f].n_blank += counts.n_blank;
		part->fields[f].n_unreadable += counts.n_unreadable;
	}
	for (uint64_t row = 0; part->panel->key_field != SPOT_NONE && row < n_rows; row++) {
		struct row_head head;
		take(rest, &head, sizeof(head));
		struct spot_view key = { rest->ptr, head.key_len };
		assert(rest->len >= key.len);
		*rest = (struct spot_view) { rest->ptr + key.len, rest->len - key.len };
		if (rc == 0)
			rc = read_row(run, part, &head, key, err);
	}
	return rc;
}

static int survey_write(void *ctx, const struct spot_piece *piece, struct spot_error *err)
{
	struct survey_ctx *run = ctx;
	struct spot_view rest = { piece->text.ptr, piece->text.len };
	while (rest.len > 0) { /* one batch after the other */
		for (size_t p = 0; p < run->survey->n_parts; p++) {
			int rc = read_part(run, &run->survey->parts[p], &rest, err);
			if (rc != 0)
				return rc;
		}
	}
	return 0;
}

/* Rows that cannot be used are counted: without this they would end the run. */
static int survey_reject(void *ctx, const struct spot_reject *reject, struct spot_error *err)
{
	struct survey_ctx *run = ctx;
	return run->calls->reject ? run->calls->reject(run->calls->ctx, reject, err) : 0;
}

static void survey_progress(void *ctx, uint64_t rows, size_t read_bytes, size_t size_bytes)
{
	struct survey_ctx *run = ctx;
	if (run->calls->progress)
		run->calls->progress(run->calls->ctx, rows, read_bytes, size_bytes);
}

/* --- setting up ---------------------------------------------------------------------- */

static const char *const words[SPOT_RULE_N] = {
	[SPOT_RULE_CRITERION] = "criterion",
	[SPOT_RULE_DISQUALIFIER] = "disqualify",
	[SPOT_RULE_GROWTH] = "growth",
};

static void note_reads(struct spot_survey_part *part)
{
	const struct spot_rules *rules = part->panel->rules;
	bool inspected = false;
	for (size_t i = 0; i < part->n_rules; i++) {
		const struct spot_function *function = &rules->functions[part->rules[i].fn];
		inspected = inspected || function->n_lines > 0;
		for (size_t f = 0; f < function->n_reads; f++)
			part->fields[function->reads[f]].is_read = true;
	}
	/* Where bytecode cannot be read, any field may be. */
	for (size_t f = 0; !inspected && f < rules->fields.n_fields; f++)
		part->fields[f].is_read = true;
}

static int part_init(struct spot_survey_part *part, const struct spot_panel *panel,
    struct spot_error *err)
{
	const struct spot_rules *rules = panel->rules;
	part->panel = panel;
	part->n_asked = panel->scoring.n_asked;
	part->n_rules = part->n_asked + rules->n_cohorts;
	spot_seen_init(&part->seen);
	part->rules = spot_mem_calloc(part->n_rules + 1, sizeof(*part->rules));
	part->fields = spot_mem_calloc(rules->fields.n_fields + 1, sizeof(*part->fields));
	if (!part->rules || !part->fields)
		return spot_error_nomem(err);
	for (size_t i = 0; i < part->n_asked; i++) {
		const struct spot_asked *asked = &panel->scoring.asked[i];
		part->rules[i] = (struct spot_survey_rule) { .word = words[asked->kind],
			.name = asked->name, .place = asked->place, .fn = asked->fn };
	}
	for (size_t i = 0; i < rules->n_cohorts; i++) {
		const struct spot_cohort *cohort = &rules->cohorts[i];
		part->rules[part->n_asked + i] = (struct spot_survey_rule) { .word = "cohort",
			.name = cohort->name, .place = cohort->place, .fn = cohort->when };
	}
	note_reads(part);
	return 0;
}

/* Cohorts are asked beside the rules. */
static struct spot_plan_extra *list_cohorts(const struct spot_panel *panels, size_t n_panels,
    size_t *n)
{
	struct spot_plan_extra *extras;
	size_t n_most = 1;

	for (size_t p = 0; p < n_panels; p++)
		n_most += panels[p].rules->n_cohorts;
	extras = spot_mem_calloc(n_most, sizeof(*extras));
	*n = 0;
	for (size_t p = 0; extras && p < n_panels; p++)
		for (size_t i = 0; i < panels[p].rules->n_cohorts; i++)
			extras[(*n)++] = (struct spot_plan_extra) { p,
				panels[p].rules->cohorts[i].when };
	return extras;
}

int spot_survey_run(struct spot_survey *out, const struct spot_panel *panels, size_t n_panels,
    const struct spot_run_options *options, const struct spot_run_calls *calls,
    struct spot_error *err)
{
	struct spot_run_options run_options = *options;
	struct survey_ctx run = { out, options, calls };
	struct spot_run_sink sink = { .ctx = &run, .render = survey_render, .write = survey_write,
		.calls = { &run, survey_reject, survey_progress } };
	struct spot_plan_extra *extras;
	int rc = 0;

	memset(out, 0, sizeof(*out));
	run_options.keep_going = true;
	out->parts = spot_mem_calloc(n_panels + 1, sizeof(*out->parts));
	extras = list_cohorts(panels, n_panels, &run_options.plan.n_extras);
	run_options.plan.extras = extras;
	if (!out->parts || !extras)
		rc = spot_error_nomem(err);
	for (size_t p = 0; rc == 0 && p < n_panels; p++) {
		out->n_parts++;
		rc = part_init(&out->parts[p], &panels[p], err);
	}
	if (rc == 0)
		rc = spot_run(&out->result, panels, n_panels, &run_options, &sink, err);
	free(extras);
	return rc;
}

static void part_reset(struct spot_survey_part *part)
{
	spot_seen_reset(&part->seen);
	free(part->rules);
	free(part->fields);
	for (size_t i = 0; i < SPOT_SURVEY_EXAMPLES; i++)
		free(part->repeats[i].key);
}

void spot_survey_reset(struct spot_survey *survey)
{
	for (size_t p = 0; p < survey->n_parts; p++)
		part_reset(&survey->parts[p]);
	free(survey->parts);
	spot_run_result_reset(&survey->result);
	memset(survey, 0, sizeof(*survey));
}
