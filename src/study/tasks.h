/* SPDX-License-Identifier: MIT */
/* Tasks that do not depend on each other, by any number of threads. */
#ifndef SPOT_STUDY_TASKS_H
#define SPOT_STUDY_TASKS_H

#include <stddef.h>

#include "base/error.h"

/* Calls run for 0 to n_tasks - 1, several at a time. The failure of the first task in order that
 * failed is returned; those after it may not have run. */
int spot_tasks_run(size_t n_tasks, unsigned n_threads,
    int (*run)(void *ctx, size_t task_idx, struct spot_error *err), void *ctx,
    struct spot_error *err);

#endif
