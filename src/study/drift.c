/* SPDX-License-Identifier: MIT */
#include "study/drift_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- reading ------------------------------------------------------------------------------ */

/* All but the key. The date that parts the sides is among them, and last. */
static size_t choose_fields(const struct spot_drift *drift, size_t *fields)
{
	const struct spot_rules *rules = drift->panels[0]->rules;
	size_t n = 0;

	for (size_t f = 0; f < rules->fields.n_fields; f++)
		if (rules->fields.fields[f].type != SPOT_TYPE_KEY && f != drift->options.date)
			fields[n++] = f;
	if (drift->options.date != SPOT_NONE)
		fields[n++] = drift->options.date;
	return n;
}

static int gather(struct spot_drift *drift, const struct spot_run_options runs[2],
    const struct spot_run_calls *calls, struct spot_error *err)
{
	size_t n_sides = drift->options.date == SPOT_NONE ? 2 : 1;
	size_t *fields =
	    spot_mem_calloc(drift->panels[0]->rules->fields.n_fields + 1, sizeof(*fields));
	struct spot_frame_options options = { .fields = fields, .cohorts = &drift->options.outcome,
		.n_cohorts = drift->options.outcome != SPOT_NONE, .keeps_verdicts = true,
		.keeps_answers = true };
	int rc = fields ? 0 : spot_error_nomem(err);

	if (rc == 0)
		options.n_fields = choose_fields(drift, fields);
	for (size_t s = 0; rc == 0 && s < n_sides; s++)
		rc = spot_frame_gather(&drift->frames[s], &drift->results[s], drift->panels[s],
		    &options, &runs[s], calls, err);
	free(fields);
	return rc;
}

static int part_sides(struct spot_drift *drift, struct spot_error *err)
{
	struct spot_frame *frame = &drift->frames[0];
	struct spot_frame_column *date;

	if (drift->options.date == SPOT_NONE) {
		for (size_t s = 0; s < 2; s++)
			drift->n[s] = drift->frames[s].n_rows;
		return 0;
	}
	date = &frame->columns[frame->n_columns - 1];
	drift->sides = spot_mem_calloc(frame->n_rows + 1, 1);
	if (!drift->sides)
		return spot_error_nomem(err);
	for (size_t i = 0; i < frame->n_rows; i++) {
		double day = date->numbers[i];

		drift->sides[i] = day != day ? 2 : day >= (double)drift->options.at;
		*(day != day ? &drift->n_undated : &drift->n[drift->sides[i]]) += 1;
	}
	/* It differs by what was asked. */
	spot_frame_column_drop(date);
	frame->n_columns--;
	return 0;
}

static int refuse_side(const struct spot_drift *drift, size_t s, struct spot_error *err)
{
	const struct spot_run_result *result = &drift->results[drift->sides ? 0 : s];
	const char *path = result->n_files > 0 ? result->files[0].path : "-";
	bool is_parted = drift->sides && result->rows > 0;

	spot_error_set(err, SPOT_EDATA, "there are no %s accounts", s == 0 ? "old" : "new");
	spot_error_place(err, strcmp(path, "-") == 0 ? "<stdin>" : path, 0, NULL);
	if (is_parted && drift->n_undated == result->rows)
		spot_error_hint(err,
		    "no account has a day in \"%s\": look at its column, or give it a format",
		    drift->panels[0]->rules->fields.fields[drift->options.date].name);
	else if (is_parted && drift->n_undated > 0)
		spot_error_hint(err,
		    "choose another day for --at (%llu of %llu accounts have none)",
		    (unsigned long long)drift->n_undated, (unsigned long long)result->rows);
	else if (is_parted)
		spot_error_hint(err, "choose another day for --at");
	else
		spot_error_hint(err, "check that the export has worked");
	return SPOT_EDATA;
}

static int check_sides(const struct spot_drift *drift, struct spot_error *err)
{
	for (size_t s = 0; s < 2; s++)
		if (drift->n[s] == 0)
			return refuse_side(drift, s, err);
	return 0;
}

