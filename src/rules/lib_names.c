/* SPDX-License-Identifier: MIT */
/*
 * Names that a library does not have. nil would make a misspelt one a rule that fails far from the
 * mistake, or one that never fails ("if text.trim then"), so reading one is an error; also where
 * the library stands behind a text, as in a.industry:uper().
 *
 * The function that raises stands two tables behind the library's: reach.c knows params by one that
 * stands directly behind.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/freeze.h"
#include "rules/lib.h"
#include "rules/sandbox.h"

enum {
	UNITS_PER_LACK = 100,
	UNITS_PER_CANDIDATE = 50,
	MAX_NAME = 200, /* bytes; nothing is near to a longer name */
};

/* What Lua has, had or may be thought to have, and why it is not here. */
static const struct absent {
	const char *library, *name, *why;
} absents[] = {
	{ "math", "random", "rules give the same answer every time" },
	{ "math", "randomseed", "rules give the same answer every time" },
	{ "math", "pow", "write x ^ y" },
	{ "math", "log10", "write math.log(x, 10)" },
	{ "math", "round", "write math.floor(x + 0.5)" },
	{ "string", "dump", "compiled code is never loaded" },
	{ "string", "pack", "rules work on values, not on bytes" },
	{ "string", "packsize", "rules work on values, not on bytes" },
	{ "string", "unpack", "rules work on values, not on bytes" },
	{ "string", "length", "write #text" },
	{ "string", "contains", "write like(text, \"*word*\")" },
	{ "string", "split", "declare the field as a list, or use gmatch" },
	{ "string", "trim", "cells are trimmed already" },
	{ "table", "move", "copy the items in a for loop" },
	{ "table", "pack", "write { ... }" },
	{ "table", "getn", "write #list" },
	{ "table", "contains", "write has(list, item)" },
};

static const char *why_absent(const char *library, const char *name)
{
	for (size_t i = 0; i < sizeof(absents) / sizeof(absents[0]); i++)
		if (strcmp(absents[i].library, library) == 0 && strcmp(absents[i].name, name) == 0)
			return absents[i].why;
	return NULL;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The nearest of the names in the table at the top; pushes one value that keeps them. */
static const char *nearest(lua_State *L, const char *name)
{
	int library = lua_gettop(L);
	size_t n = 0;
	for (lua_pushnil(L); lua_next(L, library); lua_pop(L, 1))
		n++;
	spot_sandbox_charge(L, UNITS_PER_CANDIDATE * n);
	const char **names = lua_newuserdatauv(L, (n + 1) * sizeof(*names), 0);
	n = 0;
	for (lua_pushnil(L); lua_next(L, library); lua_pop(L, 1))
		if (lua_type(L, -2) == LUA_TSTRING)
			names[n++] = lua_tostring(L, -2);
	/* Among equally near ones the first counts, and Lua's order is not always the same. */
	qsort(names, n, sizeof(*names), compare);
	return spot_text_nearest(name, names, n);
}

bool spot_lib_lacks(lua_State *L, const char *library, struct spot_view name,
    struct spot_error *err)
{
	int top = lua_gettop(L);
	luaL_checkstack(L, 8, NULL);
	lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	spot_freeze_push_raw(L, -1);
	lua_pushstring(L, library);
	lua_rawget(L, -2);
	bool lacks = spot_freeze_is_frozen(L, -1);
	if (lacks) {
		spot_freeze_push_raw(L, -1);
		lua_pushlstring(L, name.ptr, name.len);
		lacks = lua_rawget(L, -2) == LUA_TNIL;
		lua_pop(L, 1);
	}
	if (lacks) {
		spot_sandbox_charge(L, UNITS_PER_LACK + name.len / 16);
		const char *why = why_absent(library, name.ptr);
		const char *near = why || name.len > MAX_NAME ? NULL : nearest(L, name.ptr);
		if (why)
			spot_error_set(err, SPOT_ERULES, "%s.%s is not there: %s", library,
			    name.ptr, why);
		else
			spot_error_set(err, SPOT_ERULES, "%s has no \"%s\"", library, name.ptr);
		if (near)
			spot_error_hint(err, "did you mean \"%s\"?", near);
	}
	lua_settop(L, top);
	return lacks;
}

/* Upvalue: the library's name. */
static int refuse_read(lua_State *L)
{
	struct spot_error err = SPOT_ERROR_INIT;
	const char *library = lua_tostring(L, lua_upvalueindex(1));
	if (lua_type(L, 2) != LUA_TSTRING || !spot_lib_lacks(L, library, spot_lib_view(L, 2), &err))
		return 0;
	if (err.hint[0])
		spot_sandbox_hint(L, "%s", err.hint);
	return luaL_error(L, "%s", err.what);
}

void spot_lib_make_strict(lua_State *L, const char *library)
{
	lua_createtable(L, 0, 1); /* library meta */
	lua_newtable(L);
	lua_createtable(L, 0, 1); /* library meta behind meta */
	lua_pushstring(L, library);
	lua_pushcclosure(L, refuse_read, 1);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
}
