/* SPDX-License-Identifier: MIT */
#include "rules/item.h"

#include <string.h>

#define DAYS_OF_YEAR 365.25

bool spot_item_is_of(const struct spot_word *word, const char *name)
{
	return strcmp(word->word, name) == 0;
}

size_t spot_item_count(const struct spot_rules *rules, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < rules->n_words; i++)
		n += spot_item_is_of(&rules->words[i], name);
	return n;
}

const struct spot_item *spot_item_find(const struct spot_word *word, const char *key)
{
	for (size_t i = 0; i < word->n_items; i++)
		if (word->items[i].key && strcmp(word->items[i].key, key) == 0)
			return &word->items[i];
	return NULL;
}

int spot_item_function(const struct spot_word *word, const char *key)
{
	const struct spot_item *item = spot_item_find(word, key);

	return item && item->kind == SPOT_ITEM_FUNCTION ? item->function : SPOT_NO_FUNCTION;
}

static const struct spot_value *value_of(const struct spot_word *word, const char *key)
{
	const struct spot_item *item = spot_item_find(word, key);

	return item && item->kind == SPOT_ITEM_VALUE ? &item->value : NULL;
}

bool spot_item_number(const struct spot_word *word, const char *key, double *out)
{
	const struct spot_value *value = value_of(word, key);

	if (!value || (value->kind != SPOT_KIND_INT && value->kind != SPOT_KIND_FLOAT))
		return false;
	*out = value->kind == SPOT_KIND_INT ? (double)value->as.integer : value->as.number;
	return true;
}

bool spot_item_duration(const struct spot_word *word, const char *key, struct spot_duration *out)
{
	const struct spot_value *value = value_of(word, key);

	return value && value->kind == SPOT_KIND_TEXT && spot_duration_parse(value->as.text, out);
}

bool spot_item_days(const struct spot_word *word, const char *key, double *out)
{
	struct spot_duration duration;

	if (!spot_item_duration(word, key, &duration))
		return false;
	*out = (double)duration.count;
	switch (duration.unit) {
	case 'w':
		*out *= 7;
		break;
	case 'm':
		*out *= DAYS_OF_YEAR / 12;
		break;
	case 'y':
		*out *= DAYS_OF_YEAR;
		break;
	}
	return true;
}

bool spot_item_text(const char **out, const struct spot_word *word, const char *key,
    struct spot_arena *arena)
{
	const struct spot_value *value = value_of(word, key);

	*out = NULL;
	if (!value || value->kind != SPOT_KIND_TEXT)
		return true;
	*out = spot_arena_copy(arena, value->as.text.ptr, value->as.text.len);
	return *out != NULL;
}

bool spot_item_list(struct spot_item_texts *out, const struct spot_word *word, const char *key,
    struct spot_arena *arena)
{
	const struct spot_item *item = spot_item_find(word, key);
	size_t n = !item ? 0 : item->kind == SPOT_ITEM_TABLE ? item->n_items : 1;
	const struct spot_item *items = n > 0 && item->kind == SPOT_ITEM_TABLE ? item->items : item;
	const char **texts = spot_arena_calloc(arena, n + 1, sizeof(*texts));

	*out = (struct spot_item_texts) { texts, 0 };
	for (size_t i = 0; texts && i < n; i++) {
		if (items[i].kind != SPOT_ITEM_VALUE || items[i].value.kind != SPOT_KIND_TEXT)
			continue;
		texts[out->n] = spot_arena_copy(
		    arena, items[i].value.as.text.ptr, items[i].value.as.text.len);
		if (!texts[out->n++])
			return false;
	}
	return texts != NULL;
}
