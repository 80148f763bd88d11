/* SPDX-License-Identifier: MIT */
/* Cells and JSON tokens into a text buffer. */
#ifndef SPOT_TABLE_EMIT_H
#define SPOT_TABLE_EMIT_H

#include "base/buf.h"
#include "base/view.h"

/* A CSV cell, quoted only when it must be for libcsv to read the same bytes back
 * (delimiter, quote, CR, LF, outer space or tab). Empty text stays empty. */
void spot_emit_csv(struct spot_buf *out, struct spot_view text, char delimiter);

bool spot_emit_csv_needs_quotes(struct spot_view text, char delimiter);

/* A JSON string with its quotes; bytes that are not UTF-8 become U+FFFD; '<', U+2028
 * and U+2029 are escaped too. */
void spot_emit_json(struct spot_buf *out, struct spot_view text);

#endif
