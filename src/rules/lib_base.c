/* SPDX-License-Identifier: MIT */
/*
 * assert, error, ipairs, select, tonumber, tostring, type as Lua's manual describes them, except
 * that text never holds an address. Written anew rather than taken from Lua's base library, so
 * that that one, with load and pcall in it, is never opened.
 */
#include <ctype.h>

#include "rules/internal.h"
#include "rules/lib.h"

static int base_assert(lua_State *L)
{
	luaL_checkany(L, 1);
	if (lua_toboolean(L, 1))
		return lua_gettop(L);
	if (lua_gettop(L) == 1)
		return luaL_error(L, "assertion failed");
	lua_settop(L, 2);
	return spot_sandbox_raise_own(L);
}

static int base_error(lua_State *L)
{
	int level = (int)spot_lib_integer_or(L, 2, 1);
	lua_settop(L, 1);
	if (lua_type(L, 1) == LUA_TSTRING && level > 0) {
		luaL_where(L, level);
		lua_insert(L, 1);
		lua_concat(L, 2);
	}
	return spot_sandbox_raise_own(L);
}

static int ipairs_step(lua_State *L)
{
	lua_Integer i = luaL_checkinteger(L, 2);
	i = (lua_Integer)((lua_Unsigned)i + 1);
	lua_pushinteger(L, i);
	return lua_geti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

static int base_ipairs(lua_State *L)
{
	if (lua_isnoneornil(L, 1))
		return luaL_argerror(L, 1, "a table or list expected, got nil");
	lua_settop(L, 1);
	lua_pushcfunction(L, ipairs_step);
	lua_insert(L, 1);
	lua_pushinteger(L, 0);
	return 3;
}

static int base_select(lua_State *L)
{
	int n = lua_gettop(L);
	spot_sandbox_charge(L, (uint64_t)n / 4);
	if (lua_type(L, 1) == LUA_TSTRING && *lua_tostring(L, 1) == '#') {
		lua_pushinteger(L, n - 1);
		return 1;
	}
	lua_Integer i = spot_lib_integer(L, 1);
	if (i < 0)
		i = n + i;
	else if (i > n)
		i = n;
	luaL_argcheck(L, i >= 1, 1, "there are not so many values");
	return n - (int)i;
}

static int digit_value(int c)
{
	if (isdigit(c))
		return c - '0';
	return isalpha(c) ? toupper(c) - 'A' + 10 : 99;
}

/* Whole numbers in another base; wraps around as Lua's do. */
static bool read_based(struct spot_view text, int base, lua_Integer *out)
{
	static const char space[] = " \f\n\r\t\v";
	lua_Unsigned value = 0;
	bool negative = false, any = false;
	const char *p = text.ptr, *end = text.ptr + text.len;
	while (p < end && *p && strchr(space, *p))
		p++;
	if (p < end && (*p == '-' || *p == '+'))
		negative = *p++ == '-';
	for (; p < end && digit_value((unsigned char)*p) < base; p++) {
		value = value * (lua_Unsigned)base + (lua_Unsigned)digit_value((unsigned char)*p);
		any = true;
	}
	while (p < end && *p && strchr(space, *p))
		p++;
	*out = (lua_Integer)(negative ? 0 - value : value);
	return any && p == end;
}

static int base_tonumber(lua_State *L)
{
	spot_lib_charge_texts(L);
	if (!lua_isnoneornil(L, 2)) {
		lua_Integer base = luaL_checkinteger(L, 2), value;
		luaL_checktype(L, 1, LUA_TSTRING);
		luaL_argcheck(L, base >= 2 && base <= 36, 2, "the base must be 2 to 36");
		if (read_based(spot_lib_view(L, 1), (int)base, &value))
			lua_pushinteger(L, value);
		else
			lua_pushnil(L);
		return 1;
	}
	luaL_checkany(L, 1);
	if (lua_type(L, 1) == LUA_TNUMBER) {
		lua_settop(L, 1);
		return 1;
	}
	if (lua_type(L, 1) == LUA_TSTRING) {
		struct spot_view text = spot_lib_view(L, 1);
		if (lua_stringtonumber(L, text.ptr) == text.len + 1)
			return 1;
	}
	lua_pushnil(L);
	return 1;
}

static int base_tostring(lua_State *L)
{
	luaL_checkany(L, 1);
	spot_lib_push_text(L, 1);
	return 1;
}

static int base_type(lua_State *L)
{
	luaL_checkany(L, 1);
	lua_pushstring(L, spot_lib_type_name(L, 1));
	return 1;
}

static const luaL_Reg functions[] = {
	{ "assert", base_assert },
	{ "error", base_error },
	{ "ipairs", base_ipairs },
	{ "next", spot_lib_next },
	{ "pairs", spot_lib_pairs },
	{ "select", base_select },
	{ "tonumber", base_tonumber },
	{ "tostring", base_tostring },
	{ "type", base_type },
	{ NULL, NULL },
};

void spot_lib_base_open(lua_State *L)
{
	spot_lib_add_functions(L, functions);
}
