/* SPDX-License-Identifier: MIT */
/* What verbs write as JSON, member by member, for the man page. Ended by an empty row each. */
#ifndef SPOT_CLI_LAYOUTS_H
#define SPOT_CLI_LAYOUTS_H

#include "cli/help.h"

/* A row of every layout of a verb that reads second tables. */
#define SPOT_LAYOUTS_TABLES { "tables[]", NULL, \
	"second tables: table, file, records, rejected_rows, rejected_cells" }

extern const struct spot_help_row spot_layouts_check[];
extern const struct spot_help_row spot_layouts_contrast[];
extern const struct spot_help_row spot_layouts_drift[];
extern const struct spot_help_row spot_layouts_engage[];
extern const struct spot_help_row spot_layouts_explain[];
extern const struct spot_help_row spot_layouts_plan[];
extern const struct spot_help_row spot_layouts_score[];
extern const struct spot_help_row spot_layouts_segment[];
extern const struct spot_help_row spot_layouts_test[];

#endif
