/* SPDX-License-Identifier: MIT */
/* What scored.c (planning) and scored_rows.c (rows as text) share. */
#ifndef SPOT_PRESENT_SCORED_INTERNAL_H
#define SPOT_PRESENT_SCORED_INTERNAL_H

#include "present/cells.h"
#include "present/scored.h"

struct spot_scored {
	struct spot_scored_options options;
	struct spot_result_columns columns;
	const struct spot_dialect *dialect;
	bool *kept;            /* by input column: false where a result column has its name */
	bool keeps_all;
	const char *stale;     /* see spot_scored_stale */
	struct spot_view *json_names; /* by input column kept: what stands before its cell */
	struct spot_cells *cells;
	bool **wanted;         /* by panel, by rank of tier; NULL: all */
	size_t key_column;     /* of the first panel's key, or SPOT_NONE */
	size_t name_field;     /* of the first panel: the text field "name", or SPOT_NONE */
	struct spot_arena arena;
};

#endif
