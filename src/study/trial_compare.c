/* SPDX-License-Identifier: MIT */
/* Hypotheses against the baseline. */
#include "study/trial_internal.h"

#include <stdlib.h>

#include "study/tasks.h"

static void count_top(struct spot_trial_comparison *out, const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_accounts *judged = &trial->gathered->judged;

	for (size_t i = 0; i < judged->n; i++) {
		bool was = judged->tiers[0][i] == 0, is = judged->tiers[h][i] == 0;
		uint64_t *counts = judged->outcomes[i] ? out->top_pos : out->top_neg;

		counts[0] += was && !is;
		counts[1] += is && !was;
	}
	out->mcnemar_pos = spot_fourfold_mcnemar(out->top_pos[0], out->top_pos[1]);
	out->mcnemar_neg = spot_fourfold_mcnemar(out->top_neg[0], out->top_neg[1]);
}

static int count_moves(struct spot_trial_comparison *out, const struct spot_trial *trial, size_t h,
    struct spot_error *err)
{
	const struct spot_trial_accounts *judged = &trial->gathered->judged;

	out->n_from = trial->figures[0].n_tiers;
	out->n_to = trial->figures[h].n_tiers;
	out->moves = spot_mem_calloc(out->n_from * out->n_to, sizeof(*out->moves));
	if (!out->moves)
		return spot_error_nomem(err);
	for (size_t i = 0; i < judged->n; i++) {
		struct spot_trial_move *move = &out->moves[judged->tiers[0][i] * out->n_to +
		    judged->tiers[h][i]];

		move->n++;
		move->n_pos += judged->outcomes[i];
	}
	return 0;
}

static bool has_leaks(const struct spot_trial *trial, size_t h)
{
	return trial->gathered->leak_of[h] != SPOT_NONE;
}

/* --- AUCs --------------------------------------------------------------------------------- */

struct pairing {
	const struct spot_trial *trial;
	bool unleaked; /* without the rules that know the outcome */
	struct spot_delong *baseline;
	struct spot_delong_difference *diffs; /* of hypotheses 1, 2, … */
};

static int place(struct spot_delong **out, const struct pairing *pairing, size_t h,
    struct spot_error *err)
{
	const struct spot_trial *trial = pairing->trial;
	const struct spot_trial_accounts *judged = &trial->gathered->judged;
	const struct spot_trial_grades *grades = pairing->unleaked && has_leaks(trial, h)
	    ? spot_trial_grades_of_variant(trial, trial->gathered->leak_of[h])
	    : spot_trial_grades_of(trial, h);

	return spot_delong_new_ranked(
	    out, grades->judged, grades->n, judged->outcomes, judged->n, err);
}

static int pair_one(void *ctx, size_t task_idx, struct spot_error *err)
{
	const struct pairing *pairing = ctx;
	struct spot_delong *own = NULL;
	int rc = place(&own, pairing, task_idx + 1, err);

	if (rc == 0)
		rc = spot_delong_compare(&pairing->diffs[task_idx], own, pairing->baseline,
		    1 - pairing->trial->options.bar.alpha, err);
	spot_delong_free(own);
	return rc;
}

static int judge_once(struct spot_trial_judgement *out, const struct spot_trial *trial,
    bool unleaked, size_t n_family, struct spot_error *err)
{
	struct pairing pairing = { trial, unleaked, NULL,
		spot_mem_calloc(trial->n, sizeof(*pairing.diffs)) };
	int rc = pairing.diffs ? place(&pairing.baseline, &pairing, 0, err)
	                       : spot_error_nomem(err);

	if (rc == 0)
		rc = spot_tasks_run(trial->n - 1, &trial->means, pair_one, &pairing, err);
	if (rc == 0)
		rc = spot_trial_judge(out, pairing.diffs, trial->n - 1, trial->counts.n_pos,
		    trial->counts.n_neg, &trial->options.bar, n_family, err);
	spot_delong_free(pairing.baseline);
	free(pairing.diffs);
	return rc;
}

static void note_unleaked(struct spot_trial *trial, size_t h,
    const struct spot_trial_judgement *unleaked)
{
	struct spot_trial_comparison *out = &trial->against[h];
	enum spot_trial_answer answer = out->judgement.answer;

	out->has_unleaked = has_leaks(trial, 0) || has_leaks(trial, h);
	if (!out->has_unleaked)
		return;
	out->unleaked = *unleaked;
	out->is_leak = (answer == SPOT_TRIAL_BETTER || answer == SPOT_TRIAL_WORSE) &&
	    unleaked->answer != answer;
	if (out->is_leak)
		out->judgement.answer = SPOT_TRIAL_CANNOT_TELL;
}

static int judge(struct spot_trial *trial, size_t n_family, struct spot_error *err)
{
	struct spot_trial_judgement *judgements = spot_mem_calloc(trial->n, sizeof(*judgements));
	bool any_leak = false;
	int rc = judgements ? judge_once(judgements, trial, false, n_family, err)
	                    : spot_error_nomem(err);

	for (size_t h = 0; rc == 0 && h < trial->n; h++) {
		any_leak |= has_leaks(trial, h);
		if (h > 0)
			trial->against[h].judgement = judgements[h - 1];
	}
	if (rc == 0 && any_leak) {
		rc = judge_once(judgements, trial, true, n_family, err);
		for (size_t h = 1; rc == 0 && h < trial->n; h++)
			note_unleaked(trial, h, &judgements[h - 1]);
	}
	free(judgements);
	return rc;
}

int spot_trial_compare_all(struct spot_trial *trial, size_t n_family, struct spot_error *err)
{
	int rc = trial->n > 1 ? judge(trial, n_family, err) : 0;

	for (size_t h = 1; rc == 0 && h < trial->n; h++) {
		count_top(&trial->against[h], trial, h);
		rc = count_moves(&trial->against[h], trial, h, err);
		if (rc == 0)
			rc = spot_trial_resample_pair(trial, h, err);
	}
	return rc;
}
