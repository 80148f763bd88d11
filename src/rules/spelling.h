/* SPDX-License-Identifier: MIT */
/* Pieces of Lua that a program writes for people to take over. Pure. */
#ifndef SPOT_RULES_SPELLING_H
#define SPOT_RULES_SPELLING_H

#include "base/buf.h"

/* A text with its quotes; line ends and other control characters escaped. */
void spot_spelling_text(struct spot_buf *out, struct spot_view text);
/* The same without the quotes, to stand in a text. */
void spot_spelling_inside(struct spot_buf *out, struct spot_view text);
/* a.name, or a["end"] where that is no name in Lua. */
void spot_spelling_read(struct spot_buf *out, const char *name);
/* The key of a table: name, or ["end"]. */
void spot_spelling_key(struct spot_buf *out, const char *name);

#endif
