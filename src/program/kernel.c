/* SPDX-License-Identifier: MIT */
#include "program/kernel.h"

const struct spot_kernels *spot_kernels_of(enum spot_cpu cpu)
{
	static const struct spot_kernels *const all[SPOT_CPU_N] = {
		[SPOT_CPU_PLAIN] = &spot_kernels_plain,
#if defined(__x86_64__)
		[SPOT_CPU_SSE4] = &spot_kernels_sse4,
		[SPOT_CPU_AVX2] = &spot_kernels_avx2,
		[SPOT_CPU_AVX512] = &spot_kernels_avx512,
#endif
	};
	return all[cpu] ? all[cpu] : &spot_kernels_plain;
}
