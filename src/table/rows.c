/* SPDX-License-Identifier: MIT */
/*
 * libcsv says what a record is; this file says where its bytes are, and what to do when it
 * cannot be one.
 *
 * libcsv is fed in pieces that end at a CR or LF, or where the window ends. It ends a row
 * at no other byte, so that when it has told the row, the row's raw bytes are exactly those
 * from its start to the piece's last byte; and a piece that ends at a CR or LF without a
 * row was a blank line, or runs on inside quotes.
 *
 * A row that holds a line end is walked by split.c beside libcsv. A row is broken when
 *  - the input ends inside its quotes,
 *  - it is over the row's cap,
 *  - a cell holds a line end and was re-opened by text after a closing quote: then a quote
 *    is missing somewhere, and where one is missing libcsv would take the next rows into
 *    the cell.
 * It is cut at the end of the line on which the bad cell opens: what lies before the cut is
 * rejected, and reading starts again behind it.
 *
 * A cell over the cell's cap breaks nothing. libcsv is fed no more of its row, split.c finds
 * the row's end alone, and the row is rejected whole.
 *
 * The work stays linear however many quotes are broken. Lines that are read again lay
 * inside a cell that had not been closed, so they hold quotes in pairs only, or none; read
 * from its start such a line ends its row, or its text after a quote makes it broken, by
 * its own line end. None of them is the start of a second long reading.
 *
 * Memory: the window and the cells' texts hold one row, of max_row bytes at most. Of a line
 * that is dropped and longer than that only the beginning is kept.
 */
#include "table/rows.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "table/input_internal.h"
#include "table/recode.h"

#define MAX_CELL_BYTES ((size_t)16 << 20)
#define CSV_BLOCK_BYTES ((size_t)64 << 10)
/* What is kept of a line over the row's cap. */
#define PART_BYTES ((size_t)64 << 10)

/*
 * libcsv's allocator. It has no context, so the cap of the parser that is running stands
 * here. Two bytes more than the cap are for the closing quote and for the byte after it,
 * which libcsv makes room for before it looks at it.
 */
static _Thread_local struct {
	size_t cap_bytes;
	bool no_memory;
} cell_buffer;

static void *cell_buffer_grow(void *ptr, size_t size_bytes)
{
	if (size_bytes > cell_buffer.cap_bytes)
		return NULL;
	void *grown = realloc(ptr, size_bytes);
	if (!grown)
		cell_buffer.no_memory = true;
	return grown;
}

static void cell_told(void *text, size_t len, void *ctx)
{
	struct spot_rows *rows = ctx;
	size_t idx = rows->n_cells++;
	if (len > rows->max_cell && rows->long_cell == SPOT_SPLIT_NONE)
		rows->long_cell = idx;
	if (idx >= rows->keep_cells)
		return;
	spot_buf_add(&rows->text, text, len);
	if (idx >= rows->ends_cap &&
	    !spot_mem_grow(&rows->ends, &rows->ends_cap, idx + 1, sizeof(*rows->ends)))
		rows->no_memory = true;
	else
		rows->ends[idx] = rows->text.len;
}

static void row_told(int ended_by, void *ctx)
{
	struct spot_rows *rows = ctx;
	rows->complete = true;
	rows->ended_by = ended_by < 0 ? '\0' : (char)ended_by;
}

int spot_rows_init(struct spot_rows *rows, struct spot_input *input, size_t max_cell,
    struct spot_error *err)
{
	*rows = (struct spot_rows) { .input = input };
	if (input)
		rows->name = spot_input_name(input);
	spot_window_init(&rows->window, input);
	spot_rows_set_max_cell(rows, max_cell);
	rows->keep_cells = SPOT_ROWS_MAX_COLUMNS + 1;
	if (csv_init(&rows->parser, 0) != 0)
		return spot_error_nomem(err);
	rows->has_parser = true;
	csv_set_realloc_func(&rows->parser, cell_buffer_grow);
	return 0;
}

void spot_rows_set_max_cell(struct spot_rows *rows, size_t max_cell)
{
	rows->max_cell = max_cell > 0 ? max_cell : MAX_CELL_BYTES;
	if (rows->max_cell > SIZE_MAX / 16)
		rows->max_cell = SIZE_MAX / 16;
	rows->max_row = 4 * rows->max_cell + ((size_t)1 << 20);
}

