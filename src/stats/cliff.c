/* SPDX-License-Identifier: MIT */
#include "stats/cliff.h"

#include <math.h>

#include "stats/exact.h"

/* Sums over the members of a sample of their dominance: how many of the other sample they
 * are above less how many they are below. Both samples' sum is gt - lt, up to the sign. */
struct dominance {
	unsigned __int128 sq_pos, sq_neg;
};

static struct dominance dominance_of(const struct spot_counted *cells, size_t n_cells,
    const struct spot_counted_pairs *pairs)
{
	struct dominance d = { 0 };
	uint64_t pos_below = 0, neg_below = 0;
	for (size_t i = 0; i < n_cells; i++) {
		uint64_t a = cells[i].n_pos, b = cells[i].n_neg;
		int64_t pos = (int64_t)(2 * neg_below + b) - (int64_t)pairs->n_neg;
		int64_t neg = (int64_t)(2 * pos_below + a) - (int64_t)pairs->n_pos;
		d.sq_pos += (unsigned __int128)(pos * pos) * a;
		d.sq_neg += (unsigned __int128)(neg * neg) * b;
		pos_below += a;
		neg_below += b;
	}
	return d;
}

static double cliff_variance(const struct spot_counted *cells, size_t n_cells,
    const struct spot_counted_pairs *pairs)
{
	struct dominance dom = dominance_of(cells, n_cells, pairs);
	double m = (double)pairs->n_pos, n = (double)pairs->n_neg;
	int64_t sum = (int64_t)pairs->gt - (int64_t)pairs->lt;
	double d = (double)sum / (m * n);
	/* Sums of squares about the mean; a sample's mean dominance is d itself. */
	double of_pos = exact_variance(dom.sq_pos, sum, pairs->n_pos) * (m - 1) / (n * n);
	double of_neg = exact_variance(dom.sq_neg, -sum, pairs->n_neg) * (n - 1) / (m * m);
	double of_pairs = (double)(pairs->gt + pairs->lt) - m * n * d * d;
	double var = (n * n * of_pos + m * m * of_neg - of_pairs) / (m * n * (m - 1) * (n - 1));
	return fmax(var, (1 - d * d) / (m * n - 1));
}

static struct spot_interval cliff_interval(double d, double var, double z, double smaller)
{
	double zz = z * z, inner = (smaller - zz) / (smaller + zz);
	if (d == 1)
		return (struct spot_interval) { inner, 1 };
	if (d == -1)
		return (struct spot_interval) { -1, -inner };
	double rest = 1 - d * d, bottom = rest + zz * var;
	double half = z * sqrt(var) * sqrt(rest * rest + zz * var);
	return (struct spot_interval) { fmax(-1, (d * rest - half) / bottom),
		fmin(1, (d * rest + half) / bottom) };
}

int spot_cliff_delta(struct spot_cliff *out, const struct spot_counted *cells, size_t n_cells,
    double level, struct spot_error *err)
{
	struct spot_counted_pairs pairs;
	int rc = spot_counted_pairs(&pairs, cells, n_cells, err);
	if (rc < 0)
		return rc;
	double m = (double)pairs.n_pos, n = (double)pairs.n_neg;
	struct spot_cliff c = { .var = NAN, .ci = { -1, 1 } };
	c.delta = ((double)pairs.gt - (double)pairs.lt) / (m * n);
	if (m > 1 && n > 1) {
		c.var = cliff_variance(cells, n_cells, &pairs);
		c.ci = cliff_interval(c.delta, c.var, spot_tail_z(level), fmin(m, n));
	}
	*out = c;
	return 0;
}
