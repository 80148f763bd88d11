/* SPDX-License-Identifier: MIT */
/* Rows made records of the header's width, or rejected. */
#include "table/reader_internal.h"

#include <stdlib.h>

#include "base/text.h"
#include "table/input_internal.h"
#include "table/recode.h"
#include "table/split.h"

/* --- life -------------------------------------------------------------------------------- */

static int options_check(const struct spot_reader_options *options, struct spot_error *err)
{
	char c = options->delimiter;
	if (c != '"' && c != '\n' && c != '\r' && (unsigned char)c < 0x80)
		return 0;
	spot_error_set(err, SPOT_EUSAGE,
	    "the delimiter cannot be a quote, a line end or a letter outside ASCII");
	spot_error_hint(err, "use one of , ; | or a tab");
	return SPOT_EUSAGE;
}

int spot_reader_open_input(struct spot_reader **out, struct spot_input *input, uint32_t file_idx,
    const struct spot_reader_options *options, struct spot_error *err)
{
	*out = NULL;
	struct spot_reader *reader = spot_mem_calloc(1, sizeof(*reader));
	if (!reader) {
		spot_input_close(input);
		return spot_error_nomem(err);
	}
	spot_arena_init(&reader->arena);
	int rc = spot_rows_init(&reader->rows, input, options->max_cell_bytes, err);
	if (rc == 0)
		rc = options_check(options, err);
	if (rc < 0)
		goto out;
	reader->file_idx = file_idx;
	reader->no_header = options->no_header;
	reader->skip_rows = options->skip_rows;
	reader->is_utf8 =
	    options->input.encoding && spot_input_encoding_is_utf8(options->input.encoding);
	/* A header that cannot be used is an error; the first of the rows is a row. */
	if (options->no_header)
		reader->rows.reject = options->reject;
	else
		reader->rows.hint =
		    "mend the header line, or use --skip-rows if it is not the header";
	reader->rows.reject_ctx = options->reject_ctx;
	rc = spot_reader_header_dialect(reader, options, err);
	if (rc == 0)
		rc = spot_reader_header_read(reader, err);
	if (rc < 0)
		goto out;
	reader->rows.reject = options->reject;
	reader->rows.hint = NULL;
	reader->has_row = options->no_header;
	reader->dialect.has_bom = spot_input_had_bom(input);
	*out = reader;
	reader = NULL; /* now the caller's */
out:
	spot_reader_close(reader);
	return rc;
}

int spot_reader_open(struct spot_reader **out, const char *path, uint32_t file_idx,
    const struct spot_reader_options *options, struct spot_error *err)
{
	struct spot_input *input;
	*out = NULL;
	int rc = spot_input_open(&input, path, &options->input, err);
	return rc < 0 ? rc : spot_reader_open_input(out, input, file_idx, options, err);
}

void spot_reader_close(struct spot_reader *reader)
{
	if (!reader)
		return;
	spot_rows_reset(&reader->rows);
	spot_arena_free(&reader->arena);
	spot_buf_reset(&reader->text);
	spot_buf_reset(&reader->passed);
	free(reader);
}

const struct spot_dialect *spot_reader_dialect(const struct spot_reader *reader)
{
	return &reader->dialect;
}

const struct spot_reader_counts *spot_reader_counts(const struct spot_reader *reader)
{
	return &reader->rows.counts;
}

const char *spot_reader_name(const struct spot_reader *reader)
{
	return reader->rows.name;
}

const struct spot_input *spot_reader_input(const struct spot_reader *reader)
{
	return reader->rows.input;
}

static void first_line_add(uint64_t *sum, uint64_t line)
{
	if (line > 0 && (*sum == 0 || line < *sum))
		*sum = line;
}

void spot_reader_counts_add(struct spot_reader_counts *sum, const struct spot_reader_counts *more)
{
	sum->rows += more->rows;
	sum->rejected += more->rejected;
	sum->blank_lines += more->blank_lines;
	sum->short_rows += more->short_rows;
	sum->recoded_rows += more->recoded_rows;
	sum->nul_rows += more->nul_rows;
	sum->reopened_rows += more->reopened_rows;
	sum->trailing_junk += more->trailing_junk;
	sum->bytes += more->bytes;
	first_line_add(&sum->short_first_line, more->short_first_line);
	first_line_add(&sum->recoded_first_line, more->recoded_first_line);
	first_line_add(&sum->nul_first_line, more->nul_first_line);
	first_line_add(&sum->reopened_first_line, more->reopened_first_line);
}

