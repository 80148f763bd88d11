/* SPDX-License-Identifier: MIT */
/*
 * rollup "table" { … }: a second table's fields, and the fields it gives the account. count,
 * sum … are globals that mark the table they are given with a metatable of their own, which
 * nothing in the sandbox can see or forge.
 */
#include <lauxlib.h>
#include <string.h>

#include "rules/freeze.h"
#include "rules/words.h"

static const char agg_keys[SPOT_AGG_N]; /* of the registry: the metatables */
static const char loose_key; /* what they made and no rollup was given, with its place */

static const struct spot_words_key derived_keys[] = {
	{ .name = "when", .takes = SPOT_TAKES_FUNCTION },
	{ .name = "by", .takes = SPOT_TAKES_TEXT },
};

/* Which of them made the table at the top of the stack; SPOT_AGG_N: none. */
static enum spot_agg agg_of(lua_State *L)
{
	enum spot_agg found = SPOT_AGG_N;
	if (!lua_istable(L, -1) || !lua_getmetatable(L, -1))
		return SPOT_AGG_N;
	for (int agg = 0; agg < SPOT_AGG_N && found == SPOT_AGG_N; agg++) {
		lua_rawgetp(L, LUA_REGISTRYINDEX, &agg_keys[agg]);
		if (lua_rawequal(L, -1, -2))
			found = (enum spot_agg)agg;
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
	return found;
}

/* --- what no rollup was given ------------------------------------------------------------- */

struct spot_words_loose {
	struct spot_place place;
	enum spot_agg agg;
	bool is_taken;
	struct spot_words_loose *next; /* made after it */
};

/* The table at idx. */
static void loose_add(struct spot_loader *ld, int idx, enum spot_agg agg)
{
	lua_State *L = ld->L;
	struct spot_words_loose *loose = spot_words_alloc(ld, 1, sizeof(*loose));
	*loose = (struct spot_words_loose) { .place = spot_words_here(ld), .agg = agg };
	*(ld->loose ? ld->loose_end : &ld->loose) = loose;
	ld->loose_end = &loose->next;
	lua_rawgetp(L, LUA_REGISTRYINDEX, &loose_key);
	lua_pushvalue(L, idx);
	lua_pushlightuserdata(L, loose);
	lua_rawset(L, -3);
	lua_pop(L, 1);
}

void spot_words_rollup_take(struct spot_loader *ld, int idx)
{
	lua_State *L = ld->L;
	idx = lua_absindex(L, idx);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &loose_key);
	for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1)) {
		struct spot_words_loose *loose;
		if (!lua_istable(L, -1))
			continue;
		lua_pushvalue(L, -1);
		lua_rawget(L, -4); /* loose key value value */
		loose = lua_touserdata(L, -1);
		if (loose)
			loose->is_taken = true;
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

/* Where something is wrong already it may be the cause. */
static void loose_tell(struct spot_loader *ld)
{
	if (ld->n_errors > 0 || ld->incomplete)
		return;
	for (const struct spot_words_loose *loose = ld->loose; loose; loose = loose->next)
		if (!loose->is_taken)
			spot_words_error(ld, loose->place, "write it inside rollup \"name\" { … }",
			    "%s makes a field of a rollup, and no rollup has it",
			    spot_agg_name(loose->agg));
}

/* Upvalue: the aggregate. */
static int agg_call(lua_State *L)
{
	int agg = (int)lua_tointeger(L, lua_upvalueindex(1));
	const char *name = spot_agg_name((enum spot_agg)agg);
	struct spot_loader *ld = spot_words_loader(L);
	bool is_math = agg == SPOT_AGG_MIN || agg == SPOT_AGG_MAX;
	if (!ld)
		return luaL_error(L,
		    "%s makes a field of a rollup and cannot be called inside a rule%s", name,
		    is_math ? " (numbers are compared by math.min and math.max)" : "");
	int n_args = lua_gettop(L);
	lua_settop(L, 1);
	if (lua_type(L, 1) == LUA_TSTRING) {
		lua_createtable(L, 1, 0);
		lua_insert(L, 1);
		lua_rawseti(L, 1, 1);
	}
	if (n_args == 1 && lua_istable(L, 1) && !lua_getmetatable(L, 1)) {
		lua_rawgetp(L, LUA_REGISTRYINDEX, &agg_keys[agg]);
		lua_setmetatable(L, 1);
		if (!ld->parent)
			loose_add(ld, 1, (enum spot_agg)agg);
		return 1;
	}
	if (!spot_words_is_dummy(L, 1))
		spot_words_error(ld, spot_words_here(ld),
		    is_math ? spot_words_printf(ld, "for numbers there is math.%s", name)
			    : spot_words_printf(ld, "write %s { \"column\" }", name),
		    "%s makes a field of a rollup from one table", name);
	spot_words_push_dummy(L);
	return 1;
}

void spot_words_rollup_open(lua_State *L)
{
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &loose_key);
	for (int agg = 0; agg < SPOT_AGG_N; agg++) {
		lua_createtable(L, 0, 1);
		lua_pushboolean(L, 0);
		lua_setfield(L, -2, "__metatable");
		lua_rawsetp(L, LUA_REGISTRYINDEX, &agg_keys[agg]);
		lua_pushinteger(L, agg);
		lua_pushcclosure(L, agg_call, 1);
		spot_sandbox_add_global(L, spot_agg_name((enum spot_agg)agg));
	}
}

