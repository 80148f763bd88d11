/* SPDX-License-Identifier: MIT */
#include "cli/pages.h"

#include "cli/cli.h"
#include "report/html.h"
#include "report/markdown.h"
#include "report/terminal.h"

void spot_pages_print(struct spot_buf *out, const struct spot_page *page,
    enum spot_cli_format format, const struct spot_cli_common *common,
    struct spot_pages_width width)
{
	size_t there = common->output ? 0 : spot_cli_width(stdout);
	struct spot_table_look look = { .width = there > 0 ? there : width.usual,
		.color = !common->output && spot_cli_color(stdout, common->no_color) };

	if (width.most > 0 && look.width > width.most)
		look.width = width.most;
	if (format == SPOT_FORMAT_HTML)
		spot_html_write(out, page);
	else if (format == SPOT_FORMAT_MD)
		spot_markdown_write(out, page);
	else
		spot_terminal_write(out, page, &look);
}

void spot_pages_note(const struct spot_page *page, const struct spot_cli_common *common)
{
	struct spot_table_look look = { .width = 80,
		.color = spot_cli_color(stderr, common->no_color) };
	struct spot_buf text = SPOT_BUF_INIT;

	if (common->quiet)
		return;
	spot_terminal_write(&text, page, &look);
	fputs(spot_buf_str(&text), stderr);
	spot_buf_reset(&text);
}
