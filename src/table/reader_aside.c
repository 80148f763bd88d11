/* SPDX-License-Identifier: MIT */
/* Pieces of a block that the scanner is not sure of, read as the reader reads its input. */
#include "table/reader_internal.h"

int spot_reader_aside_new(struct spot_reader **out, struct spot_error *err)
{
	struct spot_reader *aside = spot_mem_calloc(1, sizeof(*aside));
	*out = aside;
	if (!aside)
		return spot_error_nomem(err);
	spot_arena_init(&aside->arena);
	int rc = spot_rows_init(&aside->rows, NULL, 0, err);
	if (rc < 0) {
		spot_reader_close(aside);
		*out = NULL;
	}
	return rc;
}

int spot_reader_aside_read(struct spot_reader *aside, struct spot_chunk *chunk,
    const struct spot_scan *scan, struct spot_view bytes, uint64_t line, struct spot_error *err)
{
	const struct spot_block *block = &chunk->block;
	struct spot_rows *rows = &aside->rows;
	rows->name = scan->name;
	rows->reject = scan->reject;
	rows->reject_ctx = scan->reject_ctx;
	rows->keep_cells = chunk->n_columns;
	spot_rows_set_max_cell(rows, block->max_cell);
	spot_rows_set_delimiter(rows, block->delimiter);
	spot_rows_borrow(rows, bytes, line);
	aside->dialect.delimiter = block->delimiter;
	aside->dialect.n_columns = chunk->n_columns;
	aside->no_header = block->no_header;
	aside->is_utf8 = block->is_utf8;
	aside->file_idx = block->file;
	bool at_end = false;
	int rc = 0;
	while (rc == 0 && !at_end)
		rc = spot_reader_deliver(aside, chunk, &at_end, err);
	spot_reader_counts_add(&chunk->counts, &rows->counts);
	/* The block may be gone before this is used again. */
	spot_window_borrow(&rows->window, (struct spot_view) { NULL, 0 }, 0);
	return rc;
}
