/* SPDX-License-Identifier: MIT */
/*
 * A linear scale from values to pixels with ticks at round numbers: steps of 1, 2, 2.5 and 5 times
 * a power of ten. No state beyond the struct; thread-safe.
 */
#ifndef SPOT_REPORT_SCALE_H
#define SPOT_REPORT_SCALE_H

#include <stdbool.h>
#include <stddef.h>

/* The values that a scale must hold; those that are not finite do not count. */
struct spot_range {
	double min, max; /* min > max: none yet */
};

#define SPOT_RANGE_NONE { 1, 0 }

void spot_range_add(struct spot_range *range, double value);

struct spot_scale {
	double min, max; /* min < max */
	double step;     /* between ticks */
	double from_px, to_px;
};

/* Holds range in about n_ticks ticks. With is_round both ends are ticks; without they are the
 * range's own. A range of none is 0 to 1; a single value gets room on both sides. */
void spot_scale_init(struct spot_scale *scale, struct spot_range range, size_t n_ticks,
    bool is_round);

/* Where value lies; values beyond the ends are held to them. */
double spot_scale_at(const struct spot_scale *scale, double value);

size_t spot_scale_n_ticks(const struct spot_scale *scale);
double spot_scale_tick(const struct spot_scale *scale, size_t i);

#endif
