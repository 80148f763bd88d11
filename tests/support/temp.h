/* SPDX-License-Identifier: MIT */
/* A new file in the folder for temporary ones that holds text; the caller unlinks it. */
#ifndef TEMP_H
#define TEMP_H

#include <stdio.h>
#include <stdlib.h>

#include "support/unit.h"

#define TEMP_PATH_BYTES 64

static inline void temp_file(char path[TEMP_PATH_BYTES], const char *text)
{
	FILE *file;

	snprintf(path, TEMP_PATH_BYTES, "/tmp/spot-temp-XXXXXX");
	file = fdopen(mkstemp(path), "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

#endif
