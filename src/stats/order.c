/* SPDX-License-Identifier: MIT */
/*
 * A double's bits, read as an integer, are in the order of the numbers once the sign bit is
 * turned and, for negative ones, all others too. Such keys are sorted byte by byte, lowest
 * first: n steps a byte whatever the data. Bytes that are the same in all keys cost nothing
 * but the counting, and scores are mostly small whole numbers, of which few bytes differ.
 */
#include "stats/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

#define N_BYTES 8
#define N_VALUES 256
#define N_SMALL 48 /* below, insertion needs fewer steps than counting */
#define SIGN ((uint64_t)1 << 63)

uint64_t spot_order_key(double x)
{
	uint64_t bits;
	x += 0.0; /* no -0 */
	memcpy(&bits, &x, sizeof(bits));
	return bits & SIGN ? ~bits : bits | SIGN;
}

double spot_order_value(uint64_t key)
{
	double x;
	uint64_t bits = key & SIGN ? key & ~SIGN : ~key;
	memcpy(&x, &bits, sizeof(x));
	return x;
}

static void sort_small(struct spot_order_item *items, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct spot_order_item item = items[i];
		size_t j = i;
		for (; j > 0 && items[j - 1].key > item.key; j--)
			items[j] = items[j - 1];
		items[j] = item;
	}
}

/* Moves the items to where their byte puts them. starts: how many have each value. */
static void scatter(struct spot_order_item *to, const struct spot_order_item *from, size_t n,
    unsigned shift, size_t *starts)
{
	size_t start = 0;
	for (int v = 0; v < N_VALUES; v++) {
		size_t count = starts[v];
		starts[v] = start;
		start += count;
	}
	for (size_t i = 0; i < n; i++)
		to[starts[from[i].key >> shift & (N_VALUES - 1)]++] = from[i];
}

int spot_order_sort(struct spot_order_item *items, size_t n, struct spot_error *err)
{
	if (n < N_SMALL) {
		sort_small(items, n);
		return 0;
	}
	struct spot_order_item *scratch = spot_mem_calloc(n, sizeof(*scratch));
	if (!scratch)
		return spot_error_nomem(err);
	size_t counts[N_BYTES][N_VALUES] = { { 0 } };
	for (size_t i = 0; i < n; i++) {
		for (unsigned b = 0; b < N_BYTES; b++)
			counts[b][items[i].key >> 8 * b & (N_VALUES - 1)]++;
	}
	struct spot_order_item *from = items, *to = scratch;
	for (unsigned b = 0; b < N_BYTES; b++) {
		if (counts[b][items[0].key >> 8 * b & (N_VALUES - 1)] == n)
			continue;
		scatter(to, from, n, 8 * b, counts[b]);
		struct spot_order_item *swap = from;
		from = to;
		to = swap;
	}
	if (from != items)
		memcpy(items, from, n * sizeof(*items));
	free(scratch);
	return 0;
}

void spot_order_keys(uint64_t *keys, uint64_t *scratch, size_t n)
{
	size_t counts[N_BYTES][N_VALUES] = { { 0 } };
	uint64_t *from = keys, *to = scratch;
	for (size_t i = 0; i < n; i++) {
		for (unsigned b = 0; b < N_BYTES; b++)
			counts[b][keys[i] >> 8 * b & (N_VALUES - 1)]++;
	}
	for (unsigned b = 0; b < N_BYTES; b++) {
		if (n == 0 || counts[b][keys[0] >> 8 * b & (N_VALUES - 1)] == n)
			continue;
		size_t start = 0;
		for (int v = 0; v < N_VALUES; v++) {
			size_t count = counts[b][v];
			counts[b][v] = start;
			start += count;
		}
		for (size_t i = 0; i < n; i++)
			to[counts[b][from[i] >> 8 * b & (N_VALUES - 1)]++] = from[i];
		uint64_t *swap = from;
		from = to;
		to = swap;
	}
	if (from != keys)
		memcpy(keys, from, n * sizeof(*keys));
}

int spot_order_new(struct spot_order_item **out, const double *x, size_t n,
    struct spot_error *err)
{
	if (n > UINT32_MAX)
		return spot_error_set(err, SPOT_EDATA, "too many numbers to sort: %zu", n);
	struct spot_order_item *items = spot_mem_calloc(n, sizeof(*items));
	if (!items)
		return spot_error_nomem(err);
	int rc = 0;
	for (size_t i = 0; i < n && rc == 0; i++) {
		items[i] = (struct spot_order_item) { spot_order_key(x[i]), (uint32_t)i };
		if (!isfinite(x[i]))
			rc = spot_error_set(err, SPOT_EDATA, "number %zu is not finite", i + 1);
	}
	if (rc == 0)
		rc = spot_order_sort(items, n, err);
	if (rc < 0) {
		free(items);
		return rc;
	}
	*out = items;
	return 0;
}

int spot_order_midranks(double *ranks, const double *x, size_t n, struct spot_error *err)
{
	struct spot_order_item *items = NULL;
	int rc = spot_order_new(&items, x, n, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && items[end].key == items[i].key; end++)
			;
		for (size_t j = i; j < end; j++)
			ranks[items[j].idx] = (double)(i + 1 + end) / 2;
	}
	free(items);
	return 0;
}

int spot_order_numbers(double *x, size_t n, struct spot_error *err)
{
	struct spot_order_item *items = NULL;
	int rc = spot_order_new(&items, x, n, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < n; i++)
		x[i] = spot_order_value(items[i].key);
	free(items);
	return 0;
}
