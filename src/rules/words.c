/* SPDX-License-Identifier: MIT */
/*
 * The words as globals of the sandbox. A call only notes what was called: `word "name"` enters
 * an entry and answers a function that takes the entry's table, `word { … }` enters both at
 * once. The tables stay in the registry until the file has ended. Words of a file that is
 * extended come first (extends runs it there and then), so a word of the same name that comes
 * later takes the place of the earlier one in the list.
 */
#include "rules/words.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Keys of the registry: their addresses. */
static const char loader_key, bodies_key;

struct spot_loader *spot_words_loader(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &loader_key);
	struct spot_loader *ld = lua_touserdata(L, -1);
	lua_pop(L, 1);
	return ld;
}

const char *spot_words_chunk_file(const struct spot_loader *ld, const char *chunk_name)
{
	for (size_t i = 0; i < ld->files->n_items; i++)
		if (strcmp(ld->files->items[i].path, chunk_name + 1) == 0) /* "@path" */
			return ld->files->items[i].path;
	return NULL;
}

struct spot_place spot_words_here(struct spot_loader *ld)
{
	lua_Debug ar;
	for (int level = 1; lua_getstack(ld->L, level, &ar); level++) {
		lua_getinfo(ld->L, "Sl", &ar);
		const char *file = ar.currentline > 0 ? spot_words_chunk_file(ld, ar.source) : NULL;
		if (file)
			return (struct spot_place) { file, (unsigned long)ar.currentline };
	}
	size_t source = ld->n_frames ? ld->frames[ld->n_frames - 1].source : 0;
	return (struct spot_place) { ld->files->items[source].path, 0 };
}

bool spot_words_has(const struct spot_loader *ld, enum spot_words_id id)
{
	for (size_t i = 0; i < ld->n_entries; i++)
		if (ld->entries[i].id == id && !ld->entries[i].removed && !ld->entries[i].dropped)
			return true;
	return false;
}

bool spot_words_counts(const struct spot_words_entry *entry, enum spot_words_id id)
{
	return entry->id == id && entry->has_table && !entry->removed;
}

/* --- entries ------------------------------------------------------------------------------ */

void spot_words_push_table(struct spot_loader *ld, size_t entry_idx)
{
	lua_rawgetp(ld->L, LUA_REGISTRYINDEX, &bodies_key);
	lua_rawgeti(ld->L, -1, (lua_Integer)entry_idx + 1);
	lua_remove(ld->L, -2);
}

static void entry_set_table(struct spot_loader *ld, size_t entry_idx, int idx)
{
	lua_pushvalue(ld->L, idx);
	lua_rawgetp(ld->L, LUA_REGISTRYINDEX, &bodies_key);
	lua_insert(ld->L, -2);
	lua_rawseti(ld->L, -2, (lua_Integer)entry_idx + 1);
	lua_pop(ld->L, 1);
	ld->entries[entry_idx].has_table = true;
}

/* The table at idx becomes the entry's, or the entry is broken. */
static void entry_take(struct spot_loader *ld, size_t entry_idx, int idx)
{
	struct spot_words_entry *entry = &ld->entries[entry_idx];
	const struct spot_words_def *def = &spot_words_vocabulary[entry->id];
	if (lua_type(ld->L, idx) == LUA_TTABLE) {
		if (entry->id == SPOT_WORD_ROLLUP)
			spot_words_rollup_take(ld, idx);
		entry_set_table(ld, entry_idx, idx);
		return;
	}
	entry->broken = true;
	if (spot_words_is_dummy(ld->L, idx))
		return;
	if (entry->name)
		spot_words_error(ld, entry->place,
		    spot_words_printf(ld, "write %s \"%s\" { … }", def->word, entry->name),
		    "%s \"%s\" needs a table, not %s", def->word, entry->name,
		    spot_words_check_describe(ld, idx));
	else
		spot_words_error(ld, entry->place,
		    spot_words_printf(ld, "write %s { … }", def->word), "%s needs a table, not %s",
		    def->word, spot_words_check_describe(ld, idx));
}

/* The entry that the new one clashes with or replaces; SIZE_MAX: none. Names are shared by
 * all words but profile, of which there is one. */
static size_t entry_find(const struct spot_loader *ld, enum spot_words_id id, const char *name)
{
	const struct spot_words_def *def = &spot_words_vocabulary[id];
	bool by_name = def->form == SPOT_FORM_NAMED && id != SPOT_WORD_PROFILE;
	for (size_t i = 0; i < ld->n_entries; i++) {
		const struct spot_words_entry *entry = &ld->entries[i];
		if (entry->removed || entry->dropped)
			continue;
		if (by_name ? entry->id != SPOT_WORD_PROFILE && entry->name && name &&
				strcmp(entry->name, name) == 0
			    : entry->id == id)
			return i;
	}
	return SPOT_NONE;
}

