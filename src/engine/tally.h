/* SPDX-License-Identifier: MIT */
/* What the summary says of one rule file: counts over rows. Each chunk has its own; they are
 * merged in file order. */
#ifndef SPOT_ENGINE_TALLY_H
#define SPOT_ENGINE_TALLY_H

#include <stdint.h>

#include "engine/fate.h"

struct spot_judge;
struct spot_scoring;

struct spot_tally {
	uint64_t rows;
	uint64_t *tier;       /* by rank; then bad fit; then none */
	size_t n_tiers;       /* n_tiers + 2 counts */
	uint64_t *holds;      /* by scoring->asked: true, or a fit above 0 */
	uint64_t *bad_fit;    /* by disqualifier: it made the account a bad fit */
	size_t n_disqualifiers;
	uint64_t *unknown;    /* by scoring->asked */
	uint64_t *failed;     /* by scoring->asked; counted as unknown too */
	struct spot_error **failure; /* by scoring->asked: the first one, or NULL; owned */
	size_t n_asked;
	uint64_t *exception;  /* rows on which the i-th exception held */
	struct spot_fate *fates; /* by exception: what became of its account */
	size_t n_exceptions;
	uint64_t no_score;    /* nothing was possible */
	uint64_t blank_keys;  /* in a file whose rules have a key */
	uint64_t unsettled;   /* tier_low differs from tier_high */
};

int spot_tally_init(struct spot_tally *tally, const struct spot_scoring *scoring,
    struct spot_error *err);
void spot_tally_reset(struct spot_tally *tally); /* frees */
void spot_tally_clear(struct spot_tally *tally); /* to zero */
/* Counts what the judge found on its batch. */
void spot_tally_count(struct spot_tally *tally, const struct spot_judge *judge);
/* Adds from, which comes later in file order; its failures are taken over. */
void spot_tally_merge(struct spot_tally *tally, struct spot_tally *from);

#endif
