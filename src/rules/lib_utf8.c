/* SPDX-License-Identifier: MIT */
/*
 * utf8: Lua's own functions behind guards, but codes, which in Lua 5.4.0 to 5.4.4 passes over stray
 * continuation bytes in silence.
 */
#include <lualib.h>
#include <stdlib.h>

#include "rules/lib.h"
#include "rules/sandbox.h"

static int utf8_char(lua_State *L)
{
	spot_lib_charge_texts(L);
	return spot_lib_call_stock(L);
}

/* A character takes a byte or more, so positions bound the number of results. */
static int utf8_codepoint(lua_State *L)
{
	size_t len;
	luaL_checklstring(L, 1, &len);
	lua_Integer first = spot_lib_integer_or(L, 2, 1), n = (lua_Integer)len;
	lua_Integer last = spot_lib_integer_or(L, 3, first);
	first = first < 0 ? n + first : first;
	last = last < 0 ? n + last : last;
	last = last > n ? n : last;
	if (first <= last && last - first >= SPOT_LIB_MAX_RESULTS)
		return luaL_error(L, "codepoint: more than %d values", SPOT_LIB_MAX_RESULTS);
	spot_sandbox_charge(L, first <= last ? (uint64_t)(last - first) : 0);
	return spot_lib_call_stock(L);
}

static int utf8_len(lua_State *L)
{
	spot_lib_charge_texts(L);
	return spot_lib_call_stock(L);
}

static int utf8_offset(lua_State *L)
{
	size_t len;
	luaL_checklstring(L, 1, &len);
	lua_Integer n = spot_lib_integer(L, 2);
	lua_Unsigned steps = n < 0 ? 0 - (lua_Unsigned)n : (lua_Unsigned)n;
	spot_sandbox_charge(L, (steps < len ? steps : len) / 4);
	return spot_lib_call_stock(L);
}

/* Length of the character at the front, its number in *code; 0: not well-formed. With lax, up to
 * 2^31 and surrogates, as in Lua. */
static size_t decode(const char *ptr, size_t len, bool lax, lua_Integer *code)
{
	static const lua_Integer least[] = { 0, 0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000 };
	unsigned char first = (unsigned char)ptr[0];
	size_t size = 1;
	if (first < 0x80) {
		*code = first;
		return 1;
	}
	while (size < 7 && (first << size & 0x80))
		size++;
	if (size == 1 || size == 7 || size > len)
		return 0;
	*code = first & 0x7F >> size;
	for (size_t i = 1; i < size; i++) {
		if (((unsigned char)ptr[i] & 0xC0) != 0x80)
			return 0;
		*code = *code << 6 | (ptr[i] & 0x3F);
	}
	if (*code < least[size])
		return 0;
	if (!lax && (*code > 0x10FFFF || (*code >= 0xD800 && *code <= 0xDFFF)))
		return 0;
	return size;
}

/* (text, position of the character before, or 0) */
static int codes_step(lua_State *L, bool lax)
{
	struct spot_view text = { 0 };
	text.ptr = luaL_checklstring(L, 1, &text.len);
	lua_Unsigned at = (lua_Unsigned)luaL_checkinteger(L, 2);
	lua_Integer code;
	size_t size;
	if (at > text.len)
		return 0;
	/* Past the character before: 0-based that is where it ends. */
	if (at > 0) {
		size = decode(text.ptr + at - 1, text.len - (at - 1), lax, &code);
		at = size > 0 ? at - 1 + size : at;
	}
	if (at >= text.len)
		return 0;
	if (decode(text.ptr + at, text.len - at, lax, &code) == 0)
		return luaL_error(L, "codes: byte %I is not UTF-8", (LUAI_UACINT)at + 1);
	lua_pushinteger(L, (lua_Integer)at + 1);
	lua_pushinteger(L, code);
	return 2;
}

static int codes_step_strict(lua_State *L)
{
	return codes_step(L, false);
}

static int codes_step_lax(lua_State *L)
{
	return codes_step(L, true);
}

static int utf8_codes(lua_State *L)
{
	luaL_checkstring(L, 1);
	lua_pushcfunction(L, lua_toboolean(L, 2) ? codes_step_lax : codes_step_strict);
	lua_pushvalue(L, 1);
	lua_pushinteger(L, 0);
	return 3;
}

static const luaL_Reg guards[] = {
	{ "char", utf8_char },
	{ "codepoint", utf8_codepoint },
	{ "len", utf8_len },
	{ "offset", utf8_offset },
	{ NULL, NULL },
};

void spot_lib_utf8_open(lua_State *L)
{
	lua_pushcfunction(L, luaopen_utf8);
	lua_call(L, 0, 1); /* stock */
	lua_newtable(L);   /* stock utf8 */
	spot_lib_add_guards(L, guards);
	lua_pushcfunction(L, utf8_codes);
	lua_setfield(L, -2, "codes");
	lua_getfield(L, -2, "charpattern");
	lua_setfield(L, -2, "charpattern");
	spot_lib_add_table(L, "utf8");
	lua_pop(L, 1);
}