static void duplicate_tell(struct spot_loader *ld, const struct spot_words_entry *old,
    const struct spot_words_entry *new)
{
	const struct spot_words_def *def = &spot_words_vocabulary[new->id];
	const char *old_word = spot_words_vocabulary[old->id].word;
	const char *where = spot_words_where(ld, old->place, new->place);
	if (new->id == SPOT_WORD_PROFILE)
		spot_words_error(ld, new->place, "one file is one profile",
		    "profile stands twice (first on %s)", where);
	else if (!new->name)
		spot_words_error(ld, new->place, "put them into one table",
		    "%s stands twice (first on %s)", def->word, where);
	else if (old->level != new->level)
		spot_words_error(ld, new->place,
		    spot_words_printf(ld, "give it another name, or write drop \"%s\" before it",
			new->name),
		    "%s \"%s\" has the name of a %s of the file it extends (%s)", def->word,
		    new->name, old_word, where);
	else
		spot_words_error(ld, new->place,
		    "each name may stand once in a file, whatever the word",
		    "duplicate name \"%s\": there is a %s of that name on %s", new->name, old_word,
		    where);
}

static size_t entry_add(struct spot_loader *ld, enum spot_words_id id, const char *name)
{
	const struct spot_words_def *def = &spot_words_vocabulary[id];
	struct spot_words_entry entry = { .id = id, .name = name, .place = spot_words_here(ld),
		.level = ld->frames[ld->n_frames - 1].level };
	size_t old_idx = SPOT_NONE;
	for (size_t i = ld->n_entries; i-- > 0 && old_idx == SPOT_NONE;)
		if (ld->entries[i].id == id && ld->entries[i].level == entry.level &&
		    def->merge == SPOT_MERGE_NAMES && !ld->entries[i].dropped)
			old_idx = i;
	if (def->merge == SPOT_MERGE_REPLACE)
		old_idx = entry_find(ld, id, name);
	if (old_idx != SPOT_NONE) {
		struct spot_words_entry *old = &ld->entries[old_idx];
		if (old->level > entry.level && old->id == id) {
			*old = entry;
			return old_idx;
		}
		duplicate_tell(ld, old, &entry);
	}
	if (ld->n_entries == SPOT_WORDS_MAX)
		luaL_error(ld->L, "more than %d words in one rule file", SPOT_WORDS_MAX);
	spot_words_grow(ld, &ld->entries, &ld->entries_cap, ld->n_entries + 1,
	    sizeof(*ld->entries));
	ld->entries[ld->n_entries] = entry;
	return ld->n_entries++;
}

/* --- calls -------------------------------------------------------------------------------- */

static int dummy_answer(lua_State *L)
{
	spot_words_push_dummy(L);
	return 1;
}

/* The second call of `word "name" { … }`; upvalue: the entry. */
static int named_table_call(lua_State *L)
{
	struct spot_loader *ld = spot_words_loader(L);
	if (!ld)
		return luaL_error(L, "words cannot be called inside a rule");
	size_t entry_idx = (size_t)lua_tointeger(L, lua_upvalueindex(1));
	struct spot_words_entry *entry = &ld->entries[entry_idx];
	lua_settop(L, 1);
	if (entry->has_table || entry->broken)
		spot_words_error(ld, spot_words_here(ld), NULL, "%s \"%s\" is given a second table",
		    spot_words_vocabulary[entry->id].word, entry->name);
	else
		entry_take(ld, entry_idx, 1);
	return 0;
}

static bool name_is_sound(struct spot_loader *ld, const struct spot_words_def *def, int idx)
{
	size_t len;
	const char *text = lua_tolstring(ld->L, idx, &len);
	struct spot_view view = { text, len };
	const char *problem = len == 0 ? "is empty"
	    : !spot_text_is_utf8(view) ? "is not UTF-8"
	    : !spot_text_is_line(view) ? "must be one line without control characters"
	    : len > 200 ? "is longer than 200 bytes"
	    : def == &spot_words_vocabulary[SPOT_WORD_ROLLUP] && memchr(text, '=', len)
	    ? "holds a =, and --with NAME=FILE could not give it" : NULL;
	if (problem)
		spot_words_error(ld, spot_words_here(ld), NULL, "the name of this %s %s", def->word,
		    problem);
	return !problem;
}

static int named_call(struct spot_loader *ld, enum spot_words_id id)
{
	const struct spot_words_def *def = &spot_words_vocabulary[id];
	lua_State *L = ld->L;
	lua_settop(L, 1);
	if (ld->parent || spot_words_is_dummy(L, 1))
		return dummy_answer(L);
	if (lua_type(L, 1) != LUA_TSTRING) {
		spot_words_error(ld, spot_words_here(ld),
		    spot_words_printf(ld, "write %s \"name\" { … }", def->word),
		    "%s needs a name, not %s", def->word, spot_words_check_describe(ld, 1));
		/* `word { … }` is complete, anything else may still get its table. */
		return lua_istable(L, 1) ? 0 : dummy_answer(L);
	}
	if (!name_is_sound(ld, def, 1))
		return dummy_answer(L);
	size_t len;
	const char *text = lua_tolstring(L, 1, &len);
	size_t entry_idx = entry_add(ld, id, spot_words_copy(ld, (struct spot_view) { text, len }));
	lua_pushinteger(L, (lua_Integer)entry_idx);
	lua_pushcclosure(L, named_table_call, 1);
	return 1;
}

