/* SPDX-License-Identifier: MIT */
/*
 * What became of the accounts that exceptions were made for, so that the exceptions can be judged:
 * what the rules alone say of them, and whether they are in the cohort "churned".
 */
#ifndef SPOT_ENGINE_FATE_H
#define SPOT_ENGINE_FATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct spot_judge;
struct spot_tally;

enum spot_fate_churn {
	SPOT_FATE_UNKNOWN, /* or there is no cohort "churned" */
	SPOT_FATE_STAYED,
	SPOT_FATE_CHURNED,
};

struct spot_fate {
	bool is_there; /* the account is in the data; else all else is 0 */
	bool has_growth;
	enum spot_fate_churn churn;
	size_t tier;   /* as of spot_verdict_tier_name, without the exception */
	double growth;
};

/* Notes the fates of the accounts on the judge's batch, whose verdicts are made; of rows of one
 * account the first counts. */
int spot_fate_note(struct spot_tally *tally, struct spot_judge *judge, struct spot_error *err);

#endif
