/* SPDX-License-Identifier: MIT */
/*
 * Every byte is read once and moved at most once: a fill moves what lies behind row to the
 * front, where row then stays until the row is complete. It is searched once for LF and
 * once for CR, and again only where reading goes back.
 */
#include "table/window.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Fuzzers fill it with less at a time, and so more often. */
#ifndef SPOT_WINDOW_BYTES
#define SPOT_WINDOW_BYTES ((size_t)256 << 10)
#endif

void spot_window_init(struct spot_window *window, struct spot_input *input)
{
	*window = (struct spot_window) { .input = input, .line = 1, .before = '\n' };
}

void spot_window_reset(struct spot_window *window)
{
	if (window->cap > 0)
		free(window->ptr);
	*window = (struct spot_window) { 0 };
}

/* Makes room for want bytes, and the slack behind them. */
static bool memory_grow(char **ptr, size_t *cap, size_t want)
{
	size_t whole = *cap > 0 ? *cap + SPOT_BLOCK_SLACK : 0;
	if (want <= *cap)
		return true;
	if (!spot_mem_grow(ptr, &whole, want + SPOT_BLOCK_SLACK, 1))
		return false;
	*cap = whole - SPOT_BLOCK_SLACK;
	return true;
}

void spot_window_borrow(struct spot_window *window, struct spot_view bytes, uint64_t line)
{
	spot_window_reset(window);
	/* Never written to: cap is 0, and there is no input. */
	*window = (struct spot_window) {
		.ptr = (char *)(uintptr_t)bytes.ptr,
		.len = bytes.len,
		.line = line,
		.before = '\n',
		.at_end = true,
	};
}

int spot_window_give(struct spot_window *window, size_t end, uint64_t n_lines,
    struct spot_block *block, struct spot_error *err)
{
	size_t rest = window->len - end;
	if (!memory_grow(&block->mem, &block->cap, rest))
		return spot_error_nomem(err);
	if (rest > 0)
		memcpy(block->mem, window->ptr + end, rest);
	struct spot_block given = *block;
	given.mem = window->ptr;
	given.cap = window->cap;
	given.ptr = window->ptr + window->pos;
	given.len = end - window->pos;
	given.line = window->line;
	given.n_lines = n_lines;
	memset(given.mem + end, 0, SPOT_BLOCK_SLACK);

	window->ptr = block->mem;
	window->cap = block->cap;
	window->len = rest;
	window->row = window->pos = 0;
	window->lf = window->cr = (struct spot_mark) { 0 };
	window->before = '\n';
	window->line += n_lines;
	*block = given;
	return 0;
}

static void drop_rows(struct spot_window *window)
{
	if (window->row > 0) {
		window->before = window->ptr[window->row - 1];
		window->len -= window->row;
		window->pos -= window->row;
		memmove(window->ptr, window->ptr + window->row, window->len);
		window->row = 0;
	}
	window->lf = window->cr = (struct spot_mark) { 0 };
}

/* At most max bytes, for which there is room. */
static int window_read(struct spot_window *window, size_t max, struct spot_error *err)
{
	ssize_t n = spot_input_read(window->input, window->ptr + window->len, max, err);
	if (n < 0)
		return (int)n;
	window->at_end = n == 0;
	window->len += (size_t)n;
	window->n_read += (uint64_t)n;
	return 0;
}

int spot_window_fill(struct spot_window *window, struct spot_error *err)
{
	drop_rows(window);
	if (window->cap - window->len < SPOT_WINDOW_BYTES / 4 &&
	    !memory_grow(&window->ptr, &window->cap, window->len + SPOT_WINDOW_BYTES))
		return spot_error_nomem(err);
	return window_read(window, window->cap - window->len, err);
}

int spot_window_take(struct spot_window *window, size_t want, struct spot_error *err)
{
	int rc = 0;
	while (rc == 0 && window->len - window->pos < want && !window->at_end) {
		drop_rows(window);
		if (!memory_grow(&window->ptr, &window->cap, window->pos + want))
			return spot_error_nomem(err);
		rc = window_read(window, window->pos + want - window->len, err);
	}
	return rc;
}

int spot_window_look(struct spot_window *window, size_t want, struct spot_view *head,
    struct spot_error *err)
{
	while (window->len - window->pos < want && !window->at_end) {
		int rc = spot_window_fill(window, err);
		if (rc < 0)
			return rc;
	}
	head->len = window->len - window->pos;
	head->ptr = head->len > 0 ? window->ptr + window->pos : "";
	return 0;
}

/* What was found stays known when reading goes back; then only what lies between is searched. */
static size_t mark_end(struct spot_mark *mark, const struct spot_window *window, char c)
{
	bool known = mark->end > window->pos;
	if (known && mark->from <= window->pos)
		return mark->end;
	size_t to = known ? mark->from : window->len;
	const char *hit = memchr(window->ptr + window->pos, c, to - window->pos);
	if (hit)
		mark->end = (size_t)(hit - window->ptr) + 1;
	else if (!known)
		mark->end = window->len + 1;
	mark->from = window->pos;
	return mark->end;
}

size_t spot_window_piece(struct spot_window *window)
{
	if (window->pos == window->len)
		return window->len;
	size_t lf_end = mark_end(&window->lf, window, '\n');
	size_t cr_end = mark_end(&window->cr, window, '\r');
	size_t end = lf_end < cr_end ? lf_end : cr_end;
	return end <= window->len ? end : window->len;
}

bool spot_window_ends_line(const struct spot_window *window, size_t pos)
{
	char c = window->ptr[pos];
	char before = pos > 0 ? window->ptr[pos - 1] : window->before;
	return c == '\r' || (c == '\n' && before != '\r');
}

uint64_t spot_window_count_lines(const struct spot_window *window, size_t pos)
{
	uint64_t n = 0;
	for (size_t i = window->row; i < pos; i++)
		n += spot_window_ends_line(window, i);
	return n;
}

void spot_window_seek(struct spot_window *window, size_t pos, uint64_t line)
{
	window->pos = pos;
	window->line = line;
}

bool spot_window_is_junk(struct spot_view text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] != '\0' && text.ptr[i] != '\x1A')
			return false;
	}
	return true;
}

int spot_window_drop_line(struct spot_window *window, uint64_t *n_dropped, bool *junk,
    struct spot_error *err)
{
	for (;;) {
		size_t end = spot_window_piece(window);
		bool ended = end > window->pos && spot_window_is_end(window->ptr[end - 1]);
		size_t n = end - window->pos - ended;
		*n_dropped += n;
		struct spot_view text = { window->ptr + window->pos, n };
		if (junk)
			*junk = *junk && !ended && spot_window_is_junk(text);
		window->row = window->pos = end;
		if (ended)
			window->line += spot_window_ends_line(window, end - 1);
		if (ended || window->at_end)
			return 0;
		int rc = spot_window_fill(window, err);
		if (rc < 0)
			return rc;
	}
}
