/* SPDX-License-Identifier: MIT */
/* Two by two tables: how a yes-or-no property goes with a yes-or-no outcome. Any thread. */
#ifndef SPOT_STATS_FOURFOLD_H
#define SPOT_STATS_FOURFOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "stats/tail.h"

/*              outcome  none
 * property        a      b
 * without it      c      d   each below 2^31 */
struct spot_fourfold {
	uint64_t a, b, c, d;
};

struct spot_fourfold_odds {
	double ratio;    /* ad / bc, of the sample; INFINITY when bc is 0, NAN when ad is too */
	double haldane;  /* the same with 1/2 added to each cell (Haldane 1956), always finite */
	bool corrected;  /* ci is haldane's, for a cell is 0 */
	struct spot_interval ci; /* Woolf's log interval (1955) */
};

struct spot_fourfold_mcnemar {
	uint64_t n;            /* discordant: b + c */
	bool exact;            /* n < 25: tail is the exact binomial's, else chi-square's */
	double chi2;           /* (b - c)^2 / (b + c), no continuity correction; 0 when n is 0 */
	struct spot_tail tail; /* two-sided; 1 when n is 0 */
	double mid_p;          /* the exact p, less half the last term of either tail
	                        * (Lancaster 1961); at most 1 */
};

struct spot_fourfold_odds spot_fourfold_odds(const struct spot_fourfold *table, double level);

/* Fisher's exact test, two-sided: the sum of all tables of the same margins that are no more
 * probable than this one, times 1 + 1e-7 as in R. 1 when a margin is 0. Relative error below
 * 1e-10 also at 2^31, where differences of log-gamma lose their digits. */
struct spot_tail spot_fourfold_fisher(const struct spot_fourfold *table);

/* Pearson's chi-square with Yates's correction (1934), which never passes 0. *chi2 may be
 * NULL. 0 and p 1 when a margin is 0. Without correction: spot_chi2_table. */
struct spot_tail spot_fourfold_yates(double *chi2, const struct spot_fourfold *table);

/* McNemar's test (1947) of two yes-or-no judgements of the same accounts: b have the first
 * only, c the second only. */
struct spot_fourfold_mcnemar spot_fourfold_mcnemar(uint64_t b, uint64_t c);

#endif
