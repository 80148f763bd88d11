/* SPDX-License-Identifier: MIT */
/* A place in a text that is read from left to right. */
#ifndef SPOT_TABLE_CURSOR_H
#define SPOT_TABLE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>

/* What is still to be read. */
struct spot_cursor {
	const char *p, *end;
};

static inline bool spot_cursor_at_digit(const struct spot_cursor *c)
{
	return c->p < c->end && *c->p >= '0' && *c->p <= '9';
}

static inline bool spot_cursor_take(struct spot_cursor *c, char wanted)
{
	if (c->p == c->end || *c->p != wanted)
		return false;
	c->p++;
	return true;
}

/* Bytes of the space, tab, no-break or thin space at the cursor, else 0. */
size_t spot_cursor_space(const struct spot_cursor *c);

/* Whether there were any. */
bool spot_cursor_skip_spaces(struct spot_cursor *c);

#endif
