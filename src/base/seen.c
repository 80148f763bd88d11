/* SPDX-License-Identifier: MIT */
/*
 * Open addressing with linear probing over a power of two of slots. The hash is kept, so
 * that growing needs no keys; a slot whose hash is 0 is free, and a key that hashes to 0
 * is taken to hash to 1.
 */
#include "base/seen.h"

#include <assert.h>
#include <stdlib.h>
#include <xxhash.h>

#include "base/error.h"
#include "base/mem.h"

#define SLOTS_MIN 64
#define PLACE_BITS 48

struct spot_seen_slot {
	uint64_t hash;
	uint64_t rest; /* 16 more bits of hash, then the place */
};

void spot_seen_init(struct spot_seen *seen)
{
	*seen = (struct spot_seen) { 0 };
}

void spot_seen_reset(struct spot_seen *seen)
{
	free(seen->slots);
	spot_seen_init(seen);
}

static struct spot_seen_slot slot_made(struct spot_view key, uint64_t place)
{
	XXH128_hash_t hash = XXH3_128bits(key.ptr, key.len);
	return (struct spot_seen_slot) { hash.low64 ? hash.low64 : 1,
		hash.high64 << PLACE_BITS | place };
}

/* The slot that has the hash, or the free one where it belongs. There is always a free
 * one. */
static struct spot_seen_slot *slot_of(const struct spot_seen *seen, struct spot_seen_slot wanted)
{
	size_t mask = seen->n_slots - 1, i = (size_t)wanted.hash & mask;
	while (seen->slots[i].hash != 0 &&
	    (seen->slots[i].hash != wanted.hash ||
		(seen->slots[i].rest ^ wanted.rest) >> PLACE_BITS != 0))
		i = (i + 1) & mask;
	return &seen->slots[i];
}

static bool slots_grow(struct spot_seen *seen)
{
	struct spot_seen grown = { .n_slots = seen->n_slots ? seen->n_slots * 2 : SLOTS_MIN };
	grown.slots = spot_mem_calloc(grown.n_slots, sizeof(*grown.slots));
	if (!grown.slots)
		return false;
	for (size_t i = 0; i < seen->n_slots; i++)
		if (seen->slots[i].hash != 0)
			*slot_of(&grown, seen->slots[i]) = seen->slots[i];
	free(seen->slots);
	seen->slots = grown.slots;
	seen->n_slots = grown.n_slots;
	return true;
}

int spot_seen_add(struct spot_seen *seen, struct spot_view key, uint64_t place, uint64_t *first)
{
	assert(place <= SPOT_SEEN_PLACE_MAX);
	if (seen->n_keys >= seen->n_slots / 8 * 7 && !slots_grow(seen))
		return SPOT_ENOMEM;
	struct spot_seen_slot made = slot_made(key, place), *slot = slot_of(seen, made);
	if (slot->hash != 0) {
		if (first)
			*first = slot->rest & SPOT_SEEN_PLACE_MAX;
		return 1;
	}
	*slot = made;
	seen->n_keys++;
	return 0;
}

bool spot_seen_has(const struct spot_seen *seen, struct spot_view key)
{
	return seen->n_keys > 0 && slot_of(seen, slot_made(key, 0))->hash != 0;
}
