/* SPDX-License-Identifier: MIT */
/* Pictures of a grouping: how often its segments are won, and how fast. */
#include <math.h>
#include <stdlib.h>

#include "present/segmented_internal.h"

#define LEVELS_MAX 20 /* more are not told apart in a picture */

struct drawing {
	const char **names;
	struct spot_chart_point *points[2];
};

static bool drawing_init(struct drawing *drawing, const struct spot_segment_grouping *grouping)
{
	size_t n = grouping->n_levels;

	drawing->names = spot_mem_calloc(n + 1, sizeof(*drawing->names));
	for (size_t s = 0; s < 2; s++)
		drawing->points[s] = spot_mem_calloc(n + 1, sizeof(**drawing->points));
	if (!drawing->names || !drawing->points[0] || !drawing->points[1])
		return false;
	for (size_t l = 0; l < n; l++)
		drawing->names[l] = spot_segmented_level(&grouping->levels[l]);
	return true;
}

static void drawing_reset(struct drawing *drawing)
{
	free(drawing->names);
	free(drawing->points[0]);
	free(drawing->points[1]);
}

static void draw_rates(struct spot_page *page, const struct spot_segment *segment,
    const struct spot_segment_grouping *grouping, struct drawing *drawing)
{
	struct spot_chart_series series = { "win rate", drawing->points[0], grouping->n_levels };
	struct spot_chart chart = { .kind = SPOT_CHART_INTERVAL, .title = "Win rate",
		.about = "Where whiskers overlap widely the segments may not differ at all.",
		.y = { .title = "win rate", .kind = SPOT_FIGURE_PERCENT,
		    .mark = segment->total.win_rate, .mark_label = "all" },
		.names = drawing->names, .n_names = grouping->n_levels, .series = &series,
		.n_series = 1, .spread = "95 % interval", .is_told = true };

	for (size_t l = 0; l < grouping->n_levels; l++) {
		const struct spot_segment_level *level = &grouping->levels[l];

		drawing->points[0][l] = (struct spot_chart_point) { NAN, level->win_rate,
			isnan(level->win_rate) ? NAN : level->win_ci.lo,
			isnan(level->win_rate) ? NAN : level->win_ci.hi };
	}
	spot_page_chart(page, &chart);
}

static void draw_days(struct spot_page *page, const struct spot_segment_grouping *grouping,
    struct drawing *drawing)
{
	struct spot_chart_series series[2] = {
		{ "to win", drawing->points[0], grouping->n_levels },
		{ "to lose", drawing->points[1], grouping->n_levels } };
	struct spot_chart chart = { .kind = SPOT_CHART_BARS, .title = "Days to win and to lose",
		.about = "Medians. Deals that are lost slowly cost most.",
		.y = { .title = "days", .kind = SPOT_FIGURE_PLAIN }, .names = drawing->names,
		.n_names = grouping->n_levels, .series = series, .n_series = 2, .is_told = true };

	for (size_t l = 0; l < grouping->n_levels; l++)
		for (size_t s = 0; s < 2; s++)
			drawing->points[s][l] = (struct spot_chart_point) { NAN,
				grouping->levels[l].median_days[s], NAN, NAN };
	spot_page_chart(page, &chart);
}

void spot_segmented_charts(struct spot_page *page, const struct spot_segment *segment,
    const struct spot_segment_grouping *grouping)
{
	struct drawing drawing;

	if (isnan(segment->total.win_rate) || grouping->n_levels > LEVELS_MAX)
		return;
	if (drawing_init(&drawing, grouping)) {
		draw_rates(page, segment, grouping, &drawing);
		if (!isnan(segment->total.median_days[0]) || !isnan(segment->total.median_days[1]))
			draw_days(page, grouping, &drawing);
	} else {
		page->failed = true;
	}
	drawing_reset(&drawing);
}
