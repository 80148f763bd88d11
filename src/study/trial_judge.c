/* SPDX-License-Identifier: MIT */
#include "study/trial_judge.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "stats/multiple.h"
#include "stats/power.h"

static int adjust(struct spot_trial_judgement *out, size_t n, size_t n_family,
    struct spot_error *err)
{
	struct spot_tail *tails = spot_mem_calloc(3 * n + 1, sizeof(*tails));
	int rc;

	if (!tails)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n; i++)
		tails[i] = out[i].auc.tail;
	rc = spot_multiple_adjust(tails + n, tails, n, n_family, SPOT_MULTIPLE_HOLM, err);
	if (rc == 0)
		rc = spot_multiple_adjust(
		    tails + 2 * n, tails, n, n_family, SPOT_MULTIPLE_BH, err);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		out[i].p_holm = tails[n + i].p;
		out[i].p_bh = tails[2 * n + i].p;
	}
	free(tails);
	return rc;
}

static enum spot_trial_answer answer_of(const struct spot_trial_judgement *out,
    const struct spot_trial_bar *bar)
{
	double diff = out->auc.diff;

	if (out->auc.var == 0 && diff == 0)
		return SPOT_TRIAL_ALIKE;
	if (out->too_few)
		return SPOT_TRIAL_CANNOT_TELL;
	if (out->p_holm <= bar->alpha && fabs(diff) > bar->margin)
		return diff > 0 ? SPOT_TRIAL_BETTER : SPOT_TRIAL_WORSE;
	if (out->auc.var > 0 && out->auc.ci.lo >= -bar->margin && out->auc.ci.hi <= bar->margin)
		return SPOT_TRIAL_ALIKE;
	return SPOT_TRIAL_CANNOT_TELL;
}

/* Where the difference is over the margin: until it is found, if it is what it seems. Else: until
 * the interval is within the margin, if there is none. */
static double more_of(const struct spot_trial_judgement *out, const struct spot_trial_bar *bar,
    uint64_t n_pos, uint64_t n_neg, size_t n_family)
{
	struct spot_power found = { bar->alpha / (double)n_family, bar->power, 0 };
	struct spot_power alike = { bar->alpha, bar->power, bar->margin };
	double diff = out->auc.diff;
	uint64_t n_rarer = n_pos < n_neg ? n_pos : n_neg;
	double factor = fabs(diff) > bar->margin ? spot_power_factor(&found, diff, out->auc.var)
	                                         : spot_power_factor_alike(&alike, 0, out->auc.var);

	if (out->too_few && n_rarer > 0)
		factor = fmax(factor, (double)bar->min_outcomes / (double)n_rarer);
	return factor > 1 ? ceil((factor - 1) * (double)n_pos) : 0;
}

int spot_trial_judge(struct spot_trial_judgement *out, const struct spot_delong_difference *diffs,
    size_t n, uint64_t n_pos, uint64_t n_neg, const struct spot_trial_bar *bar, size_t n_family,
    struct spot_error *err)
{
	struct spot_power plan = { bar->alpha / (double)n_family, bar->power, 0 };
	int rc;

	for (size_t i = 0; i < n; i++)
		out[i] = (struct spot_trial_judgement) { .auc = diffs[i] };
	rc = n > 0 ? adjust(out, n, n_family, err) : 0;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		out[i].too_few = n_pos < bar->min_outcomes || n_neg < bar->min_outcomes;
		out[i].answer = answer_of(&out[i], bar);
		out[i].n_more = out[i].answer == SPOT_TRIAL_CANNOT_TELL
		    ? more_of(&out[i], bar, n_pos, n_neg, n_family) : 0;
		out[i].detectable =
		    fmax(bar->margin, spot_power_detectable(&plan, out[i].auc.var));
	}
	return rc;
}
