/* SPDX-License-Identifier: MIT */
/*
 * A chunk of CSV records as text: what the reader hands to the workers. Raw bytes are kept
 * beside the cells so that output can copy a row untouched. Owned by one thread at a time;
 * all memory is in the chunk and reused by clear.
 */
#ifndef SPOT_TABLE_RECORD_H
#define SPOT_TABLE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/view.h"

enum spot_record_flag {
	SPOT_RECORD_SHORT = 1,   /* had fewer cells than the header: padded with empty ones */
	SPOT_RECORD_RECODED = 2, /* was not UTF-8, was read as windows-1252; raw is UTF-8 */
	SPOT_RECORD_NUL = 4,     /* holds a NUL byte */
};

struct spot_record {
	struct spot_view raw;          /* the row's bytes in UTF-8 without its line end */
	const struct spot_view *cells; /* n_columns: quotes undone, trimmed as libcsv does */
	uint32_t n_missing;            /* cells that were padded */
	uint32_t flags;
	uint64_t line;                 /* physical line where the row starts, 1-based */
	uint32_t file;                 /* index of the data file */
};

struct spot_chunk {
	struct spot_record *records;
	size_t n_records, cap;
	size_t n_columns;         /* cells per record */
	uint64_t first_row;       /* 0-based number of the first record (a reader's: in its file) */
	size_t size_bytes;        /* of raw bytes, cells and their texts */
	struct spot_arena arena;
};

/* The text of a cell, quotes undone; the chunk's, or empty where the row was short. */
static inline struct spot_view spot_chunk_cell(const struct spot_chunk *chunk, size_t row_idx,
    size_t column_idx)
{
	return chunk->records[row_idx].cells[column_idx];
}

void spot_chunk_init(struct spot_chunk *chunk);
void spot_chunk_clear(struct spot_chunk *chunk);
void spot_chunk_reset(struct spot_chunk *chunk); /* frees */

#endif