void spot_rows_set_delimiter(struct spot_rows *rows, char delimiter)
{
	rows->delimiter = delimiter;
	csv_set_delim(&rows->parser, (unsigned char)delimiter);
}

void spot_rows_reset(struct spot_rows *rows)
{
	if (rows->has_parser)
		csv_free(&rows->parser);
	spot_window_reset(&rows->window);
	spot_input_close(rows->input);
	free(rows->ends);
	spot_buf_reset(&rows->text);
	spot_buf_reset(&rows->problem);
	spot_buf_reset(&rows->rejected);
	*rows = (struct spot_rows) { 0 };
}

struct spot_view spot_rows_cell(const struct spot_rows *rows, size_t cell_idx)
{
	size_t start = cell_idx > 0 ? rows->ends[cell_idx - 1] : 0;
	return (struct spot_view) { spot_buf_str(&rows->text) + start,
		rows->ends[cell_idx] - start };
}

/* --- the row ----------------------------------------------------------------------------- */

/* The next row starts where libcsv stands. */
static void row_begin(struct spot_rows *rows)
{
	rows->window.row = rows->window.pos;
	rows->row_line = rows->window.line;
	rows->begun = rows->complete = rows->walked = false;
	rows->n_cells = 0;
	rows->long_cell = SPOT_SPLIT_NONE;
	spot_buf_clear(&rows->text);
}

/* libcsv forgets what it was told of the row; the next one starts at an offset of the window. */
static void row_restart(struct spot_rows *rows, size_t at)
{
	csv_fini(&rows->parser, NULL, NULL, NULL);
	uint64_t line = rows->row_line + spot_window_count_lines(&rows->window, at);
	spot_window_seek(&rows->window, at, line);
	row_begin(rows);
}

static bool row_has_long_cell(const struct spot_rows *rows)
{
	return rows->long_cell != SPOT_SPLIT_NONE;
}

static struct spot_view row_raw(const struct spot_rows *rows, size_t end)
{
	const struct spot_window *window = &rows->window;
	return (struct spot_view) { window->ptr + window->row, end - window->row };
}

void spot_rows_borrow(struct spot_rows *rows, struct spot_view bytes, uint64_t line)
{
	spot_window_borrow(&rows->window, bytes, line);
	csv_fini(&rows->parser, NULL, NULL, NULL);
	rows->no_memory = false;
	rows->counts = (struct spot_reader_counts) { 0 };
}

/* Feeds libcsv up to end. A cell that outgrows its buffer is noted in long_cell. */
static int row_feed(struct spot_rows *rows, size_t end, struct spot_error *err)
{
	struct spot_window *window = &rows->window;
	struct spot_view piece = { window->ptr + window->pos, end - window->pos };
	if (!rows->begun)
		rows->begun = !spot_split_is_blank(piece, rows->delimiter);
	/* libcsv's buffer grows by blocks: let them grow with it. */
	size_t block = csv_get_buffer_size(&rows->parser) / 2;
	csv_set_blk_size(&rows->parser, block > CSV_BLOCK_BYTES ? block : CSV_BLOCK_BYTES);
	cell_buffer.cap_bytes = rows->max_cell + 2;
	cell_buffer.no_memory = false;
	size_t used = csv_parse(&rows->parser, piece.ptr, piece.len, cell_told, row_told, rows);
	if (cell_buffer.no_memory || rows->no_memory || spot_buf_failed(&rows->text))
		return spot_error_nomem(err);
	if (used < piece.len && rows->long_cell == SPOT_SPLIT_NONE)
		rows->long_cell = rows->n_cells;
	return 0;
}

int spot_rows_drop_line(struct spot_rows *rows, bool *dropped, struct spot_error *err)
{
	struct spot_window *window = &rows->window;
	uint64_t n = 0, line = window->line;
	struct spot_view head = { "", 0 };
	int rc = spot_window_drop_line(window, &n, NULL, err);
	/* The LF of a CRLF goes with its line. */
	if (rc == 0 && window->pos > 0 && window->ptr[window->pos - 1] == '\r')
		rc = spot_window_look(window, 1, &head, err);
	if (rc < 0)
		return rc;
	if (head.len > 0 && head.ptr[0] == '\n')
		spot_window_seek(window, window->pos + 1, window->line);
	if (dropped)
		*dropped = n > 0 || window->line > line;
	row_begin(rows);
	return 0;
}