/* --- comparing ---------------------------------------------------------------------------- */

static struct spot_drift_item *begin_item(struct spot_drift *drift, enum spot_drift_kind kind,
    const char *name)
{
	struct spot_drift_item *item = &drift->items[drift->n_items++];

	*item = (struct spot_drift_item) { .kind = kind, .name = name };
	return item;
}

static int compare_all(struct spot_drift *drift, struct spot_error *err)
{
	const struct spot_scoring *scoring = &drift->panels[1]->scoring;
	const struct spot_frame *frame = spot_drift_frame(drift, 0);
	int rc = 0;

	drift->items = spot_arena_calloc(&drift->arena, frame->n_columns + scoring->n_asked + 2,
	    sizeof(*drift->items));
	if (!drift->items)
		return spot_error_nomem(err);
	for (size_t c = 0; rc == 0 && c < frame->n_columns; c++)
		rc = spot_drift_shift_column(
		    begin_item(drift, SPOT_DRIFT_FIELD, frame->columns[c].field->name), drift, c,
		    err);
	for (size_t r = 0; rc == 0 && r < scoring->n_asked; r++)
		if (scoring->asked[r].kind != SPOT_RULE_GROWTH)
			rc = spot_drift_shift_rule(
			    begin_item(drift, SPOT_DRIFT_RULE, scoring->asked[r].name), drift, r,
			    err);
	if (rc == 0 && drift->panels[1]->rules->n_criteria > 0)
		rc = spot_drift_shift_score(
		    begin_item(drift, SPOT_DRIFT_SCORE, "score"), drift, err);
	if (rc == 0 && drift->n_tiers > 0)
		rc = spot_drift_shift_tiers(
		    begin_item(drift, SPOT_DRIFT_TIERS, "tiers"), drift, err);
	return rc;
}

/* Fields, rules, score, tiers; of each kind what moved most first. */
static int compare_items(const void *left, const void *right)
{
	const struct spot_drift_item *x = left, *y = right;
	double of_x = isnan(x->psi) ? -1 : x->psi, of_y = isnan(y->psi) ? -1 : y->psi;

	if (x->kind != y->kind)
		return x->kind > y->kind ? 1 : -1;
	if (of_x != of_y)
		return of_x < of_y ? 1 : -1;
	return strcmp(x->name, y->name);
}

static void count_past(struct spot_drift *drift)
{
	for (size_t i = 0; i < drift->n_items; i++)
		drift->n_past += drift->items[i].is_past_psi + drift->items[i].is_past_blank +
		    drift->items[i].is_past_novel;
	for (size_t t = 0; t < drift->n_tiers; t++)
		drift->n_past += drift->tiers[t].is_past_rate;
}

int spot_drift_make(struct spot_drift *drift, const struct spot_panel *const panels[2],
    const struct spot_drift_options *options, const struct spot_run_options runs[2],
    const struct spot_run_calls *calls, struct spot_error *err)
{
	int rc;

	*drift = (struct spot_drift) { .panels = { panels[0], panels[1] }, .options = *options };
	spot_arena_init(&drift->arena);
	rc = gather(drift, runs, calls, err);
	if (rc == 0)
		rc = part_sides(drift, err);
	if (rc == 0)
		rc = check_sides(drift, err);
	if (rc == 0)
		rc = spot_drift_tiers_find(drift, err);
	if (rc == 0)
		rc = compare_all(drift, err);
	if (rc == 0)
		rc = spot_drift_tiers_remind(drift, err);
	if (rc == 0) {
		qsort(drift->items, drift->n_items, sizeof(*drift->items), compare_items);
		count_past(drift);
	}
	return rc;
}

void spot_drift_reset(struct spot_drift *drift)
{
	for (size_t s = 0; s < 2; s++) {
		spot_frame_reset(&drift->frames[s]);
		spot_run_result_reset(&drift->results[s]);
	}
	free(drift->sides);
	spot_arena_free(&drift->arena);
	*drift = (struct spot_drift) { 0 };
}
