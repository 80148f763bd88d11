/* SPDX-License-Identifier: MIT */
#include "present/files.h"

#include <string.h>

#include "report/escape.h"

const char *spot_files_name(const char *path)
{
	return strcmp(path, "-") == 0 ? "standard input" : path;
}

void spot_files_print(struct spot_buf *out, const struct spot_run_result *result)
{
	for (size_t i = 0; i < result->n_files; i++)
		spot_escape_printf(
		    out, "%s%s", i > 0 ? ", " : "", spot_files_name(result->files[i].path));
}
