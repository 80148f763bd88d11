/* SPDX-License-Identifier: MIT */
#include "base/cpu.h"

#if defined(__x86_64__)

enum spot_cpu spot_cpu_best(void)
{
	__builtin_cpu_init();
	if (!__builtin_cpu_supports("sse4.2") || !__builtin_cpu_supports("popcnt"))
		return SPOT_CPU_PLAIN;
	if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") ||
	    !__builtin_cpu_supports("bmi2"))
		return SPOT_CPU_SSE4;
	if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
	    !__builtin_cpu_supports("avx512vl") || !__builtin_cpu_supports("avx512dq") ||
	    !__builtin_cpu_supports("avx512vbmi") || !__builtin_cpu_supports("avx512vbmi2"))
		return SPOT_CPU_AVX2;
	return SPOT_CPU_AVX512;
}

#elif defined(__aarch64__)

enum spot_cpu spot_cpu_best(void)
{
	return SPOT_CPU_NEON;
}

#else

enum spot_cpu spot_cpu_best(void)
{
	return SPOT_CPU_PLAIN;
}

#endif
