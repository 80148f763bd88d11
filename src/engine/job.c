/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "engine/run_internal.h"

int spot_job_hold(struct spot_job *job, const struct spot_reject *reject, bool is_row)
{
	struct spot_held_reject held = { .reject = *reject, .is_row = is_row };
	char *text = spot_arena_copy(&job->arena, reject->text.ptr, reject->text.len);
	char *problem = spot_arena_copy(&job->arena, reject->problem, strlen(reject->problem));
	char *file = spot_arena_copy(&job->arena, reject->file, strlen(reject->file));

	if (reject->column)
		held.reject.column =
		    spot_arena_copy(&job->arena, reject->column, strlen(reject->column));
	if (!text || !problem || !file || (reject->column && !held.reject.column) ||
	    !spot_mem_grow(
	        &job->rejects, &job->rejects_cap, job->n_rejects + 1, sizeof(*job->rejects)))
		return SPOT_ENOMEM;
	held.reject.text.ptr = text;
	held.reject.problem = problem;
	held.reject.file = file; /* the reader's own goes with it */
	job->rejects[job->n_rejects++] = held;
	return 0;
}

/* Several panels may read one column; what they say alike is said once. */
static bool is_held(const struct spot_job *job, const struct spot_reject *reject)
{
	for (size_t i = job->n_rejects; i-- > 0;) {
		const struct spot_reject *held = &job->rejects[i].reject;
		if (held->line == reject->line && held->column && reject->column &&
		    strcmp(held->column, reject->column) == 0 &&
		    strcmp(held->problem, reject->problem) == 0)
			return true;
	}
	return false;
}

static int hold_bad_cells(struct spot_job *job, const struct spot_jury *jury, size_t first)
{
	const struct spot_binding *binding = job->binding;
	bool look_for_twins = jury->plan->n_panels > 1;

	for (size_t i = 0; i < jury->bad.n_items; i++) {
		const struct spot_bad_cell *bad = &jury->bad.items[i];
		size_t row = first + bad->row_idx;
		size_t column = binding->column_of[bad->field_idx];
		struct spot_reject reject = { job->file_name, job->chunk.records[row].line,
			jury->plan->schema.fields[bad->field_idx].name,
			spot_chunk_cell(&job->chunk, row, column), bad->problem };
		char name[128];

		if (job->header[column].len > 0 && job->header[column].len < sizeof(name)) {
			memcpy(name, job->header[column].ptr, job->header[column].len);
			name[job->header[column].len] = '\0';
			reject.column = name;
		}
		if (look_for_twins && is_held(job, &reject))
			continue;
		if (spot_job_hold(job, &reject, false) != 0)
			return SPOT_ENOMEM;
	}
	return 0;
}

static int compare_rejects(const void *a, const void *b)
{
	const struct spot_held_reject *x = a, *y = b;

	if (x->reject.line != y->reject.line)
		return x->reject.line < y->reject.line ? -1 : 1;
	/* Within a line the order of holding; qsort need not be stable, addresses in the arena do
	 * not help, so the column decides. */
	if (!x->reject.column || !y->reject.column)
		return (x->reject.column != NULL) - (y->reject.column != NULL);
	return strcmp(x->reject.column, y->reject.column);
}

/* Judges and renders the chunk's records [first, first + n). */
static int work_batch(struct spot_job *job, const struct spot_job_shared *shared,
    struct spot_jury *jury, size_t first, size_t n)
{
	struct spot_jury_chunk chunk = { &job->chunk, job->binding, job->file_name,
		shared->options->keep_going };
	struct spot_run_view view = { &job->chunk, first, n, jury->judges, shared->n_panels,
		jury->plan, job->binding, shared->dialect, job->same_delimiter, job->file_name };
	struct spot_piece *piece = &job->piece;
	int rc = spot_jury_judge(jury, &chunk, first, n, job->tallies, &job->err);

	if (rc == 0 && hold_bad_cells(job, jury, first) != 0)
		rc = spot_error_nomem(&job->err);
	if (rc != 0 || !shared->sink->render)
		return rc;
	if (!spot_mem_grow(
	        &piece->rows, &piece->cap_rows, piece->n_rows + n, sizeof(*piece->rows)))
		return spot_error_nomem(&job->err);
	return shared->sink->render(shared->sink->ctx, &view, piece, &job->err);
}

void spot_job_work(struct spot_job *job, const struct spot_job_shared *shared,
    struct spot_jury *jury)
{
	size_t n_records = job->chunk.n_records;
	int rc = 0;

	for (size_t p = 0; p < shared->n_panels; p++)
		spot_tally_clear(&job->tallies[p]);
	for (size_t first = 0; rc == 0 && first < n_records; first += SPOT_BATCH_ROWS) {
		size_t left = n_records - first;

		rc = work_batch(job, shared, jury, first,
		    left < SPOT_BATCH_ROWS ? left : SPOT_BATCH_ROWS);
	}
	if (job->n_rejects > 1)
		qsort(job->rejects, job->n_rejects, sizeof(*job->rejects), compare_rejects);
	if (rc == 0 && spot_buf_failed(&job->piece.text))
		rc = spot_error_nomem(&job->err);
	job->rc = rc;
}
