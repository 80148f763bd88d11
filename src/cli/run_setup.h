/* SPDX-License-Identifier: MIT */
/* From the common options to a run: rule files loaded, second tables read, reader options. For
 * the verbs that read data. */
#ifndef SPOT_CLI_RUN_SETUP_H
#define SPOT_CLI_RUN_SETUP_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/options.h"
#include "cli/rejects.h"
#include "engine/people.h"
#include "engine/run.h"
#include "rules/load.h"

/* A text of CSV to path at once, as --spreadsheet-safe wants it; see spot_output_put. */
int spot_setup_put_csv(const char *path, const struct spot_buf *csv,
    const struct spot_cli_common *common, struct spot_error *err);

struct spot_run_setup {
	struct spot_rules **rules; /* n_panels of them */
	struct spot_panel *panels;
	size_t n_panels;
	struct spot_run_options run;
};

/* Loads one rule file; all its problems are printed. An error that was printed has an empty text
 * in err. */
int spot_setup_load(struct spot_rules **out, const char *path, const struct spot_cli_common *common,
    struct spot_error *err);

/* The reader's and the run's options, without rules. */
void spot_setup_run_options(struct spot_run_options *run, const struct spot_cli_common *common);

/* How second tables are read, and from where. */
struct spot_setup_tables {
	struct spot_with *withs;
	size_t n_withs;
	struct spot_panel_options options;
	struct spot_rejects *rejects;
	struct spot_error *err;
};

/* Refuses a --with whose name is of no table of the rules (SPOT_EUSAGE) or whose file is not there
 * (SPOT_EDATA), whether anybody will read it or not. */
int spot_setup_check_withs(struct spot_rules *const *rules, size_t n_rules,
    const struct spot_cli_common *common, struct spot_error *err);

/* Must stay where it is until reset, and err too. */
int spot_setup_tables_init(struct spot_setup_tables *tables, const struct spot_cli_common *common,
    const struct spot_run_options *run, struct spot_rejects *rejects, struct spot_error *err);
void spot_setup_tables_reset(struct spot_setup_tables *tables);

/* Loads every -r. common must outlive it. Nothing is kept after an error. */
int spot_run_setup_load(struct spot_run_setup *setup, const struct spot_cli_common *common,
    struct spot_error *err);
/* And reads every --with. asked: what the verb wants of contacts and events; NULL: nothing, they
 * are read where the rules read them. rejects takes what second tables reject. */
int spot_run_setup_read(struct spot_run_setup *setup, const struct spot_people_options *asked,
    const struct spot_cli_common *common, struct spot_rejects *rejects, struct spot_error *err);
/* Both, for verbs that ask nothing of people. */
int spot_run_setup_init(struct spot_run_setup *setup, const struct spot_cli_common *common,
    struct spot_rejects *rejects, struct spot_error *err);
void spot_run_setup_reset(struct spot_run_setup *setup);

#endif
