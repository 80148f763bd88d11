/* SPDX-License-Identifier: MIT */
#include "engine/held.h"

#include <stdlib.h>
#include <string.h>

void spot_held_init(struct spot_held *held)
{
	*held = (struct spot_held) { 0 };
	spot_arena_init(&held->arena);
}

void spot_held_clear(struct spot_held *held)
{
	held->n_items = 0;
	spot_arena_reset(&held->arena);
}

void spot_held_reset(struct spot_held *held)
{
	free(held->items);
	spot_arena_free(&held->arena);
	spot_held_init(held);
}

int spot_held_take(void *ctx, const struct spot_reject *reject)
{
	struct spot_held *held = ctx;
	struct spot_reject copy = *reject;
	struct spot_arena *arena = &held->arena;
	char *text = spot_arena_copy(arena, reject->text.ptr, reject->text.len);
	char *problem = spot_arena_copy(arena, reject->problem, strlen(reject->problem));
	char *file = spot_arena_copy(arena, reject->file, strlen(reject->file));

	if (reject->column)
		copy.column = spot_arena_copy(arena, reject->column, strlen(reject->column));
	if (!text || !problem || !file || (reject->column && !copy.column) ||
	    !spot_mem_grow(&held->items, &held->cap, held->n_items + 1, sizeof(*held->items)))
		return SPOT_ENOMEM;
	copy.text.ptr = text;
	copy.problem = problem;
	copy.file = file; /* the reader's own goes with it */
	held->items[held->n_items++] = copy;
	return 0;
}

/* Bad cells come line by line, so that what is said of a line stands last. */
static bool is_held(const struct spot_held *held, const struct spot_reject *reject)
{
	for (size_t i = held->n_items; i-- > 0 && held->items[i].line == reject->line;) {
		const struct spot_reject *other = &held->items[i];

		if (other->column && strcmp(other->column, reject->column) == 0 &&
		    strcmp(other->problem, reject->problem) == 0)
			return true;
	}
	return false;
}

int spot_held_take_cells(struct spot_held *held, const struct spot_held_cells *cells)
{
	for (size_t i = 0; i < cells->bad->n_items; i++) {
		const struct spot_bad_cell *bad = &cells->bad->items[i];
		size_t row = cells->first + bad->row_idx;
		size_t column = cells->binding->column_of[bad->field_idx];
		struct spot_view header = cells->header[column];
		struct spot_reject reject = { cells->file_name, cells->chunk->records[row].line,
			cells->schema->fields[bad->field_idx].name,
			spot_chunk_cell(cells->chunk, row, column), bad->problem };
		char name[128];

		if (header.len > 0 && header.len < sizeof(name)) {
			memcpy(name, header.ptr, header.len);
			name[header.len] = '\0';
			reject.column = name;
		}
		if (!is_held(held, &reject) && spot_held_take(held, &reject) != 0)
			return SPOT_ENOMEM;
	}
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct spot_reject *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	/* qsort need not be stable, and addresses in the arena do not help. */
	if (!x->column || !y->column)
		return (x->column != NULL) - (y->column != NULL);
	return strcmp(x->column, y->column);
}

void spot_held_sort(struct spot_held *held)
{
	if (held->n_items > 1)
		qsort(held->items, held->n_items, sizeof(*held->items), compare);
}

/* What is read all the same, and told. Returns the line of the first, or 0. */
static uint64_t tell_odd(const struct spot_reader_counts *counts, const char *path,
    struct spot_error *err)
{
	const struct {
		uint64_t n_rows, first_line;
		const char *what, *hint;
	} odds[] = {
		{ counts->recoded_rows, counts->recoded_first_line, "the row is not in UTF-8",
		    "name the encoding, as --encoding latin1, or run without --strict" },
		{ counts->reopened_rows, counts->reopened_first_line,
		    "text follows the closing quote of a cell",
		    "double the quotes inside cells, or run without --strict" },
		{ counts->nul_rows, counts->nul_first_line, "the row holds a NUL byte",
		    "mend it, or run without --strict" },
	};
	uint64_t line = 0;

	for (size_t i = 0; i < sizeof(odds) / sizeof(*odds); i++) {
		if (odds[i].n_rows == 0 || (line > 0 && odds[i].first_line >= line))
			continue;
		line = odds[i].first_line;
		spot_error_set(err, SPOT_EDATA, "%s", odds[i].what);
		spot_error_place(err, path, (unsigned long)line, NULL);
		spot_error_hint(err, "%s", odds[i].hint);
	}
	return line;
}

int spot_held_refuse(const struct spot_held *held, const struct spot_reader_counts *counts,
    const char *path, struct spot_error *err)
{
	struct spot_error odd = SPOT_ERROR_INIT;
	uint64_t line = tell_odd(counts, path, &odd);

	if (held->n_items > 0 && (line == 0 || held->items[0].line <= line)) {
		spot_reject_tell(&held->items[0], &odd);
		spot_error_hint(&odd, "mend it, or run without --strict");
	} else if (line == 0) {
		return 0;
	}
	if (err)
		*err = odd;
	return SPOT_EDATA;
}
