/* SPDX-License-Identifier: MIT */
/*
 * What would change it: one field's value is varied, all else kept, and the rules are asked
 * again. Nothing is assumed of the rules; an answer is always a value that was tried and found to
 * reach the goal.
 */
#ifndef SPOT_ENGINE_SEARCH_H
#define SPOT_ENGINE_SEARCH_H

#include "engine/lookup.h"

/* Whether the judged row is what is looked for. */
typedef bool (*spot_goal_fn)(const void *ctx, const struct spot_judge *judge, size_t row_idx);

struct spot_search {
	struct spot_judge *judge;            /* its batch is overwritten */
	const struct spot_lookup_row *account;
	const struct spot_lookup *lookup;    /* the sample gives values to try */
	struct spot_arena arena;             /* of the values found */
};

void spot_search_init(struct spot_search *search, struct spot_judge *judge,
    const struct spot_lookup *lookup);
void spot_search_reset(struct spot_search *search);

/* One value that reaches the goal. */
struct spot_change {
	size_t field_idx;
	struct spot_value value;
	double size; /* how big a change: in quartile ranges of the sample for numbers and
			dates, 1 for others */
};

/* The nearest value of the field that reaches the goal; *found says whether there is one among
 * those tried: constants of the rules, values of the sample, and for numbers whatever lies
 * between. */
int spot_search_nearest(struct spot_search *search, size_t field_idx, spot_goal_fn goal,
    const void *ctx, struct spot_change *out, bool *found, struct spot_error *err);

/* Values of a text, flag or list field that reach the goal, at most cap, constants of the rules
 * first. */
int spot_search_values(struct spot_search *search, size_t field_idx, spot_goal_fn goal,
    const void *ctx, struct spot_value *out, size_t cap, size_t *n, struct spot_error *err);

/* Of the sample's values of the field that are not blank: how many were tried, and with how many
 * the goal is reached. */
int spot_search_share(struct spot_search *search, size_t field_idx, spot_goal_fn goal,
    const void *ctx, size_t *n_reached, size_t *n_tried, struct spot_error *err);

/* Judges the account as it is; row 0 of the judge's batch is it. */
int spot_search_judge_account(struct spot_search *search, struct spot_error *err);

#endif
