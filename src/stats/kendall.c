/* SPDX-License-Identifier: MIT */
/*
 * Knight: with the items in the order of x, and of y where x ties, the pairs that y has the
 * other way round are as many as the exchanges that sorting by y would make. Pairs tied in x
 * are in y's order already, and merging keeps pairs tied in y: neither is counted.
 *
 *     tau-b = (agreeing - opposed) / sqrt((pairs - tied in x) (pairs - tied in y))
 */
#include "stats/kendall.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "stats/order.h"

static uint64_t pairs_of(uint64_t n)
{
	return n * (n - 1) / 2;
}

/* Merges the sorted runs of from at [lo, mid) and [mid, hi) into to. Returns the exchanges. */
static uint64_t merge(uint64_t *to, const uint64_t *from, size_t lo, size_t mid, size_t hi)
{
	uint64_t n = 0;
	size_t i = lo, j = mid;
	for (size_t k = lo; k < hi; k++) {
		if (j == hi || (i < mid && from[i] <= from[j])) {
			to[k] = from[i++];
		} else {
			n += mid - i;
			to[k] = from[j++];
		}
	}
	return n;
}

static uint64_t exchanges(uint64_t *keys, uint64_t *scratch, size_t n)
{
	uint64_t sum = 0, *from = keys, *to = scratch;
	for (size_t width = 1; width < n; width *= 2) {
		for (size_t lo = 0; lo < n; lo += 2 * width) {
			size_t mid = lo + width < n ? lo + width : n;
			size_t hi = mid + width < n ? mid + width : n;
			sum += merge(to, from, lo, mid, hi);
		}
		uint64_t *swap = from;
		from = to;
		to = swap;
	}
	return sum;
}

/* Pairs of equal keys. With more, only those whose other key is equal too. */
static uint64_t tied(const struct spot_order_item *items, size_t n, const uint64_t *more)
{
	uint64_t sum = 0, run = 1;
	for (size_t i = 1; i < n; i++) {
		bool same = items[i].key == items[i - 1].key &&
		    (!more || more[i] == more[i - 1]);
		if (!same) {
			sum += pairs_of(run);
			run = 0;
		}
		run++;
	}
	return sum + pairs_of(run);
}

int spot_kendall_tau(double *tau, const double *x, const double *y, size_t n,
    struct spot_error *err)
{
	struct spot_order_item *items = NULL;
	uint64_t *keys = NULL; /* of y in the order of x; then scratch */
	if (n < 2)
		return spot_error_set(err, SPOT_EDATA, "too few numbers to rank: %zu", n);
	int rc = spot_order_new(&items, y, n, err);
	if (rc < 0)
		return rc;
	uint64_t all = pairs_of(n), tied_y = tied(items, n, NULL);
	for (size_t i = 0; i < n && rc == 0; i++) {
		items[i].key = spot_order_key(x[items[i].idx]);
		if (!isfinite(x[items[i].idx]))
			rc = spot_error_set(err, SPOT_EDATA, "number %zu is not finite",
			    (size_t)items[i].idx + 1);
	}
	if (rc == 0)
		rc = spot_order_sort(items, n, err);
	if (rc == 0 && !(keys = spot_mem_calloc(n, 2 * sizeof(*keys))))
		rc = spot_error_nomem(err);
	if (rc < 0)
		goto out;
	for (size_t i = 0; i < n; i++)
		keys[i] = spot_order_key(y[items[i].idx]);
	uint64_t tied_x = tied(items, n, NULL), tied_both = tied(items, n, keys);
	if (tied_x == all || tied_y == all) {
		rc = spot_error_set(err, SPOT_EDATA, "a ranking has one value only");
		goto out;
	}
	uint64_t opposed = exchanges(keys, keys + n, n);
	uint64_t agreeing = all - tied_x - tied_y + tied_both - opposed;
	*tau = ((double)agreeing - (double)opposed) /
	    sqrt((double)(all - tied_x) * (double)(all - tied_y));
out:
	free(items);
	free(keys);
	return rc;
}
