/* SPDX-License-Identifier: MIT */
/*
 * A cell is blank, a word that may mean blank, or a value. Different values are kept with
 * their counts up to a limit, so that each is looked at once, at the end; what comes new
 * after the limit is looked at as it comes. Either way every row counts. Each column
 * notes which values repeat until so many do that it cannot be a key.
 */
#include "table/infer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "table/cell.h"
#include "table/infer_internal.h"
#include "table/reader.h"

#define VALUES_MAX 2000
#define SAMPLE_MAX 1024
#define REPEATS_MIN 10 /* repeats that are bearable, or one in a hundred */

struct spot_view spot_infer_copy(struct spot_infer *infer, struct spot_view text)
{
	text.ptr = spot_arena_copy(&infer->arena, text.ptr ? text.ptr : "", text.len);
	return text;
}

void spot_infer_note(struct spot_infer *infer, struct spot_infer_column *column,
    const char *fmt, ...)
{
	struct spot_guess *guess = &column->guess;
	char text[400];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	/* It becomes a comment: one line, whatever was in the cell. */
	for (char *p = text; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7F)
			*p = ' ';
	char *copy = spot_arena_copy(&infer->arena, text, strlen(text));
	if (copy && guess->n_notes < SPOT_GUESS_NOTES)
		guess->notes[guess->n_notes++] = copy;
}

static int column_init(struct spot_infer *infer, struct spot_infer_column *column,
    struct spot_view header)
{
	struct spot_buf words = SPOT_BUF_INIT;
	spot_map_init(&column->values);
	spot_seen_init(&column->seen);
	for (size_t s = 0; s < SPOT_INFER_SEPS; s++)
		spot_map_init(&column->lists[s].items);
	column->stride = 1;
	spot_infer_words(&words, header);
	column->guess.header = spot_infer_copy(infer, header);
	column->guess.words =
	    spot_arena_copy(&infer->arena, spot_buf_str(&words), strlen(spot_buf_str(&words)));
	column->words =
	    spot_arena_calloc(&infer->arena, spot_infer_n_blank_words, sizeof(*column->words));
	column->sample = spot_arena_calloc(&infer->arena, SAMPLE_MAX, sizeof(*column->sample));
	bool ok = !spot_buf_failed(&words) && column->guess.header.ptr && column->guess.words &&
	    column->words && column->sample;
	spot_buf_reset(&words);
	return ok ? 0 : SPOT_ENOMEM;
}

int spot_infer_new(struct spot_infer **out, const struct spot_dialect *dialect,
    struct spot_error *err)
{
	struct spot_infer *infer = calloc(1, sizeof(*infer));
	*out = NULL;
	if (!infer)
		return spot_error_nomem(err);
	spot_arena_init(&infer->arena);
	spot_arena_init(&infer->scratch);
	infer->key = (size_t)-1;
	infer->semicolons = dialect->delimiter == ';';
	infer->columns = spot_mem_calloc(dialect->n_columns + 1, sizeof(*infer->columns));
	for (size_t i = 0; infer->columns && i < dialect->n_columns; i++) {
		infer->n_columns++;
		if (column_init(infer, &infer->columns[i], dialect->header[i]) != 0) {
			spot_infer_free(infer);
			return spot_error_nomem(err);
		}
	}
	if (!infer->columns) {
		spot_infer_free(infer);
		return spot_error_nomem(err);
	}
	*out = infer;
	return 0;
}

void spot_infer_free(struct spot_infer *infer)
{
	if (!infer)
		return;
	for (size_t i = 0; i < infer->n_columns; i++) {
		struct spot_infer_column *column = &infer->columns[i];
		spot_map_reset(&column->values);
		spot_seen_reset(&column->seen);
		free(column->value_facts);
		for (size_t s = 0; s < SPOT_INFER_SEPS; s++) {
			spot_map_reset(&column->lists[s].items);
			free(column->lists[s].item_rows);
		}
	}
	free(infer->columns);
	spot_arena_free(&infer->arena);
	spot_arena_free(&infer->scratch);
	free(infer);
}

void spot_infer_match(struct spot_infer *infer, const struct spot_infer *accounts)
{
	infer->accounts = accounts->key != (size_t)-1 ? accounts : NULL;
}

static int repeat_note(struct spot_infer *infer, struct spot_infer_column *column,
    struct spot_view text, uint64_t line)
{
	uint64_t first;
	if (column->repeats_often)
		return 0;
	int rc = spot_seen_add(&column->seen, spot_cell_key_identity(text),
	    line < SPOT_SEEN_PLACE_MAX ? line : SPOT_SEEN_PLACE_MAX, &first);
	if (rc <= 0)
		return rc;
	if (column->guess.n_repeats++ == 0) {
		column->repeat = spot_infer_copy(infer, text);
		column->repeat_line = line;
		column->repeat_first_line = first;
	}
	if (column->guess.n_repeats > REPEATS_MIN &&
	    column->guess.n_repeats > infer->n_rows / 100) {
		column->repeats_often = true;
		column->guess.n_repeats = UINT64_MAX;
		spot_seen_reset(&column->seen);
	}
	return 0;
}

