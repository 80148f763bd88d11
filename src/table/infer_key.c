/* SPDX-License-Identifier: MIT */
/*
 * Which column identifies the row: by its name, and only when its values hardly ever
 * repeat. Of columns that are alike in both the first is taken.
 */
#include "table/infer_internal.h"

#include "base/utf8.h"

#define NONE ((size_t)-1)

static const char entity_words[] =
    "account accounts customer client company organisation organization org crm "
    "sfdc salesforce reseller partner supplier vendor lead prospect tenant "
    "subscriber member store shop business firm household merchant";

static const char *last_word(const char *words)
{
	const char *space = strrchr(words, ' ');
	return space ? space + 1 : words;
}

/* How much a header sounds like an identity; 0: not at all. */
static int name_rank(const char *words)
{
	const char *last = last_word(words);
	bool of_entity = spot_infer_words_have(words, entity_words);
	if (spot_infer_words_have(last, "id uuid guid"))
		return of_entity || last == words ? 6 : 4;
	if (spot_infer_words_have(last, "key number no nr code") && of_entity)
		return 5;
	if (spot_infer_words_have(last, "key code symbol ticker domain"))
		return 3;
	if (last == words && spot_infer_words_have(words, entity_words))
		return 2;
	if (spot_infer_words_have(last, "name") && (of_entity || last == words))
		return 2;
	return 0;
}

/* Rows that the column does not identify; UINT64_MAX when they are too many for a key. */
static uint64_t n_repeats(const struct spot_infer_column *column)
{
	const struct spot_guess *guess = &column->guess;
	uint64_t few = guess->n_rows / 20, most = 10 + guess->n_rows / 100;
	if (guess->n_repeats == UINT64_MAX ||
	    guess->n_repeats + guess->n_blank > (few < most ? few : most))
		return UINT64_MAX;
	return guess->n_repeats + guess->n_blank;
}

static bool can_be_key(const struct spot_infer_column *column)
{
	enum spot_type type = column->guess.type;
	return (type == SPOT_TYPE_TEXT || type == SPOT_TYPE_INTEGER) && !column->guess.is_open &&
	    column->guess.n_rows > 0 && n_repeats(column) != UINT64_MAX;
}

static size_t key_by_name(const struct spot_infer *infer)
{
	size_t best = NONE;
	int best_rank = 0;
	for (size_t i = 0; i < infer->n_columns; i++) {
		const struct spot_infer_column *column = &infer->columns[i];
		int rank = name_rank(column->guess.words);
		/* Without names the first column that never repeats will do. */
		if (column->guess.header.len == 0 && n_repeats(column) == 0)
			rank = 1;
		if (rank == 0 || !can_be_key(column))
			continue;
		/* A key without repeats before one with. */
		rank += n_repeats(column) == 0 ? 10 : 0;
		if (rank > best_rank) {
			best_rank = rank;
			best = i;
		}
	}
	return best;
}

static size_t key_by_match(const struct spot_infer *infer)
{
	size_t best = NONE;
	for (size_t i = 0; i < infer->n_columns; i++) {
		uint64_t n = infer->columns[i].guess.n_matched;
		if (n * 10 >= infer->n_rows && n > 0 &&
		    (best == NONE || n > infer->columns[best].guess.n_matched))
			best = i;
	}
	return best;
}

static void key_notes(struct spot_infer *infer, struct spot_infer_column *column)
{
	struct spot_guess *guess = &column->guess;
	if (guess->n_repeats > 0)
		spot_infer_note(infer, column,
		    "%llu row%s a key, the first \"%.*s\" in lines %llu and %llu",
		    (unsigned long long)guess->n_repeats,
		    guess->n_repeats == 1 ? " repeats" : "s repeat",
		    (int)spot_utf8_cut(column->repeat.ptr, column->repeat.len, 60),
		    column->repeat.ptr,
		    (unsigned long long)column->repeat_first_line,
		    (unsigned long long)column->repeat_line);
	if (column->n_empty > 0)
		spot_infer_note(infer, column, "blank in %llu row%s, the first in line %llu",
		    (unsigned long long)column->n_empty, column->n_empty == 1 ? "" : "s",
		    (unsigned long long)column->blank_line);
}

int spot_infer_key_choose(struct spot_infer *infer)
{
	infer->key = infer->accounts ? key_by_match(infer) : key_by_name(infer);
	if (infer->key == NONE)
		return 0;
	struct spot_infer_column *column = &infer->columns[infer->key];
	/* What was asked of a number or text is no question for a key. */
	column->guess.n_notes = 0;
	column->guess.type = SPOT_TYPE_KEY;
	column->guess.n_blanks = 0;
	column->guess.unit = column->guess.format = column->guess.sep = NULL;
	if (!infer->accounts)
		key_notes(infer, column);
	return 0;
}
