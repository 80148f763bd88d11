/* SPDX-License-Identifier: MIT */
/* What derive.c and derive_asked.c share: a study under way. */
#ifndef SPOT_CLI_DERIVE_INTERNAL_H
#define SPOT_CLI_DERIVE_INTERNAL_H

#include "cli/reading.h"
#include "cli/run_setup.h"
#include "present/proposed.h"

#define NOT_GIVEN INT64_MIN

struct derive_options {
	struct spot_cli_common common;
	const char *value, *top, *good, *bad, *date;
	struct spot_cli_list without;
	int64_t train_before, max, seed, folds;
	bool no_blanks;
};

struct deriving {
	const struct derive_options *opt;
	struct spot_run_setup setup; /* with -r */
	struct spot_run_options run;
	struct spot_rules *inferred; /* without */
	struct spot_panel panel;     /* of inferred */
	struct spot_buf fields;
	const struct spot_rules *rules;
	size_t good, bad, date;      /* cohorts; field. SPOT_NONE: not given */
	size_t value, cost;          /* fields; SPOT_NONE */
	double top;
	struct spot_frame frame;
	struct spot_run_result result;
	uint8_t *labels;
	bool *is_kept_out;           /* by field, which is by column */
	struct spot_proposed_out *outs;
	struct spot_derive derive;
	struct spot_proposed proposed;
	struct spot_buf value_text, command;
	struct spot_reading reading;
};

/* Options that do not go together: SPOT_EUSAGE. */
int spot_derive_asked_check(const struct derive_options *opt, struct spot_error *err);

/* Finds cohorts, fields and the share of the best in deriving->rules, and which fields are kept
 * out and why. */
int spot_derive_asked(struct deriving *deriving, struct spot_error *err);

#endif
