/* SPDX-License-Identifier: MIT */
/* Decimal text to numbers, without locale. Only digits, sign, point and exponent: no hex,
 * inf or nan. */
#ifndef SPOT_BASE_NUMBER_H
#define SPOT_BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/view.h"

/* [+-]digits[.digits][e[+-]digits], "." with digits on at least one side; the whole text.
 * False when it is not of that form or the value is not finite. Correctly rounded. */
bool spot_number_double(struct spot_view text, double *out);

/* [+-]digits within int64; false otherwise. */
bool spot_number_integer(struct spot_view text, int64_t *out);

#endif
