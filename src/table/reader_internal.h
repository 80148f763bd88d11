/* SPDX-License-Identifier: MIT */
/* What the reader's files share. */
#ifndef SPOT_TABLE_READER_INTERNAL_H
#define SPOT_TABLE_READER_INTERNAL_H

#include "base/buf.h"
#include "base/mem.h"
#include "table/reader.h"
#include "table/rows.h"
#include "table/scan.h"
#include "table/sniff.h"

struct spot_reader {
	struct spot_rows rows;
	struct spot_dialect dialect;
	struct spot_sniff sniff;
	uint64_t sample_line; /* where the sample that sniff tells of begins */
	uint32_t file_idx;
	bool no_header;
	size_t skip_rows;
	struct spot_buf passed; /* the last line of them that is not blank */
	bool is_utf8; /* by name: a row that is not cannot be used */
	bool has_row; /* row was read and not yet delivered */
	struct spot_row row;
	int failed;   /* reading is over with this error */
	struct spot_error failure;
	struct spot_arena arena; /* the dialect's texts */
	struct spot_buf text;    /* scratch: a row made UTF-8, a problem */
};

/* Finds the dialect and takes off what stands above the header. */
int spot_reader_header_dialect(struct spot_reader *reader,
    const struct spot_reader_options *options, struct spot_error *err);
/* Reads the first row: the header, or without one the first record, which stays the
 * reader's row. */
int spot_reader_header_read(struct spot_reader *reader, struct spot_error *err);

/* The next row into the chunk, or to the rejects. */
int spot_reader_deliver(struct spot_reader *reader, struct spot_chunk *chunk, bool *at_end,
    struct spot_error *err);

/* A reader that has no input of its own, for pieces of a chunk's block. */
int spot_reader_aside_new(struct spot_reader **out, struct spot_error *err);
/* Reads the bytes, whole records of the chunk's block, to behind the chunk's records, and adds
 * to the chunk's counts. */
int spot_reader_aside_read(struct spot_reader *aside, struct spot_chunk *chunk,
    const struct spot_scan *scan, struct spot_view bytes, uint64_t line, struct spot_error *err);

/* The row is one quoted cell that holds one of the delimiters. */
bool spot_reader_row_is_wrapped(const struct spot_reader *reader, const struct spot_row *row,
    const char *delimiters);
/* enum spot_record_flag: what the raw bytes say. */
uint32_t spot_reader_row_flags(const struct spot_reader *reader, const struct spot_row *row);
void spot_reader_row_count(struct spot_reader *reader, const struct spot_row *row, uint32_t flags);

#endif
