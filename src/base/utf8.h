/* SPDX-License-Identifier: MIT */
/* One UTF-8 character at a time. Well-formed means: no overlong form, no surrogate, up to
 * U+10FFFF. */
#ifndef SPOT_BASE_UTF8_H
#define SPOT_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length of the character at ptr (1 to 4) and its code point, or 0 when len is 0 or the
 * bytes there are not well-formed. */
static inline size_t spot_utf8_decode(const char *ptr, size_t len, uint32_t *code)
{
	const unsigned char *p = (const unsigned char *)ptr;
	if (len == 0)
		return 0;
	if (p[0] < 0x80) {
		*code = p[0];
		return 1;
	}
	size_t n = p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF5 ? 4 : 0;
	if (n == 0 || n > len)
		return 0;
	/* Overlong forms, surrogates and what is above U+10FFFF show in the second byte alone. */
	unsigned low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
	unsigned high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
	if (p[1] < low || p[1] > high)
		return 0;
	uint32_t c = p[0] & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3Fu);
	}
	*code = c;
	return n;
}

/* Writes code (a valid code point) and returns its length, 1 to 4. */
static inline size_t spot_utf8_encode(uint32_t code, char out[4])
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (code & 0x3F));
		code >>= 6;
	}
	out[0] = (char)((0xF00u >> n & 0xFF) | code);
	return n;
}

/* What a terminal, a browser or an editor would obey rather than show: C0, DEL, C1, the line
 * separators, and the marks that turn the direction of text. */
static inline bool spot_utf8_is_obeyed(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code < 0xA0) ||
	    code == 0x061C || code == 0x200E || code == 0x200F ||
	    (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

/* The length of text held to at most max bytes, without half a character at the end. */
static inline size_t spot_utf8_cut(const char *ptr, size_t len, size_t max)
{
	if (len <= max)
		return len;
	size_t n = max;
	while (n > 0 && max - n < 3 && ((unsigned char)ptr[n] & 0xC0) == 0x80)
		n--;
	uint32_t code;
	return spot_utf8_decode(ptr + n, len - n, &code) > 0 ? n : max;
}

#endif
