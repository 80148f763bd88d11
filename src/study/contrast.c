/* SPDX-License-Identifier: MIT */
#include "study/contrast_internal.h"

#include <stdlib.h>

#include "study/leak.h"

static int leave_out(struct spot_contrast *contrast, const struct spot_field *field,
    enum spot_contrast_reason reason, struct spot_error *err)
{
	size_t n_most = contrast->panel->rules->fields.n_fields;

	if (!contrast->left_out)
		contrast->left_out =
		    spot_arena_calloc(&contrast->arena, n_most, sizeof(*contrast->left_out));
	if (!contrast->left_out)
		return spot_error_nomem(err);
	contrast->left_out[contrast->n_left_out++] =
	    (struct spot_contrast_left_out) { field, reason };
	return 0;
}

/* All that could foretell which cohort an account ends in. */
static int choose_fields(struct spot_contrast *contrast, size_t *fields, size_t *n,
    struct spot_error *err)
{
	const struct spot_rules *rules = contrast->panel->rules;
	const size_t cohorts[2] = { contrast->options.a, contrast->options.b };
	int rc = 0;

	for (size_t f = 0; rc == 0 && f < rules->fields.n_fields; f++) {
		const struct spot_field *field = &rules->fields.fields[f];

		bool is_own = false;

		if (field->type == SPOT_TYPE_KEY)
			continue;
		for (size_t s = 0; s < 2; s++)
			is_own |= spot_leak_is_read(rules, cohorts[s], field->name) ||
			    spot_leak_is_kin(rules, cohorts[s], f);
		if (is_own)
			rc = leave_out(contrast, field, SPOT_CONTRAST_OWN, err);
		else if (spot_leak_is_late(rules, f))
			rc = leave_out(contrast, field, SPOT_CONTRAST_LATE, err);
		else
			fields[(*n)++] = f;
	}
	return rc;
}

static int gather(struct spot_contrast *contrast, const struct spot_run_options *run,
    const struct spot_run_calls *calls, struct spot_error *err)
{
	size_t *fields =
	    spot_mem_calloc(contrast->panel->rules->fields.n_fields + 1, sizeof(*fields));
	const size_t cohorts[2] = { contrast->options.a, contrast->options.b };
	struct spot_frame_options options = { .fields = fields, .cohorts = cohorts, .n_cohorts = 2,
		.keeps_verdicts = true, .keeps_answers = true, .keeps_keys = true,
		.members_only = true };
	int rc = fields ? choose_fields(contrast, fields, &options.n_fields, err)
	                : spot_error_nomem(err);

	if (rc == 0)
		rc = spot_frame_gather(&contrast->frame, &contrast->result, contrast->panel,
		    &options, run, calls, err);
	free(fields);
	for (size_t c = 0; rc == 0 && c < contrast->frame.n_columns; c++)
		if (contrast->frame.columns[c].is_too_many)
			rc = leave_out(contrast, contrast->frame.columns[c].field,
			    SPOT_CONTRAST_TOO_MANY, err);
	return rc;
}

static enum spot_contrast_region region_of(const struct spot_contrast *contrast, size_t row)
{
	size_t tier = contrast->frame.tiers[row], n_tiers = contrast->panel->rules->n_tiers;

	if (tier < contrast->surprises.n_best)
		return SPOT_CONTRAST_BEST;
	return n_tiers > 1 && tier + 1 >= n_tiers ? SPOT_CONTRAST_WORST : SPOT_CONTRAST_MIDDLE;
}

static int label(struct spot_contrast *contrast, struct spot_error *err)
{
	const struct spot_frame *frame = &contrast->frame;
	struct spot_contrast_counts *counts = &contrast->counts;
	size_t n_tiers = contrast->panel->rules->n_tiers;

	*counts = (struct spot_contrast_counts) { .rows = frame->n_seen,
		.neither = frame->n_neither, .unknown = frame->n_unknown };
	contrast->surprises.n_best = n_tiers > 2 ? 2 : n_tiers > 1;
	contrast->labels = spot_mem_calloc(frame->n_rows + 1, 1);
	if (!contrast->labels)
		return spot_error_nomem(err);
	for (size_t i = 0; i < frame->n_rows; i++) {
		bool is_a = frame->cohorts[0][i] == SPOT_FRAME_TRUE;
		bool is_b = frame->cohorts[1][i] == SPOT_FRAME_TRUE;

		contrast->labels[i] = is_a && is_b ? SPOT_CONTRAST_LABELS
		    : (uint8_t)spot_contrast_label(is_b, region_of(contrast, i));
		if (is_a && is_b)
			counts->both++;
		else
			counts->n[is_b]++;
	}
	return 0;
}

/* A cohort that nobody is in has nothing to be compared with. */
static int check_cohorts(const struct spot_contrast *contrast, struct spot_error *err)
{
	const struct spot_rules *rules = contrast->panel->rules;
	const size_t cohorts[2] = { contrast->options.a, contrast->options.b };

	for (size_t s = 0; s < 2; s++) {
		const struct spot_cohort *cohort = &rules->cohorts[cohorts[s]];

		if (contrast->counts.n[s] > 0)
			continue;
		spot_error_set(err, SPOT_EDATA, "no account is in cohort \"%s\" alone",
		    cohort->name);
		spot_error_place(err, cohort->place.file, cohort->place.line, NULL);
		spot_error_hint(err, contrast->counts.rows == 0 ? "the data hold no account at all"
		        : contrast->counts.both > 0 ? "both cohorts hold the same accounts"
		        : "is --as-of the day that the cohort is meant for?");
		return SPOT_EDATA;
	}
	return 0;
}

int spot_contrast_make(struct spot_contrast *contrast, const struct spot_panel *panel,
    const struct spot_contrast_options *options, const struct spot_run_options *run,
    const struct spot_run_calls *calls, struct spot_error *err)
{
	const struct spot_tasks_means means = { run->n_threads, run->stop };
	int rc;

	*contrast = (struct spot_contrast) { .panel = panel, .options = *options };
	spot_arena_init(&contrast->arena);
	rc = gather(contrast, run, calls, err);
	if (rc == 0)
		rc = label(contrast, err);
	if (rc == 0)
		rc = check_cohorts(contrast, err);
	if (rc == 0)
		rc = spot_contrast_table_make(contrast, &means, err);
	return rc == 0 ? spot_contrast_surprise_find(contrast, &means, err) : rc;
}

void spot_contrast_reset(struct spot_contrast *contrast)
{
	spot_frame_reset(&contrast->frame);
	spot_run_result_reset(&contrast->result);
	free(contrast->labels);
	spot_arena_free(&contrast->arena);
	*contrast = (struct spot_contrast) { 0 };
}
