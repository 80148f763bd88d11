/* SPDX-License-Identifier: MIT */
/*
 * A chunk of CSV records as text: what the reader hands to the workers. Owned by one thread at a
 * time; all memory is in the chunk and reused by clear.
 *
 * Its records come in two forms. A reader that asks libcsv copies every cell. A reader that cuts
 * (spot_reader_cut) hands over a block of bytes as it was read, and spot_chunk_scan makes records
 * of it that are only places in that block. Both may stand in one chunk; spot_chunk_cell and the
 * members of struct spot_record but cells and first_end are the same for both.
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
	SPOT_RECORD_RECODED = 2, /* cells were not UTF-8, see recode.h; raw is UTF-8 */
	SPOT_RECORD_NUL = 4,     /* holds a NUL byte */
	SPOT_RECORD_REOPENED = 16, /* text follows a closing quote: the cell goes on behind it */
	SPOT_RECORD_UNDONE = 8,  /* in the block, with cells that are not: see spot_undone */
};

struct spot_record {
	struct spot_view raw;          /* the row's bytes in UTF-8 without its line end */
	/* n_columns: quotes undone, trimmed as libcsv does; NULL: in the chunk's block */
	const struct spot_view *cells;
	uint32_t n_missing;            /* cells that were padded */
	uint32_t flags;
	uint64_t line;                 /* physical line where the row starts, 1-based */
	uint32_t file;                 /* index of the data file */
	uint32_t first_end;            /* without cells: see the chunk's ends */
};

/* What reading has counted. */
struct spot_reader_counts {
	uint64_t rows;          /* records delivered */
	uint64_t rejected;      /* rows given to the reject function */
	uint64_t blank_lines;
	uint64_t short_rows, short_first_line; /* the line of the first of them, or 0 */
	uint64_t recoded_rows, recoded_first_line;
	uint64_t nul_rows, nul_first_line;
	uint64_t reopened_rows, reopened_first_line;
	uint64_t trailing_junk; /* NUL and 0x1A bytes ignored at the very end */
	uint64_t bytes;         /* of UTF-8 read */
};

/* So many zero bytes lie behind a block: loads of up to this size need not ask where it ends. */
#define SPOT_BLOCK_SLACK 64

/* Whole records as bytes, and what has to be known to read them. */
struct spot_block {
	char *mem;            /* cap bytes and SPOT_BLOCK_SLACK more */
	size_t cap;
	const char *ptr;      /* in mem */
	size_t len;
	uint64_t line;        /* the physical line that it starts on */
	uint64_t n_lines;     /* physical lines that end in it */
	char delimiter;
	bool no_header, is_utf8;
	bool odd;             /* some records are not plain: the scanner has to look for them */
	bool scanned;
	bool quoted;          /* scanned: a cell may be in quotes */
	uint32_t file;
	size_t max_cell;
};

/* A cell of a record in the block that holds doubled quotes, with them undone. */
struct spot_undone {
	uint32_t end_idx;     /* of its end, in the chunk's ends */
	struct spot_view text;
};

struct spot_reader;

struct spot_chunk {
	struct spot_record *records;
	size_t n_records, cap;
	size_t n_columns;         /* cells per record */
	uint64_t first_row;       /* 0-based number of the first record (a reader's: in its file) */
	size_t size_bytes;        /* of raw bytes, cells and their texts */
	struct spot_arena arena;
	struct spot_block block;
	/* Where cells end in the block: a record's cell i lies in
	 * [ends[first_end + i] + 1, ends[first_end + i + 1]), which may end in a CR. */
	uint32_t *ends;
	size_t ends_cap;
	struct spot_undone *undone; /* by end_idx */
	size_t n_undone, undone_cap;
	uint32_t *inner;          /* for the scanner, as odd_groups */
	size_t inner_cap;
	uint64_t *odd_groups;
	size_t odd_groups_cap;
	bool even;                /* all records are in the block, first_end i * n_columns */
	/* By the scanner, not in the reader's own: see spot_reader_counts_add. */
	struct spot_reader_counts counts;
	struct spot_reader *aside; /* reads what the scanner is not sure of; made when needed */
};

/* The first undone cell whose end_idx is not less; n_undone: none. */
size_t spot_chunk_find_undone(const struct spot_chunk *chunk, size_t end_idx);

/* The text of a cell, quotes undone; the chunk's, or empty where the row was short. */
struct spot_view spot_chunk_cell(const struct spot_chunk *chunk, size_t row_idx,
    size_t column_idx);

void spot_chunk_init(struct spot_chunk *chunk);
void spot_chunk_clear(struct spot_chunk *chunk);
void spot_chunk_reset(struct spot_chunk *chunk); /* frees */

#endif
