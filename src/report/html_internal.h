/* SPDX-License-Identifier: MIT */
#ifndef SPOT_REPORT_HTML_INTERNAL_H
#define SPOT_REPORT_HTML_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "report/page.h"

/* What is being written. */
struct spot_html {
	struct spot_buf *out;
	const struct spot_page *page;
	size_t n_sections, n_charts; /* so far: they number the ids */
	bool is_section_open;
	double wide; /* the width of the drawings for wide screens and paper */
};

/* --- html.c --- */

/* Escaped; kept apart from its neighbours where it is written from right to left. */
void spot_html_text(struct spot_buf *out, struct spot_view text);
void spot_html_runs(struct spot_buf *out, const struct spot_page_block *block);
/* Writes block and those that form one element with it; returns the one after them. */
const struct spot_page_block *spot_html_block(struct spot_html *html,
    const struct spot_page_block *block);
void spot_html_section_close(struct spot_html *html);

/* --- html_table.c --- */

void spot_html_table(struct spot_buf *out, const struct spot_grid *grid, struct spot_view title);

/* --- html_sheet.c --- */

/* The body of a page of sheets. */
void spot_html_sheet_all(struct spot_html *html);

#endif
