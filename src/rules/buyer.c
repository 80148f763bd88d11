/* SPDX-License-Identifier: MIT */
#include "rules/buyer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

static int fail(struct spot_error *err, struct spot_place place, const char *hint)
{
	spot_error_place(err, place.file, place.line, NULL);
	spot_error_hint(err, "%s", hint);
	return SPOT_ERULES;
}

/* --- the two tables ----------------------------------------------------------------------- */

static size_t field_of(const struct spot_schema *schema, const struct spot_word *word,
    const char *key)
{
	const struct spot_item *item = spot_item_find(word, key);
	struct spot_view name = { NULL, 0 };

	if (!item || item->kind != SPOT_ITEM_VALUE || item->value.kind != SPOT_KIND_TEXT)
		return SPOT_NONE;
	name = item->value.as.text;
	/* See SPOT_CONTACT_ID_FIELD. */
	if (strcmp(key, "contact") == 0 && spot_view_equal(name, SPOT_VIEW(SPOT_CONTACT_FIELD)) &&
	    spot_schema_find(schema, SPOT_CONTACT_ID_FIELD, strlen(SPOT_CONTACT_ID_FIELD)) !=
	        SPOT_NONE)
		name = SPOT_VIEW(SPOT_CONTACT_ID_FIELD);
	return spot_schema_find(schema, name.ptr, name.len);
}

static void read_tables(struct spot_buyers *out)
{
	const struct spot_rules *rules = out->rules;

	out->contact_key = out->contact_id = out->contact_title = SPOT_NONE;
	out->event_key = out->event_contact = out->event_at = out->event_row = SPOT_NONE;
	for (size_t i = 0; i < rules->n_words; i++) {
		const struct spot_word *word = &rules->words[i];

		if (spot_item_is_of(word, "contacts")) {
			out->has_contacts = true;
			out->contacts_place = word->place;
			out->contact_key = spot_schema_key(&rules->contacts);
			out->contact_id = field_of(&rules->contacts, word, "id");
			out->contact_title = spot_schema_find(&rules->contacts, "title", 5);
		} else if (spot_item_is_of(word, "events")) {
			out->has_events = true;
			out->events_place = word->place;
			out->event_key = spot_schema_key(&rules->events);
			out->event_contact = field_of(&rules->events, word, "contact");
			out->event_at = field_of(&rules->events, word, "at");
			out->event_row = spot_schema_find(
			    &rules->events, SPOT_CONTACT_FIELD, strlen(SPOT_CONTACT_FIELD));
			if (out->event_row != SPOT_NONE &&
			    !rules->events.fields[out->event_row].is_row)
				out->event_row = SPOT_NONE;
		}
	}
	if (out->contact_title != SPOT_NONE &&
	    spot_type_kind(rules->contacts.fields[out->contact_title].type) != SPOT_KIND_TEXT)
		out->contact_title = SPOT_NONE;
}

/* --- roles -------------------------------------------------------------------------------- */

static int read_patterns(struct spot_role *role, const struct spot_word *word,
    struct spot_arena *arena, struct spot_error *err)
{
	struct spot_item_texts texts;
	struct spot_buf folded = SPOT_BUF_INIT;
	const char **patterns;
	bool ok = spot_item_list(&texts, word, "match", arena);

	role->patterns = patterns = spot_arena_calloc(arena, texts.n + 1, sizeof(*patterns));
	role->n_patterns = texts.n;
	ok = ok && patterns;
	for (size_t i = 0; ok && i < texts.n; i++) {
		spot_buf_clear(&folded);
		spot_text_fold(&folded, spot_view_of(texts.items[i]), true);
		patterns[i] = spot_buf_failed(&folded)
		    ? NULL : spot_arena_copy(arena, spot_buf_str(&folded), folded.len);
		ok = patterns[i] != NULL;
	}
	spot_buf_reset(&folded);
	return ok ? 0 : spot_error_nomem(err);
}

static size_t needed_of(const struct spot_word *word)
{
	const struct spot_item *item = spot_item_find(word, "needed");
	double number;

	if (spot_item_number(word, "needed", &number))
		return (size_t)ceil(number < 1e9 ? number : 1e9);
	return item && item->kind == SPOT_ITEM_VALUE && item->value.kind == SPOT_KIND_BOOL &&
	    item->value.as.flag;
}

static int read_role(struct spot_buyers *out, const struct spot_word *word, struct spot_error *err)
{
	struct spot_role *role = &out->roles[out->n_roles++];
	struct spot_arena *arena = &out->arena;
	int rc;

	role->name = word->name;
	role->place = word->place;
	role->match = spot_item_function(word, "match");
	role->needed = needed_of(word);
	rc = read_patterns(role, word, arena, err);
	if (rc == 0 && (!spot_item_list(&role->cares_about, word, "cares_about", arena) ||
	        !spot_item_list(&role->found_at, word, "found_at", arena) ||
	        !spot_item_list(&role->groups, word, "groups", arena) ||
	        !spot_item_list(&role->events, word, "events", arena)))
		rc = spot_error_nomem(err);
	return rc;
}

static int check_role(const struct spot_buyers *buyers, const struct spot_role *role,
    struct spot_error *err)
{
	if (!buyers->has_contacts) {
		spot_error_set(err, SPOT_ERULES,
		    "role \"%s\" is found among contacts, and the file does not declare them",
		    role->name);
		return fail(err, role->place,
		    "add contacts { key = \"Account ID\", fields = { title = \"text\" } }");
	}
	if (role->n_patterns > 0 && buyers->contact_title == SPOT_NONE) {
		spot_error_set(err, SPOT_ERULES,
		    "role \"%s\" matches titles, and contacts have no field \"title\"",
		    role->name);
		return fail(err, role->place, "add title = \"text\" to the fields of contacts, or "
		    "write match = function(c) return like(c.position, …) end");
	}
	return 0;
}

