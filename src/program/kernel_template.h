/* SPDX-License-Identifier: MIT */
/*
 * The kernels, compiled once for each variant: SPOT_KERNELS is the variant's name. Every op has
 * one loop, which is compiled for each arrangement of constant operands that there is (see
 * verify.c); where one does not occur in practice a slow loop serves.
 */
#ifndef SPOT_PROGRAM_KERNEL_TEMPLATE_H
#define SPOT_PROGRAM_KERNEL_TEMPLATE_H

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3", "no-math-errno", "no-trapping-math")
#endif

#include "program/kernel.h"
#include "program/scalar.h"

#ifndef SPOT_KERNELS
#define SPOT_KERNELS spot_kernels_plain
#define SPOT_KERNELS_NAME "plain"
#endif

#define ALWAYS_INLINE static inline __attribute__((always_inline))

typedef uint8_t type_B;
typedef int64_t type_I;
typedef double type_F;

/* Operand t of the type with that letter at lane i; kt: it is one value. */
#define LANE(t, letter, kt) (((const type_##letter *)(t))[(kt) ? 0 : i])

#define F1(op, r, tx, expression) \
	static void run_##op(size_t n, void *restrict out, const void *const in[3], \
	    unsigned constants) \
	{ \
		const void *px = in[0]; \
		type_##r *restrict o = out; \
		(void)constants; \
		for (size_t i = 0; i < n; i++) { \
			const type_##tx x = LANE(px, tx, false); \
			o[i] = (type_##r)(expression); \
		} \
	}

#define F2(op, r, tx, ty, expression) \
	ALWAYS_INLINE void loop_##op(size_t n, type_##r *restrict o, const void *px, \
	    const void *py, bool kx, bool ky) \
	{ \
		for (size_t i = 0; i < n; i++) { \
			const type_##tx x = LANE(px, tx, kx); \
			const type_##ty y = LANE(py, ty, ky); \
			o[i] = (type_##r)(expression); \
		} \
	} \
	static void run_##op(size_t n, void *restrict out, const void *const in[3], \
	    unsigned constants) \
	{ \
		switch (constants) { \
		case 1: loop_##op(n, out, in[0], in[1], true, false); break; \
		case 2: loop_##op(n, out, in[0], in[1], false, true); break; \
		default: loop_##op(n, out, in[0], in[1], false, false); break; \
		} \
	}

/* Of three operands, which are read as they lie or, where they are constants, again and again. */
#define LOOP3(op, r, tx, ty, tz, expression) \
	ALWAYS_INLINE void loop_##op(size_t n, type_##r *restrict o, const void *const in[3], \
	    bool kx, bool ky, bool kz) \
	{ \
		const void *px = in[0], *py = in[1], *pz = in[2]; \
		for (size_t i = 0; i < n; i++) { \
			const type_##tx x = LANE(px, tx, kx); \
			const type_##ty y = LANE(py, ty, ky); \
			const type_##tz z = LANE(pz, tz, kz); \
			o[i] = (type_##r)(expression); \
		} \
	}

#define F3(op, r, tx, ty, tz, expression) \
	LOOP3(op, r, tx, ty, tz, expression) \
	static void run_##op(size_t n, void *restrict out, const void *const in[3], \
	    unsigned constants) \
	{ \
		switch (constants) { \
		case 0: loop_##op(n, out, in, false, false, false); break; \
		case 2: loop_##op(n, out, in, false, true, false); break; \
		case 4: loop_##op(n, out, in, false, false, true); break; \
		case 6: loop_##op(n, out, in, false, true, true); break; \
		default: \
			loop_##op(n, out, in, constants & 1, constants & 2, constants & 4); \
			break; \
		} \
	}

#define SELECT(op, r, expression) \
	LOOP3(op, r, B, r, r, expression) \
	static void run_##op(size_t n, void *restrict out, const void *const in[3], \
	    unsigned constants) \
	{ \
		switch (constants) { \
		case 2: loop_##op(n, out, in, false, true, false); break; \
		case 4: loop_##op(n, out, in, false, false, true); break; \
		case 6: loop_##op(n, out, in, false, true, true); break; \
		default: loop_##op(n, out, in, false, false, false); break; \
		} \
	}

#define B2(op, expression) \
	static void run_##op(size_t n, void *restrict out, const void *const in[3], \
	    unsigned constants) \
	{ \
		const type_B *px = in[0], *py = in[1]; \
		type_B *restrict o = out; \
		(void)constants; \
		for (size_t i = 0; i < n; i++) { \
			const type_B x = px[i], y = py[i]; \
			o[i] = (type_B)(expression); \
		} \
	}

#define B3(op, expression) \
	static void run_##op(size_t n, void *restrict out, const void *const in[3], \
	    unsigned constants) \
	{ \
		const type_B *px = in[0], *py = in[1], *pz = in[2]; \
		type_B *restrict o = out; \
		(void)constants; \
		for (size_t i = 0; i < n; i++) { \
			const type_B x = px[i], y = py[i], z = pz[i]; \
			o[i] = (type_B)(expression); \
		} \
	}

#include "program/formula.def"
#undef F1
#undef F2
#undef F3

static void is_state(size_t n, uint8_t *restrict out, const uint8_t *states, uint8_t wanted)
{
	for (size_t i = 0; i < n; i++)
		out[i] = states[i] == wanted;
}

static void take_bit(size_t n, uint8_t *restrict out, const uint64_t *masks, unsigned bit)
{
	for (size_t i = 0; i < n; i++)
		out[i] = masks[i] >> bit & 1;
}

static size_t mark_lanes(size_t n, uint8_t *restrict states, const uint8_t *mask, uint8_t mark)
{
	size_t count = 0;
	/* Counted in portions that fit a byte. */
	for (size_t at = 0; at < n; at += 128) {
		uint8_t some = 0;
		size_t end = n - at < 128 ? n : at + 128;
		for (size_t i = at; i < end; i++) {
			uint8_t is_marked = mask[i] & (states[i] == 0);
			states[i] = (uint8_t)(states[i] | (-is_marked & mark));
			some = (uint8_t)(some + is_marked);
		}
		count += some;
	}
	return count;
}

ALWAYS_INLINE void loop_take(size_t n, double *restrict out, const double *values,
    bool is_constant, const uint8_t *states)
{
	for (size_t i = 0; i < n; i++)
		out[i] = spot_scalar_blend_f(states[i] == 0, values[is_constant ? 0 : i], 0);
}

static void take_lanes(size_t n, double *restrict out, const double *values, bool is_constant,
    const uint8_t *states)
{
	if (is_constant)
		loop_take(n, out, values, true, states);
	else
		loop_take(n, out, values, false, states);
}

const struct spot_kernels SPOT_KERNELS = {
	.name = SPOT_KERNELS_NAME,
	.is_state = is_state,
	.bit = take_bit,
	.mark = mark_lanes,
	.take = take_lanes,
	.fn = {
#define F1(op, r, tx, expression) [SPOT_OP_##op] = run_##op,
#define F2(op, r, tx, ty, expression) [SPOT_OP_##op] = run_##op,
#define F3(op, r, tx, ty, tz, expression) [SPOT_OP_##op] = run_##op,
#include "program/formula.def"
#undef F1
#undef F2
#undef F3
	},
};

#endif
