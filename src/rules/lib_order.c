/* SPDX-License-Identifier: MIT */
/*
 * pairs and next in an order that is the same everywhere: numbers upward, then strings by bytes,
 * then false and true. Other kinds of key have no such order and are an error.
 *
 * pairs sorts the keys first and walks that list, so that what is removed on the way is passed
 * over and what is added is not met. A table that is a plain sequence needs no list. next alone
 * looks through the whole table for the least key above the given one.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rules/freeze.h"
#include "rules/lib.h"
#include "rules/sandbox.h"

enum rank { RANK_NUMBER, RANK_STRING, RANK_BOOLEAN, RANK_OTHER };

struct key {
	enum rank rank;
	bool is_integer, boolean;
	lua_Integer integer;
	lua_Number number;
	struct spot_view text; /* kept alive by the table */
};

static struct key key_at(lua_State *L, int idx)
{
	struct key key = { .rank = RANK_OTHER };
	switch (lua_type(L, idx)) {
	case LUA_TNUMBER:
		key.rank = RANK_NUMBER;
		key.is_integer = lua_isinteger(L, idx);
		if (key.is_integer)
			key.integer = lua_tointeger(L, idx);
		else
			key.number = lua_tonumber(L, idx);
		break;
	case LUA_TSTRING:
		key.rank = RANK_STRING;
		key.text = spot_lib_view(L, idx);
		break;
	case LUA_TBOOLEAN:
		key.rank = RANK_BOOLEAN;
		key.boolean = lua_toboolean(L, idx);
		break;
	}
	return key;
}

/* An integer with a float that has no integer value, exactly. Not-a-number is no key, but next may
 * be asked for the one behind it: it stands behind all numbers. */
static int compare_mixed(lua_Integer integer, lua_Number number)
{
	if (!(number < 0x1p63))
		return -1;
	if (number < -0x1p63)
		return 1;
	return integer <= (lua_Integer)floor(number) ? -1 : 1;
}

static int compare_numbers(const struct key *a, const struct key *b)
{
	if (a->is_integer && b->is_integer)
		return (a->integer > b->integer) - (a->integer < b->integer);
	if (a->is_integer)
		return compare_mixed(a->integer, b->number);
	if (b->is_integer)
		return -compare_mixed(b->integer, a->number);
	return (a->number > b->number) - (a->number < b->number);
}

