/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/digits.h"

#define CAP_MIN 64

void spot_buf_init(struct spot_buf *buf)
{
	*buf = (struct spot_buf)SPOT_BUF_INIT;
}

void spot_buf_reset(struct spot_buf *buf)
{
	free(buf->ptr);
	*buf = (struct spot_buf)SPOT_BUF_INIT;
}

void spot_buf_clear(struct spot_buf *buf)
{
	buf->len = 0;
	buf->failed = false;
	if (buf->ptr)
		buf->ptr[0] = '\0';
}

bool spot_buf_failed(const struct spot_buf *buf)
{
	return buf->failed;
}

/* Room for n more bytes and the NUL. */
char *spot_buf_grow(struct spot_buf *buf, size_t n)
{
	if (buf->failed)
		return NULL;
	size_t need, cap = buf->cap < CAP_MIN ? CAP_MIN : buf->cap;
	if (__builtin_add_overflow(buf->len, n, &need) || need >= PTRDIFF_MAX / 2)
		goto failed;
	while (cap <= need)
		cap += cap / 2;
	char *ptr = realloc(buf->ptr, cap);
	if (!ptr)
		goto failed;
	buf->ptr = ptr;
	buf->cap = cap;
	return ptr + buf->len;
failed:
	buf->failed = true;
	return NULL;
}

void spot_buf_add(struct spot_buf *buf, const char *ptr, size_t len)
{
	char *out = spot_buf_reserve(buf, len);
	if (!out)
		return;
	if (len > 0)
		memcpy(out, ptr, len);
	spot_buf_commit(buf, out + len);
}

void spot_buf_view(struct spot_buf *buf, struct spot_view view)
{
	spot_buf_add(buf, view.ptr, view.len);
}

void spot_buf_text(struct spot_buf *buf, const char *text)
{
	spot_buf_add(buf, text, strlen(text));
}

void spot_buf_vprintf(struct spot_buf *buf, const char *fmt, va_list args)
{
	if (!spot_buf_reserve(buf, 0))
		return;
	va_list again;
	va_copy(again, args);
	size_t room = buf->cap - buf->len;
	int n = vsnprintf(buf->ptr + buf->len, room, fmt, args);
	if (n >= 0 && (size_t)n >= room && spot_buf_reserve(buf, (size_t)n))
		n = vsnprintf(buf->ptr + buf->len, (size_t)n + 1, fmt, again);
	va_end(again);
	if (n < 0)
		buf->failed = true;
	if (buf->failed)
		buf->ptr[buf->len] = '\0';
	else
		buf->len += (size_t)n;
}

void spot_buf_printf(struct spot_buf *buf, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	spot_buf_vprintf(buf, fmt, args);
	va_end(args);
}

void spot_buf_integer(struct spot_buf *buf, int64_t value)
{
	char *out = spot_buf_reserve(buf, SPOT_DIGITS_INTEGER_ROOM);
	if (out)
		spot_buf_commit(buf, spot_digits_integer(out, value));
}

void spot_buf_fixed2(struct spot_buf *buf, double value)
{
	char text[SPOT_DIGITS_FIXED2_ROOM];
	spot_buf_add(buf, text, (size_t)(spot_digits_fixed2(text, value) - text));
}

void spot_buf_shortest(struct spot_buf *buf, double value)
{
	char text[SPOT_DIGITS_SHORTEST_ROOM];
	spot_buf_add(buf, text, (size_t)(spot_digits_shortest(text, value) - text));
}

void spot_buf_grouped(struct spot_buf *buf, uint64_t value)
{
	char digits[21];
	int n = snprintf(digits, sizeof(digits), "%" PRIu64, value);

	for (int i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			spot_buf_char(buf, ',');
		spot_buf_char(buf, digits[i]);
	}
}

const char *spot_buf_str(const struct spot_buf *buf)
{
	return buf->ptr ? buf->ptr : "";
}
