/* SPDX-License-Identifier: MIT */
/*
 * Tables of the rule file. They are frozen when rules run, so a field under a constant key is read
 * now, and one that is asked with a key that depends on the account gives its entries as lists.
 */
#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rules/freeze.h"
#include "rules/translate_internal.h"

enum { MAX_KEYS = 65536 };

/* Pushes the contents. False, with nothing pushed: refused. */
static bool push_contents(struct spot_translator *t, uint32_t table)
{
	lua_State *L = t->L;

	luaL_checkstack(L, 8, NULL);
	spot_translate_push(t, table);
	if (!spot_freeze_is_frozen(L, -1)) {
		lua_pop(L, 1);
		spot_translate_refuse(t, "it uses a table that is not read-only");
		return false;
	}
	spot_freeze_push_raw(L, -1);
	lua_remove(L, -2);
	return true;
}

static void push_value(lua_State *L, const struct spot_value *value)
{
	switch (value->kind) {
	case SPOT_KIND_BOOL:
		lua_pushboolean(L, value->as.flag);
		break;
	case SPOT_KIND_INT:
		lua_pushinteger(L, value->as.integer);
		break;
	case SPOT_KIND_FLOAT:
		lua_pushnumber(L, value->as.number);
		break;
	case SPOT_KIND_TEXT:
		lua_pushlstring(L, value->as.text.ptr ? value->as.text.ptr : "",
		    value->as.text.len);
		break;
	case SPOT_KIND_NIL:
	case SPOT_KIND_BLANK:
	case SPOT_KIND_LIST:
	case SPOT_KIND_N:
		lua_pushnil(L);
		break;
	}
}

/* For a message, cut short. */
static int shown(struct spot_view text)
{
	return text.len > 60 ? 60 : (int)text.len;
}

struct spot_lua_item spot_translate_field(struct spot_translator *t, uint32_t table,
    const struct spot_value *key)
{
	struct spot_lua_item item = { .kind = SPOT_SYM_NIL };
	lua_State *L = t->L;
	bool is_strict;

	if (!push_contents(t, table))
		return item;
	push_value(L, key); /* contents key */
	lua_rawget(L, -2);
	item = spot_translate_pop(t);
	is_strict = lua_getmetatable(L, -1);
	lua_pop(L, is_strict ? 2 : 1);
	/* Params and libraries: it is an error, with an explanation. */
	if (item.kind == SPOT_SYM_NIL && is_strict)
		spot_translate_refuse(t, "it reads \"%.*s\", which is not there",
		    key->kind == SPOT_KIND_TEXT ? shown(key->as.text) : 1,
		    key->kind == SPOT_KIND_TEXT ? key->as.text.ptr : "?");
	return item;
}

static int compare_numbers(const struct spot_value *a, const struct spot_value *b)
{
	double x, y;

	if (a->kind == SPOT_KIND_INT && b->kind == SPOT_KIND_INT)
		return (a->as.integer > b->as.integer) - (a->as.integer < b->as.integer);
	x = a->kind == SPOT_KIND_INT ? (double)a->as.integer : a->as.number;
	y = b->kind == SPOT_KIND_INT ? (double)b->as.integer : b->as.number;
	return (x > y) - (x < y);
}

/* The order of pairs: numbers upward, texts by bytes, false, true. */
static int compare_keys(const void *left, const void *right)
{
	static const int ranks[SPOT_KIND_N] = { [SPOT_KIND_TEXT] = 1, [SPOT_KIND_BOOL] = 2 };
	const struct spot_value *a = &((const struct spot_entry *)left)->key;
	const struct spot_value *b = &((const struct spot_entry *)right)->key;
	size_t n;
	int order;

	if (ranks[a->kind] != ranks[b->kind])
		return ranks[a->kind] - ranks[b->kind];
	if (a->kind == SPOT_KIND_BOOL)
		return a->as.flag - b->as.flag;
	if (a->kind != SPOT_KIND_TEXT)
		return compare_numbers(a, b);
	n = a->as.text.len < b->as.text.len ? a->as.text.len : b->as.text.len;
	order = memcmp(a->as.text.ptr, b->as.text.ptr, n);
	return order != 0 ? order
	    : (a->as.text.len > b->as.text.len) - (a->as.text.len < b->as.text.len);
}

void spot_translate_sort_keys(struct spot_entry *entries, size_t n)
{
	if (n > 1)
		qsort(entries, n, sizeof(*entries), compare_keys);
}

bool spot_translate_is_strict(struct spot_translator *t, uint32_t table)
{
	bool is_strict;

	if (!push_contents(t, table))
		return true;
	is_strict = lua_getmetatable(t->L, -1);
	lua_pop(t->L, is_strict ? 2 : 1);
	return is_strict;
}

int64_t spot_translate_raw_length(struct spot_translator *t, uint32_t table)
{
	int64_t n;

	if (!push_contents(t, table))
		return 0;
	n = (int64_t)lua_rawlen(t->L, -1);
	lua_pop(t->L, 1);
	return n;
}

/* A float beyond 2^53 beside an integer that large: their order is not worth being exact. */
static bool is_plain_key(const struct spot_lua_item *key)
{
	if (key->kind == SPOT_SYM_FLOAT)
		return fabs(key->value.as.number) < 0x1p53;
	if (key->kind == SPOT_SYM_INT)
		return key->value.as.integer > -(INT64_C(1) << 53) &&
		    key->value.as.integer < INT64_C(1) << 53;
	return key->kind == SPOT_SYM_TEXT || key->kind == SPOT_SYM_BOOL;
}

const struct spot_entry *spot_translate_keys(struct spot_translator *t, uint32_t table, size_t *n)
{
	struct spot_object *object = t->objects[table];
	lua_State *L = t->L;
	int top = lua_gettop(L);
	size_t i = 0;

	*n = object->n_entries;
	if (object->entries || !push_contents(t, table))
		return object->entries;
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
		++*n;
	if (*n > MAX_KEYS)
		spot_translate_refuse(t, "it looks into a table of %zu entries", *n);
	else
		object->entries = spot_translate_alloc(t, *n, sizeof(*object->entries));
	for (lua_pushnil(L); object->entries && lua_next(L, -2);) { /* contents key value */
		struct spot_lua_item key;

		object->entries[i].item = spot_translate_pop(t);
		lua_pushvalue(L, -1);
		key = spot_translate_pop(t);
		if (!is_plain_key(&key))
			spot_translate_refuse(t, "it looks into a table with unusual keys");
		object->entries[i++].key = key.value;
	}
	lua_settop(L, top);
	if (t->is_stopped)
		*n = 0;
	else
		spot_translate_sort_keys(object->entries, *n);
	object->n_entries = *n;
	return object->entries;
}

struct spot_sym *spot_translate_entry_sym(struct spot_translator *t, const struct spot_entry *entry)
{
	return entry->value ? entry->value : spot_translate_item(t, &entry->item);
}
