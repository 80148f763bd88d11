/* SPDX-License-Identifier: MIT */
/* What run.c (reading and writing in order) and job.c (what a worker does with a chunk) share. */
#ifndef SPOT_ENGINE_RUN_INTERNAL_H
#define SPOT_ENGINE_RUN_INTERNAL_H

#include <pthread.h>

#include "engine/run.h"

/* A reject kept until the chunk's turn comes. */
struct spot_held_reject {
	struct spot_reject reject; /* its texts lie in the job's arena */
	bool is_row;
};

enum spot_job_state { SPOT_JOB_FREE, SPOT_JOB_READY, SPOT_JOB_TAKEN, SPOT_JOB_DONE, SPOT_JOB_N };

/* One chunk on its way. Owned by the caller's thread when FREE or DONE, by a worker when TAKEN. */
struct spot_job {
	enum spot_job_state state;
	struct spot_chunk chunk;
	struct spot_piece piece;
	struct spot_held_reject *rejects; /* rows first (from reading), then cells (from judging) */
	size_t n_rejects, rejects_cap;
	struct spot_arena arena;          /* of the rejects */
	struct spot_tally *tallies;       /* by panel */
	const struct spot_binding *bindings; /* by panel; of this chunk's file */
	const struct spot_view *header;   /* of this chunk's file */
	bool same_delimiter;
	const char *file_name;
	int rc;
	struct spot_error err;
};

/* What all jobs of a run share, read-only while workers run. */
struct spot_job_shared {
	const struct spot_panel *panels;
	size_t n_panels;
	const struct spot_run_options *options;
	const struct spot_run_sink *sink;
	const struct spot_dialect *dialect;
};

/* Judges and renders; the outcome is job->rc and job->err. judges: one for each panel, the
 * worker's own. */
void spot_job_work(struct spot_job *job, const struct spot_job_shared *shared,
    struct spot_judge *judges);

/* Copies a reject into the job. 0 or SPOT_ENOMEM. */
int spot_job_hold(struct spot_job *job, const struct spot_reject *reject, bool is_row);

#endif
