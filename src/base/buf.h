/* SPDX-License-Identifier: MIT */
/*
 * A growing text buffer. Once an append fails for want of memory the buffer is in the
 * failed state: further appends do nothing, and the caller tests spot_buf_failed once at
 * the end. Not thread-safe.
 */
#ifndef SPOT_BASE_BUF_H
#define SPOT_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/view.h"

struct spot_buf {
	char *ptr;  /* NUL-terminated when not NULL */
	size_t len; /* bytes, without the NUL */
	size_t cap;
	bool failed;
};

#define SPOT_BUF_INIT { 0 }

void spot_buf_init(struct spot_buf *buf);
void spot_buf_reset(struct spot_buf *buf); /* frees */
void spot_buf_clear(struct spot_buf *buf); /* empties, keeps the memory and clears failed */

bool spot_buf_failed(const struct spot_buf *buf);

/* See spot_buf_reserve. */
char *spot_buf_grow(struct spot_buf *buf, size_t n);

/* Where n more bytes can be written, or NULL in the failed state. They count once they are
 * committed. */
static inline char *spot_buf_reserve(struct spot_buf *buf, size_t n)
{
	if (n < buf->cap - buf->len && !buf->failed)
		return buf->ptr + buf->len;
	return spot_buf_grow(buf, n);
}

/* What was written after a reserve, up to end. */
static inline void spot_buf_commit(struct spot_buf *buf, char *end)
{
	buf->len = (size_t)(end - buf->ptr);
	*end = '\0';
}

static inline void spot_buf_char(struct spot_buf *buf, char c)
{
	char *end = spot_buf_reserve(buf, 1);

	if (!end)
		return;
	*end = c;
	spot_buf_commit(buf, end + 1);
}

void spot_buf_add(struct spot_buf *buf, const char *ptr, size_t len);
void spot_buf_view(struct spot_buf *buf, struct spot_view view);
void spot_buf_text(struct spot_buf *buf, const char *text);
void spot_buf_printf(struct spot_buf *buf, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void spot_buf_vprintf(struct spot_buf *buf, const char *fmt, va_list args)
    __attribute__((format(printf, 2, 0)));
/* As C's %.2f, but never -0.00; NaN and infinity are a broken invariant. */
void spot_buf_fixed2(struct spot_buf *buf, double value);
/* The shortest decimal text that reads back as an equal double ("30", "0.1", "1e+300"). Zero is "0"
 * whatever its sign; NaN and infinity are a broken invariant. */
void spot_buf_shortest(struct spot_buf *buf, double value);
void spot_buf_integer(struct spot_buf *buf, int64_t value);
/* 1234567 as 1,234,567: for people, never for files. */
void spot_buf_grouped(struct spot_buf *buf, uint64_t value);

/* The text as a NUL-terminated string ("" when empty); owned by the buffer. */
const char *spot_buf_str(const struct spot_buf *buf);

#endif
