/* SPDX-License-Identifier: MIT */
/* What a reader gives, as text that tests compare. */
#ifndef READER_SEEN_H
#define READER_SEEN_H

#include "support/unit.h"

#include "base/buf.h"
#include "table/reader.h"
#include "table/scan.h"
#include "table/scan_internal.h"

struct seen {
	/* "line(cell|cell)flags " a record; "!line[text]problem " a reject. Rejects are
	 * told when they are met, which is before the records of the same chunk: text has
	 * both in the file's order when chunks are of one record. */
	struct spot_buf text, records, raws, rejects;
	struct spot_buf cells; /* "(cell|cell) " a record */
	struct spot_dialect dialect; /* its views are gone */
	struct spot_buf header;
	struct spot_reader_counts counts;
	size_t n_blocks, block_bytes; /* that were cut */
	size_t n_long; /* rejects of rows with too many cells */
	struct spot_error err;
	int rc;
};

static inline int reject_seen(void *ctx, const struct spot_reject *reject)
{
	struct seen *seen = ctx;
	assert_string_equal(reject->file, "memory");
	assert_null(reject->column);
	seen->n_long += strncmp(reject->problem, "the row has ", 12) == 0 &&
	    strstr(reject->problem, " cells, ") != NULL;
	struct spot_buf *both[] = { &seen->text, &seen->rejects };
	for (size_t i = 0; i < N_OF(both); i++) {
		spot_buf_printf(both[i], "!%llu[", (unsigned long long)reject->line);
		spot_buf_view(both[i], reject->text);
		spot_buf_printf(both[i], "]%s ", reject->problem);
	}
	return 0;
}

static inline void cells_see(struct spot_buf *out, const struct spot_chunk *chunk, size_t row)
{
	for (size_t i = 0; i < chunk->n_columns; i++) {
		spot_buf_char(out, i > 0 ? '|' : '(');
		spot_buf_view(out, spot_chunk_cell(chunk, row, i));
	}
	spot_buf_char(out, ')');
}

static inline void record_see(struct spot_buf *out, const struct spot_chunk *chunk, size_t row)
{
	const struct spot_record *record = &chunk->records[row];
	spot_buf_printf(out, "%llu", (unsigned long long)record->line);
	cells_see(out, chunk, row);
	if (record->flags & SPOT_RECORD_SHORT)
		spot_buf_printf(out, "-%u", record->n_missing);
	if (record->flags & SPOT_RECORD_RECODED)
		spot_buf_char(out, 'r');
	if (record->flags & SPOT_RECORD_NUL)
		spot_buf_char(out, 'n');
	spot_buf_char(out, ' ');
}

/* The raw bytes and the cells say the same. */
static inline void assert_raw_fits(const struct spot_chunk *chunk, size_t row, char delimiter)
{
	const struct spot_record *record = &chunk->records[row];
	struct spot_view cells[64];
	size_t n = spot_reader_split_raw(record->raw, delimiter, cells, 64, NULL);
	assert_int_equal(n, chunk->n_columns - record->n_missing);
	for (size_t i = 0; i < n && i < 64; i++) {
		struct spot_view cell = spot_chunk_cell(chunk, row, i);
		if (memchr(cells[i].ptr, '"', cells[i].len) == NULL)
			assert_true(cell.len == 0 ||
			    memmem(cells[i].ptr, cells[i].len, cell.ptr, cell.len));
	}
}

static inline void chunk_see(struct seen *seen, const struct spot_chunk *chunk)
{
	for (size_t i = 0; i < chunk->n_records; i++) {
		record_see(&seen->text, chunk, i);
		record_see(&seen->records, chunk, i);
		spot_buf_view(&seen->raws, chunk->records[i].raw);
		spot_buf_char(&seen->raws, '\n');
		cells_see(&seen->cells, chunk, i);
		spot_buf_char(&seen->cells, ' ');
		assert_raw_fits(chunk, i, seen->dialect.delimiter);
		assert_int_equal(chunk->records[i].file, 3);
	}
}

