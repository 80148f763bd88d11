/* SPDX-License-Identifier: MIT */
#include "cli/pages.h"

#include "cli/cli.h"
#include "report/html.h"
#include "report/markdown.h"
#include "report/terminal.h"

void spot_pages_print(struct spot_buf *out, const struct spot_page *page,
    enum spot_cli_format format, const struct spot_cli_common *common)
{
	size_t width = common->output ? 0 : spot_cli_width(stdout);
	struct spot_table_look look = { .width = width > 0 ? width : 80,
		.color = !common->output && spot_cli_color(stdout, common->no_color) };

	if (format == SPOT_FORMAT_HTML)
		spot_html_write(out, page);
	else if (format == SPOT_FORMAT_MD)
		spot_markdown_write(out, page);
	else
		spot_terminal_write(out, page, &look);
}
