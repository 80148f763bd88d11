/* SPDX-License-Identifier: MIT */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

double spot_progress_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void spot_progress_init(struct spot_progress *progress, bool quiet)
{
	memset(progress, 0, sizeof(*progress));
	progress->enabled = !quiet && isatty(STDERR_FILENO);
	progress->next_seconds = spot_progress_seconds() + 0.5; /* short runs show none */
}

void spot_progress_show(struct spot_progress *progress, uint64_t rows, size_t read_bytes,
    size_t size_bytes)
{
	struct spot_buf line = SPOT_BUF_INIT;
	double now;

	if (!progress->enabled || (now = spot_progress_seconds()) < progress->next_seconds)
		return;
	progress->next_seconds = now + 0.2;
	spot_buf_text(&line, "\r");
	spot_buf_grouped(&line, rows);
	spot_buf_text(&line, " rows");
	if (size_bytes > 0)
		spot_buf_printf(
		    &line, ", %.0f %%", 100.0 * (double)read_bytes / (double)size_bytes);
	spot_buf_text(&line, "\x1b[K");
	fputs(spot_buf_str(&line), stderr);
	spot_buf_reset(&line);
	progress->shown = true;
}

void spot_progress_clear(struct spot_progress *progress)
{
	if (progress->shown)
		fputs("\r\x1b[K", stderr);
	progress->shown = false;
	progress->enabled = false;
}
