/* SPDX-License-Identifier: MIT */
/*
 * Drawing: a column is as wide as its widest cell or title, held to its max_width. When the columns
 * and the two spaces between them pass the look's width, the widest column of text is narrowed by
 * one until they fit or all of them are at WIDTH_MIN. Then each row is printed: cut with an
 * ellipsis where it is too long, padded but for the last cell that is not empty, so that no line
 * ends in spaces.
 *
 * Invariant: a cell's text holds no control character and only well-formed UTF-8, so that its width
 * is what the terminal shows and nothing in the data can move the cursor.
 */
#include "report/table.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "report/escape.h"

#define GAP 2
#define WIDTH_MIN 8
#define TITLE_MIN 8 /* a title that is no wider stays in one line */


static const char *const style_on[SPOT_STYLE_N] = { "", "\x1b[1m", "\x1b[2m" };

static void add_spaces(struct spot_buf *out, size_t n)
{
	while (n-- > 0)
		spot_buf_char(out, ' ');
}

static void add_styled(struct spot_buf *out, struct spot_view text, enum spot_style style,
    bool color)
{
	if (!color || style == SPOT_PLAIN || text.len == 0) {
		spot_buf_view(out, text);
		return;
	}
	spot_buf_text(out, style_on[style]);
	spot_buf_view(out, text);
	spot_buf_text(out, "\x1b[0m");
}

void spot_table_init(struct spot_table *table, const struct spot_table_column *columns,
    size_t n_columns)
{
	*table = (struct spot_table) { .columns = columns, .n_columns = n_columns };
	spot_arena_init(&table->arena);
	table->failed = n_columns == 0 || n_columns > SPOT_TABLE_COLUMNS_MAX;
}

void spot_table_reset(struct spot_table *table)
{
	free(table->cells);
	spot_arena_free(&table->arena);
	*table = (struct spot_table) { 0 };
}

void spot_table_view(struct spot_table *table, enum spot_style style, struct spot_view text)
{
	struct spot_buf clean = SPOT_BUF_INIT;
	struct spot_table_cell *cell;
	char *copy = NULL;

	if (table->failed)
		return;
	spot_escape_plain(&clean, text);
	if (!spot_buf_failed(&clean))
		copy = spot_arena_copy(&table->arena, spot_buf_str(&clean), clean.len);
	if (copy && spot_mem_grow(&table->cells, &table->cap, table->n_cells + 1, sizeof(*cell))) {
		struct spot_view view = { copy, clean.len };

		table->cells[table->n_cells++] =
		    (struct spot_table_cell) { view, spot_text_width(view), style };
	} else {
		table->failed = true;
	}
	spot_buf_reset(&clean);
}

void spot_table_text(struct spot_table *table, enum spot_style style, const char *text)
{
	spot_table_view(table, style, spot_view_of(text));
}

__attribute__((format(printf, 3, 0)))
static void add_formatted(struct spot_table *table, enum spot_style style, const char *fmt,
    va_list args)
{
	struct spot_buf text = SPOT_BUF_INIT;

	spot_buf_vprintf(&text, fmt, args);
	if (spot_buf_failed(&text))
		table->failed = true;
	spot_table_text(table, style, spot_buf_str(&text));
	spot_buf_reset(&text);
}

void spot_table_printf(struct spot_table *table, enum spot_style style, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	add_formatted(table, style, fmt, args);
	va_end(args);
}

size_t spot_table_n_rows(const struct spot_table *table)
{
	return table->n_columns > 0 ? table->n_cells / table->n_columns : 0;
}

/* The widest column that may give way, or n_columns. */
static size_t widest(const struct spot_table *table, const size_t *widths)
{
	size_t found = table->n_columns;

	for (size_t i = 0; i < table->n_columns; i++) {
		if (table->columns[i].align == SPOT_ALIGN_RIGHT || widths[i] <= WIDTH_MIN)
			continue;
		if (found == table->n_columns || widths[i] > widths[found])
			found = i;
	}
	return found;
}

