/* SPDX-License-Identifier: MIT */
/*
 * The accounts of a run one by one, with their verdicts, their people and what further functions
 * say of them: what engage and plan look at.
 *
 * Memory: some 120 bytes an account, 8 more for each function asked, and keys and names. Rows are
 * in file order whatever the number of threads.
 */
#ifndef SPOT_STUDY_ROSTER_H
#define SPOT_STUDY_ROSTER_H

#include "engine/people.h"
#include "engine/run.h"
#include "engine/wanted.h"

struct spot_roster_row {
	size_t text;          /* where its key stands in texts; its name follows */
	uint32_t key_len, name_len;
	uint32_t tier;        /* rank, as of spot_verdict_tier_rank */
	uint32_t exception;   /* that holds, or SPOT_NO_EXCEPTION */
	uint32_t disqualifier; /* the first that holds, or SPOT_PEOPLE_NONE */
	uint32_t file;        /* of the result's files */
	uint32_t level;       /* what text_fn said: of levels; SPOT_PEOPLE_NONE: nothing */
	uint64_t line;
	double score, growth; /* NAN: none */
	const char *why;      /* of the rules: the first reason */
	struct spot_people_account people;
};

struct spot_roster_options {
	const int *fns;       /* of subject ACCOUNT; SPOT_NO_FUNCTION: none, the answer is NAN */
	size_t n_fns;
	const size_t *fields; /* of the rules: numbers, dates and flags, kept behind the answers */
	size_t n_fields;      /* SPOT_NONE: none, NAN; of other types 1 where it is not blank */
	int text_fn;          /* answers text: kept as a level; SPOT_NO_FUNCTION: none */
	const char *key;      /* only this account, as struct spot_wanted is asked; NULL: all */
};

struct spot_roster {
	const struct spot_panel *panel;
	const struct spot_people *people;
	struct spot_roster_options options;
	struct spot_roster_row *rows;
	size_t n_rows, cap;
	/* [row][fn, then field]: 0 or 1, or the amount; NAN: unknown, or blank. */
	double *answers;
	size_t answers_cap;
	struct spot_buf texts;
	struct spot_map levels;
	struct spot_wanted wanted; /* made before anything is read */
	char *key_header;     /* what the first file calls the key; "account" without one */
	struct spot_run_result result;
};

/* panel and people must outlive it. Without a key an account is called "FILE:LINE". Reset when
 * done, also after an error. */
int spot_roster_run(struct spot_roster *out, const struct spot_panel *panel,
    const struct spot_people *people, const struct spot_roster_options *options,
    const struct spot_run_options *run, const struct spot_run_calls *calls,
    struct spot_error *err);
void spot_roster_reset(struct spot_roster *roster);

struct spot_view spot_roster_key(const struct spot_roster *roster, size_t row);
struct spot_view spot_roster_name(const struct spot_roster *roster, size_t row);
/* The answer of function f of the options for that row, and the value of field f of them. */
double spot_roster_answer(const struct spot_roster *roster, size_t row, size_t f);
double spot_roster_field(const struct spot_roster *roster, size_t row, size_t f);

#endif
