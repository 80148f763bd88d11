/* SPDX-License-Identifier: MIT */
/* What the processor can do, for code that exists in several variants. Any thread. */
#ifndef SPOT_BASE_CPU_H
#define SPOT_BASE_CPU_H

/* Each has what those before it have, on the same architecture. */
enum spot_cpu {
	SPOT_CPU_PLAIN,  /* C alone */
	SPOT_CPU_NEON,   /* of every 64-bit ARM */
	SPOT_CPU_SSE4,   /* SSE4.2 and POPCNT */
	SPOT_CPU_AVX2,   /* with BMI1 and BMI2 */
	SPOT_CPU_AVX512, /* F, BW, VL, DQ, VBMI and VBMI2 */
	SPOT_CPU_N
};

/* Between BEGIN and END functions are made for that kind of processor, whatever the compiler's
 * options say. */
#if defined(__x86_64__)
#define SPOT_CPU_PRAGMA(text) _Pragma(#text)
#if defined(__clang__)
#define SPOT_CPU_BEGIN(features) \
	SPOT_CPU_PRAGMA( \
	    clang attribute push(__attribute__((target(features))), apply_to = function))
#define SPOT_CPU_END SPOT_CPU_PRAGMA(clang attribute pop)
#else
#define SPOT_CPU_BEGIN(features) \
	SPOT_CPU_PRAGMA(GCC push_options) SPOT_CPU_PRAGMA(GCC target(features))
#define SPOT_CPU_END SPOT_CPU_PRAGMA(GCC pop_options)
#endif
#define SPOT_CPU_BEGIN_SSE4 SPOT_CPU_BEGIN("sse4.2,popcnt")
#define SPOT_CPU_BEGIN_AVX2 SPOT_CPU_BEGIN("avx2,bmi,bmi2,popcnt")
#define SPOT_CPU_BEGIN_AVX512 \
	SPOT_CPU_BEGIN("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt")
#endif

/* The best that this machine has. */
enum spot_cpu spot_cpu_best(void);

#endif
