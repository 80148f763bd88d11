/* SPDX-License-Identifier: MIT */
/* The files that a run read, as people are told of them. */
#ifndef SPOT_PRESENT_FILES_H
#define SPOT_PRESENT_FILES_H

#include "base/buf.h"
#include "engine/run.h"

/* The path, or "standard input". */
const char *spot_files_name(const char *path);
/* All of them, commas between. */
void spot_files_print(struct spot_buf *out, const struct spot_run_result *result);

#endif
