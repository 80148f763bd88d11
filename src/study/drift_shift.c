/* SPDX-License-Identifier: MIT */
/* How far one thing has moved: its bins, old and new. */
#include "study/drift_internal.h"

#include <math.h>
#include <stdlib.h>

#include "stats/chi2.h"
#include "stats/describe.h"
#include "stats/order.h"
#include "stats/shift.h"

/* --- what bins come to -------------------------------------------------------------------- */

/* By more than the limit, and not by chance. */
static bool has_more_blanks(const struct spot_drift_item *item,
    const struct spot_drift_limits *limits)
{
	struct spot_estimate more = spot_proportion_difference(
	    item->n_blank[1], item->n[1], item->n_blank[0], item->n[0], 1 - SPOT_DRIFT_ALPHA);

	return item->blank[1] - item->blank[0] > limits->blank && more.ci.lo > 0;
}

/* Pearson's chi-square, bins that expect fewer than five of either side put together. */
static int test_bins(struct spot_drift_item *item, const uint64_t n_all[2], struct spot_error *err)
{
	uint64_t *counts = spot_mem_calloc(2 * (item->n_bins + 1), sizeof(*counts));
	double fewer = (double)(n_all[0] < n_all[1] ? n_all[0] : n_all[1]);
	struct spot_chi2 chi2;
	size_t n = 1; /* the first is of those put together */
	int rc;

	if (!counts)
		return spot_error_nomem(err);
	for (size_t i = 0; i < item->n_bins; i++) {
		const uint64_t *of = item->bins[i].n;
		double expected =
		    fewer * (double)(of[0] + of[1]) / (double)(n_all[0] + n_all[1]);
		size_t at = expected < SPOT_DRIFT_FEWEST ? 0 : n++;

		counts[2 * at] += of[0];
		counts[2 * at + 1] += of[1];
	}
	rc = spot_chi2_table(&chi2, counts, n, 2, err);
	if (rc == 0)
		item->tail = chi2.tail;
	free(counts);
	return rc;
}

static int weigh_bins(struct spot_drift_item *item, const struct spot_drift *drift,
    struct spot_error *err)
{
	const struct spot_drift_limits *limits = &drift->options.limits;
	size_t n = item->n_bins;
	uint64_t *counts = spot_mem_calloc(2 * n + 1, sizeof(*counts));
	double *parts = spot_mem_calloc(n + 1, sizeof(*parts));
	uint64_t n_all[2] = { 0 };
	int rc = counts && parts ? 0 : spot_error_nomem(err);

	for (size_t i = 0; rc == 0 && i < 2 * n; i++) {
		counts[i] = item->bins[i % n].n[i / n];
		n_all[i / n] += counts[i];
	}
	item->tail = SPOT_TAIL_ONE;
	if (rc == 0 && n_all[0] > 0 && n_all[1] > 0) {
		rc = spot_shift_psi(
		    &item->psi, parts, counts, counts + n, n, SPOT_SHIFT_FLOOR, err);
		if (rc == 0)
			rc = test_bins(item, n_all, err);
	}
	for (size_t i = 0; rc == 0 && i < n; i++)
		item->bins[i].part = parts[i];
	free(counts);
	free(parts);
	item->is_past_psi = item->psi > limits->psi && item->tail.p <= SPOT_DRIFT_ALPHA;
	item->is_past_blank = has_more_blanks(item, limits);
	item->is_past_novel = item->novel_share - item->unseen_share > limits->novel &&
	    item->n_novel_seen >= SPOT_DRIFT_FEWEST;
	return rc;
}

static void count_blanks(struct spot_drift_item *item, const struct spot_drift *drift)
{
	for (size_t s = 0; s < 2; s++) {
		item->n[s] = drift->n[s];
		item->blank[s] = (double)item->n_blank[s] / (double)drift->n[s];
	}
}

static int new_bins(struct spot_drift_item *item, struct spot_drift *drift, size_t n,
    struct spot_error *err)
{
	item->bins = spot_arena_calloc(&drift->arena, n + 1, sizeof(*item->bins));
	item->n_bins = n;
	return item->bins ? 0 : spot_error_nomem(err);
}