/* --- records ----------------------------------------------------------------------------- */

bool spot_reader_row_is_wrapped(const struct spot_reader *reader, const struct spot_row *row,
    const char *delimiters)
{
	size_t at = 0;
	while (at < row->raw.len && (row->raw.ptr[at] == ' ' || row->raw.ptr[at] == '\t'))
		at++;
	if (row->n_cells != 1 || at == row->raw.len || row->raw.ptr[at] != '"')
		return false;
	struct spot_view cell = spot_rows_cell(&reader->rows, 0);
	for (const char *c = delimiters; *c; c++) {
		if (cell.len > 0 && memchr(cell.ptr, *c, cell.len))
			return true;
	}
	return false;
}

void spot_reader_row_count(struct spot_reader *reader, const struct spot_row *row, uint32_t flags)
{
	struct spot_reader_counts *counts = &reader->rows.counts;
	if ((flags & SPOT_RECORD_RECODED) && counts->recoded_rows++ == 0)
		counts->recoded_first_line = row->line;
	if ((flags & SPOT_RECORD_NUL) && counts->nul_rows++ == 0)
		counts->nul_first_line = row->line;
	if ((flags & SPOT_RECORD_REOPENED) && counts->reopened_rows++ == 0)
		counts->reopened_first_line = row->line;
}

uint32_t spot_reader_row_flags(const struct spot_reader *reader, const struct spot_row *row)
{
	uint32_t flags = 0;
	size_t reopened = SPOT_SPLIT_NONE;
	if (row->raw.len > 0 && memchr(row->raw.ptr, '"', row->raw.len))
		spot_reader_split_raw(row->raw, reader->dialect.delimiter, NULL, 0, &reopened);
	if (reopened != SPOT_SPLIT_NONE)
		flags |= SPOT_RECORD_REOPENED;
	if (!spot_text_is_utf8(row->raw))
		flags |= SPOT_RECORD_RECODED;
	if (row->raw.len > 0 && memchr(row->raw.ptr, '\0', row->raw.len))
		flags |= SPOT_RECORD_NUL;
	return flags;
}

/* Why the row cannot be a record, or NULL. */
static const char *row_problem(struct spot_reader *reader, const struct spot_row *row,
    uint32_t flags)
{
	size_t n_columns = reader->dialect.n_columns;
	const char *first = reader->no_header ? "first row" : "header";
	if (n_columns > 1 &&
	    spot_reader_row_is_wrapped(reader, row, (char[2]) { reader->dialect.delimiter }))
		return "the whole record is wrapped in one pair of quotes";
	if (row->n_cells <= n_columns)
		return reader->is_utf8 && (flags & SPOT_RECORD_RECODED) ? spot_recode_refused
		                                                       : NULL;
	spot_buf_clear(&reader->text);
	spot_buf_printf(&reader->text, "the row has %zu cells, the %s has %zu", row->n_cells,
	    first, n_columns);
	return spot_buf_str(&reader->text);
}

/* The row in UTF-8 into the scratch buffer: the raw bytes, then the cells'
 * texts, whose ends move. */
static int row_recode(struct spot_reader *reader, struct spot_view *raw, struct spot_view *texts,
    size_t n_cells, struct spot_error *err)
{
	struct spot_buf *out = &reader->text;
	size_t *ends = reader->rows.ends;
	spot_buf_clear(out);
	spot_recode_row(out, *raw, reader->dialect.delimiter);
	raw->len = out->len;
	for (size_t i = 0, done = 0; i < n_cells; i++) {
		struct spot_view cell = { texts->ptr + done, ends[i] - done };
		done = ends[i];
		spot_recode_cell(out, cell);
		ends[i] = out->len - raw->len;
	}
	if (spot_buf_failed(out))
		return spot_error_nomem(err);
	raw->ptr = spot_buf_str(out);
	*texts = (struct spot_view) { raw->ptr + raw->len, out->len - raw->len };
	return 0;
}

