/* SPDX-License-Identifier: MIT */
#include "table/guard.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "table/cell_internal.h"
#include "table/cursor.h"

#define BOM "\xEF\xBB\xBF"

/* Where a spreadsheet program cuts cells and rows when its separator is not the file's. */
#define CUTS ";,\t\r\n"

static bool is_currency(struct spot_view word)
{
	return spot_cell_currency_codes(word).len > 0;
}

static bool begins_with(struct spot_view text, const char *head)
{
	size_t n = strlen(head);

	return text.len >= n && memcmp(text.ptr, head, n) == 0;
}

static struct spot_view without(struct spot_view text, size_t n)
{
	return (struct spot_view) { text.ptr + n, text.len - n };
}

/* The "$" of "-$5", the "USD " of "-USD 5". With a letter it must end in a space: USD5 and A$5
 * name cells. False: something else. */
static bool skip_currency(struct spot_cursor *c)
{
	const char *start = c->p;
	bool has_letter = false;

	while (c->p < c->end && !spot_cursor_at_digit(c) && spot_cursor_space(c) == 0) {
		has_letter = has_letter || (unsigned char)((*c->p | 0x20) - 'a') < 26;
		c->p++;
	}
	return is_currency((struct spot_view) { start, (size_t)(c->p - start) }) &&
	    (spot_cursor_skip_spaces(c) || !has_letter);
}

/* The mark at the cursor that stands between digits, or the space before three of them. */
static size_t mark_length(const struct spot_cursor *c)
{
	struct spot_cursor next = { c->p + spot_cursor_space(c), c->end };
	size_t n_digits = 0;

	if (next.p == c->p)
		return memchr(".,'", *c->p, 3) ? 1 : 0;
	for (; spot_cursor_at_digit(&next); next.p++)
		n_digits++;
	return n_digits == 3 ? spot_cursor_space(c) : 0;
}

static bool skip_digits(struct spot_cursor *c)
{
	bool has_digit = false;

	while (c->p < c->end) {
		size_t n = 1;

		if (spot_cursor_at_digit(c))
			has_digit = true;
		else
			n = has_digit || *c->p == '.' ? mark_length(c) : 0;
		if (n == 0)
			break;
		c->p += n;
	}
	return has_digit;
}

/* "e+9"; the "E" of "EUR" is none. */
static void skip_exponent(struct spot_cursor *c)
{
	struct spot_cursor next = { c->p + 1, c->end };

	if (c->p == c->end || (*c->p | 0x20) != 'e')
		return;
	if (!spot_cursor_take(&next, '+'))
		spot_cursor_take(&next, '-');
	if (!spot_cursor_at_digit(&next))
		return;
	while (spot_cursor_at_digit(&next))
		next.p++;
	*c = next;
}

/* What may stand behind the digits: "%", "k", "USD", "M EUR". */
static bool is_unit(struct spot_view text)
{
	static const char *const magnitudes[] = { "thousand", "million", "billion", "mm", "mn",
		"bn", "k", "m", "b" };

	text = spot_text_trim(text);
	if (begins_with(text, "%"))
		text = spot_text_trim(without(text, 1));
	if (text.len == 0 || is_currency(text))
		return true;
	for (size_t i = 0; i < sizeof(magnitudes) / sizeof(magnitudes[0]); i++) {
		size_t n = strlen(magnitudes[i]);
		struct spot_view rest;

		if (text.len < n || strncasecmp(text.ptr, magnitudes[i], n) != 0)
			continue;
		rest = spot_text_trim(without(text, n));
		if (rest.len == 0 || is_currency(rest))
			return true;
	}
	return false;
}

/* What the rules read as a number with its sign. A spreadsheet program makes the same number of
 * it, or text: there is nothing to compute and no cell is named. */
static bool is_number(struct spot_view cell)
{
	struct spot_cursor c = { cell.ptr + 1, cell.ptr + cell.len };

	spot_cursor_skip_spaces(&c);
	if (c.p < c.end && !spot_cursor_at_digit(&c) && *c.p != '.' && !skip_currency(&c))
		return false;
	if (!skip_digits(&c))
		return false;
	skip_exponent(&c);
	return is_unit((struct spot_view) { c.p, (size_t)(c.end - c.p) });
}

