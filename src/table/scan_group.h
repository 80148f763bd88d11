/* SPDX-License-Identifier: MIT */
/*
 * Groups of bytes, for each kind of machine: what the templates scan_level.h and convert_level.h
 * are made for. Each name ends in _plain, _sse4, _avx2, _avx512 or _neon:
 *
 *	group               the type of SPOT_SCAN_GROUP bytes
 *	group_load(p)       them
 *	group_eq(g, c)      a bit for each byte that is c, the lowest for the first
 *	group_eq2(g, a, b)  the same for either of two
 *	group_rare(g)       the same for a quote, a NUL and every byte outside ASCII
 *	group_low(g)        the same for space, control and every byte outside ASCII
 *	first(bits)         the place of the lowest bit; anything when there is none
 *	bits_put(out, base, bits)
 *	                    base + the place of each set bit, in order, to out, which has room for
 *	                    twice as many as there are bits and may be written beyond the last;
 *	                    returns the end
 */
#ifndef SPOT_TABLE_SCAN_GROUP_H
#define SPOT_TABLE_SCAN_GROUP_H

#include <stdint.h>
#include <string.h>

#include "base/cpu.h"

/* --- C alone: 8 bytes at a time ------------------------------------------------------------ */

struct group_plain {
	uint64_t words[8];
};

#define LOW_BITS 0x0101010101010101u
#define HIGH_BITS 0x8080808080808080u