/* Every stride-th value; when the room is full every second one of them goes, and the
 * stride doubles. */
static int sample_note(struct spot_infer *infer, struct spot_infer_column *column,
    struct spot_view text)
{
	if (column->n_sampled++ % column->stride != 0)
		return 0;
	if (column->n_sample == SAMPLE_MAX) {
		for (size_t i = 0; i < SAMPLE_MAX / 2; i++)
			column->sample[i] = column->sample[2 * i];
		column->n_sample = SAMPLE_MAX / 2;
		column->stride *= 2;
		if ((column->n_sampled - 1) % column->stride != 0)
			return 0;
	}
	struct spot_view copy = spot_infer_copy(infer, text);
	if (!copy.ptr)
		return SPOT_ENOMEM;
	column->sample[column->n_sample++] = copy;
	return 0;
}

static int value_note(struct spot_infer *infer, struct spot_infer_column *column,
    struct spot_view text, uint64_t line)
{
	size_t idx = spot_map_find(&column->values, text);
	if (idx == SPOT_MAP_NONE) {
		/* Long texts are no examples, and many of them are much memory. */
		if (column->values.n_keys == VALUES_MAX || text.len > 1000) {
			column->overflowed = true;
			return spot_infer_facts_add(infer, column, text, 1, line);
		}
		idx = spot_map_add(&column->values, text);
		if (idx == SPOT_MAP_NONE || !spot_mem_grow(&column->value_facts,
			&column->value_facts_cap, idx + 1, sizeof(*column->value_facts)))
			return SPOT_ENOMEM;
		column->value_facts[idx] = (struct spot_infer_value) { 0, line };
	}
	column->value_facts[idx].n_rows++;
	return 0;
}

static bool is_dash(struct spot_view text)
{
	return (text.len == 1 && text.ptr[0] == '-') ||
	    (text.len == 3 && (memcmp(text.ptr, "\u2013", 3) == 0 ||
	    memcmp(text.ptr, "\u2014", 3) == 0));
}

static int cell_note(struct spot_infer *infer, struct spot_infer_column *column,
    struct spot_view cell,
    uint64_t line)
{
	struct spot_view text = spot_text_trim(cell);
	column->guess.n_rows++;
	if (text.len == 0 || is_dash(text)) {
		if (column->n_empty++ == 0)
			column->blank_line = line;
		return 0;
	}
	if (infer->accounts) {
		const struct spot_infer *accounts = infer->accounts;
		column->guess.n_matched += spot_seen_has(&accounts->columns[accounts->key].seen,
		    spot_cell_key_identity(text));
	}
	int rc = repeat_note(infer, column, text, line);
	size_t word = rc == 0 ? spot_infer_blank_find(text) : 0;
	if (rc == 0 && word != (size_t)-1) {
		if (column->words[word].n_rows++ == 0)
			column->words[word].form = spot_infer_copy(infer, text);
		return column->words[word].form.ptr ? 0 : SPOT_ENOMEM;
	}
	if (rc == 0)
		rc = sample_note(infer, column, text);
	return rc == 0 ? value_note(infer, column, text, line) : rc;
}

int spot_infer_add(struct spot_infer *infer, const struct spot_view *cells, uint64_t line,
    struct spot_error *err)
{
	infer->n_rows++;
	for (size_t i = 0; i < infer->n_columns; i++)
		if (cell_note(infer, &infer->columns[i], cells[i], line) != 0)
			return spot_error_nomem(err);
	return 0;
}

int spot_infer_finish(struct spot_infer *infer, struct spot_error *err)
{
	int rc = 0;
	for (size_t i = 0; i < infer->n_columns; i++) {
		struct spot_infer_column *column = &infer->columns[i];
		for (size_t v = 0; rc == 0 && v < column->values.n_keys; v++)
			rc = spot_infer_facts_add(infer, column, column->values.keys[v],
			    column->value_facts[v].n_rows, column->value_facts[v].line);
		column->guess.n_distinct = column->values.n_keys;
		if (rc == 0)
			rc = spot_infer_guess_make(infer, column);
	}
	if (rc == 0)
		rc = spot_infer_key_choose(infer);
	for (size_t i = 0; i < infer->n_columns; i++)
		if (i != infer->key)
			spot_seen_reset(&infer->columns[i].seen);
	infer->finished = rc == 0;
	return rc == 0 ? 0 : spot_error_nomem(err);
}

size_t spot_infer_n_columns(const struct spot_infer *infer)
{
	return infer->n_columns;
}

const struct spot_guess *spot_infer_guess(const struct spot_infer *infer, size_t column_idx)
{
	return &infer->columns[column_idx].guess;
}

size_t spot_infer_key(const struct spot_infer *infer)
{
	return infer->key;
}

uint64_t spot_infer_n_rows(const struct spot_infer *infer)
{
	return infer->n_rows;
}
