/* SPDX-License-Identifier: MIT */
/*
 * Open accounts over territories: the largest first, each to the territory that has least so far
 * (Graham 1969: the largest sum is at most 4/3 of the least possible). What is kept together is
 * one item. Those of which no potential is known come last, each to the territory that has fewest.
 */
#include "study/segment_internal.h"

#include <stdlib.h>

struct item {
	double potential;
	uint64_t n;
	size_t unit;
};

static int compare_items(const void *left, const void *right)
{
	const struct item *a = left, *b = right;

	if (a->potential != b->potential)
		return a->potential < b->potential ? 1 : -1;
	if (a->n != b->n)
		return a->n < b->n ? 1 : -1;
	return (a->unit > b->unit) - (a->unit < b->unit);
}

/* A heap of territories, the one with least (then of least number) first. */
static bool is_before(const struct spot_segment_territory *territories, size_t a, size_t b,
    bool by_number)
{
	if (!by_number && territories[a].potential != territories[b].potential)
		return territories[a].potential < territories[b].potential;
	if (territories[a].n != territories[b].n)
		return territories[a].n < territories[b].n;
	return a < b;
}

static void sink(size_t *heap, size_t n, const struct spot_segment_territory *territories,
    size_t at, bool by_number)
{
	for (;;) {
		size_t child = 2 * at + 1, moved;

		if (child >= n)
			return;
		if (child + 1 < n &&
		    is_before(territories, heap[child + 1], heap[child], by_number))
			child++;
		if (!is_before(territories, heap[child], heap[at], by_number))
			return;
		moved = heap[at];
		heap[at] = heap[child];
		heap[child] = moved;
		at = child;
	}
}

static int keep(struct spot_segment *segment, struct spot_segment_territory *to, size_t unit,
    struct spot_error *err)
{
	struct spot_view name = segment->gathered->kept.keys[unit];
	size_t cap = to->n_kept;

	if (!spot_mem_grow(&to->kept, &cap, to->n_kept + 1, sizeof(*to->kept)))
		return spot_error_nomem(err);
	to->kept[to->n_kept++] = name.len > 0
	    ? spot_arena_copy(&segment->arena, name.ptr, name.len) : "unknown";
	return to->kept[to->n_kept - 1] ? 0 : spot_error_nomem(err);
}

static int deal_out(struct spot_segment *segment, const struct item *items, size_t n,
    struct spot_error *err)
{
	size_t n_territories = segment->options.n_territories;
	size_t *heap = spot_mem_calloc(n_territories, sizeof(*heap));
	int rc = heap ? 0 : spot_error_nomem(err);

	for (size_t t = 0; rc == 0 && t < n_territories; t++)
		heap[t] = t;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		bool by_number = items[i].potential <= 0;
		struct spot_segment_territory *to;

		/* The order changes once: what was sunk by potential is sunk by number. */
		if (by_number && (i == 0 || items[i - 1].potential > 0))
			for (size_t at = n_territories; at-- > 0;)
				sink(heap, n_territories, segment->territories, at, true);
		to = &segment->territories[heap[0]];

		to->potential += items[i].potential;
		to->n += items[i].n;
		segment->gathered->territory_of[items[i].unit] = (uint32_t)heap[0];
		if (segment->options.keep_field != SPOT_NONE)
			rc = keep(segment, to, items[i].unit, err);
		sink(heap, n_territories, segment->territories, 0, by_number);
	}
	free(heap);
	return rc;
}

int spot_segment_split(struct spot_segment *segment, struct spot_error *err)
{
	struct spot_segment_gathered *gathered = segment->gathered;
	struct item *items = spot_mem_calloc(gathered->n_units + 1, sizeof(*items));
	double total = 0;
	int rc = 0;

	segment->territories =
	    spot_mem_calloc(segment->options.n_territories, sizeof(*segment->territories));
	gathered->territory_of =
	    spot_mem_calloc(gathered->n_units + 1, sizeof(*gathered->territory_of));
	if (!items || !segment->territories || !gathered->territory_of)
		rc = spot_error_nomem(err);
	for (size_t u = 0; rc == 0 && u < gathered->n_units; u++) {
		items[u] = (struct item) { gathered->potentials[u],
			gathered->n_kept ? gathered->n_kept[u] : 1, u };
		total += gathered->potentials[u];
	}
	if (rc == 0) {
		qsort(items, gathered->n_units, sizeof(*items), compare_items);
		segment->keeps_territory_apart = gathered->n_units > 0 &&
		    items[0].potential > total / (double)segment->options.n_territories;
		rc = deal_out(segment, items, gathered->n_units, err);
	}
	free(items);
	return rc;
}

bool spot_segment_assigned(const struct spot_segment *segment, size_t i, struct spot_view *key,
    size_t *territory)
{
	const struct spot_segment_gathered *gathered = segment->gathered;
	size_t first;

	if (i >= gathered->n_keyed)
		return false;
	first = i > 0 ? gathered->key_ends[i - 1] : 0;
	*key = (struct spot_view) { gathered->keys.ptr + first, gathered->key_ends[i] - first };
	*territory = (size_t)gathered->territory_of[gathered->unit_of[i]] + 1;
	return true;
}