/* What a title needs: all of it, or its widest word. */
static size_t title_width(const struct spot_table_column *column)
{
	struct spot_view rest = spot_view_of(column->title);
	size_t whole = spot_text_width(rest), widest = whole < TITLE_MIN ? whole : TITLE_MIN;

	if (!column->wrap_title)
		return whole;
	while (rest.len > 0) {
		const char *end = memchr(rest.ptr, ' ', rest.len);
		struct spot_view word = { rest.ptr, end ? (size_t)(end - rest.ptr) : rest.len };
		size_t width = spot_text_width(word);

		widest = width > widest ? width : widest;
		rest.ptr += word.len + (end != NULL);
		rest.len -= word.len + (end != NULL);
	}
	return widest;
}

static void widths_find(const struct spot_table *table, const struct spot_table_look *look,
    size_t *widths)
{
	size_t total = look->indent + (table->n_columns - 1) * GAP;

	for (size_t i = 0; i < table->n_columns; i++) {
		const struct spot_table_column *column = &table->columns[i];

		widths[i] = title_width(column);
		for (size_t k = i; k < table->n_cells; k += table->n_columns) {
			if (table->cells[k].width > widths[i])
				widths[i] = table->cells[k].width;
		}
		if (column->max_width != 0 && widths[i] > column->max_width)
			widths[i] = column->max_width;
		total += widths[i];
	}
	while (look->width != 0 && total > look->width) {
		size_t i = widest(table, widths);

		if (i == table->n_columns)
			return;
		widths[i]--;
		total--;
	}
}

/* As much of text as fits width, combining marks with their letter; *shown is how wide that is. */
static struct spot_view head_of(struct spot_view text, size_t width, size_t *shown)
{
	size_t len = 0, sum = 0;

	while (len < text.len) {
		uint32_t code;
		size_t n = spot_utf8_decode(text.ptr + len, text.len - len, &code);
		size_t w;

		n = n > 0 ? n : 1;
		w = spot_text_width((struct spot_view) { text.ptr + len, n });
		if (sum + w > width)
			break;
		len += n;
		sum += w;
	}
	*shown = sum;
	return (struct spot_view) { text.ptr, len };
}

/* As many words as fit width, at least part of one. The spaces after them are taken too. */
static struct spot_view words_take(struct spot_view *rest, size_t width)
{
	size_t shown;
	struct spot_view line = head_of(*rest, width, &shown);
	size_t end = line.len;

	if (end == 0) /* a wide character in a column of one: it sticks out */
		line = *rest;
	else if (end < rest->len) {
		while (end > 0 && rest->ptr[end] != ' ')
			end--;
		if (end > 0)
			line.len = end;
	}
	rest->ptr += line.len;
	rest->len -= line.len;
	while (rest->len > 0 && *rest->ptr == ' ') {
		rest->ptr++;
		rest->len--;
	}
	while (line.len > 0 && line.ptr[line.len - 1] == ' ')
		line.len--;
	return line;
}

static void draw_wrapped(const struct spot_table_look *look, struct spot_view text,
    enum spot_style style, size_t at, size_t width, struct spot_buf *out)
{
	add_styled(out, words_take(&text, width), style, look->color);
	while (text.len > 0) {
		spot_buf_char(out, '\n');
		add_spaces(out, at);
		add_styled(out, words_take(&text, width), style, look->color);
	}
}

static void draw_cell(const struct spot_table_look *look, const struct spot_table_cell *cell,
    enum spot_align align, size_t width, bool is_last, struct spot_buf *out)
{
	struct spot_view text = cell->text;
	size_t shown = cell->width;
	bool cut = shown > width && align == SPOT_ALIGN_LEFT;
	size_t pad;

	if (cut) {
		text = head_of(text, width - 1, &shown);
		shown++;
	}
	pad = width > shown ? width - shown : 0;
	if (align == SPOT_ALIGN_RIGHT)
		add_spaces(out, pad);
	add_styled(out, text, cell->style, look->color);
	if (cut)
		spot_buf_text(out, "\xE2\x80\xA6"); /* … */
	if (align == SPOT_ALIGN_LEFT && !is_last)
		add_spaces(out, pad);
}

