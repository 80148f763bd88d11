/* SPDX-License-Identifier: MIT */
/*
 * Rejects: rows and cells that could not be used. The reader reports rows, cell conversion
 * reports cells; the run puts them in order and writes them as CSV:
 * file,line,column,text,problem (column empty for a whole row).
 */
#ifndef SPOT_TABLE_REJECT_H
#define SPOT_TABLE_REJECT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/view.h"

struct spot_reject {
	const char *file;
	uint64_t line;
	const char *column;     /* header or field name; NULL: the whole row */
	struct spot_view text;  /* the cell as decoded, or the row's raw bytes */
	const char *problem;
	char delimiter;         /* of the row */
};

/* Called in file order by the reader's thread; text lives only during the call. Non-zero
 * stops the reading with that code. */
typedef int (*spot_reject_fn)(void *ctx, const struct spot_reject *reject);

/* The CSV line of one reject, LF-ended, text quoted where needed; and the header line. */
void spot_reject_print(struct spot_buf *out, const struct spot_reject *reject);
void spot_reject_print_header(struct spot_buf *out);

/* The same as an error: SPOT_EDATA with its place and the beginning of the cell's text. */
int spot_reject_tell(const struct spot_reject *reject, struct spot_error *err);

#endif
