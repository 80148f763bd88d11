/* SPDX-License-Identifier: MIT */
/*
 * CSV records out of bytes, as libcsv 3.0.3 reads them in its default mode, with what
 * libcsv leaves to its user around it: dialect, titles, header, line numbers, caps,
 * unclosed quotes, rows of the wrong length. One owner, one thread. The records never
 * depend on how the input is cut.
 *
 * Two ways lead to the same records, and may be mixed in one file: spot_reader_next reads them
 * here; spot_reader_cut only finds where records end, and leaves their reading to
 * spot_chunk_scan (scan.h), in any thread.
 */
#ifndef SPOT_TABLE_READER_H
#define SPOT_TABLE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "table/field.h"
#include "table/input.h"
#include "table/record.h"
#include "table/reject.h"

struct spot_reader_options {
	struct spot_input_options input;
	char delimiter;          /* 0: a sep= line, else sniffed among , ; tab | */
	bool no_header;
	size_t skip_rows;        /* physical lines above the header that are titles */
	size_t max_cell_bytes;   /* 0: 16 MiB */
	spot_reject_fn reject;   /* NULL: the first row that cannot be used is an error */
	void *reject_ctx;
};

#define SPOT_READER_OPTIONS_INIT { .delimiter = 0 }

/* What was found, for the summary and the writers. Views are owned by the reader. */
struct spot_dialect {
	char delimiter;
	bool delimiter_sniffed;
	bool has_sep_line;
	bool has_bom;
	const char *line_end;      /* of the first row: "\n", "\r\n" or "\r"; "\n" without one */
	struct spot_view sep_line; /* raw, without line end */
	/* The header's raw bytes (UTF-8, without BOM), and its n_columns cells, trimmed. All empty
	 * with no_header. */
	struct spot_view header_raw;
	const struct spot_view *header;
	size_t n_columns;
};

struct spot_reader;

/* Opens the input, finds the dialect and reads the header. Errors: as spot_input_open; an
 * empty file ("no header line"), a header that is one quoted cell holding the delimiter
 * (the whole record is wrapped in quotes). path and options' strings must outlive the
 * reader. file_idx is stored in the records. With no_header the first record is read here:
 * the reject function may be called for what stands before it. */
int spot_reader_open(struct spot_reader **out, const char *path, uint32_t file_idx,
    const struct spot_reader_options *options, struct spot_error *err);
/* The same over an input that is already open; the reader owns it from then on, also on failure. */
int spot_reader_open_input(struct spot_reader **out, struct spot_input *input, uint32_t file_idx,
    const struct spot_reader_options *options, struct spot_error *err);

/* spot_binding_make with what was read of the file, directly after it was opened. Errors have their
 * place; SPOT_EDATA also where an option given for all files does not fit this one, such as a
 * header where there is to be none: it is named in the hint. */
int spot_reader_bind(struct spot_binding *out, struct spot_reader *reader,
    const struct spot_schema *schema, struct spot_arena *arena, struct spot_error *err);

/* The reader's columns are those of the first file of the run, which may be the same: 0, or
 * SPOT_EDATA as above. */
int spot_reader_check_alike(const struct spot_reader *reader, const struct spot_reader *first,
    struct spot_error *err);

const struct spot_dialect *spot_reader_dialect(const struct spot_reader *reader);
const struct spot_reader_counts *spot_reader_counts(const struct spot_reader *reader);
const char *spot_reader_name(const struct spot_reader *reader);
/* The input below, for progress and encoding facts. */
const struct spot_input *spot_reader_input(const struct spot_reader *reader);

/* Clears the chunk and fills it with up to max_records records (or until about max_bytes).
 * *at_end is set when no record remains (the chunk may still hold some, or be empty). An
 * error ends the reading; where records stand before it, they are delivered first and the
 * error comes with the next call, and with every call after it. Without a reject function
 * the first unusable row is such an error, SPOT_EDATA. Rejects are told when they are met:
 * before the chunk with the records around them is delivered. */
int spot_reader_next(struct spot_reader *reader, struct spot_chunk *chunk, size_t max_records,
    size_t max_bytes, bool *at_end, struct spot_error *err);

/* Clears the chunk and gives it the next bytes of the input, about max_bytes of them, that end at
 * the end of a record. What they hold is made records of, rejected and counted by
 * spot_chunk_scan. Where the end of a record is not sure, the chunk is filled as by
 * spot_reader_next instead, for which spot_chunk_scan does nothing. *at_end and errors: as
 * spot_reader_next. The chunk's first_row is not known here and is 0. */
int spot_reader_cut(struct spot_reader *reader, struct spot_chunk *chunk, size_t max_bytes,
    bool *at_end, struct spot_error *err);

/* Adds what a scanned chunk has counted; in any order. */
void spot_reader_counts_add(struct spot_reader_counts *sum, const struct spot_reader_counts *more);

void spot_reader_close(struct spot_reader *reader);

/* The cells of one raw record as byte ranges of raw (with their quotes and spaces, without
 * delimiters), by the same rules; at most cap of them are stored, the number is returned.
 * *reopened (may be NULL) is the offset of a quoted cell's opening quote that was closed
 * and re-opened by text after its quote, else (size_t)-1. */
size_t spot_reader_split_raw(struct spot_view raw, char delimiter, struct spot_view *cells,
    size_t cap, size_t *reopened);

#endif
