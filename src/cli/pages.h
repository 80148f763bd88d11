/* SPDX-License-Identifier: MIT */
/* A page printed as --format and --output say. */
#ifndef SPOT_CLI_PAGES_H
#define SPOT_CLI_PAGES_H

#include "base/buf.h"
#include "cli/options.h"
#include "report/page.h"

/* How many columns text takes. */
struct spot_pages_width {
	size_t usual; /* where there is no terminal */
	size_t most;  /* of a wider one; 0: all of it */
};

/* HTML, Markdown, or else text for the terminal. */
void spot_pages_print(struct spot_buf *out, const struct spot_page *page,
    enum spot_cli_format format, const struct spot_cli_common *common,
    struct spot_pages_width width);

/* The page as text of 80 columns, on stderr: what rows do not say. Nothing with --quiet. */
void spot_pages_note(const struct spot_page *page, const struct spot_cli_common *common);

#endif
