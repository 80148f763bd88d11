/* SPDX-License-Identifier: MIT */
/*
 * A field cut into groups whose outcome rates differ. Noise is kept out where a choice is made:
 * a number's ranges pay for themselves (stats/bin.h); the levels of a text differ at all, by
 * Pearson's chi-square with Bonferroni's share of 5 % a field, before any are put together; and
 * an item of a list is taken at its share of that among the items.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "stats/chi2.h"
#include "stats/level.h"
#include "stats/order.h"
#include "stats/woe.h"
#include "study/derive_internal.h"

#define ALPHA 0.05
#define LEVEL_SHARE 0.01 /* of the accounts: levels that have fewer are not named */
#define LEVEL_LEAST 30
#define GROUPS_MAX 5

static const struct spot_frame_column *column_of(const struct spot_derive_source *source,
    size_t column)
{
	return &source->frame->columns[column];
}

/* Dates are read as whole months before the as-of day, as months_since counts them. */
static double number_at(const struct spot_frame_column *column, int64_t as_of, size_t row)
{
	double number = column->numbers[row];

	if (!column->is_date || isnan(number))
		return number;
	return (double)spot_date_months_between((int64_t)number, as_of);
}

static uint8_t list_group(const struct spot_frame_column *column, const bool *is_named, size_t row)
{
	size_t first = row > 0 ? column->list_ends[row - 1] : 0;

	if (column->list_blank[row])
		return SPOT_DERIVE_NO_GROUP;
	for (size_t i = first; i < column->list_ends[row]; i++)
		if (is_named[column->items[i]])
			return 1;
	return 0;
}

static uint8_t group_at(const struct spot_derive_cut *cut, const struct spot_frame *frame,
    int64_t as_of, size_t row)
{
	const struct spot_frame_column *column = &frame->columns[cut->column];
	uint8_t group = 0;
	double number;

	switch (column->kind) {
	case SPOT_FRAME_NUMBER:
		number = number_at(column, as_of, row);
		if (isnan(number))
			return SPOT_DERIVE_NO_GROUP;
		while (group + 1u < cut->n_groups && cut->edges[group] <= number)
			group++;
		return group;
	case SPOT_FRAME_TEXT:
		return column->codes[row] == SPOT_FRAME_BLANK ? SPOT_DERIVE_NO_GROUP
		                                              : cut->group_of[column->codes[row]];
	case SPOT_FRAME_FLAG:
		return column->flags[row] == SPOT_FRAME_UNKNOWN ? SPOT_DERIVE_NO_GROUP
		                                                : column->flags[row];
	case SPOT_FRAME_LIST:
		return list_group(column, cut->is_named, row);
	case SPOT_FRAME_KINDS:
		break;
	}
	return SPOT_DERIVE_NO_GROUP;
}

uint8_t spot_derive_group_of(const struct spot_derive_cut *cut, const struct spot_frame *frame,
    int64_t as_of, size_t row)
{
	uint8_t group = group_at(cut, frame, as_of, row);

	return group == SPOT_DERIVE_NO_GROUP || group < cut->n_groups ? group : 0;
}

bool spot_derive_tells(const struct spot_derive_cut *cut)
{
	return cut->n_groups > 1 || cut->blank.woe != 0;
}

/* --- numbers ------------------------------------------------------------------------------ */

static int cut_numbers(struct spot_derive_cut *cut, const struct spot_derive_source *source,
    struct spot_derive_rows rows, struct spot_error *err)
{
	struct spot_bin_options options = SPOT_BIN_INIT;
	double *numbers = spot_mem_calloc(rows.n + 1, sizeof(*numbers));
	uint8_t *labels = spot_mem_calloc(rows.n + 1, 1);
	struct spot_counted *cells = NULL;
	struct spot_bins bins = { .n_bins = 1 };
	size_t n = 0, n_pos = 0, n_cells;
	int rc = numbers && labels ? 0 : spot_error_nomem(err);

	for (size_t i = 0; rc == 0 && i < rows.n; i++) {
		double number = number_at(
		    column_of(source, cut->column), source->options->as_of, rows.rows[i]);

		if (isnan(number))
			continue;
		numbers[n] = number;
		labels[n] = source->labels[rows.rows[i]] == SPOT_DERIVE_GOOD;
		n_pos += labels[n++];
	}
	options.max_bins = GROUPS_MAX;
	options.min_share = LEVEL_SHARE;
	if (rc == 0 && n_pos > 0 && n_pos < n)
		rc = spot_counted_new(&cells, &n_cells, numbers, labels, n, err);
	if (rc == 0 && cells)
		rc = spot_bin_numbers(&bins, &options, cells, n_cells, err);
	cut->n_groups = bins.n_bins;
	for (size_t g = 0; g + 1 < bins.n_bins; g++)
		cut->edges[g] = bins.bins[g].high;
	free(cells);
	free(numbers);
	free(labels);
	return rc;
}

