/* SPDX-License-Identifier: MIT */
/*
 * The figures for the debate on whom to sell to: by tier and by segment, what the market is, what
 * its customers bring and cost, how often and how fast it is won, and how many people it takes.
 *
 * Conventions. Open: neither a bad fit nor a customer, nor churned, won or lost where that is
 * known; or the cohort that is named. Money is of customers, and of all accounts where no cohort
 * says who they are; each mean is over those whose figure is known. The margin is what an account
 * brings less what it cost to win and costs to serve, of what the rules declare; where it is below
 * 0 the account is bad-fit cost. Growth is of open accounts. Deals are of the table that economics
 * names; without one a win is an account of the cohort "won". An account without a segment counts
 * as unknown.
 *
 * Accounts are counted as they stream by. Memory: at most SPOT_SEGMENT_LEVELS levels a grouping
 * (those that come later are one, "others"); 8 bytes a closed deal and grouping, 4 a key of the
 * deals and grouping; for territories without a field to keep together 20 bytes an open account,
 * and for who is in which another 12 and its key.
 * The same for any number of threads.
 */
#ifndef SPOT_STUDY_SEGMENT_H
#define SPOT_STUDY_SEGMENT_H

#include "base/map.h"
#include "base/sum.h"
#include "engine/run.h"
#include "stats/proportion.h"

#define SPOT_SEGMENT_LEVELS 4096
#define SPOT_SEGMENT_WEAK 30   /* fewer accounts are marked */

/* What accounts are told apart by. */
enum spot_segment_kind {
	SPOT_SEGMENT_TIER,
	SPOT_SEGMENT_FIELD,    /* a field's own values */
	SPOT_SEGMENT_BANDS,    /* ranges of a field, or of the score */
	SPOT_SEGMENT_FUNCTION,
	SPOT_SEGMENT_KINDS
};

struct spot_segment_band {
	double limit;
	const char *name;
};

struct spot_segment_by {
	const char *name;
	enum spot_segment_kind kind;
	size_t field;                          /* SPOT_NONE: the score */
	int fn;
	const struct spot_segment_band *bands; /* limits ascend */
	size_t n_bands;
};

/* Cohorts by role. */
enum spot_segment_cohort {
	SPOT_SEGMENT_CUSTOMER,
	SPOT_SEGMENT_OPEN,
	SPOT_SEGMENT_CHURNED,
	SPOT_SEGMENT_WON,
	SPOT_SEGMENT_LOST,
	SPOT_SEGMENT_COHORTS
};

enum spot_segment_amount {
	SPOT_SEGMENT_LTV,
	SPOT_SEGMENT_CAC,
	SPOT_SEGMENT_SERVE,
	SPOT_SEGMENT_AMOUNTS
};

struct spot_segment_options {
	const struct spot_segment_by *bys;     /* the tiers first */
	size_t n_bys;
	size_t cohorts[SPOT_SEGMENT_COHORTS];  /* of the rules; SPOT_NONE: there is none */
	int amounts[SPOT_SEGMENT_AMOUNTS];     /* SPOT_NO_FUNCTION: not declared */
	size_t deals;                          /* rollup; SPOT_NONE: none */
	int won, lost, days;                   /* of its records; SPOT_NO_FUNCTION */
	uint64_t least;                        /* accounts; smaller segments are pooled; 0: none */
	uint64_t capacity;                     /* accounts a rep; 0: not asked */
	size_t n_territories;                  /* 0: not asked */
	size_t keep_field;                     /* SPOT_NONE: accounts are free */
	bool keeps_keys;                       /* for spot_segment_assigned */
};

/* Sums over the accounts of a level. */
struct spot_segment_sums {
	uint64_t n, n_bad_fit, n_open, n_customers, n_churned, n_won, n_lost;
	uint64_t n_amounts[SPOT_SEGMENT_AMOUNTS]; /* known */
	struct spot_sum amounts[SPOT_SEGMENT_AMOUNTS];
	uint64_t n_margin, n_negative;
	struct spot_sum margin, negative;         /* negative: of the margins below 0 */
	uint64_t n_growth;                        /* open and known */
	struct spot_sum growth;
};

struct spot_segment_level {
	const char *name;
	bool is_unknown;
	size_t n_pooled;         /* levels that it is made of; 0: it is one itself */
	struct spot_segment_sums sums;
	uint64_t deals_won, deals_lost;
	double *days[2];         /* won, lost; sorted after the study */
	size_t n_days[2], cap_days[2];
	/* after the study */
	double median_days[2];   /* NAN: none */
	double win_rate;         /* NAN: none */
	struct spot_interval win_ci;
	double reps;             /* whole, NAN: not asked */
};

struct spot_segment_grouping {
	const struct spot_segment_by *by;
	struct spot_map names;
	struct spot_segment_level *levels; /* by code; after the study the largest first, tiers by
	                                    * rank, unknown last */
	size_t n_levels, cap;
};

struct spot_segment_territory {
	uint64_t n;
	double potential;
	const char **kept;       /* values of the field that is kept together */
	size_t n_kept;
};

struct spot_segment {
	const struct spot_panel *panel;
	struct spot_segment_options options;
	struct spot_run_result result;
	struct spot_segment_grouping *groupings; /* as options.bys */
	struct spot_segment_level total;
	struct spot_segment_territory *territories;
	bool potential_is_growth;                /* else accounts are counted */
	bool keeps_territory_apart;              /* a kept value alone is over its share */
	uint64_t n_deals, n_deals_orphaned;      /* read; without an account */
	struct spot_segment_gathered *gathered;
	struct spot_arena arena;
};

/* segment_words.c: what the rules say. */
/* The segment of that name, else the field; SPOT_EUSAGE when there is neither. */
int spot_segment_words_by(struct spot_segment_by *out, const struct spot_rules *rules,
    const char *name, struct spot_arena *arena, struct spot_error *err);
/* Amounts and deals; what is not declared is SPOT_NO_FUNCTION and SPOT_NONE. */
void spot_segment_words_economics(struct spot_segment_options *options,
    const struct spot_rules *rules);
/* The index-th segment word, or NULL. */
const struct spot_word *spot_segment_words_at(const struct spot_rules *rules, size_t idx);

/* Reads the data once, and the deals, which the panel has summed up, once more. The panel and what
 * the options point to must outlive it. Reset when done, also after an error. */
int spot_segment_study(struct spot_segment *out, const struct spot_panel *panel,
    const struct spot_segment_options *options, const struct spot_run_options *run,
    const struct spot_run_calls *calls, struct spot_error *err);
void spot_segment_reset(struct spot_segment *segment);

/* The i-th open account's key, or FILE:LINE, and its territory, counted from 1; false after the
 * last. */
bool spot_segment_assigned(const struct spot_segment *segment, size_t i, struct spot_view *key,
    size_t *territory);

/* Mean of what is known; NAN when nothing is. */
double spot_segment_mean(double sum, uint64_t n);
/* Churned of those that were ever customers; NAN when nobody was. */
double spot_segment_churn(const struct spot_segment_sums *sums);

#endif
