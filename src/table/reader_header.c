/* SPDX-License-Identifier: MIT */
/*
 * The top of a file: lines to skip, a line "sep=X", the delimiter, the header. What is
 * wrong with the whole file (a title above the header, every line in quotes) shows here,
 * and is an error however rejects are kept.
 */
#include "table/reader_internal.h"

#include <inttypes.h>

#include "base/text.h"
#include "table/recode.h"

#define SAMPLE_BYTES ((size_t)64 << 10)
#define SEP_LINE_BYTES 64

static struct spot_view view_copy(struct spot_reader *reader, struct spot_view view)
{
	return (struct spot_view) { spot_arena_copy(&reader->arena, view.ptr, view.len), view.len };
}

static int reader_place(struct spot_reader *reader, uint64_t line, struct spot_error *err)
{
	spot_error_place(err, reader->rows.name, (unsigned long)line, NULL);
	return SPOT_EDATA;
}

/* --- the dialect ------------------------------------------------------------------------- */

/* Takes the line "sep=X" off, where the next line is one. */
static int sep_line_read(struct spot_reader *reader, bool *found, struct spot_error *err)
{
	struct spot_view head;
	*found = false;
	int rc = spot_window_look(&reader->rows.window, SEP_LINE_BYTES, &head, err);
	if (rc < 0)
		return rc;
	size_t n = 0;
	while (n < head.len && n < SEP_LINE_BYTES && !spot_window_is_end(head.ptr[n]))
		n++;
	struct spot_view line = { head.ptr, n };
	char delimiter = n < SEP_LINE_BYTES ? spot_sniff_sep_line(line) : '\0';
	if (!delimiter)
		return 0;
	struct spot_dialect *dialect = &reader->dialect;
	dialect->has_sep_line = *found = true;
	dialect->sep_line = view_copy(reader, line);
	if (!dialect->sep_line.ptr)
		return spot_error_nomem(err);
	if (!dialect->delimiter)
		dialect->delimiter = delimiter;
	return spot_rows_drop_line(&reader->rows, NULL, err);
}

/* Passes a line above the header. */
static int line_pass(struct spot_reader *reader, bool *more, struct spot_error *err)
{
	struct spot_view head;
	int rc = spot_window_look(&reader->rows.window, SAMPLE_BYTES, &head, err);
	if (rc < 0)
		return rc;
	struct spot_view line = { head.ptr, 0 };
	while (line.len < head.len && !spot_window_is_end(line.ptr[line.len]))
		line.len++;
	if (spot_text_trim(line).len > 0) {
		spot_buf_clear(&reader->passed);
		spot_buf_view(&reader->passed, line);
	}
	if (spot_buf_failed(&reader->passed))
		return spot_error_nomem(err);
	return spot_rows_drop_line(&reader->rows, more, err);
}

int spot_reader_header_dialect(struct spot_reader *reader,
    const struct spot_reader_options *options, struct spot_error *err)
{
	struct spot_dialect *dialect = &reader->dialect;
	struct spot_view sample;
	bool found = false, more = true;
	dialect->delimiter = options->delimiter;
	/* The line of the separator counts among those that are skipped. */
	int rc = sep_line_read(reader, &found, err);
	for (size_t i = found; i < options->skip_rows && rc == 0 && more; i++)
		rc = line_pass(reader, &more, err);
	if (rc == 0 && !found && options->skip_rows > 0)
		rc = sep_line_read(reader, &found, err);
	if (rc == 0)
		rc = spot_window_look(&reader->rows.window, SAMPLE_BYTES, &sample, err);
	if (rc < 0)
		return rc;
	bool complete = sample.len < SAMPLE_BYTES;
	if (!complete)
		sample.len = SAMPLE_BYTES;
	rc = spot_sniff_sample(&reader->sniff, sample, complete, dialect->delimiter, err);
	if (rc < 0)
		return rc;
	reader->sample_line = reader->rows.window.line;
	dialect->delimiter_sniffed = !dialect->delimiter;
	dialect->delimiter = reader->sniff.delimiter;
	spot_rows_set_delimiter(&reader->rows, dialect->delimiter);
	return 0;
}

/* --- the header -------------------------------------------------------------------------- */

/* What lies behind the first row's CR or LF. The window may move, and the row with it. */
static int look_behind_row(struct spot_reader *reader, size_t want, struct spot_view *head,
    struct spot_error *err)
{
	struct spot_window *window = &reader->rows.window;
	int rc = spot_window_look(window, want, head, err);
	reader->row.raw.ptr = window->ptr + window->row;
	return rc;
}

static int line_end_find(struct spot_reader *reader, struct spot_error *err)
{
	struct spot_view head;
	reader->dialect.line_end = "\n";
	if (reader->row.ended_by != '\r')
		return 0;
	int rc = look_behind_row(reader, 1, &head, err);
	reader->dialect.line_end = rc == 0 && head.len > 0 && head.ptr[0] == '\n' ? "\r\n" : "\r";
	return rc;
}

/* What scratch holds, in the reader's arena; a NULL ptr when out of memory. */
static struct spot_view header_text(struct spot_reader *reader)
{
	if (spot_buf_failed(&reader->text))
		return (struct spot_view) { NULL, 0 };
	return view_copy(
	    reader, (struct spot_view) { spot_buf_str(&reader->text), reader->text.len });
}