/* --- broken rows ------------------------------------------------------------------------- */

int spot_rows_reject(struct spot_rows *rows, uint64_t line, struct spot_view text,
    uint64_t problem_line, const char *problem, struct spot_error *err)
{
	if (!rows->reject) {
		spot_error_set(err, SPOT_EDATA, "%s", problem);
		spot_error_place(err, rows->name, (unsigned long)problem_line, NULL);
		spot_error_hint(err, "%s",
		    rows->hint ? rows->hint : "use --rejects FILE to set such rows aside");
		return SPOT_EDATA;
	}
	struct spot_buf utf8 = SPOT_BUF_INIT;
	if (!spot_text_is_utf8(text)) {
		spot_recode_row(&utf8, text, rows->delimiter);
		text = (struct spot_view) { utf8.ptr, utf8.len };
	}
	int rc;
	if (spot_buf_failed(&utf8)) {
		rc = spot_error_nomem(err);
		goto out;
	}
	rows->counts.rejected++;
	struct spot_reject reject = { .file = rows->name, .line = line, .text = text,
		.problem = problem, .delimiter = rows->delimiter };
	rc = rows->reject(rows->reject_ctx, &reject);
	if (rc == SPOT_ENOMEM) {
		spot_error_nomem(err);
	} else if (rc != 0) {
		spot_error_set(err, rc, "a rejected row could not be noted");
		spot_error_place(err, rows->name, (unsigned long)line, NULL);
	}
out:
	spot_buf_reset(&utf8);
	return rc;
}

/* The length when cut to at most max bytes, not inside a character of UTF-8. */
static size_t text_cut(struct spot_view text, size_t max)
{
	if (text.len <= max)
		return text.len;
	size_t n = max;
	while (max - n < 3 && ((unsigned char)text.ptr[n] & 0xC0) == 0x80)
		n--;
	return n;
}

enum damage { DAMAGE_UNCLOSED, DAMAGE_LONG_QUOTE, DAMAGE_LONG_CELL, DAMAGE_LONG_ROW, DAMAGE_N };

static void damage_print(struct spot_rows *rows, enum damage damage, uint64_t line)
{
	struct spot_buf *out = &rows->problem;
	spot_buf_clear(out);
	switch (damage) {
	case DAMAGE_UNCLOSED:
	case DAMAGE_LONG_QUOTE:
		spot_buf_printf(out, "the quote opened in line %" PRIu64 " is not closed", line);
		if (damage == DAMAGE_UNCLOSED)
			break;
		spot_buf_text(out, " within ");
		spot_buf_grouped(out, rows->max_row);
		spot_buf_text(out, " bytes");
		break;
	case DAMAGE_LONG_CELL:
		spot_buf_printf(out, "cell %zu has more than the ", rows->long_cell + 1);
		spot_buf_grouped(out, rows->max_cell);
		spot_buf_text(out, " bytes allowed; --max-cell raises that");
		break;
	case DAMAGE_LONG_ROW:
		spot_buf_text(out, "the row has more than ");
		spot_buf_grouped(out, rows->max_row);
		spot_buf_text(out, " bytes");
		break;
	case DAMAGE_N:
		break;
	}
}

/* The bytes from the row's start to the end of the line on which the byte at offset lies;
 * more than max_row when that end is not in sight within the cap. */
static int row_find_line_end(
    struct spot_rows *rows, size_t offset, size_t *len, struct spot_error *err)
{
	struct spot_window *window = &rows->window;
	size_t n = offset;
	for (;;) {
		size_t left = window->len - window->row;
		while (n < left && !spot_window_is_end(window->ptr[window->row + n]))
			n++;
		*len = n;
		if (n < left || n > rows->max_row || window->at_end)
			return 0;
		int rc = spot_window_fill(window, err);
		if (rc < 0)
			return rc;
	}
}

/* The beginning of text, in memory that stays when the window moves. */
static int row_keep_part(struct spot_rows *rows, struct spot_view *text, struct spot_error *err)
{
	text->len = text_cut(*text, PART_BYTES);
	spot_buf_clear(&rows->rejected);
	spot_buf_view(&rows->rejected, *text);
	if (spot_buf_failed(&rows->rejected))
		return spot_error_nomem(err);
	text->ptr = spot_buf_str(&rows->rejected);
	return 0;
}

