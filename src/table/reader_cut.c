/* SPDX-License-Identifier: MIT */
/*
 * The cutter finds the last LF in a block of bytes that surely ends a record by libcsv's rules,
 * whatever else is in it. It is sure as long as every quote that opens a cell stands at the
 * cell's very start, every quote that closes one is followed by the cell's end, and every CR
 * outside quotes by its LF: then whether a byte is in quotes is whether the number of quotes
 * before it is odd, and each of the records can be read by itself.
 *
 * Behind a record that is not so it goes on, when the record ends with its first line; the
 * scanner will find the same place. Otherwise the block ends there, libcsv takes over for some
 * records, and then the cutter tries again. Of the bytes that libcsv is going to read it has
 * looked at few: those of an eighth of a block, or those of one long record.
 */
#include <string.h>

#include "table/reader_internal.h"
#include "table/scan_internal.h"

#define ASIDE_RECORDS 1024
#define SHORT_LINE 12 /* bytes */
#define BLOCK_MAX ((size_t)1 << 30) /* ends are held in 32 bits */

/* What is left of a CRLF when libcsv has ended a record at its CR. */
static void lf_skip(struct spot_window *window)
{
	char before = window->pos > 0 ? window->ptr[window->pos - 1] : window->before;
	if (before == '\r' && window->pos < window->len && window->ptr[window->pos] == '\n')
		window->pos++;
	window->row = window->pos;
}

/* Goes on behind an odd record when it has but one line. *odd_behind: the end is what it is because
 * of an odd record, not of where the bytes end. */
static struct spot_scan_cut cut_find(bool *odd_behind, struct spot_view bytes, char delimiter)
{
	struct spot_scan_cut all = { 0 }, cut;
	for (size_t n = 1; n > 0; all.end += n, all.n_lines += n > 0) {
		const char *ptr = bytes.ptr + all.end;
		size_t len = bytes.len - all.end;
		spot_scan_level()->cut(&cut, ptr, len, delimiter);
		all.end += cut.end;
		all.n_lines += cut.n_lines;
		n = cut.odd ? spot_scan_one_line(ptr + cut.end, len - cut.end, delimiter) : 0;
		all.odd = all.odd || n > 0;
	}
	*odd_behind = cut.odd;
	return all;
}

/* Where the first record ends by the quotes alone, or len. */
static size_t first_end(struct spot_view bytes)
{
	const char *at = bytes.ptr, *end = at + bytes.len, *lf = NULL;
	for (;;) {
		if (!lf || lf < at)
			lf = memchr(at, '\n', (size_t)(end - at));
		if (!lf)
			return bytes.len;
		const char *opens = memchr(at, '"', (size_t)(lf - at));
		if (!opens)
			return (size_t)(lf + 1 - bytes.ptr);
		const char *closes = memchr(opens + 1, '"', (size_t)(end - opens - 1));
		if (!closes)
			return bytes.len;
		at = closes + 1;
	}
}

/* Little behind the first record, for whose sake there are more than max_bytes, when lines are
 * short: those take many times their bytes when they are read. */
static struct spot_scan_cut cut_long(
    struct spot_scan_cut cut, struct spot_view bytes, size_t max_bytes, char delimiter)
{
	bool odd_behind;
	if (cut.n_lines <= cut.end / SHORT_LINE)
		return cut;
	size_t first = first_end(bytes);
	if (first >= bytes.len || bytes.len - first <= max_bytes)
		return cut;
	bytes.len = first + max_bytes;
	struct spot_scan_cut shorter = cut_find(&odd_behind, bytes, delimiter);
	return shorter.end > 0 ? shorter : cut;
}

/* Where to cut, or end 0: libcsv is asked. Where the bytes are the beginning of one record, there
 * are more of them, up to the cell's cap: no cell of a block may be over that. */
static struct spot_scan_cut block_find(struct spot_reader *reader, size_t max_bytes)
{
	struct spot_window *window = &reader->rows.window;
	const char delimiter = reader->dialect.delimiter;
	size_t cap = reader->rows.max_cell < BLOCK_MAX ? reader->rows.max_cell : BLOCK_MAX;
	struct spot_scan_cut cut = { 0 };
	struct spot_view bytes;
	bool odd_behind, more = true;
	window->row = window->pos;
	for (size_t want = max_bytes; more && want <= cap; want *= 4) {
		/* An error of reading is met again, by libcsv, behind the records before it. */
		if (spot_window_take(window, want, NULL) < 0)
			return (struct spot_scan_cut) { 0 };
		lf_skip(window);
		bytes = (struct spot_view) { window->ptr + window->pos, window->len - window->pos };
		if (bytes.len == 0)
			return cut;
		if (bytes.len > want)
			bytes.len = want;
		cut = cut_find(&odd_behind, bytes, delimiter);
		more = cut.end == 0 && !odd_behind && bytes.len == want;
		if (odd_behind && cut.end < bytes.len / 8)
			cut.end = 0;
		if (cut.end > 0 && want > max_bytes)
			cut = cut_long(cut, bytes, max_bytes, delimiter);
	}
	return cut;
}

/* 1: the chunk holds a block; 0: libcsv is asked. */
static int block_cut(struct spot_reader *reader, struct spot_chunk *chunk, size_t max_bytes,
    struct spot_error *err)
{
	struct spot_rows *rows = &reader->rows;
	struct spot_window *window = &rows->window;
	struct spot_scan_cut cut = block_find(reader, max_bytes);
	if (cut.end == 0)
		return 0;
	struct spot_block *block = &chunk->block;
	int rc = spot_window_give(window, window->pos + cut.end, cut.n_lines, block, err);
	if (rc < 0)
		return rc;
	block->odd = cut.odd;
	block->delimiter = reader->dialect.delimiter;
	block->no_header = reader->no_header;
	block->is_utf8 = reader->is_utf8;
	block->file = reader->file_idx;
	block->max_cell = rows->max_cell;
	chunk->size_bytes = block->len;
	rows->counts.bytes = window->n_read;
	return 1;
}

int spot_reader_cut(struct spot_reader *reader, struct spot_chunk *chunk, size_t max_bytes,
    bool *at_end, struct spot_error *err)
{
	struct spot_window *window = &reader->rows.window;
	spot_chunk_clear(chunk);
	chunk->n_columns = reader->dialect.n_columns;
	chunk->first_row = 0;
	*at_end = false;
	if (max_bytes > BLOCK_MAX)
		max_bytes = BLOCK_MAX;
	if (!reader->failed && !reader->has_row) {
		int rc = block_cut(reader, chunk, max_bytes, &reader->failure);
		if (rc > 0) {
			*at_end = window->at_end && window->len == 0;
			return 0;
		}
		reader->failed = rc;
	}
	int rc = spot_reader_next(reader, chunk, ASIDE_RECORDS, max_bytes, at_end, err);
	chunk->first_row = 0;
	return rc;
}
