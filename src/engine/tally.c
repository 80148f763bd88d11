/* SPDX-License-Identifier: MIT */
#include "engine/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "engine/panel.h"

int spot_tally_init(struct spot_tally *tally, const struct spot_scoring *scoring,
    struct spot_error *err)
{
	memset(tally, 0, sizeof(*tally));
	tally->n_tiers = scoring->rules->n_tiers;
	tally->n_asked = scoring->n_asked;
	tally->n_exceptions = scoring->rules->n_exceptions;
	tally->n_disqualifiers = scoring->rules->n_disqualifiers;
	tally->tier = spot_mem_calloc(tally->n_tiers + 2, sizeof(*tally->tier));
	tally->holds = spot_mem_calloc(tally->n_asked + 1, sizeof(*tally->holds));
	tally->bad_fit = spot_mem_calloc(tally->n_disqualifiers + 1, sizeof(*tally->bad_fit));
	tally->unknown = spot_mem_calloc(tally->n_asked + 1, sizeof(*tally->unknown));
	tally->failed = spot_mem_calloc(tally->n_asked + 1, sizeof(*tally->failed));
	tally->failure = spot_mem_calloc(tally->n_asked + 1, sizeof(*tally->failure));
	tally->exception = spot_mem_calloc(tally->n_exceptions + 1, sizeof(*tally->exception));
	if (tally->tier && tally->holds && tally->bad_fit && tally->unknown && tally->failed &&
	    tally->failure && tally->exception)
		return 0;
	spot_tally_reset(tally);
	return spot_error_nomem(err);
}

void spot_tally_clear(struct spot_tally *tally)
{
	memset(tally->tier, 0, (tally->n_tiers + 2) * sizeof(*tally->tier));
	memset(tally->holds, 0, tally->n_asked * sizeof(*tally->holds));
	memset(tally->bad_fit, 0, tally->n_disqualifiers * sizeof(*tally->bad_fit));
	memset(tally->unknown, 0, tally->n_asked * sizeof(*tally->unknown));
	memset(tally->failed, 0, tally->n_asked * sizeof(*tally->failed));
	for (size_t i = 0; i < tally->n_asked; i++) {
		free(tally->failure[i]);
		tally->failure[i] = NULL;
	}
	memset(tally->exception, 0, tally->n_exceptions * sizeof(*tally->exception));
	tally->rows = tally->no_score = tally->blank_keys = tally->unsettled = 0;
	tally->growth = 0;
}

void spot_tally_reset(struct spot_tally *tally)
{
	if (tally->failure)
		for (size_t i = 0; i < tally->n_asked; i++)
			free(tally->failure[i]);
	free(tally->tier);
	free(tally->holds);
	free(tally->bad_fit);
	free(tally->unknown);
	free(tally->failed);
	free(tally->failure);
	free(tally->exception);
	memset(tally, 0, sizeof(*tally));
}

static void count_verdict(struct spot_tally *tally, const struct spot_judge *judge, size_t row_idx)
{
	const struct spot_verdict *verdict = &judge->verdicts[row_idx];

	tally->tier[spot_verdict_tier_rank(judge->panel->rules, verdict->tier)]++;
	tally->no_score += !verdict->has_score;
	tally->blank_keys += judge->panel->key_field != SPOT_NONE &&
	    spot_judge_key(judge, row_idx).len == 0;
	tally->unsettled += verdict->tier_low != verdict->tier_high;
	if (verdict->exception != SPOT_NONE)
		tally->exception[verdict->exception]++;
	if (verdict->has_growth)
		tally->growth += verdict->growth;
}

void spot_tally_count(struct spot_tally *tally, const struct spot_judge *judge)
{
	const struct spot_rules *rules = judge->panel->rules;
	size_t n_rows = judge->batch.n_rows;

	tally->rows += n_rows;
	for (size_t row = 0; row < n_rows; row++)
		count_verdict(tally, judge, row);
	for (size_t i = 0; i < rules->n_disqualifiers; i++)
		for (size_t row = 0; row < n_rows; row++)
			tally->bad_fit[i] += spot_verdict_disqualifies(&rules->disqualifiers[i],
			    &judge->answers[rules->n_criteria + i], row);
	for (size_t i = 0; i < tally->n_asked; i++) {
		const struct spot_answers *answers = &judge->answers[i];

		for (size_t row = 0; row < n_rows; row++) {
			tally->unknown[i] += answers->state[row] != SPOT_ANSWER_KNOWN;
			tally->failed[i] += answers->state[row] == SPOT_ANSWER_FAILED;
			tally->holds[i] += answers->state[row] == SPOT_ANSWER_KNOWN &&
			    answers->value[row] > 0;
		}
	}
}

static void add_counts(uint64_t *to, const uint64_t *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] += from[i];
}

void spot_tally_merge(struct spot_tally *tally, struct spot_tally *from)
{
	tally->rows += from->rows;
	tally->no_score += from->no_score;
	tally->blank_keys += from->blank_keys;
	tally->unsettled += from->unsettled;
	tally->growth += from->growth;
	add_counts(tally->tier, from->tier, tally->n_tiers + 2);
	add_counts(tally->holds, from->holds, tally->n_asked);
	add_counts(tally->bad_fit, from->bad_fit, tally->n_disqualifiers);
	add_counts(tally->unknown, from->unknown, tally->n_asked);
	add_counts(tally->failed, from->failed, tally->n_asked);
	add_counts(tally->exception, from->exception, tally->n_exceptions);
	for (size_t i = 0; i < tally->n_asked; i++)
		if (!tally->failure[i]) {
			tally->failure[i] = from->failure[i]; /* now owned by tally */
			from->failure[i] = NULL;
		}
}
