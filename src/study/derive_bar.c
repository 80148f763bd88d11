/* SPDX-License-Identifier: MIT */
/*
 * Disqualifiers: groups in which hardly anybody is good. Many groups are looked at, so that the
 * interval is of Bonferroni's level, 99 % over all of them; its upper end for the good must not
 * be over a fifth of their share among all. Those that an earlier one has covered do not count
 * again.
 */
#include <stdlib.h>

#include "study/derive_internal.h"

#define BAR_LEAST 50   /* accounts */
#define BAR_SHARE 0.2  /* of the rate of all */
#define BAR_ALPHA 0.01

struct looking {
	struct spot_derive *derive;
	const struct spot_derive_source *source;
	struct spot_derive_rows rows;
	uint8_t *is_covered; /* by place in rows */
	double level;
};

static void count_group(const struct looking *looking, struct spot_derive_bar *bar)
{
	const struct spot_derive_cut *cut = &looking->derive->cuts[bar->cut];

	bar->n_pos = bar->n_neg = 0;
	for (size_t i = 0; i < looking->rows.n; i++) {
		size_t row = looking->rows.rows[i];

		if (looking->is_covered[i] ||
		    spot_derive_cut_group(cut, looking->source, row) != bar->group)
			continue;
		if (looking->source->labels[row] == SPOT_DERIVE_GOOD)
			bar->n_pos++;
		else
			bar->n_neg++;
	}
}

static void cover(const struct looking *looking, const struct spot_derive_bar *bar)
{
	const struct spot_derive_cut *cut = &looking->derive->cuts[bar->cut];

	for (size_t i = 0; i < looking->rows.n; i++)
		looking->is_covered[i] |= spot_derive_cut_group(cut, looking->source,
		    looking->rows.rows[i]) == bar->group;
}

/* Whether the group can be said in one line: texts by the levels that are named. */
static bool is_sayable(const struct spot_derive_source *source, const struct spot_derive_cut *cut,
    size_t group)
{
	enum spot_frame_kind kind = source->frame->columns[cut->column].kind;

	return kind != SPOT_FRAME_TEXT || group != cut->other || cut->n_other == 0;
}

static bool holds(const struct looking *looking, struct spot_derive_bar *bar, uint64_t n_pos,
    uint64_t n_neg)
{
	const struct spot_derive *derive = looking->derive;
	double rate = (double)derive->n_pos / (double)(derive->n_pos + derive->n_neg);

	bar->n_pos = n_pos;
	bar->n_neg = n_neg;
	bar->bad_ci = spot_proportion_wilson(n_neg, n_pos + n_neg, looking->level);
	return n_pos + n_neg >= BAR_LEAST && 1 - bar->bad_ci.lo <= BAR_SHARE * rate;
}

static bool find_next(const struct looking *looking, struct spot_derive_bar *best)
{
	const struct spot_derive *derive = looking->derive;
	uint64_t most = 0;

	for (size_t c = 0; c < derive->n_cuts; c++) {
		const struct spot_derive_cut *cut = &derive->cuts[c];

		for (size_t g = 0; cut->n_groups > 1 && g < cut->n_groups; g++) {
			struct spot_derive_bar bar = { .cut = c, .group = g };

			/* What does not hold with all of them holds even less without some. */
			if (!is_sayable(looking->source, cut, g) ||
			    !holds(looking, &bar, cut->groups[g].n_pos, cut->groups[g].n_neg))
				continue;
			count_group(looking, &bar);
			if (holds(looking, &bar, bar.n_pos, bar.n_neg) && bar.n_neg > most) {
				most = bar.n_neg;
				*best = bar;
			}
		}
	}
	return most > 0;
}

int spot_derive_bars_find(struct spot_derive *derive, const struct spot_derive_source *source,
    struct spot_derive_rows rows, struct spot_error *err)
{
	struct looking looking = { derive, source, rows, spot_mem_calloc(rows.n + 1, 1), 0 };
	size_t n_tried = 1;

	if (!looking.is_covered)
		return spot_error_nomem(err);
	for (size_t c = 0; c < derive->n_cuts; c++)
		n_tried += derive->cuts[c].n_groups > 1 ? derive->cuts[c].n_groups : 0;
	looking.level = 1 - BAR_ALPHA / (double)n_tried;
	while (derive->n_bars < SPOT_DERIVE_BARS &&
	    find_next(&looking, &derive->bars[derive->n_bars]))
		cover(&looking, &derive->bars[derive->n_bars++]);
	free(looking.is_covered);
	return 0;
}
