/* SPDX-License-Identifier: MIT */
/*
 * A trial: hypotheses (rule files and variations of them), judged by what became of the accounts.
 *
 * Conventions. An account is ranked by its score; a bad fit is ranked below all others, and an
 * account without a score below those. Rank statistics count a tie one half; where a capacity ends
 * among equal scores it is the expectation over all choices. Everything but the market's tiers and
 * what is said of robustness is of the judged accounts: those with a known outcome and, with a
 * hold-out, of its day or later.
 *
 * Memory grows with the judged accounts: 8 bytes for each hypothesis, each criterion and
 * disqualifier of the baseline and each hypothesis with a leak, and up to 20 more. Results are the
 * same for any number of threads.
 */
#ifndef SPOT_STUDY_TRIAL_H
#define SPOT_STUDY_TRIAL_H

#include "engine/run.h"
#include "study/tasks.h"
#include "study/trial_judge.h"
#include "stats/calibration.h"
#include "stats/capacity.h"
#include "stats/curve.h"
#include "stats/fourfold.h"
#include "stats/ks.h"
#include "stats/mannwhitney.h"
#include "stats/proportion.h"
#include "stats/roc.h"

#define SPOT_TRIAL_SLICES 10
#define SPOT_TRIAL_GROUPS 10
#define SPOT_TRIAL_SAMPLE 4096      /* accounts that robustness is judged by */
#define SPOT_TRIAL_JIGGLES 100
#define SPOT_TRIAL_REPLICATES 2000  /* of the bootstrap */
#define SPOT_TRIAL_SEED 1

struct spot_trial_options {
	size_t outcome, against;  /* cohorts of the baseline; against SPOT_NONE: all others */
	size_t value_field;       /* of the baseline; SPOT_NONE: growth, or no value */
	bool value_is_growth;
	size_t date_field;        /* SPOT_NONE: no hold-out */
	int64_t train_before;     /* days; accounts of this day or later are judged */
	uint64_t capacity;        /* 0: a tenth of the judged accounts */
	struct spot_trial_bar bar;
	uint64_t seed;
	uint32_t n_replicates;
	bool keeps_keys;          /* for spot_trial_disagreements */
};

/* What is asked about: the i-th of them is panels[i]'s rules; the first is the baseline. */
struct spot_trial_hypothesis {
	const char *name;
	const char *why; /* NULL: not said */
};

struct spot_trial_counts {
	uint64_t rows;
	uint64_t n_pos, n_neg;   /* judged */
	uint64_t n_trained;      /* known outcomes before the hold-out's day */
	uint64_t unknown;        /* the outcome is not known */
	uint64_t both, neither;  /* in both cohorts, in neither: left out */
	uint64_t no_date;        /* known outcome, no date: left out */
	uint64_t no_value;       /* judged, value unknown: counted as 0 */
	uint64_t fingerprint;    /* of the rows and their outcomes, whatever the order of rows */
};

/* A tier of one hypothesis; the last one is bad fit. */
struct spot_trial_tier {
	const char *name;
	uint64_t n_market;             /* of all rows */
	double market_share;
	uint64_t n, n_pos;             /* judged */
	double rate;                   /* NAN when n is 0 */
	struct spot_interval rate_ci;  /* Wilson */
	double lift, gain;             /* rate over the rate of all; share of all outcomes */
	double per_outcome;            /* accounts for one outcome */
	double value, value_share;
	bool is_inverted;              /* its rate is above that of the tier before it */
};

enum spot_trial_breadth {
	SPOT_TRIAL_BREADTH_NONE, /* no target_share, or no tiers */
	SPOT_TRIAL_NARROW,
	SPOT_TRIAL_FITTING,
	SPOT_TRIAL_BROAD
};

/* A rule of a hypothesis that knows the outcome: it reads what is known only after it, or what the
 * outcome's cohorts read themselves. */
struct spot_trial_leak {
	const char *rule, *field;
	bool is_late; /* known = "after"; else it is the outcome's own */
};

struct spot_trial_figures {
	struct spot_trial_tier *tiers;
	size_t n_tiers;                /* bad fit is one of them */
	double top_share;              /* of the market, in the two top tiers */
	enum spot_trial_breadth breadth;
	struct spot_roc roc;
	struct spot_ks ks;
	struct spot_mannwhitney mannwhitney;
	double average_precision;
	struct spot_capacity capacity;
	struct spot_curve_slice slices[SPOT_TRIAL_SLICES];
	/* Rates learned from the scores of other accounts: those before the hold-out's day, or a
	 * random half. */
	bool has_calibration;
	double brier, brier_base;      /* base: the overall rate said of every account */
	struct spot_calibration_group groups[SPOT_TRIAL_GROUPS];
	size_t n_groups;
	/* With a hold-out; NAN where there is none. */
	double auc_before, auc_random;
	struct spot_trial_leak *leaks;
	size_t n_leaks;
	double auc_unleaked;           /* without the leaking rules; NAN without leaks */
	double unsettled_share;        /* of the market: tiers that hang on blank cells */
	/* Over jiggled weights: the mean and the least. */
	double kept_mean, kept_least;  /* share of accounts that keep their tier */
	double tau_mean, tau_least;    /* NAN where the ranking has one value only */
};

