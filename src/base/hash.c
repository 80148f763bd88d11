/* SPDX-License-Identifier: MIT */
#include "base/hash.h"

#include <xxhash.h>

uint64_t spot_hash_view(struct spot_view view)
{
	return XXH3_64bits(view.ptr, view.len);
}