/* One piece of the chunk's arena holds the row's cells, its raw bytes and the cells' texts. */
static int record_put(struct spot_reader *reader, struct spot_chunk *chunk,
    const struct spot_row *row, uint32_t flags, struct spot_error *err)
{
	struct spot_rows *rows = &reader->rows;
	size_t n_columns = reader->dialect.n_columns, n = row->n_cells;
	struct spot_view raw = row->raw;
	struct spot_view texts = { spot_buf_str(&rows->text), rows->text.len };
	int rc = flags & SPOT_RECORD_RECODED ? row_recode(reader, &raw, &texts, n, err) : 0;
	if (rc < 0)
		return rc;

	size_t size_bytes = n_columns * sizeof(struct spot_view) + raw.len + texts.len;
	struct spot_view *cells = spot_arena_alloc(&chunk->arena, size_bytes);
	if (!cells || !spot_mem_grow(&chunk->records, &chunk->cap, chunk->n_records + 1,
			  sizeof(*chunk->records)))
		return spot_error_nomem(err);
	char *raw_copy = (char *)(cells + n_columns), *text = raw_copy + raw.len;
	memcpy(raw_copy, raw.ptr, raw.len);
	memcpy(text, texts.ptr, texts.len);
	for (size_t i = 0, start = 0; i < n_columns; i++) {
		size_t end = i < n ? rows->ends[i] : texts.len;
		cells[i] = (struct spot_view) { text + start, end - start };
		start = end;
	}
	if (n < n_columns) {
		flags |= SPOT_RECORD_SHORT;
		if (rows->counts.short_rows++ == 0)
			rows->counts.short_first_line = row->line;
	}
	chunk->records[chunk->n_records++] = (struct spot_record) {
		.raw = { raw_copy, raw.len },
		.cells = cells,
		.n_missing = (uint32_t)(n_columns - n),
		.flags = flags,
		.line = row->line,
		.file = reader->file_idx,
	};
	chunk->size_bytes += size_bytes;
	rows->counts.rows++;
	spot_reader_row_count(reader, row, flags);
	return 0;
}

int spot_reader_deliver(struct spot_reader *reader, struct spot_chunk *chunk, bool *at_end,
    struct spot_error *err)
{
	if (!reader->has_row) {
		int rc = spot_rows_next(&reader->rows, &reader->row, err);
		if (rc <= 0) {
			*at_end = rc == 0;
			return rc;
		}
	}
	reader->has_row = false;
	const struct spot_row *row = &reader->row;
	uint32_t flags = spot_reader_row_flags(reader, row);
	const char *problem = row_problem(reader, row, flags);
	if (problem && spot_buf_failed(&reader->text))
		return spot_error_nomem(err);
	if (problem)
		return spot_rows_reject(
		    &reader->rows, row->line, row->raw, row->line, problem, err);
	return record_put(reader, chunk, row, flags, err);
}

int spot_reader_next(struct spot_reader *reader, struct spot_chunk *chunk, size_t max_records,
    size_t max_bytes, bool *at_end, struct spot_error *err)
{
	spot_chunk_clear(chunk);
	chunk->n_columns = reader->dialect.n_columns;
	chunk->first_row = reader->rows.counts.rows;
	*at_end = false;
	while (!reader->failed && !*at_end && chunk->n_records < max_records &&
	    (chunk->size_bytes < max_bytes || chunk->n_records == 0))
		reader->failed = spot_reader_deliver(reader, chunk, at_end, &reader->failure);
	/* The records before the error are delivered; it comes with the next call. */
	if (!reader->failed || chunk->n_records > 0)
		return 0;
	if (err)
		*err = reader->failure;
	return reader->failed;
}

size_t spot_reader_split_raw(struct spot_view raw, char delimiter, struct spot_view *cells,
    size_t cap, size_t *reopened)
{
	struct spot_split split;
	struct spot_view cell;
	if (raw.len == 0)
		raw.ptr = "";
	spot_split_init(&split, delimiter);
	while (spot_split_next(&split, raw, &cell)) {
		if (split.n_cells <= cap)
			cells[split.n_cells - 1] = cell;
	}
	if (split.n_cells < cap)
		cells[split.n_cells] =
		    (struct spot_view) { raw.ptr + split.cell, raw.len - split.cell };
	if (reopened)
		*reopened = split.first_reopened;
	return split.n_cells + 1;
}
