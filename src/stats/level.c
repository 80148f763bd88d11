/* SPDX-License-Identifier: MIT */
#include "stats/level.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "stats/order.h"
#include "stats/tail.h"

/* Levels that are one group now: a run in the order of rate. */
struct group {
	double n, n_pos;
	double apart; /* p of no difference to the next group; 2: must not stay apart */
	size_t end;   /* after its last level in that order */
};

static double p_between(const struct group *a, const struct group *b,
    const struct spot_level_options *options)
{
	double n = a->n + b->n, pos = a->n_pos + b->n_pos;
	if (a->n < (double)options->min_n || b->n < (double)options->min_n)
		return 2;
	double off = a->n_pos * b->n - b->n_pos * a->n;
	double margins = a->n * b->n * pos * (n - pos);
	return spot_tail_chi2(margins > 0 ? off * off * n / margins : 0, 1).p;
}

static size_t groups_begin(struct group *groups, const struct spot_order_item *items,
    const uint64_t *n_pos, const uint64_t *n_neg, size_t n)
{
	size_t n_groups = 0;
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || items[i].key != items[i - 1].key)
			groups[n_groups++] = (struct group) { 0 };
		struct group *g = &groups[n_groups - 1];
		uint32_t level = items[i].idx;
		g->n += (double)n_pos[level] + (double)n_neg[level];
		g->n_pos += (double)n_pos[level];
		g->end = i + 1;
	}
	return n_groups;
}

/* The first of the two neighbours that differ least. n_groups > 1. */
static size_t least_apart(const struct group *groups, size_t n_groups)
{
	size_t least = 0;
	for (size_t g = 1; g + 1 < n_groups; g++) {
		if (groups[g].apart > groups[least].apart)
			least = g;
	}
	return least;
}

static size_t groups_merge(struct group *groups, size_t n_groups,
    const struct spot_level_options *options)
{
	for (size_t g = 0; g + 1 < n_groups; g++)
		groups[g].apart = p_between(&groups[g], &groups[g + 1], options);
	while (n_groups > 1) {
		size_t g = least_apart(groups, n_groups);
		if (groups[g].apart <= options->alpha)
			break;
		groups[g].n += groups[g + 1].n;
		groups[g].n_pos += groups[g + 1].n_pos;
		groups[g].end = groups[g + 1].end;
		n_groups--;
		memmove(&groups[g + 1], &groups[g + 2], (n_groups - g - 1) * sizeof(*groups));
		if (g > 0)
			groups[g - 1].apart = p_between(&groups[g - 1], &groups[g], options);
		if (g + 1 < n_groups)
			groups[g].apart = p_between(&groups[g], &groups[g + 1], options);
	}
	return n_groups;
}

/* The levels that have accounts, by rate. */
static int order_levels(struct spot_order_item *items, size_t *n_used, const uint64_t *n_pos,
    const uint64_t *n_neg, size_t n_levels, struct spot_error *err)
{
	size_t n = 0;
	for (size_t i = 0; i < n_levels; i++) {
		double all = (double)n_pos[i] + (double)n_neg[i];
		if (all > 0)
			items[n++] = (struct spot_order_item) {
				spot_order_key((double)n_pos[i] / all), (uint32_t)i };
	}
	*n_used = n;
	if (n == 0)
		return spot_error_set(err, SPOT_EDATA, "no accounts");
	return spot_order_sort(items, n, err);
}

int spot_level_merge(uint32_t *groups, size_t *n_groups, const struct spot_level_options *options,
    const uint64_t *n_pos, const uint64_t *n_neg, size_t n_levels, struct spot_error *err)
{
	struct spot_order_item *items = spot_mem_calloc(n_levels, sizeof(*items));
	struct group *merged = spot_mem_calloc(n_levels, sizeof(*merged));
	int rc = items && merged ? 0 : spot_error_nomem(err);
	size_t n;
	if (rc == 0)
		rc = order_levels(items, &n, n_pos, n_neg, n_levels, err);
	if (rc == 0) {
		*n_groups = groups_begin(merged, items, n_pos, n_neg, n);
		*n_groups = groups_merge(merged, *n_groups, options);
		for (size_t i = 0; i < n_levels; i++)
			groups[i] = 0;
		for (size_t i = 0, g = 0; i < n; i++) {
			g += i == merged[g].end;
			groups[items[i].idx] = (uint32_t)g;
		}
	}
	free(items);
	free(merged);
	return rc;
}
