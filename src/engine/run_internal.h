/* SPDX-License-Identifier: MIT */
/* What run.c (reading and writing in order) and job.c (what a worker does with a chunk) share. */
#ifndef SPOT_ENGINE_RUN_INTERNAL_H
#define SPOT_ENGINE_RUN_INTERNAL_H

#include "engine/held.h"
#include "engine/run.h"

/* One chunk on its way. */
struct spot_job {
	struct spot_chunk chunk;
	struct spot_piece piece;
	struct spot_held held;
	struct spot_tally *tallies;       /* by panel */
	const struct spot_binding *binding; /* of the plan's fields to this chunk's file */
	const struct spot_view *header;   /* of this chunk's file */
	bool same_delimiter;
	const char *file_name;
	size_t path_idx;
	size_t read_bytes, size_bytes; /* of the input, when it was filled */
	bool ends_file;
	struct spot_reader_counts counts; /* of the file so far, by the reader itself */
	/* Reading failed behind the chunk's records. */
	int read_rc;
	struct spot_error read_err;
	/* Judging or rendering them did. */
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

/* A worker's own. */
struct spot_job_worker {
	struct spot_jury *jury;
	unsigned thread_idx;
};

/* Scans, judges and renders; what goes wrong is in the job. */
void spot_job_work(struct spot_job *job, const struct spot_job_shared *shared,
    struct spot_job_worker worker);

#endif
