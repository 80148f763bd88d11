/* SPDX-License-Identifier: MIT */
/* A line on a terminal's stderr that says how far the run is; nothing elsewhere. */
#ifndef SPOT_CLI_PROGRESS_H
#define SPOT_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Seconds on a clock that only goes forward. */
double spot_progress_seconds(void);

struct spot_progress {
	bool shown, enabled;
	double next_seconds;
};

void spot_progress_init(struct spot_progress *progress, bool quiet);
void spot_progress_show(struct spot_progress *progress, uint64_t rows, size_t read_bytes,
    size_t size_bytes);
void spot_progress_clear(struct spot_progress *progress);

#endif
