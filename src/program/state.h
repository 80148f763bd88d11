/* SPDX-License-Identifier: MIT */
/* A program's state: one thread's vectors, and what it has learnt of repeated texts. */
#ifndef SPOT_PROGRAM_STATE_H
#define SPOT_PROGRAM_STATE_H

#include "program/internal.h"
#include "program/kernel.h"
#include "program/lane.h"
#include "program/scalar.h"

/* The texts of a column that were met, and which of them each lane holds. */
struct spot_dictionary {
	struct spot_texts texts;
	struct spot_arena kept; /* texts that were made of them … */
	size_t kept_bytes;      /* … and how much that is */
	size_t n_lanes;     /* met */
	bool is_off;        /* too many different ones: from now on */
	bool is_coded;      /* codes are this batch's */
	uint16_t codes[SPOT_BATCH_ROWS]; /* 0: no text, else a number + 1 */
};

/* A node's values by code; that of code 0 is 0. */
struct spot_memo {
	char *values; /* an array of the node's kind */
	size_t cap;
	uint32_t n;   /* known */
};

/* The items that were met in a column of lists. */
struct spot_items {
	struct spot_texts texts;
	uint64_t *masks; /* by number: bits of the group's nodes that want it */
	size_t cap, n_met;
	bool is_off, is_done; /* lanes are this batch's */
	uint64_t lanes[SPOT_BATCH_ROWS]; /* the masks of a list's items together */
};

/* How a node is computed. */
enum spot_way {
	SPOT_WAY_NOT, /* a constant */
	SPOT_WAY_COLUMN,
	SPOT_WAY_LANES, /* by a kernel, or a loop of lane.c */
	SPOT_WAY_MEMO,  /* as that, unless its column's dictionary is on */
	SPOT_WAY_LIST,
	SPOT_WAY_N
};

struct spot_program_state {
	const struct spot_program *program;
	const struct spot_kernels *kernels;
	char *block;          /* all vectors */
	const void **values;  /* by node: n lanes, or one value of a constant */
	struct spot_step {
		uint8_t way;       /* enum spot_way */
		uint8_t constants; /* bit i: operand i is a constant */
	} *steps;             /* by node */
	struct spot_arena arena; /* texts made in this batch */
	struct spot_scratch scratch;
	struct spot_lane_matches matches; /* of this batch */
	struct spot_dictionary *dictionaries; /* by dictionary of the program */
	struct spot_memo *memos;              /* by node */
	struct spot_items *items;             /* by group of the program */
	size_t max_texts, max_bytes;          /* of a dictionary; at most SPOT_DICTIONARY_TEXTS */
	uint64_t *node_ns;                    /* by node, the time it took; NULL: not noted */
};

/* Nanoseconds on a clock that only goes forward. */
uint64_t spot_cost_now(void);

#define SPOT_DICTIONARY_TEXTS ((size_t)4096)
#define SPOT_DICTIONARY_BYTES ((size_t)256 << 10)
#define SPOT_DICTIONARY_KEPT_BYTES ((size_t)4 << 20)

/* False when out of memory. */
bool spot_memo_init(struct spot_program_state *state);
void spot_memo_reset(struct spot_program_state *state);
/* Computes the node by what is kept of its column's texts; false: it must be computed anew. */
bool spot_memo_run(struct spot_program_state *state, size_t node_idx,
    const struct spot_batch *batch);

bool spot_lists_init(struct spot_program_state *state);
void spot_lists_reset(struct spot_program_state *state);
/* Computes a HAS_L of a group. */
void spot_lists_run(struct spot_program_state *state, size_t node_idx,
    const struct spot_batch *batch);

/* Whether so many new texts among so many are too many to be worth remembering. */
static inline bool spot_memo_is_vain(size_t n_new, size_t n_met)
{
	return n_met >= 2 * SPOT_BATCH_ROWS && n_new > n_met / 4 * 3;
}

#endif
