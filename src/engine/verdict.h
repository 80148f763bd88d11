/* SPDX-License-Identifier: MIT */
/*
 * From answers to a verdict: the arithmetic of rules.md section 5, for one account. Pure; all
 * doubles, in the order of the rule file, so that bytes are the same on every machine and for any
 * number of threads.
 */
#ifndef SPOT_ENGINE_VERDICT_H
#define SPOT_ENGINE_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cpu.h"
#include "base/error.h"
#include "base/map.h"
#include "rules/model.h"
#include "rules/vm.h"

#define SPOT_TIER_BAD_FIT ((size_t)-2)

/* The rules that every account is asked, in this order: criteria, disqualifiers, growth
 * formulas. */
enum spot_rule_kind { SPOT_RULE_CRITERION, SPOT_RULE_DISQUALIFIER, SPOT_RULE_GROWTH, SPOT_RULE_N };

struct spot_asked {
	enum spot_rule_kind kind;
	size_t idx;       /* in its array of the model */
	int fn;
	const char *name;
	struct spot_place place;
};

/* A criterion that stands alone, or a group at the place of its first criterion. */
struct spot_slot {
	size_t group; /* SPOT_NONE: a single criterion */
	size_t first; /* in order[] */
	size_t n;
};

/* What can be settled before the first account. Immutable; rules must outlive it. */
struct spot_scoring {
	const struct spot_rules *rules;
	struct spot_asked *asked;
	size_t n_asked;
	size_t *order;           /* criteria by slot, file order inside: the order of the sum */
	struct spot_slot *slots;
	size_t n_slots;
	double possible;         /* what can be earned when no criterion is skipped */
	struct spot_map exception_keys; /* identities of accounts that exceptions name */
	size_t *exception_of;           /* by these: the one that holds, or SPOT_NONE */
	size_t *exception_key;          /* by exception: its account of these */
	int churned_fn;                 /* of the cohort "churned", or SPOT_NO_FUNCTION */
	enum spot_cpu cpu;              /* for which batches' verdicts are made */
};

int spot_scoring_init(struct spot_scoring *scoring, const struct spot_rules *rules,
    struct spot_error *err);
void spot_scoring_reset(struct spot_scoring *scoring);

struct spot_verdict {
	bool has_score;       /* false: nothing was possible; score, low and high are blank */
	bool has_coverage;
	bool has_growth;
	bool disqualified;
	double earned, possible; /* score = 100 x earned / possible */
	double score, score_low, score_high;
	double coverage;      /* percent */
	double growth;
	size_t tier;          /* rank, SPOT_TIER_BAD_FIT, or SPOT_NONE in a file without tiers */
	size_t tier_low, tier_high;
	size_t exception;     /* that holds, or SPOT_NONE */
};

/* answers[i] belongs to scoring->asked[i]; a FAILED answer counts as unknown. key may be empty. */
void spot_verdict_compute(struct spot_verdict *out, const struct spot_scoring *scoring,
    const struct spot_answers *answers, size_t row_idx, struct spot_view key);

/* The rank of the tier that a score reaches, or SPOT_NONE in a file without tiers. */
size_t spot_verdict_tier_of(const struct spot_rules *rules, double score);
/* Its name as it is printed: the tier's, "bad fit", or "". */
const char *spot_verdict_tier_name(const struct spot_rules *rules, size_t tier);
/* For comparing and counting: 0 is best, bad fit after every tier, none last. */
size_t spot_verdict_tier_rank(const struct spot_rules *rules, size_t tier);
const char *spot_verdict_rank_name(const struct spot_rules *rules, size_t rank);

/* The points of criterion idx (its share of earned). */
double spot_verdict_points(const struct spot_criterion *criterion,
    const struct spot_answers *answer, size_t row_idx);
/* The slot is a group with a cap or a floor. */
bool spot_verdict_slot_is_clamped(
    const struct spot_rules *rules, const struct spot_slot *slot);
/* What the slot's cap or floor gave or took: after points and adjustments of all slots up to it the
 * sum, from left to right, is the numerator so far, to the last bit where a double can bring that
 * about (always, when points are whole numbers). 0 for slots without cap and floor. */
double spot_verdict_adjustment(const struct spot_scoring *scoring, size_t slot_idx,
    const struct spot_answers *answers, size_t row_idx);

/* A disqualifier's answer makes the account a bad fit. */
bool spot_verdict_disqualifies(const struct spot_disqualifier *disqualifier,
    const struct spot_answers *answer, size_t row_idx);

#endif
