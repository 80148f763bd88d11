/* SPDX-License-Identifier: MIT */
/* Rejects that are kept until the turn of the chunk they belong to comes. One thread at a time. */
#ifndef SPOT_ENGINE_HELD_H
#define SPOT_ENGINE_HELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"
#include "table/batch.h"
#include "table/reject.h"

/* Zero but for the arena at the start. */
struct spot_held {
	struct spot_reject *items; /* their texts are the holder's */
	size_t n_items, cap;
	struct spot_arena arena;
};

void spot_held_init(struct spot_held *held);
void spot_held_clear(struct spot_held *held);
void spot_held_reset(struct spot_held *held);

/* Copies a reject. ctx is the struct spot_held: a spot_reject_fn. */
int spot_held_take(void *ctx, const struct spot_reject *reject);

/* Where cells that could not be read stood. */
struct spot_held_cells {
	const struct spot_bad_cells *bad;
	const struct spot_schema *schema;
	const struct spot_binding *binding;
	const struct spot_chunk *chunk;
	size_t first;                     /* record of the chunk that row 0 of the batch is */
	const struct spot_view *header;   /* of the chunk's file */
	const char *file_name;
};

/* Copies them; what two fields say alike of one cell is said once. 0 or SPOT_ENOMEM. */
int spot_held_take_cells(struct spot_held *held, const struct spot_held_cells *cells);

/* By line; in one line a row before its cells, those by their columns' names. */
void spot_held_sort(struct spot_held *held);

/* What --strict refuses: SPOT_EDATA for the first, by line, of what is held, which is sorted, and
 * of the odd rows that were read all the same; else 0. */
int spot_held_refuse(const struct spot_held *held, const struct spot_reader_counts *counts,
    const char *path, struct spot_error *err);

#endif
