/* SPDX-License-Identifier: MIT */
/*
 * AUC: the probability that a positive account's score is above a negative one's, a tie
 * counting one half (Hanley and McNeil 1982). Its variance by DeLong, DeLong and
 * Clarke-Pearson (1988), unbiased form S10/m + S01/n, from mid-ranks as Sun and Xu (2014).
 * All sums are integers, so that only the last division rounds. Any thread.
 */
#ifndef SPOT_STATS_ROC_H
#define SPOT_STATS_ROC_H

#include "stats/counted.h"
#include "stats/tail.h"

struct spot_roc {
	struct spot_counted_pairs pairs;
	double auc;
	double var, se;           /* NAN when either class has one member only */
	struct spot_interval ci;  /* auc -+ z se, clipped to [0, 1]; [0, 1] when se is NAN */
};

/* level: of the interval, as 0.95. Fails as spot_counted_pairs. */
int spot_roc_auc(struct spot_roc *roc, const struct spot_counted *cells, size_t n_cells,
    double level, struct spot_error *err);

#endif
