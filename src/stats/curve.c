/* SPDX-License-Identifier: MIT */
#include "stats/curve.h"

#include <assert.h>
#include <math.h>

#include "stats/proportion.h"

static struct spot_curve_point point_of(const struct spot_counted_pairs *all, double threshold,
    uint64_t n_pos, uint64_t n_neg, double level)
{
	double m = (double)all->n_pos, n = (double)all->n_neg;
	double tp = (double)n_pos, fp = (double)n_neg, taken = tp + fp;
	return (struct spot_curve_point) {
		.threshold = threshold, .taken = n_pos + n_neg, .n_pos = n_pos, .n_neg = n_neg,
		.precision = tp / taken, .recall = tp / m, .fpr = fp / n,
		.lift = tp * (m + n) / (taken * m), .f1 = 2 * tp / (taken + m),
		.youden = (tp * n - fp * m) / (m * n),
		.precision_ci = spot_proportion_wilson(n_pos, n_pos + n_neg, level),
	};
}

int spot_curve_points(struct spot_curve_point *points, const struct spot_counted *cells,
    size_t n_cells, double level, struct spot_error *err)
{
	struct spot_counted_pairs all;
	int rc = spot_counted_pairs(&all, cells, n_cells, err);
	if (rc < 0)
		return rc;
	uint64_t n_pos = 0, n_neg = 0;
	for (size_t i = n_cells; i-- > 0; points++) {
		n_pos += cells[i].n_pos;
		n_neg += cells[i].n_neg;
		*points = point_of(&all, cells[i].score, n_pos, n_neg, level);
	}
	return 0;
}

size_t spot_curve_best(const struct spot_curve_point *points, size_t n_points)
{
	size_t best = 0;
	for (size_t i = 1; i < n_points; i++) {
		if (points[i].youden > points[best].youden)
			best = i;
	}
	return best;
}

int spot_curve_average_precision(double *out, const struct spot_counted *cells, size_t n_cells,
    struct spot_error *err)
{
	struct spot_counted_pairs all;
	int rc = spot_counted_pairs(&all, cells, n_cells, err);
	if (rc < 0)
		return rc;
	double sum = 0, n_pos = 0, taken = 0;
	for (size_t i = n_cells; i-- > 0;) {
		n_pos += cells[i].n_pos;
		taken += (double)cells[i].n_pos + cells[i].n_neg;
		sum += cells[i].n_pos * (n_pos / taken);
	}
	*out = sum / (double)all.n_pos;
	return 0;
}

/* Spreads a cell that takes up the places from at to at + its size over the slices. */
static void slice_cell(struct spot_curve_slice *slices, size_t n_slices, double width, double at,
    const struct spot_counted *cell, double value)
{
	double size = (double)cell->n_pos + cell->n_neg, end = at + size;
	size_t k = (size_t)(at / width);
	for (k = k > 0 ? k - 1 : 0; k < n_slices && width * (double)k < end; k++) {
		/* The last edge is where the accounts end, whatever rounding makes of it. */
		double edge = k + 1 < n_slices ? width * (double)(k + 1) : end;
		double n = fmin(end, edge) - fmax(at, width * (double)k);
		if (n <= 0)
			continue;
		slices[k].n += n;
		slices[k].n_pos += cell->n_pos * n / size;
		slices[k].value += value * n / size;
	}
}

static void slices_close(struct spot_curve_slice *slices, size_t n_slices,
    const struct spot_counted_pairs *all, double value)
{
	double m = (double)all->n_pos, n = (double)all->n_neg, base = m / (m + n);
	struct spot_curve_slice sum = { 0 };
	for (size_t k = 0; k < n_slices; k++) {
		struct spot_curve_slice *s = &slices[k];
		s->cum_n = sum.n += s->n;
		s->cum_pos = sum.n_pos += s->n_pos;
		s->cum_value = sum.value += s->value;
		s->rate = s->n_pos / s->n;
		s->lift = s->rate / base;
		s->cum_gain = sum.n_pos / m;
		s->cum_lift = sum.n_pos / sum.n / base;
		s->cum_value_share = value != 0 ? sum.value / value : NAN;
		s->ks = sum.n_pos / m - (sum.n - sum.n_pos) / n;
	}
}

int spot_curve_slices(struct spot_curve_slice *slices, size_t n_slices,
    const struct spot_counted *cells, const double *values, size_t n_cells,
    struct spot_error *err)
{
	assert(n_slices > 0);
	struct spot_counted_pairs all;
	int rc = spot_counted_pairs(&all, cells, n_cells, err);
	if (rc < 0)
		return rc;
	double width = (double)(all.n_pos + all.n_neg) / (double)n_slices, at = 0, value = 0;
	for (size_t k = 0; k < n_slices; k++)
		slices[k] = (struct spot_curve_slice) { 0 };
	for (size_t i = n_cells; i-- > 0;) {
		slice_cell(slices, n_slices, width, at, &cells[i], values ? values[i] : 0);
		at += (double)cells[i].n_pos + cells[i].n_neg;
		value += values ? values[i] : 0;
	}
	slices_close(slices, n_slices, &all, value);
	return 0;
}
