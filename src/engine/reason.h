/* SPDX-License-Identifier: MIT */
/* Which rules made a verdict, by name. Names are borrowed from the rules. */
#ifndef SPOT_ENGINE_REASON_H
#define SPOT_ENGINE_REASON_H

#include "engine/panel.h"

/* Names of the disqualifiers that hold, in file order; names has room for all. Returns how many. */
size_t spot_reason_disqualifiers(
    const struct spot_judge *judge, size_t row_idx, const char **names);

/* Names of the rules whose answer is unknown: criteria, disqualifiers, growth formulas, each in
 * file order; names has room for all. */
size_t spot_reason_unknown(const struct spot_judge *judge, size_t row_idx, const char **names);

/* The name of the exception that holds, or "". */
const char *spot_reason_exception(const struct spot_judge *judge, size_t row_idx);

/* The reason shown in one line: the exception's or first disqualifier's why, else that of the
 * criterion with most points. */
const char *spot_reason_first(const struct spot_judge *judge, size_t row_idx);

#endif
