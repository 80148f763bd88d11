/* SPDX-License-Identifier: MIT */
/* What frame.c (accounts put together in file order) and frame_emit.c (a worker's batch) share. */
#ifndef SPOT_STUDY_FRAME_INTERNAL_H
#define SPOT_STUDY_FRAME_INTERNAL_H

#include "study/frame.h"

/* The texts of one column that one worker has told: each of them once, in a number of its own. */
struct spot_frame_told {
	struct spot_map texts; /* as they are spelt; the worker's */
	size_t n_bytes;
	/* By these: the level. Theirs who take batches in; past n_codes they are still to come. */
	uint32_t *code_of;
	size_t n_codes, code_cap;
};

/* What one worker keeps from batch to batch. */
struct spot_frame_teller {
	struct spot_frame_told *told;        /* by column */
	struct spot_frame_emitting *emitting; /* NULL: not begun */
};

struct spot_frame_gathering {
	struct spot_frame *frame;
	const struct spot_frame_options *options;
	const struct spot_run_calls *calls;
	size_t n_expected;   /* rows to be kept in all, by what was read of the input */
	/* By column: given up; workers tell only where it is blank. */
	atomic_bool *is_too_many;
	struct spot_frame_teller *tellers; /* by thread */
	struct spot_frame_stamps *stamps;  /* by column */
	size_t n_tellers;
};

/* By level of a list: the row that had it last, and one. */
struct spot_frame_stamps {
	size_t *items;
	size_t cap;
};

/* What a worker tells of a batch, as the bytes of its piece: this; by column a spot_frame_part and
 * what its kind needs of the kept rows (spot_frame_emit_batch); cohorts, answers; scores, tiers;
 * lengths of the keys, keys. */
struct spot_frame_batch {
	uint64_t n_rows, n_kept, n_neither, n_unknown;
	uint64_t teller;
};

struct spot_frame_part {
	uint32_t is_told;      /* else only where it is blank */
	uint32_t n_blank;
	/* Texts that are told now, and how many were before: 0: those of before count no more. */
	uint32_t n_texts, n_before;
	uint64_t n_items;      /* of lists */
};

/* Frees what the worker keeps. */
void spot_frame_emit_end(struct spot_frame_teller *teller);

/* A sink's render; ctx is the gathering. */
int spot_frame_emit_batch(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err);

#endif
