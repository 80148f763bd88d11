/* SPDX-License-Identifier: MIT */
/* What frame.c (accounts put together in file order) and frame_emit.c (a worker's batch) share. */
#ifndef SPOT_STUDY_FRAME_INTERNAL_H
#define SPOT_STUDY_FRAME_INTERNAL_H

#include "study/frame.h"

struct spot_frame_gathering {
	struct spot_frame *frame;
	const struct spot_frame_options *options;
	const struct spot_frame_calls *calls;
	size_t n_expected;   /* rows to be kept in all, by what was read of the input */
	/* By column: given up; workers tell only where it is blank. */
	atomic_bool *is_too_many;
	uint32_t *code_of;   /* the level of each text of a batch */
	size_t code_of_cap;
	/* By level, of one list: the row that had it last, and one. */
	size_t *stamps;
	size_t stamps_cap;
};

/* What a worker tells of a batch, as the bytes of its piece: this; by column what its kind needs of
 * the kept rows (spot_frame_emit_batch); cohorts, answers; scores, growths, tiers; lengths of the
 * keys, keys. */
struct spot_frame_batch {
	uint64_t n_rows, n_kept, n_neither, n_unknown;
};

/* A sink's render; ctx is the gathering. */
int spot_frame_emit_batch(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err);

#endif
