/* SPDX-License-Identifier: MIT */
/*
 * Every sum (earned, its bounds, possible) is made in one way: a group's criteria are added up by
 * themselves and clamped, and the groups' sums are added where their first criterion stands. So an
 * account that answers everything best earns what is possible to the last bit, and is 100.
 */
#include "engine/verdict.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/cell.h"

static bool is_unknown(const struct spot_answers *answer, size_t row_idx)
{
	return answer->state[row_idx] != SPOT_ANSWER_KNOWN;
}

double spot_verdict_points(const struct spot_criterion *criterion,
    const struct spot_answers *answer, size_t row_idx)
{
	double fit = 0;

	if (!is_unknown(answer, row_idx))
		fit = answer->value[row_idx];
	else if (criterion->unknown == SPOT_UNKNOWN_FIT)
		fit = criterion->unknown_fit;
	return criterion->weight * fit + 0.0; /* + 0.0: no negative zero */
}

bool spot_verdict_slot_is_clamped(
    const struct spot_rules *rules, const struct spot_slot *slot)
{
	return slot->group != SPOT_NONE &&
	    (rules->groups[slot->group].has_cap || rules->groups[slot->group].has_floor);
}

static double group_clamp(const struct spot_group *group, double sum)
{
	if (group->has_cap && sum > group->cap)
		return group->cap;
	if (group->has_floor && sum < group->floor)
		return group->floor;
	return sum;
}

/* What a sum adds up for one criterion. */
enum summand { SUM_EARNED, SUM_LOW, SUM_HIGH, SUM_POSSIBLE };

static double summand_of(const struct spot_criterion *criterion, const struct spot_answers *answer,
    size_t row_idx, enum summand summand)
{
	bool unknown = is_unknown(answer, row_idx);
	double best = criterion->weight > 0 ? criterion->weight : 0;

	switch (summand) {
	case SUM_EARNED:
		break;
	case SUM_LOW:
		if (unknown)
			return criterion->weight < 0 ? criterion->weight : 0;
		break;
	case SUM_HIGH:
		if (unknown)
			return best;
		break;
	case SUM_POSSIBLE:
		return unknown && criterion->unknown == SPOT_UNKNOWN_SKIP ? 0 : best;
	}
	return spot_verdict_points(criterion, answer, row_idx);
}

static double sum_slot(const struct spot_scoring *scoring, const struct spot_slot *slot,
    const struct spot_answers *answers, size_t row_idx, enum summand summand)
{
	const struct spot_rules *rules = scoring->rules;
	double sum = 0;

	for (size_t i = slot->first; i < slot->first + slot->n; i++) {
		size_t c = scoring->order[i];
		sum += summand_of(&rules->criteria[c], &answers[c], row_idx, summand);
	}
	return slot->group == SPOT_NONE ? sum : group_clamp(&rules->groups[slot->group], sum);
}

static double sum_slots(const struct spot_scoring *scoring, const struct spot_answers *answers,
    size_t row_idx, enum summand summand)
{
	double sum = 0;

	for (size_t s = 0; s < scoring->n_slots; s++)
		sum += sum_slot(scoring, &scoring->slots[s], answers, row_idx, summand);
	return sum;
}

double spot_verdict_adjustment(const struct spot_scoring *scoring, size_t slot_idx,
    const struct spot_answers *answers, size_t row_idx)
{
	double target = 0, running = 0, adjustment = 0;

	for (size_t s = 0; s <= slot_idx; s++) {
		const struct spot_slot *slot = &scoring->slots[s];

		for (size_t i = slot->first; i < slot->first + slot->n; i++) {
			size_t c = scoring->order[i];
			running += spot_verdict_points(
			    &scoring->rules->criteria[c], &answers[c], row_idx);
		}
		target += sum_slot(scoring, slot, answers, row_idx, SUM_EARNED);
		adjustment = 0;
		if (!spot_verdict_slot_is_clamped(scoring->rules, slot))
			continue;
		/* Rounding may leave the sum an ulp off; a neighbour of the difference may do
		 * better. */
		adjustment = target - running;
		for (int step = 0; step < 4 && running + adjustment != target; step++)
			adjustment = nextafter(
			    adjustment, running + adjustment < target ? INFINITY : -INFINITY);
		running += adjustment;
	}
	return adjustment + 0.0;
}

size_t spot_verdict_tier_of(const struct spot_rules *rules, double score)
{
	for (size_t i = 0; i < rules->n_tiers; i++)
		if (score >= rules->tiers[i].threshold)
			return i;
	return rules->n_tiers > 0 ? rules->n_tiers - 1 : SPOT_NONE;
}

const char *spot_verdict_rank_name(const struct spot_rules *rules, size_t rank)
{
	if (rank < rules->n_tiers)
		return rules->tiers[rank].name;
	return rank == rules->n_tiers ? "bad fit" : "";
}

