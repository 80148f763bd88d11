/* SPDX-License-Identifier: MIT */
/* What would other weights do, which rules say the same, which blanks decide: over the sample. */
#include "study/trial_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/kendall.h"
#include "stats/random.h"
#include "study/tasks.h"

#define JIGGLE 0.2
#define TWINS_AGREE 0.98
#define TWINS_KNOWN 20 /* the least accounts that twins are told by */
#define STREAM_JIGGLE 16

/* One panel's answers to the sample, batch after batch. */
struct sampled {
	const struct spot_panel *panel;
	struct spot_answers **answers; /* by batch */
	uint32_t *exceptions;
	size_t n, n_batches;
};

static size_t n_rules_of(const struct spot_rules *rules)
{
	return rules->n_criteria + rules->n_disqualifiers;
}

static size_t batch_rows(const struct sampled *sampled, size_t batch)
{
	size_t left = sampled->n - batch * SPOT_BATCH_ROWS;
	return left < SPOT_BATCH_ROWS ? left : SPOT_BATCH_ROWS;
}

/* Of hypothesis h, whose answers begin at first in each account's. */
static void fill_sampled(struct sampled *out, const struct spot_trial *trial, size_t first_byte)
{
	size_t n_rules = n_rules_of(out->panel->rules);

	for (size_t i = 0; i < out->n; i++) {
		const unsigned char *from = trial->gathered->sample[i].answers + first_byte;
		struct spot_answers *answers = out->answers[i / SPOT_BATCH_ROWS];
		size_t row = i % SPOT_BATCH_ROWS;

		for (size_t r = 0; r < n_rules; r++)
			memcpy(&answers[r].value[row], from + r * sizeof(double), sizeof(double));
		for (size_t r = 0; r < n_rules; r++)
			answers[r].state[row] = from[n_rules * sizeof(double) + r];
		memcpy(&out->exceptions[i], from + n_rules * (sizeof(double) + 1),
		    sizeof(uint32_t));
	}
}

static void sampled_reset(struct sampled *sampled)
{
	for (size_t b = 0; sampled->answers && b < sampled->n_batches; b++)
		free(sampled->answers[b]);
	free(sampled->answers);
	free(sampled->exceptions);
}

static int sampled_init(struct sampled *out, const struct spot_trial *trial, size_t h,
    struct spot_error *err)
{
	size_t first_byte = 0;

	memset(out, 0, sizeof(*out));
	out->panel = &trial->panels[h];
	out->n = trial->gathered->n_sample;
	out->n_batches = (out->n + SPOT_BATCH_ROWS - 1) / SPOT_BATCH_ROWS;
	out->answers = spot_mem_calloc(out->n_batches + 1, sizeof(*out->answers));
	out->exceptions = spot_mem_calloc(out->n + 1, sizeof(*out->exceptions));
	if (!out->answers || !out->exceptions)
		return spot_error_nomem(err);
	for (size_t b = 0; b < out->n_batches; b++) {
		/* Growth formulas were not kept: none is known. */
		size_t n = out->panel->scoring.n_asked;

		out->answers[b] = spot_mem_calloc(n + 1, sizeof(*out->answers[b]));
		if (!out->answers[b])
			return spot_error_nomem(err);
		for (size_t r = n_rules_of(out->panel->rules); r < n; r++)
			memset(out->answers[b][r].state, SPOT_ANSWER_UNKNOWN, SPOT_BATCH_ROWS);
	}
	for (size_t i = 0; i < h; i++)
		first_byte += n_rules_of(trial->panels[i].rules) * (sizeof(double) + 1) +
		    sizeof(uint32_t);
	fill_sampled(out, trial, first_byte);
	return 0;
}

/* --- jiggled weights ---------------------------------------------------------------------- */

/* Ranks and tiers of the sample by other weights. */
static void judge_sampled(double *ranks, uint32_t *tiers, const struct sampled *sampled,
    const struct spot_scoring *scoring, struct spot_verdicts *verdicts)
{
	for (size_t b = 0; b < sampled->n_batches; b++) {
		size_t first = b * SPOT_BATCH_ROWS, n = batch_rows(sampled, b);

		spot_verdicts_compute(verdicts, scoring, sampled->answers[b], n, NULL);
		for (size_t i = 0; i < n; i++) {
			uint32_t exception = sampled->exceptions[first + i];

			if (exception != SPOT_NO_EXCEPTION)
				verdicts->tier[i] =
				    (uint32_t)scoring->rules->exceptions[exception].tier;
		}
		memcpy(tiers + first, verdicts->tier, n * sizeof(*tiers));
		spot_trial_variant_ranks(ranks + first, verdicts, scoring->rules, n);
	}
}

