/* SPDX-License-Identifier: MIT */
/*
 * Places where to cut come first: every gap when there are few distinct numbers, else the
 * roundest number near each of 1/40, 2/40 … of the accounts, and both sides of a number that
 * many have. Then the best choice among them by dynamic programming: best[k][i][j] is the
 * log-likelihood of the first j pieces in k bins, the last of which begins with piece i, so
 * that a bin can be held against the one before it. That is k places^3 / 6 steps.
 */
#include "stats/bin.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"

#define N_SLICES 40
#define PLACES_MAX 128 /* slices, and both sides of at most as many heavy numbers */

/* Pieces are what lies between places; piece i holds accounts pos[i] to pos[i + 1]. */
struct pieces {
	double at[PLACES_MAX + 2];  /* where piece i begins; -INFINITY, …, INFINITY */
	double pos[PLACES_MAX + 2]; /* positives before it */
	double all[PLACES_MAX + 2]; /* accounts before it */
	size_t n;
};

struct search {
	const struct pieces *pieces;
	enum spot_bin_trend trend; /* SPOT_BIN_MIXED: any */
	size_t max_bins;
	double min_n;
	double *best;              /* [max_bins + 1][n + 1][n + 1], -INFINITY: not possible */
	uint8_t *from;             /* where the bin before begins */
};

static size_t slot_of(const struct search *s, size_t k, size_t i, size_t j)
{
	size_t side = s->pieces->n + 1;
	return (k * side + i) * side + j;
}

/* Begins a piece with the first cell at or above at. */
static void piece_begin(struct pieces *p, double at, double pos, double all)
{
	if (p->n > 0 && (at <= p->at[p->n - 1] || all <= p->all[p->n - 1]))
		return;
	assert(p->n <= PLACES_MAX);
	p->at[p->n] = at;
	p->pos[p->n] = pos;
	p->all[p->n] = all;
	p->n++;
}

/* Whether the gap before cell i is a place of its own: few numbers, or a heavy one beside. */
static bool gap_counts(const struct spot_counted *cells, size_t i, size_t n_cells, double heavy)
{
	return n_cells <= N_SLICES ||
	    (double)cells[i - 1].n_pos + cells[i - 1].n_neg >= heavy ||
	    (double)cells[i].n_pos + cells[i].n_neg >= heavy;
}

/* The first cell from i on by which at least that many accounts are counted. */
static size_t cell_at(const struct spot_counted *cells, size_t n_cells, size_t i, double *before,
    double wanted)
{
	for (; i < n_cells && *before < wanted; i++)
		*before += (double)cells[i].n_pos + cells[i].n_neg;
	return i;
}

static bool all_whole(const struct spot_counted *cells, size_t n_cells)
{
	for (size_t i = 0; i < n_cells; i++) {
		if (cells[i].score != floor(cells[i].score))
			return false;
	}
	return true;
}

/* thresholds[]: the roundest number within half a slice of each slice's end, ascending. */
static size_t slice_thresholds(double *thresholds, const struct spot_counted *cells, size_t n_cells,
    double all, bool whole)
{
	size_t n = 0, low = 0, high = 0;
	double before_low = 0, before_high = 0;
	for (int slice = 1; slice < N_SLICES; slice++) {
		low = cell_at(cells, n_cells, low, &before_low, all * (slice - 0.5) / N_SLICES);
		high = cell_at(cells, n_cells, high, &before_high, all * (slice + 0.5) / N_SLICES);
		if (low < high)
			thresholds[n++] = spot_bin_round(cells[low - 1].score,
			    cells[high - 1].score, whole);
	}
	return n;
}

static void pieces_fill(struct pieces *p, const struct spot_counted *cells, size_t n_cells,
    double all)
{
	double thresholds[N_SLICES], pos = 0, before = 0;
	bool whole = all_whole(cells, n_cells);
	size_t n = slice_thresholds(thresholds, cells, n_cells, all, whole), t = 0;
	piece_begin(p, -INFINITY, 0, 0);
	for (size_t i = 0; i < n_cells; i++) {
		bool gap = i > 0 && gap_counts(cells, i, n_cells, all / N_SLICES);
		if (gap)
			piece_begin(p, spot_bin_round(cells[i - 1].score, cells[i].score, whole),
			    pos, before);
		for (; t < n && thresholds[t] <= cells[i].score; t++) {
			if (i > 0 && thresholds[t] > cells[i - 1].score)
				piece_begin(p, thresholds[t], pos, before);
		}
		pos += cells[i].n_pos;
		before += (double)cells[i].n_pos + cells[i].n_neg;
	}
	p->at[p->n] = INFINITY;
	p->pos[p->n] = pos;
	p->all[p->n] = before;
}

static double part_log(double part, double whole)
{
	return part > 0 ? part * log(part / whole) : 0;
}

static double log_likelihood(const struct pieces *p, size_t i, size_t j)
{
	double n = p->all[j] - p->all[i], pos = p->pos[j] - p->pos[i];
	return part_log(pos, n) + part_log(n - pos, n);
}

