/* SPDX-License-Identifier: MIT */
/*
 * A positive's placement is the share of negatives that it beats, a tie counting half; a
 * negative's the share of positives that beat it. Both are kept doubled and as counts:
 * 2 * below + equal, which is twice the difference of two mid-ranks (Sun and Xu 2014).
 */
#include "stats/roc.h"

#include <math.h>

#include "stats/exact.h"

/* Both variances of doubled counts, as variances of shares. */
static double delong_variance(const struct spot_counted *cells, size_t n_cells, uint64_t m,
    uint64_t n)
{
	uint64_t pos_below = 0, neg_below = 0, sum_pos = 0, sum_neg = 0;
	unsigned __int128 sq_pos = 0, sq_neg = 0;
	for (size_t i = 0; i < n_cells; i++) {
		uint64_t a = cells[i].n_pos, b = cells[i].n_neg;
		uint64_t beaten = 2 * neg_below + b, beating = 2 * (m - pos_below - a) + a;
		sum_pos += a * beaten;
		sq_pos += (unsigned __int128)(a * beaten) * beaten;
		sum_neg += b * beating;
		sq_neg += (unsigned __int128)(b * beating) * beating;
		pos_below += a;
		neg_below += b;
	}
	double s10 = exact_variance(sq_pos, sum_pos, m) / (4.0 * (double)n * (double)n);
	double s01 = exact_variance(sq_neg, sum_neg, n) / (4.0 * (double)m * (double)m);
	return s10 / (double)m + s01 / (double)n;
}

int spot_roc_auc(struct spot_roc *roc, const struct spot_counted *cells, size_t n_cells,
    double level, struct spot_error *err)
{
	struct spot_roc r = { .var = NAN, .se = NAN, .ci = { 0, 1 } };
	int rc = spot_counted_pairs(&r.pairs, cells, n_cells, err);
	if (rc < 0)
		return rc;
	uint64_t m = r.pairs.n_pos, n = r.pairs.n_neg;
	r.auc = (double)(2 * r.pairs.gt + r.pairs.eq) / (2.0 * (double)m * (double)n);
	if (m > 1 && n > 1) {
		r.var = delong_variance(cells, n_cells, m, n);
		r.se = sqrt(r.var);
		double half = spot_tail_z(level) * r.se;
		r.ci = (struct spot_interval) { fmax(0, r.auc - half), fmin(1, r.auc + half) };
	}
	*roc = r;
	return 0;
}
