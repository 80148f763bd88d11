/* SPDX-License-Identifier: MIT */
/*
 * Putting numbers in order: the sort that the room's ranks are built on. Any thread.
 */
#ifndef SPOT_STATS_ORDER_H
#define SPOT_STATS_ORDER_H

#include <stddef.h>
#include <stdint.h>

struct spot_error;

struct spot_order_item {
	uint64_t key; /* spot_order_key of the number */
	uint32_t idx; /* what the caller wants back; not compared */
};

/* Unsigned keys in the order of the numbers; -0 and 0 have one key. */
uint64_t spot_order_key(double x);
double spot_order_value(uint64_t key);

/* Sorts by key, ascending; items of one key keep their order. SPOT_ENOMEM. */
int spot_order_sort(struct spot_order_item *items, size_t n, struct spot_error *err);

/* Sorts keys alone; scratch has room for n too. */
void spot_order_keys(uint64_t *keys, uint64_t *scratch, size_t n);

/* *items: the n numbers in ascending order, idx their places in x; free() it. SPOT_EDATA when
 * one is not finite or n is over UINT32_MAX, SPOT_ENOMEM. */
int spot_order_new(struct spot_order_item **items, const double *x, size_t n,
    struct spot_error *err);

/* Mid-ranks, 1-based: equal numbers share the mean of their ranks. Fails as spot_order_new. */
int spot_order_midranks(double *ranks, const double *x, size_t n, struct spot_error *err);

/* Sorts the numbers themselves. Fails as spot_order_new. */
int spot_order_numbers(double *x, size_t n, struct spot_error *err);

#endif
