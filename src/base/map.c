/* SPDX-License-Identifier: MIT */
/*
 * Open addressing with linear probing over a power of two of slots, at most three quarters
 * full. A slot holds the key's index + 1 and half of its hash, so that a find reads eight bytes
 * a probe and a key only where it is most likely the one. Nothing is ever removed, so a free slot
 * ends every search.
 *
 * In a large map each of a find's three reads (slot, key, its bytes) misses the cache. Of many
 * keys at once they are asked for ahead, step by step, so that the misses overlap.
 */
#include "base/map.h"

#include <stdlib.h>
#include <xxhash.h>

#define SLOTS_MIN 16
#define AHEAD 64 /* keys whose reads overlap: more than a processor can have under way */

void spot_map_init(struct spot_map *map)
{
	*map = (struct spot_map) { 0 };
	spot_arena_init(&map->arena);
}

void spot_map_reset(struct spot_map *map)
{
	free(map->keys);
	free(map->slots);
	spot_arena_free(&map->arena);
	spot_map_init(map);
}

static uint64_t hash_of(struct spot_view key)
{
	return XXH3_64bits(key.ptr, key.len);
}

/* The slot where key is, or the free one where it belongs. There is always a free one. */
static struct spot_map_slot *slot_of(const struct spot_map *map, struct spot_view key,
    uint64_t hash)
{
	size_t mask = map->n_slots - 1;
	size_t i = (size_t)hash & mask;
	uint32_t tag = (uint32_t)(hash >> 32);
	while (map->slots[i].idx != 0 && (map->slots[i].tag != tag ||
	    !spot_view_equal(map->keys[map->slots[i].idx - 1], key)))
		i = (i + 1) & mask;
	return &map->slots[i];
}

static void slot_fill(const struct spot_map *map, struct spot_view key, size_t idx)
{
	uint64_t hash = hash_of(key);
	*slot_of(map, key, hash) = (struct spot_map_slot) { (uint32_t)idx + 1,
		(uint32_t)(hash >> 32) };
}

static bool slots_grow(struct spot_map *map)
{
	struct spot_map grown = *map;
	grown.n_slots = map->n_slots > 0 ? map->n_slots * 2 : SLOTS_MIN;
	grown.slots = spot_mem_calloc(grown.n_slots, sizeof(*grown.slots));
	if (!grown.slots)
		return false;
	for (size_t i = 0; i < map->n_keys; i++)
		slot_fill(&grown, map->keys[i], i);
	free(map->slots);
	map->slots = grown.slots;
	map->n_slots = grown.n_slots;
	return true;
}

size_t spot_map_find(const struct spot_map *map, struct spot_view key)
{
	uint32_t slot = map->n_slots > 0 ? slot_of(map, key, hash_of(key))->idx : 0;
	return slot > 0 ? slot - 1 : SPOT_MAP_NONE;
}

/* Of at most AHEAD keys. */
static void find_some(const struct spot_map *map, const struct spot_view *keys, size_t n,
    size_t *out)
{
	uint64_t hashes[AHEAD];
	const struct spot_map_slot *slots[AHEAD];
	for (size_t i = 0; i < n; i++) {
		hashes[i] = hash_of(keys[i]);
		slots[i] = &map->slots[(size_t)hashes[i] & (map->n_slots - 1)];
		__builtin_prefetch(slots[i]);
	}
	for (size_t i = 0; i < n; i++)
		if (slots[i]->idx > 0)
			__builtin_prefetch(&map->keys[slots[i]->idx - 1]);
	for (size_t i = 0; i < n; i++)
		if (slots[i]->idx > 0)
			__builtin_prefetch(map->keys[slots[i]->idx - 1].ptr);
	for (size_t i = 0; i < n; i++) {
		uint32_t idx = slot_of(map, keys[i], hashes[i])->idx;
		out[i] = idx > 0 ? idx - 1 : SPOT_MAP_NONE;
	}
}

void spot_map_find_many(const struct spot_map *map, const struct spot_view *keys, size_t n,
    size_t *out)
{
	for (size_t first = 0; first < n; first += AHEAD) {
		size_t left = n - first;
		if (map->n_slots > 0)
			find_some(map, keys + first, left < AHEAD ? left : AHEAD, out + first);
		else
			for (size_t i = first; i < first + AHEAD && i < n; i++)
				out[i] = SPOT_MAP_NONE;
	}
}

size_t spot_map_add(struct spot_map *map, struct spot_view key)
{
	size_t found = spot_map_find(map, key);
	if (found != SPOT_MAP_NONE)
		return found;
	size_t idx = map->n_keys;
	if (idx >= UINT32_MAX - 1)
		return SPOT_MAP_NONE;
	if ((idx + 1) * 4 > map->n_slots * 3 && !slots_grow(map))
		return SPOT_MAP_NONE;
	if (!spot_mem_grow(&map->keys, &map->keys_cap, idx + 1, sizeof(*map->keys)))
		return SPOT_MAP_NONE;
	const char *copy = spot_arena_copy(&map->arena, key.ptr, key.len);
	if (!copy)
		return SPOT_MAP_NONE;
	map->keys[idx] = (struct spot_view) { copy, key.len };
	slot_fill(map, map->keys[idx], idx);
	map->n_keys++;
	return idx;
}
