/* SPDX-License-Identifier: MIT */
/* Rules to read accounts by, where there are none yet: fields declared as init declares them. */
#ifndef SPOT_CLI_DERIVE_SETUP_H
#define SPOT_CLI_DERIVE_SETUP_H

#include "base/buf.h"
#include "cli/options.h"
#include "rules/model.h"

/* *rules: of the fields alone, spot_rules_free it. Appends their declaration to text. Reads the
 * first file, so that standard input will not do. */
int spot_derive_setup_infer(struct spot_rules **rules, struct spot_buf *text,
    const struct spot_cli_common *common, struct spot_error *err);

#endif
