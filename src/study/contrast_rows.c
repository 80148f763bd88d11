/* SPDX-License-Identifier: MIT */
/* One field of two cohorts. */
#include "study/contrast_internal.h"

#include <math.h>
#include <stdlib.h>

#include "stats/order.h"
#include "stats/proportion.h"

/* Side 0 is cohort a, the statistics' positives. */
enum { A, B };

static struct spot_contrast_row *add_row(struct spot_contrast_found *found,
    const struct spot_frame_column *column, enum spot_contrast_kind kind)
{
	struct spot_contrast_row *row;

	if (!spot_mem_grow(&found->rows, &found->cap, found->n + 1, sizeof(*found->rows)))
		return NULL;
	row = &found->rows[found->n++];
	*row = (struct spot_contrast_row) { .column = column, .kind = kind };
	for (size_t s = 0; s < 2; s++) {
		row->sides[s].n_blank = found->field.n_blank[s];
		row->sides[s].q25 = row->sides[s].median = row->sides[s].q75 = NAN;
	}
	row->cut = NAN;
	return row;
}

/* --- shares ------------------------------------------------------------------------------- */

static int test_shares(struct spot_contrast_row *row, const struct spot_fourfold *fourfold,
    struct spot_error *err)
{
	const uint64_t counts[4] = { fourfold->a, fourfold->b, fourfold->c, fourfold->d };
	struct spot_chi2 chi2;
	int rc = spot_chi2_table(&chi2, counts, 2, 2, err);

	if (rc != 0)
		return rc;
	row->test = SPOT_CONTRAST_CHI2;
	row->tail = chi2.tail;
	if (chi2.df > 0 && chi2.least_expected < SPOT_CONTRAST_EXPECTED) {
		row->test = SPOT_CONTRAST_FISHER;
		row->tail = spot_fourfold_fisher(fourfold);
	}
	return 0;
}

/* Of n[side] accounts k[side] have it. */
static int add_shares(struct spot_contrast_found *found, const struct spot_frame_column *column,
    enum spot_contrast_kind kind, struct spot_view level, const uint64_t k[2],
    const uint64_t n[2], double confidence, struct spot_error *err)
{
	struct spot_contrast_row *row = add_row(found, column, kind);
	struct spot_fourfold fourfold = { k[A], k[B], n[A] - k[A], n[B] - k[B] };
	struct spot_estimate difference;

	if (!row)
		return spot_error_nomem(err);
	row->level = level;
	for (size_t s = 0; s < 2; s++) {
		row->sides[s].n = n[s];
		row->sides[s].k = k[s];
		row->sides[s].share = (double)k[s] / (double)n[s];
	}
	difference = spot_proportion_difference(k[A], n[A], k[B], n[B], confidence);
	row->effect = difference.value;
	row->ci = difference.ci;
	row->odds = spot_fourfold_odds(&fourfold, confidence);
	return test_shares(row, &fourfold, err);
}

static int add_blank(struct spot_contrast_found *found, const struct spot_frame_column *column,
    const uint64_t n[2], double confidence, struct spot_error *err)
{
	const uint64_t *k = found->field.n_blank;

	if (k[A] + k[B] == 0 || k[A] + k[B] == n[A] + n[B])
		return 0;
	return add_shares(found, column, SPOT_CONTRAST_BLANK, SPOT_VIEW(""), k, n, confidence, err);
}

/* --- numbers ------------------------------------------------------------------------------ */

/* The number of rank idx of that side, and the one after it. */
static void pick(const struct spot_counted *cells, size_t n_cells, size_t side, uint64_t idx,
    double *at, double *next)
{
	uint64_t below = 0;
	size_t i = 0;

	for (;; i++) {
		below += side == A ? cells[i].n_pos : cells[i].n_neg;
		if (below > idx)
			break;
	}
	*at = *next = cells[i].score;
	if (below > idx + 1)
		return;
	for (i++; i < n_cells; i++)
		if ((side == A ? cells[i].n_pos : cells[i].n_neg) > 0) {
			*next = cells[i].score;
			return;
		}
}

