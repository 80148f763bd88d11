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

void spot_resample_indices(uint32_t *indices, uint32_t n, uint64_t seed, uint32_t r)
{
	struct spot_random random;
	spot_random_init(&random, seed, r);
	for (uint32_t i = 0; i < n; i++)
		indices[i] = spot_random_below(&random, n);
}

void spot_resample_permuted(uint8_t *permuted, const uint8_t *labels, uint32_t n, uint64_t seed,
    uint32_t r)
{
	struct spot_random random;
	spot_random_init(&random, seed, r);
	memcpy(permuted, labels, n);
	for (uint32_t i = n; i > 1; i--) {
		uint32_t j = spot_random_below(&random, i);
		uint8_t label = permuted[j];
		permuted[j] = permuted[i - 1];
		permuted[i - 1] = label;
	}
}

int spot_resample_bootstrap(double *stats, const struct spot_resample *plan, uint32_t first,
    uint32_t n, spot_resample_statistic *statistic, size_t n_stats, void *ctx,
    struct spot_error *err)
{
	uint32_t *counts = spot_mem_calloc(plan->n_cells, sizeof(*counts));
	if (!counts)
		return spot_error_nomem(err);
	int rc = 0;
	for (uint32_t r = 0; r < n && rc >= 0; r++) {
		spot_resample_counts(counts, plan, first + r);
		rc = statistic(ctx, counts, stats + r * n_stats, err);
	}
	free(counts);
	return rc < 0 ? rc : 0;
}

/* sum u^3 / (6 (sum u^2)^1.5), u the mean of the jackknifed less each. */
static double acceleration_of(const double *stats, size_t n_stats,
    const struct spot_resample *plan)
{
	double mean = 0, n = 0, squares = 0, cubes = 0;
	for (size_t i = 0; i < plan->n_cells; i++) {
		mean += plan->counts[i] > 0 ? plan->counts[i] * stats[i * n_stats] : 0;
		n += plan->counts[i];
	}
	for (size_t i = 0; i < plan->n_cells; i++) {
		if (plan->counts[i] == 0)
			continue;
		double u = mean / n - stats[i * n_stats];
		squares += plan->counts[i] * u * u;
		cubes += plan->counts[i] * u * u * u;
	}
	return squares > 0 ? cubes / (6 * pow(squares, 1.5)) : 0;
}

int spot_resample_acceleration(double *acceleration, const struct spot_resample *plan,
    spot_resample_statistic *statistic, size_t n_stats, void *ctx, struct spot_error *err)
{
	uint32_t *counts = spot_mem_calloc(plan->n_cells, sizeof(*counts));
	double *stats = spot_mem_calloc(plan->n_cells * n_stats, sizeof(*stats));
	int rc = counts && stats ? 0 : spot_error_nomem(err);
	if (rc == 0 && plan->n_cells > 0)
		memcpy(counts, plan->counts, plan->n_cells * sizeof(*counts));
	for (size_t i = 0; rc >= 0 && i < plan->n_cells; i++) {
		if (plan->counts[i] == 0)
			continue;
		counts[i]--;
		rc = statistic(ctx, counts, stats + i * n_stats, err);
		counts[i]++;
	}
	for (size_t s = 0; rc >= 0 && s < n_stats; s++)
		acceleration[s] = acceleration_of(stats + s, n_stats, plan);
	free(counts);
	free(stats);
	return rc < 0 ? rc : 0;
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

/* The share below the estimate, replicates equal to it counting half; never 0 or 1. */
static double share_below(const double *sorted, size_t n, double estimate)
{
	double below = 0;
	for (size_t i = 0; i < n; i++)
		below += sorted[i] < estimate ? 1 : sorted[i] == estimate ? 0.5 : 0;
	return fmin(fmax(below, 0.5), (double)n - 0.5) / (double)n;
}

static double bca_share(double z, double bias, double acceleration)
{
	double bottom = 1 - acceleration * (bias + z);
	/* Beyond its pole the correction says nothing; the extreme does. */
	if (bottom <= 0)
		return z < 0 ? 0 : 1;
	return spot_tail_phi(bias + (bias + z) / bottom);
}

int spot_resample_bca(struct spot_interval *out, const double *stats, size_t n, size_t stride,
    double estimate, double acceleration, double level, struct spot_error *err)
{
	double *sorted;
	int rc = sorted_new(&sorted, stats, n, stride, err);
	if (rc == 0) {
		double z = spot_tail_z(level);
		double bias = spot_tail_phi_inverse(share_below(sorted, n, estimate));
		*out = (struct spot_interval) {
			spot_describe_quantile(sorted, n, bca_share(-z, bias, acceleration)),
			spot_describe_quantile(sorted, n, bca_share(z, bias, acceleration)) };
	}
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

double spot_resample_permutation_p(double observed, const double *permuted, size_t n)
{
	double beyond = 1;
	for (size_t i = 0; i < n; i++)
		beyond += fabs(permuted[i]) >= fabs(observed);
	return beyond / ((double)n + 1);
}
