/* SPDX-License-Identifier: MIT */
/* What the functions shown to Lua (lib_*.c, helpers*.c) share. */
#ifndef SPOT_RULES_LIB_H
#define SPOT_RULES_LIB_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/view.h"

/* Values that one call may hand back. */
enum { SPOT_LIB_MAX_RESULTS = 10000 };

/* What type() says: accounts and their lists are tables to a rule. */
const char *spot_lib_type_name(lua_State *L, int idx);
bool spot_lib_is_list(lua_State *L, int idx);
bool spot_lib_is_account(lua_State *L, int idx);

/* The text at idx, which must be of type string. */
struct spot_view spot_lib_view(lua_State *L, int idx);
/* Pushes the value at idx as text that is the same everywhere: no addresses, one NaN. */
void spot_lib_push_text(lua_State *L, int idx);

/* As luaL_checkinteger, luaL_optinteger; texts that stand for numbers are charged. */
lua_Integer spot_lib_integer(lua_State *L, int arg);
lua_Integer spot_lib_integer_or(lua_State *L, int arg, lua_Integer otherwise);
/* Charges the texts among the arguments, as reading each once. */
void spot_lib_charge_texts(lua_State *L);

/* A table, frozen table or list as a sequence to read. */
struct spot_lib_sequence {
	int idx;       /* on the stack: raw table, or list */
	bool is_list;
	lua_Integer n;
};
/* Pushes one value (the raw table or list); an error when the argument is none of those. */
struct spot_lib_sequence spot_lib_sequence_open(lua_State *L, int arg);
void spot_lib_sequence_push(lua_State *L, const struct spot_lib_sequence *sequence,
    lua_Integer i);
/* An error unless the argument is a table that may be changed. */
void spot_lib_check_writable(lua_State *L, int arg);

/* Makes the table at the top read-only and the global name; names that it does not have cannot be
 * read. */
void spot_lib_add_table(lua_State *L, const char *name);
/* Adds the functions as globals. */
void spot_lib_add_functions(lua_State *L, const luaL_Reg *functions);
/* Sets functions into the table at the top, each with Lua's own function of that name, from the
 * table under it, as its upvalue; spot_lib_call_stock calls that. */
void spot_lib_add_guards(lua_State *L, const luaL_Reg *functions);
int spot_lib_call_stock(lua_State *L);

/* Whether it is what pairs or gmatch gave: a function that keeps its place from call to call. */
bool spot_lib_is_iterator(lua_State *L, int idx);

/* lib_names.c */
/* Makes reading a text key that the table at the top does not have an error. */
void spot_lib_make_strict(lua_State *L, const char *library);
/* Whether the library, a global, has no such name; then err says so and what to do. False for
 * globals that are no library. Protected code; charged. */
bool spot_lib_lacks(lua_State *L, const char *library, struct spot_view name,
    struct spot_error *err);

/* lib_order.c: pairs and next. */
int spot_lib_pairs(lua_State *L);
int spot_lib_pairs_step(lua_State *L);
int spot_lib_next(lua_State *L);
/* lib_match.c: find, match, gmatch, gsub. */
extern const luaL_Reg spot_lib_match_functions[];
int spot_lib_gmatch_step(lua_State *L);
/* lib_sort.c */
int spot_lib_sort(lua_State *L);
void spot_lib_utf8_open(lua_State *L);

#endif
