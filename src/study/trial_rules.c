/* SPDX-License-Identifier: MIT */
/* Which rule of the baseline earns its place. */
#include "study/trial_internal.h"

#include <math.h>
#include <stdlib.h>

#include "study/tasks.h"

struct studying {
	struct spot_trial *trial;
	struct spot_delong *full;
};

/* A rule that should hold among accounts with the outcome, or (a penalty, a disqualifier) among the
 * others. */
static bool is_for(const struct spot_rules *rules, size_t r)
{
	return r < rules->n_criteria && rules->criteria[r].weight > 0;
}

static double rate_of(uint64_t k, uint64_t n)
{
	return n > 0 ? (double)k / (double)n : NAN;
}

static void count_hits(struct spot_trial *trial, size_t r)
{
	const struct spot_trial_hits *hits = &trial->gathered->hits[r];
	const struct spot_tally *tally = &trial->result.tallies[0];
	struct spot_trial_rule *out = &trial->rules[r];
	struct spot_fourfold table = { hits->holds_pos, hits->holds_neg,
		hits->known_pos - hits->holds_pos, hits->known_neg - hits->holds_neg };
	double pos = rate_of(hits->holds_pos, hits->known_pos);
	double neg = rate_of(hits->holds_neg, hits->known_neg);

	out->known_pos = hits->known_pos;
	out->holds_pos = hits->holds_pos;
	out->known_neg = hits->known_neg;
	out->holds_neg = hits->holds_neg;
	out->n_changed = hits->n_changed;
	out->tail = spot_fourfold_fisher(&table);
	out->is_wrong = out->tail.p <= trial->options.bar.alpha &&
	    (is_for(trial->panels[0].rules, r) ? pos < neg : pos > neg);
	out->never = tally->holds[r] == 0;
	out->always = tally->holds[r] == tally->rows - tally->unknown[r] && tally->holds[r] > 0;
}

static int leave_out(struct spot_trial *trial, const struct spot_delong *full, size_t r,
    struct spot_error *err)
{
	const struct spot_trial_accounts *judged = &trial->gathered->judged;
	struct spot_trial_rule *out = &trial->rules[r];
	const struct spot_trial_grades *grades = spot_trial_grades_of_variant(trial, r);
	struct spot_delong *without = NULL;
	struct spot_counted *cells = NULL;
	double *values = NULL;
	struct spot_capacity capacity;
	size_t n_cells;
	int rc = spot_delong_new_ranked(
	    &without, grades->judged, grades->n, judged->outcomes, judged->n, err);

	if (rc == 0)
		rc = spot_delong_compare(
		    &out->auc, full, without, 1 - trial->options.bar.alpha, err);
	spot_delong_free(without);
	if (rc == 0)
		rc = spot_trial_grade_cells(&cells, &values, &n_cells, grades->judged, grades->n,
		    judged->outcomes, NULL, judged->n, err);
	if (rc == 0)
		rc = spot_capacity_at(
		    &capacity, cells, NULL, n_cells, trial->options.capacity, err);
	if (rc == 0)
		out->lift_diff = trial->figures[0].capacity.lift - capacity.lift;
	free(cells);
	free(values);
	return rc;
}

static int study_one(void *ctx, size_t r, struct spot_error *err)
{
	struct studying *studying = ctx;

	count_hits(studying->trial, r);
	return leave_out(studying->trial, studying->full, r, err);
}

int spot_trial_rules_study(struct spot_trial *trial, struct spot_error *err)
{
	const struct spot_trial_accounts *judged = &trial->gathered->judged;
	const struct spot_asked *asked = trial->panels[0].scoring.asked;
	struct studying studying = { trial, NULL };
	int rc;

	trial->n_rules = trial->gathered->n_rules;
	trial->rules = spot_arena_calloc(&trial->arena, trial->n_rules + 1, sizeof(*trial->rules));
	if (!trial->rules)
		return spot_error_nomem(err);
	for (size_t r = 0; r < trial->n_rules; r++) {
		trial->rules[r].name = asked[r].name;
		trial->rules[r].word =
		    asked[r].kind == SPOT_RULE_CRITERION ? "criterion" : "disqualify";
	}
	rc = spot_delong_new_ranked(&studying.full, spot_trial_grades_of(trial, 0)->judged,
	    spot_trial_grades_of(trial, 0)->n, judged->outcomes, judged->n, err);
	if (rc == 0)
		rc = spot_tasks_run(trial->n_rules, &trial->means, study_one, &studying, err);
	spot_delong_free(studying.full);
	return rc;
}