/* --- texts -------------------------------------------------------------------------------- */

struct levels {
	uint64_t *n_pos, *n_neg; /* by level, one more for those that are not named */
	size_t n;
};

static int levels_init(struct levels *levels, size_t n, struct spot_error *err)
{
	levels->n = n;
	levels->n_pos = spot_mem_calloc(n + 1, sizeof(uint64_t));
	levels->n_neg = spot_mem_calloc(n + 1, sizeof(uint64_t));
	return levels->n_pos && levels->n_neg ? 0 : spot_error_nomem(err);
}

static void levels_reset(struct levels *levels)
{
	free(levels->n_pos);
	free(levels->n_neg);
}

static uint64_t level_least(struct spot_derive_rows rows)
{
	uint64_t share = (uint64_t)(LEVEL_SHARE * (double)rows.n);
	return share > LEVEL_LEAST ? share : LEVEL_LEAST;
}

static int name_levels(struct spot_derive_cut *cut, struct levels *levels, uint64_t least,
    struct spot_arena *arena, struct spot_error *err)
{
	cut->is_named = spot_arena_calloc(arena, levels->n + 1, sizeof(bool));
	cut->group_of = spot_arena_calloc(arena, levels->n + 1, 1);
	if (!cut->is_named || !cut->group_of)
		return spot_error_nomem(err);
	for (size_t l = 0; l < levels->n; l++) {
		cut->is_named[l] = levels->n_pos[l] + levels->n_neg[l] >= least;
		if (cut->is_named[l])
			continue;
		levels->n_pos[levels->n] += levels->n_pos[l];
		levels->n_neg[levels->n] += levels->n_neg[l];
		levels->n_pos[l] = levels->n_neg[l] = 0;
	}
	cut->n_other = levels->n_pos[levels->n] + levels->n_neg[levels->n];
	return 0;
}

/* Whether they differ at all, more than a field among so many does by chance. */
static int levels_differ(bool *differ, const struct levels *levels, size_t n_fields,
    struct spot_error *err)
{
	uint64_t *table = spot_mem_calloc(2 * (levels->n + 1), sizeof(*table));
	struct spot_chi2 chi2;
	uint64_t sum = 0;
	int rc = table ? 0 : spot_error_nomem(err);

	*differ = false;
	for (size_t l = 0; rc == 0 && l <= levels->n; l++) {
		table[2 * l] = levels->n_pos[l];
		table[2 * l + 1] = levels->n_neg[l];
		sum += levels->n_pos[l] + levels->n_neg[l];
	}
	if (rc == 0 && sum > 0) {
		rc = spot_chi2_table(&chi2, table, levels->n + 1, 2, err);
		*differ = rc == 0 && chi2.tail.p <= ALPHA / (double)n_fields;
	}
	free(table);
	return rc;
}

static int merge_levels(struct spot_derive_cut *cut, const struct levels *levels, uint64_t least,
    struct spot_error *err)
{
	struct spot_level_options options = { 0.01, least };
	uint32_t *groups = spot_mem_calloc(levels->n + 1, sizeof(*groups));
	size_t n_groups = 0;
	int rc = groups ? 0 : spot_error_nomem(err);

	do {
		if (rc == 0)
			rc = spot_level_merge(groups, &n_groups, &options, levels->n_pos,
			    levels->n_neg, levels->n + 1, err);
		options.alpha /= 10;
	} while (rc == 0 && n_groups > GROUPS_MAX);
	if (rc == 0) {
		cut->n_groups = n_groups;
		for (size_t l = 0; l < levels->n; l++)
			cut->group_of[l] = (uint8_t)groups[l];
		/* Levels that nobody learnt from read as the rare ones do, and where there are
		 * none as the worst. */
		cut->other = (uint8_t)groups[levels->n];
		for (size_t l = 0; l < levels->n; l++)
			if (!cut->is_named[l])
				cut->group_of[l] = cut->other;
	}
	free(groups);
	return rc;
}

static int cut_texts(struct spot_derive_cut *cut, const struct spot_derive_source *source,
    struct spot_derive_rows rows, struct spot_arena *arena, struct spot_error *err)
{
	const struct spot_frame_column *column = column_of(source, cut->column);
	struct levels levels;
	bool differ = false;
	int rc = levels_init(&levels, column->levels.n_keys, err);

