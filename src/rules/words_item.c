/* SPDX-License-Identifier: MIT */
/*
 * The words that are kept as they were written: role, engagement, contacts, events, levels,
 * content, stage, step, acceptance, economics, segment, hypothesis. Their keys, types and names
 * are checked like those of the others.
 */
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "rules/words.h"

#define NESTING_MAX 8

/* What a function in the tables answers, where its key does not say. */
struct function_kind {
	enum spot_answer_kind answer;
	enum spot_subject subject;
	size_t subject_idx;
	bool allowed;
};

static struct function_kind kind_of(const struct spot_words_def *def, const char *key,
    struct function_kind inherited)
{
	for (size_t i = 0; key && i < def->n_keys; i++) {
		if (strcmp(def->keys[i].name, key) != 0)
			continue;
		inherited.allowed = def->keys[i].takes & (SPOT_TAKES_FUNCTION | SPOT_TAKES_TABLE);
		if (def->keys[i].takes & SPOT_TAKES_FUNCTION) {
			inherited.answer = def->keys[i].answer;
			inherited.subject = def->keys[i].subject;
		}
	}
	return inherited;
}

static void items_read(const struct spot_words_table *table, struct function_kind kind,
    unsigned depth, const struct spot_item **out, size_t *n_out);

/* The value at the top of the stack. */
static void item_read(const struct spot_words_table *table, size_t position,
    struct function_kind kind, unsigned depth, struct spot_item *item)
{
	struct spot_loader *ld = table->ld;
	struct spot_place place = spot_words_table_place(table, item->key, position);
	char what[256];
	if (item->key)
		snprintf(what, sizeof(what), "%s of %s", item->key, table->title);
	else
		snprintf(what, sizeof(what), "item %zu of %s", position, table->title);
	int type = lua_type(ld->L, -1);
	item->function = SPOT_NO_FUNCTION;
	if (type == LUA_TFUNCTION && kind.allowed) {
		item->kind = SPOT_ITEM_FUNCTION;
		item->function = spot_words_function_add(
		    table, item->key, kind.answer, kind.subject, kind.subject_idx);
	} else if (type == LUA_TTABLE && depth < NESTING_MAX) {
		struct spot_words_table inner =
		    spot_words_table_inner(table, item->key, position, NULL);
		item->kind = SPOT_ITEM_TABLE;
		items_read(&inner, kind, depth + 1, &item->items, &item->n_items);
	} else if (type == LUA_TTABLE) {
		spot_words_error(ld, place, NULL, "%s is nested too deeply", what);
	} else {
		item->kind = SPOT_ITEM_VALUE;
		spot_words_value_plain(ld, -1, place, what, &item->value);
	}
}

static void items_read(const struct spot_words_table *table, struct function_kind kind,
    unsigned depth, const struct spot_item **out, size_t *n_out)
{
	struct spot_loader *ld = table->ld;
	const struct spot_words_def *def = &spot_words_vocabulary[table->entry->id];
	struct spot_words_names names = spot_words_table_names(table);
	struct spot_item *items = spot_words_alloc(ld, names.n + names.n_items, sizeof(*items));
	size_t n = 0;
	for (size_t i = 1; i <= names.n_items; i++, n++) {
		spot_words_table_push_item(table, i);
		item_read(table, i, kind, depth, &items[n]);
		lua_pop(ld->L, 1);
	}
	for (size_t i = 0; i < names.n; i++, n++) {
		items[n].key = names.names[i];
		spot_words_table_push(table, names.names[i]);
		item_read(table, 0, kind_of(def, names.names[i], kind), depth, &items[n]);
		lua_pop(ld->L, 1);
	}
	*out = items;
	*n_out = n;
}

/* --- what each word asks for besides its keys --------------------------------------------- */

