/* SPDX-License-Identifier: MIT */
/* A borrowed run of bytes: not owned, not NUL-terminated, may hold any byte. */
#ifndef SPOT_BASE_VIEW_H
#define SPOT_BASE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct spot_view {
	const char *ptr; /* may be NULL when len is 0 */
	size_t len;      /* bytes */
};

#define SPOT_VIEW(literal) ((struct spot_view) { (literal), sizeof(literal) - 1 })

static inline struct spot_view spot_view_of(const char *text)
{
	return (struct spot_view) { text, text ? strlen(text) : 0 };
}

static inline bool spot_view_equal(struct spot_view a, struct spot_view b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

#endif
