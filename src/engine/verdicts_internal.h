/* SPDX-License-Identifier: MIT */
/* The variants of the loops of a batch's verdicts. All compute the same bits. */
#ifndef SPOT_ENGINE_VERDICTS_INTERNAL_H
#define SPOT_ENGINE_VERDICTS_INTERNAL_H

#include <float.h>
#include <math.h>
#include <string.h>

#include "engine/verdicts.h"

/* The bytes a row that a set of so many rules has. */
static inline size_t spot_verdicts_planes(size_t n_rules)
{
	return (n_rules + 7) / 8;
}

/* Everything but exceptions. */
void spot_verdicts_plain(struct spot_verdicts *out, const struct spot_scoring *scoring,
    const struct spot_answers *answers, size_t n_rows);
#if defined(__x86_64__)
void spot_verdicts_avx2(struct spot_verdicts *out, const struct spot_scoring *scoring,
    const struct spot_answers *answers, size_t n_rows);
#endif

#endif
