/* SPDX-License-Identifier: MIT */
/* Names in one word that must be the names of others: roles, tiers, what a hypothesis varies. */
#include <lauxlib.h>
#include <string.h>

#include "rules/words.h"

#define LISTED_MAX 8 /* names in a hint */

struct spot_words_known spot_words_refer_entries(struct spot_loader *ld, enum spot_words_id id,
    enum spot_words_id other)
{
	const char **names = spot_words_alloc(ld, ld->n_entries + 1, sizeof(*names));
	size_t n = 0;
	for (size_t i = 0; i < ld->n_entries; i++) {
		const struct spot_words_entry *entry = &ld->entries[i];
		if ((entry->id == id || entry->id == other) && entry->name && !entry->removed)
			names[n++] = entry->name;
	}
	return (struct spot_words_known) { spot_words_vocabulary[id].word, names, n };
}

struct spot_words_known spot_words_refer_tiers(struct spot_loader *ld)
{
	const struct spot_rules *rules = ld->rules;
	const char **names = spot_words_alloc(ld, rules->n_tiers + 1, sizeof(*names));
	for (size_t i = 0; i < rules->n_tiers; i++)
		names[i] = rules->tiers[i].name;
	return (struct spot_words_known) { "tier", names, rules->n_tiers };
}

/* What drop took from the file that is extended; file NULL: nothing of that name. */
static struct spot_place dropped_place(const struct spot_loader *ld,
    const struct spot_words_known *known, const char *name)
{
	bool is_tier = strcmp(known->what, "tier") == 0;
	bool is_field = strcmp(known->what, "field") == 0;
	bool is_entry = !is_tier && !is_field && strcmp(known->what, "param") != 0;
	for (size_t i = 0; i < ld->n_entries; i++) {
		const struct spot_words_entry *entry = &ld->entries[i];
		if (is_entry && entry->removed && strcmp(entry->name, name) == 0)
			return entry->drop_place;
		if ((entry->id == SPOT_WORD_TIERS ? is_tier : is_field) && entry->dropped &&
		    strcmp(entry->dropped, name) == 0)
			return entry->place;
	}
	return (struct spot_place) { NULL, 0 };
}

static void dropped_tell(const struct spot_words_table *table, struct spot_place place,
    struct spot_place dropped, const struct spot_words_known *known, const char *name)
{
	struct spot_loader *ld = table->ld;
	const char *hint = "leave it out here, or keep it";
	if (table->entry->name && strcmp(place.file, dropped.file) != 0)
		hint = spot_words_printf(ld, "write drop \"%s\" too, or keep \"%s\"",
		    table->entry->name, name);
	spot_words_error(ld, place, hint, "unknown %s \"%s\" in %s: it was dropped (%s)",
	    known->what, name, table->title, spot_words_where(ld, dropped, place));
}

/* "there is "A", "B"", each once; NULL: too many to name. */
static const char *known_list(struct spot_loader *ld, const struct spot_words_known *known)
{
	const char *all = NULL;
	if (known->n == 0)
		return spot_words_printf(ld, "the file has no %s", known->what);
	for (size_t i = 0; i < known->n && known->n <= LISTED_MAX; i++) {
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again |= strcmp(known->names[k], known->names[i]) == 0;
		if (!again)
			all = spot_words_printf(ld, "%s \"%s\"", all ? spot_words_printf(ld,
			    "%s,", all) : "there is", known->names[i]);
	}
	return all;
}

bool spot_words_refer_check(const struct spot_words_table *table, struct spot_place place,
    const char *name, const struct spot_words_known *known)
{
	struct spot_loader *ld = table->ld;
	spot_words_charge(ld, known->n);
	for (size_t i = 0; i < known->n; i++)
		if (strcmp(known->names[i], name) == 0)
			return true;
	if (ld->incomplete)
		return false;
	struct spot_place dropped = dropped_place(ld, known, name);
	if (dropped.file) {
		dropped_tell(table, place, dropped, known, name);
		return false;
	}
	spot_words_error(ld, place,
	    spot_words_nearest(ld, name, known->names, known->n, known_list(ld, known)),
	    "unknown %s \"%s\" in %s", known->what, name, table->title);
	return false;
}

void spot_words_refer_texts(const struct spot_words_table *table, const char *key,
    const struct spot_words_known *known)
{
	size_t n;
	const char *const *texts = spot_words_table_texts(table, key, &n);
	for (size_t i = 0; i < n; i++)
		spot_words_refer_check(table, spot_words_table_place(table, key, 0), texts[i],
		    known);
}

/* --- hypothesis --------------------------------------------------------------------------- */

static void hypothesis_param(const struct spot_words_table *params, const char *name)
{
	struct spot_loader *ld = params->ld;
	const char **names = spot_words_alloc(ld, ld->n_params + 1, sizeof(*names));
	for (size_t i = 0; i < ld->n_params; i++)
		names[i] = ld->params[i].name;
	struct spot_words_known known = { "param", names, ld->n_params };
	if (!spot_words_refer_check(params, spot_words_table_place(params, name, 0), name, &known))
		return;
	enum spot_kind kind = spot_words_param_find(ld, name)->value.kind;
	struct spot_words_key key = { .takes = kind == SPOT_KIND_TEXT ? SPOT_TAKES_TEXT
		    : kind == SPOT_KIND_BOOL ? SPOT_TAKES_FLAG : SPOT_TAKES_NUMBER };
	spot_words_table_push(params, name);
	spot_words_check_value(params, name, 0, &key);
	lua_pop(ld->L, 1);
}

