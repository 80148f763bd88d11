/* SPDX-License-Identifier: MIT */
/* Any op for one lane: what folding computes with, and what is remembered of repeated texts. */
#include "program/scalar.h"

#include <assert.h>

#include "program/match.h"
#include "program/string.h"

#define MEMBER_B flag
#define MEMBER_I integer
#define MEMBER_F number
#define MEMBER_T text
#define MEMBER_L list

typedef uint8_t type_B;
typedef int64_t type_I;
typedef double type_F;
typedef struct spot_view type_T;
typedef struct spot_list type_L;

double spot_scalar_call(enum spot_math math, double x, double y)
{
	switch (math) {
	case SPOT_MATH_EXP: return exp(x);
	case SPOT_MATH_LOG: return log(x);
	case SPOT_MATH_LOG2: return log2(x);
	case SPOT_MATH_LOG10: return log10(x);
	case SPOT_MATH_SIN: return sin(x);
	case SPOT_MATH_COS: return cos(x);
	case SPOT_MATH_TAN: return tan(x);
	case SPOT_MATH_ASIN: return asin(x);
	case SPOT_MATH_ACOS: return acos(x);
	case SPOT_MATH_ATAN2: return atan2(x, y);
	case SPOT_MATH_FMOD: return fmod(x, y);
	case SPOT_MATH_N: break;
	}
	assert(false);
	return 0;
}

/* The conversion that assignment makes, without a warning. */
#define CAST_B(value) (uint8_t)(value)
#define CAST_I(value) (int64_t)(value)
#define CAST_F(value) (double)(value)
#define CAST_T(value) (value)
#define CAST_L(value) (value)

union spot_scalar spot_scalar_eval(struct spot_scratch *s, const struct spot_node *node,
    const struct spot_constant *constant, const union spot_scalar in[3])
{
	union spot_scalar out = { 0 };
	switch (node->op) {
#define F1(op, r, tx, expression) \
	case SPOT_OP_##op: { \
		const type_##tx x = in[0].MEMBER_##tx; \
		out.MEMBER_##r = CAST_##r(expression); \
		break; \
	}
#define F2(op, r, tx, ty, expression) \
	case SPOT_OP_##op: { \
		const type_##tx x = in[0].MEMBER_##tx; \
		const type_##ty y = in[1].MEMBER_##ty; \
		out.MEMBER_##r = CAST_##r(expression); \
		break; \
	}
#define F3(op, r, tx, ty, tz, expression) \
	case SPOT_OP_##op: { \
		const type_##tx x = in[0].MEMBER_##tx; \
		const type_##ty y = in[1].MEMBER_##ty; \
		const type_##tz z = in[2].MEMBER_##tz; \
		out.MEMBER_##r = CAST_##r(expression); \
		break; \
	}
#include "program/formula.def"
#include "program/lane.def"
	F1(REGEX_T, B, T, spot_match_regex(s, constant, x) == SPOT_MATCH_YES)
	F1(REGEX_OK_T, B, T, spot_match_regex(s, constant, x) != SPOT_MATCH_UNSURE)
	F2(MATCHES_T, B, T, T, spot_match_pattern(x, y) == SPOT_MATCH_YES)
	F2(PATTERN_OK_T, B, T, T, spot_match_pattern(x, y) != SPOT_MATCH_UNSURE)
#undef F1
#undef F2
#undef F3
	default:
		assert(false);
	}
	return out;
}
