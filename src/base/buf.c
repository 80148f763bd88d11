/* SPDX-License-Identifier: MIT */
/*
 * Numbers are written by integer arithmetic where that is exact, which is nearly always;
 * the rest goes through snprintf, whose decimal point depends on the host's locale and is
 * put right afterwards.
 *
 * Two decimals: a double is m * 2^-s with m < 2^53, so 100 * m fits 60 bits, and its
 * quotient and rest by 2^s say exactly which hundredth is nearest and whether it is a tie.
 * A tie goes to the even hundredth, as in printf.
 */
#include "base/buf.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"

#define CAP_MIN 64
#define INTEGER_MAX 9007199254740992.0 /* 2^53: every integer up to here is a double */
#define DIGITS_MAX 20                  /* of a uint64_t */

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
static bool reserve(struct spot_buf *buf, size_t n)
{
	if (buf->failed)
		return false;
	if (n < buf->cap - buf->len)
		return true;
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
	return true;
failed:
	buf->failed = true;
	return false;
}

void spot_buf_add(struct spot_buf *buf, const char *ptr, size_t len)
{
	if (!reserve(buf, len))
		return;
	if (len > 0)
		memcpy(buf->ptr + buf->len, ptr, len);
	buf->len += len;
	buf->ptr[buf->len] = '\0';
}

void spot_buf_view(struct spot_buf *buf, struct spot_view view)
{
	spot_buf_add(buf, view.ptr, view.len);
}

void spot_buf_text(struct spot_buf *buf, const char *text)
{
	spot_buf_add(buf, text, strlen(text));
}

void spot_buf_char(struct spot_buf *buf, char c)
{
	spot_buf_add(buf, &c, 1);
}

void spot_buf_vprintf(struct spot_buf *buf, const char *fmt, va_list args)
{
	if (!reserve(buf, 0))
		return;
	va_list again;
	va_copy(again, args);
	size_t room = buf->cap - buf->len;
	int n = vsnprintf(buf->ptr + buf->len, room, fmt, args);
	if (n >= 0 && (size_t)n >= room && reserve(buf, (size_t)n))
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

/* Writes value's digits so that they end at end, at least least of them; returns where they
 * begin. */
static char *digits_before(char *end, uint64_t value, int least)
{
	for (; value > 0 || least > 0; least--) {
		*--end = (char)('0' + value % 10);
		value /= 10;
	}
	return end;
}

void spot_buf_integer(struct spot_buf *buf, int64_t value)
{
	char text[DIGITS_MAX + 1], *end = text + sizeof(text);
	uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	char *p = digits_before(end, size, 1);
	if (value < 0)
		*--p = '-';
	spot_buf_add(buf, p, (size_t)(end - p));
}

void spot_buf_grouped(struct spot_buf *buf, uint64_t value)
{
	char text[DIGITS_MAX * 2], *end = text + sizeof(text), *p = end;
	while (value >= 1000) {
		p = digits_before(p, value % 1000, 3);
		*--p = ',';
		value /= 1000;
	}
	p = digits_before(p, value, 1);
	spot_buf_add(buf, p, (size_t)(end - p));
}

/* A number as printf wrote it, with "." for whatever the locale's decimal point is. */
static void unlocalise(char *text)
{
	char *out = text;
	for (const char *p = text; *p; p++) {
		bool plain = (*p >= '0' && *p <= '9') || *p == '-' || *p == '+' || *p == 'e';
		if (plain)
			*out++ = *p;
		else if (out == text || out[-1] != '.')
			*out++ = '.';
	}
	*out = '\0';
}

/* value in hundredths, rounded as printf does; false when it is too large for this. */
static bool hundredths(double value, uint64_t *out)
{
	int exponent;
	/* value = m * 2^(exponent - 53), m < 2^53 */
	uint64_t m = (uint64_t)ldexp(frexp(value, &exponent), 53);
	int shift = 53 - exponent;
	if (shift <= 0)
		return false;
	if (shift > 62) { /* 100 * m < 2^60 is less than half of 2^shift */
		*out = 0;
		return true;
	}
	uint64_t scaled = m * 100, half = (uint64_t)1 << (shift - 1);
	uint64_t quotient = scaled >> shift, rest = scaled & (half * 2 - 1);
	*out = quotient + (rest > half || (rest == half && (quotient & 1)));
	return true;
}

void spot_buf_fixed2(struct spot_buf *buf, double value)
{
	assert(isfinite(value));
	uint64_t n;
	if (!hundredths(fabs(value), &n)) {
		char large[DBL_MAX_10_EXP + 16];
		snprintf(large, sizeof(large), "%.2f", value);
		unlocalise(large);
		spot_buf_text(buf, large);
		return;
	}
	char text[DIGITS_MAX + 3], *end = text + sizeof(text);
	char *p = digits_before(end, n % 100, 2);
	*--p = '.';
	p = digits_before(p, n / 100, 1);
	if (value < 0 && n > 0)
		*--p = '-';
	spot_buf_add(buf, p, (size_t)(end - p));
}

void spot_buf_shortest(struct spot_buf *buf, double value)
{
	assert(isfinite(value));
	if (fabs(value) < INTEGER_MAX && value == (double)(int64_t)value) {
		spot_buf_integer(buf, (int64_t)value);
		return;
	}
	/* Fifteen digits survive the way there and back, so they show every shorter text
	 * too; not so below DBL_MIN, where a double holds fewer. */
	char text[64];
	for (int digits = fabs(value) < DBL_MIN ? 1 : 15; digits <= DBL_DECIMAL_DIG; digits++) {
		double back;
		snprintf(text, sizeof(text), "%.*g", digits, value);
		unlocalise(text);
		if (spot_number_double(spot_view_of(text), &back) && back == value)
			break;
	}
	spot_buf_text(buf, text);
}

const char *spot_buf_str(const struct spot_buf *buf)
{
	return buf->ptr ? buf->ptr : "";
}