static double quantile(const struct spot_counted *cells, size_t n_cells, size_t side, uint64_t n,
    double q)
{
	double h = (double)(n - 1) * q, at, next;

	pick(cells, n_cells, side, (uint64_t)floor(h), &at, &next);
	return at + (h - floor(h)) * (next - at);
}

/* The roundest number above low and up to high. */
static double round_cut(double low, double high)
{
	for (double step = 1e9; step >= 1; step /= 10) {
		double value = floor(high / step) * step;

		if (value > low && value <= high)
			return value;
	}
	for (double scale = 10; scale <= 1e9; scale *= 10) {
		double value = floor(high * scale) / scale;

		if (value > low && value <= high)
			return value;
	}
	return high;
}

static void find_cut(struct spot_contrast_row *row, const struct spot_counted *cells,
    size_t n_cells)
{
	for (size_t i = 0; i + 1 < n_cells; i++)
		if (cells[i].score == row->ks.at)
			row->cut = round_cut(cells[i].score, cells[i + 1].score);
	for (size_t i = 0; i < n_cells; i++)
		if (cells[i].score >= row->cut) {
			row->sides[A].k += cells[i].n_pos;
			row->sides[B].k += cells[i].n_neg;
		}
	for (size_t s = 0; s < 2; s++)
		row->sides[s].share = isnan(row->cut)
		    ? NAN : (double)row->sides[s].k / (double)row->sides[s].n;
}

static int compare_cells(struct spot_contrast_row *row, const struct spot_counted *cells,
    size_t n_cells, double confidence, struct spot_error *err)
{
	struct spot_cliff cliff;
	int rc = spot_cliff_delta(&cliff, cells, n_cells, confidence, err);

	if (rc == 0)
		rc = spot_mannwhitney_test(&row->mannwhitney, cells, n_cells, err);
	if (rc == 0)
		rc = spot_ks_test(&row->ks, cells, n_cells, err);
	if (rc != 0)
		return rc;
	row->test = SPOT_CONTRAST_MANN_WHITNEY;
	row->tail = row->mannwhitney.tail;
	row->effect = cliff.delta;
	row->ci = cliff.ci;
	for (size_t s = 0; s < 2; s++) {
		struct spot_contrast_side *side = &row->sides[s];

		side->q25 = quantile(cells, n_cells, s, side->n, 0.25);
		side->median = quantile(cells, n_cells, s, side->n, 0.5);
		side->q75 = quantile(cells, n_cells, s, side->n, 0.75);
	}
	find_cut(row, cells, n_cells);
	return 0;
}

/*
 * Counting. Most columns have few distinct numbers (sizes, ages, rounded sums): they are counted in
 * a table of DISTINCT_MAX cells, which are then put in order. What has more is sorted, the numbers
 * of each label by themselves, so that nothing but the number is moved; then labels are merged.
 */
#define DISTINCT_MAX ((size_t)1 << 15)
#define N_SLOTS (2 * DISTINCT_MAX)

/* One distinct number, and how many rows of each label have it. */
struct cell {
	double score;
	uint32_t n[SPOT_CONTRAST_LABELS];
	uint32_t n_all;
};

static size_t slot_of(double score)
{
	uint64_t bits;

	memcpy(&bits, &score, sizeof(bits));
	return (size_t)((bits * 0x9E3779B97F4A7C15u) >> 40) & (N_SLOTS - 1);
}

static double number_of(const struct spot_frame_column *column, size_t row, int64_t as_of)
{
	double number = column->numbers[row];

	/* -0 is 0. */
	return (column->is_date ? (double)as_of - number : number) + 0.0;
}

static bool is_counted(const struct spot_frame_column *column, const uint8_t *labels, size_t row)
{
	return labels[row] < SPOT_CONTRAST_LABELS && !isnan(column->numbers[row]);
}

static int compare_scores(const void *left, const void *right)
{
	const struct cell *x = left, *y = right;
	return (x->score > y->score) - (x->score < y->score);
}

