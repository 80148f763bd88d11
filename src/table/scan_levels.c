/* SPDX-License-Identifier: MIT */
/*
 * The scanner's loops, after simdjson (G. Langdale, D. Lemire): 64 bytes become bits, one a byte
 * and kind; a prefix sum of the quotes' bits tells what is in quotes; the bits that are left are
 * turned into a list of places. Groups without quotes and other rare bytes, which are most, take
 * the short way.
 */
#include <stdatomic.h>

#include "table/record.h"
#include "table/scan_internal.h"

_Static_assert(SPOT_BLOCK_SLACK >= SPOT_SCAN_GROUP, "the last group is read whole");

#include "table/scan_level.h"

#if defined(__x86_64__)

SPOT_CPU_BEGIN_SSE4
#define SCAN(name) name##_sse4
#include "table/scan_level.h"
SPOT_CPU_END

SPOT_CPU_BEGIN_AVX2
#define SCAN(name) name##_avx2
#include "table/scan_level.h"
SPOT_CPU_END

SPOT_CPU_BEGIN_AVX512
#define SCAN(name) name##_avx512
#include "table/scan_level.h"
SPOT_CPU_END

#elif defined(__aarch64__)

#define SCAN(name) name##_neon
#include "table/scan_level.h"

#endif

/* --- the choice -------------------------------------------------------------------------- */

static const struct spot_scan_level levels[SPOT_CPU_N] = {
	[SPOT_CPU_PLAIN] = { cut_loop_plain, index_loop_plain },
#if defined(__x86_64__)
	[SPOT_CPU_SSE4] = { cut_loop_sse4, index_loop_sse4 },
	[SPOT_CPU_AVX2] = { cut_loop_avx2, index_loop_avx2 },
	[SPOT_CPU_AVX512] = { cut_loop_avx512, index_loop_avx512 },
#elif defined(__aarch64__)
	[SPOT_CPU_NEON] = { cut_loop_neon, index_loop_neon },
#endif
};

static atomic_int forced = SPOT_CPU_N;

enum spot_cpu spot_scan_cpu(void)
{
	int cpu = atomic_load_explicit(&forced, memory_order_relaxed);
	return cpu < SPOT_CPU_N ? (enum spot_cpu)cpu : spot_cpu_best();
}

const struct spot_scan_level *spot_scan_level(void)
{
	return &levels[spot_scan_cpu()];
}

bool spot_scan_force(enum spot_cpu cpu)
{
	if (cpu > spot_cpu_best() || !levels[cpu].cut)
		return false;
	atomic_store_explicit(&forced, (int)cpu, memory_order_relaxed);
	return true;
}
