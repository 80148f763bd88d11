/* SPDX-License-Identifier: MIT */
/* What the parts of a contrast share. */
#ifndef SPOT_STUDY_CONTRAST_INTERNAL_H
#define SPOT_STUDY_CONTRAST_INTERNAL_H

#include "study/contrast.h"
#include "study/tasks.h"

/* A row's label says its cohort and where the rules have put it, so that one pass over a field
 * serves the contrast of all accounts and those within the worst and the best tiers. */
enum spot_contrast_region { SPOT_CONTRAST_MIDDLE, SPOT_CONTRAST_WORST, SPOT_CONTRAST_BEST };

#define SPOT_CONTRAST_LABELS 6 /* side + 2 * region; this one itself: in both cohorts */
#define SPOT_CONTRAST_SCOPES 3 /* by region, but MIDDLE is all accounts */

static inline size_t spot_contrast_label(size_t side, enum spot_contrast_region region)
{
	return side + 2 * (size_t)region;
}

/* 0, 1, or 2 for both. */
static inline size_t spot_contrast_side_of(uint8_t label)
{
	return label == SPOT_CONTRAST_LABELS ? 2 : label % 2;
}

/* Counts by label, as counts of a scope's two sides. */
static inline void spot_contrast_scope(uint64_t out[2], const uint64_t *n, size_t scope)
{
	for (size_t side = 0; side < 2; side++)
		out[side] = scope > 0 ? n[side + 2 * scope] : n[side] + n[side + 2] + n[side + 4];
}

/* Rows of one field, by the task that finds them and scope. */
struct spot_contrast_found {
	struct spot_contrast_row *rows;
	size_t n, cap;
	struct spot_contrast_field field;
};

/* contrast_rows.c: compares the column between the sides, of which there are totals[] by label, in
 * the scopes that are wanted. as_of: days. */
int spot_contrast_rows_find(struct spot_contrast_found found[SPOT_CONTRAST_SCOPES],
    const bool *is_wanted, const struct spot_frame_column *column, const uint8_t *labels,
    size_t n_rows, const uint64_t *totals, int64_t as_of, double level, struct spot_error *err);

/* contrast_table.c: all columns of the frame, in all scopes. What tables point to is the
 * contrast's arena's. */
int spot_contrast_table_make(struct spot_contrast *contrast, const struct spot_tasks_means *means,
    struct spot_error *err);

/* contrast_lua.c: a criterion that makes use of the row, in Lua; NULL with *rc 0: there is none, or
 * with SPOT_ENOMEM. */
const char *spot_contrast_lua_line(const struct spot_contrast_row *row,
    const char *const names[2], struct spot_arena *arena, int *rc, struct spot_error *err);

/* contrast_surprise.c: when there are labels and tables. */
int spot_contrast_surprise_find(struct spot_contrast *contrast,
    const struct spot_tasks_means *means, struct spot_error *err);

#endif
