/* SPDX-License-Identifier: MIT */
/* What the tests of inputs share: reads that are refused when told so, and what is read of bytes
 * for every way of cutting them. */
#ifndef INPUT_READ_H
#define INPUT_READ_H

#include "support/unit.h"

#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/buf.h"
#include "table/input.h"
#include "table/input_internal.h"

/* read(2) of the library comes here: every second one is interrupted, and it may be made to
 * fail. */
static bool read_interrupts;
static int read_fails_at; /* the n-th from now; 0: none */

ssize_t read(int fd, void *buf, size_t size)
{
	static unsigned turn;
	if (read_interrupts && turn++ % 2 == 0) {
		errno = EINTR;
		return -1;
	}
	if (read_fails_at > 0 && --read_fails_at == 0) {
		errno = EIO;
		return -1;
	}
	return syscall(SYS_read, fd, buf, size);
}

/* --- helpers ------------------------------------------------------------------------------- */

static char folder[64];

static inline int folder_make(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/spot-input-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static inline int folder_remove(void **state)
{
	(void)state;
	char path[128];
	snprintf(path, sizeof(path), "%s/file", folder);
	unlink(path);
	return rmdir(folder);
}

static inline const char *file_make(const void *bytes, size_t len)
{
	static char path[128];
	snprintf(path, sizeof(path), "%s/file", folder);
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	return path;
}

/* All that the input gives, read with buffers of that size: 0 or the error. */
static inline int drain(
    struct spot_buf *out, struct spot_input *input, size_t size, struct spot_error *err)
{
	char *buf = malloc(size);
	ssize_t n;
	while ((n = spot_input_read(input, buf, size, err)) > 0) {
		assert_true((size_t)n <= size);
		spot_buf_add(out, buf, (size_t)n);
	}
	free(buf);
	return (int)n;
}

static int read_memory(struct spot_buf *out, const void *bytes, size_t len, const char *encoding,
    size_t chunk, struct spot_error *err)
{
	struct spot_input_options options = { .encoding = encoding, .chunk_bytes = chunk };
	struct spot_input *input;
	spot_buf_clear(out);
	int rc = spot_input_open_memory(&input, "memory", bytes, len, &options, err);
	if (rc == 0)
		rc = drain(out, input, chunk > 0 ? chunk : 4096, err);
	if (input)
		spot_input_close(input);
	return rc;
}

/* Gives the text whatever the chunks are. */
static inline void assert_reads(
    const void *bytes, size_t len, const char *encoding, const void *text, size_t text_len)
{
	struct spot_buf out = SPOT_BUF_INIT;
	for (size_t chunk = 0; chunk <= 64; chunk++) {
		struct spot_error err = SPOT_ERROR_INIT;
		int rc = read_memory(&out, bytes, len, encoding, chunk, &err);
		if (rc < 0)
			fail_msg("chunks of %zu: %s", chunk, err.what);
		assert_int_equal(out.len, text_len);
		if (text_len > 0)
			assert_memory_equal(out.ptr, text, text_len);
	}
	spot_buf_reset(&out);
}

static inline void assert_refuses(
    const void *bytes, size_t len, const char *encoding, const char *what)
{
	struct spot_buf out = SPOT_BUF_INIT;
	static const size_t chunks[] = { 0, 1, 2, 3, 7, 64 };
	for (size_t i = 0; i < N_OF(chunks); i++) {
		struct spot_error err = SPOT_ERROR_INIT;
		assert_int_equal(
		    read_memory(&out, bytes, len, encoding, chunks[i], &err), SPOT_EDATA);
		if (!strstr(err.what, what))
			fail_msg("chunks of %zu: '%s' lacks '%s'", chunks[i], err.what, what);
		assert_string_equal(err.file, "memory");
	}
	spot_buf_reset(&out);
}

#define READS(bytes, encoding, text) \
	assert_reads(bytes, sizeof(bytes) - 1, encoding, text, sizeof(text) - 1)
#define REFUSES(bytes, encoding, what) assert_refuses(bytes, sizeof(bytes) - 1, encoding, what)

static inline size_t gzip(char *out, size_t size, const char *text, size_t len)
{
	z_stream z = { 0 };
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)text;
	z.avail_in = (uInt)len;
	z.next_out = (unsigned char *)out;
	z.avail_out = (uInt)size;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	size_t n = size - z.avail_out;
	deflateEnd(&z);
	return n;
}

static inline size_t zstd(char *out, size_t size, const char *text, size_t len)
{
	size_t n = ZSTD_compress(out, size, text, len, 3);
	assert_false(ZSTD_isError(n));
	return n;
}

static const char table[] = "id,name\n1,Acme\n2,\"Be,ta\"\n3,Gamma\n";

#endif