static int table_call(struct spot_loader *ld, enum spot_words_id id)
{
	const struct spot_words_def *def = &spot_words_vocabulary[id];
	lua_State *L = ld->L;
	lua_settop(L, 1);
	if (ld->parent && id != SPOT_WORD_PARAMS)
		return 0;
	if (lua_type(L, 1) == LUA_TSTRING) {
		spot_words_error(ld, spot_words_here(ld),
		    spot_words_printf(ld, "write %s { … }", def->word), "%s takes no name",
		    def->word);
		return dummy_answer(L);
	}
	size_t entry_idx = entry_add(ld, id, NULL);
	entry_take(ld, entry_idx, 1);
	if (id != SPOT_WORD_PARAMS)
		return 0;
	if (!ld->entries[entry_idx].has_table)
		return dummy_answer(L);
	return spot_words_param_call(ld, entry_idx);
}

static int simple_call(struct spot_loader *ld, enum spot_words_id id)
{
	const char *word = spot_words_vocabulary[id].word;
	lua_State *L = ld->L;
	struct spot_place place = spot_words_here(ld);
	lua_settop(L, 1);
	if (lua_type(L, 1) != LUA_TSTRING) {
		if (!spot_words_is_dummy(L, 1))
			spot_words_error(ld, place, NULL, "%s needs a text, not %s", word,
			    spot_words_check_describe(ld, 1));
		return dummy_answer(L);
	}
	const char *text = spot_words_value_text(ld, 1, place, word);
	if (!text)
		return dummy_answer(L);
	if (id == SPOT_WORD_INCLUDE)
		return spot_words_extend_include(ld, text, place);
	if (ld->parent)
		return 0;
	return id == SPOT_WORD_EXTENDS ? spot_words_extend_call(ld, text, place)
				       : spot_words_extend_drop(ld, text, place);
}

/* Upvalue: the word's id. */
static int word_call(lua_State *L)
{
	enum spot_words_id id = (enum spot_words_id)lua_tointeger(L, lua_upvalueindex(1));
	const struct spot_words_def *def = &spot_words_vocabulary[id];
	struct spot_loader *ld = spot_words_loader(L);
	if (!ld)
		return luaL_error(L, "%s cannot be called inside a rule", def->word);
	spot_words_charge(ld, 100 + ld->n_entries / 4);
	struct spot_words_frame *frame = &ld->frames[ld->n_frames - 1];
	if (frame->is_include && id != SPOT_WORD_INCLUDE) {
		spot_words_error(ld, spot_words_here(ld), "words belong into the rule file itself",
		    "%s in a file that is included: such files hold values and functions only",
		    def->word);
		return dummy_answer(L);
	}
	/* params may stand before extends: they are in force in the base file either way. */
	if (id != SPOT_WORD_EXTENDS && id != SPOT_WORD_INCLUDE && id != SPOT_WORD_PARAMS)
		frame->has_words = true;
	switch (def->form) {
	case SPOT_FORM_NAMED:
		return named_call(ld, id);
	case SPOT_FORM_TABLE:
		return table_call(ld, id);
	case SPOT_FORM_SIMPLE:
		break;
	}
	return simple_call(ld, id);
}

/* --- opening and closing ------------------------------------------------------------------ */

void spot_words_open(struct spot_loader *ld)
{
	lua_State *L = ld->L;
	lua_pushlightuserdata(L, ld);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &loader_key);
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &bodies_key);
	for (int id = 0; id < SPOT_WORD_N; id++) {
		lua_pushinteger(L, id);
		lua_pushcclosure(L, word_call, 1);
		spot_sandbox_add_global(L, spot_words_vocabulary[id].word);
	}
	spot_words_rollup_open(L);
	spot_words_global_open(ld);
}

void spot_words_close(struct spot_loader *ld)
{
	lua_pushnil(ld->L);
	lua_rawsetp(ld->L, LUA_REGISTRYINDEX, &loader_key);
	lua_pushnil(ld->L);
	lua_rawsetp(ld->L, LUA_REGISTRYINDEX, &bodies_key);
}

void spot_words_reset(struct spot_loader *ld)
{
	free(ld->entries);
	free(ld->functions);
	free(ld->params);
	free(ld->overrides);
	free(ld->made);
	spot_sandbox_close(ld->sandbox);
}

void spot_words_end(struct spot_loader *ld)
{
	for (size_t i = 0; i < ld->n_entries; i++) {
		struct spot_words_entry *entry = &ld->entries[i];
		const char *word = spot_words_vocabulary[entry->id].word;
		if (entry->removed || entry->dropped || entry->has_table || entry->broken)
			continue;
		entry->broken = true;
		/* When the run broke off, the table may have been on its way. */
		if (!ld->incomplete)
			spot_words_error(ld, entry->place,
			    spot_words_printf(ld, "write %s \"%s\" { … }", word, entry->name),
			    "%s \"%s\" has no table", word, entry->name);
	}
}
