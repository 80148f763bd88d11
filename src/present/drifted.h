/* SPDX-License-Identifier: MIT */
/* A drift as a page of report/ (a table for a terminal, HTML, Markdown) and as JSON. */
#ifndef SPOT_PRESENT_DRIFTED_H
#define SPOT_PRESENT_DRIFTED_H

#include "base/buf.h"
#include "report/page.h"
#include "study/drift.h"

/* Fills the page, which was initialised. */
void spot_drifted_page(struct spot_page *page, const struct spot_drift *drift);

/* What a bin is: "12 to 40", "below 12", "SaaS", "all others", "blank"; numbers in the
 * unit of the item's field. */
void spot_drifted_bin(struct spot_buf *out, const struct spot_drift_item *item,
    const struct spot_drift_bin *bin);

/* drifted_json.c: the layout "sweetspot drift 1". */
void spot_drifted_json(struct spot_buf *out, const struct spot_drift *drift);

#endif
