/* SPDX-License-Identifier: MIT */
/*
 * Digits, eight at a time: a text's bytes are shifted to the end of a word, so that what stands
 * before them are zeros, and three multiplications join the digits two by two.
 */
#ifndef SPOT_TABLE_CONVERT_DIGITS_H
#define SPOT_TABLE_CONVERT_DIGITS_H

#include "table/convert.h"

#define SPOT_DIGITS_ZERO 0x3030303030303030u

/* n digits at p as a word for the functions below; 1 <= n <= 8. */
static inline uint64_t spot_digits_load(const char *p, size_t n)
{
	return (spot_convert_load8(p) ^ SPOT_DIGITS_ZERO) << (64 - 8 * n);
}

/* Every byte is 0 to 9. */
static inline bool spot_digits_are(uint64_t word)
{
	return ((word | (word + 0x0606060606060606u)) & 0xF0F0F0F0F0F0F0F0u) == 0;
}

/* Each even byte: the two digits that begin there. */
static inline uint64_t spot_digits_pair(uint64_t word)
{
	return word * 10 + (word >> 8);
}

static inline uint64_t spot_digits_join(uint64_t word)
{
	const uint64_t even = 0x000000FF000000FFu;
	word = spot_digits_pair(word);
	return ((word & even) * (100 + ((uint64_t)1000000 << 32)) +
		   (word >> 16 & even) * (1 + ((uint64_t)10000 << 32))) >> 32;
}

#endif