/* What the variation does not say stays as it is. */
static void field_complete(struct spot_field *varied, const struct spot_field *base)
{
	if (varied->n_from == 0 && varied->from_column == 0) {
		varied->from = base->from;
		varied->n_from = base->n_from;
		varied->from_column = base->from_column;
	}
	if (varied->n_blank == 0) {
		varied->blank = base->blank;
		varied->n_blank = base->n_blank;
	}
	varied->known_after |= base->known_after;
	varied->cost = varied->cost > 0 ? varied->cost : base->cost;
	varied->doc = varied->doc ? varied->doc : base->doc;
	if (varied->type != base->type)
		return;
	varied->unit = varied->unit ? varied->unit : base->unit;
	varied->sep = varied->sep ? varied->sep : base->sep;
	varied->format = varied->format ? varied->format : base->format;
	if (!varied->optional && !varied->has_default) {
		varied->optional = base->optional;
		varied->has_default = base->has_default;
		varied->fallback = base->fallback;
	}
}

static void hypothesis_field(const struct spot_words_table *fields, const char *name)
{
	struct spot_loader *ld = fields->ld;
	const struct spot_schema *schema = &ld->rules->fields;
	struct spot_words_known known = { "field", spot_words_field_names(ld, schema),
		schema->n_fields };
	struct spot_place place = spot_words_table_place(fields, name, 0);
	if (!spot_words_refer_check(fields, place, name, &known))
		return;
	size_t idx = spot_schema_find(schema, name, strlen(name));
	const struct spot_field *base = &schema->fields[idx];
	struct spot_field varied;
	if (base->derived)
		spot_words_error(ld, place, "vary the rollup's records instead",
		    "field \"%s\" is made by a rollup and cannot be varied", name);
	else
		spot_words_field_read(fields, name, base, &varied);
	if (base->derived || !ld->hypothesis ||
	    strcmp(ld->hypothesis, fields->entry->name) != 0)
		return;
	field_complete(&varied, base);
	/* The model is still the loader's own. */
	((struct spot_field *)schema->fields)[idx] = varied;
}

/* The keys of the table under key, each a name of known with a number in range. */
static void hypothesis_numbers(const struct spot_words_table *table, const char *key,
    const struct spot_words_known *known, double low, double high)
{
	struct spot_words_key number = { .takes = SPOT_TAKES_NUMBER, .ranged = true, .low = low,
		.high = high };
	if (spot_words_table_push(table, key) == LUA_TTABLE) {
		struct spot_words_table inner = spot_words_table_inner(table, key, 0, NULL);
		struct spot_words_names names = spot_words_table_names(&inner);
		if (names.n_items)
			spot_words_error(table->ld, spot_words_table_place(&inner, NULL, 1),
			    "write [\"name\"] = number", "a value without a name in %s",
			    inner.title);
		for (size_t i = 0; i < names.n; i++) {
			spot_words_refer_check(&inner,
			    spot_words_table_place(&inner, names.names[i], 0), names.names[i],
			    known);
			spot_words_table_push(&inner, names.names[i]);
			spot_words_check_value(&inner, names.names[i], 0, &number);
			lua_pop(table->ld->L, 1);
		}
	}
	lua_pop(table->ld->L, 1);
}

static void hypothesis_each(const struct spot_words_table *table, const char *key,
    void (*check)(const struct spot_words_table *inner, const char *name))
{
	if (spot_words_table_push(table, key) == LUA_TTABLE) {
		struct spot_words_table inner = spot_words_table_inner(table, key, 0, NULL);
		struct spot_words_names names = spot_words_table_names(&inner);
		if (names.n_items)
			spot_words_error(table->ld, spot_words_table_place(&inner, NULL, 1),
			    "write name = value", "a value without a name in %s", inner.title);
		for (size_t i = 0; i < names.n; i++)
			check(&inner, names.names[i]);
	}
	lua_pop(table->ld->L, 1);
}

void spot_words_refer_hypothesis(const struct spot_words_table *table)
{
	struct spot_loader *ld = table->ld;
	static const char *const variations[] = { "params", "weights", "tiers", "disable",
		"fields" };
	struct spot_words_known criteria = spot_words_refer_entries(ld, SPOT_WORD_CRITERION,
	    SPOT_WORD_N);
	struct spot_words_known rules = spot_words_refer_entries(ld, SPOT_WORD_CRITERION,
	    SPOT_WORD_DISQUALIFY);
	struct spot_words_known tiers = spot_words_refer_tiers(ld);
	rules.what = "criterion or disqualifier";
	hypothesis_each(table, "params", hypothesis_param);
	hypothesis_each(table, "fields", hypothesis_field);
	hypothesis_numbers(table, "weights", &criteria, -1e6, 1e6);
	hypothesis_numbers(table, "tiers", &tiers, -1e6, 100);
	spot_words_refer_texts(table, "disable", &rules);
	bool varies = false;
	for (size_t i = 0; i < sizeof(variations) / sizeof(variations[0]); i++) {
		int type = spot_words_table_push(table, variations[i]);
		varies |= type == LUA_TTABLE ? !spot_words_table_is_empty(ld->L, -1)
					     : type != LUA_TNIL;
		lua_pop(ld->L, 1);
	}
	if (varies)
		return;
	spot_words_error(ld, table->entry->place,
	    "give it params, weights, tiers, disable or fields that differ from the file's",
	    "%s varies nothing", table->title);
}
