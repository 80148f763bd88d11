/* SPDX-License-Identifier: MIT */
#include "stats/shift.h"

#include <math.h>
#include <stdbool.h>

#include "base/error.h"
#include "stats/describe.h"

void spot_shift_cuts(double *cuts, size_t *n_cuts, size_t n_bins, const double *sorted, size_t n)
{
	*n_cuts = 0;
	for (size_t i = 1; i < n_bins; i++) {
		double cut = spot_describe_quantile(sorted, n, (double)i / (double)n_bins);
		double before = *n_cuts > 0 ? cuts[*n_cuts - 1] : sorted[0];
		if (cut > before)
			cuts[(*n_cuts)++] = cut;
	}
}

/* How many cuts are at or below x. */
static size_t bin_of(const double *cuts, size_t n_cuts, double x)
{
	size_t low = 0, high = n_cuts;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (cuts[middle] <= x)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void spot_shift_count(uint64_t *counts, const double *cuts, size_t n_cuts, const double *x,
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		counts[bin_of(cuts, n_cuts, x[i])]++;
}

static double sum_of(const uint64_t *counts, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += (double)counts[i];
	return sum;
}

int spot_shift_psi(double *psi, double *parts, const uint64_t *old_counts,
    const uint64_t *new_counts, size_t n_bins, double least, struct spot_error *err)
{
	double n_old = sum_of(old_counts, n_bins), n_new = sum_of(new_counts, n_bins), sum = 0;
	if (n_old == 0 || n_new == 0)
		return spot_error_set(err, SPOT_EDATA, "no %s accounts",
		    n_old == 0 ? "old" : "new");
	for (size_t i = 0; i < n_bins; i++) {
		double old_share = fmax((double)old_counts[i] / n_old, least);
		double new_share = fmax((double)new_counts[i] / n_new, least);
		bool empty = old_counts[i] == 0 && new_counts[i] == 0;
		double part = empty ? 0 : (new_share - old_share) * log(new_share / old_share);
		if (parts)
			parts[i] = part;
		sum += part;
	}
	*psi = sum;
	return 0;
}
