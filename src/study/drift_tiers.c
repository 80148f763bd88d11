/* SPDX-License-Identifier: MIT */
/* Tiers then and now with what became of their accounts, and what the rules say is due. */
#include "study/drift_internal.h"

#include <math.h>

#include "stats/chi2.h"
#include "stats/fourfold.h"

#define FEW 5 /* expected in a cell: Fisher's test */

/* --- tiers -------------------------------------------------------------------------------- */

static void count_tiers(struct spot_drift *drift, size_t side)
{
	const struct spot_frame *frame = spot_drift_frame(drift, side);

	for (size_t i = 0; i < frame->n_rows; i++) {
		struct spot_drift_tier *tier = &drift->tiers[frame->tiers[i]];
		uint8_t outcome = frame->n_cohorts > 0 ? frame->cohorts[0][i] : SPOT_FRAME_UNKNOWN;

		if (!spot_drift_has(drift, side, i))
			continue;
		tier->n[side]++;
		tier->n_known[side] += outcome != SPOT_FRAME_UNKNOWN;
		tier->n_outcome[side] += outcome == SPOT_FRAME_TRUE;
	}
}

static int compare_rates(struct spot_drift_tier *tier, const struct spot_drift_limits *limits,
    struct spot_error *err)
{
	struct spot_fourfold fourfold = { tier->n_outcome[0], tier->n_outcome[1],
		tier->n_known[0] - tier->n_outcome[0], tier->n_known[1] - tier->n_outcome[1] };
	const uint64_t counts[4] = { fourfold.a, fourfold.b, fourfold.c, fourfold.d };
	struct spot_chi2 chi2;
	int rc;

	tier->tail = SPOT_TAIL_ONE;
	if (tier->n_known[0] == 0 || tier->n_known[1] == 0)
		return 0;
	rc = spot_chi2_table(&chi2, counts, 2, 2, err);
	if (rc != 0)
		return rc;
	tier->tail = chi2.df > 0 && chi2.least_expected < FEW ? spot_fourfold_fisher(&fourfold)
	                                                      : chi2.tail;
	tier->is_past_rate =
	    tier->rate[0] - tier->rate[1] > limits->rate && tier->tail.p <= SPOT_DRIFT_ALPHA;
	return 0;
}

int spot_drift_tiers_find(struct spot_drift *drift, struct spot_error *err)
{
	const struct spot_rules *rules = drift->panels[1]->rules;
	int rc = 0;

	if (rules->n_tiers == 0)
		return 0;
	drift->n_tiers = rules->n_tiers + 1;
	drift->tiers = spot_arena_calloc(&drift->arena, drift->n_tiers, sizeof(*drift->tiers));
	if (!drift->tiers)
		return spot_error_nomem(err);
	for (size_t t = 0; t < drift->n_tiers; t++)
		drift->tiers[t].name = spot_verdict_rank_name(rules, t);
	for (size_t s = 0; s < 2; s++)
		count_tiers(drift, s);
	for (size_t t = 0; rc == 0 && t < drift->n_tiers; t++) {
		struct spot_drift_tier *tier = &drift->tiers[t];

		for (size_t s = 0; s < 2; s++) {
			uint64_t n = tier->n_known[s], k = tier->n_outcome[s];

			tier->share[s] = (double)tier->n[s] / (double)drift->n[s];
			tier->rate[s] = n > 0 ? (double)k / (double)n : NAN;
			tier->ci[s] = spot_proportion_wilson(k, n, 0.95);
		}
		rc = compare_rates(tier, &drift->options.limits, err);
	}
	return rc;
}

/* --- what is due -------------------------------------------------------------------------- */

int spot_drift_tiers_remind(struct spot_drift *drift, struct spot_error *err)
{
	const struct spot_rules *rules = drift->panels[1]->rules;
	const struct spot_profile *profile = &rules->profile;

	drift->has_review = profile->has_reviewed && profile->has_review_every;
	if (drift->has_review)
		drift->review_due = spot_date_add(profile->reviewed, profile->review_every);
	drift->is_overdue = drift->has_review && drift->review_due < rules->as_of;
	drift->exceptions = spot_arena_calloc(
	    &drift->arena, rules->n_exceptions + 1, sizeof(*drift->exceptions));
	if (!drift->exceptions)
		return spot_error_nomem(err);
	for (size_t i = 0; i < rules->n_exceptions; i++) {
		int64_t days_left = rules->exceptions[i].expires - rules->as_of;

		if (days_left <= drift->options.soon_days)
			drift->exceptions[drift->n_exceptions++] =
			    (struct spot_drift_exception) { &rules->exceptions[i], days_left };
	}
	return 0;
}
