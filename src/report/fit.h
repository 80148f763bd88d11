/* SPDX-License-Identifier: MIT */
/*
 * How wide text will be on a screen whose font is not known: a table of advances that is about the
 * widest of the common sans-serif faces, so that what fits here fits there. No state; thread-safe.
 */
#ifndef SPOT_REPORT_FIT_H
#define SPOT_REPORT_FIT_H

#include <stdbool.h>

#include "base/view.h"

/* In pixels, at a font size in pixels. */
double spot_fit_width(struct spot_view text, double size);

/* As much of text as fits in width; where that is not all of it (*is_cut), room for the ellipsis
 * that the caller adds is left. */
struct spot_view spot_fit_head(struct spot_view text, double size, double width, bool *is_cut);

#endif
