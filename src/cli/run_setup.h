/* SPDX-License-Identifier: MIT */
/* From the common options to a run: rule files loaded, second tables read, reader options. For
 * the verbs that read data. */
#ifndef SPOT_CLI_RUN_SETUP_H
#define SPOT_CLI_RUN_SETUP_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/options.h"
#include "engine/people.h"
#include "engine/run.h"
#include "rules/load.h"
#include "table/output.h"
#include "table/reject.h"

/* --rejects FILE: written whole or not at all. Without that option nothing is written. */
struct spot_rejects {
	struct spot_output *output;
	bool is_safe; /* --spreadsheet-safe */
	struct spot_buf line, guarded;
};

int spot_rejects_open(struct spot_rejects *rejects, const struct spot_cli_common *common,
    struct spot_error *err);
int spot_rejects_add(struct spot_rejects *rejects, const struct spot_reject *reject,
    struct spot_error *err);
int spot_rejects_commit(struct spot_rejects *rejects, struct spot_error *err);
void spot_rejects_close(struct spot_rejects *rejects);

/* A text of CSV to path at once, as --spreadsheet-safe wants it; see spot_output_put. */
int spot_setup_put_csv(const char *path, const struct spot_buf *csv,
    const struct spot_cli_common *common, struct spot_error *err);

/* Seconds on a clock that only goes forward. */
double spot_setup_seconds(void);

/* A line on a terminal's stderr that says how far the run is; nothing elsewhere. */
struct spot_progress {
	bool shown, enabled;
	double next_seconds;
};

void spot_progress_init(struct spot_progress *progress, bool quiet);
void spot_progress_show(struct spot_progress *progress, uint64_t rows, size_t read_bytes,
    size_t size_bytes);
void spot_progress_clear(struct spot_progress *progress);

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

/* Must stay where it is until reset, and err too. rejects may be NULL. */
int spot_setup_tables_init(struct spot_setup_tables *tables, const struct spot_cli_common *common,
    const struct spot_run_options *run, struct spot_rejects *rejects, struct spot_error *err);
void spot_setup_tables_reset(struct spot_setup_tables *tables);

/* Loads every -r. common must outlive it. Nothing is kept after an error. */
int spot_run_setup_load(struct spot_run_setup *setup, const struct spot_cli_common *common,
    struct spot_error *err);
/* And reads every --with. asked: what the verb wants of contacts and events; NULL: nothing, they
 * are read where the rules read them. rejects (may be NULL) takes what second tables reject. */
int spot_run_setup_read(struct spot_run_setup *setup, const struct spot_people_options *asked,
    const struct spot_cli_common *common, struct spot_rejects *rejects, struct spot_error *err);
/* Both, for verbs that ask nothing of people. */
int spot_run_setup_init(struct spot_run_setup *setup, const struct spot_cli_common *common,
    struct spot_rejects *rejects, struct spot_error *err);
void spot_run_setup_reset(struct spot_run_setup *setup);

#endif