/* --- numbers ------------------------------------------------------------------------------ */

struct numbers {
	double *x[2];
	size_t n[2];
};

/* Old numbers all alike: less, the same, more. */
static void cut_around(double *cuts, size_t *n_cuts, double value)
{
	cuts[0] = value;
	cuts[1] = nextafter(value, HUGE_VAL);
	*n_cuts = 2;
}

static int bin_numbers(struct spot_drift_item *item, struct spot_drift *drift,
    const struct numbers *numbers, struct spot_error *err)
{
	double cuts[SPOT_DRIFT_BINS + 1];
	uint64_t counts[SPOT_DRIFT_BINS + 2];
	size_t n_cuts = 0;
	int rc;

	if (numbers->n[0] > 0)
		spot_shift_cuts(
		    cuts, &n_cuts, SPOT_DRIFT_BINS, numbers->x[0], numbers->n[0]);
	if (n_cuts == 0 && numbers->n[0] > 0)
		cut_around(cuts, &n_cuts, numbers->x[0][0]);
	rc = new_bins(item, drift, n_cuts + 2, err);
	for (size_t s = 0; rc == 0 && s < 2; s++) {
		memset(counts, 0, sizeof(counts));
		spot_shift_count(counts, cuts, n_cuts, numbers->x[s], numbers->n[s]);
		for (size_t i = 0; i <= n_cuts; i++)
			item->bins[i].n[s] = counts[i];
		item->bins[n_cuts + 1].n[s] = item->n_blank[s];
	}
	for (size_t i = 0; rc == 0 && i <= n_cuts; i++) {
		item->bins[i].low = i == 0 ? -HUGE_VAL : cuts[i - 1];
		item->bins[i].high = i == n_cuts ? HUGE_VAL : cuts[i];
	}
	if (rc == 0)
		item->bins[n_cuts + 1].kind = SPOT_DRIFT_BLANK;
	return rc;
}

static int compare_numbers(struct spot_drift_item *item, const struct numbers *numbers,
    struct spot_error *err)
{
	struct spot_counted *cells;
	size_t n_cells;
	int rc;

	for (size_t s = 0; s < 2; s++)
		item->median[s] = numbers->n[s] > 0
		    ? spot_describe_quantile(numbers->x[s], numbers->n[s], 0.5) : NAN;
	if (numbers->n[0] == 0 || numbers->n[1] == 0)
		return 0;
	rc = spot_counted_new_samples(&cells, &n_cells, numbers->x[1], numbers->n[1],
	    numbers->x[0], numbers->n[0], err);
	if (rc != 0)
		return rc;
	rc = spot_ks_test(&item->ks, cells, n_cells, err);
	item->has_ks = rc == 0;
	free(cells);
	return rc;
}

/* values[side] is by row of the side's frame; ages where as_of is given. */
static int shift_numbers(struct spot_drift_item *item, struct spot_drift *drift,
    const double *const values[2], bool is_date, struct spot_error *err)
{
	struct numbers numbers = { { NULL, NULL }, { 0, 0 } };
	int rc = 0;

	for (size_t s = 0; rc == 0 && s < 2; s++) {
		double as_of = (double)drift->panels[s]->rules->as_of;

		numbers.x[s] = spot_mem_calloc(drift->n[s] + 1, sizeof(double));
		if (!numbers.x[s])
			rc = spot_error_nomem(err);
		for (size_t i = 0; rc == 0 && i < spot_drift_frame(drift, s)->n_rows; i++) {
			if (!spot_drift_has(drift, s, i))
				continue;
			if (isnan(values[s][i]))
				item->n_blank[s]++;
			else
				numbers.x[s][numbers.n[s]++] =
				    is_date ? as_of - values[s][i] : values[s][i];
		}
		if (rc == 0)
			rc = spot_order_numbers(numbers.x[s], numbers.n[s], err);
	}
	count_blanks(item, drift);
	if (rc == 0)
		rc = bin_numbers(item, drift, &numbers, err);
	if (rc == 0)
		rc = compare_numbers(item, &numbers, err);
	free(numbers.x[0]);
	free(numbers.x[1]);
	return rc == 0 ? weigh_bins(item, drift, err) : rc;
}

