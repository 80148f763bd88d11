/* SPDX-License-Identifier: MIT */
/* Why this account: every rule with its answer, what it read, what it would take. */
#ifndef SPOT_ENGINE_EXPLAIN_H
#define SPOT_ENGINE_EXPLAIN_H

#include "engine/search.h"

#define SPOT_EXPLAIN_NEEDS 6

/* What would make a rule that does not hold (or holds in part) hold: one field, one or more
 * values. */
struct spot_need {
	size_t field_idx;
	/* Numbers: the nearest one; texts: some that do. */
	struct spot_value values[SPOT_EXPLAIN_NEEDS];
	size_t n_values;
};

struct spot_explained {
	struct spot_trace trace;
	double points;           /* criteria */
	double points_best;      /* criteria: what a full answer earns */
	struct spot_need *needs; /* criteria that earn less than they could */
	size_t n_needs;
};

/* A blank field and how often it would settle the tier. */
struct spot_fill {
	size_t field_idx;
	size_t n_settled, n_tried; /* with the sample's values */
};

struct spot_explanation {
	const struct spot_panel *panel;
	const struct spot_lookup_row *account;
	struct spot_verdict verdict;
	struct spot_explained *rules;  /* by panel->scoring.asked */
	double *adjustments;           /* by panel->scoring.slots */
	struct spot_fill *fills;       /* best first */
	size_t n_fills;
	struct spot_change *changes;   /* one field each, smallest first; reach a better tier */
	size_t *change_tiers;          /* the tier that changes[i] reaches */
	size_t n_changes;
	struct spot_arena arena;
};

/* Explains lookup->account, which was found. All must outlive the explanation; judge's batch is
 * overwritten, and in its VM limits fail rows from then on. */
int spot_explain(struct spot_explanation *out, struct spot_judge *judge,
    const struct spot_lookup *lookup, struct spot_search *search, struct spot_error *err);
void spot_explanation_reset(struct spot_explanation *explanation);

#endif
