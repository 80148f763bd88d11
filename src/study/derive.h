/* SPDX-License-Identifier: MIT */
/*
 * A scorecard proposed from accounts whose outcome is known: few criteria, whole points, and how
 * well it does on accounts that it was not made from.
 *
 * Numbers are cut at readable thresholds (stats/bin.h), levels of text that do not differ are
 * put together (stats/level.h), items of a list that go the same way count as one. What a field
 * tells is its groups' weight of evidence; L1 logistic regression chooses at most `max` fields,
 * and their coefficients, made whole, are the points. A blank is no evidence for or against,
 * unless there are enough of them and their outcomes differ from the others': then it is a group of
 * its own, and the only one that differs, perhaps.
 *
 * The AUC out of sample is that of scores by cards made without the account: all of the above,
 * thresholds and choice and points, is done anew for each fold. It is the mean of the folds' AUCs
 * with the interval that their variances give (LeDell, Petersen and van der Laan 2015). With a
 * day that parts the accounts there are no folds: those before it make the card, the others judge
 * it.
 *
 * Memory: a byte a field and account for each thread and one; models are fitted to at most
 * SPOT_DERIVE_SAMPLE accounts, drawn by the seed. The same for any number of threads.
 */
#ifndef SPOT_STUDY_DERIVE_H
#define SPOT_STUDY_DERIVE_H

#include "base/mem.h"
#include "stats/bin.h"
#include "stats/proportion.h"
#include "stats/roc.h"
#include "study/frame.h"
#include "study/tasks.h"

#define SPOT_DERIVE_SAMPLE 20000
#define SPOT_DERIVE_LEAST 30     /* accounts of either outcome to learn from */
#define SPOT_DERIVE_JUDGED 20    /* and to be judged by after a day */
#define SPOT_DERIVE_MAX 8         /* criteria, by default */
#define SPOT_DERIVE_MOST 64       /* that may be asked for */
#define SPOT_DERIVE_SEED 1
#define SPOT_DERIVE_TIERS 4
#define SPOT_DERIVE_BARS 3       /* disqualifiers at most */
#define SPOT_DERIVE_NO_GROUP 255 /* the account's cell is blank */

/* What is known of an account. */
enum spot_derive_label { SPOT_DERIVE_BAD, SPOT_DERIVE_GOOD, SPOT_DERIVE_LEFT_OUT };

struct spot_derive_options {
	size_t max;              /* criteria */
	size_t n_folds;          /* 0: 10; 5 of many accounts or few outcomes */
	uint64_t seed;
	double level;            /* of intervals: 0.95 */
	const bool *is_kept_out; /* by column of the frame */
	size_t date_column;      /* SPOT_NONE: cross-validation */
	int64_t train_before;    /* days */
	int64_t as_of;           /* dates are cut by whole months before it */
	bool uses_blanks;        /* as evidence: a blank is a group of its own */
	struct spot_tasks_means means;
};

struct spot_derive_group {
	uint64_t n_pos, n_neg; /* among those learnt from */
	double woe;
	double share;          /* of the criterion's weight: 0 to 1, in steps of 0.05 */
};

/* A field cut into groups. A number's group is how many edges are at or below it. */
struct spot_derive_cut {
	size_t column;                          /* of the frame */
	struct spot_derive_group groups[SPOT_BIN_MAX];
	size_t n_groups;                        /* 1: no more than whether it is blank */
	double edges[SPOT_BIN_MAX];
	uint8_t *group_of;                      /* TEXT: by level */
	uint8_t other;                          /* TEXT: the group of levels not named */
	bool *is_named;                         /* TEXT, LIST: by level */
	uint64_t n_other;                       /* TEXT: accounts of levels not named */
	struct spot_derive_group blank;         /* woe 0 unless blanks count as evidence */
	bool blank_tells;                       /* their outcomes differ from the others' */
	/* once it is a criterion */
	unsigned weight;
	double unknown_share;
};

struct spot_derive_tier {
	double threshold;
	uint64_t n, n_pos;             /* by scores out of sample */
	struct spot_interval rate_ci;  /* Wilson */
};

/* A condition that leaves hardly anybody good: a group of a cut. */
struct spot_derive_bar {
	size_t cut; /* of spot_derive.cuts */
	size_t group;
	uint64_t n_pos, n_neg;
	struct spot_interval bad_ci;   /* of the level that a choice among so many asks for */
};

struct spot_derive {
	struct spot_derive_options options;
	uint64_t n_pos, n_neg;         /* learnt from */
	uint64_t n_judged_pos, n_judged_neg; /* after the day */
	uint64_t n_left_out, n_no_date;
	uint64_t hash;                 /* of the fields looked at and the outcomes */
	struct spot_derive_cut *cuts;  /* of all fields that were looked at */
	size_t n_cuts;
	size_t *chosen;                /* cuts that are criteria, the heaviest first */
	size_t n_chosen;
	bool has_signal;
	struct spot_roc in_sample;
	double auc;                    /* out of sample; NAN where no card could be made */
	struct spot_interval auc_ci;
	size_t n_folds;                /* 0: by day */
	struct spot_derive_tier tiers[SPOT_DERIVE_TIERS]; /* best first */
	size_t n_tiers;
	struct spot_derive_bar bars[SPOT_DERIVE_BARS];
	size_t n_bars;
	size_t n_suspects;             /* cuts that tell nearly all alone: AUC 0.95 or more */
	size_t *suspects;
	struct spot_arena arena;
};

/* labels: enum spot_derive_label, a row of the frame each. frame must outlive it. SPOT_EDATA: too
 * few accounts (says how many more). Without has_signal there are no criteria. Reset when done,
 * also after an error. */
int spot_derive_study(struct spot_derive *out, const struct spot_frame *frame,
    const uint8_t *labels, const struct spot_derive_options *options, struct spot_error *err);
/* Whether the outcome differs between the cut's groups, blanks among them where they count. */
bool spot_derive_tells(const struct spot_derive_cut *cut);
/* The row's group in a cut, or SPOT_DERIVE_NO_GROUP. */
uint8_t spot_derive_group_of(const struct spot_derive_cut *cut, const struct spot_frame *frame,
    int64_t as_of, size_t row);
void spot_derive_reset(struct spot_derive *derive);

#endif
