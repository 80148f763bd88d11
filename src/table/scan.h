/* SPDX-License-Identifier: MIT */
/*
 * The scanner: records out of a block that a reader has cut, without copying a cell. What is not
 * plain (rows of another length, blank lines, bytes that are not UTF-8, NUL bytes) is handed to
 * the reader's own code, row by row, so that records, rejects and counts are those that
 * spot_reader_next would have given.
 */
#ifndef SPOT_TABLE_SCAN_H
#define SPOT_TABLE_SCAN_H

#include "base/error.h"
#include "table/record.h"
#include "table/reject.h"

struct spot_scan {
	const char *name;        /* of the file, for rejects and errors; outlives what they name */
	spot_reject_fn reject;   /* NULL: the first row that cannot be used is an error */
	void *reject_ctx;
};

/* Makes records of the chunk's block; does nothing for a chunk that was filled by
 * spot_reader_next, or was scanned. Sets the chunk's counts. Any thread that owns the chunk; the
 * reader may be closed by then. An error leaves the records that stand before it. */
int spot_chunk_scan(struct spot_chunk *chunk, const struct spot_scan *scan,
    struct spot_error *err);

#endif
