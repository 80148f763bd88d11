/* SPDX-License-Identifier: MIT */
/*
 * Open addressing with linear probing over a power of two of slots, at most three quarters
 * full. A slot holds the key's index + 1, so that a find reads four bytes a probe and a key
 * only where a slot is taken. Nothing is ever removed, so a free slot ends every search.
 */
#include "base/map.h"

#include <stdlib.h>
#include <xxhash.h>

#define SLOTS_MIN 16

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

/* The slot where key is, or the free one where it belongs. There is always a free one. */
static uint32_t *slot_of(const struct spot_map *map, struct spot_view key)
{
	size_t mask = map->n_slots - 1;
	size_t i = (size_t)XXH3_64bits(key.ptr, key.len) & mask;
	while (map->slots[i] != 0 && !spot_view_equal(map->keys[map->slots[i] - 1], key))
		i = (i + 1) & mask;
	return &map->slots[i];
}

static bool slots_grow(struct spot_map *map)
{
	struct spot_map grown = *map;
	grown.n_slots = map->n_slots > 0 ? map->n_slots * 2 : SLOTS_MIN;
	grown.slots = spot_mem_calloc(grown.n_slots, sizeof(*grown.slots));
	if (!grown.slots)
		return false;
	for (size_t i = 0; i < map->n_keys; i++)
		*slot_of(&grown, map->keys[i]) = (uint32_t)i + 1;
	free(map->slots);
	map->slots = grown.slots;
	map->n_slots = grown.n_slots;
	return true;
}

size_t spot_map_find(const struct spot_map *map, struct spot_view key)
{
	uint32_t slot = map->n_slots > 0 ? *slot_of(map, key) : 0;
	return slot > 0 ? slot - 1 : SPOT_MAP_NONE;
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
	*slot_of(map, key) = (uint32_t)idx + 1;
	map->n_keys++;
	return idx;
}
