/* SPDX-License-Identifier: MIT */
/*
 * The loops that make a batch's verdicts, compiled once for each variant: SPOT_VERDICTS is the name
 * of its one function.
 *
 * The sums are those of verdict.c, criterion by criterion over a block of rows: every row's sum is
 * made of the same additions in the same order, so its bits are the same. The loops have no
 * branches, for the compiler to make vectors of them.
 */
#ifndef SPOT_ENGINE_VERDICTS_TEMPLATE_H
#define SPOT_ENGINE_VERDICTS_TEMPLATE_H

#include "engine/verdicts_internal.h"

#ifndef SPOT_VERDICTS
#define SPOT_VERDICTS spot_verdicts_plain
#endif

#define BLOCK 256 /* rows whose sums stay in the nearest cache */

/* Rows [first, first + n) of the batch. */
struct block {
	const struct spot_scoring *scoring;
	const struct spot_answers *answers;
	size_t first, n;
};

/* --- scores ------------------------------------------------------------------------------- */

struct sums {
	double earned[BLOCK], low[BLOCK], high[BLOCK];
};

static const uint8_t *states(const struct block *block, size_t asked_idx)
{
	return block->answers[asked_idx].state + block->first;
}

static const double *values(const struct block *block, size_t asked_idx)
{
	return block->answers[asked_idx].value + block->first;
}

static bool any_unknown(const struct block *block, size_t asked_idx)
{
	const uint8_t *state = states(block, asked_idx);
	uint8_t any = 0;

	for (size_t i = 0; i < block->n; i++)
		any |= state[i];
	return any != SPOT_ANSWER_KNOWN;
}

static void add_where(double *restrict sum, const uint8_t *restrict state, size_t n,
    double if_unknown, double if_known)
{
	for (size_t i = 0; i < n; i++)
		sum[i] += state[i] != SPOT_ANSWER_KNOWN ? if_unknown : if_known;
}

static void add_all(double *restrict sum, size_t n, double amount)
{
	for (size_t i = 0; i < n; i++)
		sum[i] += amount;
}

/* An unknown answer's value is 0, and adds nothing. */
static void add_points(struct sums *restrict to, const double *restrict value, size_t n,
    double weight)
{
	for (size_t i = 0; i < n; i++) {
		double points = weight * value[i] + 0.0;

		to->earned[i] += points;
		to->low[i] += points;
		to->high[i] += points;
	}
}

static void add_criterion(struct sums *to, const struct block *block, size_t criterion_idx)
{
	const struct spot_criterion *criterion = &block->scoring->rules->criteria[criterion_idx];
	const uint8_t *state = states(block, criterion_idx);
	double weight = criterion->weight;

	add_points(to, values(block, criterion_idx), block->n, weight);
	if (!any_unknown(block, criterion_idx))
		return;
	if (criterion->unknown == SPOT_UNKNOWN_FIT)
		add_where(to->earned, state, block->n, weight * criterion->unknown_fit + 0.0, 0);
	if (weight < 0)
		add_where(to->low, state, block->n, weight, 0);
	else
		add_where(to->high, state, block->n, weight, 0);
}

static void add_clamped(double *restrict to, const double *restrict sum, size_t n,
    const struct spot_group *group)
{
	double cap = group->has_cap ? group->cap : INFINITY;
	double floor = group->has_floor ? group->floor : -INFINITY;

	for (size_t i = 0; i < n; i++) {
		double held = sum[i] > cap ? cap : sum[i];
		to[i] += held < floor ? floor : held;
	}
}

static void add_group(struct sums *to, const struct block *block, const struct spot_slot *slot)
{
	const struct spot_group *group = &block->scoring->rules->groups[slot->group];
	struct sums sums;

	memset(&sums, 0, sizeof(sums));
	for (size_t i = slot->first; i < slot->first + slot->n; i++)
		add_criterion(&sums, block, block->scoring->order[i]);
	add_clamped(to->earned, sums.earned, block->n, group);
	add_clamped(to->low, sums.low, block->n, group);
	add_clamped(to->high, sums.high, block->n, group);
}

static bool is_skipped(const struct block *block, size_t criterion_idx)
{
	const struct spot_criterion *criterion = &block->scoring->rules->criteria[criterion_idx];

	return criterion->weight > 0 && criterion->unknown == SPOT_UNKNOWN_SKIP &&
	    any_unknown(block, criterion_idx);
}

static void add_possible(double *sum, const struct block *block, size_t criterion_idx)
{
	double weight = block->scoring->rules->criteria[criterion_idx].weight;

	if (is_skipped(block, criterion_idx))
		add_where(sum, states(block, criterion_idx), block->n, 0, weight);
	else if (weight > 0)
		add_all(sum, block->n, weight);
}

