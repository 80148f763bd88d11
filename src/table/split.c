/* SPDX-License-Identifier: MIT */
/*
 * The states are libcsv's, and so are the ways between them:
 *
 *	BEFORE	space, tab: stay. quote: QUOTED. delimiter: the cell ends. else: BARE
 *	BARE	delimiter: the cell ends. else: stay; a quote is only a byte here
 *	QUOTED	quote: CLOSED. else: stay; delimiters and line ends are only bytes here
 *	CLOSED	delimiter: the cell ends. space, tab: stay. quote: QUOTED again, for it was a
 *		doubled quote; but after spaces it stays CLOSED. else: QUOTED again
 *
 * The last two of them re-open the cell: the quote that seemed to close it was text. Writers of
 * CSV do not make such cells, so a cell that was re-opened and runs over a line end is taken for
 * one whose quote was never closed.
 *
 * A delimiter that is a space or tab is a delimiter first. Bytes of BARE and QUOTED are most of
 * all bytes and are skipped by memchr.
 */
#include "table/split.h"

void spot_split_init(struct spot_split *split, char delimiter)
{
	*split = (struct spot_split) { .delimiter = delimiter,
		.first_reopened = SPOT_SPLIT_NONE, .first_broken = SPOT_SPLIT_NONE };
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

bool spot_split_is_blank(struct spot_view text, char delimiter)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == delimiter || !(is_space(c) || c == '\n' || c == '\r'))
			return false;
	}
	return true;
}

static size_t find_byte(struct spot_view raw, size_t from, char c)
{
	const char *hit = from < raw.len ? memchr(raw.ptr + from, c, raw.len - from) : NULL;
	return hit ? (size_t)(hit - raw.ptr) : raw.len;
}

static void cell_note(struct spot_split *split)
{
	if (split->reopened && split->first_reopened == SPOT_SPLIT_NONE)
		split->first_reopened = split->quote;
	if (split->reopened && split->crossed && split->first_broken == SPOT_SPLIT_NONE)
		split->first_broken = split->quote;
}

static void cell_reopen(struct spot_split *split)
{
	split->reopened = true;
	cell_note(split);
}

static void walk_quoted(struct spot_split *split, struct spot_view raw)
{
	size_t end = find_byte(raw, split->pos, '"');
	struct spot_view text = { raw.ptr, end };
	if (!split->crossed && (find_byte(text, split->pos, '\n') < end ||
				   find_byte(text, split->pos, '\r') < end)) {
		split->crossed = true;
		cell_note(split);
	}
	split->pos = end;
	if (end < raw.len) {
		split->pos++;
		split->spaced = false;
		split->state = SPOT_SPLIT_CLOSED;
	}
}

/* One byte after a quote; the delimiter is seen to by the caller. */
static void walk_closed(struct spot_split *split, char c)
{
	split->pos++;
	if (is_space(c)) {
		split->spaced = true;
		return;
	}
	if (c == '"' && split->spaced) {
		split->spaced = false;
		cell_reopen(split);
		return;
	}
	split->state = SPOT_SPLIT_QUOTED;
	if (c == '"')
		return;
	cell_reopen(split);
}

static void walk_before(struct spot_split *split, char c)
{
	if (c == '"') {
		split->quote = split->pos;
		split->state = SPOT_SPLIT_QUOTED;
	} else if (!is_space(c)) {
		split->state = SPOT_SPLIT_BARE;
	}
	split->pos++;
}

bool spot_split_next(struct spot_split *split, struct spot_view raw, struct spot_view *cell)
{
	while (split->pos < raw.len) {
		if (split->state == SPOT_SPLIT_QUOTED) {
			walk_quoted(split, raw);
			continue;
		}
		if (split->state == SPOT_SPLIT_BARE) {
			split->pos = find_byte(raw, split->pos, split->delimiter);
			if (split->pos == raw.len)
				break;
		}
		char c = raw.ptr[split->pos];
		if (c == split->delimiter) {
			*cell = (struct spot_view) { raw.ptr + split->cell,
				split->pos - split->cell };
			split->n_cells++;
			split->cell = ++split->pos;
			split->state = SPOT_SPLIT_BEFORE;
			split->crossed = split->reopened = false;
			return true;
		}
		if (split->state == SPOT_SPLIT_CLOSED)
			walk_closed(split, c);
		else
			walk_before(split, c);
	}
	return false;
}

void spot_split_walk(struct spot_split *split, struct spot_view raw)
{
	struct spot_view cell;
	while (spot_split_next(split, raw, &cell))
		;
}

static struct spot_view bare_text(struct spot_view cell)
{
	while (cell.len > 0 && is_space(cell.ptr[cell.len - 1]))
		cell.len--;
	return cell;
}

/* A quote counts, and what follows it tells whether it was the second of two, or the closing one
 * with spaces behind it. The bytes go to out, unless it is NULL. */
static size_t quoted_text(char *out, struct spot_view cell)
{
	size_t n = 0, n_spaces = 0;
	bool closed = false;
	for (size_t i = 1; i < cell.len; i++) {
		char c = cell.ptr[i];
		if (closed && n_spaces == 0 && c == '"') {
			closed = false;
			continue;
		}
		if (out)
			out[n] = c;
		n++;
		if (closed && is_space(c)) {
			n_spaces++;
			continue;
		}
		n_spaces = 0;
		closed = c == '"';
	}
	return closed ? n - n_spaces - 1 : n;
}

struct spot_view spot_split_text(struct spot_view cell, char *room)
{
	while (cell.len > 0 && is_space(cell.ptr[0]))
		cell = (struct spot_view) { cell.ptr + 1, cell.len - 1 };
	if (cell.len == 0 || cell.ptr[0] != '"')
		return bare_text(cell);
	return (struct spot_view) { room, quoted_text(room, cell) };
}
