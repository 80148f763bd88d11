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
	tally->fates = spot_mem_calloc(tally->n_exceptions + 1, sizeof(*tally->fates));
	if (tally->tier && tally->holds && tally->bad_fit && tally->unknown && tally->failed &&
	    tally->failure && tally->exception && tally->fates)
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
	memset(tally->fates, 0, tally->n_exceptions * sizeof(*tally->fates));
	tally->rows = tally->no_score = tally->blank_keys = tally->unsettled = 0;
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
	free(tally->fates);
	memset(tally, 0, sizeof(*tally));
}

/* How many of the bytes have one of the bits: counted in bytes, of which many are added at once,
 * over so few rows that none overflows. */
static uint64_t count_bits(const uint8_t *bytes, size_t n, uint8_t bits)
{
	uint64_t total = 0;

	for (size_t first = 0; first < n; first += 128) {
		size_t end = n - first < 128 ? n : first + 128;
		uint8_t sum = 0;

		for (size_t i = first; i < end; i++)
			sum = (uint8_t)(sum + ((bytes[i] & bits) != 0));
		total += sum;
	}
	return total;
}

static void count_verdicts(struct spot_tally *tally, const struct spot_verdicts *verdicts, size_t n)
{
	uint32_t n_unsettled = 0;

	tally->no_score += n - count_bits(verdicts->has_score, n, 1);
	for (size_t i = 0; i < n; i++)
		n_unsettled += verdicts->tier_low[i] != verdicts->tier_high[i];
	tally->unsettled += n_unsettled;
	for (size_t i = 0; i < n; i++)
		tally->tier[verdicts->tier[i]]++;
	for (size_t i = 0; verdicts->has_exceptions && i < n; i++)
		if (verdicts->exception[i] != SPOT_NO_EXCEPTION)
			tally->exception[verdicts->exception[i]]++;
	for (size_t d = 0; d < tally->n_disqualifiers; d++)
		tally->bad_fit[d] +=
		    count_bits(verdicts->disqualifies[d / 8], n, (uint8_t)(1 << d % 8));
}

/* In doubles, which are what is compared, eight rows at a time. */
static uint64_t count_positive(const double *value, size_t n)
{
	double sums[8] = { 0 };
	uint64_t total = 0;
	size_t i = 0;

	for (; i + 8 <= n; i += 8)
		for (size_t k = 0; k < 8; k++)
			sums[k] += value[i + k] > 0 ? 1.0 : 0.0;
	for (size_t k = 0; k < 8; k++)
		total += (uint64_t)sums[k];
	for (; i < n; i++)
		total += value[i] > 0;
	return total;
}

static void count_answers(struct spot_tally *tally, const struct spot_answers *answers, size_t n)
{
	for (size_t a = 0; a < tally->n_asked; a++) {
		const uint8_t *state = answers[a].state;

		tally->holds[a] += count_positive(answers[a].value, n); /* 0 where it is unknown */
		tally->unknown[a] += count_bits(state, n, SPOT_ANSWER_UNKNOWN | SPOT_ANSWER_FAILED);
		if (answers[a].n_failed > 0)
			tally->failed[a] += count_bits(state, n, SPOT_ANSWER_FAILED);
	}
}

static size_t count_blank_keys(const struct spot_column *keys, size_t n)
{
	size_t n_blank = 0;

	for (size_t i = 0; keys && i < n; i++)
		n_blank += keys->state[i] != SPOT_STATE_VALUE || keys->as.text[i].len == 0;
	return n_blank;
}

void spot_tally_count(struct spot_tally *tally, const struct spot_judge *judge)
{
	size_t n_rows = judge->batch.n_rows;

	tally->rows += n_rows;
	tally->blank_keys += count_blank_keys(spot_judge_keys(judge), n_rows);
	count_verdicts(tally, judge->verdicts, n_rows);
	count_answers(tally, judge->answers, n_rows);
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
	add_counts(tally->tier, from->tier, tally->n_tiers + 2);
	add_counts(tally->holds, from->holds, tally->n_asked);
	add_counts(tally->bad_fit, from->bad_fit, tally->n_disqualifiers);
	add_counts(tally->unknown, from->unknown, tally->n_asked);
	add_counts(tally->failed, from->failed, tally->n_asked);
	add_counts(tally->exception, from->exception, tally->n_exceptions);
	for (size_t i = 0; i < tally->n_exceptions; i++)
		if (!tally->fates[i].is_there)
			tally->fates[i] = from->fates[i];
	for (size_t i = 0; i < tally->n_asked; i++)
		if (!tally->failure[i]) {
			tally->failure[i] = from->failure[i]; /* now owned by tally */
			from->failure[i] = NULL;
		}
}
