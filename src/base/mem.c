/* SPDX-License-Identifier: MIT */
/*
 * Arena: a list of blocks, the head being the one that is filled. Blocks double in size up
 * to BLOCK_MAX. A request too large for a block gets one of its own, put second in the list
 * so that the head's free rest stays in use.
 */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define ALIGN _Alignof(max_align_t)
/* Of 16 bytes where every request is to be a block of its own, as sanitizers want it. */
#ifndef SPOT_ARENA_BYTES
#define SPOT_ARENA_BYTES ((size_t)1 << 20)
#endif
#define BLOCK_MAX ((size_t)SPOT_ARENA_BYTES)
#define BLOCK_MIN (BLOCK_MAX < 4096 ? BLOCK_MAX : 4096)
#define ITEMS_MIN 8
#define PAGE_BYTES ((size_t)4 << 10)
#define HUGE_FROM ((size_t)4 << 20) /* two huge pages, usually */

struct spot_arena_block {
	struct spot_arena_block *next;
	size_t size_bytes; /* of data */
	_Alignas(max_align_t) char data[];
};

/* Arrays of many megabytes cost more in page faults than in what is done with them, unless their
 * pages are large. A kernel that has none says no, and nothing is lost. All pages of a block are
 * advised alike, the first and the last too: the kernel does not move a mapping that is part one
 * and part another, and a larger array would then be copied. */
static void *advise(void *items, size_t size_bytes)
{
#ifdef MADV_HUGEPAGE
	size_t before = (uintptr_t)items % PAGE_BYTES;

	if (items && size_bytes >= HUGE_FROM)
		(void)madvise((char *)items - before,
		    (before + size_bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES,
		    MADV_HUGEPAGE);
#endif
	return items;
}

void *spot_mem_calloc(size_t n, size_t size)
{
	size_t size_bytes;
	if (__builtin_mul_overflow(n, size, &size_bytes) || size_bytes > PTRDIFF_MAX)
		return NULL;
	return advise(calloc(size_bytes > 0 ? size_bytes : 1, 1), size_bytes);
}

char *spot_mem_copy(const char *ptr, size_t len)
{
	char *copy = len < SIZE_MAX ? malloc(len + 1) : NULL;
	if (!copy)
		return NULL;
	if (len > 0)
		memcpy(copy, ptr, len);
	copy[len] = '\0';
	return copy;
}

bool spot_mem_grow(void *items_ptr, size_t *cap, size_t want, size_t item_size)
{
	if (want <= *cap)
		return true;
	size_t n = *cap <= SIZE_MAX / 2 ? *cap + *cap / 2 : want;
	if (n < ITEMS_MIN)
		n = ITEMS_MIN;
	if (n < want)
		n = want;
	size_t size_bytes;
	if (__builtin_mul_overflow(n, item_size, &size_bytes) || size_bytes > PTRDIFF_MAX)
		return false;
	/* The pointer's own type is not known here: copied, not cast, for the sake of aliasing. */
	void *items;
	memcpy(&items, items_ptr, sizeof(items));
	items = advise(realloc(items, size_bytes > 0 ? size_bytes : 1), size_bytes);
	if (!items)
		return false;
	memcpy(items_ptr, &items, sizeof(items));
	*cap = n;
	return true;
}

void spot_arena_init(struct spot_arena *arena)
{
	*arena = (struct spot_arena) { 0 };
}

void spot_arena_reset(struct spot_arena *arena)
{
	struct spot_arena_block *largest = arena->head;
	for (struct spot_arena_block *b = arena->head; b; b = b->next) {
		if (b->size_bytes > largest->size_bytes)
			largest = b;
	}
	for (struct spot_arena_block *b = arena->head, *next; b; b = next) {
		next = b->next;
		if (b != largest)
			free(b);
	}
	if (largest)
		largest->next = NULL;
	*arena = (struct spot_arena) { .head = largest };
}

void spot_arena_free(struct spot_arena *arena)
{
	for (struct spot_arena_block *b = arena->head, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	*arena = (struct spot_arena) { 0 };
}

static struct spot_arena_block *block_new(size_t size_bytes)
{
	struct spot_arena_block *block;
	if (size_bytes > PTRDIFF_MAX - sizeof(*block))
		return NULL;
	block = malloc(sizeof(*block) + size_bytes);
	if (block)
		block->size_bytes = size_bytes;
	return block;
}

/* n bytes, n a multiple of ALIGN, that the head has no room for. */
static void *alloc_beyond_head(struct spot_arena *arena, size_t n)
{
	struct spot_arena_block *head = arena->head;
	size_t size_bytes = BLOCK_MIN;
	if (head)
		size_bytes = head->size_bytes < BLOCK_MAX / 2 ? head->size_bytes * 2 : BLOCK_MAX;
	bool alone = head && n > size_bytes / 4;
	struct spot_arena_block *block = block_new(alone || n > size_bytes ? n : size_bytes);
	if (!block)
		return NULL;
	if (alone) {
		block->next = head->next;
		head->next = block;
	} else {
		block->next = head;
		arena->head = block;
		arena->used_bytes = n;
	}
	return block->data;
}

void *spot_arena_alloc(struct spot_arena *arena, size_t n)
{
	if (n > PTRDIFF_MAX - ALIGN)
		return NULL;
	/* Even nothing takes a place, so that every result is a pointer of its own. */
	n = n > 0 ? (n + ALIGN - 1) / ALIGN * ALIGN : ALIGN;
	struct spot_arena_block *head = arena->head;
	if (!head || n > head->size_bytes - arena->used_bytes)
		return alloc_beyond_head(arena, n);
	void *ptr = head->data + arena->used_bytes;
	arena->used_bytes += n;
	return ptr;
}

void *spot_arena_calloc(struct spot_arena *arena, size_t n, size_t size)
{
	size_t size_bytes;
	if (__builtin_mul_overflow(n, size, &size_bytes))
		return NULL;
	void *ptr = spot_arena_alloc(arena, size_bytes);
	return ptr ? memset(ptr, 0, size_bytes) : NULL;
}

char *spot_arena_copy(struct spot_arena *arena, const char *ptr, size_t len)
{
	char *copy = len < SIZE_MAX ? spot_arena_alloc(arena, len + 1) : NULL;
	if (!copy)
		return NULL;
	if (len > 0)
		memcpy(copy, ptr, len);
	copy[len] = '\0';
	return copy;
}