/* Rejects what lies from the row's start to the end of the line on which the byte at offset
 * (of the row) lies. */
static int row_cut(struct spot_rows *rows, enum damage damage, size_t offset,
    struct spot_error *err)
{
	struct spot_window *window = &rows->window;
	uint64_t first_line = rows->row_line;
	uint64_t bad_line = first_line + spot_window_count_lines(window, window->row + offset);
	size_t len;
	int rc = row_find_line_end(rows, offset, &len, err);
	if (rc < 0)
		return rc;
	struct spot_view text = row_raw(rows, window->row + len);
	bool junk = spot_window_is_junk(text);
	damage_print(rows, damage, bad_line);
	/* A line that is here whole stays where it is: its end, or the input's, is here too. */
	if (len > rows->max_row)
		rc = row_keep_part(rows, &text, err);
	if (rc < 0)
		return rc;

	uint64_t n_bytes = len;
	row_restart(rows, window->row + len);
	rc = spot_window_drop_line(window, &n_bytes, &junk, err);
	if (rc < 0)
		return rc;
	row_begin(rows);
	if (junk) {
		rows->counts.trailing_junk += n_bytes;
		return 0;
	}
	if (text.len < n_bytes && rows->reject) {
		spot_buf_text(&rows->problem, " (the first ");
		spot_buf_grouped(&rows->problem, text.len);
		spot_buf_text(&rows->problem, " of ");
		spot_buf_grouped(&rows->problem, n_bytes);
		spot_buf_text(&rows->problem, " bytes)");
	}
	if (spot_buf_failed(&rows->problem))
		return spot_error_nomem(err);
	return spot_rows_reject(
	    rows, first_line, text, bad_line, spot_buf_str(&rows->problem), err);
}

/* The row is over its cap. */
static int row_cut_long(struct spot_rows *rows, struct spot_error *err)
{
	struct spot_split split;
	struct spot_view raw = row_raw(rows, rows->window.row + rows->max_row);
	spot_split_init(&split, rows->delimiter);
	spot_split_walk(&split, raw);
	if (split.state == SPOT_SPLIT_QUOTED)
		return row_cut(rows, DAMAGE_LONG_QUOTE, split.quote, err);
	enum damage damage = row_has_long_cell(rows) ? DAMAGE_LONG_CELL : DAMAGE_LONG_ROW;
	return row_cut(rows, damage, raw.len - 1, err);
}

/* The row that ends before end is complete, and one of its cells is over the cap. */
static int row_reject_long(struct spot_rows *rows, size_t end, struct spot_error *err)
{
	struct spot_split split;
	struct spot_view raw = row_raw(rows, end), cell;
	spot_split_init(&split, rows->delimiter);
	while (split.n_cells < rows->long_cell && spot_split_next(&split, raw, &cell))
		;
	size_t start = split.cell;
	if (!spot_split_next(&split, raw, &cell))
		cell = (struct spot_view) { raw.ptr + start, raw.len - start };
	/* libcsv holds the spaces behind a cell too, until they prove to be its end. */
	size_t len = spot_split_text(cell, NULL).len;
	if (len <= rows->max_cell)
		len = cell.len;
	struct spot_buf *out = &rows->problem;
	spot_buf_clear(out);
	spot_buf_printf(out, "cell %zu has ", rows->long_cell + 1);
	spot_buf_grouped(out, len);
	spot_buf_text(out, " bytes, more than the ");
	spot_buf_grouped(out, rows->max_cell);
	spot_buf_text(out, " allowed; --max-cell raises that");
	if (spot_buf_failed(out))
		return spot_error_nomem(err);
	uint64_t line = rows->row_line;
	row_restart(rows, rows->window.pos);
	return spot_rows_reject(rows, line, raw, line, spot_buf_str(out), err);
}

static void row_walk(struct spot_rows *rows, size_t end)
{
	if (!rows->walked)
		spot_split_init(&rows->split, rows->delimiter);
	rows->walked = true;
	spot_split_walk(&rows->split, row_raw(rows, end));
}

/* Walks the row on to end. True when it is broken by then; the offset is that of the quote
 * to blame. */
