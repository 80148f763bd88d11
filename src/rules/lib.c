/* SPDX-License-Identifier: MIT */
#include "rules/lib.h"

#include <math.h>
#include <string.h>

#include "rules/freeze.h"
#include "rules/sandbox.h"

enum { TEXT_BYTES_PER_UNIT = 8 };

static bool is_named(lua_State *L, int idx, const char *name)
{
	if (lua_type(L, idx) != LUA_TUSERDATA ||
	    luaL_getmetafield(L, idx, "__name") == LUA_TNIL)
		return false;
	bool same = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), name) == 0;
	lua_pop(L, 1);
	return same;
}

bool spot_lib_is_list(lua_State *L, int idx)
{
	return is_named(L, idx, "list");
}

bool spot_lib_is_account(lua_State *L, int idx)
{
	return is_named(L, idx, "account");
}

const char *spot_lib_type_name(lua_State *L, int idx)
{
	if (lua_type(L, idx) == LUA_TUSERDATA &&
	    (spot_lib_is_list(L, idx) || spot_lib_is_account(L, idx)))
		return "table";
	return luaL_typename(L, idx);
}

struct spot_view spot_lib_view(lua_State *L, int idx)
{
	struct spot_view view;
	view.ptr = lua_tolstring(L, idx, &view.len);
	return view;
}

void spot_lib_push_text(lua_State *L, int idx)
{
	idx = lua_absindex(L, idx);
	switch (lua_type(L, idx)) {
	case LUA_TSTRING:
		lua_pushvalue(L, idx);
		break;
	case LUA_TNUMBER:
		/* The sign of NaN depends on how it was computed. */
		if (isnan(lua_tonumber(L, idx))) {
			lua_pushliteral(L, "nan");
			break;
		}
		lua_pushvalue(L, idx);
		lua_tolstring(L, -1, NULL);
		break;
	case LUA_TBOOLEAN:
		lua_pushstring(L, lua_toboolean(L, idx) ? "true" : "false");
		break;
	default:
		lua_pushstring(L, spot_lib_type_name(L, idx));
		break;
	}
}

static void charge_text(lua_State *L, int idx)
{
	if (lua_type(L, idx) == LUA_TSTRING)
		spot_sandbox_charge(L, lua_rawlen(L, idx) / TEXT_BYTES_PER_UNIT);
}

lua_Integer spot_lib_integer(lua_State *L, int arg)
{
	charge_text(L, arg);
	return luaL_checkinteger(L, arg);
}

lua_Integer spot_lib_integer_or(lua_State *L, int arg, lua_Integer otherwise)
{
	return lua_isnoneornil(L, arg) ? otherwise : spot_lib_integer(L, arg);
}

void spot_lib_charge_texts(lua_State *L)
{
	int n = lua_gettop(L);
	uint64_t units = (uint64_t)n / 4;
	for (int i = 1; i <= n; i++)
		if (lua_type(L, i) == LUA_TSTRING)
			units += lua_rawlen(L, i) / TEXT_BYTES_PER_UNIT;
	if (units > 0)
		spot_sandbox_charge(L, units);
}

struct spot_lib_sequence spot_lib_sequence_open(lua_State *L, int arg)
{
	struct spot_lib_sequence sequence = { .is_list = spot_lib_is_list(L, arg) };
	if (sequence.is_list) {
		lua_pushvalue(L, arg);
		sequence.n = luaL_len(L, arg);
	} else {
		luaL_argexpected(L, lua_istable(L, arg), arg, "table");
		spot_freeze_push_raw(L, arg);
		sequence.n = (lua_Integer)lua_rawlen(L, -1);
	}
	sequence.idx = lua_gettop(L);
	return sequence;
}

void spot_lib_sequence_push(lua_State *L, const struct spot_lib_sequence *sequence,
    lua_Integer i)
{
	if (sequence->is_list)
		lua_geti(L, sequence->idx, i);
	else
		lua_rawgeti(L, sequence->idx, i);
}

bool spot_lib_is_iterator(lua_State *L, int idx)
{
	lua_CFunction function = lua_tocfunction(L, idx);
	return function == spot_lib_pairs_step || function == spot_lib_gmatch_step;
}

void spot_lib_check_writable(lua_State *L, int arg)
{
	if (spot_lib_is_list(L, arg))
		luaL_argerror(L, arg, "a list of the account is read-only");
	luaL_argexpected(L, lua_istable(L, arg), arg, "table");
	if (spot_freeze_is_frozen(L, arg)) {
		spot_sandbox_hint(L, "a rule may only change tables that it made itself");
		luaL_argerror(L, arg, "the table is read-only");
	}
}

void spot_lib_add_table(lua_State *L, const char *name)
{
	spot_freeze_table(L, -1, name);
	/* Behind the proxy: what has a metatable is not frozen. */
	spot_freeze_push_raw(L, -1);
	spot_lib_make_strict(L, name);
	lua_pop(L, 1);
	spot_sandbox_add_global(L, name);
}

void spot_lib_add_functions(lua_State *L, const luaL_Reg *functions)
{
	for (; functions->name; functions++) {
		lua_pushcfunction(L, functions->func);
		spot_sandbox_add_global(L, functions->name);
	}
}

void spot_lib_add_guards(lua_State *L, const luaL_Reg *functions)
{
	for (; functions->name; functions++) {
		lua_getfield(L, -2, functions->name); /* stock table function */
		lua_pushcclosure(L, functions->func, 1);
		lua_setfield(L, -2, functions->name); /* stock table */
	}
}

/* Lua's own functions need no upvalues, so they can be called in the guard's frame. */
int spot_lib_call_stock(lua_State *L)
{
	return lua_tocfunction(L, lua_upvalueindex(1))(L);
}
