/* SPDX-License-Identifier: MIT */
/*
 * math without random and randomseed: Lua's own functions, each behind a guard that charges texts
 * that stand for numbers. Each has a C function of its own, so that a function can be told by its
 * address.
 */
#include <lualib.h>

#include "rules/internal.h"
#include "rules/lib.h"

static int guarded(lua_State *L)
{
	spot_lib_charge_texts(L);
	return spot_lib_call_stock(L);
}

#define MATH_FUNCTIONS(X) \
	X(abs) X(acos) X(asin) X(atan) X(ceil) X(cos) X(deg) X(exp) X(floor) X(fmod) X(log) \
	X(max) X(min) X(modf) X(rad) X(sin) X(sqrt) X(tan) X(tointeger) X(type) X(ult)

#define DEFINE(name) \
	static int math_##name(lua_State *L) \
	{ \
		return guarded(L); \
	}
MATH_FUNCTIONS(DEFINE)

#define ENTRY(name) { #name, math_##name },
static const luaL_Reg guards[] = { MATH_FUNCTIONS(ENTRY) { NULL, NULL } };

static const char *const constants[] = { "huge", "maxinteger", "mininteger", "pi" };

void spot_lib_math_open(lua_State *L)
{
	lua_pushcfunction(L, luaopen_math);
	lua_call(L, 0, 1); /* stock */
	lua_newtable(L);   /* stock math */
	spot_lib_add_guards(L, guards);
	for (size_t i = 0; i < sizeof(constants) / sizeof(constants[0]); i++) {
		lua_getfield(L, -2, constants[i]);
		lua_setfield(L, -2, constants[i]);
	}
	spot_lib_add_table(L, "math");
	lua_pop(L, 1);
	spot_lib_utf8_open(L);
}
