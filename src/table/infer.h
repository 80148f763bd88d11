/* SPDX-License-Identifier: MIT */
/*
 * What the columns of a table seem to be: every row is looked at, and a type is a guess
 * only where all of them (but for few, which are counted and named) can be read as it.
 * What data cannot tell, such as the order of day and month when no day is over 12, is
 * left open and asked. One thread. Memory grows with the distinct values of a column up
 * to a limit, and with the rows only for columns in which none repeats (about 40 bytes).
 */
#ifndef SPOT_TABLE_INFER_H
#define SPOT_TABLE_INFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/view.h"
#include "table/value.h"

#define SPOT_GUESS_TOPS 8
#define SPOT_GUESS_NOTES 6

struct spot_guess_value {
	struct spot_view text;
	uint64_t n_rows;
};

/* One column. All text is the infer's and NUL-terminated. */
struct spot_guess {
	struct spot_view header; /* empty: it has none, or the rows have no header */
	const char *words;       /* of the header: "account id" for AccountID; may be empty */
	enum spot_type type;
	const char *format, *unit, *sep; /* as in a field's declaration; NULL: none */
	const char *const *blanks;
	size_t n_blanks;
	uint64_t n_rows, n_blank, n_unreadable;
	/* rows whose value an earlier row has; UINT64_MAX: too many to be counted */
	uint64_t n_repeats;
	uint64_t n_matched;      /* rows whose value is an account's key, see spot_infer_match */
	/* a question must be answered before it is what it seems to be; type is text */
	bool is_open;
	const char *notes[SPOT_GUESS_NOTES]; /* one line each: what is odd, or what to decide */
	size_t n_notes;
	bool has_quartiles;      /* numbers: from a sample of all rows */
	double least, q1, median, q3, most;
	/* the most frequent values (of lists: items) */
	struct spot_guess_value tops[SPOT_GUESS_TOPS];
	size_t n_tops;
	size_t n_distinct;       /* values, up to a limit of some thousand */
};

struct spot_dialect;
struct spot_infer;

/* The header is copied; where semicolons part the cells, decimals may have a comma. */
int spot_infer_new(struct spot_infer **out, const struct spot_dialect *dialect,
    struct spot_error *err);
/* Before the first row: counts in each column how many rows have a key of accounts, which
 * is finished and outlives this one. */
void spot_infer_match(struct spot_infer *infer, const struct spot_infer *accounts);
/* line names the row in notes. */
int spot_infer_add(struct spot_infer *infer, const struct spot_view *cells, uint64_t line,
    struct spot_error *err);
int spot_infer_finish(struct spot_infer *infer, struct spot_error *err);
void spot_infer_free(struct spot_infer *infer);

/* After finish. */
size_t spot_infer_n_columns(const struct spot_infer *infer);
const struct spot_guess *spot_infer_guess(const struct spot_infer *infer, size_t column_idx);
/* The column that identifies the row, or (size_t)-1. With spot_infer_match: in which most
 * rows have a key of accounts. */
size_t spot_infer_key(const struct spot_infer *infer);
uint64_t spot_infer_n_rows(const struct spot_infer *infer);

/* The words of a header in small ASCII letters and digits, parted by single spaces:
 * AccountID and "Account-ID" are "account id", "Größe" is "grosse". */
void spot_infer_words(struct spot_buf *out, struct spot_view header);
/* Whether one of the words separated by spaces is among words. */
bool spot_infer_words_have(const char *words, const char *any);

#endif
