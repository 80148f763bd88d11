/* SPDX-License-Identifier: MIT */
/*
 * Bytes in: a file, "-" for standard input, or memory; .gz and .zst decompressed by their
 * magic bytes; UTF-16 and named encodings turned into UTF-8; BOM taken off. One owner, one
 * thread.
 */
#ifndef SPOT_TABLE_INPUT_H
#define SPOT_TABLE_INPUT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"

struct spot_input;

struct spot_input_options {
	const atomic_int *stop; /* looked at while waiting for bytes: non-zero ends the reading with
	                         * SPOT_EINTR; may be NULL */
	/* NULL: UTF-8, or UTF-16 by BOM; else a name iconv knows. latin1 means
	 * windows-1252; a BOM wins over the name. */
	const char *encoding;
	/* How much is read at a time; 0: 256 KiB. Results never depend on it. */
	size_t chunk_bytes;
};

/* path "-": standard input. Errors SPOT_EDATA with the file named (missing, a directory,
 * unreadable, unknown encoding is SPOT_EUSAGE; SPOT_EINTR when a
 * signal ends the wait for a pipe's writer). Takes ownership of nothing. */
int spot_input_open(struct spot_input **out, const char *path,
    const struct spot_input_options *options, struct spot_error *err);

/* The error of opening a file that is not there, without opening it: a pipe gives its bytes
 * once. */
int spot_input_find(const char *path, struct spot_error *err);

/* As spot_input_open, over bytes in memory, which must outlive it; for tests and for text given by
 * a library user. */
int spot_input_open_memory(struct spot_input **out, const char *name, const void *bytes,
    size_t len, const struct spot_input_options *options, struct spot_error *err);

/* Up to size bytes of UTF-8 (or of bytes as they are where they are not UTF-8): > 0 the
 * number, 0 the end, < 0 an error (truncated gzip, bad zstd frame, bad UTF-16, read error;
 * file and byte named). */
ssize_t spot_input_read(struct spot_input *input, char *buf, size_t size, struct spot_error *err);

/* Facts for the summary; true or non-NULL once the first bytes were read. */
bool spot_input_had_bom(const struct spot_input *input);            /* UTF-8 BOM */
/* "UTF-16LE", "windows-1252", … or NULL. */
const char *spot_input_recoded_from(const struct spot_input *input);
const char *spot_input_name(const struct spot_input *input);         /* "-" is "<stdin>" */
/* Compressed and plain bytes consumed so far, and the file's size or 0: for a progress line. */
void spot_input_progress(const struct spot_input *input, size_t *read_bytes, size_t *size_bytes);

void spot_input_close(struct spot_input *input);

#endif
