/* SPDX-License-Identifier: MIT */
/* A contrast of two cohorts as a page of report/ (a table for a terminal, HTML, Markdown) and as
 * JSON. */
#ifndef SPOT_PRESENT_CONTRASTED_H
#define SPOT_PRESENT_CONTRASTED_H

#include "base/buf.h"
#include "report/page.h"
#include "study/contrast.h"

/* Fills the page, which was initialised. */
void spot_contrasted_page(struct spot_page *page, const struct spot_contrast *contrast);

/* contrasted_json.c: the layout "sweetspot contrast 1". */
void spot_contrasted_json(struct spot_buf *out, const struct spot_contrast *contrast);

#endif
