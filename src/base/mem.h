/* SPDX-License-Identifier: MIT */
/* Checked allocation. Every function may fail with NULL; sizes are overflow-checked. */
#ifndef SPOT_BASE_MEM_H
#define SPOT_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>

/* Zeroed array of n items of size bytes. */
void *spot_mem_calloc(size_t n, size_t size);

/* A copy of len bytes with a NUL after them. */
char *spot_mem_copy(const char *ptr, size_t len);

/* Makes room for at least want items in *items (any pointer type, passed as void *),
 * growing by half. Returns false and changes nothing when out of memory. */
bool spot_mem_grow(void *items_ptr, size_t *cap, size_t want, size_t item_size);

/* An arena hands out memory that dies together. Reset keeps one block for the next use. Not
 * thread-safe. */
struct spot_arena {
	struct spot_arena_block *head;
	size_t used_bytes; /* in the head block */
};

void spot_arena_init(struct spot_arena *arena);
/* Frees all but the largest block; contents are gone. */
void spot_arena_reset(struct spot_arena *arena);
/* Frees everything; the arena is as after init. */
void spot_arena_free(struct spot_arena *arena);

/* n bytes aligned for any type, not zeroed; NULL when out of memory. n may be 0 (non-NULL
 * result). */
void *spot_arena_alloc(struct spot_arena *arena, size_t n);
void *spot_arena_calloc(struct spot_arena *arena, size_t n, size_t size);
/* A copy with a NUL after it. */
char *spot_arena_copy(struct spot_arena *arena, const char *ptr, size_t len);

#endif