/* "-" is how many exports write a blank. */
static bool is_dashes(struct spot_view cell)
{
	size_t i = 0;

	while (i < cell.len && cell.ptr[i] == '-')
		i++;
	return i == cell.len;
}

bool spot_guard_is_live(struct spot_view cell)
{
	static const char *const wide[] = { "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
		"\xEF\xBC\xA0" };

	if (begins_with(cell, BOM))
		cell = without(cell, 3);
	if (cell.len > 0 && strchr("\t\r\n", cell.ptr[0]) && cell.ptr[0])
		return true;
	cell = spot_text_trim(cell);
	if (cell.len == 0)
		return false;
	switch (cell.ptr[0]) {
	case '=':
	case '@':
		return true;
	case '+':
	case '-':
		return !is_number(cell) && !is_dashes(cell);
	default:
		break;
	}
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (begins_with(cell, wide[i]))
			return true;
	return false;
}

/* The length of the cell that text begins with; what ends it is not counted. */
static size_t cell_length(struct spot_view text, char delimiter)
{
	bool is_quoted = false;
	size_t i = 0;

	for (; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted && (c == delimiter || c == '\n' || c == '\r'))
			break;
	}
	return i;
}

static bool is_cut(char c, char delimiter)
{
	return c != delimiter && memchr(CUTS, c, sizeof(CUTS) - 1);
}

static size_t piece_length(struct spot_view text, char delimiter)
{
	size_t i = 0;

	while (i < text.len && !is_cut(text.ptr[i], delimiter))
		i++;
	return i;
}

/* A piece of a cell that may come to stand alone; quotes that then open it count for nothing. */
static bool piece_is_live(struct spot_view piece)
{
	piece = spot_text_trim(piece);
	while (begins_with(piece, "\""))
		piece = spot_text_trim(without(piece, 1));
	return spot_guard_is_live(piece);
}

/* The line "sep=;" that says what the delimiter is, which must stay as it is. */
static bool is_sep_line(struct spot_view cell)
{
	return cell.len == 5 && strncasecmp(cell.ptr, "sep=", 4) == 0;
}

/* Quotes alone do not do: in "a,"b;=c"" a program that cuts at ; sees them inside a cell, where
 * they quote nothing. So what is live behind a cut has its ' as well. */
static void add_cell(struct spot_buf *out, struct spot_view inner, bool is_quoted, char delimiter)
{
	size_t n = piece_length(inner, delimiter);

	is_quoted = is_quoted || (n < inner.len && !is_sep_line(inner));
	spot_buf_text(out, is_quoted ? "\"" : "");
	spot_buf_text(out, spot_guard_is_live(inner) ? "'" : "");
	spot_buf_add(out, inner.ptr, n);
	while (n < inner.len) {
		spot_buf_char(out, inner.ptr[n]);
		inner = without(inner, n + 1);
		n = piece_length(inner, delimiter);
		spot_buf_text(
		    out, piece_is_live((struct spot_view) { inner.ptr, n }) ? "'" : "");
		spot_buf_add(out, inner.ptr, n);
	}
	spot_buf_text(out, is_quoted ? "\"" : "");
}

void spot_guard_csv(struct spot_buf *out, struct spot_view csv, char delimiter)
{
	while (csv.len > 0) {
		size_t bom = begins_with(csv, BOM) ? 3 : 0, n;
		bool is_quoted;

		/* The file's own mark stands before the first header, quoted or not. */
		spot_buf_add(out, csv.ptr, bom);
		csv = without(csv, bom);
		n = cell_length(csv, delimiter);
		is_quoted = n > 1 && csv.ptr[0] == '"';
		add_cell(out, (struct spot_view) { csv.ptr + is_quoted, n - 2 * (size_t)is_quoted },
		    is_quoted, delimiter);
		if (n < csv.len)
			spot_buf_char(out, csv.ptr[n++]);
		csv = without(csv, n);
	}
}