/* False when there are too many. slots: cells that are not empty are taken. */
static bool tally(struct cell *slots, size_t *n_cells, const struct spot_frame_column *column,
    const uint8_t *labels, size_t n_rows, int64_t as_of)
{
	size_t n = 0;

	for (size_t i = 0; i < n_rows; i++) {
		double score;
		size_t at;

		if (!is_counted(column, labels, i))
			continue;
		score = number_of(column, i, as_of);
		at = slot_of(score);
		while (slots[at].n_all > 0 && slots[at].score != score)
			at = (at + 1) & (N_SLOTS - 1);
		n += slots[at].n_all == 0;
		if (n > DISTINCT_MAX)
			return false;
		slots[at].score = score;
		slots[at].n_all++;
		slots[at].n[labels[i]]++;
	}
	*n_cells = 0;
	for (size_t at = 0; at < N_SLOTS; at++)
		if (slots[at].n_all > 0)
			slots[(*n_cells)++] = slots[at];
	qsort(slots, *n_cells, sizeof(*slots), compare_scores);
	return true;
}

/* What there is of a column's numbers: cells in order, or where they are too many, all of them. */
struct counted_numbers {
	struct cell *cells;
	size_t n_cells;
	/* Label i's keys, in order, are [ends[i - 1], ends[i]); NULL: there are cells. */
	uint64_t *keys;
	size_t ends[SPOT_CONTRAST_LABELS];
	struct spot_counted *counted; /* room for one scope's */
};

/* Beside the keys there is room for the cells that they make, which serves to sort them too. */
static int sort_numbers(struct counted_numbers *numbers, const struct spot_frame_column *column,
    const uint8_t *labels, size_t n_rows, int64_t as_of, struct spot_error *err)
{
	size_t n[SPOT_CONTRAST_LABELS] = { 0 }, *ends = numbers->ends, end = 0;

	numbers->keys = spot_mem_calloc(n_rows + 1, sizeof(*numbers->keys));
	numbers->counted = spot_mem_calloc(n_rows + 1, sizeof(*numbers->counted));
	if (!numbers->keys || !numbers->counted)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n_rows; i++)
		if (is_counted(column, labels, i))
			n[labels[i]]++;
	for (size_t label = 0; label < SPOT_CONTRAST_LABELS; label++) {
		ends[label] = end;
		end += n[label];
	}
	for (size_t i = 0; i < n_rows; i++)
		if (is_counted(column, labels, i))
			numbers->keys[ends[labels[i]]++] =
			    spot_order_key(number_of(column, i, as_of));
	for (size_t label = 0; label < SPOT_CONTRAST_LABELS; label++)
		spot_order_keys(numbers->keys + ends[label] - n[label],
		    (uint64_t *)(void *)numbers->counted, n[label]);
	return 0;
}

static int count_numbers(struct counted_numbers *numbers, const struct spot_frame_column *column,
    const uint8_t *labels, size_t n_rows, int64_t as_of, struct spot_error *err)
{
	numbers->cells = spot_mem_calloc(N_SLOTS, sizeof(*numbers->cells));
	if (!numbers->cells)
		return spot_error_nomem(err);
	if (tally(numbers->cells, &numbers->n_cells, column, labels, n_rows, as_of)) {
		numbers->counted =
		    spot_mem_calloc(numbers->n_cells + 1, sizeof(*numbers->counted));
		return numbers->counted ? 0 : spot_error_nomem(err);
	}
	free(numbers->cells);
	numbers->cells = NULL;
	return sort_numbers(numbers, column, labels, n_rows, as_of, err);
}

/* The least key that is left of the scope's labels; false: none is. */
static bool next_key(uint64_t *key, const struct counted_numbers *numbers, const size_t *at,
    size_t scope)
{
	bool is_any = false;

	for (size_t label = 0; label < SPOT_CONTRAST_LABELS; label++) {
		if (at[label] == numbers->ends[label] || (scope > 0 && label / 2 != scope))
			continue;
		if (!is_any || numbers->keys[at[label]] < *key)
			*key = numbers->keys[at[label]];
		is_any = true;
	}
	return is_any;
}

