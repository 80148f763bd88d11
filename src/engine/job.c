/* SPDX-License-Identifier: MIT */
#include "engine/run_internal.h"
#include "table/scan.h"

/* Judges and renders the chunk's records [first, first + n). */
static int work_batch(struct spot_job *job, const struct spot_job_shared *shared,
    struct spot_job_worker worker, size_t first, size_t n)
{
	struct spot_jury *jury = worker.jury;
	struct spot_jury_chunk chunk = { &job->chunk, job->binding, job->file_name,
		shared->options->keep_going };
	struct spot_run_view view = { &job->chunk, first, n, jury->judges, shared->n_panels,
		jury->plan, job->binding, shared->dialect, job->same_delimiter, job->file_name,
		worker.thread_idx };
	struct spot_held_cells cells = { &jury->bad, &jury->plan->schema, job->binding,
		&job->chunk, first, job->header, job->file_name };
	struct spot_piece *piece = &job->piece;
	int rc = spot_jury_judge(jury, &chunk, first, n, job->tallies, &job->err);
	uint64_t begun;

	if (rc == 0 && spot_held_take_cells(&job->held, &cells) != 0)
		rc = spot_error_nomem(&job->err);
	if (rc != 0 || !shared->sink->render)
		return rc;
	if (shared->sink->needs_rows && !spot_mem_grow(&piece->rows, &piece->cap_rows,
	        piece->n_rows + n, sizeof(*piece->rows)))
		return spot_error_nomem(&job->err);
	begun = spot_timing_begin(jury->timing);
	rc = shared->sink->render(shared->sink->ctx, &view, piece, &job->err);
	spot_timing_lap(jury->timing, SPOT_STAGE_RENDER, &begun);
	return rc;
}

static void scan(struct spot_job *job, const struct spot_job_shared *shared,
    const struct spot_jury *jury)
{
	bool takes_rejects = shared->sink->calls.reject || shared->options->strict;
	struct spot_scan scan = { job->file_name, takes_rejects ? spot_held_take : NULL,
		&job->held };
	uint64_t begun = spot_timing_begin(jury->timing);

	job->read_rc = spot_chunk_scan(&job->chunk, &scan, &job->read_err);
	spot_timing_lap(jury->timing, SPOT_STAGE_SCAN, &begun);
}

void spot_job_work(struct spot_job *job, const struct spot_job_shared *shared,
    struct spot_job_worker worker)
{
	size_t n_records;
	int rc = 0;

	for (size_t p = 0; p < shared->n_panels; p++)
		spot_tally_clear(&job->tallies[p]);
	if (job->read_rc == 0)
		scan(job, shared, worker.jury);
	n_records = job->chunk.n_records;
	for (size_t first = 0; rc == 0 && first < n_records; first += SPOT_BATCH_ROWS) {
		size_t left = n_records - first;

		rc = work_batch(job, shared, worker, first,
		    left < SPOT_BATCH_ROWS ? left : SPOT_BATCH_ROWS);
	}
	spot_held_sort(&job->held);
	if (rc == 0 && spot_buf_failed(&job->piece.text))
		rc = spot_error_nomem(&job->err);
	job->rc = rc;
}