const char *spot_verdict_tier_name(const struct spot_rules *rules, size_t tier)
{
	return spot_verdict_rank_name(rules, spot_verdict_tier_rank(rules, tier));
}

size_t spot_verdict_tier_rank(const struct spot_rules *rules, size_t tier)
{
	if (tier < rules->n_tiers)
		return tier;
	return tier == SPOT_TIER_BAD_FIT ? rules->n_tiers : rules->n_tiers + 1;
}

bool spot_verdict_disqualifies(const struct spot_disqualifier *disqualifier,
    const struct spot_answers *answer, size_t row_idx)
{
	if (is_unknown(answer, row_idx))
		return disqualifier->unknown_disqualifies;
	return answer->value[row_idx] != 0;
}

/* All of it is 100, which 100 x / x need not be for a double x. */
static double percent(double part, double whole)
{
	double share = 100 * part / whole;
	return part == whole || share > 100 ? 100 : share;
}

static void compute_score(struct spot_verdict *out, const struct spot_scoring *scoring,
    const struct spot_answers *answers, size_t row_idx)
{
	const struct spot_rules *rules = scoring->rules;

	out->earned = sum_slots(scoring, answers, row_idx, SUM_EARNED);
	out->possible = sum_slots(scoring, answers, row_idx, SUM_POSSIBLE);
	out->tier = out->tier_low = out->tier_high =
	    rules->n_tiers > 0 ? rules->n_tiers - 1 : SPOT_NONE;
	if (!(out->possible > 0))
		return;
	out->has_score = true;
	out->score = percent(out->earned, out->possible);
	out->score_low =
	    percent(sum_slots(scoring, answers, row_idx, SUM_LOW), scoring->possible);
	out->score_high =
	    percent(sum_slots(scoring, answers, row_idx, SUM_HIGH), scoring->possible);
	out->tier = spot_verdict_tier_of(rules, out->score);
	out->tier_low = spot_verdict_tier_of(rules, out->score_low);
	out->tier_high = spot_verdict_tier_of(rules, out->score_high);
}

static void compute_coverage(struct spot_verdict *out, const struct spot_rules *rules,
    const struct spot_answers *answers, size_t row_idx)
{
	double known = 0, all = 0;

	for (size_t i = 0; i < rules->n_criteria; i++) {
		double weight = fabs(rules->criteria[i].weight);
		all += weight;
		if (!is_unknown(&answers[i], row_idx))
			known += weight;
	}
	out->has_coverage = all > 0;
	if (out->has_coverage)
		out->coverage = percent(known, all);
}

static void compute_growth(struct spot_verdict *out, const struct spot_rules *rules,
    const struct spot_answers *answers, size_t row_idx)
{
	out->has_growth = rules->n_growths > 0;
	for (size_t i = 0; i < rules->n_growths; i++) {
		if (is_unknown(&answers[i], row_idx))
			out->has_growth = false;
		out->growth += answers[i].value[row_idx];
	}
	/* Each formula is finite; their sum need not be. */
	if (!isfinite(out->growth))
		out->has_growth = false;
}

void spot_verdict_compute(struct spot_verdict *out, const struct spot_scoring *scoring,
    const struct spot_answers *answers, size_t row_idx, struct spot_view key)
{
	const struct spot_rules *rules = scoring->rules;
	const struct spot_answers *disqualifier_answers = answers + rules->n_criteria;
	const struct spot_answers *growth_answers = disqualifier_answers + rules->n_disqualifiers;

	memset(out, 0, sizeof(*out));
	out->exception = SPOT_NONE;
	compute_score(out, scoring, answers, row_idx);
	compute_coverage(out, rules, answers, row_idx);
	compute_growth(out, rules, growth_answers, row_idx);
	for (size_t i = 0; i < rules->n_disqualifiers && !out->disqualified; i++)
		out->disqualified = spot_verdict_disqualifies(
		    &rules->disqualifiers[i], &disqualifier_answers[i], row_idx);
	if (out->disqualified)
		out->tier = SPOT_TIER_BAD_FIT;
	if (scoring->exception_keys.n_keys > 0 && key.len > 0) {
		size_t at = spot_map_find(&scoring->exception_keys, spot_cell_key_identity(key));
		if (at != SPOT_MAP_NONE && scoring->exception_of[at] != SPOT_NONE) {
			out->exception = scoring->exception_of[at];
			out->tier = rules->exceptions[out->exception].tier;
		}
	}
}

static void list_asked(struct spot_scoring *scoring)
{
	const struct spot_rules *rules = scoring->rules;
	struct spot_asked *asked = scoring->asked;

	for (size_t i = 0; i < rules->n_criteria; i++)
		*asked++ = (struct spot_asked) { SPOT_RULE_CRITERION, i, rules->criteria[i].fit,
			rules->criteria[i].name, rules->criteria[i].place };
	for (size_t i = 0; i < rules->n_disqualifiers; i++)
		*asked++ = (struct spot_asked) { SPOT_RULE_DISQUALIFIER, i,
			rules->disqualifiers[i].when, rules->disqualifiers[i].name,
			rules->disqualifiers[i].place };
	for (size_t i = 0; i < rules->n_growths; i++)
		*asked++ = (struct spot_asked) { SPOT_RULE_GROWTH, i, rules->growths[i].value,
			rules->growths[i].name, rules->growths[i].place };
	scoring->n_asked = (size_t)(asked - scoring->asked);
}

