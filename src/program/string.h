/* SPDX-License-Identifier: MIT */
/*
 * Strings as Lua has them: any bytes, positions from 1, negative ones from the end, letters of
 * ASCII alone. What makes a text takes the scratch's arena, and sets its nomem when it cannot.
 *
 * Short texts are compared by their ends, words that overlap or meet and so hold all of up to 16
 * bytes, without a byte being read beyond them.
 */
#ifndef SPOT_PROGRAM_STRING_H
#define SPOT_PROGRAM_STRING_H

#include "program/number.h"
#include "program/scalar.h"

/* With len the whole of a text of up to 16 bytes. */
struct spot_ends {
	uint64_t head, tail;
};

/* Has the processor fetch the text of a lane some way ahead of lane i: a batch's texts lie in more
 * memory than the nearest caches hold. */
static inline void spot_string_fetch(const struct spot_view *texts, size_t i, size_t n)
{
	__builtin_prefetch(texts[i + 16 < n ? i + 16 : i].ptr);
}

static inline uint64_t spot_string_load8(const char *p)
{
	uint64_t word;
	memcpy(&word, p, sizeof(word));
	return word;
}

static inline uint64_t spot_string_load4(const char *p)
{
	uint32_t word;
	memcpy(&word, p, sizeof(word));
	return word;
}

/* From 4 bytes on without a branch: lengths are mixed, and a wrong guess costs more than all of it.
 * Of fewer than 8 bytes head and tail are the same. */
static inline struct spot_ends spot_string_ends(struct spot_view text)
{
	const char *p = text.ptr;
	size_t n = text.len;
	if (n >= 4) {
		size_t second = n < 8 ? n - 4 : 4, third = n < 8 ? 0 : n - 8;
		return (struct spot_ends) {
			spot_string_load4(p) | spot_string_load4(p + second) << 32,
			spot_string_load4(p + third) | spot_string_load4(p + n - 4) << 32,
		};
	}
	if (n == 0)
		return (struct spot_ends) { 0, 0 };
	return (struct spot_ends) { (unsigned char)p[0],
		(uint64_t)(unsigned char)p[n / 2] << 8 | (unsigned char)p[n - 1] };
}

/* Between the ends of two texts of one length above 16. */
static inline bool spot_string_same_middle(const char *a, const char *b, size_t len)
{
	uint64_t differ = 0;
	if (len > 64)
		return memcmp(a, b, len) == 0;
	for (size_t i = 8; i + 8 < len; i += 8)
		differ |= spot_string_load8(a + i) ^ spot_string_load8(b + i);
	return differ == 0;
}

static inline bool spot_string_equal(struct spot_view a, struct spot_view b)
{
	if (a.len != b.len)
		return false;
	struct spot_ends x = spot_string_ends(a), y = spot_string_ends(b);
	return x.head == y.head && x.tail == y.tail &&
	    (a.len <= 16 || spot_string_same_middle(a.ptr, b.ptr, a.len));
}

static inline int spot_string_compare(struct spot_view a, struct spot_view b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;
	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* From position first to last; empty where there is nothing. */
static inline struct spot_view spot_string_part(struct spot_view text, int64_t first, int64_t last)
{
	int64_t n = (int64_t)text.len;
	if (first < 0)
		first = first < -n ? 1 : n + first + 1;
	else if (first == 0)
		first = 1;
	if (last < 0)
		last = last < -n ? 0 : n + last + 1;
	else if (last > n)
		last = n;
	if (first > last)
		return (struct spot_view) { "", 0 };
	return (struct spot_view) { text.ptr + (first - 1), (size_t)(last - first + 1) };
}

static inline int64_t spot_string_byte(struct spot_view text, int64_t position)
{
	text = spot_string_part(text, position, position);
	return text.len > 0 ? (unsigned char)text.ptr[0] : -1;
}

/* In each of the eight bytes 0x80 where it is from first to last, which are ASCII. */
static inline uint64_t spot_string_between8(uint64_t word, unsigned char first, unsigned char last)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t low = word & 0x7F * ones;
	return ((low + (0x80u - first) * ones) ^ (low + (0x7Fu - last) * ones)) & ~word &
	    0x80 * ones;
}

struct spot_view spot_string_lower(struct spot_scratch *s, struct spot_view text);
struct spot_view spot_string_upper(struct spot_scratch *s, struct spot_view text);
struct spot_view spot_string_reverse(struct spot_scratch *s, struct spot_view text);
/* Empty above SPOT_PROGRAM_TEXT_MAX. */
struct spot_view spot_string_concat(struct spot_scratch *s, struct spot_view a,
    struct spot_view b);

/* Where what begins in text from the position on, or 0. */
int64_t spot_string_find(struct spot_view text, struct spot_view what, int64_t position);

struct spot_number spot_string_number(struct spot_scratch *s, struct spot_view text);
struct spot_view spot_string_of_integer(struct spot_scratch *s, int64_t integer);
struct spot_view spot_string_of_float(struct spot_scratch *s, double number);

#endif
