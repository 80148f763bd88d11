/* SPDX-License-Identifier: MIT */
/* What is said of rejects that are not shown one by one. */
#ifndef SPOT_PRESENT_REJECTED_H
#define SPOT_PRESENT_REJECTED_H

#include "base/buf.h"
#include "engine/run.h"

/* "and 1,204 more: 4 whole rows, 1,200 in column "arr""; nothing where the examples are all. The
 * columns' names are as in the file. */
void spot_rejected_rest(struct spot_buf *out, const struct spot_run_result *result);

#endif
