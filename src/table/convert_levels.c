/* SPDX-License-Identifier: MIT */
#include "table/convert_level.h"

#if defined(__x86_64__)

SPOT_CPU_BEGIN_SSE4

/*
 * The text stands at the end of sixteen bytes; those before it are made zeros, and so is the
 * point, by moving what is before it by one. Then neighbours are joined: to eight numbers of two
 * digits, four of four, two of eight.
 */
static inline bool decimal_load_sse4(const char *p, size_t n, uint64_t *digits, size_t *n_fraction)
{
	static const uint8_t edges[48] = { [16] = 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
		0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
	__m128i bytes = _mm_loadu_si128((const __m128i *)(p + n - 16));
	__m128i text = _mm_loadu_si128((const __m128i *)(edges + n));
	__m128i x = _mm_and_si128(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), text);
	__m128i is_point = _mm_and_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('.')), text);
	unsigned points = (unsigned)_mm_movemask_epi8(is_point);
	/* Bytes up to the last point, with it; 0: there is none. */
	unsigned n_point = 31 - (unsigned)__builtin_clz(points * 2 + 1);
	__m128i before = _mm_loadu_si128((const __m128i *)(edges + 32 - n_point));
	x = _mm_blendv_epi8(x, _mm_slli_si128(x, 1), before);
	__m128i over_nine = _mm_subs_epu8(x, _mm_set1_epi8(9));
	if (!_mm_testz_si128(over_nine, over_nine) || n == (points != 0))
		return false;
	x = _mm_maddubs_epi16(x, _mm_set1_epi16(0x010A));
	x = _mm_madd_epi16(x, _mm_set1_epi32(0x00010064));
	x = _mm_packus_epi32(x, x);
	x = _mm_madd_epi16(x, _mm_set1_epi32(0x00012710));
	uint64_t halves = (uint64_t)_mm_cvtsi128_si64(x);
	*digits = (halves & 0xFFFFFFFF) * 100000000 + (halves >> 32);
	*n_fraction = (16 - n_point) % 16;
	return true;
}

#define LEVEL(name) name##_sse4
#include "table/convert_level.h"

SPOT_CPU_END

SPOT_CPU_BEGIN_AVX2
#define decimal_load_avx2 decimal_load_sse4
#define LEVEL(name) name##_avx2
#include "table/convert_level.h"
SPOT_CPU_END

SPOT_CPU_BEGIN_AVX512
#define decimal_load_avx512 decimal_load_sse4
#define LEVEL(name) name##_avx512
#include "table/convert_level.h"
SPOT_CPU_END

#elif defined(__aarch64__)

#define decimal_load_neon decimal_load_plain
#define LEVEL(name) name##_neon
#include "table/convert_level.h"

#endif

static const struct spot_convert_level levels[SPOT_CPU_N] = {
	[SPOT_CPU_PLAIN] = { decimal_plain, percent_plain, list_plain },
#if defined(__x86_64__)
	[SPOT_CPU_SSE4] = { decimal_sse4, percent_sse4, list_sse4 },
	[SPOT_CPU_AVX2] = { decimal_avx2, percent_avx2, list_avx2 },
	[SPOT_CPU_AVX512] = { decimal_avx512, percent_avx512, list_avx512 },
#elif defined(__aarch64__)
	[SPOT_CPU_NEON] = { decimal_neon, percent_neon, list_neon },
#endif
};

const struct spot_convert_level *spot_convert_level(void)
{
	return &levels[spot_scan_cpu()];
}
