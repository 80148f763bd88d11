/* SPDX-License-Identifier: MIT */
/*
 * The colours of a page, by name, for light and for dark screens; print is light. Chosen to be told
 * apart by the colour-blind, text at 4.5 to 1 and marks at 3 to 1 on what is behind them.
 */
#ifndef SPOT_REPORT_THEME_H
#define SPOT_REPORT_THEME_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct spot_theme_color {
	const char *name; /* of the CSS variable, without its dashes */
	uint32_t light, dark; /* 0xRRGGBB */
};

const struct spot_theme_color *spot_theme_colors(size_t *n);

/* Appends the rules that set the variables. */
void spot_theme_css(struct spot_buf *out);

#endif
