/* SPDX-License-Identifier: MIT */
/* What pages look like: the style sheet, and the patterns and icons that it refers to. */
#ifndef SPOT_REPORT_STYLE_H
#define SPOT_REPORT_STYLE_H

#include <stdbool.h>

#include "base/buf.h"

/* Appends the CSS of a page, of one of sheets when is_sheet. */
void spot_style_css(struct spot_buf *out, bool is_sheet);

/* Appends the hidden <svg> of a page's body. */
void spot_style_defs(struct spot_buf *out);

#endif
