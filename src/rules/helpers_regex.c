/* SPDX-License-Identifier: MIT */
/*
 * regex. Compiled patterns are userdata kept by their text, up to a number and a size; beyond that
 * they are compiled anew each time and freed at once, since the collector does not know how large
 * they are.
 */
#include "program/regex.h"

#include "rules/helpers.h"

enum {
	MAX_KEPT = 256,
	MAX_KEPT_BYTES = 8 << 20,
	COMPILE_UNITS = 5000,
	COMPILE_UNITS_PER_BYTE = 50,
	MAX_CHARGED_BYTES = 16 << 10,
	MATCH_UNITS = 50,
};

enum { UP_META = 1, UP_KEPT, UP_TOTAL };

struct kept {
	unsigned n;
	size_t bytes;
};

static int regex_free(lua_State *L)
{
	struct spot_regex **regex = lua_touserdata(L, 1);
	spot_regex_free(*regex);
	*regex = NULL;
	return 0;
}

static int raise_error(lua_State *L, const struct spot_error *err)
{
	if (err->code == SPOT_ENOMEM)
		spot_sandbox_raise_nomem(L);
	return luaL_error(L, "regex: %s", err->what);
}

static void keep(lua_State *L, const struct spot_regex *regex, bool *kept)
{
	struct kept *total = lua_touserdata(L, lua_upvalueindex(UP_TOTAL));
	size_t size = spot_regex_size(regex);
	*kept = total->n < MAX_KEPT && size <= MAX_KEPT_BYTES - total->bytes;
	if (!*kept)
		return;
	lua_pushvalue(L, 2);
	lua_pushvalue(L, -2);
	lua_rawset(L, lua_upvalueindex(UP_KEPT));
	total->n++;
	total->bytes += size;
}

/* Pushes the compiled pattern of argument 2. */
static struct spot_regex **push_regex(lua_State *L, bool *kept)
{
	struct spot_error err;
	*kept = true;
	lua_pushvalue(L, 2);
	if (lua_rawget(L, lua_upvalueindex(UP_KEPT)) == LUA_TUSERDATA)
		return lua_touserdata(L, -1);
	lua_pop(L, 1);
	struct spot_view pattern = spot_lib_view(L, 2);
	/* Those that are too long are refused unread. */
	size_t len = pattern.len < MAX_CHARGED_BYTES ? pattern.len : MAX_CHARGED_BYTES;
	spot_sandbox_charge(L, COMPILE_UNITS + len * COMPILE_UNITS_PER_BYTE);
	/* The userdata first: what follows it cannot be lost. */
	struct spot_regex **regex = lua_newuserdatauv(L, sizeof(struct spot_regex *), 0);
	*regex = NULL;
	lua_pushvalue(L, lua_upvalueindex(UP_META));
	lua_setmetatable(L, -2);
	if (spot_regex_new(regex, pattern, &err))
		raise_error(L, &err);
	keep(L, *regex, kept);
	return regex;
}

static int helper_regex(lua_State *L)
{
	struct spot_error err;
	bool matched, kept;
	uint64_t n_steps;
	spot_helpers_limit(L, "regex", SPOT_HELPER_MAX_regex);
	for (int arg = 1; arg <= 2; arg++)
		if (lua_type(L, arg) != LUA_TSTRING)
			spot_helpers_refuse(L, arg, "regex", "text");
	spot_sandbox_charge(L, MATCH_UNITS + lua_rawlen(L, 1) / 8);
	struct spot_regex **regex = push_regex(L, &kept);
	int rc = spot_regex_match_counted(*regex, spot_lib_view(L, 1), &matched, &n_steps, &err);
	if (!kept) {
		spot_regex_free(*regex);
		*regex = NULL;
	}
	spot_sandbox_charge(L, n_steps / 2);
	if (rc)
		raise_error(L, &err);
	lua_pushboolean(L, matched);
	return 1;
}

void spot_helpers_regex_open(lua_State *L)
{
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, regex_free);
	lua_setfield(L, -2, "__gc"); /* meta */
	lua_newtable(L);
	struct kept *total = lua_newuserdatauv(L, sizeof(*total), 0);
	*total = (struct kept) { 0 };
	lua_pushcclosure(L, helper_regex, 3);
	spot_sandbox_add_global(L, "regex");
}
