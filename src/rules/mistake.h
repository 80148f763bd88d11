/* SPDX-License-Identifier: MIT */
/* What people write who know another language, and what Lua says of it. The room's own. */
#ifndef SPOT_RULES_MISTAKE_H
#define SPOT_RULES_MISTAKE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/view.h"

/* Of text that does not compile: puts the line right where Lua's message names another one, shows
 * a character that it gives by its bytes, and hints at what was meant, as far as that is known. */
void spot_mistake_explain(struct spot_error *err, struct spot_view text);

/* The line on which a text begins that is longer than max bytes; 0: none does. */
unsigned long spot_mistake_long_text(struct spot_view text, size_t max);

/* What to write for a constant of another language; NULL: it is none. */
const char *spot_mistake_constant(const char *name);
/* Whether it is a text of the words of rule files, such as a type of a field, without quotes. */
bool spot_mistake_is_unquoted(const char *name);

#endif
