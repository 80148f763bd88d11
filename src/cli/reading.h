/* SPDX-License-Identifier: MIT */
/* What a verb tells while it reads data: rejects to their file, how far it is to the terminal. */
#ifndef SPOT_CLI_READING_H
#define SPOT_CLI_READING_H

#include "cli/progress.h"
#include "cli/rejects.h"
#include "engine/run.h"
#include "engine/wanted.h"

struct spot_reading {
	struct spot_rejects rejects;
	struct spot_progress progress;
	struct spot_wanted *wanted; /* is told of rejects; NULL: nobody is */
};

/* From now on; until spot_progress_clear. Without --rejects, and where rejects are not set aside,
 * rows that cannot be used end the run (struct spot_run_calls). reading must stay where it is. */
struct spot_run_calls spot_reading_calls(
    struct spot_reading *reading, const struct spot_cli_common *common);

/* Says on stderr what of the accounts (unread, or NULL) and of the panels' second tables could not
 * be used; nothing with --quiet, or where all was read. */
void spot_reading_tell(const struct spot_verb *verb, const struct spot_cli_common *common,
    const struct spot_unread *unread, const struct spot_panel *panels, size_t n_panels);

#endif