static int compare_texts(struct spot_view a, struct spot_view b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;
	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare(const void *left, const void *right)
{
	const struct key *a = left, *b = right;
	if (a->rank != b->rank)
		return (a->rank > b->rank) - (a->rank < b->rank);
	switch (a->rank) {
	case RANK_NUMBER:
		return compare_numbers(a, b);
	case RANK_STRING:
		return compare_texts(a->text, b->text);
	case RANK_BOOLEAN:
		return a->boolean - b->boolean;
	case RANK_OTHER:
		break;
	}
	return 0;
}

static void push_key(lua_State *L, const struct key *key)
{
	switch (key->rank) {
	case RANK_NUMBER:
		if (key->is_integer)
			lua_pushinteger(L, key->integer);
		else
			lua_pushnumber(L, key->number);
		break;
	case RANK_STRING:
		lua_pushlstring(L, key->text.ptr, key->text.len);
		break;
	case RANK_BOOLEAN:
		lua_pushboolean(L, key->boolean);
		break;
	case RANK_OTHER:
		lua_pushnil(L);
		break;
	}
}

static void refuse_key(lua_State *L, const char *function, int idx)
{
	luaL_error(L, "%s: a key is a %s; only numbers, texts and booleans have an order", function,
	    spot_lib_type_name(L, idx));
}

/* Pushes what the argument's entries are in: a raw table. Lists are handled before. */
static void push_entries(lua_State *L, const char *function)
{
	if (spot_lib_is_account(L, 1))
		luaL_error(L, "%s: an account's fields cannot be walked; name them", function);
	luaL_argexpected(L, lua_istable(L, 1), 1, "table");
	spot_freeze_push_raw(L, 1);
}

/* --- pairs -------------------------------------------------------------------------------- */

/* Counts the entries of the table at idx; *sequence says that the keys are just 1 … n. */
static size_t count_entries(lua_State *L, int idx, bool *sequence)
{
	lua_Unsigned border = lua_rawlen(L, idx);
	size_t n = 0;
	*sequence = true;
	lua_pushnil(L);
	while (lua_next(L, idx)) {
		lua_pop(L, 1);
		n++;
		struct key key = key_at(L, -1);
		if (key.rank == RANK_OTHER)
			refuse_key(L, "pairs", -1);
		if (!key.is_integer || key.integer < 1 || (lua_Unsigned)key.integer > border)
			*sequence = false;
		spot_sandbox_charge(L, 1);
	}
	*sequence = *sequence && n == border;
	return n;
}

static uint64_t sort_cost(size_t n)
{
	uint64_t bits = 0;
	for (size_t rest = n; rest > 1; rest /= 2)
		bits++;
	return (uint64_t)n * bits;
}

/* Pushes a table of the n keys of the table at idx, sorted. */
static void push_sorted_keys(lua_State *L, int idx, size_t n)
{
	spot_sandbox_charge(L, sort_cost(n));
	struct key *keys = lua_newuserdatauv(L, n * sizeof(*keys) + 1, 0);
	size_t i = 0;
	lua_pushnil(L);
	while (lua_next(L, idx)) {
		lua_pop(L, 1);
		keys[i++] = key_at(L, -1);
	}
	qsort(keys, n, sizeof(*keys), compare);
	lua_newtable(L); /* userdata list */
	for (i = 0; i < n; i++) {
		push_key(L, &keys[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_remove(L, -2);
}

/* Upvalues: the raw table, the keys (nil: 1 … n), how many, how many are done. */
int spot_lib_pairs_step(lua_State *L)
{
	lua_Integer n = lua_tointeger(L, lua_upvalueindex(3));
	lua_Integer i = lua_tointeger(L, lua_upvalueindex(4));
	bool sequence = lua_isnil(L, lua_upvalueindex(2));
	lua_settop(L, 0);
	while (i++ < n) {
		if (sequence)
			lua_pushinteger(L, i);
		else
			lua_rawgeti(L, lua_upvalueindex(2), i);
		lua_pushvalue(L, 1);
		if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) {
			lua_pushinteger(L, i);
			lua_replace(L, lua_upvalueindex(4));
			return 2;
		}
		spot_sandbox_charge(L, 1);
		lua_settop(L, 0);
	}
	lua_pushinteger(L, n);
	lua_replace(L, lua_upvalueindex(4));
	lua_pushnil(L);
	return 1;
}

static int list_step(lua_State *L)
{
	lua_Integer i = luaL_checkinteger(L, 2) + 1;
	if (i > luaL_len(L, 1)) {
		lua_pushnil(L);
		return 1;
	}
	lua_pushinteger(L, i);
	lua_geti(L, 1, i);
	return 2;
}

int spot_lib_pairs(lua_State *L)
{
	lua_settop(L, 1);
	if (spot_lib_is_list(L, 1)) {
		lua_pushcfunction(L, list_step);
		lua_insert(L, 1);
		lua_pushinteger(L, 0);
		return 3;
	}
	bool sequence;
	push_entries(L, "pairs"); /* table raw */
	size_t n = count_entries(L, 2, &sequence);
	if (sequence)
		lua_pushnil(L);
	else
		push_sorted_keys(L, 2, n);
	lua_pushinteger(L, (lua_Integer)n);
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, spot_lib_pairs_step, 4); /* table step */
	lua_insert(L, 1);
	lua_pushnil(L);
	return 3;
}

/* --- next --------------------------------------------------------------------------------- */

static int next_in_list(lua_State *L)
{
	if (lua_isnil(L, 2)) {
		lua_pushinteger(L, 0);
		lua_replace(L, 2);
	}
	return list_step(L);
}

int spot_lib_next(lua_State *L)
{
	lua_settop(L, 2);
	if (spot_lib_is_list(L, 1))
		return next_in_list(L);
	push_entries(L, "next"); /* table key raw */
	bool first = lua_isnil(L, 2), found = false;
	struct key after = key_at(L, 2), best = { .rank = RANK_OTHER };
	if (!first && after.rank == RANK_OTHER)
		refuse_key(L, "next", 2);
	lua_pushnil(L);
	while (lua_next(L, 3)) {
		lua_pop(L, 1);
		spot_sandbox_charge(L, 1);
		struct key key = key_at(L, -1);
		if (key.rank == RANK_OTHER)
			refuse_key(L, "next", -1);
		if (!first && compare(&key, &after) <= 0)
			continue;
		if (!found || compare(&key, &best) < 0)
			best = key;
		found = true;
	}
	if (!found) {
		lua_pushnil(L);
		return 1;
	}
	push_key(L, &best);
	lua_pushvalue(L, -1);
	lua_rawget(L, 3);
	return 2;
}
