/* SPDX-License-Identifier: MIT */
/* A page printed as --format and --output say. */
#ifndef SPOT_CLI_PAGES_H
#define SPOT_CLI_PAGES_H

#include "base/buf.h"
#include "cli/options.h"
#include "report/page.h"

/* HTML, Markdown, or else text for the terminal. */
void spot_pages_print(struct spot_buf *out, const struct spot_page *page,
    enum spot_cli_format format, const struct spot_cli_common *common);

#endif