/* What identifies a contact is compared as text. */
static void id_check(const struct spot_words_table *table, const struct spot_schema *schema,
    const char *key, const char *column)
{
	size_t idx = column ? spot_schema_find(schema, column, strlen(column)) : SPOT_NONE;
	enum spot_type type = idx != SPOT_NONE ? schema->fields[idx].type : SPOT_TYPE_TEXT;
	if (type == SPOT_TYPE_TEXT || type == SPOT_TYPE_KEY)
		return;
	spot_words_error(table->ld, spot_words_table_place(table, key, 0),
	    spot_words_printf(table->ld, "make %s a text", column),
	    "%s of %s must be a text or a key, and \"%s\" is of type %s", key, table->title,
	    column, spot_type_name(type));
}

static void records_check(const struct spot_words_table *table, struct spot_schema *schema)
{
	struct spot_loader *ld = table->ld;
	const char *columns[3] = { spot_words_table_text(table, "key"),
		spot_words_table_text(table, "id"), spot_words_table_text(table, "contact") };
	const char *at = spot_words_table_text(table, "at");
	*schema = spot_words_field_schema(table, columns, 3);
	if (spot_words_table_push(table, "fields") == LUA_TTABLE &&
	    spot_words_table_is_empty(ld->L, -1))
		spot_words_error(ld, spot_words_table_place(table, "fields", 0),
		    "name the columns that rules read: fields = { title = \"text\" }",
		    "fields of %s is empty", table->title);
	lua_pop(ld->L, 1);
	id_check(table, schema, "id", columns[1]);
	id_check(table, schema, "contact", columns[2]);
	size_t idx = at ? spot_schema_find(schema, at, strlen(at)) : SPOT_NONE;
	if (!at || (idx != SPOT_NONE && schema->fields[idx].type == SPOT_TYPE_DATE))
		return;
	spot_words_error(ld, spot_words_table_place(table, "at", 0),
	    idx == SPOT_NONE
		? spot_words_nearest(ld, at, spot_words_field_names(ld, schema), schema->n_fields,
		      spot_words_printf(ld, "add %s = \"date\" to its fields", at))
		: spot_words_printf(ld, "make %s a date", at),
	    "at of %s must name one of its fields of type date, and \"%s\" is not", table->title,
	    at);
}

/* The level at names[i] against those before it. */
static void level_compare(const struct spot_words_table *table, const char *const *names, size_t i)
{
	double x, other;
	if (!spot_words_table_number(table, names[i], &x))
		return;
	for (size_t k = 0; k < i; k++) {
		if (!spot_words_table_number(table, names[k], &other) || other != x)
			continue;
		spot_words_error(table->ld, spot_words_table_place(table, names[i], 0),
		    "each level needs a threshold of its own",
		    "levels \"%s\" and \"%s\" both start at %.15g", names[k], names[i], x);
		return;
	}
}

static void levels_check(const struct spot_words_table *table)
{
	static const struct spot_words_key key = { .takes = SPOT_TAKES_NUMBER };
	struct spot_words_names names = spot_words_table_names(table);
	if (names.n_items || names.n == 0)
		spot_words_error(table->ld, spot_words_table_place(table, NULL, 1),
		    "write levels { hot = 50, warm = 20, cold = 0 }", "%s",
		    names.n_items ? "a level without a name" : "levels is empty");
	for (size_t i = 0; i < names.n; i++) {
		spot_words_table_push(table, names.names[i]);
		spot_words_check_value(table, names.names[i], 0, &key);
		lua_pop(table->ld->L, 1);
		level_compare(table, names.names, i);
	}
}

/* One of stage's items: { "name", function } or { "name", when = function }. */
static void stage_item_check(const struct spot_words_table *item)
{
	static const struct spot_words_key keys[] = {
		{ .name = "when", .takes = SPOT_TAKES_FUNCTION },
	};
	struct spot_loader *ld = item->ld;
	lua_State *L = ld->L;
	spot_words_check_keys(item, keys, 1, false, true);
	bool ok = spot_words_table_push_item(item, 1) == LUA_TSTRING &&
	    spot_text_trim(spot_words_table_view(L)).len > 0;
	int second = spot_words_table_push_item(item, 2);
	int when = spot_words_table_push(item, "when");
	if (!ok || (second == LUA_TFUNCTION) == (when == LUA_TFUNCTION) ||
	    lua_rawlen(L, item->idx) > 2)
		spot_words_error(ld, spot_words_table_place(item, NULL, 0),
		    "write { \"Trial\", when = function(a) return … end }",
		    "%s must be a name and a function", item->title);
	lua_pop(L, 3);
}

