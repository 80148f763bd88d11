/* SPDX-License-Identifier: MIT */
/* The kernels for processors with AVX-512. */
#include "base/cpu.h"

#if defined(__x86_64__)
#define SPOT_KERNELS spot_kernels_avx512
#define SPOT_KERNELS_NAME "avx512"
SPOT_CPU_BEGIN_AVX512
#include "program/kernel_template.h"
SPOT_CPU_END
#endif
