/* SPDX-License-Identifier: MIT */
/* What cells.c (texts made once) and cells_put.c (rows made of them) share. */
#ifndef SPOT_PRESENT_CELLS_INTERNAL_H
#define SPOT_PRESENT_CELLS_INTERNAL_H

#include "base/mem.h"
#include "present/cells.h"

/* Texts are copied so many bytes at once, whatever their length, and few are longer: behind each
 * text as many can be read, and behind a row as many can be written. */
#define SPOT_CELLS_COPY 32

/* The length of what parts two names in a list: "; " or, in JSON, ", ". */
#define SPOT_CELLS_PART 2

/* A cell of names of rules. */
struct spot_cells_list {
	struct spot_view before, after;
	struct spot_view *names;  /* by rule, with what parts it from the one before */
	struct spot_view *quoted; /* the same within quotes; NULL: the cell never needs any */
	size_t n_planes;          /* of the rules' set */
	bool is_quick;            /* no quotes, and no more rules than a word has bits */
};

/* The cells that each panel has. */
struct spot_cells_plain {
	struct spot_view before[SPOT_RESULT_PLAIN_N];
	/* Whole cells with what stands before: by rank of tier; by exception, the last for none. */
	struct spot_view *tiers, *tiers_low, *tiers_high, *exceptions;
	struct spot_cells_list disqualified, unknown;
};

/* One of --explain's, or the best profile. */
struct spot_cells_extra {
	const struct spot_result_column *column;
	struct spot_view before;
	struct spot_view *profiles; /* BEST: whole cells, by panel */
};

struct spot_cells {
	const struct spot_result_columns *columns;
	struct spot_cells_look look;
	size_t line_end_len;
	size_t room;                     /* of a row, for wide copies too */
	struct spot_cells_plain *plains; /* by panel */
	struct spot_cells_extra *extras; /* columns that are not plain, in order */
	size_t n_extras;
	struct spot_view blank;          /* a number that is not there */
	struct spot_arena arena;
	struct spot_buf scratch;         /* while it is made */
};

#endif
