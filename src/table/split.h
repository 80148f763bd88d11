/* SPDX-License-Identifier: MIT */
/*
 * A plain walk through the bytes of one record by libcsv's rules, for what libcsv does not
 * tell: where in the raw bytes each cell lies, and whether its quotes are sound. Shared by
 * the room only.
 */
#ifndef SPOT_TABLE_SPLIT_H
#define SPOT_TABLE_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/view.h"

#define SPOT_SPLIT_NONE ((size_t)-1)

enum spot_split_state {
	SPOT_SPLIT_BEFORE, /* only spaces since the delimiter */
	SPOT_SPLIT_BARE,
	SPOT_SPLIT_QUOTED,
	SPOT_SPLIT_CLOSED, /* after a quote that may have ended the cell, and spaces */
	SPOT_SPLIT_N
};

/* All offsets are into the record's raw bytes. Zero but for the delimiter (and none's
 * offsets) at the start. */
struct spot_split {
	char delimiter;
	enum spot_split_state state;
	size_t pos;      /* bytes walked */
	size_t n_cells;  /* complete ones: a delimiter was walked over */
	size_t cell;     /* where the cell that is being walked starts */
	size_t quote;    /* its opening quote, when it has one */
	bool spaced;     /* CLOSED: spaces since the last quote */
	bool crossed;    /* the cell holds a line end */
	bool reopened;   /* text came after its closing quote */
	size_t first_reopened; /* opening quote of the first cell that was reopened, or NONE */
	size_t first_broken;   /* the same of the first that holds a line end as well */
};

/* Nothing but spaces, tabs and line ends that are no delimiter: not a record. */
bool spot_split_is_blank(struct spot_view text, char delimiter);

void spot_split_init(struct spot_split *split, char delimiter);

/* Walks on through raw, which begins with the bytes already walked: true at the end of a
 * cell that a delimiter ends, false when all of raw is walked (its last cell is
 * [split->cell, raw.len)). */
bool spot_split_next(struct spot_split *split, struct spot_view raw, struct spot_view *cell);
/* The same to the end of raw. */
void spot_split_walk(struct spot_split *split, struct spot_view raw);

/* A cell's text: of its range without delimiter, with quotes and spaces undone. room holds
 * cell.len bytes, and the text of a quoted cell; with NULL only the length is told. */
struct spot_view spot_split_text(struct spot_view cell, char *room);

#endif
