/* SPDX-License-Identifier: MIT */
/* The figures of a level: one list for the page, JSON and CSV. */
#ifndef SPOT_PRESENT_SEGMENTED_INTERNAL_H
#define SPOT_PRESENT_SEGMENTED_INTERNAL_H

#include "present/segmented.h"

enum spot_segmented_table { SPOT_SEGMENTED_MARKET, SPOT_SEGMENTED_MONEY, SPOT_SEGMENTED_SELLING,
	SPOT_SEGMENTED_TABLES, SPOT_SEGMENTED_RECORDS /* in no table */ };

struct spot_segmented_measure {
	const char *key;   /* in records */
	const char *title, *brief;
	enum spot_figure kind;
	enum spot_segmented_table table;
	double (*value)(const struct spot_segment *segment, const struct spot_segment_level *level);
	/* Whether the rules declare it; NULL: always. */
	bool (*is_there)(const struct spot_segment *segment);
	bool has_interval; /* the win rate's */
};

extern const struct spot_segmented_measure spot_segmented_measures[];
extern const size_t spot_segmented_n_measures;

/* segmented_charts.c */
void spot_segmented_charts(struct spot_page *page, const struct spot_segment *segment,
    const struct spot_segment_grouping *grouping);

const char *spot_segmented_level(const struct spot_segment_level *level);

#endif
