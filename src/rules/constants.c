/* SPDX-License-Identifier: MIT */
#include "rules/constants.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rules/freeze.h"

#define MAX_OF_TABLE 256
#define MAX_LOOKED 4096
#define MAX_TEXT 1000 /* bytes; what stands after them is cut off */
#define MAX_KEPT 4096 /* items, the least of them */

void spot_constants_init(struct spot_constants *set)
{
	memset(set, 0, sizeof(*set));
}

void spot_constants_reset(struct spot_constants *set)
{
	free(set->items);
	spot_constants_init(set);
}

static bool is_wanted(const struct spot_value *value)
{
	switch (value->kind) {
	case SPOT_KIND_INT:
	case SPOT_KIND_TEXT:
		return true;
	case SPOT_KIND_FLOAT:
		return isfinite(value->as.number);
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_BOOL:
	case SPOT_KIND_LIST:
	case SPOT_KIND_N:
		break;
	}
	return false;
}

static int compare_texts(struct spot_view a, struct spot_view b)
{
	int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare(const void *left, const void *right)
{
	const struct spot_value *a = left, *b = right;
	double x, y;

	if (a->kind == SPOT_KIND_TEXT && b->kind == SPOT_KIND_TEXT)
		return compare_texts(a->as.text, b->as.text);
	if (a->kind == SPOT_KIND_TEXT || b->kind == SPOT_KIND_TEXT)
		return a->kind == SPOT_KIND_TEXT ? 1 : -1;
	if (a->kind == SPOT_KIND_INT && b->kind == SPOT_KIND_INT)
		return (a->as.integer > b->as.integer) - (a->as.integer < b->as.integer);
	x = a->kind == SPOT_KIND_INT ? (double)a->as.integer : a->as.number;
	y = b->kind == SPOT_KIND_INT ? (double)b->as.integer : b->as.number;
	return x != y ? (x > y) - (x < y) : (int)a->kind - (int)b->kind;
}

/* Sorts the items from first on, and leaves each once. */
static void thin(struct spot_constants *set, size_t first)
{
	size_t n = first;

	if (set->n_items - first < 2)
		return;
	qsort(set->items + first, set->n_items - first, sizeof(*set->items), compare);
	for (size_t i = first; i < set->n_items; i++)
		if (n == first || compare(&set->items[n - 1], &set->items[i]) != 0)
			set->items[n++] = set->items[i];
	set->n_items = n;
}

/* thin, then only the least ones. */
static void thin_to(struct spot_constants *set, size_t first, size_t max)
{
	thin(set, first);
	if (set->n_items - first > max)
		set->n_items = first + max;
}

/* A text's length when it is cut where a character begins. */
static size_t cut(struct spot_view text)
{
	size_t len = text.len;

	if (len <= MAX_TEXT)
		return len;
	len = MAX_TEXT;
	while (len > MAX_TEXT - 4 && ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
		len--;
	return len;
}

static void add(struct spot_constants *set, struct spot_value value)
{
	if (!is_wanted(&value) || set->is_out_of_memory)
		return;
	if (value.kind == SPOT_KIND_TEXT)
		value.as.text.len = cut(value.as.text);
	if (!spot_mem_grow(&set->items, &set->cap, set->n_items + 1, sizeof(*set->items))) {
		set->is_out_of_memory = true;
		return;
	}
	set->items[set->n_items++] = value;
	set->n_added++;
}

static void add_lua(struct spot_constants *set, lua_State *L)
{
	struct spot_value value = { .kind = SPOT_KIND_TEXT };

	if (lua_isinteger(L, -1)) {
		value.kind = SPOT_KIND_INT;
		value.as.integer = lua_tointeger(L, -1);
	} else if (lua_type(L, -1) == LUA_TNUMBER) {
		value.kind = SPOT_KIND_FLOAT;
		value.as.number = lua_tonumber(L, -1);
	} else if (lua_type(L, -1) == LUA_TSTRING) {
		value.as.text.ptr = lua_tolstring(L, -1, &value.as.text.len);
	} else {
		return;
	}
	add(set, value);
}

/* Before anything is added, so that what is added next stands together. */
static void make_room(struct spot_constants *set)
{
	if (set->n_items >= 2 * MAX_KEPT)
		thin_to(set, 0, MAX_KEPT);
}

void spot_constants_add(struct spot_constants *set, struct spot_value value)
{
	make_room(set);
	add(set, value);
}

void spot_constants_add_integer(struct spot_constants *set, int64_t integer)
{
	spot_constants_add(set, (struct spot_value) { SPOT_KIND_INT, .as.integer = integer });
}

void spot_constants_add_number(struct spot_constants *set, double number)
{
	spot_constants_add(set, (struct spot_value) { SPOT_KIND_FLOAT, .as.number = number });
}

void spot_constants_add_lua(struct spot_constants *set, lua_State *L)
{
	make_room(set);
	add_lua(set, L);
}

/* The table at the top of the stack (left there); false, with nothing added, when it is larger
 * than what is looked at. */
static bool add_all(struct spot_constants *set, lua_State *L)
{
	size_t first = set->n_items, n = 0;

	lua_pushnil(L);
	while (lua_next(L, -2)) { /* table key value */
		if (++n > MAX_LOOKED) {
			lua_pop(L, 2);
			set->n_items = first;
			break;
		}
		add_lua(set, L);
		if (lua_isboolean(L, -1)) {
			lua_pushvalue(L, -2);
			add_lua(set, L);
			lua_pop(L, 1);
		}
		lua_pop(L, 1);
	}
	set->n_added += n;
	return n <= MAX_LOOKED;
}

void spot_constants_add_table(struct spot_constants *set, lua_State *L)
{
	size_t first;

	make_room(set);
	first = set->n_items;
	spot_freeze_push_raw(L, -1); /* table raw */
	if (!add_all(set, L)) {
		/* The order of lua_next is not the same in every state; that of items is. */
		for (lua_Integer i = 1; i <= MAX_OF_TABLE; i++) {
			lua_rawgeti(L, -1, i);
			add_lua(set, L);
			lua_pop(L, 1);
		}
	}
	lua_pop(L, 1);
	if (set->n_items - first > MAX_OF_TABLE)
		thin_to(set, first, MAX_OF_TABLE);
}

size_t spot_constants_thin(struct spot_constants *set)
{
	size_t bytes;

	thin_to(set, 0, MAX_KEPT);
	bytes = set->n_items * sizeof(*set->items);
	for (size_t i = 0; i < set->n_items; i++)
		if (set->items[i].kind == SPOT_KIND_TEXT)
			bytes += set->items[i].as.text.len + 1;
	return bytes;
}

bool spot_constants_keep(struct spot_constants *set, const struct spot_value **out, size_t *n,
    struct spot_arena *arena)
{
	struct spot_value *items;

	thin_to(set, 0, MAX_KEPT);
	items = spot_arena_calloc(arena, set->n_items, sizeof(*items));
	if (!items)
		return false;
	for (size_t i = 0; i < set->n_items; i++) {
		items[i] = set->items[i];
		if (items[i].kind != SPOT_KIND_TEXT)
			continue;
		items[i].as.text.ptr = spot_arena_copy(arena, items[i].as.text.ptr,
		    items[i].as.text.len);
		if (!items[i].as.text.ptr)
			return false;
	}
	*out = items;
	*n = set->n_items;
	return true;
}
