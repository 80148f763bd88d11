/* SPDX-License-Identifier: MIT */
/*
 * Is one score better than another, and how sure are we: the part of a trial that names winners.
 * Pure; any thread.
 *
 * AUCs are compared by DeLong's paired test, adjusted by Holm over every comparison that was ever
 * made on the same data and outcome. A hypothesis is
 *   better or worse   where the adjusted p is at most alpha and the difference is over the margin;
 *   no difference     where the interval of level 1 - alpha is within the margin on both sides, or
 *                     both rank every account alike;
 *   cannot tell       otherwise, and always below the minimum of either outcome.
 */
#ifndef SPOT_STUDY_TRIAL_JUDGE_H
#define SPOT_STUDY_TRIAL_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stats/delong.h"

struct spot_error;

struct spot_trial_bar {
	double alpha;          /* 0.05 */
	double power;          /* 0.8, for how many more outcomes would settle it */
	double margin;         /* of AUC: differences up to it do not matter */
	uint64_t min_outcomes; /* of either kind */
};

#define SPOT_TRIAL_BAR_INIT { 0.05, 0.8, 0.01, 30 }

enum spot_trial_answer {
	SPOT_TRIAL_BETTER,
	SPOT_TRIAL_WORSE,
	SPOT_TRIAL_ALIKE,
	SPOT_TRIAL_CANNOT_TELL,
	SPOT_TRIAL_ANSWER_N
};

struct spot_trial_judgement {
	enum spot_trial_answer answer;
	struct spot_delong_difference auc; /* hypothesis less baseline */
	double p_holm, p_bh;
	bool too_few;      /* outcomes: nobody may win */
	/* How many more accounts with the outcome (others growing alike) would settle it: that it
	 * is real, if it is over the margin and what it seems; else that there is none. INFINITY:
	 * with a margin of 0 no number would settle that. */
	double n_more;
	double detectable; /* the least difference that these data would find */
};

/* out[i] of diffs[i], n comparisons with one baseline on n_pos accounts with the outcome and n_neg
 * without. n_family >= n. SPOT_ENOMEM. */
int spot_trial_judge(struct spot_trial_judgement *out, const struct spot_delong_difference *diffs,
    size_t n, uint64_t n_pos, uint64_t n_neg, const struct spot_trial_bar *bar, size_t n_family,
    struct spot_error *err);

#endif
