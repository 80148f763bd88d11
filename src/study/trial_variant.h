/* SPDX-License-Identifier: MIT */
/*
 * A panel without some of its rules, judged by the panel's own answers: a criterion that is dropped
 * weighs nothing, a disqualifier never holds, and caps, bad fits and exceptions follow from what is
 * left. Immutable once made; shared by threads.
 */
#ifndef SPOT_STUDY_TRIAL_VARIANT_H
#define SPOT_STUDY_TRIAL_VARIANT_H

#include "engine/panel.h"

/* Ranks of accounts that have no score of their own: below whatever a score can be. */
#define SPOT_TRIAL_RANK_BAD_FIT (-1e300)
#define SPOT_TRIAL_RANK_NONE (-1.5e300)

struct spot_trial_variant {
	size_t panel_idx;
	const struct spot_panel *panel;
	struct spot_rules rules;     /* the panel's, but for the criteria's weights */
	struct spot_scoring scoring;
	bool *drops;                 /* by disqualifier */
	bool is_reweighed;           /* some criterion is dropped */
};

/* dropped: by criterion, then by disqualifier. The panel must outlive the variant. */
int spot_trial_variant_init(struct spot_trial_variant *variant, const struct spot_panel *panel,
    size_t panel_idx, const bool *dropped, struct spot_error *err);
void spot_trial_variant_reset(struct spot_trial_variant *variant);

/* What accounts are ranked by, for n_rows of verdicts. */
void spot_trial_variant_ranks(double *ranks, const struct spot_verdicts *verdicts,
    const struct spot_rules *rules, size_t n_rows);

/* The variant's ranks and tiers (ranks of tiers, as in verdicts) of the judge's batch. */
int spot_trial_variant_judge(double *ranks, uint32_t *tiers,
    const struct spot_trial_variant *variant, const struct spot_judge *judge,
    struct spot_error *err);

#endif
