/* SPDX-License-Identifier: MIT */
/*
 * A run: data files through one or more panels, chunk by chunk, in order.
 *
 * What is written is the same for any number of threads. Memory is bounded by the number of chunks
 * under way (two a thread and one) and what the sink keeps.
 */
#ifndef SPOT_ENGINE_RUN_H
#define SPOT_ENGINE_RUN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "engine/plan.h"
#include "engine/unread.h"
#include "table/reader.h"

struct spot_run_options {
	const char *const *paths;    /* "-": standard input */
	size_t n_paths;
	struct spot_reader_options reader; /* its reject function is the run's own business */
	struct spot_plan_options plan;
	unsigned n_threads;          /* the caller's is the first */
	bool keep_going;
	bool strict;                 /* as of panels */
	const atomic_int *stop;      /* non-zero: a signal's number; may be NULL */
};

/* A judged batch of a chunk's rows as the sink sees it, in a worker. */
struct spot_run_view {
	const struct spot_chunk *chunk;
	size_t first, n_rows; /* the batch: row i of it is the chunk's record first + i */
	struct spot_judge *judges; /* one for each panel; only their VMs may be asked something */
	size_t n_judges;
	const struct spot_plan *plan;
	const struct spot_binding *binding; /* which column each of the plan's fields reads */
	const struct spot_dialect *dialect; /* of the first file */
	bool same_delimiter;                /* this file's raw rows fit the first one's dialect */
	const char *file_name;
	unsigned thread_idx; /* of the worker: below the options' n_threads, or 0 */
};

/* One row of what a worker rendered. */
struct spot_piece_row {
	size_t end;    /* offset in text of the row's end; it begins where the row before ends */
	double order;      /* for sorting: the score; -HUGE_VAL for none */
	bool left_out;     /* has no bytes: the sink's filter took it out; see n_left_out */
};

struct spot_piece {
	struct spot_buf text;
	size_t n_rows, n_left_out;
	struct spot_piece_row *rows; /* where the sink needs rows: room for the batch (cap_rows) */
	size_t cap_rows;
};

/* What is told while a run reads. One thread at a time; each may be NULL. */
struct spot_run_calls {
	void *ctx;
	/* In the order of file and line, before the chunk is written; non-zero ends the run with
	 * that code. Without it rows that cannot be used end the run, and cells are only
	 * counted. */
	int (*reject)(void *ctx, const struct spot_reject *reject, struct spot_error *err);
	/* Now and then. */
	void (*progress)(void *ctx, uint64_t rows, size_t read_bytes, size_t size_bytes);
};

/* Where the results go. Every function may be NULL; non-zero ends the run with that code. */
struct spot_run_sink {
	void *ctx;
	/* Once, when the first file's header is known. */
	int (*begin)(void *ctx, const struct spot_dialect *dialect, struct spot_error *err);
	/* In a worker, any order, once a batch, in order within the chunk: appends to the piece,
	 * which is cleared before the chunk. Must not change what ctx shares. */
	int (*render)(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
	    struct spot_error *err);
	/* One thread at a time, in file order. */
	int (*write)(void *ctx, const struct spot_piece *piece, struct spot_error *err);
	bool needs_rows; /* write looks at the piece's rows one by one */
	struct spot_run_calls calls;
};

struct spot_run_file {
	const char *path;
	struct spot_reader_counts counts;
	const char *recoded_from; /* the whole file was in another encoding; static text or NULL */
	char delimiter;
	bool delimiter_sniffed;
};

struct spot_run_result {
	uint64_t rows;            /* judged */
	struct spot_unread unread;
	struct spot_tally *tallies; /* one for each panel */
	size_t n_tallies;
	struct spot_run_file *files;
	size_t n_files;
	struct spot_timing timing; /* plan.timing: of all threads; by panel, then function */
	bool *is_translated;         /* by the timing's rules */
};

/* Runs. panels must outlive the result. On an error the result is reset. */
int spot_run(struct spot_run_result *out, const struct spot_panel *panels, size_t n_panels,
    const struct spot_run_options *options, const struct spot_run_sink *sink,
    struct spot_error *err);
void spot_run_result_reset(struct spot_run_result *result);

#endif