	cut->n_groups = 1;
	for (size_t i = 0; rc == 0 && i < rows.n; i++) {
		uint32_t code = column->codes[rows.rows[i]];

		if (code == SPOT_FRAME_BLANK)
			continue;
		if (source->labels[rows.rows[i]] == SPOT_DERIVE_GOOD)
			levels.n_pos[code]++;
		else
			levels.n_neg[code]++;
	}
	if (rc == 0)
		rc = name_levels(cut, &levels, level_least(rows), arena, err);
	if (rc == 0)
		rc = levels_differ(&differ, &levels, source->n_columns, err);
	if (rc == 0 && differ)
		rc = merge_levels(cut, &levels, level_least(rows), err);
	levels_reset(&levels);
	return rc;
}

/* --- lists -------------------------------------------------------------------------------- */

static void count_items(struct levels *levels, const struct spot_derive_source *source,
    const struct spot_frame_column *column, struct spot_derive_rows rows, size_t *last,
    uint64_t total[2])
{
	for (size_t i = 0; i < rows.n; i++) {
		size_t row = rows.rows[i], first = row > 0 ? column->list_ends[row - 1] : 0;
		bool good = source->labels[row] == SPOT_DERIVE_GOOD;

		if (column->list_blank[row])
			continue;
		total[good]++;
		for (size_t j = first; j < column->list_ends[row]; j++) {
			uint32_t item = column->items[j];

			/* An item that stands there twice counts once. */
			if (last[item] == i + 1)
				continue;
			last[item] = i + 1;
			if (good)
				levels->n_pos[item]++;
			else
				levels->n_neg[item]++;
		}
	}
}

/* How far the rate among these is from that of all: the signed root of chi-square. */
static double item_z(uint64_t n_pos, uint64_t n_neg, const uint64_t total[2])
{
	double n = (double)(n_pos + n_neg), all = (double)(total[0] + total[1]);
	double rate = (double)total[1] / all;
	double spread = n * rate * (1 - rate) * (1 - n / all);

	return spread > 0 ? ((double)n_pos - n * rate) / sqrt(spread) : 0;
}

static int cut_lists(struct spot_derive_cut *cut, const struct spot_derive_source *source,
    struct spot_derive_rows rows, struct spot_arena *arena, struct spot_error *err)
{
	const struct spot_frame_column *column = column_of(source, cut->column);
	size_t *last = spot_mem_calloc(column->levels.n_keys + 1, sizeof(*last)), n_tried = 1;
	uint64_t total[2] = { 0, 0 }, least = level_least(rows);
	struct levels levels;
	double most = 0, bar;
	int rc = levels_init(&levels, column->levels.n_keys, err);

	cut->n_groups = 1;
	cut->is_named = spot_arena_calloc(arena, column->levels.n_keys + 1, sizeof(bool));
	if (rc == 0 && (!last || !cut->is_named))
		rc = spot_error_nomem(err);
	if (rc == 0)
		count_items(&levels, source, column, rows, last, total);
	for (size_t l = 0; rc == 0 && l < levels.n; l++) {
		double z = item_z(levels.n_pos[l], levels.n_neg[l], total);

		if (levels.n_pos[l] + levels.n_neg[l] < least)
			continue;
		n_tried++;
		most = fabs(z) > fabs(most) ? z : most;
	}
	/* Items that go the way of the one that tells most. */
	bar = spot_tail_z(1 - ALPHA / ((double)n_tried * (double)source->n_columns));
	for (size_t l = 0; rc == 0 && l < levels.n && fabs(most) >= bar; l++) {
		double z = item_z(levels.n_pos[l], levels.n_neg[l], total);

		cut->is_named[l] = levels.n_pos[l] + levels.n_neg[l] >= least &&
		    fabs(z) >= bar && (z > 0) == (most > 0);
		cut->n_groups = cut->is_named[l] ? 2 : cut->n_groups;
	}
	free(last);
	levels_reset(&levels);
	return rc;
}

static bool flags_differ(const uint64_t *n_pos, const uint64_t *n_neg, size_t n_fields)
{
	uint64_t total[2] = { n_neg[0] + n_neg[1], n_pos[0] + n_pos[1] };

	return n_pos[0] + n_neg[0] >= LEVEL_LEAST && n_pos[1] + n_neg[1] >= LEVEL_LEAST &&
	    fabs(item_z(n_pos[1], n_neg[1], total)) >= spot_tail_z(1 - ALPHA / (double)n_fields);
}

