/* SPDX-License-Identifier: MIT */
/* The loops of lane.def: one lane after the other, where a mask says. */
#ifndef SPOT_PROGRAM_LANE_H
#define SPOT_PROGRAM_LANE_H

#include "program/scalar.h"

/* What a regular expression or pattern said of the lanes of a vector: two nodes ask for it, one
 * whether it can be told and one what it is. */
struct spot_lane_matches {
	const void *pattern; /* the constant, or a Lua pattern's text; NULL: nothing is kept */
	uint32_t texts;      /* the node */
	uint8_t lanes[SPOT_BATCH_ROWS]; /* 0: not asked yet, else enum spot_match + 1 */
};

struct spot_lane_run {
	struct spot_scratch *scratch;
	struct spot_lane_matches *matches;
	const struct spot_node *node;
	const struct spot_constant *constant;
	const void *in[3];
	unsigned constants;    /* bit i says that operand i is one value and not n */
	const uint8_t *where;  /* NULL: every lane */
	size_t n;
};

/* out[i] for the lanes 0 .. n of where; in the others a truth value is false. */
void spot_lane_run(const struct spot_lane_run *run, void *out);

#endif
