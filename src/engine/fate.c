/* SPDX-License-Identifier: MIT */
#include "engine/fate.h"

#include "engine/judge.h"
#include "engine/tally.h"
#include "engine/verdicts_internal.h"
#include "table/cell.h"

/* Few accounts have an exception: the VM is asked about them, so that no other row pays for it. A
 * cohort that fails on the account, by a limit too, is not known of it: no verb asked for it. */
static int ask_churned(enum spot_fate_churn *out, struct spot_judge *judge, size_t row,
    struct spot_error *err)
{
	int fn = judge->panel->scoring.churned_fn, rc;
	uint32_t one = (uint32_t)row;
	struct spot_error own = SPOT_ERROR_INIT;
	struct spot_answers answers;

	*out = SPOT_FATE_UNKNOWN;
	if (fn == SPOT_NO_FUNCTION)
		return 0;
	answers.n_failed = 0;
	rc = spot_judge_vm(judge, &own);
	if (rc == 0)
		rc = spot_vm_eval_rows(
		    judge->vm, fn, &judge->batch, &one, 1, &answers, &own);
	if (rc == 0 && answers.state[row] == SPOT_ANSWER_KNOWN)
		*out = answers.value[row] != 0 ? SPOT_FATE_CHURNED : SPOT_FATE_STAYED;
	if (rc == 0 || rc == SPOT_ERULES)
		return 0;
	if (err)
		*err = own;
	return rc;
}

static bool is_disqualified(const struct spot_judge *judge, size_t row)
{
	size_t n = spot_verdicts_planes(judge->panel->rules->n_disqualifiers);

	for (size_t p = 0; p < n; p++)
		if (judge->verdicts->disqualifies[p][row])
			return true;
	return false;
}

static int fill(struct spot_fate *out, struct spot_judge *judge, size_t row, struct spot_error *err)
{
	const struct spot_verdicts *verdicts = judge->verdicts;
	const struct spot_rules *rules = judge->panel->rules;

	out->is_there = true;
	out->tier = is_disqualified(judge, row) ? SPOT_TIER_BAD_FIT
	    : verdicts->has_score[row]
	    ? spot_verdict_tier_of(rules, verdicts->score[row])
	    : rules->n_tiers > 0 ? rules->n_tiers - 1 : SPOT_NONE;
	out->has_growth = verdicts->has_growth[row];
	out->growth = verdicts->growth[row];
	return ask_churned(&out->churn, judge, row, err);
}

int spot_fate_note(struct spot_tally *tally, struct spot_judge *judge, struct spot_error *err)
{
	const struct spot_scoring *scoring = &judge->panel->scoring;
	const struct spot_verdicts *verdicts = judge->verdicts;

	for (size_t i = 0; verdicts->has_exceptions && i < verdicts->n_named; i++) {
		size_t row = verdicts->named[i];
		size_t at = spot_map_find(&scoring->exception_keys,
		    spot_cell_key_identity(spot_judge_key(judge, row)));

		for (size_t e = 0; e < scoring->rules->n_exceptions; e++) {
			int rc;

			if (scoring->exception_key[e] != at || tally->fates[e].is_there)
				continue;
			rc = fill(&tally->fates[e], judge, row, err);
			if (rc != 0)
				return rc;
		}
	}
	return 0;
}
