/* SPDX-License-Identifier: MIT */
/* Tables of a rule file: their keys against a list of what is allowed, their values as C data. */
#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"
#include "rules/freeze.h"
#include "rules/words.h"

/* --- which table, and where ---------------------------------------------------------------- */

/* A frozen table at the top of the stack (params, or part of it) is replaced by what it holds. */
static int thaw(lua_State *L)
{
	int type = lua_type(L, -1);
	if ((type == LUA_TTABLE || type == LUA_TUSERDATA) && spot_freeze_is_frozen(L, -1)) {
		spot_freeze_push_raw(L, -1);
		lua_remove(L, -2);
		type = lua_type(L, -1);
	}
	return type;
}

struct spot_words_table spot_words_table_of(struct spot_loader *ld, size_t entry_idx)
{
	const struct spot_words_entry *entry = &ld->entries[entry_idx];
	const char *word = spot_words_vocabulary[entry->id].word;
	luaL_checkstack(ld->L, 20, NULL);
	const struct spot_source_map *map = NULL;
	spot_words_push_table(ld, entry_idx);
	thaw(ld->L);
	for (size_t i = 0; i < ld->files->n_items; i++)
		if (ld->files->items[i].path == entry->place.file)
			map = ld->files->items[i].map;
	return (struct spot_words_table) { .ld = ld, .idx = lua_gettop(ld->L), .entry = entry,
		.map = map, .line = entry->place.line,
		.node = map ? spot_source_map_table(map, entry->place.line, word, entry->name)
			    : SPOT_SOURCE_NONE,
		.title = entry->name ? spot_words_printf(ld, "%s \"%s\"", word, entry->name)
				     : word };
}

struct spot_words_table spot_words_table_inner(const struct spot_words_table *table,
    const char *key, size_t position, const char *title)
{
	struct spot_words_table inner = *table;
	luaL_checkstack(table->ld->L, 20, NULL);
	inner.idx = lua_gettop(table->ld->L);
	inner.node = SPOT_SOURCE_NONE;
	if (table->map)
		spot_source_map_entry(table->map, table->node, key, position, &inner.line,
		    &inner.node);
	if (title)
		inner.title = title;
	else if (key)
		inner.title = spot_words_printf(table->ld, "%s of %s", key, table->title);
	else
		inner.title = spot_words_printf(table->ld, "item %zu of %s", position,
		    table->title);
	return inner;
}

struct spot_place spot_words_table_place(const struct spot_words_table *table, const char *key,
    size_t position)
{
	struct spot_place place = { table->entry->place.file, table->line };
	size_t inner;
	if (table->map && (key || position))
		spot_source_map_entry(table->map, table->node, key, position, &place.line, &inner);
	return place;
}

int spot_words_table_compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t spot_words_table_length(const struct spot_words_table *table, int idx)
{
	size_t n = lua_rawlen(table->ld->L, idx);
	spot_words_charge(table->ld, n);
	if (n <= SPOT_WORDS_ITEMS)
		return n;
	spot_words_error(table->ld, spot_words_table_place(table, NULL, 0), NULL,
	    "a list in %s has more than %d items", table->title, SPOT_WORDS_ITEMS);
	return 0;
}

bool spot_words_table_is_empty(lua_State *L, int idx)
{
	idx = lua_absindex(L, idx);
	luaL_checkstack(L, 3, NULL);
	lua_pushnil(L);
	if (!lua_next(L, idx))
		return true;
	lua_pop(L, 2);
	return false;
}

bool spot_words_table_is_item(lua_State *L, int idx, size_t n_items)
{
	return lua_isinteger(L, idx) && lua_tointeger(L, idx) >= 1 &&
	    (lua_Unsigned)lua_tointeger(L, idx) <= n_items;
}

struct spot_words_names spot_words_table_names(const struct spot_words_table *table)
{
	struct spot_loader *ld = table->ld;
	lua_State *L = ld->L;
	struct spot_words_names out = { .n_items = spot_words_table_length(table, table->idx) };
	size_t n = 0;
	luaL_checkstack(L, 4, NULL);
	for (lua_pushnil(L); lua_next(L, table->idx); lua_pop(L, 1))
		n += lua_type(L, -2) == LUA_TSTRING;
	if (out.n_items == 0 && lua_rawlen(L, table->idx) > 0)
		return out;
	if (n > SPOT_WORDS_MAX) {
		spot_words_error(ld, spot_words_table_place(table, NULL, 0), NULL,
		    "%s has more than %d keys", table->title, SPOT_WORDS_MAX);
		return out;
	}
	const char **names = spot_words_alloc(ld, n + 1, sizeof(*names));
	bool odd = false;
	for (lua_pushnil(L); lua_next(L, table->idx); lua_pop(L, 1)) {
		size_t len;
		const char *text;
		if (lua_type(L, -2) != LUA_TSTRING) {
			odd |= !spot_words_table_is_item(L, -2, out.n_items);
			continue;
		}
		text = lua_tolstring(L, -2, &len);
		if (len == 0 || !spot_text_is_line((struct spot_view) { text, len }))
			odd = true;
		else
			names[out.n++] = spot_words_copy(ld, (struct spot_view) { text, len });
	}
	if (odd)
		spot_words_error(ld, spot_words_table_place(table, NULL, 0), NULL,
		    "%s has a key that is neither a name nor a place in a list", table->title);
	qsort(names, out.n, sizeof(*names), spot_words_table_compare);
	out.names = names;
	return out;
}