/* --- all ---------------------------------------------------------------------------------- */

/* Whether outcomes of the blanks differ from those of the others. */
static bool blanks_tell(const struct spot_derive_group *blank, uint64_t n_pos, size_t n_rows,
    uint64_t least, size_t n_fields)
{
	uint64_t total[2] = { n_rows - n_pos - blank->n_pos, n_pos + blank->n_pos };

	return blank->n_pos + blank->n_neg >= least &&
	    fabs(item_z(blank->n_pos, blank->n_neg, total)) >=
	    spot_tail_z(1 - ALPHA / (double)n_fields);
}

struct counts {
	uint64_t n_pos[SPOT_BIN_MAX + 1], n_neg[SPOT_BIN_MAX + 1]; /* by group, then the blanks */
	uint64_t n_known_pos, n_known;
};

static void count_groups(struct counts *counts, struct spot_derive_cut *cut,
    const struct spot_derive_source *source, struct spot_derive_rows rows)
{
	for (size_t i = 0; i < rows.n; i++) {
		uint8_t group = spot_derive_cut_group(cut, source, rows.rows[i]);
		bool good = source->labels[rows.rows[i]] == SPOT_DERIVE_GOOD;
		bool is_blank = group == SPOT_DERIVE_NO_GROUP;
		struct spot_derive_group *blank = &cut->blank;

		*(is_blank ? good ? &blank->n_pos : &blank->n_neg
		           : good ? &counts->n_pos[group] : &counts->n_neg[group]) += 1;
		counts->n_known += !is_blank;
		counts->n_known_pos += !is_blank && good;
	}
}

/* All that is not blank is one group: of such a field only that it is blank may tell. */
static void join_groups(struct counts *counts, struct spot_derive_cut *cut)
{
	cut->n_groups = 1;
	counts->n_pos[0] = counts->n_known_pos;
	counts->n_neg[0] = counts->n_known - counts->n_known_pos;
}

static int weigh(struct spot_derive_cut *cut, const struct spot_derive_source *source,
    struct spot_derive_rows rows, struct spot_error *err)
{
	struct counts counts = { .n_known = 0 };
	struct spot_woe woe[SPOT_BIN_MAX + 1];
	uint64_t least = level_least(rows);
	size_t n_groups;
	double iv;
	int rc;

	count_groups(&counts, cut, source, rows);
	if (cut->n_groups < 2 || counts.n_known_pos == 0 ||
	    counts.n_known_pos == counts.n_known ||
	    (column_of(source, cut->column)->kind == SPOT_FRAME_FLAG &&
	        !flags_differ(counts.n_pos, counts.n_neg, source->n_columns)))
		join_groups(&counts, cut);
	n_groups = cut->n_groups;
	cut->blank_tells = counts.n_known >= least &&
	    blanks_tell(&cut->blank, counts.n_known_pos, rows.n, least, source->n_columns);
	if (cut->blank_tells && source->options->uses_blanks) {
		counts.n_pos[n_groups] = cut->blank.n_pos;
		counts.n_neg[n_groups++] = cut->blank.n_neg;
	}
	if (n_groups < 2)
		return 0;
	rc = spot_woe_table(
	    woe, &iv, counts.n_pos, counts.n_neg, n_groups, SPOT_WOE_HALF, err);
	cut->blank.woe = rc == 0 && n_groups > cut->n_groups ? woe[cut->n_groups].woe : 0;
	for (size_t g = 0; rc == 0 && g < cut->n_groups; g++)
		cut->groups[g] = (struct spot_derive_group) { counts.n_pos[g], counts.n_neg[g],
			woe[g].woe, 0 };
	return rc;
}

int spot_derive_cut_make(struct spot_derive_cut *cut, const struct spot_derive_source *source,
    size_t column_idx, struct spot_derive_rows rows, struct spot_arena *arena,
    struct spot_error *err)
{
	int rc = 0;

	memset(cut, 0, sizeof(*cut));
	cut->column = column_idx;
	switch (column_of(source, column_idx)->kind) {
	case SPOT_FRAME_NUMBER:
		rc = cut_numbers(cut, source, rows, err);
		break;
	case SPOT_FRAME_TEXT:
		rc = cut_texts(cut, source, rows, arena, err);
		break;
	case SPOT_FRAME_FLAG:
		cut->n_groups = 2;
		break;
	case SPOT_FRAME_LIST:
		rc = cut_lists(cut, source, rows, arena, err);
		break;
	case SPOT_FRAME_KINDS:
		break;
	}
	return rc == 0 ? weigh(cut, source, rows, err) : rc;
}
