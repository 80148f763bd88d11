/* SPDX-License-Identifier: MIT */
/*
 * A map from bytes to a dense index 0, 1, 2 … in the order of adding. Keys are copied. Not
 * thread-safe for writers; readers may share a map that no longer changes. XXH3 64-bit
 * inside; order never depends on the hash.
 */
#ifndef SPOT_BASE_MAP_H
#define SPOT_BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/view.h"

#define SPOT_MAP_NONE ((size_t)-1)

struct spot_map_slot {
	uint32_t idx; /* + 1, or 0: free */
	uint32_t tag; /* of the key's hash */
};

struct spot_map {
	struct spot_view *keys; /* by index */
	size_t n_keys, keys_cap;
	struct spot_map_slot *slots;
	size_t n_slots;         /* a power of two */
	struct spot_arena arena; /* the keys' bytes */
};

void spot_map_init(struct spot_map *map);
void spot_map_reset(struct spot_map *map);
/* Index of key, or SPOT_MAP_NONE. */
size_t spot_map_find(const struct spot_map *map, struct spot_view key);
/* The same of n keys at once, which in a large map is several times as quick. */
void spot_map_find_many(const struct spot_map *map, const struct spot_view *keys, size_t n,
    size_t *out);
/* Index of key, added when new; SPOT_MAP_NONE when out of memory (the map is unchanged). */
size_t spot_map_add(struct spot_map *map, struct spot_view key);

#endif
