/* SPDX-License-Identifier: MIT */
/* op.def as data. */
#include <ctype.h>

#include "program/internal.h"

enum { W = SPOT_OP_W, K = SPOT_OP_K, WK = W | K };

const struct spot_op_info spot_op_table[SPOT_OP_N] = {
#define X(name, result, operands, flags, format) \
	{ #name, operands, format, #result[0], flags, sizeof(operands) - 1 },
#include "program/op.def"
#undef X
};

enum spot_kind spot_op_kind(char letter)
{
	switch (tolower((unsigned char)letter)) {
	case 'b': return SPOT_KIND_BOOL;
	case 'i': return SPOT_KIND_INT;
	case 'f': return SPOT_KIND_FLOAT;
	case 't': return SPOT_KIND_TEXT;
	case 'l': return SPOT_KIND_LIST;
	}
	return SPOT_KIND_N;
}

const char *spot_op_math_name(enum spot_math math)
{
	static const char *const names[SPOT_MATH_N] = {
		[SPOT_MATH_EXP] = "exp", [SPOT_MATH_LOG] = "log", [SPOT_MATH_LOG2] = "log2",
		[SPOT_MATH_LOG10] = "log10", [SPOT_MATH_SIN] = "sin", [SPOT_MATH_COS] = "cos",
		[SPOT_MATH_TAN] = "tan", [SPOT_MATH_ASIN] = "asin", [SPOT_MATH_ACOS] = "acos",
		[SPOT_MATH_ATAN2] = "atan2", [SPOT_MATH_FMOD] = "fmod",
	};
	return names[math];
}
