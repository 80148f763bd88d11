/* SPDX-License-Identifier: MIT */
#ifndef SPOT_REPORT_TERMINAL_H
#define SPOT_REPORT_TERMINAL_H

#include "base/buf.h"
#include "report/page.h"
#include "report/table.h"

/* Appends the page as text of the look's width (0: 80), which no line passes but for code, and
 * words and numbers that are wider alone. A table that is too wide is cut into several that repeat
 * its first column. Charts are left out where a table of the page tells them; else bars are drawn,
 * and of a line eleven points are told. A page in the failed state fails the buffer. */
void spot_terminal_write(struct spot_buf *out, const struct spot_page *page,
    const struct spot_table_look *look);

#endif
