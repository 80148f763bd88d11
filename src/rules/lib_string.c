/* SPDX-License-Identifier: MIT */
/*
 * string.byte, char, format, len, lower, rep, reverse, sub, upper, and the metatable of strings.
 * Letters are those of ASCII, whatever the locale. Formatting is left to Lua's own function, after
 * the arguments were made harmless.
 */
#include <lualib.h>
#include <math.h>
#include <string.h>

#include "rules/internal.h"
#include "rules/lib.h"
#include "rules/lib_arith.h"

enum { COPY_BYTES_PER_UNIT = 32, MAP_BYTES_PER_UNIT = 8 };

static struct spot_view text_arg(lua_State *L, int arg)
{
	struct spot_view view;
	view.ptr = luaL_checklstring(L, arg, &view.len);
	return view;
}

/* The 0-based half-open range that positions first and last (1-based, from the end when
 * negative) mean in a text of len bytes. */
static void range(lua_Integer first, lua_Integer last, size_t len, size_t *from, size_t *to)
{
	lua_Integer n = (lua_Integer)len;
	if (first < 0)
		first = first < -n ? 1 : n + first + 1;
	else if (first == 0)
		first = 1;
	if (last < 0)
		last = last < -n ? 0 : n + last + 1;
	else if (last > n)
		last = n;
	*from = first > n ? len : (size_t)first - 1;
	*to = (size_t)last > *from ? (size_t)last : *from;
}

static int string_byte(lua_State *L)
{
	struct spot_view text = text_arg(L, 1);
	lua_Integer first = spot_lib_integer_or(L, 2, 1);
	lua_Integer last = spot_lib_integer_or(L, 3, first);
	size_t from, to;
	range(first, last, text.len, &from, &to);
	if (to - from > SPOT_LIB_MAX_RESULTS)
		return luaL_error(L, "byte: more than %d values", SPOT_LIB_MAX_RESULTS);
	spot_sandbox_charge(L, to - from);
	luaL_checkstack(L, (int)(to - from), "too many values");
	for (size_t i = from; i < to; i++)
		lua_pushinteger(L, (unsigned char)text.ptr[i]);
	return (int)(to - from);
}

static int string_char(lua_State *L)
{
	int n = lua_gettop(L);
	luaL_Buffer buffer;
	spot_lib_charge_texts(L);
	char *out = luaL_buffinitsize(L, &buffer, (size_t)n);
	for (int i = 1; i <= n; i++) {
		lua_Integer c = luaL_checkinteger(L, i);
		luaL_argcheck(L, c >= 0 && c <= 255, i, "a byte is 0 to 255");
		out[i - 1] = (char)c;
	}
	luaL_pushresultsize(&buffer, (size_t)n);
	return 1;
}

/* Walks the format and makes its arguments harmless: text for %s without addresses, one NaN, and
 * nothing for %q that has none. What is malformed the stock function tells. */
static int string_format(lua_State *L)
{
	struct spot_view format = text_arg(L, 1);
	int arg = 1, top = lua_gettop(L);
	spot_lib_charge_texts(L);
	for (size_t i = 0; i + 1 < format.len; i++) {
		if (format.ptr[i] != '%')
			continue;
		if (format.ptr[++i] == '%')
			continue;
		while (i < format.len && format.ptr[i] && strchr("-+ #0123456789.", format.ptr[i]))
			i++;
		if (i == format.len || ++arg > top)
			break;
		spot_sandbox_charge(L, 10);
		char kind = format.ptr[i];
		if (kind == 'p')
			return luaL_error(L, "format: %%p is not available");
		if (kind == 's') {
			spot_lib_push_text(L, arg);
			lua_replace(L, arg);
		} else if (lua_type(L, arg) == LUA_TNUMBER && isnan(lua_tonumber(L, arg))) {
			lua_pushnumber(L, (lua_Number)NAN);
			lua_replace(L, arg);
		}
	}
	return spot_lib_call_stock(L);
}

static int string_len(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)text_arg(L, 1).len);
	return 1;
}

