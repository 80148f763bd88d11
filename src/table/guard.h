/* SPDX-License-Identifier: MIT */
/* What a spreadsheet program would run rather than show: cells of CSV that begin a formula. */
#ifndef SPOT_TABLE_GUARD_H
#define SPOT_TABLE_GUARD_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/view.h"

/* Begins, perhaps after white space, with = + - @ (full-width ones too), or with a tab or a line
 * end; a byte order mark before it does not count, nor do a number with its sign and mere
 * dashes. */
bool spot_guard_is_live(struct spot_view cell);

/* Appends CSV as spot_emit_csv makes it, whole rows, with ' before what is live in a cell: it is
 * then text to every spreadsheet program. So is what such a program would cut out of a cell
 * because its separator is another one; cells that hold one are quoted. */
void spot_guard_csv(struct spot_buf *out, struct spot_view csv, char delimiter);

#endif
