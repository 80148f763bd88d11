/* SPDX-License-Identifier: MIT */
/* score --profile: what a row costs, by stage and by rule. */
#ifndef SPOT_PRESENT_TIMED_H
#define SPOT_PRESENT_TIMED_H

#include "engine/run.h"
#include "report/table.h"

/* The result of a run with timing on. */
void spot_timed_print(struct spot_buf *out, const struct spot_run_result *result,
    const struct spot_panel *panels, size_t n_panels, const struct spot_table_look *look);

#endif