static void sum_possible(double *sum, const struct block *block)
{
	const struct spot_scoring *scoring = block->scoring;

	memset(sum, 0, block->n * sizeof(*sum));
	for (size_t s = 0; s < scoring->n_slots; s++) {
		const struct spot_slot *slot = &scoring->slots[s];
		double of_group[BLOCK] = { 0 };
		double *to = slot->group == SPOT_NONE ? sum : of_group;

		for (size_t i = slot->first; i < slot->first + slot->n; i++)
			add_possible(to, block, scoring->order[i]);
		if (slot->group != SPOT_NONE)
			add_clamped(sum, of_group, block->n, &scoring->rules->groups[slot->group]);
	}
}

/* Most often nothing is skipped that could have been earned. */
static void find_possible(double *out, const struct block *block)
{
	bool any_skipped = false;

	for (size_t c = 0; c < block->scoring->rules->n_criteria && !any_skipped; c++)
		any_skipped = is_skipped(block, c);
	if (any_skipped)
		sum_possible(out, block);
	for (size_t i = 0; !any_skipped && i < block->n; i++)
		out[i] = block->scoring->possible;
}

/* As in verdict.c; 0 where nothing is possible. Two loops, as in one the compiler would divide only
 * where it must, and so make branches. */
static void to_percent(double *restrict out, const double *restrict part,
    const double *restrict whole, const double *restrict possible, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = 100 * part[i] / whole[i];
	for (size_t i = 0; i < n; i++) {
		double share = out[i];

		share = part[i] == whole[i] ? 100 : share;
		share = share > 100 ? 100 : share;
		out[i] = possible[i] > 0 ? share : 0;
	}
}

/* The first four of the tiers at once. */
static void count_above(double *restrict rank, const double *restrict score, size_t n,
    const struct spot_tier *tiers, size_t n_tiers)
{
	double threshold[4];

	for (size_t t = 0; t < 4; t++)
		threshold[t] = t < n_tiers ? tiers[t].threshold : -INFINITY;
	for (size_t i = 0; i < n; i++) {
		double first = score[i] >= threshold[0] ? 0.0 : 1.0;
		double second = score[i] >= threshold[1] ? 0.0 : 1.0;
		double third = score[i] >= threshold[2] ? 0.0 : 1.0;
		double fourth = score[i] >= threshold[3] ? 0.0 : 1.0;

		rank[i] += first + second + third + fourth;
	}
}

/* The tier is as far down as there are thresholds above the score; the last takes the rest. They
 * are counted in doubles, which are what is compared. */
static void to_tiers(uint32_t *restrict out, const double *restrict score,
    const double *restrict possible, size_t n, const struct spot_rules *rules)
{
	size_t last_tier = rules->n_tiers > 0 ? rules->n_tiers - 1 : SPOT_NONE;
	double last = (double)spot_verdict_tier_rank(rules, last_tier);
	double rank[BLOCK];

	for (size_t i = 0; i < n; i++)
		rank[i] = rules->n_tiers > 0 ? 0 : last;
	for (size_t t = 0; t + 1 < rules->n_tiers; t += 4)
		count_above(rank, score, n, &rules->tiers[t], rules->n_tiers - 1 - t);
	for (size_t i = 0; i < n; i++) {
		rank[i] = possible[i] > 0 ? rank[i] : last;
		out[i] = (uint32_t)(int32_t)rank[i];
	}
}

static void compute_scores(struct spot_verdicts *out, const struct block *block)
{
	const struct spot_scoring *scoring = block->scoring;
	size_t first = block->first, n = block->n;
	double possible[BLOCK], whole[BLOCK];
	struct sums sums;

	memset(&sums, 0, sizeof(sums));
	for (size_t s = 0; s < scoring->n_slots; s++)
		if (scoring->slots[s].group == SPOT_NONE)
			add_criterion(&sums, block, scoring->order[scoring->slots[s].first]);
		else
			add_group(&sums, block, &scoring->slots[s]);
	find_possible(possible, block);
	for (size_t i = 0; i < n; i++) {
		out->has_score[first + i] = possible[i] > 0;
		whole[i] = scoring->possible;
	}
	to_percent(out->score + first, sums.earned, possible, possible, n);
	to_percent(out->score_low + first, sums.low, whole, possible, n);
	to_percent(out->score_high + first, sums.high, whole, possible, n);
	to_tiers(out->tier + first, out->score + first, possible, n, scoring->rules);
	to_tiers(out->tier_low + first, out->score_low + first, possible, n, scoring->rules);
	to_tiers(out->tier_high + first, out->score_high + first, possible, n, scoring->rules);
}