static bool row_is_broken(struct spot_rows *rows, size_t end, size_t *offset)
{
	row_walk(rows, end);
	*offset = rows->split.first_broken;
	return *offset != SPOT_SPLIT_NONE;
}

/* --- reading ----------------------------------------------------------------------------- */

/* A piece that ends at a CR or LF was fed. 1: a row ended; 0: go on. */
static int line_ended(struct spot_rows *rows, struct spot_error *err)
{
	struct spot_window *window = &rows->window;
	size_t last = window->pos - 1, offset;
	bool ends_line = spot_window_ends_line(window, last);
	window->line += ends_line;
	if (!rows->begun) {
		rows->counts.blank_lines += ends_line;
		row_begin(rows);
		return 0;
	}
	if (row_has_long_cell(rows)) {
		row_walk(rows, last);
		rows->complete = rows->split.state != SPOT_SPLIT_QUOTED;
	}
	bool broken = (!rows->complete || rows->walked) &&
	    row_is_broken(rows, rows->complete ? last : window->pos, &offset);
	if (broken)
		return row_cut(rows, DAMAGE_UNCLOSED, offset, err);
	if (rows->complete && row_has_long_cell(rows))
		return row_reject_long(rows, last, err);
	return rows->complete;
}

/* The input ended in the row. Padding at its end is taken off, and the row is read again
 * without it. */
static bool junk_strip(struct spot_rows *rows)
{
	struct spot_window *window = &rows->window;
	size_t len = window->len;
	while (len > window->row &&
	    spot_window_is_junk((struct spot_view) { window->ptr + len - 1, 1 }))
		len--;
	if (len == window->len)
		return false;
	rows->counts.trailing_junk += window->len - len;
	row_restart(rows, window->row);
	window->len = len;
	return true;
}

/* All is fed and the input has ended. 1: a last row; 0: go on, there may be rows behind a
 * broken one. */
static int input_ended(struct spot_rows *rows, struct spot_error *err)
{
	struct spot_window *window = &rows->window;
	if (junk_strip(rows))
		return 0;
	if (!rows->begun) {
		rows->counts.blank_lines++;
		row_begin(rows);
		return 0;
	}
	size_t offset;
	struct spot_view raw = row_raw(rows, window->len);
	if (memchr(raw.ptr, '"', raw.len)) {
		bool broken = row_is_broken(rows, window->len, &offset);
		if (!broken)
			offset = rows->split.quote;
		if (broken || rows->split.state == SPOT_SPLIT_QUOTED)
			return row_cut(rows, DAMAGE_UNCLOSED, offset, err);
	}
	if (!row_has_long_cell(rows))
		csv_fini(&rows->parser, cell_told, row_told, rows);
	if (rows->no_memory || spot_buf_failed(&rows->text))
		return spot_error_nomem(err);
	return row_has_long_cell(rows) ? row_reject_long(rows, window->pos, err) : 1;
}

/* Takes one piece. 1: a row ended; 0: go on. */
static int row_step(struct spot_rows *rows, struct spot_error *err)
{
	struct spot_window *window = &rows->window;
	size_t end = spot_window_piece(window);
	int rc = row_has_long_cell(rows) ? 0 : row_feed(rows, end, err);
	if (rc < 0)
		return rc;
	window->pos = end;
	bool ended = spot_window_is_end(window->ptr[end - 1]);
	if (end - ended - window->row > rows->max_row)
		return row_cut_long(rows, err);
	return ended ? line_ended(rows, err) : 0;
}

int spot_rows_next(struct spot_rows *rows, struct spot_row *row, struct spot_error *err)
{
	struct spot_window *window = &rows->window;
	int rc = 0;
	row_begin(rows);
	while (rc == 0) {
		if (window->pos < window->len)
			rc = row_step(rows, err);
		else if (!window->at_end)
			rc = spot_window_fill(window, err);
		else if (window->row == window->len)
			break;
		else
			rc = input_ended(rows, err);
	}
	rows->counts.bytes = window->n_read;
	if (rc <= 0)
		return rc;
	*row = (struct spot_row) {
		.raw = row_raw(rows, window->pos - (rows->ended_by != '\0')),
		.line = rows->row_line,
		.n_cells = rows->n_cells,
		.ended_by = rows->ended_by,
	};
	return 1;
}
