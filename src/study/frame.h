/* SPDX-License-Identifier: MIT */
/*
 * The accounts of a run in columns: declared fields, cohorts, verdicts and, where asked for, each
 * rule's answer. contrast, derive, segment and drift look at them as often as they like.
 *
 * Memory: 8 bytes an account for a number or date, 4 for a text, 1 for a flag or an answer, 9 and 4
 * for each item for a list, 10 for verdicts, 8 and itself for a key; for each text and list column
 * its distinct texts, and while rows are read each thread has them too. Of a column that has more
 * than SPOT_FRAME_LEVELS of them, or SPOT_FRAME_LEVEL_BYTES, only where it is blank is kept. Only
 * fields that the options ask for are kept. Rows are in file order, and everything is the same,
 * whatever the number of threads.
 */
#ifndef SPOT_STUDY_FRAME_H
#define SPOT_STUDY_FRAME_H

#include "base/map.h"
#include "engine/run.h"

#define SPOT_FRAME_LEVELS ((size_t)1 << 16)
#define SPOT_FRAME_LEVEL_BYTES ((size_t)16 << 20)
#define SPOT_FRAME_BLANK UINT32_MAX

enum spot_frame_kind {
	SPOT_FRAME_NUMBER, /* every numeric type, in the field's unit; dates as days since 1970 */
	SPOT_FRAME_TEXT,   /* codes into levels */
	SPOT_FRAME_FLAG,
	SPOT_FRAME_LIST,   /* codes into levels, any number a row, each once */
	SPOT_FRAME_KINDS
};

enum spot_frame_answer { SPOT_FRAME_FALSE, SPOT_FRAME_TRUE, SPOT_FRAME_UNKNOWN };

/* Blank: unknown, or nil in an optional field. */
struct spot_frame_column {
	const struct spot_field *field; /* of the rules */
	size_t field_idx;
	enum spot_frame_kind kind;
	bool is_date;
	bool is_too_many;     /* given up: no codes, items and levels, but flags: TRUE or UNKNOWN */
	uint64_t n_blank;
	double *numbers;      /* NUMBER: NAN is blank */
	uint32_t *codes;      /* TEXT: SPOT_FRAME_BLANK is blank */
	uint8_t *flags;       /* FLAG: enum spot_frame_answer; UNKNOWN is blank */
	/* LIST: row i has the items [list_ends[i - 1], list_ends[i]) */
	size_t *list_ends;
	uint32_t *items;
	size_t n_items, items_cap;
	uint8_t *list_blank;  /* LIST: 1 is blank, which is not the same as empty */
	struct spot_map levels; /* TEXT, LIST: folded as rules compare them; index: the code */
	struct spot_view *names; /* TEXT, LIST: by code: as first spelt in the file */
	size_t names_cap, names_bytes;
	struct spot_arena arena; /* their bytes */
};

struct spot_frame {
	size_t n_rows, cap;
	uint64_t n_seen;      /* rows judged; with members_only more than are kept */
	/* Of those left out by members_only: no cohort holds and all are known; some is not. */
	uint64_t n_neither, n_unknown;
	struct spot_frame_column *columns; /* as options.fields */
	size_t n_columns;
	uint8_t **cohorts;    /* [cohort][row]: enum spot_frame_answer; as options.cohorts */
	size_t n_cohorts;
	/* [rule][row], as scoring.asked: TRUE: an answer of more than 0. NULL unless keeps_answers
	 */
	uint8_t **answers;
	size_t n_answers;
	/* These two are NULL unless keeps_verdicts. */
	double *scores;       /* NAN: no score */
	uint16_t *tiers;      /* spot_verdict_tier_rank */
	/* keeps_keys: row i's, or FILE:LINE without one, is [key_ends[i - 1], key_ends[i]) */
	char *keys;
	size_t *key_ends, keys_cap;
	uint8_t *bytes;       /* where cohorts and answers lie */
};

struct spot_frame_options {
	const size_t *fields;    /* of the rules, indices */
	size_t n_fields;
	const size_t *cohorts;   /* of the rules, indices */
	size_t n_cohorts;
	bool keeps_verdicts, keeps_answers, keeps_keys;
	/* Keep only rows for which one of the cohorts is true; the others are counted. */
	bool members_only;
};

/* Reads the data once. panel must outlive the frame, and the result as of spot_run. On an error
 * both are empty. */
int spot_frame_gather(struct spot_frame *out, struct spot_run_result *result,
    const struct spot_panel *panel, const struct spot_frame_options *options,
    const struct spot_run_options *run, const struct spot_run_calls *calls,
    struct spot_error *err);
void spot_frame_reset(struct spot_frame *frame);

/* Frees what a column takes, when it is no longer looked at. */
void spot_frame_column_drop(struct spot_frame_column *column);

static inline struct spot_view spot_frame_key(const struct spot_frame *frame, size_t row)
{
	size_t first = row > 0 ? frame->key_ends[row - 1] : 0;
	return (struct spot_view) { frame->keys + first, frame->key_ends[row] - first };
}

static inline size_t spot_frame_list_first(const struct spot_frame_column *column, size_t row)
{
	return row > 0 ? column->list_ends[row - 1] : 0;
}

#endif
