/* SPDX-License-Identifier: MIT */
/* Completions for shells, from the verb tables. */
#ifndef SPOT_CLI_COMPLETION_H
#define SPOT_CLI_COMPLETION_H

#include <stdbool.h>

struct spot_buf;

/* False when the shell is not one of spot_help_shells. */
bool spot_completion_script(struct spot_buf *out, const char *shell);

#endif
