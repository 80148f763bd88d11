/* SPDX-License-Identifier: MIT */
/* Files that a run reads and writes must not be one and the same by mistake: under any name, also
 * through links and standard streams, and where what is written is not there yet. */
#ifndef SPOT_CLI_PATHS_H
#define SPOT_CLI_PATHS_H

#include "cli/options.h"
#include "rules/model.h"

/* Fills writes and replaces of opts, a verb's options as they were read. SPOT_EUSAGE where a file
 * that is written is read too, or written twice; the output alone may replace the one data file,
 * where the verb says that it holds all of it (may_replace). SPOT_ENOMEM. */
int spot_paths_check(const struct spot_verb *verb, void *opts, struct spot_error *err);

/* The same of the files that a rule file has included or extends. */
int spot_paths_check_sources(const struct spot_cli_common *common, const struct spot_rules *rules,
    struct spot_error *err);

#endif
