/* SPDX-License-Identifier: MIT */
/*
 * What speaks for each criterion: of the accounts on which it holds, how many are of a cohort, and
 * how much more often than accounts are on the whole. Made of a roster that spot_evidence_ask's
 * functions were put to.
 */
#ifndef SPOT_STUDY_EVIDENCE_H
#define SPOT_STUDY_EVIDENCE_H

#include "stats/proportion.h"
#include "study/roster.h"

#define SPOT_EVIDENCE_BEST 5

struct spot_evidence_rule {
	/* Accounts on which it holds (half of its points, or more); those of the cohort. */
	uint64_t n, n_pos;
	double rate, lift;  /* NAN: none holds, or the cohort is empty */
	struct spot_interval ci; /* of the rate, 95 % */
};

struct spot_evidence {
	const struct spot_roster *roster;
	size_t cohort;      /* of the rules, or SPOT_NONE: only the accounts that show it best */
	uint64_t n, n_pos;  /* accounts of which it is known, and that are of it */
	struct spot_evidence_rule *rules; /* by criterion */
	/* Accounts of the best tiers, those of the cohort before others, then by score. */
	size_t best[SPOT_EVIDENCE_BEST];
	size_t n_best;
};

/* The functions to put to the roster: criteria, the cohort (n_criteria + 1). The caller frees them;
 * NULL: out of memory. */
int *spot_evidence_ask(const struct spot_rules *rules, size_t cohort);

int spot_evidence_init(struct spot_evidence *out, const struct spot_roster *roster, size_t cohort,
    struct spot_error *err);
void spot_evidence_reset(struct spot_evidence *evidence);

#endif
