/* SPDX-License-Identifier: MIT */
/*
 * Drift: whether the accounts have moved away from those that the rules were made for: fields,
 * rules, scores and tiers of old accounts against new ones.
 *
 * Conventions. The population stability index (PSI) sums (new - old) ln(new / old) over bins: of
 * numbers the tenths of the old accounts, of texts the SPOT_DRIFT_LEVELS most frequent old levels
 * (of SPOT_DRIFT_FEWEST accounts or more) and all others, of rules yes, no and unknown; blank is a
 * bin of its own everywhere. A share below 0.0001 counts as that. p is Pearson's chi-square over
 * the same bins, those that expect fewer than SPOT_DRIFT_FEWEST put together, so that a handful of
 * accounts raises no alarm. A text that most accounts have for
 * themselves, a name, is only asked whether it is blank. Dates are ages on the as-of day of their
 * side.
 *
 * Memory: the frames of both sides (study/frame.h), and 40 bytes an account for the field under
 * way. Results are the same for any number of threads.
 */
#ifndef SPOT_STUDY_DRIFT_H
#define SPOT_STUDY_DRIFT_H

#include "stats/ks.h"
#include "stats/proportion.h"
#include "study/frame.h"

#define SPOT_DRIFT_BINS 10
#define SPOT_DRIFT_LEVELS 30
#define SPOT_DRIFT_FEWEST 5   /* old accounts that a level has in a bin of its own */
#define SPOT_DRIFT_NAMED 10   /* new and vanished levels that are named */
#define SPOT_DRIFT_ALPHA 0.01 /* a PSI past its limit counts when chance makes it this seldom */

enum { SPOT_DRIFT_OLD, SPOT_DRIFT_NEW };

struct spot_drift_limits {
	double psi;    /* 0.25 */
	double blank;  /* a share of blanks that grew by more, not by chance; 0.1 */
	double novel;  /* a share of accounts with levels that are news; 0.05 */
	double rate;   /* a tier's outcome rate that fell by more, and p <= alpha; 0.1 */
};

#define SPOT_DRIFT_LIMITS_INIT { 0.25, 0.1, 0.05, 0.1 }

struct spot_drift_options {
	size_t outcome;        /* cohort of the rules; SPOT_NONE: no rates */
	/* One run split by a day: date is a field of the rules; SPOT_NONE: two runs. */
	size_t date;
	int64_t at;            /* accounts of this day or later are new */
	struct spot_drift_limits limits;
	int64_t soon_days;     /* an exception that ends within so many days is about to expire */
};

enum spot_drift_kind {
	SPOT_DRIFT_FIELD,
	SPOT_DRIFT_RULE,
	SPOT_DRIFT_SCORE,
	SPOT_DRIFT_TIERS,
	SPOT_DRIFT_KINDS
};

struct spot_drift_bin {
	enum { SPOT_DRIFT_RANGE, SPOT_DRIFT_TEXT, SPOT_DRIFT_OTHERS, SPOT_DRIFT_BLANK } kind;
	double low, high;      /* RANGE: low <= x < high; infinite at the ends */
	struct spot_view text; /* TEXT */
	uint64_t n[2];
	double part;           /* of the PSI */
};

struct spot_drift_level {
	struct spot_view text;
	uint64_t n;
};

struct spot_drift_item {
	enum spot_drift_kind kind;
	const char *name;
	const struct spot_field *field; /* FIELD */
	uint64_t n[2], n_blank[2];      /* accounts (of a list's bins: items) */
	double blank[2];                /* shares */
	double psi;
	struct spot_tail tail;
	struct spot_drift_bin *bins;
	size_t n_bins;
	bool has_ks;
	struct spot_ks ks;
	double median[2];               /* numbers; NAN where there are none */
	struct spot_drift_level *novel, *vanished; /* the most frequent ones */
	size_t n_novel, n_vanished;     /* that are named */
	size_t n_all_novel, n_all_vanished;
	uint64_t n_novel_seen;          /* new accounts or items that have one */
	double novel_share;             /* of all of them */
	/* What of it is no news: levels that the old side shows once stand for as many that it did
	 * not happen to show (Good 1953). */
	double unseen_share;
	bool is_past_psi, is_past_blank, is_past_novel;
};

struct spot_drift_tier {
	const char *name;
	uint64_t n[2];
	double share[2];
	/* With an outcome: accounts whose outcome is known, those that have it. */
	uint64_t n_known[2], n_outcome[2];
	double rate[2];
	struct spot_interval ci[2];     /* Wilson */
	struct spot_tail tail;          /* of no difference: chi-square, or Fisher where few */
	bool is_past_rate;
};

struct spot_drift_exception {
	const struct spot_exception *exception;
	int64_t days_left;              /* below 0: it has expired */
};

struct spot_drift {
	const struct spot_panel *panels[2];
	struct spot_drift_options options;
	struct spot_run_result results[2]; /* the second is empty with options.date */
	struct spot_frame frames[2];       /* the same */
	uint8_t *sides;                    /* with options.date: of each row; 2: no date */
	uint64_t n[2], n_undated;
	struct spot_drift_item *items;     /* fields, rules, score, tiers */
	size_t n_items;
	struct spot_drift_tier *tiers;     /* bad fit last */
	size_t n_tiers;
	bool has_review, is_overdue;
	int64_t review_due;                /* day */
	struct spot_drift_exception *exceptions; /* expired or about to */
	size_t n_exceptions;
	size_t n_past;                     /* limits that were passed */
	struct spot_arena arena;
};

/* Reads both sides and compares. panels are of the same rule file, each with the as-of day of its
 * side; runs are the old side's and the new one's, and with options.date only the first is read.
 * Panels must outlive the drift. SPOT_EDATA when a side has no account. Reset when done, also after
 * an error. */
int spot_drift_make(struct spot_drift *drift, const struct spot_panel *const panels[2],
    const struct spot_drift_options *options, const struct spot_run_options runs[2],
    const struct spot_run_calls *calls, struct spot_error *err);
void spot_drift_reset(struct spot_drift *drift);

#endif
