/* SPDX-License-Identifier: MIT */
/*
 * Bytes out: standard output, or a file that is written whole or not at all (a temporary
 * file beside it, synced, renamed on commit; removed on close without commit). Names ending
 * in .gz or .zst are compressed. One thread at a time.
 */
#ifndef SPOT_TABLE_OUTPUT_H
#define SPOT_TABLE_OUTPUT_H

#include <stdatomic.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct spot_output;

/* path NULL or "-": standard output (streams, no rename). Special files and pipes are
 * written directly; a symbolic link's target is replaced. Errors SPOT_EWRITE; SPOT_EINTR
 * when a signal ends the wait for a pipe's reader. */
int spot_output_open(struct spot_output **out, const char *path, struct spot_error *err);
int spot_output_write(
    struct spot_output *output, const char *ptr, size_t len, struct spot_error *err);
/* From here on a write that has to wait, or was cut short or interrupted, ends with SPOT_EINTR
 * once *stop (a signal's number) is not 0. stop outlives the output. */
void spot_output_stop_at(struct spot_output *output, const atomic_int *stop);
/* Flushes, syncs, renames, unless *stop is not 0. After an error the old file is as it was. */
int spot_output_commit(struct spot_output *output, struct spot_error *err);
/* Without commit the temporary file is removed. */
void spot_output_close(struct spot_output *output);

/* The file that spot_output_open would replace: path with the links at its end followed, also to
 * what is not there; owned by the caller. A path that leads nowhere is left as it is.
 * SPOT_ENOMEM. */
int spot_output_target(char **out, const char *path);

/* The descriptor that a path such as /dev/stderr or /dev/fd/3 names; -1: none. */
int spot_output_descriptor(const char *path);

/* SIGPIPE: the program ignores it (signal(SIGPIPE, SIG_IGN)) to be told of a reader that
 * went away by an error. Interrupted runs: the handler sets a flag, the run stops at its
 * next chunk and closes. */

/* The whole of text to path at once: opened, written, committed, with stop (may be NULL) as above.
 * A text in the failed state is SPOT_ENOMEM, and nothing is written. */
int spot_output_put(const char *path, const struct spot_buf *text, const atomic_int *stop,
    struct spot_error *err);

#endif