/* The name of the stage at the top of the stack, the position-th, against those before it. */
static void stage_compare(const struct spot_words_table *table, size_t position)
{
	struct spot_loader *ld = table->ld;
	lua_State *L = ld->L;
	lua_rawgeti(L, -1, 1);
	spot_words_charge(ld, 4 * position);
	for (size_t i = 1; i < position && lua_type(L, -1) == LUA_TSTRING; i++) {
		bool same = spot_words_table_push_item(table, i) == LUA_TTABLE;
		if (same) {
			lua_rawgeti(L, -1, 1);
			same = lua_rawequal(L, -1, -3);
			lua_pop(L, 1);
		}
		lua_pop(L, 1);
		if (!same)
			continue;
		struct spot_place place = spot_words_table_place(table, NULL, position);
		spot_words_error(ld, place, "each stage needs a name of its own",
		    "stage \"%s\" stands twice in the list (first on %s)", lua_tostring(L, -1),
		    spot_words_where(ld, spot_words_table_place(table, NULL, i), place));
		break;
	}
	lua_pop(L, 1);
}

static void stage_check(const struct spot_words_table *table)
{
	struct spot_loader *ld = table->ld;
	size_t n = spot_words_table_length(table, table->idx);
	bool has_by = spot_words_table_type(table, "by") != LUA_TNIL;
	if (has_by == (n > 0))
		spot_words_error(ld, table->entry->place,
		    "write stage { by = function(a) return … end } or "
		    "stage { { \"Trial\", when = … }, … }",
		    "stage needs %s", n ? "either by or a list, not both" : "by or a list");
	for (size_t i = 1; i <= n; i++) {
		if (spot_words_table_push_item(table, i) == LUA_TTABLE) {
			struct spot_words_table item = spot_words_table_inner(table, NULL, i, NULL);
			stage_item_check(&item);
			stage_compare(table, i);
		} else if (!spot_words_is_dummy(ld->L, -1)) {
			spot_words_error(ld, spot_words_table_place(table, NULL, i),
			    "write { \"Trial\", when = function(a) return … end }",
			    "item %zu of stage must be a name and a function, not %s", i,
			    spot_words_check_describe(ld, -1));
		}
		lua_pop(ld->L, 1);
	}
}

/* A list parts nothing, and bands part numbers alone. */
static void segment_field_check(const struct spot_words_table *table, bool has_bands)
{
	struct spot_loader *ld = table->ld;
	const char *name = spot_words_table_text(table, "by");
	const struct spot_schema *schema = &ld->rules->fields;
	size_t field = name ? spot_schema_find(schema, name, strlen(name)) : SPOT_NONE;
	enum spot_type type;

	if (field == SPOT_NONE)
		return;
	type = schema->fields[field].type;
	if (type == SPOT_TYPE_LIST)
		spot_words_error(ld, spot_words_table_place(table, "by", 0),
		    "write by = function(a) … end that names one of them",
		    "%s: by = \"%s\" is a list, and an account may have several of its items",
		    table->title, name);
	else if (has_bands && spot_type_kind(type) != SPOT_KIND_INT &&
	    spot_type_kind(type) != SPOT_KIND_FLOAT)
		spot_words_error(ld, spot_words_table_place(table, "by", 0),
		    "leave bands out: each value is a segment of its own",
		    "%s: bands are of numbers, and by = \"%s\" is not one", table->title, name);
}

