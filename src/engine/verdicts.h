/* SPDX-License-Identifier: MIT */
/*
 * The verdicts of a whole batch, an array a figure: what spot_verdict_compute, its plain twin, says
 * of each row, to the last bit.
 */
#ifndef SPOT_ENGINE_VERDICTS_H
#define SPOT_ENGINE_VERDICTS_H

#include "engine/verdict.h"

#define SPOT_NO_EXCEPTION UINT32_MAX

/* A set of rules for each row: rule i is in row r's set when bit i % 8 of set[i / 8][r] is set. */
typedef uint8_t spot_rule_bits[SPOT_BATCH_ROWS];

/* Owned by one thread. */
struct spot_verdicts {
	bool has_coverage;                      /* the same for all rows */
	bool has_exceptions;                    /* false: exception[] is not filled */
	uint8_t has_score[SPOT_BATCH_ROWS];     /* 0 (its figures are then 0) or 1 */
	uint8_t has_growth[SPOT_BATCH_ROWS];
	double score[SPOT_BATCH_ROWS], score_low[SPOT_BATCH_ROWS], score_high[SPOT_BATCH_ROWS];
	double coverage[SPOT_BATCH_ROWS];
	double growth[SPOT_BATCH_ROWS];
	uint32_t tier[SPOT_BATCH_ROWS];         /* ranks, as of spot_verdict_tier_rank */
	uint32_t tier_low[SPOT_BATCH_ROWS], tier_high[SPOT_BATCH_ROWS];
	uint32_t exception[SPOT_BATCH_ROWS];    /* index, or SPOT_NO_EXCEPTION */
	uint32_t named[SPOT_BATCH_ROWS];        /* rows that an exception names, expired ones too */
	size_t n_named;
	spot_rule_bits *unknown;                /* of scoring->asked */
	spot_rule_bits *disqualifies;           /* of the rules' disqualifiers */
};

int spot_verdicts_new(struct spot_verdicts **out, const struct spot_scoring *scoring,
    struct spot_error *err);
void spot_verdicts_free(struct spot_verdicts *verdicts);

/* answers[i] belongs to scoring->asked[i]. keys: the batch's column of keys, or NULL. */
void spot_verdicts_compute(struct spot_verdicts *out, const struct spot_scoring *scoring,
    const struct spot_answers *answers, size_t n_rows, const struct spot_column *keys);

#endif