struct jiggling {
	struct spot_rules rules; /* the panel's, with weights of its own */
	struct spot_criterion *criteria;
	double *ranks[2];
	uint32_t *tiers[2];
};

static int jiggle_once(struct jiggling *jiggling, const struct sampled *sampled, uint64_t seed,
    uint32_t stream, struct spot_error *err)
{
	const struct spot_rules *rules = sampled->panel->rules;
	struct spot_verdicts *verdicts = NULL;
	struct spot_scoring scoring;
	struct spot_random random;
	int rc;

	spot_random_init(&random, seed, stream);
	for (size_t c = 0; c < rules->n_criteria; c++)
		jiggling->criteria[c].weight = rules->criteria[c].weight *
		    (1 - JIGGLE + 2 * JIGGLE * spot_random_uniform(&random));
	rc = spot_scoring_init(&scoring, &jiggling->rules, err);
	if (rc != 0)
		return rc;
	rc = spot_verdicts_new(&verdicts, &scoring, err);
	if (rc == 0)
		judge_sampled(jiggling->ranks[1], jiggling->tiers[1], sampled, &scoring, verdicts);
	spot_verdicts_free(verdicts);
	spot_scoring_reset(&scoring);
	return rc;
}

static int note_jiggle(struct spot_trial_figures *out, const struct jiggling *jiggling, size_t n,
    struct spot_error *err)
{
	size_t n_kept = 0;
	double tau, kept;
	int rc = spot_kendall_tau(&tau, jiggling->ranks[0], jiggling->ranks[1], n, err);

	if (rc == SPOT_EDATA)
		tau = NAN;
	else if (rc != 0)
		return rc;

	for (size_t i = 0; i < n; i++)
		n_kept += jiggling->tiers[0][i] == jiggling->tiers[1][i];
	kept = (double)n_kept / (double)n;
	out->kept_mean += kept / SPOT_TRIAL_JIGGLES;
	out->tau_mean += tau / SPOT_TRIAL_JIGGLES;
	out->kept_least = fmin(out->kept_least, kept);
	out->tau_least = isnan(tau) ? NAN : fmin(out->tau_least, tau);
	return 0;
}

static int jiggle_all(struct spot_trial *trial, size_t h, const struct sampled *sampled,
    struct jiggling *jiggling, struct spot_error *err)
{
	struct spot_trial_figures *out = &trial->figures[h];
	struct spot_verdicts *verdicts = NULL;
	int rc = spot_verdicts_new(&verdicts, &sampled->panel->scoring, err);

	if (rc == 0)
		judge_sampled(jiggling->ranks[0], jiggling->tiers[0], sampled,
		    &sampled->panel->scoring, verdicts);
	spot_verdicts_free(verdicts);
	out->kept_least = out->tau_least = 1;
	for (uint32_t j = 0; rc == 0 && j < SPOT_TRIAL_JIGGLES; j++) {
		rc = jiggle_once(jiggling, sampled, trial->options.seed, STREAM_JIGGLE + j, err);
		if (rc == 0)
			rc = note_jiggle(out, jiggling, sampled->n, err);
	}
	return rc;
}

static int jiggle(struct spot_trial *trial, size_t h, const struct sampled *sampled,
    struct spot_error *err)
{
	const struct spot_rules *rules = sampled->panel->rules;
	struct jiggling jiggling = { .rules = *rules };
	bool has_room;
	int rc;

	jiggling.criteria = spot_mem_calloc(rules->n_criteria + 1, sizeof(*jiggling.criteria));
	has_room = jiggling.criteria != NULL;
	for (int side = 0; side < 2; side++) {
		jiggling.ranks[side] = spot_mem_calloc(sampled->n + 1, sizeof(double));
		jiggling.tiers[side] = spot_mem_calloc(sampled->n + 1, sizeof(uint32_t));
		has_room = has_room && jiggling.ranks[side] && jiggling.tiers[side];
	}
	if (has_room && rules->n_criteria > 0)
		memcpy(jiggling.criteria, rules->criteria,
		    rules->n_criteria * sizeof(*jiggling.criteria));
	jiggling.rules.criteria = jiggling.criteria;
	rc = has_room ? jiggle_all(trial, h, sampled, &jiggling, err) : spot_error_nomem(err);
	free(jiggling.criteria);
	for (int side = 0; side < 2; side++) {
		free(jiggling.ranks[side]);
		free(jiggling.tiers[side]);
	}
	return rc;
}