/* --- one derived field -------------------------------------------------------------------- */

struct rollup_reader {
	struct spot_words_table table; /* the rollup's */
	struct spot_rollup_rule *rule;
	size_t rollup_idx;
};

static size_t column_find(const struct rollup_reader *reader, const struct spot_words_table *inner,
    const char *key, size_t position, const char *column)
{
	struct spot_loader *ld = reader->table.ld;
	const struct spot_schema *fields = &reader->rule->fields;
	size_t idx = spot_schema_find(fields, column, strlen(column));
	if (idx == SPOT_NONE)
		spot_words_error(ld, spot_words_table_place(inner, key, position),
		    spot_words_nearest(ld, column, spot_words_field_names(ld, fields),
			fields->n_fields, "name it under fields of the rollup first"),
		    "%s: \"%s\" is not a field of %s", inner->title, column, reader->table.title);
	return idx;
}

/* The column that stands without a key. */
static size_t column_read(const struct rollup_reader *reader, const struct spot_words_table *inner,
    enum spot_agg agg)
{
	struct spot_loader *ld = reader->table.ld;
	size_t idx = SPOT_NONE;
	int type = spot_words_table_push_item(inner, 1);
	struct spot_place place = spot_words_table_place(inner, NULL, 1);
	if (type == LUA_TSTRING) {
		const char *text = spot_words_value_text(ld, -1, place, inner->title);
		idx = text ? column_find(reader, inner, NULL, 1, text) : SPOT_NONE;
	} else if (type != LUA_TNIL && !spot_words_is_dummy(ld->L, -1)) {
		spot_words_error(ld, place, NULL, "%s needs the name of a column, not %s",
		    inner->title,
		    spot_words_check_describe(ld, -1));
	} else if (type == LUA_TNIL && agg != SPOT_AGG_COUNT) {
		spot_words_error(ld, spot_words_table_place(inner, NULL, 0),
		    spot_words_printf(ld, "write %s { \"column\" }", spot_agg_name(agg)),
		    "%s needs the name of a column", inner->title);
	}
	lua_pop(ld->L, 1);
	if (lua_rawlen(ld->L, inner->idx) > 1)
		spot_words_error(ld, spot_words_table_place(inner, NULL, 2), NULL,
		    "%s takes one column", inner->title);
	return idx;
}