static inline void see_records(struct seen *seen, struct spot_reader *reader, size_t max_records)
{
	struct spot_chunk chunk;
	bool at_end = false;
	uint64_t n = 0;
	spot_chunk_init(&chunk);
	while (seen->rc == 0 && !at_end) {
		seen->rc = spot_reader_next(
		    reader, &chunk, max_records, SIZE_MAX, &at_end, &seen->err);
		if (seen->rc == 0)
			assert_int_equal(chunk.first_row, n);
		assert_true(chunk.n_records <= max_records);
		chunk_see(seen, &chunk);
		n += chunk.n_records;
	}
	spot_chunk_reset(&chunk);
	seen->counts = *spot_reader_counts(reader);
}

/* The same by cutting and scanning. */
static inline void see_blocks(struct seen *seen, struct spot_reader *reader, size_t max_bytes,
    struct spot_reader_options options)
{
	struct spot_chunk chunk;
	struct spot_scan scan = { "memory", options.reject, options.reject_ctx };
	struct spot_reader_counts counts = { 0 };
	bool at_end = false;
	spot_chunk_init(&chunk);
	while (seen->rc == 0 && !at_end) {
		seen->rc = spot_reader_cut(reader, &chunk, max_bytes, &at_end, &seen->err);
		if (seen->rc < 0)
			break;
		seen->n_blocks += chunk.block.len > 0;
		seen->block_bytes += chunk.block.len;
		seen->rc = spot_chunk_scan(&chunk, &scan, &seen->err);
		chunk_see(seen, &chunk);
		spot_reader_counts_add(&counts, &chunk.counts);
	}
	spot_chunk_reset(&chunk);
	spot_reader_counts_add(&counts, spot_reader_counts(reader));
	seen->counts = counts;
}

/* max_records 0: by blocks of about cut_bytes. */
static inline void see_either(struct seen *seen, const char *bytes, size_t len,
    struct spot_reader_options options, size_t max_records, size_t cut_bytes)
{
	struct spot_input *input;
	struct spot_reader *reader;
	spot_buf_clear(&seen->text);
	spot_buf_clear(&seen->records);
	spot_buf_clear(&seen->raws);
	spot_buf_clear(&seen->rejects);
	spot_buf_clear(&seen->cells);
	spot_buf_clear(&seen->header);
	seen->counts = (struct spot_reader_counts) { 0 };
	seen->n_long = 0;
	seen->err = (struct spot_error) SPOT_ERROR_INIT;
	if (options.reject)
		options.reject_ctx = seen;
	assert_int_equal(
	    spot_input_open_memory(&input, "memory", bytes, len, &options.input, NULL), 0);
	seen->rc = spot_reader_open_input(&reader, input, 3, &options, &seen->err);
	if (seen->rc < 0) {
		assert_null(reader);
		return;
	}
	seen->dialect = *spot_reader_dialect(reader);
	for (size_t i = 0; i < seen->dialect.n_columns; i++) {
		if (i > 0)
			spot_buf_char(&seen->header, '|');
		spot_buf_view(&seen->header, seen->dialect.header[i]);
	}
	if (max_records > 0)
		see_records(seen, reader, max_records);
	else
		see_blocks(seen, reader, cut_bytes, options);
	assert_string_equal(spot_reader_name(reader), "memory");
	spot_reader_close(reader);
}

static inline void see(struct seen *seen, const char *bytes, size_t len,
    struct spot_reader_options options, size_t max_records)
{
	see_either(seen, bytes, len, options, max_records, 0);
}

static inline void see_cut(struct seen *seen, const char *bytes, size_t len,
    struct spot_reader_options options, size_t cut_bytes)
{
	see_either(seen, bytes, len, options, 0, cut_bytes);
}

static inline void seen_reset(struct seen *seen)
{
	spot_buf_reset(&seen->text);
	spot_buf_reset(&seen->records);
	spot_buf_reset(&seen->raws);
	spot_buf_reset(&seen->rejects);
	spot_buf_reset(&seen->cells);
	spot_buf_reset(&seen->header);
}

