/* SPDX-License-Identifier: MIT */
/*
 * The loops over a batch's lanes, one an op of formula.def, in variants for what a processor can
 * do. All variants compute the same bits.
 */
#ifndef SPOT_PROGRAM_KERNEL_H
#define SPOT_PROGRAM_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"
#include "program/program.h"

/* out[0 .. n) of the operands in; constants: bit i says that operand i is one value and not n. */
typedef void (*spot_kernel_fn)(size_t n, void *restrict out, const void *const in[3],
    unsigned constants);

struct spot_kernels {
	const char *name;
	spot_kernel_fn fn[SPOT_OP_N]; /* NULL: not of formula.def */
	/* Which lanes of a column are in that state. */
	void (*is_state)(size_t n, uint8_t *restrict out, const uint8_t *states, uint8_t wanted);
	/* Marks lanes of the mask that are 0 in states yet; the number of them. */
	size_t (*mark)(size_t n, uint8_t *restrict states, const uint8_t *mask, uint8_t mark);
	/* That bit of each mask. */
	void (*bit)(size_t n, uint8_t *restrict out, const uint64_t *masks, unsigned bit);
	/* The values of lanes that are 0 in states, else 0. */
	void (*take)(size_t n, double *restrict out, const double *values, bool is_constant,
	    const uint8_t *states);
};

extern const struct spot_kernels spot_kernels_plain;
#if defined(__x86_64__)
extern const struct spot_kernels spot_kernels_sse4, spot_kernels_avx2, spot_kernels_avx512;
#endif

/* For a processor that has this. */
const struct spot_kernels *spot_kernels_of(enum spot_cpu cpu);

#endif
