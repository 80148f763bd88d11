/* SPDX-License-Identifier: MIT */
/*
 * The paired bootstrap of what is caught at the capacity. Where the capacity ends moves by a few
 * standard deviations of a count from one replicate to the next, so only accounts near that edge
 * need their own grades: those above it in a ranking are taken in every replicate, and those below
 * in none. They stand in cells of their own, and two million accounts become some ten thousand
 * cells. A cell whose accounts differ in value draws its sum from the normal distribution with its
 * mean and variance, which is what the sum of so many draws tends to.
 *
 * Both rankings are judged on one draw; the two outcomes are drawn apart, so that their numbers
 * stay. Replicate r depends on the seed and r alone.
 */
#include "study/trial_internal.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "stats/order.h"
#include "stats/random.h"
#include "stats/resample.h"
#include "study/tasks.h"

#define REACH 6          /* standard deviations that the edge may move */
#define A_TASK 50        /* replicates */
#define WORK_MAX 1e8     /* cells times replicates; what replicates are given up for */
#define REPLICATES_MIN 200
#define STREAM_VALUES 0x80000000u

/* Accounts alike for the bootstrap. */
struct cell {
	double ranks[2]; /* baseline's, hypothesis's; beyond the edge's reach +-DBL_MAX */
	uint8_t outcome;
	uint32_t n;
	double sum, sum_sq; /* of their values */
};

struct pair {
	const struct spot_trial *trial;
	struct cell *cells;
	size_t n_cells, cap;
	/* The same as arrays, for spot_capacity_weighted and spot_resample_counts. */
	uint32_t *counts, *best_first[2];
	double *ranks[2];
	uint8_t *outcomes;
	bool has_value;
	struct spot_resample plan;
	uint32_t n_replicates;
	double *stats; /* by replicate: differences of lift and of value share */
};

/* --- cells -------------------------------------------------------------------------------- */

struct edge {
	double low, high;
};

/* The grades that the capacity may end at. */
static int find_edge(struct edge *out, const struct spot_trial_grades *grades, size_t n,
    uint64_t capacity, struct spot_error *err)
{
	double share = fmin((double)capacity / (double)n, 1);
	double reach = ceil(REACH * sqrt((double)n * share * (1 - share))) + 1;
	double from = (double)capacity - reach, to = (double)capacity + reach, taken = 0;
	uint32_t *counts = spot_mem_calloc(grades->n + 1, sizeof(*counts));

	if (!counts)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n; i++)
		counts[grades->judged[i]]++;
	*out = (struct edge) { 0, (double)grades->n };
	for (size_t g = grades->n; g-- > 0;) {
		/* The places of this grade are from taken on. */
		if (taken <= from)
			out->high = (double)g;
		if (taken <= to)
			out->low = (double)g;
		taken += counts[g];
	}
	free(counts);
	return 0;
}

static double held(uint32_t grade, const struct edge *edge)
{
	double rank = grade;
	return rank > edge->high ? DBL_MAX : rank < edge->low ? -DBL_MAX : rank;
}

/* The cell of such accounts, made when it is the first. */
static struct cell *cell_of(struct pair *pair, struct spot_map *map, double base, double own,
    uint8_t outcome)
{
	double key[3] = { base, own, outcome };
	size_t at = spot_map_add(map, (struct spot_view) { (const char *)key, sizeof(key) });

	if (at == SPOT_MAP_NONE ||
	    !spot_mem_grow(&pair->cells, &pair->cap, at + 1, sizeof(*pair->cells)))
		return NULL;
	if (at == pair->n_cells)
		pair->cells[pair->n_cells++] = (struct cell) { { base, own }, outcome };
	return &pair->cells[at];
}

/* Most accounts are beyond both edges' reach: of these the map need not be asked again. */
static int fill_cells(struct pair *pair, size_t h, const struct edge edges[2], struct spot_map *map,
    struct spot_error *err)
{
	const struct spot_trial_accounts *judged = &pair->trial->gathered->judged;
	const uint32_t *base = spot_trial_grades_of(pair->trial, 0)->judged;
	const uint32_t *own = spot_trial_grades_of(pair->trial, h)->judged;
	size_t far_cells[8] = { 0 }; /* index + 1 */

