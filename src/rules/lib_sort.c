/* SPDX-License-Identifier: MIT */
/*
 * table.sort: a stable merge sort over a copy of the elements, so the result is the same
 * everywhere, and a comparison that contradicts itself, changes the table or raises an error does
 * no harm: the table is only written when all is sorted.
 *
 * The elements stay in one Lua table; what moves are their numbers, in two arrays of C. Runs of
 * width 1, 2, 4 … are merged pairwise from one array to the other.
 */
#include <string.h>

#include "rules/lib.h"
#include "rules/sandbox.h"

enum { MAX_ELEMENTS = 100000 };

enum { ARG_TABLE = 1, ARG_COMPARE, VALUES }; /* on the stack */

static bool is_less(lua_State *L, uint32_t a, uint32_t b)
{
	bool less;
	spot_sandbox_charge(L, 1);
	if (!lua_isnil(L, ARG_COMPARE)) {
		lua_pushvalue(L, ARG_COMPARE);
		lua_rawgeti(L, VALUES, a);
		lua_rawgeti(L, VALUES, b);
		lua_call(L, 2, 1);
		less = lua_toboolean(L, -1);
		lua_pop(L, 1);
		return less;
	}
	lua_rawgeti(L, VALUES, a);
	lua_rawgeti(L, VALUES, b);
	if (lua_type(L, -1) == LUA_TSTRING && lua_type(L, -2) == LUA_TSTRING) {
		struct spot_view x = spot_lib_view(L, -2), y = spot_lib_view(L, -1);
		size_t n = x.len < y.len ? x.len : y.len;
		int order = memcmp(x.ptr, y.ptr, n);
		less = order != 0 ? order < 0 : x.len < y.len;
		spot_sandbox_charge(L, n / 64);
	} else {
		less = lua_compare(L, -2, -1, LUA_OPLT);
	}
	lua_pop(L, 2);
	return less;
}

/* Merges in[from, mid) and in[mid, to) into out. */
static void merge(lua_State *L, uint32_t *out, const uint32_t *in, size_t from, size_t mid,
    size_t to)
{
	size_t i = from, j = mid;
	for (size_t k = from; k < to; k++) {
		if (i == mid || (j < to && is_less(L, in[j], in[i])))
			out[k] = in[j++];
		else
			out[k] = in[i++];
	}
}

/* The elements' numbers in order, in one of two arrays of n. */
static uint32_t *sort_numbers(lua_State *L, uint32_t *in, uint32_t *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		in[i] = (uint32_t)i + 1;
	for (size_t width = 1; width < n; width *= 2) {
		for (size_t from = 0; from < n; from += 2 * width) {
			size_t mid = from + width < n ? from + width : n;
			size_t to = mid + width < n ? mid + width : n;
			merge(L, out, in, from, mid, to);
		}
		uint32_t *swap = in;
		in = out;
		out = swap;
	}
	return in;
}

int spot_lib_sort(lua_State *L)
{
	spot_lib_check_writable(L, ARG_TABLE);
	if (!lua_isnoneornil(L, ARG_COMPARE))
		luaL_checktype(L, ARG_COMPARE, LUA_TFUNCTION);
	lua_settop(L, ARG_COMPARE);
	size_t n = lua_rawlen(L, ARG_TABLE);
	if (n > MAX_ELEMENTS)
		return luaL_error(L, "sort: more than %d elements", MAX_ELEMENTS);
	spot_sandbox_charge(L, n);
	lua_newtable(L); /* VALUES */
	for (size_t i = 1; i <= n; i++) {
		lua_rawgeti(L, ARG_TABLE, (lua_Integer)i);
		lua_rawseti(L, VALUES, (lua_Integer)i);
	}
	uint32_t *numbers = lua_newuserdatauv(L, (2 * n + 1) * sizeof(*numbers), 0);
	const uint32_t *sorted = sort_numbers(L, numbers, numbers + n, n);
	for (size_t i = 0; i < n; i++) {
		lua_rawgeti(L, VALUES, sorted[i]);
		lua_rawseti(L, ARG_TABLE, (lua_Integer)i + 1);
	}
	return 0;
}