static inline struct group_plain group_load_plain(const char *p)
{
	struct group_plain g;
	for (int i = 0; i < 8; i++) {
		memcpy(&g.words[i], p + 8 * i, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		g.words[i] = __builtin_bswap64(g.words[i]);
#endif
	}
	return g;
}

/* The highest bits of a word's bytes, brought together. */
static inline uint64_t bits_gather(uint64_t word)
{
	return ((word & HIGH_BITS) >> 7) * 0x0102040810204080u >> 56;
}

/* The highest bit of each byte that is zero, exactly. */
static inline uint64_t zeros_mark(uint64_t word)
{
	return ~(((word & ~HIGH_BITS) + ~HIGH_BITS) | word | ~HIGH_BITS);
}

static inline uint64_t group_eq2_plain(struct group_plain g, char a, char b)
{
	uint64_t bits = 0;
	for (int i = 0; i < 8; i++) {
		uint64_t is_a = zeros_mark(g.words[i] ^ LOW_BITS * (unsigned char)a);
		uint64_t is_b = zeros_mark(g.words[i] ^ LOW_BITS * (unsigned char)b);
		bits |= bits_gather(is_a | is_b) << 8 * i;
	}
	return bits;
}

static inline uint64_t group_eq_plain(struct group_plain g, char c)
{
	return group_eq2_plain(g, c, c);
}

static inline uint64_t group_rare_plain(struct group_plain g)
{
	uint64_t bits = 0;
	for (int i = 0; i < 8; i++) {
		uint64_t word = g.words[i];
		uint64_t is_quote = zeros_mark(word ^ LOW_BITS * '"');
		bits |= bits_gather(is_quote | zeros_mark(word) | word) << 8 * i;
	}
	return bits;
}

#define BITS_PUT_FOUR(first) \
	out[0] = base + (uint32_t)first(bits); \
	bits &= bits - 1; \
	out[1] = base + (uint32_t)first(bits); \
	bits &= bits - 1; \
	out[2] = base + (uint32_t)first(bits); \
	bits &= bits - 1; \
	out[3] = base + (uint32_t)first(bits); \
	bits &= bits - 1; \
	out += 4

/* Twelve places at once, so that the loop's end is easy to foretell: most groups have no more.
 * What is put behind the last one nobody reads. */
#define BITS_PUT_BODY(first) \
	uint32_t *end = out + __builtin_popcountll(bits); \
	BITS_PUT_FOUR(first); \
	BITS_PUT_FOUR(first); \
	BITS_PUT_FOUR(first); \
	while (bits) { \
		BITS_PUT_FOUR(first); \
	} \
	return end

static inline int first_plain(uint64_t bits)
{
	return __builtin_ctzll(bits | (uint64_t)1 << 63);
}

static inline uint64_t group_low_plain(struct group_plain g)
{
	uint64_t bits = 0;
	for (int i = 0; i < 8; i++) {
		uint64_t word = g.words[i];
		uint64_t visible = (word & ~HIGH_BITS) + LOW_BITS * (0x80 - '!');
		bits |= bits_gather(~visible | word) << 8 * i;
	}
	return bits;
}

static inline uint32_t *bits_put_plain(uint32_t *out, uint32_t base, uint64_t bits)
{
	BITS_PUT_BODY(first_plain);
}

#if defined(__x86_64__)

#include <immintrin.h>

/* --- SSE4: 16 bytes at a time ------------------------------------------------------------ */

SPOT_CPU_BEGIN_SSE4

struct group_sse4 {
	__m128i a, b, c, d;
};

static inline __m128i load_sse4(const char *p)
{
	return _mm_loadu_si128((const __m128i *)p);
}

static inline struct group_sse4 group_load_sse4(const char *p)
{
	return (struct group_sse4) { load_sse4(p), load_sse4(p + 16), load_sse4(p + 32),
		load_sse4(p + 48) };
}

static inline uint64_t join_sse4(__m128i a, __m128i b, __m128i c, __m128i d)
{
	uint32_t low = (uint32_t)_mm_movemask_epi8(b) << 16 | (uint32_t)_mm_movemask_epi8(a);
	uint32_t high = (uint32_t)_mm_movemask_epi8(d) << 16 | (uint32_t)_mm_movemask_epi8(c);
	return (uint64_t)high << 32 | low;
}

static inline uint64_t group_eq_sse4(struct group_sse4 g, char c)
{
	const __m128i v = _mm_set1_epi8(c);
	return join_sse4(_mm_cmpeq_epi8(g.a, v), _mm_cmpeq_epi8(g.b, v), _mm_cmpeq_epi8(g.c, v),
	    _mm_cmpeq_epi8(g.d, v));
}

static inline __m128i eq2_sse4(__m128i v, char a, char b)
{
	return _mm_or_si128(
	    _mm_cmpeq_epi8(v, _mm_set1_epi8(a)), _mm_cmpeq_epi8(v, _mm_set1_epi8(b)));
}

static inline uint64_t group_eq2_sse4(struct group_sse4 g, char a, char b)
{
	return join_sse4(
	    eq2_sse4(g.a, a, b), eq2_sse4(g.b, a, b), eq2_sse4(g.c, a, b), eq2_sse4(g.d, a, b));
}

static inline __m128i rare_sse4(__m128i v)
{
	return _mm_or_si128(v, eq2_sse4(v, '"', '\0'));
}

static inline uint64_t group_rare_sse4(struct group_sse4 g)
{
	return join_sse4(rare_sse4(g.a), rare_sse4(g.b), rare_sse4(g.c), rare_sse4(g.d));
}

/* As signed bytes, those outside ASCII are the lowest. */
static inline __m128i low_sse4(__m128i v)
{
	return _mm_cmplt_epi8(v, _mm_set1_epi8('!'));
}

static inline uint64_t group_low_sse4(struct group_sse4 g)
{
	return join_sse4(low_sse4(g.a), low_sse4(g.b), low_sse4(g.c), low_sse4(g.d));
}

static inline int first_sse4(uint64_t bits)
{
	return first_plain(bits);
}

static inline uint32_t *bits_put_sse4(uint32_t *out, uint32_t base, uint64_t bits)
{
	BITS_PUT_BODY(first_plain);
}


SPOT_CPU_END

/* --- AVX2: 32 bytes at a time ------------------------------------------------------------ */

SPOT_CPU_BEGIN_AVX2

struct group_avx2 {
	__m256i low, high;
};

static inline struct group_avx2 group_load_avx2(const char *p)
{
	return (struct group_avx2) { _mm256_loadu_si256((const __m256i *)p),
		_mm256_loadu_si256((const __m256i *)(p + 32)) };
}

static inline uint64_t join_avx2(__m256i low, __m256i high)
{
	return (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32 |
	    (uint32_t)_mm256_movemask_epi8(low);
}

static inline uint64_t group_eq_avx2(struct group_avx2 g, char c)
{
	const __m256i v = _mm256_set1_epi8(c);
	return join_avx2(_mm256_cmpeq_epi8(g.low, v), _mm256_cmpeq_epi8(g.high, v));
}

static inline __m256i eq2_avx2(__m256i v, char a, char b)
{
	return _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8(a)),
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8(b)));
}

static inline uint64_t group_eq2_avx2(struct group_avx2 g, char a, char b)
{
	return join_avx2(eq2_avx2(g.low, a, b), eq2_avx2(g.high, a, b));
}

static inline __m256i rare_avx2(__m256i v)
{
	return _mm256_or_si256(v, eq2_avx2(v, '"', '\0'));
}

static inline uint64_t group_rare_avx2(struct group_avx2 g)
{
	return join_avx2(rare_avx2(g.low), rare_avx2(g.high));
}

static inline uint64_t group_low_avx2(struct group_avx2 g)
{
	const __m256i visible = _mm256_set1_epi8('!');
	return join_avx2(_mm256_cmpgt_epi8(visible, g.low), _mm256_cmpgt_epi8(visible, g.high));
}

static inline int first_avx2(uint64_t bits)
{
	return (int)_tzcnt_u64(bits);
}

static inline uint32_t *bits_put_avx2(uint32_t *out, uint32_t base, uint64_t bits)
{
	BITS_PUT_BODY(first_avx2);
}

SPOT_CPU_END

