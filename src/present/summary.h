/* SPDX-License-Identifier: MIT */
/* What a run says of itself on stderr when it is done. */
#ifndef SPOT_PRESENT_SUMMARY_H
#define SPOT_PRESENT_SUMMARY_H

#include "base/buf.h"
#include "engine/run.h"

struct spot_summary {
	const struct spot_run_result *result;
	const struct spot_panel *panels;
	size_t n_panels;
	uint64_t rows_out, rows_left_out;
	const char *rejects_path; /* NULL: none was given */
	double seconds;
	bool color;
};

void spot_summary_print(struct spot_buf *out, const struct spot_summary *summary);

#endif
