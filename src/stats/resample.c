/* SPDX-License-Identifier: MIT */
#include "stats/resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "stats/describe.h"
#include "stats/order.h"
#include "stats/random.h"

#define N_STRATA 256

static unsigned stratum_of(const struct spot_resample *plan, size_t cell)
{
	return plan->strata ? plan->strata[cell] : 0;
}

/* A multinomial draw, cell by cell: what is left of the draws goes to what is left of the
 * accounts, this cell getting a binomial share. */
void spot_resample_counts(uint32_t *counts, const struct spot_resample *plan, uint32_t r)
{
	uint32_t accounts[N_STRATA] = { 0 }, draws[N_STRATA];
	struct spot_random random;
	spot_random_init(&random, plan->seed, r);
	for (size_t i = 0; i < plan->n_cells; i++)
		accounts[stratum_of(plan, i)] += plan->counts[i];
	memcpy(draws, accounts, sizeof(draws));
	for (size_t i = 0; i < plan->n_cells; i++) {
		unsigned s = stratum_of(plan, i);
		uint32_t count = plan->counts[i];
		if (count == accounts[s])
			counts[i] = draws[s];
		else if (count == 0)
			counts[i] = 0;
		else
			counts[i] = spot_random_binomial(&random, (double)count / accounts[s],
			    draws[s]);
		accounts[s] -= count;
		draws[s] -= counts[i];
	}
}

/* *sorted is the caller's to free, also after failure. */
static int sorted_new(double **sorted, const double *stats, size_t n, size_t stride,
    struct spot_error *err)
{
	*sorted = NULL;
	if (n == 0)
		return spot_error_set(err, SPOT_EDATA, "no replicates");
	*sorted = spot_mem_calloc(n, sizeof(**sorted));
	if (!*sorted)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n; i++)
		(*sorted)[i] = stats[i * stride];
	return spot_order_numbers(*sorted, n, err);
}

int spot_resample_percentile(struct spot_interval *out, const double *stats, size_t n,
    size_t stride, double level, struct spot_error *err)
{
	double *sorted;
	int rc = sorted_new(&sorted, stats, n, stride, err);
	if (rc == 0)
		*out = (struct spot_interval) {
			spot_describe_quantile(sorted, n, (1 - level) / 2),
			spot_describe_quantile(sorted, n, (1 + level) / 2) };
	free(sorted);
	return rc;
}

double spot_resample_p(const double *stats, size_t n, size_t stride)
{
	double low = 1, high = 1;
	for (size_t i = 0; i < n; i++) {
		low += stats[i * stride] <= 0;
		high += stats[i * stride] >= 0;
	}
	return fmin(1, 2 * fmin(low, high) / ((double)n + 1));
}
