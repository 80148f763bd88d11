/* SPDX-License-Identifier: MIT */
/* --rejects FILE: written whole or not at all. Without that option nothing is written. */
#ifndef SPOT_CLI_REJECTS_H
#define SPOT_CLI_REJECTS_H

#include "base/seen.h"
#include "cli/options.h"
#include "table/output.h"
#include "table/reject.h"

struct spot_rejects {
	struct spot_output *output;
	bool is_safe; /* --spreadsheet-safe */
	bool sets_aside; /* rows that cannot be used do not end the run, listed or not */
	struct spot_seen seen; /* lines of second tables, which several rule sets may read */
	struct spot_buf line, guarded;
};

int spot_rejects_open(struct spot_rejects *rejects, const struct spot_cli_common *common,
    struct spot_error *err);
int spot_rejects_add(struct spot_rejects *rejects, const struct spot_reject *reject,
    struct spot_error *err);
/* The same, of a second table: what another reading of it has added already is left out. */
int spot_rejects_add_once(struct spot_rejects *rejects, const struct spot_reject *reject,
    struct spot_error *err);
int spot_rejects_commit(struct spot_rejects *rejects, struct spot_error *err);
void spot_rejects_close(struct spot_rejects *rejects);

#endif
