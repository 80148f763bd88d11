/* SPDX-License-Identifier: MIT */
/* A fingerprint of bytes: XXH3, 64 bits, the same on every machine. Not against an adversary. Pure;
 * any thread. */
#ifndef SPOT_BASE_HASH_H
#define SPOT_BASE_HASH_H

#include <stdint.h>

#include "base/view.h"

uint64_t spot_hash_view(struct spot_view view);

/* A number spread evenly over all: the next output of splitmix64 from that state (Steele, Lea and
 * Flood 2014), which goes on by SPOT_HASH_STEP. */
#define SPOT_HASH_STEP UINT64_C(0x9e3779b97f4a7c15)
static inline uint64_t spot_hash_number(uint64_t state)
{
	uint64_t z = state + SPOT_HASH_STEP;

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

#endif