static size_t scope_keys(const struct counted_numbers *numbers, size_t scope)
{
	struct spot_counted *out = numbers->counted;
	size_t at[SPOT_CONTRAST_LABELS] = { 0 }, n = 0;
	uint64_t key = 0;

	for (size_t label = 1; label < SPOT_CONTRAST_LABELS; label++)
		at[label] = numbers->ends[label - 1];
	for (; next_key(&key, numbers, at, scope); n++) {
		out[n] = (struct spot_counted) { spot_order_value(key), 0, 0 };
		for (size_t label = 0; label < SPOT_CONTRAST_LABELS; label++) {
			size_t first = at[label];

			if (scope > 0 && label / 2 != scope)
				continue;
			while (at[label] < numbers->ends[label] &&
			    numbers->keys[at[label]] == key)
				at[label]++;
			*(label % 2 == A ? &out[n].n_pos : &out[n].n_neg) +=
			    (uint32_t)(at[label] - first);
		}
	}
	return n;
}

/* The cells of a scope that are not empty there. */
static size_t scope_cells(const struct counted_numbers *numbers, size_t scope)
{
	struct spot_counted *out = numbers->counted;
	size_t n = 0;

	if (numbers->keys)
		return scope_keys(numbers, scope);
	for (size_t i = 0; i < numbers->n_cells; i++) {
		const uint32_t *k = numbers->cells[i].n;
		uint32_t a = scope > 0 ? k[2 * scope] : k[0] + k[2] + k[4];
		uint32_t b = scope > 0 ? k[2 * scope + 1] : k[1] + k[3] + k[5];

		if (a + b > 0)
			out[n++] = (struct spot_counted) { numbers->cells[i].score, a, b };
	}
	return n;
}

static int find_scope(struct spot_contrast_found *found, const struct spot_frame_column *column,
    const struct spot_counted *cells, size_t n_cells, const uint64_t totals[2],
    double confidence, struct spot_error *err)
{
	const uint64_t n[2] = { totals[A] - found->field.n_blank[A],
		totals[B] - found->field.n_blank[B] };
	struct spot_contrast_row *row;

	if (n[A] == 0 || n[B] == 0)
		return 0;
	row = add_row(found, column, SPOT_CONTRAST_NUMBER);
	if (!row)
		return spot_error_nomem(err);
	for (size_t s = 0; s < 2; s++)
		row->sides[s].n = n[s];
	return compare_cells(row, cells, n_cells, confidence, err);
}

static int find_numbers(struct spot_contrast_found *found, const bool *is_wanted,
    const struct spot_frame_column *column, const uint8_t *labels, size_t n_rows,
    const uint64_t *totals, int64_t as_of, double confidence, struct spot_error *err)
{
	struct counted_numbers numbers = { 0 };
	int rc = count_numbers(&numbers, column, labels, n_rows, as_of, err);

	for (size_t scope = 0; rc == 0 && scope < SPOT_CONTRAST_SCOPES; scope++) {
		uint64_t n[2];

		spot_contrast_scope(n, totals, scope);
		if (is_wanted[scope])
			rc = find_scope(&found[scope], column, numbers.counted,
			    scope_cells(&numbers, scope), n, confidence, err);
	}
	free(numbers.cells);
	free(numbers.keys);
	free(numbers.counted);
	return rc;
}

/* --- levels ------------------------------------------------------------------------------- */

struct level {
	uint64_t k[2];
	uint32_t code;
};

/* How many rows of each label have the level; the last: in both cohorts. */
typedef uint64_t by_label[SPOT_CONTRAST_LABELS + 1];

/* The most frequent first. */
static int compare_levels(const void *left, const void *right)
{
	const struct level *x = left, *y = right;
	uint64_t n_x = x->k[A] + x->k[B], n_y = y->k[A] + y->k[B];

	if (n_x != n_y)
		return n_x < n_y ? 1 : -1;
	return (x->code > y->code) - (x->code < y->code);
}

