/* SPDX-License-Identifier: MIT */
/*
 * One lane's value, and the arithmetic of lanes (see formula.def): Lua's to the bit, and defined
 * for every operand.
 */
#ifndef SPOT_PROGRAM_SCALAR_H
#define SPOT_PROGRAM_SCALAR_H

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/date.h"
#include "program/pool.h"
#include "program/program.h"

union spot_scalar {
	uint8_t flag;
	int64_t integer;
	double number;
	struct spot_view text;
	struct spot_list list;
};

/* Where ops make texts. nomem is set when there was no memory; the value is then of no account. */
struct spot_scratch {
	struct spot_arena *arena;
	struct spot_buf folded;
	bool nomem;
};

/* Any op but leaves. */
union spot_scalar spot_scalar_eval(struct spot_scratch *scratch, const struct spot_node *node,
    const struct spot_constant *constant, const union spot_scalar in[3]);
double spot_scalar_call(enum spot_math math, double x, double y);

/* A place among a table's values; what is out of range is of no account. */
static inline size_t spot_scalar_place(const struct spot_constant *constant, int64_t i)
{
	return (uint64_t)i < constant->list.n_items ? (size_t)i : 0;
}

#define SPOT_TWO_TO_63 9223372036854775808.0

static inline int64_t spot_scalar_add(int64_t x, int64_t y)
{
	return (int64_t)((uint64_t)x + (uint64_t)y);
}

static inline int64_t spot_scalar_sub(int64_t x, int64_t y)
{
	return (int64_t)((uint64_t)x - (uint64_t)y);
}

static inline int64_t spot_scalar_mul(int64_t x, int64_t y)
{
	return (int64_t)((uint64_t)x * (uint64_t)y);
}

static inline int64_t spot_scalar_idiv(int64_t x, int64_t y)
{
	if (y == 0 || y == -1)
		return spot_scalar_sub(0, x) & y;
	return x / y - ((x ^ y) < 0 && x % y != 0);
}

static inline int64_t spot_scalar_mod(int64_t x, int64_t y)
{
	if (y == 0 || y == -1)
		return 0;
	int64_t r = x % y;
	return r != 0 && (r ^ y) < 0 ? r + y : r;
}

static inline int64_t spot_scalar_shift(int64_t x, int64_t y)
{
	uint64_t left = y >= 0 && y < 64 ? (uint64_t)x << (y & 63) : 0;
	uint64_t right = y < 0 && y > -64 ? (uint64_t)x >> (-(uint64_t)y & 63) : 0;
	return (int64_t)(left | right);
}

/* Not by ?:, of which compilers make branches. */
static inline int64_t spot_scalar_blend(uint8_t mask, int64_t y, int64_t z)
{
	int64_t k = -(int64_t)mask;
	return (y & k) | (z & ~k);
}

static inline double spot_scalar_blend_f(uint8_t mask, double y, double z)
{
	int64_t i, j;
	memcpy(&i, &y, sizeof(i));
	memcpy(&j, &z, sizeof(j));
	i = spot_scalar_blend(mask, i, j);
	memcpy(&y, &i, sizeof(y));
	return y;
}

static inline double spot_scalar_mod_f(double x, double y)
{
	double m = fmod(x, y);
	return (m > 0 && y < 0) || (m < 0 && y > 0) ? m + y : m;
}

static inline double spot_scalar_ramp(double x, double from, double to)
{
	double y = (x - from) / (to - from);
	y = y <= 0 ? 0 : y;
	return y >= 1 ? 1 : y;
}

static inline double spot_scalar_to_float(int64_t x)
{
	return (double)x;
}

static inline bool spot_scalar_in_range(double x)
{
	return x >= -SPOT_TWO_TO_63 && x < SPOT_TWO_TO_63;
}

static inline int64_t spot_scalar_to_integer(double x)
{
	return spot_scalar_in_range(x) ? (int64_t)x : 0;
}

static inline bool spot_scalar_fits(double x)
{
	return floor(x) == x && spot_scalar_in_range(x);
}

/*
 * Rounding to a double keeps the order, so where the rounded integer differs from y the doubles
 * tell. Where it is equal, y is whole and compares as an integer, or is 2^63 and above all.
 */
static inline bool spot_scalar_eq_if(int64_t x, double y)
{
	return (double)x == y && y < SPOT_TWO_TO_63 && spot_scalar_to_integer(y) == x;
}

static inline bool spot_scalar_lt_if(int64_t x, double y)
{
	double d = (double)x;
	return d < y || (d == y && (y >= SPOT_TWO_TO_63 || x < spot_scalar_to_integer(y)));
}

static inline bool spot_scalar_le_if(int64_t x, double y)
{
	double d = (double)x;
	return d < y || (d == y && (y >= SPOT_TWO_TO_63 || x <= spot_scalar_to_integer(y)));
}

static inline bool spot_scalar_lt_fi(double x, int64_t y)
{
	double d = (double)y;
	return x < d || (x == d && x < SPOT_TWO_TO_63 && spot_scalar_to_integer(x) < y);
}

static inline bool spot_scalar_le_fi(double x, int64_t y)
{
	double d = (double)y;
	return x < d || (x == d && x < SPOT_TWO_TO_63 && spot_scalar_to_integer(x) <= y);
}

#endif
