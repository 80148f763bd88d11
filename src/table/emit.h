/* SPDX-License-Identifier: MIT */
/* CSV cells into a text buffer. */
#ifndef SPOT_TABLE_EMIT_H
#define SPOT_TABLE_EMIT_H

#include "base/buf.h"
#include "base/view.h"

/* A CSV cell, quoted only when it must be for libcsv to read the same bytes back
 * (delimiter, quote, CR, LF, outer space or tab). Empty text stays empty. */
void spot_emit_csv(struct spot_buf *out, struct spot_view text, char delimiter);

bool spot_emit_csv_needs_quotes(struct spot_view text, char delimiter);

#endif
