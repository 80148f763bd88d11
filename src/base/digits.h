/* SPDX-License-Identifier: MIT */
/*
 * Numbers as decimal text, written where the caller has room: without locale, without a NUL. Each
 * function returns the end of what it wrote, and may write any bytes up to the room it asks for.
 * NaN and infinity are a broken invariant.
 */
#ifndef SPOT_BASE_DIGITS_H
#define SPOT_BASE_DIGITS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The room that a call needs, in bytes. */
#define SPOT_DIGITS_INTEGER_ROOM 24
#define SPOT_DIGITS_FIXED2_ROOM 336
#define SPOT_DIGITS_SHORTEST_ROOM 64

char *spot_digits_integer(char *out, int64_t value);
/* The shortest decimal text that reads back as an equal double ("30", "0.1", "1e+300"). Zero is "0"
 * whatever its sign. */
char *spot_digits_shortest(char *out, double value);

/* 0 to 999 as "7", "42", "999": padded to three bytes, then how many count. */
extern const char spot_digits_heads[4 * 1000 + 1];
/* ".00" to ".99", padded to four bytes. */
extern const char spot_digits_tails[4 * 100 + 1];

/* What spot_digits_fixed2 does not write itself. */
char *spot_digits_fixed2_long(char *out, uint64_t hundredths, bool negative);
char *spot_digits_fixed2_huge(char *out, double value);

/* n < 100,000 hundredths. */
static inline char *spot_digits_hundredths(char *out, uint32_t n)
{
	const char *head = spot_digits_heads + 4 * (n / 100);

	memcpy(out, head, 4);
	out += head[3];
	memcpy(out, spot_digits_tails + 4 * (n % 100), 4);
	return out + 3;
}

/* As C's %.2f, but never -0.00.
 *
 * A double is m * 2^-shift with m < 2^53, so 100 * m fits 60 bits, and adding half a unit (less
 * one bit where the hundredth below is even) before the shift rounds as printf does: to the
 * nearest, a tie to even. Below 2^-9 all is rounded to zero: one shift serves there. */
static inline char *spot_digits_fixed2(char *out, double value)
{
	const uint64_t hidden = (uint64_t)1 << 52;
	uint64_t bits, scaled, n;
	int shift;

	memcpy(&bits, &value, sizeof(bits));
	shift = 1075 - (int)(bits >> 52 & 0x7FF);
	if (shift < 1)
		return spot_digits_fixed2_huge(out, value);
	shift = shift < 62 ? shift : 62;
	scaled = (hidden | (bits & (hidden - 1))) * 100;
	n = scaled + ((uint64_t)1 << (shift - 1)) - 1 + (scaled >> shift & 1);
	n >>= shift;
	if (n >= 1000 * 100 || bits >> 63)
		return spot_digits_fixed2_long(out, n, bits >> 63);
	return spot_digits_hundredths(out, (uint32_t)n);
}

#endif
