/* SPDX-License-Identifier: MIT */
#include "table/record.h"

#include <stdlib.h>

void spot_chunk_init(struct spot_chunk *chunk)
{
	*chunk = (struct spot_chunk) { 0 };
	spot_arena_init(&chunk->arena);
}

void spot_chunk_clear(struct spot_chunk *chunk)
{
	chunk->n_records = 0;
	chunk->size_bytes = 0;
	spot_arena_reset(&chunk->arena);
}

void spot_chunk_reset(struct spot_chunk *chunk)
{
	free(chunk->records);
	spot_arena_free(&chunk->arena);
	spot_chunk_init(chunk);
}
