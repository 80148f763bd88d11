/* SPDX-License-Identifier: MIT */
/*
 * Each method multiplies the i-th smallest p of m by a factor: Bonferroni m, Holm m - i + 1,
 * BH m / i, BY that times 1 + 1/2 + … + 1/m. Holm then takes the largest so far, BH and BY
 * the smallest from the end. Sorted by the logarithm, which tells apart what p rounds to 0.
 */
#include "stats/multiple.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/error.h"
#include "stats/order.h"

static double harmonic(size_t m)
{
	double sum = 0;
	for (size_t i = m; i > 0; i--)
		sum += 1 / (double)i;
	return sum;
}

/* rank is 1-based. */
static double factor_of(enum spot_multiple_method method, size_t rank, size_t m, double sum)
{
	switch (method) {
	case SPOT_MULTIPLE_HOLM:
		return (double)(m - rank + 1);
	case SPOT_MULTIPLE_BH:
		return (double)m / (double)rank;
	case SPOT_MULTIPLE_BY:
		return (double)m / (double)rank * sum;
	case SPOT_MULTIPLE_BONFERRONI:
	case SPOT_MULTIPLE_COUNT:
		break;
	}
	return (double)m;
}

static struct spot_tail times(struct spot_tail tail, double factor)
{
	if (tail.p * factor >= 1)
		return SPOT_TAIL_ONE;
	return (struct spot_tail) { tail.p * factor, tail.log10_p + log10(factor) };
}

static int order_by_p(struct spot_order_item **items, const struct spot_tail *tails, size_t n,
    struct spot_error *err)
{
	double *logs = malloc((n > 0 ? n : 1) * sizeof(*logs));
	if (!logs)
		return spot_error_nomem(err);
	int rc = 0;
	for (size_t i = 0; i < n && rc == 0; i++) {
		logs[i] = fmax(tails[i].log10_p, -DBL_MAX); /* may be -INFINITY */
		if (!(tails[i].p >= 0 && tails[i].p <= 1) || isnan(tails[i].log10_p))
			rc = spot_error_set(err, SPOT_EDATA, "p %zu is no probability", i + 1);
	}
	if (rc == 0)
		rc = spot_order_new(items, logs, n, err);
	free(logs);
	return rc;
}

int spot_multiple_adjust(struct spot_tail *adjusted, const struct spot_tail *tails, size_t n,
    size_t n_family, enum spot_multiple_method method, struct spot_error *err)
{
	if (n_family < n)
		return spot_error_set(err, SPOT_EUSAGE, "a family of fewer tests than are given");
	struct spot_order_item *items;
	int rc = order_by_p(&items, tails, n, err);
	if (rc < 0)
		return rc;
	bool upwards = method == SPOT_MULTIPLE_HOLM || method == SPOT_MULTIPLE_BONFERRONI;
	double sum = method == SPOT_MULTIPLE_BY ? harmonic(n_family) : 1;
	struct spot_tail so_far = upwards ? (struct spot_tail) { 0, -INFINITY } : SPOT_TAIL_ONE;
	for (size_t i = 0; i < n; i++) {
		size_t rank = upwards ? i + 1 : n - i, idx = items[rank - 1].idx;
		struct spot_tail t = times(tails[idx], factor_of(method, rank, n_family, sum));
		if (upwards ? t.log10_p > so_far.log10_p : t.log10_p < so_far.log10_p)
			so_far = t;
		adjusted[idx] = so_far;
	}
	free(items);
	return 0;
}
