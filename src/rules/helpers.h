/* SPDX-License-Identifier: MIT */
/* What the files helpers*.c share. */
#ifndef SPOT_RULES_HELPERS_H
#define SPOT_RULES_HELPERS_H

#include "rules/lib.h"
#include "rules/sandbox.h"

/* The helpers that take a fixed number of arguments: how many at most. */
#define SPOT_HELPERS_FIXED(X) \
	X(bands, 2) \
	X(between, 3) \
	X(date, 1) \
	X(days_since, 1) \
	X(month, 1) \
	X(months_since, 1) \
	X(ramp, 3) \
	X(regex, 2) \
	X(year, 1) \
	X(years_since, 1)

enum {
#define SPOT_HELPER_MEMBER(name, n) SPOT_HELPER_MAX_##name = n,
	SPOT_HELPERS_FIXED(SPOT_HELPER_MEMBER)
#undef SPOT_HELPER_MEMBER
};

/* Of what has cut a number in two: 1,000. */
#define SPOT_HELPERS_COMMA "numbers are written without commas: 1000, not 1,000"

/* An error when there are more than max arguments. */
void spot_helpers_limit(lua_State *L, const char *helper, int max);
/* How many the helper of that name takes; SIZE_MAX: any number, or it is none. */
size_t spot_helpers_max(const char *name);

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