int spot_drift_shift_score(struct spot_drift_item *item, struct spot_drift *drift,
    struct spot_error *err)
{
	const double *values[2] = { spot_drift_frame(drift, 0)->scores,
		spot_drift_frame(drift, 1)->scores };

	return shift_numbers(item, drift, values, false, err);
}

/* --- levels ------------------------------------------------------------------------------- */

struct level {
	struct spot_view text;
	uint64_t n[2];
};

struct levels {
	struct level *items;
	size_t n;
	uint32_t *new_codes; /* by code of the new side: the level */
};

static int compare_old(const void *left, const void *right)
{
	const struct level *x = left, *y = right;

	if (x->n[0] != y->n[0])
		return x->n[0] < y->n[0] ? 1 : -1;
	return x->n[1] < y->n[1] ? 1 : x->n[1] > y->n[1] ? -1 : 0;
}

static int compare_new(const void *left, const void *right)
{
	const struct level *x = left, *y = right;

	return x->n[1] < y->n[1] ? 1 : x->n[1] > y->n[1] ? -1 : 0;
}

/* The old side's levels by code, then those that only the new side has. */
static int join_levels(struct levels *levels, const struct spot_frame_column *old_column,
    const struct spot_frame_column *new_column, struct spot_error *err)
{
	size_t n_old = old_column->levels.n_keys, n_new = new_column->levels.n_keys;

	levels->items = spot_mem_calloc(n_old + n_new + 1, sizeof(*levels->items));
	levels->new_codes = spot_mem_calloc(n_new + 1, sizeof(*levels->new_codes));
	if (!levels->items || !levels->new_codes)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n_old; i++)
		levels->items[i].text = old_column->names[i];
	levels->n = n_old;
	for (size_t i = 0; i < n_new; i++) {
		size_t at = spot_map_find(&old_column->levels, new_column->levels.keys[i]);

		if (at == SPOT_MAP_NONE) {
			at = levels->n++;
			levels->items[at].text = new_column->names[i];
		}
		levels->new_codes[i] = (uint32_t)at;
	}
	return 0;
}

static void count_row(struct levels *levels, struct spot_drift_item *item, size_t side,
    const struct spot_frame_column *column, size_t row)
{
	if (column->kind == SPOT_FRAME_TEXT) {
		uint32_t code = column->codes[row];

		if (code == SPOT_FRAME_BLANK)
			item->n_blank[side]++;
		else
			levels->items[side == 0 ? code : levels->new_codes[code]].n[side]++;
		return;
	}
	item->n_blank[side] += column->list_blank[row];
	for (size_t k = spot_frame_list_first(column, row); k < column->list_ends[row]; k++) {
		uint32_t code = column->items[k];

		levels->items[side == 0 ? code : levels->new_codes[code]].n[side]++;
	}
}

static int name_levels(struct spot_drift_level **out, size_t *n_out, struct spot_drift *drift,
    const struct level *levels, size_t n, size_t side, struct spot_error *err)
{
	*n_out = 0;
	*out = spot_arena_calloc(&drift->arena, SPOT_DRIFT_NAMED, sizeof(**out));
	if (!*out)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n && *n_out < SPOT_DRIFT_NAMED; i++)
		if (levels[i].n[side] > 0 && levels[i].n[1 - side] == 0)
			(*out)[(*n_out)++] =
			    (struct spot_drift_level) { levels[i].text, levels[i].n[side] };
	return 0;
}