static void segment_check(const struct spot_words_table *table)
{
	struct spot_loader *ld = table->ld;
	const struct spot_schema *schema = &ld->rules->fields;
	struct spot_words_known fields = { "field", spot_words_field_names(ld, schema),
		schema->n_fields };
	int by = spot_words_table_type(table, "by");
	if (by == LUA_TNIL && spot_words_table_type(table, "bands") == LUA_TNIL)
		spot_words_error(ld, table->entry->place,
		    "add by = function(a) return … end, or bands", "%s lacks by or bands",
		    table->title);
	if (by == LUA_TFUNCTION && spot_words_table_type(table, "bands") != LUA_TNIL)
		spot_words_error(ld, spot_words_table_place(table, "bands", 0),
		    "let the function return the band's name, or write by = \"a field\"",
		    "%s: bands do not apply to by = function", table->title);
	if (by == LUA_TSTRING && spot_words_has(ld, SPOT_WORD_FIELDS))
		spot_words_refer_texts(table, "by", &fields);
	if (by == LUA_TSTRING && spot_words_has(ld, SPOT_WORD_FIELDS))
		segment_field_check(table, spot_words_table_type(table, "bands") != LUA_TNIL);
}

/* The rollup that deals names; SPOT_NONE when there is none. */
static size_t economics_rollup(const struct spot_words_table *table)
{
	static const struct spot_words_key deals_keys[] = {
		{ .name = "won", .takes = SPOT_TAKES_FUNCTION },
		{ .name = "lost", .takes = SPOT_TAKES_FUNCTION },
		{ .name = "days", .takes = SPOT_TAKES_FUNCTION },
	};
	struct spot_loader *ld = table->ld;
	lua_State *L = ld->L;
	const char *name = NULL;
	struct spot_place place = spot_words_table_place(table, "deals", 0);
	int type = spot_words_table_push(table, "deals");
	if (type == LUA_TTABLE) {
		struct spot_words_table deals = spot_words_table_inner(table, "deals", 0, NULL);
		spot_words_check_keys(&deals, deals_keys, 3, false, true);
		if (lua_rawgeti(L, -1, 1) != LUA_TSTRING || lua_rawlen(L, deals.idx) != 1)
			spot_words_error(ld, place,
			    "write deals = { \"deals\", won = function(r) … end }",
			    "%s must begin with the name of a rollup", deals.title);
		lua_replace(L, -2);
	}
	if (lua_type(L, -1) == LUA_TSTRING)
		name = spot_words_value_text(ld, -1, place, "deals");
	lua_pop(L, 1);
	struct spot_words_known known = spot_words_refer_entries(ld, SPOT_WORD_ROLLUP, SPOT_WORD_N);
	if (!name || !spot_words_refer_check(table, place, name, &known))
		return SPOT_NONE;
	for (size_t i = 0; i < ld->rules->n_rollups; i++)
		if (strcmp(ld->rules->rollups[i].name, name) == 0)
			return i;
	return SPOT_NONE;
}

static void economics_check(const struct spot_words_table *table)
{
	static const char *const of_deals[] = { "won", "lost", "days" };
	struct spot_loader *ld = table->ld;
	if (spot_words_table_type(table, "deals") != LUA_TNIL)
		return;
	for (size_t i = 0; i < 3; i++) {
		if (spot_words_table_type(table, of_deals[i]) == LUA_TNIL)
			continue;
		spot_words_error(ld, spot_words_table_place(table, of_deals[i], 0),
		    "add deals = \"name of a rollup\"", "%s of economics needs deals", of_deals[i]);
		break;
	}
}

static void contacts_check(const struct spot_words_table *table)
{
	records_check(table, &table->ld->rules->contacts);
}

static void events_check(const struct spot_words_table *table)
{
	records_check(table, &table->ld->rules->events);
}

static void role_check(const struct spot_words_table *table)
{
	struct spot_words_known roles = spot_words_refer_entries(table->ld, SPOT_WORD_ROLE,
	    SPOT_WORD_N);
	spot_words_refer_texts(table, "role", &roles);
}

/* --- an event's contact ------------------------------------------------------------------- */

/* The column that the word events names for the contact's id; NULL: none. */
static const struct spot_view *contact_column(const struct spot_rules *rules,
    struct spot_place *place)
{
	for (size_t w = 0; w < rules->n_words; w++) {
		const struct spot_word *word = &rules->words[w];
		*place = word->place;
		for (size_t i = 0; strcmp(word->word, "events") == 0 && i < word->n_items; i++)
			if (word->items[i].key && strcmp(word->items[i].key, "contact") == 0 &&
			    word->items[i].kind == SPOT_ITEM_VALUE)
				return &word->items[i].value.as.text;
	}
	return NULL;
}

