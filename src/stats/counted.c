/* SPDX-License-Identifier: MIT */
#include "stats/counted.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "stats/order.h"

/* Runs of equal keys become cells; an item's idx says whether it is a positive. */
static size_t cells_fill(struct spot_counted *cells, const struct spot_order_item *items, size_t n)
{
	size_t n_cells = 0;
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || items[i].key != items[i - 1].key) {
			if (cells)
				cells[n_cells].score = spot_order_value(items[i].key);
			n_cells++;
		}
		if (cells) {
			cells[n_cells - 1].n_pos += items[i].idx;
			cells[n_cells - 1].n_neg += !items[i].idx;
		}
	}
	return n_cells;
}

static int cells_of_items(struct spot_counted **cells, size_t *n_cells,
    struct spot_order_item *items, size_t n, struct spot_error *err)
{
	int rc = spot_order_sort(items, n, err);
	if (rc < 0)
		return rc;
	*n_cells = cells_fill(NULL, items, n);
	*cells = spot_mem_calloc(*n_cells, sizeof(**cells));
	if (!*cells)
		return spot_error_nomem(err);
	cells_fill(*cells, items, n);
	return 0;
}

/* labels NULL: all are label. */
static int items_fill(struct spot_order_item *items, const double *scores,
    const uint8_t *labels, uint8_t label, size_t n, struct spot_error *err)
{
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(scores[i]))
			return spot_error_set(err, SPOT_EDATA, "number %zu is not finite", i + 1);
		items[i] = (struct spot_order_item) { spot_order_key(scores[i]),
			(labels ? labels[i] : label) != 0 };
	}
	return 0;
}

static struct spot_order_item *items_new(size_t n, size_t more, int *rc, struct spot_error *err)
{
	struct spot_order_item *items = NULL;
	*rc = 0;
	if (n > SPOT_COUNTED_MAX || more > SPOT_COUNTED_MAX)
		*rc = spot_error_set(err, SPOT_EDATA, "too many numbers to compare");
	else if (!(items = spot_mem_calloc(n + more, sizeof(*items))))
		*rc = spot_error_nomem(err);
	return items;
}

int spot_counted_new(struct spot_counted **cells, size_t *n_cells, const double *scores,
    const uint8_t *labels, size_t n, struct spot_error *err)
{
	int rc;
	struct spot_order_item *items = items_new(n, 0, &rc, err);
	if (rc == 0)
		rc = items_fill(items, scores, labels, 0, n, err);
	if (rc == 0)
		rc = cells_of_items(cells, n_cells, items, n, err);
	free(items);
	return rc;
}

int spot_counted_new_samples(struct spot_counted **cells, size_t *n_cells, const double *pos,
    size_t n_pos, const double *neg, size_t n_neg, struct spot_error *err)
{
	int rc;
	struct spot_order_item *items = items_new(n_pos, n_neg, &rc, err);
	if (rc == 0)
		rc = items_fill(items, pos, NULL, 1, n_pos, err);
	if (rc == 0)
		rc = items_fill(items + n_pos, neg, NULL, 0, n_neg, err);
	if (rc == 0)
		rc = cells_of_items(cells, n_cells, items, n_pos + n_neg, err);
	free(items);
	return rc;
}

static int cell_check(const struct spot_counted *cells, size_t i, struct spot_error *err)
{
	if (!isfinite(cells[i].score))
		return spot_error_set(err, SPOT_EDATA, "score %zu is not finite", i + 1);
	if (i > 0 && cells[i].score <= cells[i - 1].score)
		return spot_error_set(err, SPOT_EDATA, "scores are not in order at %zu", i + 1);
	if (cells[i].n_pos == 0 && cells[i].n_neg == 0)
		return spot_error_set(err, SPOT_EDATA, "score %zu counts no account", i + 1);
	return 0;
}

int spot_counted_pairs(struct spot_counted_pairs *pairs, const struct spot_counted *cells,
    size_t n_cells, struct spot_error *err)
{
	struct spot_counted_pairs p = { 0 };
	for (size_t i = 0; i < n_cells; i++) {
		int rc = cell_check(cells, i, err);
		if (rc < 0)
			return rc;
		uint64_t n_pos = cells[i].n_pos, n_neg = cells[i].n_neg;
		p.gt += n_pos * p.n_neg;
		p.eq += n_pos * n_neg;
		p.lt += n_neg * p.n_pos;
		p.n_pos += n_pos;
		p.n_neg += n_neg;
		if (p.n_pos > SPOT_COUNTED_MAX || p.n_neg > SPOT_COUNTED_MAX)
			return spot_error_set(err, SPOT_EDATA, "too many accounts to compare");
	}
	if (p.n_pos == 0 || p.n_neg == 0)
		return spot_error_set(err, SPOT_EDATA, "%llu with the outcome and %llu without: "
		    "nothing to compare", (unsigned long long)p.n_pos,
		    (unsigned long long)p.n_neg);
	*pairs = p;
	return 0;
}
