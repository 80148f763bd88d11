/* SPDX-License-Identifier: MIT */
/*
 * What every verb needs of the process: its exit status, its messages, its terminal, the signals.
 * Main thread only, but for what spot_cli_stop points to.
 */
#ifndef SPOT_CLI_CLI_H
#define SPOT_CLI_CLI_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/error.h"

enum spot_exit {
	SPOT_EXIT_DONE = 0,
	SPOT_EXIT_NO = 1,     /* the answer is no: a test failed, check found an error */
	SPOT_EXIT_USAGE = 2,
	SPOT_EXIT_RULES = 3,
	SPOT_EXIT_DATA = 4,   /* also when memory ran out */
	SPOT_EXIT_WRITE = 5,
	SPOT_EXIT_INTERRUPTED = 130,
	SPOT_EXIT_TERMINATED = 143,
};

/* Prints "sweetspot: WHERE: WHAT; HINT" to stderr and returns the exit status of err->code. Nothing
 * is printed when what is empty: it was said already. */
int spot_cli_fail(const struct spot_error *err);

/* One line on stderr: "sweetspot: " and the text; an ellipsis ends one of 2 KiB and more. */
void spot_cli_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Every problem on a line of its own, warnings as "warning W012: WHAT". Sorts diags. */
void spot_cli_diags(struct spot_diags *diags);

/* Writes buf to stdout at once. Returns SPOT_EXIT_DONE, or the exit status after saying what went
 * wrong (buf is in the failed state, stdout is closed or full). */
int spot_cli_print(const struct spot_buf *buf);

/* The stop flag: 0, or the number of the signal (SIGINT, SIGTERM) that asks the run to end. Any
 * thread may poll it. A second signal ends the process at once. */
const atomic_int *spot_cli_stop(void);

/* Catches SIGINT and SIGTERM for the stop flag; ignores SIGPIPE, so that a closed pipe is a failed
 * write. */
void spot_cli_catch_signals(void);

/* Whether to colour what goes to stream: a terminal that can, neither --no-color nor NO_COLOR. */
bool spot_cli_color(FILE *stream, bool no_color);

/* Columns of the terminal behind stream; 0 when it is not a terminal (draw without a limit). */
size_t spot_cli_width(FILE *stream);

#endif
