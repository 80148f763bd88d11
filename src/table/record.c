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

/* A cell's text where it lies in quotes or between spaces. */
static struct spot_view cell_strip(const char *p, const char *end)
{
	if (p < end && *p == '"')
		return (struct spot_view) { p + 1, (size_t)(end - p) - 2 };
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	while (p < end && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return (struct spot_view) { p, (size_t)(end - p) };
}

struct spot_view spot_chunk_cell(const struct spot_chunk *chunk, size_t row_idx,
    size_t column_idx)
{
	const struct spot_record *record = &chunk->records[row_idx];
	if (record->cells)
		return record->cells[column_idx];
	size_t end_idx = record->first_end + column_idx + 1;
	if (record->flags & SPOT_RECORD_UNDONE) {
		size_t i = spot_chunk_find_undone(chunk, end_idx);
		if (i < chunk->n_undone && chunk->undone[i].end_idx == end_idx)
			return chunk->undone[i].text;
	}
	const uint32_t *end = chunk->ends + end_idx - 1;
	const char *first = chunk->block.ptr + (uint32_t)(end[0] + 1);
	const char *last = chunk->block.ptr + end[1];
	if (column_idx + 1 == chunk->n_columns && last > first && last[-1] == '\r')
		last--;
	return cell_strip(first, last);
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
