/* SPDX-License-Identifier: MIT */
/*
 * A contrast: what sets two cohorts apart, field by field, and where the rules were wrong about
 * them. a is the cohort that did well, b the other one.
 *
 * Conventions. An effect is the chance that an account of a has more than one of b, less the chance
 * that it has less: Cliff's delta for numbers (blanks left out), the difference of shares for what
 * an account has or has not, so that one scale serves all. Numbers are tested by Mann and Whitney;
 * shares by Pearson's chi-square without correction, and where a cell is expected to hold fewer
 * than SPOT_CONTRAST_EXPECTED accounts by Fisher's exact test. Blank is a level of its own: levels
 * and blanks are shares of all accounts of a cohort, items of a list of those whose list is not
 * blank. p is adjusted by Benjamini and Hochberg over all rows of a table. Dates are ages: days
 * before the as-of day.
 *
 * Memory: the frame of both cohorts (study/frame.h), with verdicts, keys and an answer a rule; a
 * byte an account; and for each field under way (one a thread) up to 24 bytes an account. Results
 * are the same for any number of threads.
 */
#ifndef SPOT_STUDY_CONTRAST_H
#define SPOT_STUDY_CONTRAST_H

#include "stats/chi2.h"
#include "stats/cliff.h"
#include "stats/fourfold.h"
#include "stats/ks.h"
#include "stats/mannwhitney.h"
#include "study/frame.h"

#define SPOT_CONTRAST_EXPECTED 5
#define SPOT_CONTRAST_LEVELS 100  /* of a field that are compared: the most frequent ones */
#define SPOT_CONTRAST_FEWEST 5    /* accounts of both cohorts that a level must have */
#define SPOT_CONTRAST_MATERIAL 0.147
#define SPOT_CONTRAST_SHOWN 20    /* surprises of either kind */
#define SPOT_CONTRAST_APART 3     /* fields that set one apart */
#define SPOT_CONTRAST_RARE 0.1    /* apart: no more of the others are so */
#define SPOT_CONTRAST_OTHERS 8192 /* accounts of a tier that one is held against, at most */

struct spot_contrast_options {
	size_t a, b;     /* cohorts of the rules */
	double alpha;
	double material; /* the least effect that matters */
	size_t n_shown;
};

struct spot_contrast_counts {
	uint64_t rows;
	uint64_t n[2];               /* in a, in b */
	uint64_t both, neither, unknown;
};

enum spot_contrast_reason {
	SPOT_CONTRAST_LATE,     /* known only after the outcome */
	SPOT_CONTRAST_OWN,      /* a cohort reads it */
	SPOT_CONTRAST_TOO_MANY, /* more texts than a frame keeps: only where it is blank */
	SPOT_CONTRAST_REASONS
};

struct spot_contrast_left_out {
	const struct spot_field *field;
	enum spot_contrast_reason reason;
};

enum spot_contrast_kind {
	SPOT_CONTRAST_NUMBER,
	SPOT_CONTRAST_LEVEL, /* of a text or a flag ("yes", "no") */
	SPOT_CONTRAST_ITEM,  /* a list has it */
	SPOT_CONTRAST_BLANK,
	SPOT_CONTRAST_KINDS
};

enum spot_contrast_test {
	SPOT_CONTRAST_MANN_WHITNEY,
	SPOT_CONTRAST_CHI2,
	SPOT_CONTRAST_FISHER,
	SPOT_CONTRAST_TESTS
};

enum spot_contrast_grade {
	SPOT_CONTRAST_STRONG, /* adjusted p up to alpha, and the effect matters */
	SPOT_CONTRAST_SLIGHT, /* adjusted p up to alpha */
	SPOT_CONTRAST_WEAK,
	SPOT_CONTRAST_GRADES
};

/* Of one cohort. */
struct spot_contrast_side {
	uint64_t n;      /* accounts that are counted; of numbers those that are not blank */
	uint64_t n_blank;
	uint64_t k;      /* of n: those that have it; of numbers, that reach the cut */
	double share;    /* k / n; NAN when n is 0 */
	double q25, median, q75; /* numbers; type 7 */
};

