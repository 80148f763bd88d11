/* SPDX-License-Identifier: MIT */
/* Tasks that do not depend on each other, by any number of threads. */
#ifndef SPOT_STUDY_TASKS_H
#define SPOT_STUDY_TASKS_H

#include <stdatomic.h>
#include <stddef.h>

#include "base/error.h"

struct spot_tasks_means {
	unsigned n_threads;     /* the caller's is the first */
	const atomic_int *stop; /* non-zero: a signal's number, no further task begins; may be
	                         * NULL */
};

/* Calls run for 0 to n_tasks - 1, several at a time. The failure of the first task in order that
 * failed is returned; those after it may not have run. SPOT_EINTR when it was stopped. */
int spot_tasks_run(size_t n_tasks, const struct spot_tasks_means *means,
    int (*run)(void *ctx, size_t task_idx, struct spot_error *err), void *ctx,
    struct spot_error *err);

#endif
