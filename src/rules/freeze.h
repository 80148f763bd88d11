/* SPDX-License-Identifier: MIT */
/*
 * Read-only tables. A frozen table is a proxy whose contents are reached through __index; writing
 * raises an error. Library functions (pairs, next, #, ipairs, concat, unpack, one_of …) see through
 * it. The room's own; protected code only.
 */
#ifndef SPOT_RULES_FREEZE_H
#define SPOT_RULES_FREEZE_H

#include <lua.h>
#include <stdbool.h>

/* Replaces the table at idx by its frozen form, nested tables too, each table once (cycles are
 * fine). what names it in the error ("params"). */
void spot_freeze_table(lua_State *L, int idx, const char *what);

/* Is shown every function that freezing meets, at the top of the stack (left there): root itself
 * or what is in a table (holder 0), or what that upvalue of holder is. Those in Lua once
 * per state. */
typedef void (*spot_freeze_watch_fn)(lua_State *L, int root_idx, int holder_idx,
    const char *upvalue);

/* Freezes every table reachable from the upvalues of the function at idx (and of functions in
 * them), in place, except _ENV. Each function once per state. watch may be NULL. */
void spot_freeze_function(lua_State *L, int idx, spot_freeze_watch_fn watch);
/* The same of a rule function, watched by purity.h. */
void spot_freeze_upvalues(lua_State *L, int idx);

bool spot_freeze_is_frozen(lua_State *L, int idx);
/* Pushes the contents of the frozen table at idx, or the table itself when it is not frozen. Never
 * hand it to a rule. */
void spot_freeze_push_raw(lua_State *L, int idx);

/* Pops the contents at the top and makes the empty table below them their proxy, newindex being
 * what a write calls. */
void spot_freeze_wrap(lua_State *L, lua_CFunction newindex);

#endif