struct spot_contrast_row {
	const struct spot_frame_column *column;
	enum spot_contrast_kind kind;
	struct spot_view level;          /* LEVEL, ITEM */
	struct spot_contrast_side sides[2];
	double effect;
	struct spot_interval ci;         /* Cliff's, or Newcombe's */
	struct spot_fourfold_odds odds;  /* all but NUMBER */
	struct spot_mannwhitney mannwhitney; /* NUMBER */
	struct spot_ks ks;               /* NUMBER */
	double cut;                      /* NUMBER: where the cohorts differ most */
	enum spot_contrast_test test;
	struct spot_tail tail, adjusted;
	enum spot_contrast_grade grade;
	/* A row before it has the same counts on both sides: most likely the same accounts. */
	bool is_echo;
	const char *used_by;             /* the first rule that reads the field, or NULL */
	const char *lua;                 /* a criterion that would use it; NULL: there is none */
	size_t order;                    /* by field and level */
};

/* A field as a whole. */
struct spot_contrast_field {
	const struct spot_frame_column *column;
	uint64_t n_blank[2];
	size_t n_levels, n_left_out;     /* texts and lists: levels there are, that have no row */
	bool has_chi2;                   /* of texts and flags, blank being a level */
	struct spot_chi2 chi2;
	struct spot_tail adjusted;       /* over the fields that have one */
};

struct spot_contrast_table {
	struct spot_contrast_row *rows;  /* strong ones first, the greatest effect first */
	size_t n_rows;
	struct spot_contrast_field *fields; /* by column */
	size_t n_fields;
	uint64_t n[2];                   /* accounts of either side */
	size_t n_graded[SPOT_CONTRAST_GRADES];
};

/* What sets a surprise apart from the accounts of the other cohort in its tier. */
struct spot_contrast_apart {
	const struct spot_frame_column *column;
	bool is_blank;
	double number;                   /* NUMBER (an age, of dates) */
	struct spot_view text;           /* TEXT, FLAG */
	double share;                    /* of the others that are so, or further out */
};

struct spot_contrast_surprise {
	struct spot_view account;
	double score;                    /* NAN: none */
	size_t tier;                     /* rank */
	const size_t *rules;             /* that misled, the heaviest first: of scoring.asked */
	size_t n_rules;
	struct spot_contrast_apart apart[SPOT_CONTRAST_APART];
	size_t n_apart;
};

/* How often a rule pulled the wrong way, over all surprises. */
struct spot_contrast_misled {
	size_t rule;                     /* of scoring.asked */
	double weight;                   /* 0: a disqualifier */
	uint64_t n_wrong[2];             /* surprises of a that it pulled down, of b, up */
	uint64_t known[2], holds[2];     /* over both cohorts */
};

struct spot_contrast_surprises {
	uint64_t n[2];                   /* of a in the worst tier or bad fit; of b in the best */
	struct spot_contrast_surprise *items[2]; /* the furthest off first */
	size_t n_items[2];
	/* [0]: the worst tier and bad fit, [1]: the best tiers: a against b in them, so that [1]
	 * tells the surprises of b from the rest of their tier. Without rows where either side has
	 * none. */
	struct spot_contrast_table within[2];
	struct spot_contrast_misled *rules; /* the most points pulled the wrong way first */
	size_t n_rules;
	size_t n_best;                   /* tiers that are called best: 0 without tiers */
};

struct spot_contrast {
	const struct spot_panel *panel;
	struct spot_contrast_options options;
	struct spot_run_result result;
	struct spot_contrast_counts counts;
	struct spot_frame frame;
	uint8_t *labels;                 /* by row of the frame; see contrast_internal.h */
	struct spot_contrast_left_out *left_out;
	size_t n_left_out;
	struct spot_contrast_table table;
	struct spot_contrast_surprises surprises;
	struct spot_arena arena;
};

/* Reads the data and compares. panel must outlive the contrast. SPOT_EDATA when either cohort has
 * no account. Reset when done, also after an error. */
int spot_contrast_make(struct spot_contrast *contrast, const struct spot_panel *panel,
    const struct spot_contrast_options *options, const struct spot_run_options *run,
    const struct spot_run_calls *calls, struct spot_error *err);
void spot_contrast_reset(struct spot_contrast *contrast);

#endif
