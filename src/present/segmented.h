/* SPDX-License-Identifier: MIT */
/* A segmentation as a page (terminal, HTML, Markdown) and as records (JSON, CSV). */
#ifndef SPOT_PRESENT_SEGMENTED_H
#define SPOT_PRESENT_SEGMENTED_H

#include "base/buf.h"
#include "report/page.h"
#include "study/segment.h"

void spot_segmented_page(struct spot_page *page, const struct spot_segment *segment);

/*
 * { "format": "sweetspot segment 1", "rules", "profile", "as_of", "data": [path, …],
 *   "accounts", "rejected_rows", "rejected_cells",
 *   "cohorts": { "customers", "open", "churned", "won", "lost" }   names, null where there is none
 *   "declared": { "ltv", "cac", "cost_to_serve", "deals", "growth" } true or false
 *   "deals": { "read", "without_account" } or null,
 *   "groupings": [ { "by", "kind": "tier", "field", "bands" or "function", "levels": [ LEVEL ] } ]
 *   "total": LEVEL,
 *   "territories": { "by": "growth" or "accounts", "keep", "items":
 *     [ { "territory", "accounts", "potential", "keeps": [ … ] } ] } or null }
 * LEVEL: { "name" (null: unknown), "pooled" (levels that it is made of, 0), "accounts", "bad_fit",
 *   "open", "share", "customers", "growth_sum", "reps", "valued" (whose margin is known),
 *   "ltv_mean", "cac_mean", "cost_to_serve_mean", "margin_mean", "margin_sum", "negative_margins",
 *   "bad_fit_cost", "won", "lost", "win_rate", "win_rate_ci": [low, high], "days_to_win",
 *   "days_to_lose" (medians), "churned", "churn_rate" }
 * What is not declared or not known is null. Money in the rules' own unit.
 */
void spot_segmented_json(struct spot_buf *out, const struct spot_segment *segment);
/* A row for each level of each grouping: by, name, then what LEVEL has. */
void spot_segmented_csv(struct spot_buf *out, const struct spot_segment *segment);

/* "account,territory": the open accounts in file order. */
void spot_segmented_assigned(struct spot_buf *out, const struct spot_segment *segment);

/* The names that cohorts' roles have in options and records. */
extern const char *const spot_segmented_roles[SPOT_SEGMENT_COHORTS];

#endif
