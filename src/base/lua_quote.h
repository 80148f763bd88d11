/* SPDX-License-Identifier: MIT */
/* Text as Lua source writes it: in one line, and nothing in it is obeyed rather than shown. */
#ifndef SPOT_BASE_LUA_QUOTE_H
#define SPOT_BASE_LUA_QUOTE_H

#include "base/buf.h"
#include "base/view.h"

/* A string with its quotes. Lua reads the same bytes back, any bytes. */
void spot_lua_quote(struct spot_buf *out, struct spot_view text);

/* What stands between the quotes. */
void spot_lua_quote_inner(struct spot_buf *out, struct spot_view text);

#endif
