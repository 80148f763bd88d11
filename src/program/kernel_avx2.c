/* SPDX-License-Identifier: MIT */
/* The kernels for processors with AVX2. */
#include "base/cpu.h"

#if defined(__x86_64__)
#define SPOT_KERNELS spot_kernels_avx2
#define SPOT_KERNELS_NAME "avx2"
SPOT_CPU_BEGIN_AVX2
#include "program/kernel_template.h"
SPOT_CPU_END
#endif
