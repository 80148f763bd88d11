/* SPDX-License-Identifier: MIT */
/* The books of a run: no row is lost in silence, not by a fault of this program either. */
#ifndef SPOT_ENGINE_BALANCE_H
#define SPOT_ENGINE_BALANCE_H

#include <stdint.h>

#include "engine/run.h"

/* What the readers counted is what came through: SPOT_EDATA otherwise. A run looks by itself. */
int spot_balance_read(const struct spot_run_result *result, struct spot_error *err);

/* Every judged row was written or left out: SPOT_EWRITE otherwise. */
int spot_balance_written(const struct spot_run_result *result, uint64_t n_written,
    uint64_t n_left_out, struct spot_error *err);

#endif
