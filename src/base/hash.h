/* SPDX-License-Identifier: MIT */
/* A fingerprint of bytes: XXH3, 64 bits, the same on every machine. Not against an adversary. Pure;
 * any thread. */
#ifndef SPOT_BASE_HASH_H
#define SPOT_BASE_HASH_H

#include <stdint.h>

#include "base/view.h"

uint64_t spot_hash_view(struct spot_view view);

#endif
