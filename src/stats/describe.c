/* SPDX-License-Identifier: MIT */
#include "stats/describe.h"

#include <math.h>

#include <gsl/gsl_statistics_double.h>

#include "base/error.h"
#include "stats/gsl.h"
#include "stats/order.h"

double spot_describe_quantile(const double *sorted, size_t n, double q)
{
	return gsl_stats_quantile_from_sorted_data(sorted, 1, n, q);
}

int spot_describe_numbers(struct spot_describe *out, double *x, size_t n,
    struct spot_error *err)
{
	if (n == 0)
		return spot_error_set(err, SPOT_EDATA, "no numbers to describe");
	int rc = spot_order_numbers(x, n, err);
	if (rc < 0)
		return rc;
	double mean = gsl_stats_mean(x, 1, n);
	*out = (struct spot_describe) {
		.n = n, .mean = mean, .sd = n > 1 ? gsl_stats_sd_m(x, 1, n, mean) : NAN,
		.min = x[0], .q25 = spot_describe_quantile(x, n, 0.25),
		.median = spot_describe_quantile(x, n, 0.5),
		.q75 = spot_describe_quantile(x, n, 0.75), .max = x[n - 1],
	};
	return 0;
}

struct spot_describe_shares spot_describe_shares(const double *sorted, size_t n, double share)
{
	/* 0.2 of 705 is 141, though the product of doubles is a little more. */
	struct spot_describe_shares s = { .top_n = (size_t)ceil((double)n * share * (1 - 1e-12)) };
	s.top_n = s.top_n > 0 ? s.top_n : 1;
	s.top_cut = sorted[n - s.top_n];
	double top = 0, weighted = 0;
	for (size_t i = 0; i < n; i++) {
		s.total += sorted[i];
		weighted += (2 * ((double)i + 1) - (double)n - 1) * sorted[i];
	}
	for (size_t i = n - s.top_n; i < n; i++)
		top += sorted[i];
	s.top_share = s.total != 0 ? top / s.total : NAN;
	s.gini = s.total != 0 ? weighted / ((double)n * s.total) : NAN;
	return s;
}

size_t spot_describe_needed(const double *sorted, size_t n, double share)
{
	double total = 0, sum = 0;
	for (size_t i = 0; i < n; i++)
		total += sorted[i];
	for (size_t k = 1; k <= n; k++) {
		sum += sorted[n - k];
		/* Eight of ten equal numbers make up 0.8, though sums of doubles may fall short. */
		if (sum >= share * total - 1e-12 * fabs(total))
			return k;
	}
	return n;
}