/* That name is the contact's: the column of its id gets another one. */
static void contact_id_rename(struct spot_loader *ld, struct spot_field *field, bool is_id,
    struct spot_place place)
{
	if (!is_id)
		spot_words_error(ld, place, "give it another name",
		    "a field of events is called \"contact\", which is how rules read the "
		    "event's contact");
	const char **from = spot_words_alloc(ld, field->n_from + 1, sizeof(*from));
	for (size_t i = 0; i < field->n_from; i++)
		from[i] = field->from[i];
	from[field->n_from] = field->name;
	field->from = from;
	field->n_from++;
	field->name = SPOT_CONTACT_ID_FIELD;
}

/* Gives the event a field "contact", and the contact's fields as "contact.NAME". */
static void contact_fields_add(struct spot_loader *ld)
{
	struct spot_rules *rules = ld->rules;
	const struct spot_schema *events = &rules->events, *contacts = &rules->contacts;
	struct spot_place place;
	const struct spot_view *id = contact_column(rules, &place);
	if (!id || contacts->n_fields == 0 || events->n_fields == 0)
		return;
	struct spot_field *fields = spot_words_alloc(ld, events->n_fields + contacts->n_fields + 1,
	    sizeof(*fields));
	size_t n = events->n_fields;
	memcpy(fields, events->fields, n * sizeof(*fields));
	for (size_t i = 0; i < n; i++)
		if (strcmp(fields[i].name, SPOT_CONTACT_FIELD) == 0)
			contact_id_rename(ld, &fields[i],
			    spot_view_equal(*id, SPOT_VIEW(SPOT_CONTACT_FIELD)), place);
	fields[n++] = (struct spot_field) { .name = SPOT_CONTACT_FIELD, .type = SPOT_TYPE_FLAG,
		.derived = true, .is_row = true };
	for (size_t i = 0; i < contacts->n_fields; i++) {
		fields[n] = contacts->fields[i];
		fields[n].name = spot_words_printf(ld, SPOT_CONTACT_FIELD ".%s", fields[n].name);
		fields[n].derived = true;
		/* The event has its own. */
		if (fields[n].type == SPOT_TYPE_KEY)
			fields[n].type = SPOT_TYPE_TEXT;
		n++;
	}
	rules->events = (struct spot_schema) { fields, n };
}

/* --- all of them -------------------------------------------------------------------------- */

static void nothing_check(const struct spot_words_table *table)
{
	(void)table;
}

typedef void (*check_fn)(const struct spot_words_table *table);

/* NULL: a word that others read. */
static const check_fn checks[SPOT_WORD_N] = {
	[SPOT_WORD_ECONOMICS] = economics_check,
	[SPOT_WORD_SEGMENT] = segment_check,
	[SPOT_WORD_ROLE] = nothing_check,
	[SPOT_WORD_ENGAGEMENT] = role_check,
	[SPOT_WORD_CONTACTS] = contacts_check,
	[SPOT_WORD_EVENTS] = events_check,
	[SPOT_WORD_LEVELS] = levels_check,
	[SPOT_WORD_CONTENT] = role_check,
	[SPOT_WORD_STAGE] = stage_check,
	[SPOT_WORD_STEP] = nothing_check,
	[SPOT_WORD_ACCEPTANCE] = nothing_check,
	[SPOT_WORD_HYPOTHESIS] = spot_words_refer_hypothesis,
};

static bool is_number(const struct spot_item *item)
{
	return item->kind == SPOT_ITEM_VALUE &&
	    (item->value.kind == SPOT_KIND_INT || item->value.kind == SPOT_KIND_FLOAT);
}

/* { limit, "name" }, or name = limit. */
static bool is_band(const struct spot_item *item)
{
	if (item->key)
		return is_number(item);
	return item->kind == SPOT_ITEM_TABLE && item->n_items == 2 && is_number(&item->items[0]) &&
	    item->items[1].kind == SPOT_ITEM_VALUE && item->items[1].value.kind == SPOT_KIND_TEXT;
}

