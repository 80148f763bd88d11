/* SPDX-License-Identifier: MIT */
/* An option's text into the member of a verb's struct that it fills. */
#ifndef SPOT_CLI_VALUES_H
#define SPOT_CLI_VALUES_H

#include "base/error.h"
#include "base/mem.h"
#include "cli/options.h"

struct spot_verb;

/* Reads text as the option's kind into opts + option->offset; text and lists are kept in the arena.
 * text is NULL for a flag. Errors: SPOT_EUSAGE with "--name" as the place, SPOT_ENOMEM. */
int spot_values_store(const struct spot_verb *verb, const struct spot_cli_option *option,
    const char *text, void *opts, struct spot_arena *arena, struct spot_error *err);

/* Appends a copy of text. SPOT_ENOMEM when there is no room. */
int spot_values_append(struct spot_cli_list *list, const char *text, size_t len,
    struct spot_arena *arena, struct spot_error *err);

#endif
