/* SPDX-License-Identifier: MIT */
/* A second table into its rollup. From a file: records are read, judged by `when` and converted by
 * all threads, and added in file order by one at a time. */
#ifndef SPOT_ENGINE_SECOND_H
#define SPOT_ENGINE_SECOND_H

#include "engine/panel.h"

/* Fills table->rollup, which is new, from the file at table->path, and freezes it. rules and
 * rollup_idx say what of. */
int spot_second_read(struct spot_panel_table *table, const struct spot_rules *rules,
    size_t rollup_idx, const struct spot_panel_options *options, struct spot_error *err);

/* The same from rows that the caller holds, which are read now; one thread. table->path is what
 * messages call them. A column that cannot be read as its field's type: SPOT_EUSAGE. */
int spot_second_rows(struct spot_panel_table *table, const struct spot_rules *rules,
    size_t rollup_idx, const struct spot_given_rows *given,
    const struct spot_panel_options *options, struct spot_error *err);

#endif
