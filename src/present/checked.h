/* SPDX-License-Identifier: MIT */
/* What check found, as text for people and as JSON. */
#ifndef SPOT_PRESENT_CHECKED_H
#define SPOT_PRESENT_CHECKED_H

#include "engine/survey.h"
#include "engine/translated.h"
#include "report/table.h"

struct spot_checked_file {
	const char *path;
	struct spot_rules *rules;        /* NULL: it has errors */
	struct spot_translated translated; /* of the rules */
	struct spot_warning_list list;
	size_t part_idx;                 /* of the survey, or SPOT_NONE */
};

struct spot_checked {
	struct spot_checked_file *files;
	size_t n_files;
	const struct spot_survey *survey; /* NULL: no data were read */
	struct spot_warning_list data;    /* about the data alone */
};

size_t spot_checked_n_errors(const struct spot_checked *checked);
size_t spot_checked_n_warnings(const struct spot_checked *checked);
/* What the data say of the file's rules; NULL where none were read. */
const struct spot_tally *spot_checked_tally(const struct spot_checked *checked, size_t file_idx);

/* Facts, warnings and the closing line; errors are only counted. Sorts the lists. */
void spot_checked_print(struct spot_buf *out, struct spot_checked *checked, bool quiet,
    const struct spot_table_look *look);
/* { "findings": [ … ], "files": [ … ], "data": { … } or null }, errors among the findings. */
void spot_checked_print_json(struct spot_buf *out, struct spot_checked *checked);

#endif