static size_t by_read(const struct rollup_reader *reader, const struct spot_words_table *inner,
    enum spot_agg agg)
{
	struct spot_loader *ld = reader->table.ld;
	const char *by = spot_words_table_text(inner, "by");
	if (!by)
		return SPOT_NONE;
	struct spot_place place = spot_words_table_place(inner, "by", 0);
	if (agg != SPOT_AGG_FIRST && agg != SPOT_AGG_LAST) {
		spot_words_error(ld, place, "by belongs to first and last",
		    "%s does not depend on an order", inner->title);
		return SPOT_NONE;
	}
	size_t idx = column_find(reader, inner, "by", 0, by);
	if (idx != SPOT_NONE && reader->rule->fields.fields[idx].type == SPOT_TYPE_LIST)
		spot_words_error(ld, place, NULL, "%s: a list cannot put records in order",
		    inner->title);
	return idx;
}

static enum spot_type result_type(const struct rollup_reader *reader,
    const struct spot_words_table *inner, const struct spot_derived *derived)
{
	enum spot_type child = derived->field_idx == SPOT_NONE
	    ? SPOT_TYPE_N : reader->rule->fields.fields[derived->field_idx].type;
	if (child == SPOT_TYPE_N && derived->agg != SPOT_AGG_COUNT)
		return SPOT_TYPE_N; /* told by column_read */
	enum spot_type type = spot_agg_result_type(derived->agg, child);
	if (type == SPOT_TYPE_N)
		spot_words_error(reader->table.ld, spot_words_table_place(inner, NULL, 1), NULL,
		    "%s: there is no %s of \"%s\", which is of type %s", inner->title,
		    spot_agg_name(derived->agg),
		    reader->rule->fields.fields[derived->field_idx].name, spot_type_name(child));
	return type;
}

/* The derived field under name; false when nothing made by count, sum … stands there. */
static bool derived_read(const struct rollup_reader *reader, const char *name,
    struct spot_derived *out)
{
	static const char *const own_keys[] = { "key", "fields" };
	struct spot_loader *ld = reader->table.ld;
	lua_State *L = ld->L;
	spot_words_table_push(&reader->table, name);
	enum spot_agg agg = agg_of(L);
	bool is_dummy = spot_words_is_dummy(L, -1);
	if (agg == SPOT_AGG_N) {
		lua_pop(L, 1);
		if (!is_dummy)
			spot_words_error(ld, spot_words_table_place(&reader->table, name, 0),
			    spot_words_nearest(ld, name, own_keys, 2,
				"derived fields are made by count { … }, sum { \"column\" }, mean, "
				"min, max, first, last or distinct"),
			    "unknown key \"%s\" in %s", name, reader->table.title);
		return false;
	}
	struct spot_words_table inner = spot_words_table_inner(&reader->table, name, 0,
	    spot_words_printf(ld, "%s of %s", name, reader->table.title));
	spot_words_check_keys(&inner, derived_keys, 2, false, true);
	*out = (struct spot_derived) { .name = name, .agg = agg,
		.line = spot_words_table_place(&reader->table, name, 0).line };
	out->field_idx = column_read(reader, &inner, agg);
	out->by_idx = by_read(reader, &inner, agg);
	out->when = spot_words_function_of(&inner, "when", SPOT_ANSWER_WHEN, SPOT_SUBJECT_RECORD,
	    reader->rollup_idx);
	if (out->when != SPOT_NO_FUNCTION)
		ld->functions[out->when].key = spot_words_printf(ld, "%s.when", name);
	out->type = result_type(reader, &inner, out);
	lua_pop(L, 1);
	return true;
}

/* --- the word ----------------------------------------------------------------------------- */

/* A derived field becomes one of the account's; in the schema even when it is wrong, so that
 * rules which read it are not blamed. */