/* --- AVX-512: all of them at once -------------------------------------------------------- */

SPOT_CPU_BEGIN_AVX512

struct group_avx512 {
	__m512i v;
};

static inline struct group_avx512 group_load_avx512(const char *p)
{
	return (struct group_avx512) { _mm512_loadu_si512(p) };
}

static inline uint64_t group_eq_avx512(struct group_avx512 g, char c)
{
	return _mm512_cmpeq_epi8_mask(g.v, _mm512_set1_epi8(c));
}

static inline uint64_t group_eq2_avx512(struct group_avx512 g, char a, char b)
{
	return group_eq_avx512(g, a) | group_eq_avx512(g, b);
}

static inline uint64_t group_rare_avx512(struct group_avx512 g)
{
	return group_eq2_avx512(g, '"', '\0') | _mm512_movepi8_mask(g.v);
}

static inline uint64_t group_low_avx512(struct group_avx512 g)
{
	return _mm512_cmplt_epi8_mask(g.v, _mm512_set1_epi8('!'));
}

static inline int first_avx512(uint64_t bits)
{
	return (int)_tzcnt_u64(bits);
}

/* The places are bytes that are closed up and then widened; 16 of them are most often all. */
static inline uint32_t *bits_put_avx512(uint32_t *out, uint32_t base, uint64_t bits)
{
	const __m512i places = _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51,
	    50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29,
	    28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6,
	    5, 4, 3, 2, 1, 0);
	const __m512i from = _mm512_set1_epi32((int)base);
	uint32_t *end = out + __builtin_popcountll(bits);
	__m512i set = _mm512_maskz_compress_epi8(bits, places);
	for (;;) {
		__m512i wide = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(set));
		_mm512_storeu_si512(out, _mm512_add_epi32(wide, from));
		out += 16;
		if (out >= end)
			return end;
		set = _mm512_alignr_epi32(set, set, 4);
	}
}

SPOT_CPU_END

#elif defined(__aarch64__)

#include <arm_neon.h>

/* --- NEON: 16 bytes at a time ------------------------------------------------------------ */

struct group_neon {
	uint8x16_t a, b, c, d;
};

static inline struct group_neon group_load_neon(const char *p)
{
	const uint8_t *bytes = (const uint8_t *)p;
	return (struct group_neon) { vld1q_u8(bytes), vld1q_u8(bytes + 16), vld1q_u8(bytes + 32),
		vld1q_u8(bytes + 48) };
}

/* Of each byte, which is all ones or zeros, one bit; three sums of neighbours bring eight of them
 * into a byte each. */
static inline uint64_t join_neon(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d)
{
	const uint8x16_t bits = { 1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128 };
	uint8x16_t low = vpaddq_u8(vandq_u8(a, bits), vandq_u8(b, bits));
	uint8x16_t high = vpaddq_u8(vandq_u8(c, bits), vandq_u8(d, bits));
	uint8x16_t all = vpaddq_u8(low, high);
	return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

static inline uint64_t group_eq_neon(struct group_neon g, char c)
{
	const uint8x16_t v = vdupq_n_u8((uint8_t)c);
	return join_neon(vceqq_u8(g.a, v), vceqq_u8(g.b, v), vceqq_u8(g.c, v), vceqq_u8(g.d, v));
}

static inline uint8x16_t eq2_neon(uint8x16_t v, char a, char b)
{
	return vorrq_u8(vceqq_u8(v, vdupq_n_u8((uint8_t)a)), vceqq_u8(v, vdupq_n_u8((uint8_t)b)));
}

static inline uint64_t group_eq2_neon(struct group_neon g, char a, char b)
{
	return join_neon(
	    eq2_neon(g.a, a, b), eq2_neon(g.b, a, b), eq2_neon(g.c, a, b), eq2_neon(g.d, a, b));
}

static inline uint8x16_t rare_neon(uint8x16_t v)
{
	return vorrq_u8(vcgeq_u8(v, vdupq_n_u8(0x80)), eq2_neon(v, '"', '\0'));
}

static inline uint64_t group_rare_neon(struct group_neon g)
{
	return join_neon(rare_neon(g.a), rare_neon(g.b), rare_neon(g.c), rare_neon(g.d));
}

/* As signed bytes, those outside ASCII are the lowest. */
static inline uint8x16_t low_neon(uint8x16_t v)
{
	return vcltq_s8(vreinterpretq_s8_u8(v), vdupq_n_s8('!'));
}

static inline uint64_t group_low_neon(struct group_neon g)
{
	return join_neon(low_neon(g.a), low_neon(g.b), low_neon(g.c), low_neon(g.d));
}

static inline int first_neon(uint64_t bits)
{
	return first_plain(bits);
}

static inline uint32_t *bits_put_neon(uint32_t *out, uint32_t base, uint64_t bits)
{
	BITS_PUT_BODY(first_plain);
}

#endif

#endif
