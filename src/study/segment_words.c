/* SPDX-License-Identifier: MIT */
/* Segments and economics, as the rules have them. */
#include <string.h>

#include "base/text.h"
#include "study/segment.h"

static const struct spot_item *item_of(const struct spot_item *items, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].key && strcmp(items[i].key, key) == 0)
			return &items[i];
	return NULL;
}

static bool is_text(const struct spot_item *item)
{
	return item && item->kind == SPOT_ITEM_VALUE && item->value.kind == SPOT_KIND_TEXT;
}

static size_t field_of(const struct spot_rules *rules, struct spot_view name)
{
	return spot_schema_find(&rules->fields, name.ptr, name.len);
}

const struct spot_word *spot_segment_words_at(const struct spot_rules *rules, size_t idx)
{
	for (size_t i = 0; i < rules->n_words; i++)
		if (strcmp(rules->words[i].word, "segment") == 0 && idx-- == 0)
			return &rules->words[i];
	return NULL;
}

/* The rules were loaded: a band is { limit, "name" }, or name = limit. */
static double limit_of(const struct spot_item *band)
{
	struct spot_value limit = band->key ? band->value : band->items[0].value;

	return limit.kind == SPOT_KIND_INT ? (double)limit.as.integer : limit.as.number;
}

/* A band's name; NULL: out of memory. */
static const char *name_of(const struct spot_item *band, struct spot_arena *arena)
{
	struct spot_view name;

	if (band->key)
		return band->key;
	name = band->items[1].value.as.text;
	return spot_arena_copy(arena, name.ptr, name.len);
}

static int read_bands(struct spot_segment_by *out, const struct spot_item *bands,
    struct spot_arena *arena, struct spot_error *err)
{
	struct spot_segment_band *to =
	    spot_arena_calloc(arena, bands->n_items + 1, sizeof(*to));

	if (!to)
		return spot_error_nomem(err);
	out->kind = SPOT_SEGMENT_BANDS;
	out->bands = to;
	for (size_t i = 0; i < bands->n_items; i++) {
		struct spot_segment_band band = { .limit = limit_of(&bands->items[i]) };
		size_t at = out->n_bands;

		band.name = name_of(&bands->items[i], arena);
		if (!band.name)
			return spot_error_nomem(err);
		for (; at > 0 && to[at - 1].limit > band.limit; at--)
			to[at] = to[at - 1];
		to[at] = band;
		out->n_bands++;
	}
	return 0;
}

static int read_word(struct spot_segment_by *out, const struct spot_rules *rules,
    const struct spot_word *word, struct spot_arena *arena, struct spot_error *err)
{
	const struct spot_item *by = item_of(word->items, word->n_items, "by");
	const struct spot_item *bands = item_of(word->items, word->n_items, "bands");

	*out = (struct spot_segment_by) { .name = word->name, .kind = SPOT_SEGMENT_FIELD,
		.field = SPOT_NONE, .fn = SPOT_NO_FUNCTION };
	if (by && by->kind == SPOT_ITEM_FUNCTION) {
		out->kind = SPOT_SEGMENT_FUNCTION;
		out->fn = by->function;
		return 0;
	}
	if (is_text(by))
		out->field = field_of(rules, by->value.as.text);
	if (bands && bands->kind == SPOT_ITEM_TABLE)
		return read_bands(out, bands, arena, err);
	return 0;
}

int spot_segment_words_by(struct spot_segment_by *out, const struct spot_rules *rules,
    const char *name, struct spot_arena *arena, struct spot_error *err)
{
	const struct spot_word *word;
	const char *near = NULL;
	size_t field = field_of(rules, spot_view_of(name));

	for (size_t i = 0; (word = spot_segment_words_at(rules, i)); i++) {
		if (strcmp(word->name, name) == 0)
			return read_word(out, rules, word, arena, err);
		near = near ? near : spot_text_nearest(name, &word->name, 1);
	}
	if (field != SPOT_NONE && rules->fields.fields[field].type != SPOT_TYPE_LIST) {
		*out = (struct spot_segment_by) { .name = rules->fields.fields[field].name,
			.kind = SPOT_SEGMENT_FIELD, .field = field, .fn = SPOT_NO_FUNCTION };
		return 0;
	}
	for (size_t f = 0; !near && f < rules->fields.n_fields; f++)
		near = spot_text_nearest(name, &rules->fields.fields[f].name, 1);
	spot_error_set(err, SPOT_EUSAGE, field != SPOT_NONE
	        ? "--by %s: an account may have several items of a list"
	        : "--by %s: %s has no such segment or field", name, rules->path);
	if (near && field == SPOT_NONE)
		spot_error_hint(err, "did you mean \"%s\"?", near);
	else
		spot_error_hint(err, "add segment \"%s\" { by = function(a) ... end }", name);
	return SPOT_EUSAGE;
}

static int function_of(const struct spot_item *items, size_t n, const char *key)
{
	const struct spot_item *item = item_of(items, n, key);
	return item && item->kind == SPOT_ITEM_FUNCTION ? item->function : SPOT_NO_FUNCTION;
}

/* deals = "name", won =, lost =, days = beside it; or deals = { "name", won = … }. */
static void read_deals(struct spot_segment_options *options, const struct spot_rules *rules,
    const struct spot_item *items, size_t n)
{
	const struct spot_item *deals = item_of(items, n, "deals"), *name = deals;

	if (deals && deals->kind == SPOT_ITEM_TABLE && deals->n_items > 0) {
		name = &deals->items[0];
		items = deals->items;
		n = deals->n_items;
	}
	for (size_t r = 0; is_text(name) && r < rules->n_rollups; r++)
		if (spot_view_equal(name->value.as.text, spot_view_of(rules->rollups[r].name)))
			options->deals = r;
	options->won = function_of(items, n, "won");
	options->lost = function_of(items, n, "lost");
	options->days = function_of(items, n, "days");
}

void spot_segment_words_economics(struct spot_segment_options *options,
    const struct spot_rules *rules)
{
	static const char *const keys[SPOT_SEGMENT_AMOUNTS] = { "ltv", "cac", "cost_to_serve" };

	for (size_t a = 0; a < SPOT_SEGMENT_AMOUNTS; a++)
		options->amounts[a] = SPOT_NO_FUNCTION;
	options->deals = SPOT_NONE;
	options->won = options->lost = options->days = SPOT_NO_FUNCTION;
	for (size_t i = 0; i < rules->n_words; i++) {
		const struct spot_word *word = &rules->words[i];

		if (strcmp(word->word, "economics") != 0)
			continue;
		for (size_t a = 0; a < SPOT_SEGMENT_AMOUNTS; a++)
			options->amounts[a] = function_of(word->items, word->n_items, keys[a]);
		read_deals(options, rules, word->items, word->n_items);
	}
}
