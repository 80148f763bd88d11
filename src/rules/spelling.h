/* SPDX-License-Identifier: MIT */
/* Names in Lua that a program writes for people to take over; texts: base/lua_quote.h. Pure. */
#ifndef SPOT_RULES_SPELLING_H
#define SPOT_RULES_SPELLING_H

#include "base/buf.h"

/* a.name, or a["end"] where that is no name in Lua. */
void spot_spelling_read(struct spot_buf *out, const char *name);
/* The key of a table: name, or ["end"]. */
void spot_spelling_key(struct spot_buf *out, const char *name);

#endif