	for (size_t i = 0; i < judged->n; i++) {
		double a = held(base[i], &edges[0]), b = held(own[i], &edges[1]);
		double value = judged->values ? judged->values[i] : 0;
		bool is_far = fabs(a) == DBL_MAX && fabs(b) == DBL_MAX;
		size_t which = (size_t)(a > 0) << 2 | (size_t)(b > 0) << 1 | judged->outcomes[i];
		struct cell *cell = is_far && far_cells[which] > 0
		    ? &pair->cells[far_cells[which] - 1]
		    : cell_of(pair, map, a, b, judged->outcomes[i]);

		if (!cell)
			return spot_error_nomem(err);
		if (is_far)
			far_cells[which] = (size_t)(cell - pair->cells) + 1;
		cell->n++;
		cell->sum += value;
		cell->sum_sq += value * value;
	}
	return 0;
}

static int list_best_first(struct pair *pair, int side, struct spot_error *err)
{
	struct spot_order_item *items = NULL;
	size_t n = pair->n_cells;
	int rc = spot_order_new(&items, pair->ranks[side], n, err);

	for (size_t i = 0; rc == 0 && i < n; i++)
		pair->best_first[side][i] = items[n - 1 - i].idx;
	free(items);
	return rc;
}

static int lay_out(struct pair *pair, struct spot_error *err)
{
	size_t n = pair->n_cells;

	pair->counts = spot_mem_calloc(n, sizeof(*pair->counts));
	pair->outcomes = spot_mem_calloc(n, 1);
	for (int side = 0; side < 2; side++) {
		pair->ranks[side] = spot_mem_calloc(n, sizeof(double));
		pair->best_first[side] = spot_mem_calloc(n, sizeof(uint32_t));
		if (!pair->ranks[side] || !pair->best_first[side])
			return spot_error_nomem(err);
	}
	if (!pair->counts || !pair->outcomes)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n; i++) {
		pair->counts[i] = pair->cells[i].n;
		pair->outcomes[i] = pair->cells[i].outcome;
		pair->ranks[0][i] = pair->cells[i].ranks[0];
		pair->ranks[1][i] = pair->cells[i].ranks[1];
	}
	pair->plan = (struct spot_resample) { pair->counts, pair->outcomes, n,
		pair->trial->options.seed };
	for (int side = 0; side < 2; side++) {
		int rc = list_best_first(pair, side, err);

		if (rc != 0)
			return rc;
	}
	return 0;
}

static int make_cells(struct pair *pair, size_t h, struct spot_error *err)
{
	const struct spot_trial *trial = pair->trial;
	const struct spot_trial_accounts *judged = &trial->gathered->judged;
	uint64_t capacity = trial->options.capacity;
	struct edge edges[2];
	struct spot_map map;
	int rc = find_edge(&edges[0], spot_trial_grades_of(trial, 0), judged->n, capacity, err);

	if (rc == 0)
		rc = find_edge(&edges[1], spot_trial_grades_of(trial, h), judged->n, capacity, err);
	if (rc != 0)
		return rc;
	spot_map_init(&map);
	rc = fill_cells(pair, h, edges, &map, err);
	spot_map_reset(&map);
	return rc == 0 ? lay_out(pair, err) : rc;
}

/* --- replicates --------------------------------------------------------------------------- */

/* What an account of each cell is worth in the replicate, on average. */
static void draw_values(double *values, const struct pair *pair, const uint32_t *counts, uint32_t r)
{
	struct spot_random random;

	spot_random_init(&random, pair->trial->options.seed, STREAM_VALUES + r);
	for (size_t i = 0; i < pair->n_cells; i++) {
		const struct cell *cell = &pair->cells[i];
		double mean = cell->sum / cell->n, var = cell->sum_sq / cell->n - mean * mean;

		values[i] = mean;
		/* Of one account, or of equal ones, there is nothing to draw but rounding. */
		if (counts[i] > 0 && cell->n > 1 && var > 1e-12 * mean * mean)
			values[i] += sqrt(var / counts[i]) * spot_random_normal(&random);
	}
}

