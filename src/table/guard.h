/* SPDX-License-Identifier: MIT */
/* What a spreadsheet program would run rather than show: cells of CSV that begin a formula. */
#ifndef SPOT_TABLE_GUARD_H
#define SPOT_TABLE_GUARD_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/view.h"

/* Begins, perhaps after white space, with = + - @ (full-width ones too), or with a tab or a line
 * end; a number with its sign does not count. */
bool spot_guard_is_live(struct spot_view cell);

/* Appends CSV as spot_emit_csv makes it, whole rows, with ' before what is live in a cell: it is
 * then text to every spreadsheet program. */
void spot_guard_csv(struct spot_buf *out, struct spot_view csv, char delimiter);

#endif