static void compute_coverage(struct spot_verdicts *out, const struct block *block)
{
	const struct spot_rules *rules = block->scoring->rules;
	double known[BLOCK] = { 0 }, whole[BLOCK], all = 0;

	for (size_t c = 0; c < rules->n_criteria; c++) {
		double weight = fabs(rules->criteria[c].weight);

		all += weight;
		if (any_unknown(block, c))
			add_where(known, states(block, c), block->n, 0, weight);
		else
			add_all(known, block->n, weight);
	}
	out->has_coverage = all > 0;
	for (size_t i = 0; i < block->n; i++)
		whole[i] = all;
	to_percent(out->coverage + block->first, known, whole, whole, block->n);
}

/* --- growth, sets, exceptions ------------------------------------------------------------- */

static void compute_growth(struct spot_verdicts *out, const struct block *block)
{
	const struct spot_rules *rules = block->scoring->rules;
	const struct spot_answers *answers =
	    block->answers + rules->n_criteria + rules->n_disqualifiers;
	double *sum = out->growth + block->first;
	uint8_t *has = out->has_growth + block->first;

	for (size_t i = 0; i < block->n; i++) {
		sum[i] = 0;
		has[i] = rules->n_growths > 0;
	}
	for (size_t g = 0; g < rules->n_growths; g++) {
		const uint8_t *restrict state = answers[g].state + block->first;
		const double *restrict value = answers[g].value + block->first;

		for (size_t i = 0; i < block->n; i++) {
			sum[i] += value[i];
			has[i] &= state[i] == SPOT_ANSWER_KNOWN;
		}
	}
	/* Each formula is finite; their sum need not be. */
	for (size_t i = 0; i < block->n; i++) {
		has[i] &= fabs(sum[i]) <= DBL_MAX;
		sum[i] = has[i] ? sum[i] : 0;
	}
}

static void list_unknown(struct spot_verdicts *out, const struct block *block)
{
	size_t n_asked = block->scoring->n_asked;

	for (size_t p = 0; p < spot_verdicts_planes(n_asked); p++)
		memset(out->unknown[p] + block->first, 0, block->n);
	for (size_t a = 0; a < n_asked; a++) {
		const uint8_t *restrict state = block->answers[a].state + block->first;
		uint8_t *restrict set = out->unknown[a / 8] + block->first;
		uint8_t bit = (uint8_t)(1 << a % 8);

		for (size_t i = 0; i < block->n; i++)
			set[i] |= state[i] != SPOT_ANSWER_KNOWN ? bit : 0;
	}
}

static void list_disqualifiers(struct spot_verdicts *out, const struct block *block)
{
	const struct spot_rules *rules = block->scoring->rules;

	for (size_t p = 0; p < spot_verdicts_planes(rules->n_disqualifiers); p++)
		memset(out->disqualifies[p] + block->first, 0, block->n);
	for (size_t d = 0; d < rules->n_disqualifiers; d++) {
		const struct spot_answers *answers = &block->answers[rules->n_criteria + d];
		const uint8_t *restrict state = answers->state + block->first;
		const double *restrict value = answers->value + block->first;
		uint8_t *restrict set = out->disqualifies[d / 8] + block->first;
		uint8_t bit = (uint8_t)(1 << d % 8);
		uint8_t if_unknown = rules->disqualifiers[d].unknown_disqualifies ? bit : 0;

		for (size_t i = 0; i < block->n; i++) {
			uint8_t if_known = value[i] != 0 ? bit : 0;
			set[i] |= state[i] == SPOT_ANSWER_KNOWN ? if_known : if_unknown;
		}
	}
}

static void apply_disqualifiers(struct spot_verdicts *out, const struct block *block)
{
	const struct spot_rules *rules = block->scoring->rules;
	uint32_t bad_fit = (uint32_t)spot_verdict_tier_rank(rules, SPOT_TIER_BAD_FIT);
	uint32_t *restrict tier = out->tier + block->first;

	for (size_t p = 0; p < spot_verdicts_planes(rules->n_disqualifiers); p++) {
		const uint8_t *restrict set = out->disqualifies[p] + block->first;

		for (size_t i = 0; i < block->n; i++)
			tier[i] = set[i] ? bad_fit : tier[i];
	}
}

void SPOT_VERDICTS(struct spot_verdicts *out, const struct spot_scoring *scoring,
    const struct spot_answers *answers, size_t n_rows)
{
	for (size_t first = 0; first < n_rows; first += BLOCK) {
		struct block block = { scoring, answers, first,
			n_rows - first < BLOCK ? n_rows - first : BLOCK };

		compute_scores(out, &block);
		compute_coverage(out, &block);
		compute_growth(out, &block);
		list_unknown(out, &block);
		list_disqualifiers(out, &block);
		apply_disqualifiers(out, &block);
	}
}

#endif
