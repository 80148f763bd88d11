/* SPDX-License-Identifier: MIT */
/* What the names of files say of their format. */
#ifndef SPOT_CLI_FORMATS_H
#define SPOT_CLI_FORMATS_H

#include "cli/options.h"

/* By the extension, also before .gz and .zst, in upper or lower case; SPOT_FORMAT_AUTO where it is
 * none of a format. */
enum spot_cli_format spot_formats_of(const char *path);

/* SPOT_EUSAGE where a file would be filled with something else than its name says and, of the
 * output, --format does not; what is no rule file never takes the name of one. Other names say
 * nothing. */
int spot_formats_check(const struct spot_verb *verb, const struct spot_cli_common *common,
    struct spot_error *err);
/* The same of a verb that keeps the data's delimiter, once it is known: a .tsv has tabs. */
int spot_formats_check_delimiter(
    const struct spot_cli_common *common, char delimiter, struct spot_error *err);

#endif
