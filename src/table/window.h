/* SPDX-License-Identifier: MIT */
/*
 * The part of an input that is being read: bytes from the current row's start on, with the
 * physical line that reading stands on. Offsets are into ptr; they hold until the next
 * fill. Shared by the reader's files only.
 */
#ifndef SPOT_TABLE_WINDOW_H
#define SPOT_TABLE_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/view.h"
#include "table/input.h"
#include "table/record.h"

/* Where one kind of byte is next: there is none in [from, end - 1), and one at end - 1
 * unless end is len + 1. */
struct spot_mark {
	size_t from, end; /* end 0: not known */
};

struct spot_window {
	struct spot_input *input; /* not owned */
	char *ptr;       /* cap bytes and SPOT_BLOCK_SLACK more; borrowed when cap is 0 */
	size_t len, cap;
	size_t row;      /* what lies before it may be dropped */
	size_t pos;      /* row <= pos <= len: how far reading has come */
	struct spot_mark lf, cr;
	char before;     /* the byte before ptr[0] */
	bool at_end;     /* the input has no more */
	uint64_t line;   /* the physical line that pos stands on, from 1 */
	uint64_t n_read;
};

void spot_window_init(struct spot_window *window, struct spot_input *input);
void spot_window_reset(struct spot_window *window);

/* Reads more behind the end. What lies before row is dropped first and offsets shrink by it. */
int spot_window_fill(struct spot_window *window, struct spot_error *err);
/* The same until want bytes lie behind pos, or all there are; no more are read than that. An error
 * of reading comes back with every later call that wants more. */
int spot_window_take(struct spot_window *window, size_t want, struct spot_error *err);
/* Fills until want bytes lie behind pos, or all there are. */
int spot_window_look(struct spot_window *window, size_t want, struct spot_view *head,
    struct spot_error *err);

/* One past the next CR or LF at or behind pos, or the window's end. */
size_t spot_window_piece(struct spot_window *window);

static inline bool spot_window_is_end(char c)
{
	return c == '\n' || c == '\r';
}

/* The byte at pos ends a physical line: CR, or LF that does not belong to the CR before it. */
bool spot_window_ends_line(const struct spot_window *window, size_t pos);
/* Physical lines that end in [row, pos). */
uint64_t spot_window_count_lines(const struct spot_window *window, size_t pos);

/* Reads no input any more but these bytes, which begin with that line and are not owned. */
void spot_window_borrow(struct spot_window *window, struct spot_view bytes, uint64_t line);
/* Hands the bytes [pos, end), which end with an LF, over in the window's own memory, and goes on
 * in the block's. The block's ptr, len and line are set; the line after it is n_lines on. */
int spot_window_give(struct spot_window *window, size_t end, uint64_t n_lines,
    struct spot_block *block, struct spot_error *err);

/* Goes back, or on, to pos, which lies on the given line. */
void spot_window_seek(struct spot_window *window, size_t pos, uint64_t line);
/* Drops everything up to the end of the line that pos stands on, with its CR or LF, however
 * long it is. n_dropped is added to, without the line end; *junk (may be NULL) stays true
 * when all of it is padding up to the input's end. */
int spot_window_drop_line(struct spot_window *window, uint64_t *n_dropped, bool *junk,
    struct spot_error *err);

/* NULs and Ctrl-Z alone, as they are left at the end of files. */
bool spot_window_is_junk(struct spot_view text);

#endif
