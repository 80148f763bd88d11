/* SPDX-License-Identifier: MIT */
#include "stats/ks.h"

#include <math.h>

int spot_ks_test(struct spot_ks *out, const struct spot_counted *cells, size_t n_cells,
    struct spot_error *err)
{
	struct spot_counted_pairs pairs;
	int rc = spot_counted_pairs(&pairs, cells, n_cells, err);
	if (rc < 0)
		return rc;
	uint64_t m = pairs.n_pos, n = pairs.n_neg, pos = 0, neg = 0, largest = 0;
	struct spot_ks ks = { .at = cells[0].score };
	for (size_t i = 0; i < n_cells; i++) {
		pos += cells[i].n_pos;
		neg += cells[i].n_neg;
		uint64_t a = pos * n, b = neg * m, apart = a > b ? a - b : b - a;
		if (apart > largest) {
			largest = apart;
			ks.at = cells[i].score;
		}
	}
	double mn = (double)m * (double)n;
	ks.d = (double)largest / mn;
	ks.tail = spot_tail_kolmogorov(ks.d * sqrt(mn / (double)(m + n)));
	*out = ks;
	return 0;
}