static int replicate(const struct pair *pair, uint32_t r, uint32_t *counts, double *values,
    struct spot_error *err)
{
	struct spot_capacity caught[2];

	spot_resample_counts(counts, &pair->plan, r);
	if (pair->has_value)
		draw_values(values, pair, counts, r);
	for (int side = 0; side < 2; side++) {
		int rc = spot_capacity_weighted(&caught[side], pair->best_first[side],
		    pair->ranks[side], counts, pair->outcomes, pair->has_value ? values : NULL,
		    pair->n_cells, pair->trial->options.capacity, err);

		if (rc != 0)
			return rc;
	}
	pair->stats[2 * r] = caught[1].lift - caught[0].lift;
	pair->stats[2 * r + 1] =
	    pair->has_value ? caught[1].value_share - caught[0].value_share : 0;
	return 0;
}

static int run_task(void *ctx, size_t task_idx, struct spot_error *err)
{
	const struct pair *pair = ctx;
	uint32_t first = (uint32_t)task_idx * A_TASK, end = first + A_TASK;
	uint32_t *counts = spot_mem_calloc(pair->n_cells, sizeof(*counts));
	double *values = spot_mem_calloc(pair->n_cells, sizeof(*values));
	int rc = counts && values ? 0 : spot_error_nomem(err);

	if (end > pair->n_replicates)
		end = pair->n_replicates;
	for (uint32_t r = first; rc == 0 && r < end; r++)
		rc = replicate(pair, r, counts, values, err);
	free(counts);
	free(values);
	return rc;
}

static int summarise(struct spot_trial_paired *out, const struct pair *pair, size_t stat,
    double diff, struct spot_error *err)
{
	const double *stats = pair->stats + stat;

	out->diff = diff;
	for (uint32_t r = 0; r < pair->n_replicates; r++)
		if (!isfinite(stats[2 * r])) {
			*out = (struct spot_trial_paired) { diff, { NAN, NAN }, NAN };
			return 0;
		}
	out->p = spot_resample_p(stats, pair->n_replicates, 2);
	return spot_resample_percentile(&out->ci, stats, pair->n_replicates, 2,
	    1 - pair->trial->options.bar.alpha, err);
}

static void pair_reset(struct pair *pair)
{
	free(pair->cells);
	free(pair->counts);
	free(pair->outcomes);
	free(pair->stats);
	for (int side = 0; side < 2; side++) {
		free(pair->ranks[side]);
		free(pair->best_first[side]);
	}
}

int spot_trial_resample_pair(struct spot_trial *trial, size_t h, struct spot_error *err)
{
	const struct spot_trial_figures *own = &trial->figures[h], *base = &trial->figures[0];
	struct spot_trial_comparison *out = &trial->against[h];
	struct pair pair = { .trial = trial, .n_replicates = trial->options.n_replicates,
		.has_value = trial->value_total != 0 };
	int rc = make_cells(&pair, h, err);

	if (rc == 0 && (double)pair.n_cells * pair.n_replicates > WORK_MAX)
		pair.n_replicates = (uint32_t)fmax(fmin(REPLICATES_MIN, pair.n_replicates),
		    WORK_MAX / (double)pair.n_cells);
	if (rc == 0) {
		pair.stats = spot_mem_calloc(2 * (size_t)pair.n_replicates, sizeof(*pair.stats));
		rc = pair.stats ? 0 : spot_error_nomem(err);
	}
	if (rc == 0)
		rc = spot_tasks_run((pair.n_replicates + A_TASK - 1) / A_TASK, &trial->means,
		    run_task, &pair, err);
	if (rc == 0)
		rc = summarise(&out->lift, &pair, 0, own->capacity.lift - base->capacity.lift, err);
	if (rc == 0)
		rc = summarise(&out->value_share, &pair, 1,
		    pair.has_value ? own->capacity.value_share - base->capacity.value_share : NAN,
		    err);
	if (!pair.has_value)
		out->value_share = (struct spot_trial_paired) { NAN, { NAN, NAN }, NAN };
	out->n_replicates = pair.n_replicates;
	pair_reset(&pair);
	return rc;
}
