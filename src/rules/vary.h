/* SPDX-License-Identifier: MIT */
/*
 * A hypothesis: a rule file, varied. Params, and the fields of a hypothesis word, are varied while
 * the file is loaded; weights, tiers and rules left out in the model it gives, before anybody sees
 * it. One thread.
 */
#ifndef SPOT_RULES_VARY_H
#define SPOT_RULES_VARY_H

#include "rules/load.h"

struct spot_vary_number {
	const char *name;
	double value;
};

/* All of it is borrowed. */
struct spot_variation {
	const char *name;              /* of the hypothesis */
	const char *why;               /* NULL: not said */
	const struct spot_set *sets;   /* params */
	size_t n_sets;
	const struct spot_vary_number *weights; /* of criteria */
	size_t n_weights;
	const struct spot_vary_number *tiers;   /* thresholds */
	size_t n_tiers;
	const char *const *disabled;   /* criteria and disqualifiers left out */
	size_t n_disabled;
	const char *fields_of;         /* a hypothesis word whose fields are taken; NULL: none's */
	struct spot_place place;       /* of the hypothesis word; no file: it is not one */
};

/* What a hypothesis word of a model varies; its texts are the model's, lists the arena's. */
int spot_vary_read(struct spot_variation *out, const struct spot_word *hypothesis,
    struct spot_arena *arena, struct spot_error *err);

/* Loads path as spot_rules_load does, varied; the variation's params count before the options'.
 * SPOT_EUSAGE: a weight, tier or rule of that name is not in the file, or two tiers now start at
 * one score. What fails by a hypothesis word is SPOT_ERULES and names it. */
int spot_vary_load(struct spot_rules **out, const char *path,
    const struct spot_rules_options *options, const struct spot_variation *variation,
    struct spot_diags *diags, struct spot_error *err);

#endif