/* Whether the bin [i, j) may follow the bin [h, i). */
static bool goes_on(const struct search *s, size_t h, size_t i, size_t j)
{
	const struct pieces *p = s->pieces;
	/* Rates compared without dividing. */
	double before = (p->pos[i] - p->pos[h]) * (p->all[j] - p->all[i]);
	double after = (p->pos[j] - p->pos[i]) * (p->all[i] - p->all[h]);
	switch (s->trend) {
	case SPOT_BIN_RISING:
		return before < after;
	case SPOT_BIN_FALLING:
		return before > after;
	case SPOT_BIN_FLAT:
	case SPOT_BIN_MIXED:
	case SPOT_BIN_COUNT:
		break;
	}
	return true;
}

/* The best of the first j pieces in k bins, the last being [i, j). */
static void search_slot(struct search *s, size_t k, size_t i, size_t j)
{
	const struct pieces *p = s->pieces;
	size_t slot = slot_of(s, k, i, j);
	s->best[slot] = -INFINITY;
	if (p->all[j] - p->all[i] < s->min_n || (k == 1) != (i == 0))
		return;
	if (k == 1) {
		s->best[slot] = log_likelihood(p, 0, j);
		return;
	}
	double most = -INFINITY;
	for (size_t h = 0; h < i; h++) {
		double before = s->best[slot_of(s, k - 1, h, i)];
		if (before > most && goes_on(s, h, i, j)) {
			most = before;
			s->from[slot] = (uint8_t)h;
		}
	}
	if (most > -INFINITY)
		s->best[slot] = most + log_likelihood(p, i, j);
}

/* Fills in the bins that the slot stands for. */
static void bins_trace(struct spot_bins *out, const struct search *s, size_t k, size_t i)
{
	const struct pieces *p = s->pieces;
	size_t j = p->n;
	out->n_bins = k;
	while (k > 0) {
		double n = p->all[j] - p->all[i], pos = p->pos[j] - p->pos[i];
		out->bins[k - 1] = (struct spot_bin) { p->at[i], p->at[j], (uint64_t)pos,
			(uint64_t)(n - pos) };
		size_t before = s->from[slot_of(s, k, i, j)];
		j = i;
		i = before;
		k--;
	}
}

/* The best bins of the trend into out; returns what they gain, price paid. */
static double search_run(struct spot_bins *out, struct search *s, enum spot_bin_trend trend)
{
	size_t n = s->pieces->n, best_k = 1, best_i = 0;
	double one = log_likelihood(s->pieces, 0, n), most = 0;
	double price = log(s->pieces->all[n]);
	s->trend = trend;
	for (size_t k = 1; k <= s->max_bins; k++) {
		for (size_t i = 0; i < n; i++) {
			for (size_t j = i + 1; j <= n; j++)
				search_slot(s, k, i, j);
			double gain = s->best[slot_of(s, k, i, n)] - one - price * (double)(k - 1);
			if (gain > most) {
				most = gain;
				best_k = k;
				best_i = i;
			}
		}
	}
	bins_trace(out, s, best_k, best_i);
	out->trend = best_k > 1 ? trend : SPOT_BIN_FLAT;
	out->gain = most + price * (double)(best_k - 1);
	return most;
}

static void search_all(struct spot_bins *out, struct search *s, double insist)
{
	struct spot_bins rising, falling, mixed;
	double up = search_run(&rising, s, SPOT_BIN_RISING);
	double down = search_run(&falling, s, SPOT_BIN_FALLING);
	double any = search_run(&mixed, s, SPOT_BIN_MIXED);
	*out = up >= down ? rising : falling;
	if (any > fmax(up, down) + insist)
		*out = mixed;
}

int spot_bin_numbers(struct spot_bins *out, const struct spot_bin_options *options,
    const struct spot_counted *cells, size_t n_cells, struct spot_error *err)
{
	assert(options->max_bins >= 1 && options->max_bins <= SPOT_BIN_MAX);
	struct spot_counted_pairs pairs;
	int rc = spot_counted_pairs(&pairs, cells, n_cells, err);
	if (rc < 0)
		return rc;
	double all = (double)(pairs.n_pos + pairs.n_neg);
	struct pieces pieces = { .n = 0 };
	pieces_fill(&pieces, cells, n_cells, all);
	struct search s = { .pieces = &pieces, .max_bins = options->max_bins };
	s.min_n = fmin(all, fmax(options->min_share * all, (double)options->min_n));
	size_t n_slots = slot_of(&s, s.max_bins + 1, 0, 0);
	s.best = spot_mem_calloc(n_slots, sizeof(*s.best));
	s.from = spot_mem_calloc(n_slots, sizeof(*s.from));
	if (s.best && s.from)
		search_all(out, &s, options->insist);
	else
		rc = spot_error_nomem(err);
	free(s.best);
	free(s.from);
	return rc;
}