/* What differs first, with a little of what stands around it. */
static inline void assert_same_text(
    const char *what, size_t chunk, const struct spot_buf *a, const struct spot_buf *b)
{
	size_t i = 0;
	while (i < a->len && i < b->len && a->ptr[i] == b->ptr[i])
		i++;
	if (i == a->len && i == b->len)
		return;
	size_t from = i > 80 ? i - 80 : 0;
	fail_msg("%s, chunks of %zu: '%.*s' is not '%.*s'", what, chunk,
	    (int)(a->len - from > 160 ? 160 : a->len - from), spot_buf_str(a) + from,
	    (int)(b->len - from > 160 ? 160 : b->len - from), spot_buf_str(b) + from);
}

static inline void assert_same_seen(size_t chunk, const struct seen *a, const struct seen *b)
{
	assert_int_equal(a->rc, b->rc);
	assert_string_equal(a->err.what, b->err.what);
	assert_int_equal(a->err.line, b->err.line);
	assert_same_text("header", chunk, &a->header, &b->header);
	assert_same_text("records", chunk, &a->records, &b->records);
	assert_same_text("raw bytes", chunk, &a->raws, &b->raws);
	assert_same_text("rejects", chunk, &a->rejects, &b->rejects);
	assert_memory_equal(&a->counts, &b->counts, sizeof(a->counts));
}

/* Every chunk size of reading and of records gives the same, and so do blocks. */
static inline void see_all(
    struct seen *seen, const char *bytes, size_t len, struct spot_reader_options options)
{
	struct seen other = { .rc = 0 };
	see(seen, bytes, len, options, 1);
	for (size_t chunk = 1; chunk <= 64; chunk++) {
		options.input.chunk_bytes = chunk;
		see(&other, bytes, len, options, 1 + chunk % 4);
		assert_same_seen(chunk, &other, seen);
		spot_scan_force(chunk % SPOT_CPU_N);
		see_cut(&other, bytes, len, options, chunk);
		assert_same_seen(chunk, &other, seen);
		options.input.chunk_bytes = 0;
		see_cut(&other, bytes, len, options, chunk);
		assert_same_seen(chunk, &other, seen);
	}
	seen_reset(&other);
}

__attribute__((unused)) static const struct spot_reader_options small_cells = {
	.reject = reject_seen, .max_cell_bytes = 8, .delimiter = ',' };

__attribute__((
    unused)) static const struct spot_reader_options with_rejects = { .reject = reject_seen };

static inline void assert_sees(const char *bytes, size_t len, struct spot_reader_options options,
    const char *header, const char *want, size_t want_len)
{
	struct seen seen = { .rc = 0 };
	see_all(&seen, bytes, len, options);
	if (seen.rc < 0)
		fail_msg("%s", seen.err.what);
	assert_string_equal(spot_buf_str(&seen.header), header);
	if (seen.text.len != want_len || memcmp(spot_buf_str(&seen.text), want, want_len) != 0)
		fail_msg("'%s' is not '%s'", spot_buf_str(&seen.text), want);
	seen_reset(&seen);
}

/* With rejects and a comma. */
#define SEES(bytes, header, want) \
	assert_sees(bytes, sizeof(bytes) - 1, \
	    (struct spot_reader_options) { .reject = reject_seen, .delimiter = ',' }, header, \
	    want, sizeof(want) - 1)
#define SEES_WITH(options, bytes, header, want) \
	assert_sees(bytes, sizeof(bytes) - 1, options, header, want, sizeof(want) - 1)

static inline void assert_fails(const char *bytes, size_t len, struct spot_reader_options options,
    int code, unsigned long line, const char *what, const char *hint)
{
	struct seen seen = { .rc = 0 };
	see_all(&seen, bytes, len, options);
	assert_int_equal(seen.rc, code);
	if (!strstr(seen.err.what, what))
		fail_msg("'%s' lacks '%s'", seen.err.what, what);
	if (!strstr(seen.err.hint, hint))
		fail_msg("'%s' lacks '%s'", seen.err.hint, hint);
	assert_int_equal(seen.err.line, line);
	if (code == SPOT_EDATA)
		assert_string_equal(seen.err.file, "memory");
	seen_reset(&seen);
}

#define FAILS_WITH(options, bytes, line, what, hint) \
	assert_fails(bytes, sizeof(bytes) - 1, options, SPOT_EDATA, line, what, hint)
#define FAILS(bytes, line, what, hint) \
	FAILS_WITH(((struct spot_reader_options) { 0 }), bytes, line, what, hint)

#endif
