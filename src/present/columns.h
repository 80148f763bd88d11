/* SPDX-License-Identifier: MIT */
/*
 * The columns that score adds, in order. Immutable once made; shared by threads.
 */
#ifndef SPOT_PRESENT_COLUMNS_H
#define SPOT_PRESENT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "engine/panel.h"

enum spot_result_kind {
	SPOT_RESULT_SCORE,
	SPOT_RESULT_TIER,
	SPOT_RESULT_DISQUALIFIED,
	SPOT_RESULT_GROWTH,
	SPOT_RESULT_COVERAGE,
	SPOT_RESULT_SCORE_LOW,
	SPOT_RESULT_SCORE_HIGH,
	SPOT_RESULT_TIER_LOW,
	SPOT_RESULT_TIER_HIGH,
	SPOT_RESULT_UNKNOWN,
	SPOT_RESULT_EXCEPTION,
	SPOT_RESULT_POINTS,     /* --explain: of a criterion */
	SPOT_RESULT_ADJUSTMENT, /* --explain: of a group with a cap or floor */
	SPOT_RESULT_BEST,       /* several profiles: the best one's name */
	SPOT_RESULT_N
};

/* The kinds of which every panel has a column, in this order. */
#define SPOT_RESULT_PLAIN_N SPOT_RESULT_POINTS

struct spot_result_column {
	enum spot_result_kind kind;
	size_t panel_idx;
	size_t idx;        /* POINTS: criterion; ADJUSTMENT: slot */
	const char *name;  /* "icp_score", "icp_score: PROFILE", "icp: Company size" */
};

struct spot_result_columns {
	const struct spot_panel *panels;
	size_t n_panels;
	const char **profiles; /* by panel: the profile's name, or the file's where it has none */
	struct spot_result_column *items;
	size_t n_items;
	struct spot_arena arena;
};

/* Two profiles of one name: SPOT_EUSAGE. panels must outlive it. */
int spot_result_columns_init(struct spot_result_columns *columns, const struct spot_panel *panels,
    size_t n_panels, bool explain, struct spot_error *err);
void spot_result_columns_reset(struct spot_result_columns *columns);

/* Marks the columns that an earlier run of score added, by these or by other rules. A run is known
 * by a score and a tier; its points ("icp: Hiring") stand behind a column of it, for others may be
 * called so as well. */
int spot_result_mark_earlier(
    bool *marks, const struct spot_view *header, size_t n_columns, struct spot_error *err);

/* The panel with the best tier, then score; the first of equals. */
size_t spot_result_best(const struct spot_judge *judges, size_t n_judges, size_t row_idx);

#endif
