/* SPDX-License-Identifier: MIT */
/*
 * Which keys were seen, and where first, without keeping the keys: 16 bytes a key in a
 * table that is at most seven eighths full, 18 to 37 bytes a key. Two keys are taken for
 * one when 80 bits of their hashes agree: among a hundred million keys, once in a hundred
 * million runs. Not thread-safe.
 */
#ifndef SPOT_BASE_SEEN_H
#define SPOT_BASE_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/view.h"

#define SPOT_SEEN_PLACE_MAX (((uint64_t)1 << 48) - 1)

struct spot_seen {
	struct spot_seen_slot *slots;
	size_t n_slots, n_keys;
};

void spot_seen_init(struct spot_seen *seen);
void spot_seen_reset(struct spot_seen *seen);

/* Notes that key is at place, a number that is the caller's. 0: it is new; 1: it was seen
 * before, and *first (may be NULL) is its place then; SPOT_ENOMEM. */
int spot_seen_add(struct spot_seen *seen, struct spot_view key, uint64_t place, uint64_t *first);
bool spot_seen_has(const struct spot_seen *seen, struct spot_view key);

#endif
