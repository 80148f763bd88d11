/* SPDX-License-Identifier: MIT */
/* From trial's options to hypotheses: which there are, what each is called, loaded and with their
 * second tables read. */
#ifndef SPOT_CLI_TRIAL_SETUP_H
#define SPOT_CLI_TRIAL_SETUP_H

#include "cli/help.h"
#include "cli/run_setup.h"
#include "rules/vary.h"
#include "study/trial.h"

struct spot_trial_asked { /* of the command line */
	const struct spot_cli_common *common;
	struct spot_cli_list hypotheses; /* --hypothesis */
	struct spot_cli_pairs weights, sweeps;
};

struct spot_trial_setup {
	struct spot_rules **rules; /* by hypothesis; the first is the baseline */
	struct spot_panel *panels;
	struct spot_trial_hypothesis *hypotheses;
	uint64_t *identities; /* spot_ledger_identity */
	size_t n, n_panels, cap;
	struct spot_arena arena;
};

/* rejects takes what second tables reject. What asked holds must outlive the setup;
 * reset when done, also after an error. */
int spot_trial_setup_init(struct spot_trial_setup *setup, const struct spot_trial_asked *asked,
    const struct spot_run_options *run, struct spot_rejects *rejects, struct spot_error *err);
void spot_trial_setup_reset(struct spot_trial_setup *setup);

/* What --format json holds; ended by an empty one. */
extern const struct spot_help_row spot_trial_layout[];

#endif