static int bin_levels(struct spot_drift_item *item, struct spot_drift *drift,
    const struct level *levels, size_t n, struct spot_error *err)
{
	size_t n_shown = 0;
	int rc;

	while (n_shown < n && n_shown < SPOT_DRIFT_LEVELS &&
	    levels[n_shown].n[0] >= SPOT_DRIFT_FEWEST)
		n_shown++;
	rc = new_bins(item, drift, n_shown + 2, err);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct spot_drift_bin *bin = &item->bins[i < n_shown ? i : n_shown];

		for (size_t s = 0; s < 2; s++)
			bin->n[s] += levels[i].n[s];
		bin->kind = i < n_shown ? SPOT_DRIFT_TEXT : SPOT_DRIFT_OTHERS;
		bin->text = i < n_shown ? levels[i].text : SPOT_VIEW("");
	}
	if (rc != 0)
		return rc;
	item->bins[n_shown].kind = SPOT_DRIFT_OTHERS;
	item->bins[n_shown + 1].kind = SPOT_DRIFT_BLANK;
	for (size_t s = 0; s < 2; s++)
		item->bins[n_shown + 1].n[s] = item->n_blank[s];
	return 0;
}

/* What is there now and was not, and the other way round. */
static int compare_levels(struct spot_drift_item *item, struct spot_drift *drift,
    struct levels *levels, struct spot_error *err)
{
	uint64_t n_novel = 0, n_all[2] = { item->n_blank[0], item->n_blank[1] }, n_once = 0;
	int rc;

	for (size_t i = 0; i < levels->n; i++) {
		const struct level *level = &levels->items[i];

		n_all[0] += level->n[0];
		n_all[1] += level->n[1];
		n_once += level->n[0] == 1;
		n_novel += level->n[0] == 0 ? level->n[1] : 0;
		item->n_all_novel += level->n[0] == 0 && level->n[1] > 0;
		item->n_all_vanished += level->n[1] == 0 && level->n[0] > 0;
	}
	item->n_novel_seen = n_novel;
	item->novel_share = n_all[1] > 0 ? (double)n_novel / (double)n_all[1] : 0;
	item->unseen_share = n_all[0] > 0 ? (double)n_once / (double)n_all[0] : 0;
	/* Those that were are in order already. */
	rc = name_levels(&item->vanished, &item->n_vanished, drift, levels->items, levels->n, 0,
	    err);
	qsort(levels->items, levels->n, sizeof(*levels->items), compare_new);
	return rc == 0
	    ? name_levels(&item->novel, &item->n_novel, drift, levels->items, levels->n, 1, err)
	    : rc;
}

static int shift_levels(struct spot_drift_item *item, struct spot_drift *drift, size_t column,
    struct spot_error *err)
{
	const struct spot_frame_column *columns[2] = {
		&spot_drift_frame(drift, 0)->columns[column],
		&spot_drift_frame(drift, 1)->columns[column],
	};
	struct levels levels = { NULL, 0, NULL };
	int rc = join_levels(&levels, columns[0], columns[1], err);

	for (size_t s = 0; rc == 0 && s < 2; s++)
		for (size_t i = 0; i < spot_drift_frame(drift, s)->n_rows; i++)
			if (spot_drift_has(drift, s, i))
				count_row(&levels, item, s, columns[s], i);
	count_blanks(item, drift);
	if (rc == 0) {
		qsort(levels.items, levels.n, sizeof(*levels.items), compare_old);
		rc = bin_levels(item, drift, levels.items, levels.n, err);
	}
	if (rc == 0)
		rc = compare_levels(item, drift, &levels, err);
	free(levels.items);
	free(levels.new_codes);
	return rc == 0 ? weigh_bins(item, drift, err) : rc;
}

/* --- few bins ----------------------------------------------------------------------------- */

/* values[side] by row, below n_names; n_names is blank. */
static int shift_few(struct spot_drift_item *item, struct spot_drift *drift,
    const uint8_t *const values[2], const char *const *names, size_t n_names,
    struct spot_error *err)
{
	int rc = new_bins(item, drift, n_names + 1, err);

	for (size_t i = 0; rc == 0 && i < n_names; i++) {
		item->bins[i].kind = SPOT_DRIFT_TEXT;
		item->bins[i].text = spot_view_of(names[i]);
	}
	if (rc != 0)
		return rc;
	item->bins[n_names].kind = SPOT_DRIFT_BLANK;
	for (size_t s = 0; s < 2; s++) {
		for (size_t i = 0; i < spot_drift_frame(drift, s)->n_rows; i++)
			if (spot_drift_has(drift, s, i))
				item->bins[values[s][i]].n[s]++;
		item->n_blank[s] = item->bins[n_names].n[s];
	}
	count_blanks(item, drift);
	return weigh_bins(item, drift, err);
}

