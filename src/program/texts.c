/* SPDX-License-Identifier: MIT */
#include "program/texts.h"

#include <stdlib.h>

enum { SLOTS_MIN = 256 };

/* Of texts that have none yet. */
static const struct spot_texts_slot no_slot;

void spot_texts_init(struct spot_texts *texts)
{
	*texts = (struct spot_texts) { .slots = (struct spot_texts_slot *)&no_slot };
	spot_arena_init(&texts->arena);
}

void spot_texts_reset(struct spot_texts *texts)
{
	if (texts->slots != &no_slot)
		free(texts->slots);
	free(texts->items);
	spot_arena_free(&texts->arena);
	spot_texts_init(texts);
}

uint32_t spot_texts_search(const struct spot_texts *texts, struct spot_view text, uint64_t hash)
{
	for (size_t i = hash & texts->mask;; i = (i + 1) & texts->mask) {
		const struct spot_texts_slot *slot = &texts->slots[i];
		if (slot->number == 0)
			return SPOT_TEXTS_NONE;
		if (slot->len == text.len &&
		    spot_string_equal(texts->items[slot->number - 1], text))
			return slot->number - 1;
	}
}

/* Puts a text that is not there into its slot. */
static void slot_take(struct spot_texts *texts, uint32_t number)
{
	struct spot_view text = texts->items[number];
	struct spot_ends ends = spot_string_ends(text);
	size_t i = spot_texts_hash(text, ends) & texts->mask;
	while (texts->slots[i].number != 0)
		i = (i + 1) & texts->mask;
	texts->slots[i] = (struct spot_texts_slot) { ends, (uint32_t)text.len, number + 1 };
}

/* At most a quarter of the slots is taken: a second look is a wrong guess of the processor. */
static bool make_room(struct spot_texts *texts)
{
	if (!spot_mem_grow(&texts->items, &texts->cap, texts->n_items + 1, sizeof(*texts->items)))
		return false;
	if ((texts->n_items + 1) * 4 <= texts->mask)
		return true;
	size_t n = texts->mask > 0 ? (texts->mask + 1) * 2 : SLOTS_MIN;
	struct spot_texts_slot *slots = spot_mem_calloc(n, sizeof(*slots));
	if (!slots)
		return false;
	if (texts->slots != &no_slot)
		free(texts->slots);
	texts->slots = slots;
	texts->mask = n - 1;
	for (uint32_t i = 0; i < texts->n_items; i++)
		slot_take(texts, i);
	return true;
}

uint32_t spot_texts_add(struct spot_texts *texts, struct spot_view text)
{
	uint32_t number = spot_texts_find(texts, text);
	if (number != SPOT_TEXTS_NONE)
		return number;
	if (text.len > UINT32_MAX || texts->n_items >= SPOT_TEXTS_NONE - 1 || !make_room(texts))
		return SPOT_TEXTS_NONE;
	const char *copy = spot_arena_copy(&texts->arena, text.ptr, text.len);
	if (!copy)
		return SPOT_TEXTS_NONE;
	number = (uint32_t)texts->n_items++;
	texts->items[number] = (struct spot_view) { copy, text.len };
	texts->n_bytes += text.len;
	slot_take(texts, number);
	return number;
}
