/* SPDX-License-Identifier: MIT */
/*
 * What a rule file may use. Counts decide, so the verdict is the same on every machine; the
 * clock is only a net under them, for what no count sees (long strings compared by the VM, hash
 * chains), and honest rules never come near it.
 */
#ifndef SPOT_RULES_LIMITS_H
#define SPOT_RULES_LIMITS_H

#include <stddef.h>
#include <stdint.h>

struct spot_limits {
	size_t memory_bytes;        /* of one Lua state */
	size_t string_bytes;        /* of one string */
	uint64_t load_instructions; /* VM instructions (and charged work) of loading, with files */
	uint64_t call_instructions; /* of one rule on one account */
	uint64_t call_milliseconds; /* processor time of one call; 0: SPOT_LIMITS_MILLISECONDS */
};

#define SPOT_LIMITS_MILLISECONDS 1000

#define SPOT_LIMITS_DEFAULT \
	((struct spot_limits) { 64u << 20, 1u << 20, 20u * 1000 * 1000, 10u * 1000 * 1000, \
	    SPOT_LIMITS_MILLISECONDS })

#endif
