/* SPDX-License-Identifier: MIT */
/* What the parts of a drift share. */
#ifndef SPOT_STUDY_DRIFT_INTERNAL_H
#define SPOT_STUDY_DRIFT_INTERNAL_H

#include "study/drift.h"

/* The frame that holds a side's accounts. */
static inline const struct spot_frame *spot_drift_frame(const struct spot_drift *drift, size_t side)
{
	return &drift->frames[drift->sides ? 0 : side];
}

/* Whether a row of that frame is of the side. */
static inline bool spot_drift_has(const struct spot_drift *drift, size_t side, size_t row)
{
	return !drift->sides || drift->sides[row] == side;
}

/* drift_shift.c: fill an item whose kind and name are set. */
int spot_drift_shift_column(struct spot_drift_item *item, struct spot_drift *drift, size_t column,
    struct spot_error *err);
int spot_drift_shift_rule(struct spot_drift_item *item, struct spot_drift *drift, size_t rule,
    struct spot_error *err);
int spot_drift_shift_score(struct spot_drift_item *item, struct spot_drift *drift,
    struct spot_error *err);
int spot_drift_shift_tiers(struct spot_drift_item *item, struct spot_drift *drift,
    struct spot_error *err);

/* drift_tiers.c: tiers, their outcome rates, the review and exceptions. */
int spot_drift_tiers_find(struct spot_drift *drift, struct spot_error *err);
int spot_drift_tiers_remind(struct spot_drift *drift, struct spot_error *err);

#endif
