/* SPDX-License-Identifier: MIT */
/*
 * Scored rows as text: the input's own dialect with columns added, JSON, or cells for a table.
 * After spot_scored_begin it is immutable: spot_scored_render runs in many threads.
 */
#ifndef SPOT_PRESENT_SCORED_H
#define SPOT_PRESENT_SCORED_H

#include "engine/run.h"
#include "present/columns.h"

enum spot_scored_format {
	SPOT_SCORED_CSV,
	SPOT_SCORED_JSONL,
	SPOT_SCORED_JSON, /* each row begins with ",\n" : the writer of the first one leaves
			     that out */
	SPOT_SCORED_TABLE, /* cells ended by SPOT_SCORED_CELL_END */
	SPOT_SCORED_N
};

#define SPOT_SCORED_CELL_END '\x1f'

struct spot_scored_options {
	enum spot_scored_format format;
	bool result_only;         /* --columns result */
	bool explain;
	bool no_header;
	bool rewrites;            /* CSV cells are read and written anew, not copied */
	const char *const *only;  /* --only: names of tiers, or "bad fit" */
	size_t n_only;
};

struct spot_scored;

/* --only with a tier that no profile has, or result_only without a key: SPOT_EUSAGE. */
int spot_scored_new(struct spot_scored **out, const struct spot_panel *panels, size_t n_panels,
    const struct spot_scored_options *options, struct spot_error *err);
void spot_scored_free(struct spot_scored *rows);

/* Plans the columns for this dialect and appends what stands before the first row. */
int spot_scored_begin(struct spot_scored *rows, const struct spot_dialect *dialect,
    struct spot_buf *head, struct spot_error *err);
/* After it: columns of an earlier run that are left out though this one has none of their names,
 * as ""a", "b""; empty: none. */
const char *spot_scored_stale(const struct spot_scored *rows);
int spot_scored_render(const struct spot_scored *rows, const struct spot_run_view *view,
    struct spot_piece *piece, struct spot_error *err);

/* Cells of a table row: key, name, tier, score, growth, reason. */
#define SPOT_SCORED_TABLE_COLUMNS 6

#endif