struct spot_trial_paired {
	double diff;                   /* hypothesis less baseline */
	struct spot_interval ci;       /* percentile bootstrap */
	double p;
};

/* A hypothesis against the baseline. */
struct spot_trial_comparison {
	struct spot_trial_judgement judgement;
	/* With leaks on either side also what is left without them; where that is no more than they
	 * made it, the judgement's answer is that nobody can tell. */
	bool has_unleaked, is_leak;
	struct spot_trial_judgement unleaked;
	struct spot_trial_paired lift;        /* at the capacity */
	struct spot_trial_paired value_share; /* captured at the capacity; NAN without value */
	uint32_t n_replicates;                /* of their bootstrap */
	/* Membership in the top tier, among accounts with the outcome and among the others: first
	 * the baseline's alone, then the hypothesis's alone. */
	uint64_t top_pos[2], top_neg[2];
	struct spot_fourfold_mcnemar mcnemar_pos, mcnemar_neg;
	/* moves[from * n_to + to]: judged accounts and outcomes, tiers of the baseline by those of
	 * the hypothesis, bad fit last. */
	struct spot_trial_move {
		uint64_t n, n_pos;
	} *moves;
	size_t n_from, n_to;
};

/* A criterion or disqualifier of the baseline, and what the rest does without it. */
struct spot_trial_rule {
	const char *name, *word;
	uint64_t known_pos, holds_pos, known_neg, holds_neg;
	struct spot_tail tail;         /* Fisher: holds as often with either outcome */
	bool is_wrong;                 /* holds more often among those it should not */
	bool never, always;            /* holds, of all rows */
	struct spot_delong_difference auc; /* with the rule less without */
	double lift_diff;              /* at the capacity, the same */
	uint64_t n_changed;            /* judged accounts that change tier without it */
};

struct spot_trial_twins {
	size_t a, b;      /* rules */
	double agreement; /* share of the sampled accounts where both are known */
};

/* A field to be filled next. */
struct spot_trial_fill {
	const char *field;
	uint64_t n_settled;  /* tiers that hang on this blank alone */
	double cost;         /* 1 where the file gives none */
	bool has_cost;
	double per_cost;
};

struct spot_trial {
	const struct spot_panel *panels;
	const struct spot_trial_hypothesis *hypotheses;
	size_t n;                              /* hypotheses */
	struct spot_trial_options options;     /* capacity as it was taken */
	struct spot_tasks_means means;
	struct spot_run_result result;
	struct spot_trial_counts counts;
	struct spot_trial_figures *figures;    /* by hypothesis */
	struct spot_trial_comparison *against; /* by hypothesis; the first is not used */
	struct spot_trial_rule *rules;
	size_t n_rules;
	struct spot_trial_twins *twins;
	size_t n_twins;
	struct spot_trial_fill *fills;         /* best first */
	size_t n_fills;
	uint64_t n_many_blanks;                /* tiers that more than one field would settle */
	size_t n_sampled;
	double value_total;
	struct spot_trial_gathered *gathered;
	struct spot_arena arena;
};

/* Reads the data once, by all panels. panels, hypotheses and what the options point to must outlive
 * the trial. SPOT_EDATA when either outcome has no account that is judged. Reset when done, also
 * after an error. */
int spot_trial_gather(struct spot_trial *trial, const struct spot_panel *panels,
    const struct spot_trial_hypothesis *hypotheses, size_t n,
    const struct spot_trial_options *options, const struct spot_run_options *run,
    const struct spot_run_calls *calls, struct spot_error *err);

/* What follows from it. n_family: the comparisons that were made on these data and this outcome in
 * all, those of this trial among them. */
int spot_trial_study(struct spot_trial *trial, size_t n_family, struct spot_error *err);

void spot_trial_reset(struct spot_trial *trial);

/* One account that the baseline and a hypothesis put into different tiers. */
struct spot_trial_disagreement {
	struct spot_view account;      /* its key, or FILE:LINE */
	size_t hypothesis;
	bool outcome;
	const char *tier_from, *tier_to;
	double rank_from, rank_to;     /* share of the judged ranked below it; a tie half */
	bool is_right;                 /* the hypothesis moved it the way that its outcome says */
};

/* The most telling first: those whose rank differs most. *out is the trial's. */
int spot_trial_disagreements(struct spot_trial *trial, struct spot_trial_disagreement **out,
    size_t *n_out, struct spot_error *err);

#endif
