/* SPDX-License-Identifier: MIT */
/* What the parts of a segmentation share. */
#ifndef SPOT_STUDY_SEGMENT_INTERNAL_H
#define SPOT_STUDY_SEGMENT_INTERNAL_H

#include "engine/labels.h"
#include "study/segment.h"

#define SPOT_SEGMENT_NOBODY UINT32_MAX /* of a key: no account had it */

struct spot_segment_gathered {
	int asked[SPOT_SEGMENT_COHORTS + SPOT_SEGMENT_AMOUNTS]; /* functions, as extras */
	size_t at_cohort[SPOT_SEGMENT_COHORTS];  /* their place; SPOT_NONE */
	size_t at_amount[SPOT_SEGMENT_AMOUNTS];
	size_t n_asked;
	bool keep_going;
	int *label_fns;          /* of the groupings by function, in their order */
	size_t *label_of;        /* by grouping */
	struct spot_labels labels;
	/* By the deals' key, then by grouping: the level's code. */
	uint32_t *level_of;
	size_t n_keys;
	/* For territories: open accounts by kept value, or one by one. */
	struct spot_map kept;
	double *potentials;
	uint64_t *n_kept;
	size_t n_units, cap_units, cap_n_kept;
	uint32_t *territory_of;  /* by unit */
	/* Open accounts in file order: their keys (account i's ends at key_ends[i]) and units. */
	struct spot_buf keys;
	size_t *key_ends;
	uint32_t *unit_of;
	size_t n_keyed, cap_ends, cap_unit_of;
};

/*
 * What a worker tells of a batch, as the bytes of its piece: for each grouping n_levels, then for
 * each length, text and sums; then n_keyed and, for each account that has deals, its key's index
 * and by grouping the batch's level; then, for territories, n_units of length, text and potential,
 * and with keeps_keys length and key. The level without a text is unknown.
 */
int spot_segment_emit_batch(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err);

/* segment_deals.c: reads the deals and counts them by level. */
int spot_segment_deals_read(struct spot_segment *segment, const struct spot_run_options *run,
    struct spot_error *err);

/* segment_split.c */
int spot_segment_split(struct spot_segment *segment, struct spot_error *err);

void spot_segment_sums_add(struct spot_segment_sums *to, const struct spot_segment_sums *more);

#endif