static int study_hypothesis(void *ctx, size_t h, struct spot_error *err)
{
	struct spot_trial *trial = ctx;
	struct sampled sampled;
	int rc = sampled_init(&sampled, trial, h, err);

	if (rc == 0)
		rc = jiggle(trial, h, &sampled, err);
	sampled_reset(&sampled);
	return rc;
}

/* --- twins -------------------------------------------------------------------------------- */

static double agreement_of(const struct sampled *sampled, size_t a, size_t b)
{
	size_t n_known = 0, n_alike = 0, n_holds = 0;

	for (size_t i = 0; i < sampled->n; i++) {
		const struct spot_answers *answers = sampled->answers[i / SPOT_BATCH_ROWS];
		size_t row = i % SPOT_BATCH_ROWS;

		if (answers[a].state[row] != SPOT_ANSWER_KNOWN ||
		    answers[b].state[row] != SPOT_ANSWER_KNOWN)
			continue;
		n_known++;
		n_alike += (answers[a].value[row] > 0) == (answers[b].value[row] > 0);
		n_holds += answers[a].value[row] > 0;
	}
	/* That two rules hardly ever hold, or hardly ever do not, makes no twins. */
	if (n_known < TWINS_KNOWN || (double)n_holds < (1 - TWINS_AGREE) * (double)n_known ||
	    (double)n_holds > TWINS_AGREE * (double)n_known)
		return 0;
	return (double)n_alike / (double)n_known;
}

static int find_twins(struct spot_trial *trial, struct spot_error *err)
{
	size_t n = trial->gathered->n_rules;
	struct sampled sampled;
	int rc = sampled_init(&sampled, trial, 0, err);

	trial->twins =
	    rc == 0 ? spot_arena_calloc(&trial->arena, n * n + 1, sizeof(*trial->twins)) : NULL;
	if (rc == 0 && !trial->twins)
		rc = spot_error_nomem(err);
	for (size_t a = 0; rc == 0 && a < n; a++)
		for (size_t b = a + 1; b < n; b++) {
			double agreement = agreement_of(&sampled, a, b);

			if (agreement >= TWINS_AGREE)
				trial->twins[trial->n_twins++] =
				    (struct spot_trial_twins) { a, b, agreement };
		}
	sampled_reset(&sampled);
	return rc;
}

/* --- fields to fill ----------------------------------------------------------------------- */

static int compare_fills(const void *left, const void *right)
{
	const struct spot_trial_fill *a = left, *b = right;

	if (a->per_cost != b->per_cost)
		return a->per_cost < b->per_cost ? 1 : -1;
	return strcmp(a->field, b->field);
}

static int list_fills(struct spot_trial *trial, struct spot_error *err)
{
	const struct spot_schema *schema = &trial->panels[0].rules->fields;

	trial->n_many_blanks = trial->gathered->n_many_blanks;
	trial->fills =
	    spot_arena_calloc(&trial->arena, schema->n_fields + 1, sizeof(*trial->fills));
	if (!trial->fills)
		return spot_error_nomem(err);
	for (size_t f = 0; f < schema->n_fields; f++) {
		uint64_t n = trial->gathered->settled[f];
		double cost = schema->fields[f].cost;

		if (n == 0)
			continue;
		trial->fills[trial->n_fills++] = (struct spot_trial_fill) {
			schema->fields[f].name, n, cost > 0 ? cost : 1, cost > 0,
			(double)n / (cost > 0 ? cost : 1) };
	}
	qsort(trial->fills, trial->n_fills, sizeof(*trial->fills), compare_fills);
	return 0;
}

int spot_trial_robust_study(struct spot_trial *trial, struct spot_error *err)
{
	int rc = 0;

	trial->n_sampled = trial->gathered->n_sample;
	if (trial->n_sampled > 0)
		rc = spot_tasks_run(trial->n, &trial->means, study_hypothesis, trial, err);
	if (rc == 0)
		rc = find_twins(trial, err);
	return rc == 0 ? list_fills(trial, err) : rc;
}