static void account_field_add(struct spot_loader *ld, const struct rollup_reader *reader,
    const struct spot_derived *derived)
{
	struct spot_schema *schema = &ld->rules->fields;
	struct spot_place place = { reader->table.entry->place.file, derived->line };
	size_t old = spot_schema_find(schema, derived->name, strlen(derived->name));
	if (old != SPOT_NONE) {
		const struct spot_field *field = &schema->fields[old];
		spot_words_error(ld, place, "give one of them another name",
		    "field \"%s\" of %s is already %s (%s)", derived->name, reader->table.title,
		    field->derived ? "made by a rollup" : "declared under fields",
		    spot_words_where(ld, (struct spot_place) { field->file, field->line }, place));
		return;
	}
	struct spot_field *field = (struct spot_field *)&schema->fields[schema->n_fields++];
	*field = (struct spot_field) { .name = derived->name, .type = derived->type,
		.derived = true, .file = place.file, .line = place.line };
	if (field->type == SPOT_TYPE_N)
		field->type = SPOT_TYPE_TEXT;
	if (derived->field_idx != SPOT_NONE && field->type != SPOT_TYPE_INTEGER)
		field->unit = reader->rule->fields.fields[derived->field_idx].unit;
}

static size_t names_count(struct spot_loader *ld, size_t entry_idx)
{
	struct spot_words_table table = spot_words_table_of(ld, entry_idx);
	size_t n = 0;
	for (lua_pushnil(ld->L); lua_next(ld->L, table.idx); lua_pop(ld->L, 1))
		n++;
	lua_pop(ld->L, 1);
	return n < SPOT_WORDS_MAX ? n : SPOT_WORDS_MAX;
}

static void rollup_read(struct spot_loader *ld, size_t entry_idx, size_t rollup_idx)
{
	const struct spot_words_def *def = &spot_words_vocabulary[SPOT_WORD_ROLLUP];
	struct spot_rollup_rule *rule = &ld->rules->rollups[rollup_idx];
	struct rollup_reader reader = { .table = spot_words_table_of(ld, entry_idx), .rule = rule,
		.rollup_idx = rollup_idx };
	const struct spot_words_entry *entry = reader.table.entry;
	spot_words_check_keys(&reader.table, def->keys, def->n_keys, true, false);
	const char *key = spot_words_table_text(&reader.table, "key");
	rule->name = entry->name;
	rule->place = entry->place;
	rule->fields = spot_words_field_schema(&reader.table, &key, 1);
	rule->key_idx = key ? spot_schema_find(&rule->fields, key, strlen(key)) : 0;
	rule->first_field = ld->rules->fields.n_fields;
	if (spot_words_field_lacks_key(ld))
		spot_words_error(ld, entry->place, "give the account's identity the type key",
		    "%s needs a field of type key to belong to", reader.table.title);
	struct spot_words_names names = spot_words_table_names(&reader.table);
	struct spot_derived *deriveds = spot_words_alloc(ld, names.n + 1, sizeof(*deriveds));
	rule->deriveds = deriveds;
	for (size_t i = 0; i < names.n; i++) {
		const char *name = names.names[i];
		if (strcmp(name, "key") == 0 || strcmp(name, "fields") == 0 ||
		    !derived_read(&reader, name, &deriveds[rule->n_deriveds]))
			continue;
		account_field_add(ld, &reader, &deriveds[rule->n_deriveds++]);
	}
	lua_pop(ld->L, 1);
}

void spot_words_rollup_build(struct spot_loader *ld)
{
	struct spot_rules *rules = ld->rules;
	size_t n = 0, n_fields = rules->fields.n_fields;
	for (size_t i = 0; i < ld->n_entries; i++) {
		if (!spot_words_counts(&ld->entries[i], SPOT_WORD_ROLLUP))
			continue;
		n++;
		n_fields += names_count(ld, i);
	}
	struct spot_field *fields = spot_words_alloc(ld, n_fields + 1, sizeof(*fields));
	if (rules->fields.n_fields)
		memcpy(fields, rules->fields.fields, rules->fields.n_fields * sizeof(*fields));
	rules->fields.fields = fields;
	rules->rollups = spot_words_alloc(ld, n + 1, sizeof(*rules->rollups));
	for (size_t i = 0; i < ld->n_entries; i++)
		if (spot_words_counts(&ld->entries[i], SPOT_WORD_ROLLUP))
			rollup_read(ld, i, rules->n_rollups++);
	loose_tell(ld);
}
