/* SPDX-License-Identifier: MIT */
/*
 * Stages of an input, shared by the input_*.c files only. A stage is a stream of bytes made
 * from the stage below it; it owns that stage once its open function has succeeded, and
 * closes it with itself.
 */
#ifndef SPOT_TABLE_INPUT_INTERNAL_H
#define SPOT_TABLE_INPUT_INTERNAL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/view.h"

struct spot_stage {
	/* Up to size (> 0) bytes: > 0 the number, 0 the end, < 0 SPOT_E*. Errors carry no
	 * file: input.c adds it. */
	ssize_t (*read)(struct spot_stage *stage, char *buf, size_t size, struct spot_error *err);
	void (*close)(struct spot_stage *stage);
};

/* A descriptor (closed with the stage when owned) or bytes in memory, at most chunk bytes a
 * read. *n_read counts. */
int spot_input_source_fd(struct spot_stage **out, int fd, bool owned, const atomic_int *stop,
    size_t chunk, size_t *n_read, struct spot_error *err);
int spot_input_source_memory(struct spot_stage **out, const void *bytes, size_t len, size_t chunk,
    size_t *n_read, struct spot_error *err);

/* Bytes that can be looked at before they are read. */
#define SPOT_PEEK_BYTES 4096
struct spot_peek;
int spot_input_peek_open(struct spot_peek **out, struct spot_stage *below, struct spot_error *err);
struct spot_stage *spot_input_peek_stage(struct spot_peek *peek);
/* The next bytes: want (<= SPOT_PEEK_BYTES) of them, fewer only at the end. Before the
 * first read only. */
int spot_input_peek_look(struct spot_peek *peek, size_t want, struct spot_view *head,
    struct spot_error *err);
/* Drops the first n bytes of those looked at. */
void spot_input_peek_skip(struct spot_peek *peek, size_t n);

int spot_input_gzip_open(struct spot_stage **out, struct spot_stage *below, size_t chunk,
    struct spot_error *err);
int spot_input_zstd_open(struct spot_stage **out, struct spot_stage *below, size_t chunk,
    struct spot_error *err);

/* The encoding's name as it is shown ("windows-1252", "UTF-16LE"), or NULL when nobody knows it. */
const char *spot_input_encoding_name(const char *name);
bool spot_input_encoding_is_utf8(const char *name);
/* The encoding that a byte order mark at the start of head names, or NULL; *len is the
 * mark's length. */
const char *spot_input_encoding_mark(struct spot_view head, size_t *len);
/* The UTF-16 that bytes without a mark look like, or NULL. */
const char *spot_input_encoding_guess(struct spot_view head);
/* name: one of those that are known. */
int spot_input_encoding_open(struct spot_stage **out, struct spot_stage *below, const char *name,
    struct spot_error *err);

/* What a file that is not text is ("an Excel workbook (xlsx)"), or NULL; *hint says what to do. */
const char *spot_input_magic(struct spot_view head, const char **hint);

/* Appends the bytes read as windows-1252, in UTF-8. The five bytes that it leaves open are
 * C1 controls. */
void spot_input_encoding_windows1252(struct spot_buf *out, struct spot_view bytes);

#endif
