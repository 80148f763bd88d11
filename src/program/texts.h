/* SPDX-License-Identifier: MIT */
/*
 * Distinct texts, numbered from 0 in the order of adding. As base/map.h, but made for short texts
 * that are looked up by the million: a slot holds a text's length and ends, so that one of up to
 * 16 bytes is found without a look at its copy. Order never depends on the hash. Not thread-safe
 * for writers; readers may share what no longer changes.
 */
#ifndef SPOT_PROGRAM_TEXTS_H
#define SPOT_PROGRAM_TEXTS_H

#include "base/mem.h"
#include "program/string.h"

#define SPOT_TEXTS_NONE UINT32_MAX

struct spot_texts {
	struct spot_texts_slot {
		struct spot_ends ends;
		uint32_t len;
		uint32_t number; /* + 1; 0: free */
	} *slots;
	size_t mask;             /* of slots, a power of two */
	struct spot_view *items; /* by number; copies */
	size_t n_items, cap;
	size_t n_bytes;          /* of all copies */
	struct spot_arena arena;
};

void spot_texts_init(struct spot_texts *texts);
void spot_texts_reset(struct spot_texts *texts);
/* The text's number, added when new; NONE when out of memory (nothing is changed). */
uint32_t spot_texts_add(struct spot_texts *texts, struct spot_view text);

static inline uint64_t spot_texts_mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
	return hash ^ hash >> 32;
}

static inline uint64_t spot_texts_hash(struct spot_view text, struct spot_ends ends)
{
	uint64_t hash = (ends.head ^ (ends.tail << 21 | ends.tail >> 43)) + text.len;
	for (size_t i = 8; i + 8 < text.len; i += 8)
		hash = spot_texts_mix(hash, spot_string_load8(text.ptr + i));
	return spot_texts_mix(hash, 0);
}

/* The text, as from the slot of its hash on; NONE when it is not there. */
uint32_t spot_texts_search(const struct spot_texts *texts, struct spot_view text, uint64_t hash);

__attribute__((always_inline)) static inline uint32_t spot_texts_find(
    const struct spot_texts *texts, struct spot_view text)
{
	struct spot_ends ends = spot_string_ends(text);
	uint64_t hash = spot_texts_hash(text, ends);
	const struct spot_texts_slot *slot = &texts->slots[hash & texts->mask];
	uint64_t differ = (slot->ends.head ^ ends.head) | (slot->ends.tail ^ ends.tail) |
	    (slot->len ^ text.len);
	/* A free slot looks like that of the empty text, and its number says that there is none. */
	if (differ == 0 && (text.len <= 16 ||
	    spot_string_same_middle(texts->items[slot->number - 1].ptr, text.ptr, text.len)))
		return slot->number - 1;
	return spot_texts_search(texts, text, hash);
}

#endif
