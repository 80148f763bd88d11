/* SPDX-License-Identifier: MIT */
/*
 * The set of a long read-only list, for one_of. Members are keys of a map: a letter for the kind,
 * then the folded text or the number's bytes, with integral floats written as integers, so that
 * equal bytes are equal values. The maps are not in the state's memory, so their sum is limited;
 * beyond it lists are looked through.
 */
#include <math.h>

#include "base/map.h"
#include "base/text.h"
#include "rules/helpers.h"

enum {
	MAX_KEPT_BYTES = 16 << 20,
	BYTES_PER_KEY = 48, /* of a map, about, besides the key's own */
	FOLD_BYTES_PER_UNIT = 4,
};

struct sets { /* under SETS_KEY of the table that keeps them */
	struct spot_buf key;
	size_t kept_bytes;
};

struct spot_helpers_set {
	struct sets *sets;
	struct spot_map map;
};

enum { SETS_KEY = 1, META_KEY }; /* integers: the other keys are tables */

static int sets_free(lua_State *L)
{
	struct sets *sets = lua_touserdata(L, 1);
	spot_buf_reset(&sets->key);
	return 0;
}

static int set_free(lua_State *L)
{
	struct spot_helpers_set *set = lua_touserdata(L, 1);
	spot_map_reset(&set->map);
	return 0;
}

static void push_meta(lua_State *L, lua_CFunction gc)
{
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, gc);
	lua_setfield(L, -2, "__gc");
}

void spot_helpers_sets_push(lua_State *L)
{
	lua_newtable(L); /* kept */
	lua_createtable(L, 0, 1);
	lua_pushliteral(L, "k");
	lua_setfield(L, -2, "__mode");
	lua_setmetatable(L, -2);
	struct sets *sets = lua_newuserdatauv(L, sizeof(*sets), 0);
	*sets = (struct sets) { .key = SPOT_BUF_INIT };
	push_meta(L, sets_free);
	lua_setmetatable(L, -2);
	lua_rawseti(L, -2, SETS_KEY);
	push_meta(L, set_free);
	lua_rawseti(L, -2, META_KEY);
}

/* The key of the value at idx, in the buffer until the next one. */
static struct spot_view make_key(lua_State *L, struct spot_buf *buf, int idx)
{
	lua_Number number;
	lua_Integer integer;
	int is_integer;
	spot_buf_clear(buf);
	switch (lua_type(L, idx)) {
	case LUA_TSTRING:
		spot_sandbox_charge(L, lua_rawlen(L, idx) / FOLD_BYTES_PER_UNIT);
		spot_buf_char(buf, 's');
		spot_text_fold(buf, spot_lib_view(L, idx), false);
		break;
	case LUA_TNUMBER:
		integer = lua_tointegerx(L, idx, &is_integer);
		number = lua_tonumber(L, idx);
		spot_buf_char(buf, is_integer ? 'i' : 'f');
		if (is_integer)
			spot_buf_add(buf, (const char *)&integer, sizeof(integer));
		else
			spot_buf_add(buf, (const char *)&number, sizeof(number));
		break;
	default:
		spot_buf_char(buf, 'b');
		spot_buf_char(buf, lua_toboolean(L, idx) ? '1' : '0');
		break;
	}
	if (spot_buf_failed(buf))
		spot_sandbox_raise_nomem(L);
	return (struct spot_view) { spot_buf_str(buf), buf->len };
}

const struct spot_helpers_set *spot_helpers_set_of(lua_State *L, int sets_idx, int arg,
    const struct spot_lib_sequence *list)
{
	lua_pushvalue(L, arg);
	if (lua_rawget(L, sets_idx) == LUA_TUSERDATA)
		return lua_touserdata(L, -1);
	lua_pop(L, 1);
	lua_rawgeti(L, sets_idx, SETS_KEY);
	struct sets *sets = lua_touserdata(L, -1);
	size_t left = MAX_KEPT_BYTES - sets->kept_bytes;
	if (sets->kept_bytes >= MAX_KEPT_BYTES)
		return NULL;
	struct spot_helpers_set *set = lua_newuserdatauv(L, sizeof(*set), 0);
	set->sets = sets;
	spot_map_init(&set->map);
	lua_rawgeti(L, sets_idx, META_KEY);
	lua_setmetatable(L, -2);
	lua_remove(L, -2); /* set */
	for (lua_Integer i = 1; i <= list->n; i++) {
		spot_sandbox_charge(L, 4);
		spot_lib_sequence_push(L, list, i);
		spot_helpers_check_item(L, "one_of", i);
		struct spot_view key = make_key(L, &sets->key, lua_gettop(L));
		lua_pop(L, 1);
		if (key.len + BYTES_PER_KEY > left)
			return NULL;
		left -= key.len + BYTES_PER_KEY;
		if (spot_map_add(&set->map, key) == SPOT_MAP_NONE)
			spot_sandbox_raise_nomem(L);
	}
	sets->kept_bytes = MAX_KEPT_BYTES - left;
	lua_pushvalue(L, arg);
	lua_pushvalue(L, -2);
	spot_sandbox_wide(L, true);
	lua_rawset(L, sets_idx);
	spot_sandbox_wide(L, false);
	return set;
}

bool spot_helpers_set_has(lua_State *L, const struct spot_helpers_set *set, int idx)
{
	return spot_map_find(&set->map, make_key(L, &set->sets->key, idx)) != SPOT_MAP_NONE;
}
