/* SPDX-License-Identifier: MIT */
#include "report/scale.h"

#include <math.h>

#define SIZE_MAX_VALUE 1e300 /* the width of a range of such values is finite */
#define TICKS_MAX 50

static double held(double value)
{
	return fmin(fmax(value, -SIZE_MAX_VALUE), SIZE_MAX_VALUE);
}

void spot_range_add(struct spot_range *range, double value)
{
	if (!isfinite(value))
		return;
	value = held(value);
	if (range->min > range->max) {
		range->min = range->max = value;
		return;
	}
	range->min = fmin(range->min, value);
	range->max = fmax(range->max, value);
}

/* The least round step with which width needs at most n ticks. */
static double step_for(double width, size_t n)
{
	static const double steps[] = { 1, 2, 2.5, 5, 10 };
	double least = width / (double)n, power = pow(10, floor(log10(least)));

	for (size_t i = 0; i < 5; i++) {
		if (steps[i] * power >= least * (1 - 1e-9))
			return steps[i] * power;
	}
	return 10 * power;
}

void spot_scale_init(struct spot_scale *scale, struct spot_range range, size_t n_ticks,
    bool is_round)
{
	double size;

	*scale = (struct spot_scale) { .to_px = 1 };
	if (range.min > range.max)
		range = (struct spot_range) { 0, 1 };
	size = fmax(fabs(range.min), fabs(range.max));
	/* What floating point cannot tell apart is one value. */
	if (range.max - range.min <= size * 1e-9 || range.max - range.min < 1e-290) {
		double room = size > 1e-280 ? size / 2 : 1;

		range = (struct spot_range) { range.min - room, range.max + room };
	}
	scale->step = step_for(range.max - range.min, n_ticks > 0 ? n_ticks : 1);
	scale->min = is_round ? floor(range.min / scale->step + 1e-9) * scale->step : range.min;
	scale->max = is_round ? ceil(range.max / scale->step - 1e-9) * scale->step : range.max;
}

double spot_scale_at(const struct spot_scale *scale, double value)
{
	double share = (fmin(fmax(value, scale->min), scale->max) - scale->min) /
	    (scale->max - scale->min);

	return scale->from_px + share * (scale->to_px - scale->from_px);
}

static double first_tick(const struct spot_scale *scale)
{
	return ceil(scale->min / scale->step - 1e-9);
}

size_t spot_scale_n_ticks(const struct spot_scale *scale)
{
	double last = floor(scale->max / scale->step + 1e-9);

	return (size_t)fmin(TICKS_MAX, last - first_tick(scale) + 1);
}

double spot_scale_tick(const struct spot_scale *scale, size_t i)
{
	return (first_tick(scale) + (double)i) * scale->step;
}