struct spot_view spot_words_table_view(lua_State *L)
{
	size_t len;
	const char *ptr = lua_tolstring(L, -1, &len);
	return (struct spot_view) { ptr, len };
}

/* --- values ------------------------------------------------------------------------------- */

int spot_words_table_push(const struct spot_words_table *table, const char *key)
{
	lua_State *L = table->ld->L;
	luaL_checkstack(L, 8, NULL);
	spot_words_charge(table->ld, 4);
	lua_pushstring(L, key);
	lua_rawget(L, table->idx);
	return thaw(L);
}

int spot_words_table_type(const struct spot_words_table *table, const char *key)
{
	int type = spot_words_table_push(table, key);
	lua_pop(table->ld->L, 1);
	return type;
}

int spot_words_table_push_item(const struct spot_words_table *table, size_t position)
{
	luaL_checkstack(table->ld->L, 8, NULL);
	lua_rawgeti(table->ld->L, table->idx, (lua_Integer)position);
	return thaw(table->ld->L);
}

const char *spot_words_table_text(const struct spot_words_table *table, const char *key)
{
	const char *text = NULL;
	if (spot_words_table_push(table, key) == LUA_TSTRING)
		text = spot_words_value_text(table->ld, -1, spot_words_table_place(table, key, 0),
		    key);
	lua_pop(table->ld->L, 1);
	return text;
}

bool spot_words_table_number(const struct spot_words_table *table, const char *key, double *out)
{
	lua_State *L = table->ld->L;
	bool ok = spot_words_table_push(table, key) == LUA_TNUMBER && isfinite(lua_tonumber(L, -1));
	if (ok)
		*out = lua_tonumber(L, -1);
	lua_pop(L, 1);
	return ok;
}

bool spot_words_table_flag(const struct spot_words_table *table, const char *key, bool *out)
{
	bool ok = spot_words_table_push(table, key) == LUA_TBOOLEAN;
	if (ok)
		*out = lua_toboolean(table->ld->L, -1);
	lua_pop(table->ld->L, 1);
	return ok;
}

bool spot_words_table_date(const struct spot_words_table *table, const char *key, int64_t *out)
{
	bool ok = spot_words_table_push(table, key) == LUA_TSTRING &&
	    spot_date_iso(spot_words_table_view(table->ld->L), out);
	lua_pop(table->ld->L, 1);
	return ok;
}

bool spot_words_table_duration(const struct spot_words_table *table, const char *key,
    struct spot_duration *out)
{
	bool ok = spot_words_table_push(table, key) == LUA_TSTRING &&
	    spot_duration_parse(spot_words_table_view(table->ld->L), out);
	lua_pop(table->ld->L, 1);
	return ok;
}

const char *const *spot_words_table_texts(const struct spot_words_table *table, const char *key,
    size_t *n)
{
	struct spot_loader *ld = table->ld;
	lua_State *L = ld->L;
	const char **texts = NULL;
	*n = 0;
	int type = spot_words_table_push(table, key);
	struct spot_place place = spot_words_table_place(table, key, 0);
	if (type == LUA_TSTRING) {
		texts = spot_words_alloc(ld, 1, sizeof(*texts));
		texts[0] = spot_words_value_text(ld, -1, place, key);
		*n = texts[0] != NULL;
	} else if (type == LUA_TTABLE) {
		size_t n_items = spot_words_table_length(table, -1);
		texts = spot_words_alloc(ld, n_items + 1, sizeof(*texts));
		for (size_t i = 1; i <= n_items; i++) {
			if (lua_rawgeti(L, -1, (lua_Integer)i) == LUA_TSTRING) {
				texts[*n] = spot_words_value_text(ld, -1, place, key);
				*n += texts[*n] != NULL;
			}
			lua_pop(L, 1);
		}
	}
	lua_pop(L, 1);
	return texts;
}
