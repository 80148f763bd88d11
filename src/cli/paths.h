/* SPDX-License-Identifier: MIT */
/* Files that a run reads and writes must not be one and the same by mistake. */
#ifndef SPOT_CLI_PATHS_H
#define SPOT_CLI_PATHS_H

#include "cli/options.h"

/* SPOT_EUSAGE when --rejects would overwrite a file that is read or the output, or --output a rule
 * file or a second table. A data file may be replaced by its own result. */
int spot_paths_check(const struct spot_cli_common *common, struct spot_error *err);

/* A further file that an option writes: no file of this run. */
int spot_paths_check_more(const char *option, const char *path,
    const struct spot_cli_common *common, struct spot_error *err);

#endif
