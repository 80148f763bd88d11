/* SPDX-License-Identifier: MIT */
#ifndef SPOT_REPORT_HTML_H
#define SPOT_REPORT_HTML_H

#include "base/buf.h"
#include "report/page.h"

/* Appends the page as one self-contained file: no script, nothing loaded from elsewhere, the same
 * bytes for the same page. A page in the failed state fails the buffer. */
void spot_html_write(struct spot_buf *out, const struct spot_page *page);

#endif