static void count_levels(by_label *levels, const struct spot_frame_column *column,
    const uint8_t *labels, size_t n_rows)
{
	for (size_t i = 0; column->kind == SPOT_FRAME_TEXT && i < n_rows; i++)
		if (column->codes[i] != SPOT_FRAME_BLANK)
			levels[column->codes[i]][labels[i]]++;
	for (size_t i = 0; column->kind == SPOT_FRAME_FLAG && i < n_rows; i++)
		if (column->flags[i] != SPOT_FRAME_UNKNOWN)
			levels[column->flags[i] == SPOT_FRAME_FALSE][labels[i]]++;
	for (size_t i = 0; column->kind == SPOT_FRAME_LIST && i < n_rows; i++)
		for (size_t k = spot_frame_list_first(column, i); k < column->list_ends[i]; k++)
			levels[column->items[k]][labels[i]]++;
}

static struct spot_view level_name(const struct spot_frame_column *column, uint32_t code)
{
	if (column->kind == SPOT_FRAME_FLAG)
		return code == 0 ? SPOT_VIEW("yes") : SPOT_VIEW("no");
	return column->names[code];
}

/* Over all levels, blank being one. */
static int test_field(struct spot_contrast_found *found, const struct level *levels, size_t n,
    struct spot_error *err)
{
	uint64_t *counts = spot_mem_calloc(2 * (n + 1), sizeof(*counts));
	int rc = counts ? 0 : spot_error_nomem(err);

	for (size_t i = 0; rc == 0 && i <= n; i++)
		for (size_t s = 0; s < 2; s++)
			counts[2 * i + s] = i < n ? levels[i].k[s] : found->field.n_blank[s];
	if (rc == 0)
		rc = spot_chi2_table(&found->field.chi2, counts, n + 1, 2, err);
	found->field.has_chi2 = rc == 0;
	free(counts);
	return rc;
}

/* Of two levels without blanks one tells it all: yes, or what a has more of. */
static const struct level *only_level(const struct spot_contrast_found *found,
    const struct spot_frame_column *column, const struct level *levels, size_t n,
    const uint64_t totals[2])
{
	size_t more;

	if (n != 2 || column->kind == SPOT_FRAME_LIST ||
	    found->field.n_blank[A] + found->field.n_blank[B] > 0)
		return NULL;
	if (column->kind == SPOT_FRAME_FLAG)
		return &levels[levels[0].code == 0 ? 0 : 1];
	more = (double)levels[0].k[A] * (double)totals[B] <
	    (double)levels[0].k[B] * (double)totals[A];
	return &levels[more];
}

static int add_levels(struct spot_contrast_found *found, const struct spot_frame_column *column,
    const struct level *levels, size_t n, const uint64_t totals[2], double confidence,
    struct spot_error *err)
{
	bool is_list = column->kind == SPOT_FRAME_LIST;
	const uint64_t *n_blank = found->field.n_blank;
	const uint64_t of[2] = { totals[A] - (is_list ? n_blank[A] : 0),
		totals[B] - (is_list ? n_blank[B] : 0) };
	const struct level *only = only_level(found, column, levels, n, totals);
	size_t n_shown = 0;
	int rc = 0;

	while (n_shown < n && n_shown < SPOT_CONTRAST_LEVELS &&
	    levels[n_shown].k[A] + levels[n_shown].k[B] >= SPOT_CONTRAST_FEWEST)
		n_shown++;
	found->field.n_levels = n;
	found->field.n_left_out = n - n_shown;
	if (of[A] == 0 || of[B] == 0 ||
	    (!is_list && n == 1 && n_blank[A] + n_blank[B] == 0))
		return 0;
	for (size_t i = 0; rc == 0 && i < n_shown; i++)
		if (!only || only == &levels[i])
			rc = add_shares(found, column,
			    is_list ? SPOT_CONTRAST_ITEM : SPOT_CONTRAST_LEVEL,
			    level_name(column, levels[i].code), levels[i].k, of, confidence, err);
	return rc;
}

