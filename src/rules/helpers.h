/* SPDX-License-Identifier: MIT */
/* What the files helpers*.c share. */
#ifndef SPOT_RULES_HELPERS_H
#define SPOT_RULES_HELPERS_H

#include "rules/lib.h"
#include "rules/sandbox.h"

/* The number at arg; an error in plain words when it is nil or no number. */
lua_Number spot_helpers_number(lua_State *L, int arg, const char *helper);
/* The date (days) at arg, likewise. */
int64_t spot_helpers_date(lua_State *L, int arg, const char *helper);
/* The error for an argument that is not what it must be. Does not return. */
int spot_helpers_refuse(lua_State *L, int arg, const char *helper, const char *wanted);

/* The item i of a list, at the top, must be something that compares: text, number or flag. */
void spot_helpers_check_item(lua_State *L, const char *helper, lua_Integer i);

/* helpers_set.c: what a long read-only list holds. */
struct spot_helpers_set;
/* Pushes the table where sets are kept by their lists. */
void spot_helpers_sets_push(lua_State *L);
/* The set of the frozen table at arg, opened as list: pushed (one value in any case) and returned;
 * NULL when there is no room for it. */
const struct spot_helpers_set *spot_helpers_set_of(lua_State *L, int sets, int arg,
    const struct spot_lib_sequence *list);
/* Whether it holds the value at idx: by Lua's ==, texts without regard to case. */
bool spot_helpers_set_has(lua_State *L, const struct spot_helpers_set *set, int idx);

extern const luaL_Reg spot_helpers_number_functions[]; /* helpers_number.c */
/* helpers_text.c, helpers_regex.c: add their functions with what these keep in the state. */
void spot_helpers_text_open(lua_State *L);
void spot_helpers_regex_open(lua_State *L);

#endif