bool spot_buyers_is_like(const struct spot_role *role, struct spot_view folded)
{
	for (size_t i = 0; i < role->n_patterns; i++)
		if (spot_text_glob(spot_view_of(role->patterns[i]), folded))
			return true;
	return false;
}

/* --- engagements -------------------------------------------------------------------------- */

static int read_roles_of(struct spot_engagement *engagement, struct spot_buyers *out,
    const struct spot_word *word, struct spot_error *err)
{
	struct spot_item_texts names;
	bool *roles = spot_arena_calloc(&out->arena, out->n_roles + 1, sizeof(*roles));

	if (!roles || !spot_item_list(&names, word, "role", &out->arena))
		return spot_error_nomem(err);
	for (size_t r = 0; r < out->n_roles; r++)
		for (size_t i = 0; i < names.n; i++)
			roles[r] |= strcmp(out->roles[r].name, names.items[i]) == 0;
	engagement->roles = names.n > 0 ? roles : NULL;
	return 0;
}

static int read_engagement(struct spot_buyers *out, const struct spot_word *word,
    struct spot_error *err)
{
	struct spot_engagement *engagement = &out->engagements[out->n_engagements++];

	engagement->name = word->name;
	engagement->place = word->place;
	engagement->when = spot_item_function(word, "when");
	engagement->points_fn = spot_item_function(word, "points");
	spot_item_number(word, "points", &engagement->points);
	engagement->has_half_life = spot_item_days(word, "half_life", &engagement->half_life);
	engagement->has_cap = spot_item_number(word, "cap", &engagement->cap);
	return read_roles_of(engagement, out, word, err);
}

static int check_engagement(const struct spot_buyers *buyers,
    const struct spot_engagement *engagement, struct spot_error *err)
{
	if (!buyers->has_events) {
		spot_error_set(err, SPOT_ERULES,
		    "engagement \"%s\" is of events, and the file does not declare them",
		    engagement->name);
		return fail(err, engagement->place, "add events { key = \"Account ID\", at = "
		    "\"day\", fields = { day = \"date\" } }");
	}
	if (engagement->has_half_life && buyers->event_at == SPOT_NONE) {
		spot_error_set(err, SPOT_ERULES,
		    "engagement \"%s\" fades, and events do not say when they were",
		    engagement->name);
		return fail(err, buyers->events_place, "add at = \"day\", a field of type date");
	}
	return 0;
}

int spot_buyers_check(const struct spot_buyers *buyers, struct spot_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < buyers->n_roles; i++)
		rc = check_role(buyers, &buyers->roles[i], err);
	for (size_t i = 0; rc == 0 && i < buyers->n_engagements; i++)
		rc = check_engagement(buyers, &buyers->engagements[i], err);
	return rc;
}

/* --- levels ------------------------------------------------------------------------------- */

static int level_compare(const void *a, const void *b)
{
	double x = ((const struct spot_level *)a)->least, y = ((const struct spot_level *)b)->least;

	return (x < y) - (x > y);
}

static int read_levels(struct spot_buyers *out, const struct spot_word *word,
    struct spot_error *err)
{
	out->levels = spot_arena_calloc(&out->arena, word->n_items + 1, sizeof(*out->levels));
	out->n_levels = 0;
	if (!out->levels)
		return spot_error_nomem(err);
	for (size_t i = 0; i < word->n_items; i++) {
		struct spot_level *level = &out->levels[out->n_levels];

		level->name = word->items[i].key;
		out->n_levels += level->name && spot_item_number(word, level->name, &level->least);
	}
	qsort(out->levels, out->n_levels, sizeof(*out->levels), level_compare);
	return 0;
}

size_t spot_buyers_level(const struct spot_buyers *buyers, double engagement)
{
	for (size_t i = 0; i < buyers->n_levels; i++)
		if (engagement >= buyers->levels[i].least)
			return i;
	return buyers->n_levels > 0 ? buyers->n_levels - 1 : SPOT_NONE;
}

/* --- all of it ---------------------------------------------------------------------------- */

static int read_words(struct spot_buyers *out, struct spot_error *err)
{
	const struct spot_rules *rules = out->rules;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < rules->n_words; i++) {
		if (spot_item_is_of(&rules->words[i], "role"))
			rc = read_role(out, &rules->words[i], err);
		else if (spot_item_is_of(&rules->words[i], "levels"))
			rc = read_levels(out, &rules->words[i], err);
	}
	/* They name roles, which may stand below them. */
	for (size_t i = 0; rc == 0 && i < rules->n_words; i++)
		if (spot_item_is_of(&rules->words[i], "engagement"))
			rc = read_engagement(out, &rules->words[i], err);
	return rc;
}

int spot_buyers_init(struct spot_buyers *out, const struct spot_rules *rules,
    struct spot_error *err)
{
	memset(out, 0, sizeof(*out));
	out->rules = rules;
	spot_arena_init(&out->arena);
	out->roles = spot_arena_calloc(
	    &out->arena, spot_item_count(rules, "role") + 1, sizeof(*out->roles));
	out->engagements = spot_arena_calloc(
	    &out->arena, spot_item_count(rules, "engagement") + 1, sizeof(*out->engagements));
	if (!out->roles || !out->engagements)
		return spot_error_nomem(err);
	read_tables(out);
	return read_words(out, err);
}

void spot_buyers_reset(struct spot_buyers *buyers)
{
	spot_arena_free(&buyers->arena);
	memset(buyers, 0, sizeof(*buyers));
}
