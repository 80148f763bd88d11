/* SPDX-License-Identifier: MIT */
/* between, ramp, bands. */
#include <math.h>

#include "rules/freeze.h"
#include "rules/helpers.h"

static int helper_between(lua_State *L)
{
	spot_helpers_limit(L, "between", SPOT_HELPER_MAX_between);
	/* Texts compare as Lua's own operators do: by bytes. */
	int type = lua_type(L, 1);
	if (type != LUA_TNUMBER && type != LUA_TSTRING)
		spot_helpers_refuse(L, 1, "between", "a number");
	for (int arg = 2; arg <= 3; arg++)
		if (lua_type(L, arg) != type)
			spot_helpers_refuse(L, arg, "between",
			    type == LUA_TNUMBER ? "a number" : "text as the first");
	if (type == LUA_TSTRING)
		spot_lib_charge_texts(L);
	lua_pushboolean(L, lua_compare(L, 2, 1, LUA_OPLE) && lua_compare(L, 1, 3, LUA_OPLE));
	return 1;
}

static int helper_ramp(lua_State *L)
{
	spot_helpers_limit(L, "ramp", SPOT_HELPER_MAX_ramp);
	lua_Number x = spot_helpers_number(L, 1, "ramp");
	lua_Number from = spot_helpers_number(L, 2, "ramp");
	lua_Number to = spot_helpers_number(L, 3, "ramp");
	if (!isfinite(from) || !isfinite(to))
		return luaL_error(L, "ramp: its ends must be finite numbers");
	if (from == to)
		return luaL_error(L, "ramp: from and to are the same");
	lua_Number y = (x - from) / (to - from);
	/* NaN stays NaN: the rule's answer is then refused. */
	if (y <= 0)
		y = 0;
	else if (y >= 1)
		y = 1;
	lua_pushnumber(L, y);
	return 1;
}

/* Pushes limit and value of row i of the bands at idx. */
static lua_Number push_band(lua_State *L, int bands, lua_Integer i)
{
	lua_rawgeti(L, bands, i); /* row */
	if (!lua_istable(L, -1))
		luaL_error(L, "bands: row %d is not a table of a limit and a value", (int)i);
	spot_freeze_push_raw(L, -1);
	lua_remove(L, -2);
	if (lua_rawgeti(L, -1, 3) != LUA_TNIL) {
		spot_sandbox_hint(L, "%s", SPOT_HELPERS_COMMA);
		luaL_error(L, "bands: row %d has more than a limit and a value", (int)i);
	}
	lua_pop(L, 1);
	lua_rawgeti(L, -1, 1);
	lua_rawgeti(L, -2, 2); /* row limit value */
	lua_remove(L, -3);
	if (lua_type(L, -2) != LUA_TNUMBER || isnan(lua_tonumber(L, -2)))
		luaL_error(L, "bands: the limit of row %d is not a number", (int)i);
	if (lua_isnil(L, -1))
		luaL_error(L, "bands: row %d has no value", (int)i);
	return lua_tonumber(L, -2);
}

static int helper_bands(lua_State *L)
{
	spot_helpers_limit(L, "bands", SPOT_HELPER_MAX_bands);
	spot_helpers_number(L, 1, "bands");
	if (!lua_istable(L, 2))
		spot_helpers_refuse(L, 2, "bands", "a table of { limit, value } rows");
	lua_settop(L, 2);
	spot_freeze_push_raw(L, 2); /* x bands raw */
	lua_Integer n = (lua_Integer)lua_rawlen(L, 3);
	if (n == 0)
		return luaL_error(L, "bands: the table has no { limit, value } rows");
	lua_pushnil(L);
	lua_pushnil(L); /* x bands raw last answer */
	for (lua_Integer i = 1; i <= n; i++) {
		spot_sandbox_charge(L, 4);
		push_band(L, 3, i); /* x bands raw last answer limit value */
		if (i > 1 && !lua_compare(L, 4, 6, LUA_OPLT))
			return luaL_error(L, "bands: the limits must ascend; row %d does not",
			    (int)i);
		if (lua_compare(L, 6, 1, LUA_OPLE))
			lua_copy(L, 7, 5);
		lua_copy(L, 6, 4);
		lua_settop(L, 5);
	}
	return 1;
}

const luaL_Reg spot_helpers_number_functions[] = {
	{ "bands", helper_bands },
	{ "between", helper_between },
	{ "ramp", helper_ramp },
	{ NULL, NULL },
};
