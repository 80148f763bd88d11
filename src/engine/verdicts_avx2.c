/* SPDX-License-Identifier: MIT */
/* A batch's verdicts on processors with AVX2. */
#include "engine/verdicts_internal.h"

#if defined(__x86_64__)
#define SPOT_VERDICTS spot_verdicts_avx2
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC target("avx2")
#endif
#include "engine/verdicts_template.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
