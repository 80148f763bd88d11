/* SPDX-License-Identifier: MIT */
#include "stats/capacity.h"

#include <math.h>

#include "base/error.h"

/* Accounts of one score, or of all of them. */
struct block {
	double n, n_pos, value;
};

static void block_take(struct spot_capacity *c, const struct block *block, double score,
    double capacity)
{
	if (c->taken >= capacity || block->n <= 0)
		return;
	double room = fmin(capacity - c->taken, block->n), share = room / block->n;
	double n_neg = block->n - block->n_pos;
	c->edge_score = score;
	c->edge_n = block->n;
	c->edge_taken = room;
	c->taken += room;
	c->n_pos_least += fmax(0, room - n_neg);
	c->n_pos_most += fmin(room, block->n_pos);
	c->n_pos += block->n_pos * share;
	c->value += block->value * share;
	if (room < block->n)
		c->n_pos_sd = sqrt(room * block->n_pos / block->n * n_neg / block->n *
		    (block->n - room) / (block->n - 1));
}

static void capacity_close(struct spot_capacity *c, const struct block *all)
{
	c->precision = c->n_pos / c->taken;
	c->recall = c->n_pos / all->n_pos;
	c->lift = c->precision * all->n / all->n_pos;
	c->value_share = all->value != 0 ? c->value / all->value : NAN;
}

static int capacity_check(uint64_t capacity, struct spot_error *err)
{
	return capacity > 0 ? 0 : spot_error_set(err, SPOT_EUSAGE, "a capacity of 0");
}

int spot_capacity_at(struct spot_capacity *out, const struct spot_counted *cells,
    const double *values, size_t n_cells, uint64_t capacity, struct spot_error *err)
{
	struct spot_counted_pairs pairs;
	int rc = capacity_check(capacity, err);
	if (rc == 0)
		rc = spot_counted_pairs(&pairs, cells, n_cells, err);
	if (rc < 0)
		return rc;
	struct spot_capacity c = { 0 };
	struct block all = { 0 };
	for (size_t i = n_cells; i-- > 0;) {
		struct block block = { (double)cells[i].n_pos + cells[i].n_neg, cells[i].n_pos,
			values ? values[i] : 0 };
		block_take(&c, &block, cells[i].score, (double)capacity);
		all.n += block.n;
		all.n_pos += block.n_pos;
		all.value += block.value;
	}
	capacity_close(&c, &all);
	*out = c;
	return 0;
}

int spot_capacity_weighted(struct spot_capacity *out, const uint32_t *best_first,
    const double *scores, const uint32_t *weights, const uint8_t *labels,
    const double *values, size_t n, uint64_t capacity, struct spot_error *err)
{
	int rc = capacity_check(capacity, err);
	if (rc < 0)
		return rc;
	struct spot_capacity c = { 0 };
	struct block all = { 0 };
	for (size_t i = 0; i < n;) {
		struct block block = { 0 };
		double score = scores[best_first[i]];
		for (; i < n && scores[best_first[i]] == score; i++) {
			uint32_t item = best_first[i], weight = weights[item];
			block.n += weight;
			block.n_pos += labels[item] ? weight : 0;
			block.value += values ? weight * values[item] : 0;
		}
		block_take(&c, &block, score, (double)capacity);
		all.n += block.n;
		all.n_pos += block.n_pos;
		all.value += block.value;
	}
	if (all.n_pos == 0 || all.n_pos == all.n)
		return spot_error_set(err, SPOT_EDATA, "all accounts have one outcome");
	capacity_close(&c, &all);
	*out = c;
	return 0;
}
