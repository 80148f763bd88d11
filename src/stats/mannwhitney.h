/* SPDX-License-Identifier: MIT */
/*
 * Whether two samples are shifted: Mann and Whitney (1947). Normal approximation with the
 * variance corrected for ties (Lehmann 1975, section 1.4); no exact small-sample table. Any
 * thread.
 */
#ifndef SPOT_STATS_MANNWHITNEY_H
#define SPOT_STATS_MANNWHITNEY_H

#include "stats/counted.h"
#include "stats/tail.h"

struct spot_mannwhitney {
	double u;                   /* of the positives: pairs won, a tie counting half */
	double var;                 /* of u, if the samples come from one distribution */
	double z;                   /* without continuity correction; 0 when var is 0 */
	struct spot_tail tail;      /* two-sided, of z */
	struct spot_tail corrected; /* with |u - mean| less 1/2, as R and SciPy by default */
};

/* All values alike: var 0, z 0, p 1. Fails as spot_counted_pairs. */
int spot_mannwhitney_test(struct spot_mannwhitney *out, const struct spot_counted *cells,
    size_t n_cells, struct spot_error *err);

#endif
