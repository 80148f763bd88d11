/* SPDX-License-Identifier: MIT */
/*
 * The VM has no arithmetic on strings; it asks their metatable. Each text is charged, since one of
 * a megabyte of digits is a number too.
 */
#include "rules/lib_arith.h"

#include "rules/lib.h"
#include "rules/sandbox.h"

enum { DIGITS_PER_UNIT = 8, SHOWN_BYTES = 40 };

static void push_number(lua_State *L, int idx)
{
	if (lua_type(L, idx) == LUA_TNUMBER) {
		lua_pushvalue(L, idx);
		return;
	}
	if (lua_type(L, idx) != LUA_TSTRING)
		luaL_error(L, "attempt to perform arithmetic on a %s value",
		    lua_isnil(L, idx) ? "nil" : spot_lib_type_name(L, idx));
	struct spot_view text = spot_lib_view(L, idx);
	spot_sandbox_charge(L, text.len / DIGITS_PER_UNIT);
	if (lua_stringtonumber(L, text.ptr) == text.len + 1)
		return;
	char shown[SHOWN_BYTES + 4];
	size_t n = text.len < SHOWN_BYTES ? text.len : SHOWN_BYTES;
	memcpy(shown, text.ptr, n);
	memcpy(shown + n, text.len > n ? "..." : "", text.len > n ? 4 : 1);
	luaL_error(L, "attempt to perform arithmetic on the text \"%s\"", shown);
}

/* The VM gives a minus sign its operand twice. */
static int calculate(lua_State *L, int op)
{
	push_number(L, 1);
	if (op != LUA_OPUNM)
		push_number(L, 2);
	lua_arith(L, op);
	return 1;
}

static int text_add(lua_State *L)
{
	return calculate(L, LUA_OPADD);
}

static int text_sub(lua_State *L)
{
	return calculate(L, LUA_OPSUB);
}

static int text_mul(lua_State *L)
{
	return calculate(L, LUA_OPMUL);
}

static int text_mod(lua_State *L)
{
	return calculate(L, LUA_OPMOD);
}

static int text_pow(lua_State *L)
{
	return calculate(L, LUA_OPPOW);
}

static int text_div(lua_State *L)
{
	return calculate(L, LUA_OPDIV);
}

static int text_idiv(lua_State *L)
{
	return calculate(L, LUA_OPIDIV);
}

static int text_unm(lua_State *L)
{
	return calculate(L, LUA_OPUNM);
}

void spot_lib_arith_add(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{ "__add", text_add },
		{ "__sub", text_sub },
		{ "__mul", text_mul },
		{ "__mod", text_mod },
		{ "__pow", text_pow },
		{ "__div", text_div },
		{ "__idiv", text_idiv },
		{ "__unm", text_unm },
		{ NULL, NULL },
	};
	luaL_setfuncs(L, methods, 0);
}