int spot_drift_shift_rule(struct spot_drift_item *item, struct spot_drift *drift, size_t rule,
    struct spot_error *err)
{
	static const char *const names[] = { "no", "yes" };
	const uint8_t *values[2] = { spot_drift_frame(drift, 0)->answers[rule],
		spot_drift_frame(drift, 1)->answers[rule] };

	return shift_few(item, drift, values, names, 2, err);
}

/* Names and the like: most accounts have one of their own, so that new ones are no news. */
static bool is_identity(const struct spot_frame_column *column, size_t n_rows)
{
	return column->kind == SPOT_FRAME_TEXT &&
	    2 * column->levels.n_keys > n_rows - column->n_blank;
}

static int shift_blanks(struct spot_drift_item *item, struct spot_drift *drift, size_t column,
    struct spot_error *err)
{
	int rc = new_bins(item, drift, 2, err);

	for (size_t s = 0; rc == 0 && s < 2; s++) {
		const struct spot_frame *frame = spot_drift_frame(drift, s);
		const struct spot_frame_column *of = &frame->columns[column];

		for (size_t i = 0; i < frame->n_rows; i++) {
			bool is_blank = of->is_too_many ? of->flags[i] == SPOT_FRAME_UNKNOWN
			    : of->kind == SPOT_FRAME_LIST ? of->list_blank[i] != 0
			                                  : of->codes[i] == SPOT_FRAME_BLANK;

			if (spot_drift_has(drift, s, i))
				item->n_blank[s] += is_blank;
		}
		item->bins[0].n[s] = drift->n[s] - item->n_blank[s];
		item->bins[1].n[s] = item->n_blank[s];
	}
	count_blanks(item, drift);
	if (rc != 0)
		return rc;
	item->bins[0].kind = SPOT_DRIFT_OTHERS;
	item->bins[1].kind = SPOT_DRIFT_BLANK;
	return weigh_bins(item, drift, err);
}

int spot_drift_shift_column(struct spot_drift_item *item, struct spot_drift *drift, size_t column,
    struct spot_error *err)
{
	static const char *const flags[] = { "no", "yes" };
	const struct spot_frame_column *old_column = &spot_drift_frame(drift, 0)->columns[column];
	const struct spot_frame_column *new_column = &spot_drift_frame(drift, 1)->columns[column];
	const uint8_t *answers[2] = { old_column->flags, new_column->flags };
	const double *numbers[2] = { old_column->numbers, new_column->numbers };

	item->field = old_column->field;
	if (old_column->is_too_many || new_column->is_too_many ||
	    is_identity(old_column, spot_drift_frame(drift, 0)->n_rows))
		return shift_blanks(item, drift, column, err);
	switch (old_column->kind) {
	case SPOT_FRAME_NUMBER:
		return shift_numbers(item, drift, numbers, old_column->is_date, err);
	case SPOT_FRAME_FLAG:
		return shift_few(item, drift, answers, flags, 2, err);
	case SPOT_FRAME_TEXT:
	case SPOT_FRAME_LIST:
		return shift_levels(item, drift, column, err);
	case SPOT_FRAME_KINDS:
		break;
	}
	return 0;
}

int spot_drift_shift_tiers(struct spot_drift_item *item, struct spot_drift *drift,
    struct spot_error *err)
{
	int rc = new_bins(item, drift, drift->n_tiers, err);

	for (size_t i = 0; rc == 0 && i < drift->n_tiers; i++) {
		item->bins[i].kind = SPOT_DRIFT_TEXT;
		item->bins[i].text = spot_view_of(drift->tiers[i].name);
		for (size_t s = 0; s < 2; s++)
			item->bins[i].n[s] = drift->tiers[i].n[s];
	}
	count_blanks(item, drift);
	return rc == 0 ? weigh_bins(item, drift, err) : rc;
}