static double limit_of(const struct spot_item *band)
{
	const struct spot_value *limit = band->key ? &band->value : &band->items[0].value;

	return limit->kind == SPOT_KIND_INT ? (double)limit->as.integer : limit->as.number;
}

static const char *band_name(struct spot_loader *ld, const struct spot_item *band)
{
	return band->key ? band->key : spot_words_copy(ld, band->items[1].value.as.text);
}

/* In one of two bands that begin at one limit nobody can be. */
static void segment_limits_check(const struct spot_words_table *table,
    const struct spot_item *bands)
{
	struct spot_loader *ld = table->ld;

	spot_words_charge(ld, bands->n_items * bands->n_items);
	for (size_t i = 0; i < bands->n_items; i++)
		for (size_t k = 0; k < i; k++) {
			const struct spot_item *a = &bands->items[k], *b = &bands->items[i];

			if (!is_band(a) || !is_band(b) || limit_of(a) != limit_of(b))
				continue;
			spot_words_error(ld, spot_words_table_place(table, "bands", 0),
			    "each band needs a limit of its own",
			    "%s: bands \"%s\" and \"%s\" both start at %.15g", table->title,
			    band_name(ld, a), band_name(ld, b), limit_of(b));
			return;
		}
}

static void segment_bands_check(const struct spot_words_table *table, const struct spot_item *bands)
{
	static const char hint[] = "write bands = { { 0, \"small\" }, { 50, \"large\" } }";
	struct spot_place place = spot_words_table_place(table, "bands", 0);

	for (size_t i = 0; i < bands->n_items; i++) {
		const struct spot_item *band = &bands->items[i];

		if (is_band(band))
			continue;
		if (band->key)
			spot_words_error(table->ld, place, hint, "%s: band \"%s\" has no limit",
			    table->title, band->key);
		else
			spot_words_error(table->ld, place, hint,
			    "%s: band %zu is not a limit and a name", table->title, i + 1);
	}
	segment_limits_check(table, bands);
}

static void word_read(struct spot_loader *ld, size_t entry_idx, struct spot_word *word)
{
	const struct spot_words_entry *entry = &ld->entries[entry_idx];
	const struct spot_words_def *def = &spot_words_vocabulary[entry->id];
	struct spot_words_table table = spot_words_table_of(ld, entry_idx);
	struct function_kind kind = { .answer = SPOT_ANSWER_WHEN, .subject = SPOT_SUBJECT_ACCOUNT,
		.allowed = entry->id == SPOT_WORD_STAGE };
	size_t n_before = ld->n_errors;
	spot_words_check_keys(&table, def->keys, def->n_keys, def->open_keys, def->open_items);
	checks[entry->id](&table);
	if (entry->id == SPOT_WORD_ECONOMICS)
		kind.subject_idx = economics_rollup(&table);
	word->word = def->word;
	word->name = entry->name;
	word->place = entry->place;
	/* What was told to be wrong would be told again in other words. */
	ld->muted = ld->n_errors > n_before;
	items_read(&table, kind, 0, &word->items, &word->n_items);
	ld->muted = false;
	for (size_t i = 0; entry->id == SPOT_WORD_SEGMENT && i < word->n_items; i++)
		if (ld->n_errors == n_before && strcmp(word->items[i].key, "bands") == 0)
			segment_bands_check(&table, &word->items[i]);
	lua_pop(ld->L, 1);
}

void spot_words_item_build(struct spot_loader *ld)
{
	struct spot_rules *rules = ld->rules;
	rules->words = spot_words_alloc(ld, ld->n_entries, sizeof(*rules->words));
	for (size_t i = 0; i < ld->n_entries; i++) {
		const struct spot_words_entry *entry = &ld->entries[i];
		if (checks[entry->id] && spot_words_counts(entry, entry->id))
			word_read(ld, i, &rules->words[rules->n_words++]);
	}
	contact_fields_add(ld);
}
