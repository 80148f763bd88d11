/* SPDX-License-Identifier: MIT */
/* The kernels for processors with SSE4.2. */
#include "base/cpu.h"

#if defined(__x86_64__)
#define SPOT_KERNELS spot_kernels_sse4
#define SPOT_KERNELS_NAME "sse4"
SPOT_CPU_BEGIN_SSE4
#include "program/kernel_template.h"
SPOT_CPU_END
#endif
