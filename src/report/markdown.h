/* SPDX-License-Identifier: MIT */
#ifndef SPOT_REPORT_MARKDOWN_H
#define SPOT_REPORT_MARKDOWN_H

#include "base/buf.h"
#include "report/page.h"

/* Appends the page in GitHub's Markdown. A chart is written as its numbers, of a line eleven
 * points, and not at all where a table of the page tells them. A page in the failed state fails the
 * buffer. */
void spot_markdown_write(struct spot_buf *out, const struct spot_page *page);

#endif