/* Those of a scope that are there, the most frequent first. */
static size_t scope_levels(struct level *out, const by_label *counts, size_t n, size_t scope)
{
	size_t n_there = 0;

	for (size_t i = 0; i < n; i++) {
		struct level level = { .code = (uint32_t)i };

		spot_contrast_scope(level.k, counts[i], scope);
		if (level.k[A] + level.k[B] > 0)
			out[n_there++] = level;
	}
	qsort(out, n_there, sizeof(*out), compare_levels);
	return n_there;
}

static int find_levels(struct spot_contrast_found *found, const bool *is_wanted,
    const struct spot_frame_column *column, const uint8_t *labels, size_t n_rows,
    const uint64_t *totals, double confidence, struct spot_error *err)
{
	size_t n = column->kind == SPOT_FRAME_FLAG ? 2 : column->levels.n_keys;
	by_label *counts = spot_mem_calloc(n + 1, sizeof(*counts));
	struct level *levels = spot_mem_calloc(n + 1, sizeof(*levels));
	int rc = counts && levels ? 0 : spot_error_nomem(err);

	if (rc == 0)
		count_levels(counts, column, labels, n_rows);
	for (size_t scope = 0; rc == 0 && scope < SPOT_CONTRAST_SCOPES; scope++) {
		uint64_t of[2];
		size_t n_there;

		spot_contrast_scope(of, totals, scope);
		if (!is_wanted[scope] || of[A] == 0 || of[B] == 0)
			continue;
		n_there = scope_levels(levels, counts, n, scope);
		if (column->kind != SPOT_FRAME_LIST)
			rc = test_field(&found[scope], levels, n_there, err);
		if (rc == 0)
			rc = add_levels(
			    &found[scope], column, levels, n_there, of, confidence, err);
	}
	free(counts);
	free(levels);
	return rc;
}

/* --- a field ------------------------------------------------------------------------------ */

static void count_blanks(by_label n, const struct spot_frame_column *column, const uint8_t *labels,
    size_t n_rows)
{
	bool has_flags = column->is_too_many || column->kind == SPOT_FRAME_FLAG;

	if (column->n_blank == 0)
		return;
	for (size_t i = 0; has_flags && i < n_rows; i++)
		n[labels[i]] += column->flags[i] == SPOT_FRAME_UNKNOWN;
	for (size_t i = 0; column->numbers && i < n_rows; i++)
		n[labels[i]] += isnan(column->numbers[i]) != 0;
	for (size_t i = 0; column->codes && i < n_rows; i++)
		n[labels[i]] += column->codes[i] == SPOT_FRAME_BLANK;
	for (size_t i = 0; column->list_blank && i < n_rows; i++)
		n[labels[i]] += column->list_blank[i];
}

int spot_contrast_rows_find(struct spot_contrast_found found[SPOT_CONTRAST_SCOPES],
    const bool *is_wanted, const struct spot_frame_column *column, const uint8_t *labels,
    size_t n_rows, const uint64_t *totals, int64_t as_of, double level, struct spot_error *err)
{
	by_label n_blank = { 0 };
	int rc = 0;

	count_blanks(n_blank, column, labels, n_rows);
	for (size_t scope = 0; scope < SPOT_CONTRAST_SCOPES; scope++) {
		found[scope].field.column = column;
		spot_contrast_scope(found[scope].field.n_blank, n_blank, scope);
	}
	if (column->kind == SPOT_FRAME_NUMBER)
		rc = find_numbers(found, is_wanted, column, labels, n_rows, totals, as_of, level,
		    err);
	else if (!column->is_too_many)
		rc = find_levels(found, is_wanted, column, labels, n_rows, totals, level, err);
	for (size_t scope = 0; rc == 0 && scope < SPOT_CONTRAST_SCOPES; scope++) {
		uint64_t n[2];

		spot_contrast_scope(n, totals, scope);
		if (is_wanted[scope] && n[A] > 0 && n[B] > 0)
			rc = add_blank(&found[scope], column, n, level, err);
	}
	return rc;
}
