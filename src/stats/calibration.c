/* SPDX-License-Identifier: MIT */
#include "stats/calibration.h"

#include <assert.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "stats/order.h"
#include "stats/proportion.h"

static int predicted_check(const double *predicted, size_t n, struct spot_error *err)
{
	if (n == 0)
		return spot_error_set(err, SPOT_EDATA, "no probabilities to judge");
	for (size_t i = 0; i < n; i++) {
		if (!(predicted[i] >= 0 && predicted[i] <= 1))
			return spot_error_set(err, SPOT_EDATA,
			    "number %zu is no probability", i + 1);
	}
	return 0;
}

static void group_add(struct spot_calibration_group *group, const struct spot_order_item *block,
    size_t n_block, const uint8_t *labels)
{
	double p = spot_order_value(block[0].key);
	if (group->n == 0)
		group->low = p;
	group->high = p;
	group->n += n_block;
	group->expected += p * (double)n_block;
	for (size_t i = 0; i < n_block; i++)
		group->n_pos += labels[block[i].idx] != 0;
}

static size_t groups_close(struct spot_calibration_group *groups, size_t n_groups, double level)
{
	size_t n_used = 0;
	for (size_t g = 0; g < n_groups; g++) {
		struct spot_calibration_group group = groups[g];
		if (group.n == 0)
			continue;
		group.predicted = group.expected / (double)group.n;
		group.rate = (double)group.n_pos / (double)group.n;
		group.rate_ci = spot_proportion_wilson(group.n_pos, group.n, level);
		groups[n_used++] = group;
	}
	return n_used;
}

int spot_calibration_groups(struct spot_calibration_group *groups, size_t *n_groups,
    size_t max_groups, const double *predicted, const uint8_t *labels, size_t n, double level,
    struct spot_error *err)
{
	assert(max_groups > 0);
	struct spot_order_item *items;
	int rc = predicted_check(predicted, n, err);
	if (rc == 0)
		rc = spot_order_new(&items, predicted, n, err);
	if (rc < 0)
		return rc;
	for (size_t g = 0; g < max_groups; g++)
		groups[g] = (struct spot_calibration_group) { 0 };
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && items[end].key == items[i].key; end++)
			;
		size_t g = (size_t)((double)(i + end) / 2 / (double)n * (double)max_groups);
		group_add(&groups[g < max_groups ? g : max_groups - 1], items + i, end - i, labels);
	}
	*n_groups = groups_close(groups, max_groups, level);
	free(items);
	return 0;
}

/* Cells that were pooled: a stack, its rates rising. */
struct pool {
	double n, n_pos;
	size_t n_cells;
};

int spot_calibration_isotonic(double *rates, const struct spot_counted *cells, size_t n_cells,
    struct spot_error *err)
{
	struct spot_counted_pairs pairs;
	int rc = spot_counted_pairs(&pairs, cells, n_cells, err);
	if (rc < 0)
		return rc;
	struct pool *pools = spot_mem_calloc(n_cells, sizeof(*pools));
	if (!pools)
		return spot_error_nomem(err);
	size_t n_pools = 0;
	for (size_t i = 0; i < n_cells; i++) {
		struct pool pool = { (double)cells[i].n_pos + cells[i].n_neg, cells[i].n_pos, 1 };
		while (n_pools > 0 && pools[n_pools - 1].n_pos * pool.n >=
		    pool.n_pos * pools[n_pools - 1].n) {
			n_pools--;
			pool.n += pools[n_pools].n;
			pool.n_pos += pools[n_pools].n_pos;
			pool.n_cells += pools[n_pools].n_cells;
		}
		pools[n_pools++] = pool;
	}
	for (size_t p = 0, i = 0; p < n_pools; p++) {
		for (size_t end = i + pools[p].n_cells; i < end; i++)
			rates[i] = pools[p].n_pos / pools[p].n;
	}
	free(pools);
	return 0;
}
