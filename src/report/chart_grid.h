/* SPDX-License-Identifier: MIT */
/* A chart's plain twin: its numbers as a table. */
#ifndef SPOT_REPORT_CHART_GRID_H
#define SPOT_REPORT_CHART_GRID_H

#include "report/chart.h"
#include "report/grid.h"

/* Initialises grid in the arena with all the chart's numbers; of a line's points at most
 * n_points_max a series, first and last among them (0: all). */
void spot_chart_grid_init(struct spot_grid *grid, struct spot_arena *arena,
    const struct spot_chart *chart, size_t n_points_max);

#endif
