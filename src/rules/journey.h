/* SPDX-License-Identifier: MIT */
/*
 * What is done with an account: the words stage, content, step and acceptance of a model, and what
 * economics says of one account, ready to be used. Immutable once made; shared by threads.
 */
#ifndef SPOT_RULES_JOURNEY_H
#define SPOT_RULES_JOURNEY_H

#include "base/error.h"
#include "rules/item.h"

struct spot_journey_stage {
	const char *name;
	int when; /* SPOT_NO_FUNCTION: stage_by says it, or only content names it */
};

struct spot_content {
	const char *name;
	struct spot_item_texts roles, stages;
	bool is_tool; /* a sales tool: for us, not for the customer */
	const char *url, *why; /* may be NULL */
	struct spot_place place;
};

struct spot_step {
	const char *name, *owner, *why; /* why may be NULL */
	bool has_within;
	struct spot_duration within;
	int when;          /* SPOT_NO_FUNCTION: for every account */
	int done;          /* SPOT_NO_FUNCTION: see done_field */
	size_t done_field; /* done where it is yes, or not blank; SPOT_NONE: nothing tells */
	struct spot_place place;
};

struct spot_acceptance {
	const char *name, *why; /* why may be NULL */
	int when;
	struct spot_place place;
};

struct spot_journey {
	const struct spot_rules *rules;
	int stage_by;      /* a function that answers the stage's name, or SPOT_NO_FUNCTION */
	/* Those of the word, in order; of stage_by, those that content names, in file order. */
	struct spot_journey_stage *stages;
	size_t n_stages;
	bool has_stages;   /* the word is there */
	struct spot_content *contents;
	size_t n_contents;
	struct spot_step *steps;
	size_t n_steps;
	struct spot_acceptance *acceptances;
	size_t n_acceptances;
	int ltv, cac, cost_to_serve; /* of economics, or SPOT_NO_FUNCTION */
	struct spot_arena arena;
};

/* SPOT_ERULES, with its place: content for a stage that there is not, a step that is done by a
 * field that there is not. Reset when done, also after an error. */
int spot_journey_init(struct spot_journey *out, const struct spot_rules *rules,
    struct spot_error *err);
void spot_journey_reset(struct spot_journey *journey);

bool spot_journey_is_for(const struct spot_item_texts *names, const char *name);

#endif
