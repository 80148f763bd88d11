/* SPDX-License-Identifier: MIT */
#include "stats/mannwhitney.h"

#include <math.h>

static unsigned __int128 cube_less(uint64_t t)
{
	return (unsigned __int128)t * t * t - t;
}

/* (N^3 - N - sum of t^3 - t over runs of t equal values) / (N (N - 1)), which is N + 1 when
 * all differ, and 0 when none do. */
static double rank_spread(const struct spot_counted *cells, size_t n_cells, uint64_t n)
{
	unsigned __int128 left = cube_less(n);
	for (size_t i = 0; i < n_cells; i++)
		left -= cube_less((uint64_t)cells[i].n_pos + cells[i].n_neg);
	return (double)left / ((double)n * (double)(n - 1));
}

int spot_mannwhitney_test(struct spot_mannwhitney *out, const struct spot_counted *cells,
    size_t n_cells, struct spot_error *err)
{
	struct spot_counted_pairs pairs;
	int rc = spot_counted_pairs(&pairs, cells, n_cells, err);
	if (rc < 0)
		return rc;
	double m = (double)pairs.n_pos, n = (double)pairs.n_neg;
	struct spot_mannwhitney t = { .tail = SPOT_TAIL_ONE, .corrected = SPOT_TAIL_ONE };
	t.u = (double)(2 * pairs.gt + pairs.eq) / 2;
	t.var = m * n / 12 * rank_spread(cells, n_cells, pairs.n_pos + pairs.n_neg);
	if (t.var > 0) {
		/* 2 (u - mn/2) is whole: pairs won less pairs lost. */
		double off = ((double)pairs.gt - (double)pairs.lt) / 2, sd = sqrt(t.var);
		t.z = off / sd;
		t.tail = spot_tail_normal(t.z);
		t.corrected = spot_tail_normal(fmax(0, fabs(off) - 0.5) / sd);
	}
	*out = t;
	return 0;
}