static int header_keep(struct spot_reader *reader, struct spot_error *err)
{
	struct spot_dialect *dialect = &reader->dialect;
	size_t n = dialect->n_columns;
	struct spot_view *header = spot_arena_calloc(&reader->arena, n, sizeof(*header));
	if (!header)
		return spot_error_nomem(err);
	dialect->header = header;
	if (reader->no_header)
		return 0;
	uint32_t flags = spot_reader_row_flags(reader, &reader->row);
	if (reader->is_utf8 && (flags & SPOT_RECORD_RECODED)) {
		spot_error_set(err, SPOT_EDATA, "%s", spot_recode_refused);
		spot_error_place(err, reader->rows.name, (unsigned long)reader->row.line, NULL);
		return SPOT_EDATA;
	}
	spot_buf_clear(&reader->text);
	spot_recode_row(&reader->text, reader->row.raw, dialect->delimiter);
	dialect->header_raw = header_text(reader);
	if (!dialect->header_raw.ptr)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n; i++) {
		spot_buf_clear(&reader->text);
		spot_recode_cell(&reader->text, spot_rows_cell(&reader->rows, i));
		header[i] = header_text(reader);
		if (!header[i].ptr)
			return spot_error_nomem(err);
		header[i] = spot_text_trim(header[i]);
	}
	spot_reader_row_count(reader, &reader->row, flags);
	return 0;
}

/* One pair of quotes around the header: every line is like that, or it is the one column's
 * name that holds a delimiter. The next line tells, if there is one. */
static int wrapped_check(struct spot_reader *reader, struct spot_error *err)
{
	const struct spot_dialect *dialect = &reader->dialect;
	const char *delimiters = (char[2]) { dialect->delimiter };
	if (dialect->delimiter_sniffed)
		delimiters = ",;\t|";
	if (!spot_reader_row_is_wrapped(reader, &reader->row, delimiters))
		return 0;
	struct spot_view next;
	int rc = look_behind_row(reader, SAMPLE_BYTES, &next, err);
	if (rc < 0)
		return rc;
	size_t start = 0;
	while (start < next.len && spot_window_is_end(next.ptr[start]))
		start++;
	size_t end = start;
	bool holds = start == next.len;
	for (; end < next.len && !spot_window_is_end(next.ptr[end]) && !holds; end++)
		holds = next.ptr[end] && strchr(delimiters, next.ptr[end]);
	if (!holds)
		return 0;
	spot_error_set(err, SPOT_EDATA, "the whole record is wrapped in one pair of quotes");
	spot_error_hint(err, "take the outer quotes off every line, or export the data again");
	return reader_place(reader, reader->row.line, err);
}

/* A title above the header: the first row has one cell, most of the others have more. */
static int title_check(struct spot_reader *reader, struct spot_error *err)
{
	const struct spot_sniff *sniff = &reader->sniff;
	uint64_t line = reader->row.line;
	uint64_t usual_line = reader->sample_line + sniff->usual_line - 1;
	if (reader->row.n_cells != 1 || sniff->n_usual < 2 || usual_line <= line)
		return 0;
	spot_error_set(err, SPOT_EDATA,
	    "this looks like a title: it has one cell, line %" PRIu64 " has %zu", usual_line,
	    sniff->n_usual);
	spot_error_hint(err, "use --skip-rows %" PRIu64 " to begin at line %" PRIu64
	    " in every file of the run, or take the title off",
	    usual_line - 1, usual_line);
	return reader_place(reader, line, err);
}

/* What is wrong with all of the file shows in its first row, header or not. */
static int first_row_check(struct spot_reader *reader, struct spot_error *err)
{
	const struct spot_row *row = &reader->row;
	if (row->n_cells > SPOT_ROWS_MAX_COLUMNS) {
		spot_error_set(err, SPOT_EDATA, "the row has %zu cells, %zu is the most",
		    row->n_cells, SPOT_ROWS_MAX_COLUMNS);
		spot_error_hint(err, "check the delimiter");
		return reader_place(reader, row->line, err);
	}
	int rc = wrapped_check(reader, err);
	return rc < 0 ? rc : title_check(reader, err);
}

static int no_row_error(struct spot_reader *reader, struct spot_error *err)
{
	bool skipped = reader->rows.window.line > 1;
	spot_error_set(err, SPOT_EDATA, "%s: no %s",
	    skipped ? "nothing follows the first lines" : "the file is empty",
	    reader->no_header ? "rows" : "header line");
	spot_error_hint(
	    err, "%s", skipped ? "check --skip-rows" : "check that the export has worked");
	spot_error_place(err, reader->rows.name, 0, NULL);
	return SPOT_EDATA;
}

int spot_reader_header_read(struct spot_reader *reader, struct spot_error *err)
{
	int rc = spot_rows_next(&reader->rows, &reader->row, err);
	if (rc < 0)
		return rc;
	if (rc == 0)
		return no_row_error(reader, err);
	reader->dialect.n_columns = reader->row.n_cells;
	reader->rows.keep_cells = reader->row.n_cells;
	rc = line_end_find(reader, err);
	if (rc == 0)
		rc = first_row_check(reader, err);
	return rc < 0 ? rc : header_keep(reader, err);
}
