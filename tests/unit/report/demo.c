/* SPDX-License-Identifier: MIT */
/* demo html|md|text [WIDTH]|sheet [CRITERIA]|plans: the specimens on stdout, to be looked at. Not
 * a test. */
#include <stdio.h>
#include <stdlib.h>

#include "report/html.h"
#include "report/markdown.h"
#include "report/terminal.h"
#include "specimen.h"

int main(int argc, char **argv)
{
	struct spot_table_look look = { .width = argc > 2 ? (size_t)atoi(argv[2]) : 80 };
	struct spot_buf out = SPOT_BUF_INIT;
	struct spot_page page;
	const char *format = argc > 1 ? argv[1] : "html";

	if (strcmp(format, "sheet") == 0)
		specimen_onepage(&page, argc > 2 ? (size_t)atoi(argv[2]) : 12);
	else if (strcmp(format, "plans") == 0)
		specimen_account_plans(&page);
	else
		specimen_fill(&page);
	if (strcmp(format, "md") == 0)
		spot_markdown_write(&out, &page);
	else if (strcmp(format, "text") == 0)
		spot_terminal_write(&out, &page, &look);
	else
		spot_html_write(&out, &page);
	fwrite(spot_buf_str(&out), 1, out.len, stdout);
	spot_page_reset(&page);
	spot_buf_reset(&out);
	return 0;
}
