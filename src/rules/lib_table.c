/* SPDX-License-Identifier: MIT */
/*
 * table.concat, insert, remove, sort, unpack on raw tables: no metamethod is asked for lengths or
 * elements, so a loop here is never longer than the table. Frozen tables and lists can be read.
 */
#include "rules/internal.h"
#include "rules/lib.h"

static int table_concat(lua_State *L)
{
	struct spot_view sep = { "", 0 };
	if (!lua_isnoneornil(L, 2))
		sep.ptr = luaL_checklstring(L, 2, &sep.len);
	lua_Integer i = spot_lib_integer_or(L, 3, 1);
	bool has_last = !lua_isnoneornil(L, 4);
	lua_Integer last = has_last ? spot_lib_integer(L, 4) : 0;
	struct spot_lib_sequence from = spot_lib_sequence_open(L, 1);
	if (!has_last)
		last = from.n;
	luaL_Buffer buffer;
	luaL_buffinit(L, &buffer);
	for (; i <= last; i++) {
		spot_lib_sequence_push(L, &from, i);
		if (!lua_isstring(L, -1))
			return luaL_error(L, "concat: item %I is a %s, not text",
			    (LUAI_UACINT)i, spot_lib_type_name(L, -1));
		size_t len = lua_type(L, -1) == LUA_TSTRING ? lua_rawlen(L, -1) : 32;
		spot_sandbox_charge(L, 1 + (len + sep.len) / 32);
		spot_sandbox_check_string(L, luaL_bufflen(&buffer) + len + sep.len);
		luaL_addvalue(&buffer);
		if (i == last)
			break; /* before i could overflow */
		luaL_addlstring(&buffer, sep.ptr, sep.len);
	}
	luaL_pushresult(&buffer);
	return 1;
}

static int table_insert(lua_State *L)
{
	spot_lib_check_writable(L, 1);
	lua_Integer n = (lua_Integer)lua_rawlen(L, 1), pos = n + 1;
	switch (lua_gettop(L)) {
	case 2:
		break;
	case 3:
		pos = spot_lib_integer(L, 2);
		luaL_argcheck(L, pos >= 1 && pos <= n + 1, 2, "position out of bounds");
		spot_sandbox_charge(L, (uint64_t)(n + 1 - pos));
		for (lua_Integer i = n + 1; i > pos; i--) {
			lua_rawgeti(L, 1, i - 1);
			lua_rawseti(L, 1, i);
		}
		break;
	default:
		return luaL_error(L, "insert: a table, perhaps a position, and a value expected");
	}
	spot_sandbox_charge(L, 1);
	lua_rawseti(L, 1, pos);
	return 0;
}

static int table_remove(lua_State *L)
{
	spot_lib_check_writable(L, 1);
	lua_Integer n = (lua_Integer)lua_rawlen(L, 1), pos = spot_lib_integer_or(L, 2, n);
	/* One past the end may be asked for, and 0 of an empty table. */
	if (pos != n)
		luaL_argcheck(L, pos >= 1 && pos <= n + 1, 2, "position out of bounds");
	spot_sandbox_charge(L, pos < n ? (uint64_t)(n - pos) + 1 : 1);
	lua_rawgeti(L, 1, pos);
	for (; pos < n; pos++) {
		lua_rawgeti(L, 1, pos + 1);
		lua_rawseti(L, 1, pos);
	}
	lua_pushnil(L);
	lua_rawseti(L, 1, pos);
	return 1;
}

static int table_unpack(lua_State *L)
{
	lua_Integer first = spot_lib_integer_or(L, 2, 1);
	bool has_last = !lua_isnoneornil(L, 3);
	lua_Integer last = has_last ? spot_lib_integer(L, 3) : 0;
	struct spot_lib_sequence from = spot_lib_sequence_open(L, 1);
	if (!has_last)
		last = from.n;
	if (first > last)
		return 0;
	lua_Unsigned n = (lua_Unsigned)last - (lua_Unsigned)first;
	if (n >= SPOT_LIB_MAX_RESULTS)
		return luaL_error(L, "unpack: more than %d values", SPOT_LIB_MAX_RESULTS);
	spot_sandbox_charge(L, n + 1);
	luaL_checkstack(L, (int)n + 1, "too many values");
	for (lua_Unsigned i = 0; i <= n; i++)
		spot_lib_sequence_push(L, &from, first + (lua_Integer)i);
	return (int)n + 1;
}

static const luaL_Reg functions[] = {
	{ "concat", table_concat },
	{ "insert", table_insert },
	{ "remove", table_remove },
	{ "sort", spot_lib_sort },
	{ "unpack", table_unpack },
	{ NULL, NULL },
};

void spot_lib_table_open(lua_State *L)
{
	lua_newtable(L);
	luaL_setfuncs(L, functions, 0);
	spot_lib_add_table(L, "table");
}
