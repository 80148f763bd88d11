/* SPDX-License-Identifier: MIT */
/* Rows that are not UTF-8, though no other encoding was named. Cells that are stay as they are: a
 * row may be put together from tables in two encodings, and a key must be found again. The others
 * are read as windows-1252. Out of memory is the buffer's. */
#ifndef SPOT_TABLE_RECODE_H
#define SPOT_TABLE_RECODE_H

#include "base/buf.h"
#include "base/view.h"

/* What is said of a row with such a cell where UTF-8 was named. */
extern const char spot_recode_refused[];

/* Appends a cell, of its raw bytes or undone. */
void spot_recode_cell(struct spot_buf *out, struct spot_view cell);
/* Appends a row's raw bytes, cell by cell. */
void spot_recode_row(struct spot_buf *out, struct spot_view raw, char delimiter);

#endif
