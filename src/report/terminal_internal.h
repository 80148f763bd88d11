/* SPDX-License-Identifier: MIT */
#ifndef SPOT_REPORT_TERMINAL_INTERNAL_H
#define SPOT_REPORT_TERMINAL_INTERNAL_H

#include "base/buf.h"
#include "report/chart.h"
#include "report/grid.h"
#include "report/table.h"

/* terminal_table.c: a page's table, cut into several where it is wider than the look, and what a
 * terminal shows for a chart. */
void spot_terminal_table_grid(struct spot_buf *out, const struct spot_table_look *look,
    const struct spot_grid *grid);
void spot_terminal_table_chart(struct spot_buf *out, const struct spot_table_look *look,
    const struct spot_chart *chart);

#endif