/* cells may be fewer than the columns: the last row of a table that was left unfinished. */
static void draw_row(const struct spot_table *table, const struct spot_table_look *look,
    const struct spot_table_cell *cells, size_t n_cells, const size_t *widths, struct spot_buf *out)
{
	size_t at = look->indent, last = 0;

	for (size_t i = 0; i < n_cells; i++) {
		if (cells[i].text.len > 0)
			last = i;
	}
	add_spaces(out, at);
	for (size_t i = 0; i <= last && i < n_cells; i++) {
		const struct spot_table_column *column = &table->columns[i];

		if (i > 0)
			add_spaces(out, GAP);
		if (column->wrap && i + 1 == table->n_columns)
			draw_wrapped(look, cells[i].text, cells[i].style, at, widths[i], out);
		else
			draw_cell(look, &cells[i], column->align, widths[i], i == last, out);
		at += widths[i] + GAP;
	}
	spot_buf_char(out, '\n');
}

static size_t n_title_lines(const struct spot_table_column *column, size_t width)
{
	struct spot_view rest = spot_view_of(column->title);
	size_t n = 0;

	for (; column->wrap_title && rest.len > 0; n++)
		words_take(&rest, width);
	return n > 0 ? n : 1;
}

/* The part of the title that stands in the row-th of n_rows lines: the last one is always used. */
static struct spot_view title_line(const struct spot_table_column *column, size_t width, size_t row,
    size_t n_rows)
{
	struct spot_view rest = spot_view_of(column->title);
	size_t first = n_rows - n_title_lines(column, width);

	if (row < first)
		return (struct spot_view) { 0 };
	if (!column->wrap_title)
		return rest;
	for (; first < row; first++)
		words_take(&rest, width);
	return words_take(&rest, width);
}

static void draw_titles(const struct spot_table *table, const struct spot_table_look *look,
    const size_t *widths, struct spot_buf *out)
{
	struct spot_table_cell cells[SPOT_TABLE_COLUMNS_MAX];
	size_t n_rows = 1;

	for (size_t i = 0; i < table->n_columns; i++) {
		size_t n = n_title_lines(&table->columns[i], widths[i]);

		n_rows = n > n_rows ? n : n_rows;
	}
	for (size_t row = 0; row < n_rows; row++) {
		for (size_t i = 0; i < table->n_columns; i++) {
			struct spot_view line =
			    title_line(&table->columns[i], widths[i], row, n_rows);

			cells[i] = (struct spot_table_cell) { line, spot_text_width(line),
				SPOT_BOLD };
		}
		draw_row(table, look, cells, table->n_columns, widths, out);
	}
}

static void draw_header(const struct spot_table *table, const struct spot_table_look *look,
    const size_t *widths, struct spot_buf *out)
{
	bool titled = false;

	for (size_t i = 0; i < table->n_columns; i++)
		titled = titled || (table->columns[i].title && table->columns[i].title[0]);
	if (!titled)
		return;
	draw_titles(table, look, widths, out);
	add_spaces(out, look->indent);
	for (size_t i = 0; i < table->n_columns; i++) {
		char line[256];
		size_t n = widths[i] < sizeof(line) ? widths[i] : sizeof(line);

		memset(line, '-', n);
		add_spaces(out, i > 0 ? GAP : 0);
		add_styled(out, (struct spot_view) { line, n }, SPOT_DIM, look->color);
	}
	spot_buf_char(out, '\n');
}

void spot_table_draw(const struct spot_table *table, const struct spot_table_look *look,
    struct spot_buf *out)
{
	size_t widths[SPOT_TABLE_COLUMNS_MAX];

	if (table->failed) {
		out->failed = true;
		return;
	}
	widths_find(table, look, widths);
	draw_header(table, look, widths, out);
	for (size_t k = 0; k < table->n_cells; k += table->n_columns) {
		size_t left = table->n_cells - k;

		draw_row(table, look, &table->cells[k],
		    left < table->n_columns ? left : table->n_columns, widths, out);
	}
}

void spot_table_init_pairs(struct spot_table *table)
{
	static const struct spot_table_column columns[] = { { .title = NULL }, { .wrap = true } };

	spot_table_init(table, columns, 2);
}

void spot_table_pair(struct spot_table *table, const char *name, const char *fmt, ...)
{
	va_list args;

	spot_table_text(table, SPOT_DIM, name);
	va_start(args, fmt);
	add_formatted(table, SPOT_PLAIN, fmt, args);
	va_end(args);
}

void spot_table_heading(const struct spot_table_look *look, const char *text, struct spot_buf *out)
{
	if (out->len > 0)
		spot_buf_char(out, '\n');
	add_styled(out, spot_view_of(text), SPOT_BOLD, look->color);
	spot_buf_char(out, '\n');
}
