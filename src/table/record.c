/* SPDX-License-Identifier: MIT */
#include "table/record.h"

#include <stdlib.h>

#include "table/reader.h"

void spot_chunk_init(struct spot_chunk *chunk)
{
	*chunk = (struct spot_chunk) { 0 };
	spot_arena_init(&chunk->arena);
}

size_t spot_chunk_find_undone(const struct spot_chunk *chunk, size_t end_idx)
{
	size_t low = 0, high = chunk->n_undone;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (chunk->undone[middle].end_idx < end_idx)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void spot_chunk_clear(struct spot_chunk *chunk)
{
	chunk->n_records = 0;
	chunk->n_undone = 0;
	chunk->size_bytes = 0;
	chunk->even = false;
	chunk->counts = (struct spot_reader_counts) { 0 };
	chunk->block = (struct spot_block) { .mem = chunk->block.mem, .cap = chunk->block.cap };
	spot_arena_reset(&chunk->arena);
}

void spot_chunk_reset(struct spot_chunk *chunk)
{
	free(chunk->records);
	free(chunk->block.mem);
	free(chunk->ends);
	free(chunk->undone);
	free(chunk->inner);
	free(chunk->odd_groups);
	spot_reader_close(chunk->aside);
	spot_arena_free(&chunk->arena);
	spot_chunk_init(chunk);
}
