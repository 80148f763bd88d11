/* SPDX-License-Identifier: MIT */
#include "study/trial_variant.h"

#include <stdlib.h>
#include <string.h>

int spot_trial_variant_init(struct spot_trial_variant *variant, const struct spot_panel *panel,
    size_t panel_idx, const bool *dropped, struct spot_error *err)
{
	const struct spot_rules *rules = panel->rules;
	struct spot_criterion *criteria;

	memset(variant, 0, sizeof(*variant));
	variant->panel_idx = panel_idx;
	variant->panel = panel;
	variant->rules = *rules;
	criteria = spot_mem_calloc(rules->n_criteria + 1, sizeof(*criteria));
	variant->rules.criteria = criteria;
	variant->drops = spot_mem_calloc(rules->n_disqualifiers + 1, sizeof(*variant->drops));
	if (!criteria || !variant->drops) {
		spot_trial_variant_reset(variant);
		return spot_error_nomem(err);
	}
	for (size_t c = 0; c < rules->n_criteria; c++) {
		criteria[c] = rules->criteria[c];
		criteria[c].weight = dropped[c] ? 0 : criteria[c].weight;
		variant->is_reweighed |= dropped[c];
	}
	for (size_t d = 0; d < rules->n_disqualifiers; d++)
		variant->drops[d] = dropped[rules->n_criteria + d];
	return spot_scoring_init(&variant->scoring, &variant->rules, err);
}

void spot_trial_variant_reset(struct spot_trial_variant *variant)
{
	spot_scoring_reset(&variant->scoring);
	free(variant->rules.criteria);
	free(variant->drops);
	memset(variant, 0, sizeof(*variant));
}

void spot_trial_variant_ranks(double *ranks, const struct spot_verdicts *verdicts,
    const struct spot_rules *rules, size_t n_rows)
{
	uint32_t bad_fit = (uint32_t)rules->n_tiers;

	for (size_t i = 0; i < n_rows; i++) {
		double rank = verdicts->has_score[i] ? verdicts->score[i] : SPOT_TRIAL_RANK_NONE;

		ranks[i] = verdicts->tier[i] == bad_fit ? SPOT_TRIAL_RANK_BAD_FIT : rank;
	}
}

/* Whether all disqualifiers that hold are dropped ones. */
static bool is_let_off(const struct spot_trial_variant *variant,
    const struct spot_verdicts *verdicts, size_t row)
{
	for (size_t d = 0; d < variant->rules.n_disqualifiers; d++)
		if (!variant->drops[d] && (verdicts->disqualifies[d / 8][row] >> d % 8 & 1))
			return false;
	return true;
}

static void let_off(double *ranks, uint32_t *tiers, const struct spot_trial_variant *variant,
    const struct spot_verdicts *verdicts, size_t n_rows)
{
	const struct spot_rules *rules = &variant->rules;

	for (size_t i = 0; i < n_rows; i++) {
		bool has_score = verdicts->has_score[i] != 0;
		size_t tier;

		if (tiers[i] != rules->n_tiers || !is_let_off(variant, verdicts, i))
			continue;
		tier = has_score ? spot_verdict_tier_of(rules, verdicts->score[i])
		    : rules->n_tiers > 0 ? rules->n_tiers - 1 : SPOT_NONE;
		tiers[i] = (uint32_t)spot_verdict_tier_rank(rules, tier);
		ranks[i] = has_score ? verdicts->score[i] : SPOT_TRIAL_RANK_NONE;
	}
}

int spot_trial_variant_judge(double *ranks, uint32_t *tiers,
    const struct spot_trial_variant *variant, const struct spot_judge *judge,
    struct spot_error *err)
{
	struct spot_verdicts *own = NULL;
	const struct spot_verdicts *verdicts = judge->verdicts;
	size_t n_rows = judge->batch.n_rows;

	if (variant->is_reweighed) {
		int rc = spot_verdicts_new(&own, &variant->scoring, err);

		if (rc != 0)
			return rc;
		spot_verdicts_compute(own, &variant->scoring, judge->answers, n_rows,
		    spot_judge_keys(judge));
		verdicts = own;
	}
	memcpy(tiers, verdicts->tier, n_rows * sizeof(*tiers));
	spot_trial_variant_ranks(ranks, verdicts, &variant->rules, n_rows);
	let_off(ranks, tiers, variant, verdicts, n_rows);
	spot_verdicts_free(own);
	return 0;
}
