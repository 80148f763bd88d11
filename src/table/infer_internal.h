/* SPDX-License-Identifier: MIT */
/* What the infer's files share: the facts of a column, gathered while rows come, judged
 * at the end. */
#ifndef SPOT_TABLE_INFER_INTERNAL_H
#define SPOT_TABLE_INFER_INTERNAL_H

#include "base/map.h"
#include "base/mem.h"
#include "base/seen.h"
#include "table/field.h"
#include "table/infer.h"

/* Ways of reading a cell. Dates in numbers come last. */
enum spot_reading {
	SPOT_READING_FLAG,
	SPOT_READING_DATE,
	SPOT_READING_INTEGER,
	SPOT_READING_NUMBER,
	SPOT_READING_PERCENT,
	SPOT_READING_MONEY,
	SPOT_READING_NUMBER_COMMA,
	SPOT_READING_PERCENT_COMMA,
	SPOT_READING_MONEY_COMMA,
	SPOT_READING_DATES,
	SPOT_READING_N = SPOT_READING_DATES + 17
};
/* The same with a decimal comma. */
#define SPOT_INFER_COMMA(reading) ((reading) + SPOT_READING_NUMBER_COMMA - SPOT_READING_NUMBER)
extern const struct spot_field spot_infer_readings[SPOT_READING_N];

#define SPOT_INFER_FAILS 4

/* How one way of reading fared. */
struct spot_infer_fit {
	uint64_t n_read, n_failed;
	struct {
		struct spot_view text;
		uint64_t n_rows, line;
	} fails[SPOT_INFER_FAILS]; /* the first different ones */
	size_t n_fails;
	bool more_fails; /* than are kept */
	bool dead;       /* failed so often that it is no longer tried */
};

#define SPOT_INFER_SEPS 3
#define SPOT_INFER_SIGNS 4

struct spot_infer_list { /* as if cells were lists; over different values */
	uint64_t n_values, n_items, n_long;
	uint64_t n_sizes[8]; /* values of so many items; [7]: or more */
	struct spot_map items;
	uint64_t *item_rows;
	size_t item_rows_cap;
};

struct spot_infer_word { /* one that may mean blank */
	struct spot_view form; /* as first seen */
	uint64_t n_rows;
};

struct spot_infer_value {
	uint64_t n_rows, line;
};

struct spot_infer_column {
	struct spot_guess guess;
	uint64_t n_empty;
	struct spot_infer_word *words; /* by index in spot_infer_blank_words */
	struct spot_infer_fit fits[SPOT_READING_N];
	struct spot_infer_list lists[SPOT_INFER_SEPS];
	struct {
		struct spot_view sign;
		uint64_t n_rows;
	} signs[SPOT_INFER_SIGNS]; /* of currencies */
	size_t n_signs;
	uint64_t n_leading_zero, n_percent, n_long;
	/* Numbers that a decimal comma and a decimal point make different ones: those with
	 * commas (2,000), and those with points. */
	struct spot_infer_either {
		uint64_t n_rows;
		struct spot_view example; /* the first */
	} either_comma, either_point;
	struct spot_view zero_example;
	/* Different values, as long as there is room; those after are looked at as they
	 * come. */
	struct spot_map values;
	struct spot_infer_value *value_facts;
	size_t value_facts_cap;
	bool overflowed;
	/* Do values repeat? */
	struct spot_seen seen;
	bool repeats_often;
	struct spot_view repeat;
	uint64_t repeat_line, repeat_first_line, blank_line;
	/* Every stride-th value. */
	struct spot_view *sample;
	size_t n_sample;
	uint64_t stride, n_sampled;
};

struct spot_infer {
	struct spot_infer_column *columns;
	size_t n_columns, key;
	uint64_t n_rows;
	bool finished, semicolons;
	const struct spot_infer *accounts;
	struct spot_arena arena;   /* lives as long as the infer */
	struct spot_arena scratch; /* of one cell */
};

/* infer_words.c: texts that may mean blank. */
struct spot_infer_blank_word {
	const char *text;
	bool means_blank; /* in a column of text too, where others might be values */
	bool known;       /* blank without being listed, but for text and keys */
};
extern const struct spot_infer_blank_word spot_infer_blank_words[];
size_t spot_infer_blank_find(struct spot_view text); /* index, or (size_t)-1 */
extern const size_t spot_infer_n_blank_words;
/* Whether text is one of words (NULL-ended), without case. */
bool spot_infer_text_in(struct spot_view text, const char *const *words);

/* infer_facts.c: what n_rows rows with this value tell. line is the first one's. */
int spot_infer_facts_add(struct spot_infer *infer, struct spot_infer_column *column,
    struct spot_view text, uint64_t n_rows, uint64_t line);
extern const char spot_infer_seps[SPOT_INFER_SEPS];

/* infer_guess.c: fills column->guess from the facts. */
int spot_infer_guess_make(struct spot_infer *infer, struct spot_infer_column *column);
/* infer_number.c: the guess of a column of numbers that the reading manages. */
int spot_infer_number_set(struct spot_infer *infer, struct spot_infer_column *column,
    size_t reading);
/* The reading instead of this one with a decimal comma, when few cells prove the comma and
 * all others read as thousands too: theirs; else the same. */
size_t spot_infer_number_doubt(const struct spot_infer *infer,
    const struct spot_infer_column *column, size_t reading);
/* infer_key.c: which column is the key, once all are guessed. */
int spot_infer_key_choose(struct spot_infer *infer);

/* A note of the column; out of memory loses it. */
void spot_infer_note(struct spot_infer *infer, struct spot_infer_column *column,
    const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
struct spot_view spot_infer_copy(struct spot_infer *infer, struct spot_view text);

#endif