static bool is_first_of_group(const struct spot_rules *rules, size_t criterion_idx)
{
	size_t group = rules->criteria[criterion_idx].group;

	for (size_t i = 0; i < criterion_idx; i++)
		if (rules->criteria[i].group == group)
			return false;
	return true;
}

static void list_slots(struct spot_scoring *scoring)
{
	const struct spot_rules *rules = scoring->rules;
	size_t n_ordered = 0;

	for (size_t i = 0; i < rules->n_criteria; i++) {
		size_t group = rules->criteria[i].group;
		struct spot_slot *slot = &scoring->slots[scoring->n_slots];

		if (group != SPOT_NONE && !is_first_of_group(rules, i))
			continue;
		*slot = (struct spot_slot) { group, n_ordered, 0 };
		scoring->order[n_ordered++] = i;
		for (size_t j = i + 1; group != SPOT_NONE && j < rules->n_criteria; j++)
			if (rules->criteria[j].group == group)
				scoring->order[n_ordered++] = j;
		slot->n = n_ordered - slot->first;
		scoring->n_slots++;
	}
}

static int list_exceptions(struct spot_scoring *scoring)
{
	const struct spot_rules *rules = scoring->rules;

	for (size_t i = 0; i < rules->n_exceptions; i++) {
		const struct spot_exception *exception = &rules->exceptions[i];
		struct spot_view key = spot_view_of(exception->account);
		size_t n_before = scoring->exception_keys.n_keys, at;

		at = spot_map_add(&scoring->exception_keys, spot_cell_key_identity(key));
		if (at == SPOT_MAP_NONE)
			return SPOT_ENOMEM;
		scoring->exception_key[i] = at;
		if (at == n_before)
			scoring->exception_of[at] = SPOT_NONE;
		/* The first of several for one account holds. */
		if (rules->as_of <= exception->expires && scoring->exception_of[at] == SPOT_NONE)
			scoring->exception_of[at] = i;
	}
	scoring->churned_fn = SPOT_NO_FUNCTION;
	for (size_t i = 0; i < rules->n_cohorts; i++)
		if (strcmp(rules->cohorts[i].name, "churned") == 0)
			scoring->churned_fn = rules->cohorts[i].when;
	return 0;
}

static void sum_possible(struct spot_scoring *scoring)
{
	const struct spot_rules *rules = scoring->rules;

	for (size_t s = 0; s < scoring->n_slots; s++) {
		const struct spot_slot *slot = &scoring->slots[s];
		double sum = 0;

		for (size_t i = slot->first; i < slot->first + slot->n; i++)
			sum += fmax(rules->criteria[scoring->order[i]].weight, 0);
		scoring->possible += slot->group == SPOT_NONE
		    ? sum
		    : group_clamp(&rules->groups[slot->group], sum);
	}
}

int spot_scoring_init(struct spot_scoring *scoring, const struct spot_rules *rules,
    struct spot_error *err)
{
	size_t n_asked = rules->n_criteria + rules->n_disqualifiers + rules->n_growths;

	memset(scoring, 0, sizeof(*scoring));
	spot_map_init(&scoring->exception_keys);
	scoring->rules = rules;
	scoring->cpu = spot_cpu_best();
	scoring->asked = spot_mem_calloc(n_asked + 1, sizeof(*scoring->asked));
	scoring->order = spot_mem_calloc(rules->n_criteria + 1, sizeof(*scoring->order));
	scoring->slots = spot_mem_calloc(rules->n_criteria + 1, sizeof(*scoring->slots));
	scoring->exception_of =
	    spot_mem_calloc(rules->n_exceptions + 1, sizeof(*scoring->exception_of));
	scoring->exception_key =
	    spot_mem_calloc(rules->n_exceptions + 1, sizeof(*scoring->exception_key));
	if (!scoring->asked || !scoring->order || !scoring->slots || !scoring->exception_of ||
	    !scoring->exception_key || list_exceptions(scoring) != 0) {
		spot_scoring_reset(scoring);
		return spot_error_nomem(err);
	}
	list_asked(scoring);
	list_slots(scoring);
	sum_possible(scoring);
	return 0;
}

void spot_scoring_reset(struct spot_scoring *scoring)
{
	free(scoring->asked);
	free(scoring->order);
	free(scoring->slots);
	free(scoring->exception_of);
	free(scoring->exception_key);
	spot_map_reset(&scoring->exception_keys);
	memset(scoring, 0, sizeof(*scoring));
}
