/* SPDX-License-Identifier: MIT */
/*
 * Whether rows and columns of a table of counts are independent: Pearson's chi-square (1900)
 * without continuity correction (2 x 2 with Yates's: fourfold.h), Cramer's V (1946). Any
 * thread.
 */
#ifndef SPOT_STATS_CHI2_H
#define SPOT_STATS_CHI2_H

#include <stddef.h>
#include <stdint.h>

#include "stats/tail.h"

struct spot_error;

struct spot_chi2 {
	double chi2;
	/* All below are of the rows and columns that are not empty. */
	double df;             /* may be 0: then p is 1, and V 0 */
	struct spot_tail tail;
	double cramers_v;      /* sqrt(chi2 / (n min(rows - 1, columns - 1))) */
	double least_expected; /* the smallest expected count */
	double share_under_5;  /* of cells that expect below 5; up to 0.2 is well (Cochran 1954) */
};

/* counts: n_rows x n_cols, row by row, the sum below 2^31. SPOT_EDATA when all are 0 or the
 * sum is too large; SPOT_ENOMEM. */
int spot_chi2_table(struct spot_chi2 *out, const uint64_t *counts, size_t n_rows, size_t n_cols,
    struct spot_error *err);

/* expected[i]: row sum * column sum / n, of the table as it is; 0 all over when it is empty. */
void spot_chi2_expected(double *expected, const uint64_t *counts, size_t n_rows, size_t n_cols);

#endif