/* The first argument byte by byte. */
static int map_bytes(lua_State *L, char (*map)(struct spot_view text, size_t i))
{
	struct spot_view text = text_arg(L, 1);
	luaL_Buffer buffer;
	spot_sandbox_charge(L, text.len / MAP_BYTES_PER_UNIT);
	char *out = luaL_buffinitsize(L, &buffer, text.len);
	for (size_t i = 0; i < text.len; i++)
		out[i] = map(text, i);
	luaL_pushresultsize(&buffer, text.len);
	return 1;
}

static char byte_lower(struct spot_view text, size_t i)
{
	char c = text.ptr[i];
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static char byte_upper(struct spot_view text, size_t i)
{
	char c = text.ptr[i];
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static char byte_opposite(struct spot_view text, size_t i)
{
	return text.ptr[text.len - 1 - i];
}

static int string_lower(lua_State *L)
{
	return map_bytes(L, byte_lower);
}

static int string_upper(lua_State *L)
{
	return map_bytes(L, byte_upper);
}

static int string_reverse(lua_State *L)
{
	return map_bytes(L, byte_opposite);
}

static int string_rep(lua_State *L)
{
	struct spot_view text = text_arg(L, 1), sep = { "", 0 };
	lua_Integer n = spot_lib_integer(L, 2);
	size_t total, seps;
	if (!lua_isnoneornil(L, 3))
		sep = text_arg(L, 3);
	if (n <= 0 || text.len + sep.len == 0) {
		lua_pushliteral(L, "");
		return 1;
	}
	if (__builtin_mul_overflow(text.len, (size_t)n, &total) ||
	    __builtin_mul_overflow(sep.len, (size_t)n - 1, &seps) ||
	    __builtin_add_overflow(total, seps, &total))
		total = SIZE_MAX;
	spot_sandbox_check_string(L, total);
	luaL_Buffer buffer;
	char *out = luaL_buffinitsize(L, &buffer, total);
	/* Not empty together, so n is no larger than the total, give or take one. */
	spot_sandbox_charge(L, total / COPY_BYTES_PER_UNIT + (uint64_t)n);
	for (; n > 0; n--) {
		memcpy(out, text.ptr, text.len);
		out += text.len;
		if (n > 1) {
			memcpy(out, sep.ptr, sep.len);
			out += sep.len;
		}
	}
	luaL_pushresultsize(&buffer, total);
	return 1;
}

static int string_sub(lua_State *L)
{
	struct spot_view text = text_arg(L, 1);
	size_t from, to;
	range(spot_lib_integer(L, 2), spot_lib_integer_or(L, 3, -1), text.len, &from, &to);
	spot_sandbox_charge(L, (to - from) / COPY_BYTES_PER_UNIT);
	lua_pushlstring(L, text.ptr + from, to - from);
	return 1;
}

static const luaL_Reg functions[] = {
	{ "byte", string_byte },
	{ "char", string_char },
	{ "len", string_len },
	{ "lower", string_lower },
	{ "rep", string_rep },
	{ "reverse", string_reverse },
	{ "sub", string_sub },
	{ "upper", string_upper },
	{ NULL, NULL },
};

static const luaL_Reg guards[] = {
	{ "format", string_format },
	{ NULL, NULL },
};

void spot_lib_string_open(lua_State *L)
{
	lua_pushcfunction(L, luaopen_string);
	lua_call(L, 0, 1); /* stock */
	lua_newtable(L);   /* stock string */
	luaL_setfuncs(L, functions, 0);
	luaL_setfuncs(L, spot_lib_match_functions, 0);
	spot_lib_add_guards(L, guards);
	/* A new metatable: luaopen_string has set Lua's own, with its own functions. */
	lua_pushliteral(L, "");
	lua_createtable(L, 0, 10); /* stock string "" meta */
	spot_lib_arith_add(L);
	lua_pushvalue(L, -3);
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	lua_pop(L, 1); /* stock string */
	spot_lib_add_table(L, "string");
	lua_pop(L, 1);
}
