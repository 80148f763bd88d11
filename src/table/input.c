/* SPDX-License-Identifier: MIT */
/*
 * An input is a chain of stages, built when the first bytes are wanted:
 *
 *	source - peek (packed?) - [unpacker] - peek (byte order mark? text?) - [encoding]
 *
 * Until then only the source and the first peek exist. An error ends the input for good.
 */
#include "table/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "table/input_internal.h"

#define CHUNK_BYTES ((size_t)256 << 10)

struct spot_input {
	char *name;
	const char *encoding; /* as shown; NULL: not named */
	size_t chunk;
	struct spot_stage *top; /* owns all stages below */
	struct spot_peek *packed; /* the peek that is top until the input is started */
	size_t read_bytes, size_bytes;
	bool started, had_bom;
	const char *recoded_from;
	int failed;
	struct spot_error failure;
};

void spot_input_close(struct spot_input *input)
{
	if (!input)
		return;
	if (input->top)
		input->top->close(input->top);
	free(input->name);
	free(input);
}

static int input_new(struct spot_input **out, const char *name,
    const struct spot_input_options *options, struct spot_error *err)
{
	struct spot_input *input = spot_mem_calloc(1, sizeof(*input));
	*out = NULL;
	if (!input)
		return spot_error_nomem(err);
	input->chunk = options && options->chunk_bytes > 0 ? options->chunk_bytes : CHUNK_BYTES;
	input->name = spot_mem_copy(name, strlen(name));
	int rc = input->name ? 0 : spot_error_nomem(err);
	if (rc == 0 && options && options->encoding) {
		input->encoding = spot_input_encoding_name(options->encoding);
		if (!input->encoding) {
			rc = spot_error_set(err, SPOT_EUSAGE, "unknown encoding '%s'",
			    options->encoding);
			spot_error_hint(err,
			    "use a name that iconv knows, such as latin1 or UTF-16LE "
			    "('iconv -l' lists them)");
			spot_error_place(err, "--encoding", 0, NULL);
		}
	}
	if (rc < 0) {
		spot_input_close(input);
		return rc;
	}
	*out = input;
	return 0;
}

/* Puts a peek over the source, which is the input's from then on; also on failure. */
static int input_add_source(struct spot_input *input, struct spot_stage *source,
    struct spot_error *err)
{
	input->top = source;
	int rc = spot_input_peek_open(&input->packed, source, err);
	if (rc == 0)
		input->top = spot_input_peek_stage(input->packed);
	return rc;
}

/* Opening a pipe with a name waits for its writer, until a signal comes. */
static int path_open(const char *path, const atomic_int *stop)
{
	int fd;
	do
		fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd < 0 && errno == EINTR && stop && atomic_load(stop) == 0);
	return fd;
}

static int not_opened(int why, struct spot_error *err)
{
	spot_error_set(err, SPOT_EDATA, "the file cannot be opened: %s", strerror(why));
	if (why == ENOENT)
		spot_error_hint(err, "check the name and the folder");
	else if (why == EACCES)
		spot_error_hint(err, "ask its owner for the right to read it");
	return SPOT_EDATA;
}

int spot_input_find(const char *path, struct spot_error *err)
{
	struct stat found;
	int rc;

	if (strcmp(path, "-") == 0 || stat(path, &found) == 0)
		return 0;
	rc = not_opened(errno, err);
	spot_error_place(err, path, 0, NULL);
	return rc;
}

static int file_open(int *fd, struct spot_input *input, const char *path, const atomic_int *stop,
    struct spot_error *err)
{
	*fd = strcmp(path, "-") == 0 ? STDIN_FILENO : path_open(path, stop);
	struct stat st;
	if (*fd < 0 || fstat(*fd, &st) < 0) {
		int why = errno;
		if (why == EINTR && stop)
			return spot_error_set(
			    err, SPOT_EINTR, "stopped by signal %d", atomic_load(stop));
		if (why == EINTR)
			return spot_error_set(err, SPOT_EINTR, "stopped by a signal");
		return not_opened(why, err);
	}
	if (S_ISDIR(st.st_mode)) {
		spot_error_set(err, SPOT_EDATA, "this is a folder, not a file");
		spot_error_hint(err, "name a file in it");
		return SPOT_EDATA;
	}
	if (S_ISREG(st.st_mode) && st.st_size > 0)
		input->size_bytes = (size_t)st.st_size;
	return 0;
}

int spot_input_open(struct spot_input **out, const char *path,
    const struct spot_input_options *options, struct spot_error *err)
{
	struct spot_input *input;
	struct spot_stage *source;
	bool is_stdin = strcmp(path, "-") == 0;
	int fd = -1;
	int rc = input_new(&input, is_stdin ? "<stdin>" : path, options, err);
	if (rc < 0)
		return rc;
	const atomic_int *stop = options ? options->stop : NULL;
	rc = file_open(&fd, input, path, stop, err);
	if (rc < 0)
		goto out;
	rc = spot_input_source_fd(
	    &source, fd, !is_stdin, stop, input->chunk, &input->read_bytes, err);
	if (rc < 0)
		goto out;
	fd = -1; /* now owned by the source */
	rc = input_add_source(input, source, err);
out:
	if (rc < 0) {
		spot_error_place(err, input->name, 0, NULL);
		if (fd >= 0 && !is_stdin)
			close(fd);
		spot_input_close(input);
		input = NULL;
	}
	*out = input;
	return rc;
}

int spot_input_open_memory(struct spot_input **out, const char *name, const void *bytes,
    size_t len, const struct spot_input_options *options, struct spot_error *err)
{
	struct spot_input *input;
	struct spot_stage *source;
	int rc = input_new(&input, name, options, err);
	if (rc < 0)
		return rc;
	input->size_bytes = len;
	rc = spot_input_source_memory(&source, bytes, len, input->chunk, &input->read_bytes, err);
	if (rc == 0)
		rc = input_add_source(input, source, err);
	if (rc < 0) {
		spot_input_close(input);
		input = NULL;
	}
	*out = input;
	return rc;
}

/* Puts the unpacker that the first bytes ask for on top. */
static int input_unpack(struct spot_input *input, struct spot_error *err)
{
	struct spot_view head;
	int rc = spot_input_peek_look(input->packed, 4, &head, err);
	if (rc < 0)
		return rc;
	if (head.len >= 2 && memcmp(head.ptr, "\x1F\x8B", 2) == 0)
		return spot_input_gzip_open(&input->top, input->top, input->chunk, err);
	/* A zstd file may begin with a skippable frame: 50 to 5F, 2A 4D 18. */
	if (head.len == 4 &&
	    (memcmp(head.ptr, "\x28\xB5\x2F\xFD", 4) == 0 ||
		((head.ptr[0] & 0xF0) == 0x50 && memcmp(head.ptr + 1, "\x2A\x4D\x18", 3) == 0)))
		return spot_input_zstd_open(&input->top, input->top, input->chunk, err);
	return 0;
}

static int input_refuse_binary(struct spot_view head, struct spot_error *err)
{
	const char *hint, *what = spot_input_magic(head, &hint);
	if (!what)
		return 0;
	spot_error_set(err, SPOT_EDATA, "this is %s, not CSV", what);
	spot_error_hint(err, "%s", hint);
	return SPOT_EDATA;
}

/* Takes the mark off and puts the encoding's stage on top. A mark is surer than a name. */
static int input_decode(struct spot_input *input, struct spot_peek *plain, struct spot_error *err)
{
	struct spot_view head;
	int rc = spot_input_peek_look(plain, SPOT_PEEK_BYTES, &head, err);
	if (rc == 0)
		rc = input_refuse_binary(head, err);
	if (rc < 0)
		return rc;
	size_t n_mark;
	const char *encoding = spot_input_encoding_mark(head, &n_mark);
	spot_input_peek_skip(plain, n_mark);
	if (!encoding)
		encoding = input->encoding;
	if (!encoding || spot_input_encoding_is_utf8(encoding)) {
		input->had_bom = n_mark > 0;
		encoding = input->had_bom ? NULL : spot_input_encoding_guess(head);
		if (!encoding)
			return 0;
		spot_error_set(
		    err, SPOT_EDATA, "this looks like %s without a byte order mark", encoding);
		spot_error_hint(err, "add --encoding %s", encoding);
		return SPOT_EDATA;
	}
	input->recoded_from = encoding;
	return spot_input_encoding_open(&input->top, input->top, encoding, err);
}

static int input_start(struct spot_input *input, struct spot_error *err)
{
	struct spot_peek *plain;
	int rc = input_unpack(input, err);
	if (rc == 0)
		rc = spot_input_peek_open(&plain, input->top, err);
	if (rc < 0)
		return rc;
	input->top = spot_input_peek_stage(plain);
	return input_decode(input, plain, err);
}

ssize_t spot_input_read(struct spot_input *input, char *buf, size_t size, struct spot_error *err)
{
	if (input->failed) {
		if (err)
			*err = input->failure;
		return input->failed;
	}
	ssize_t n = 0;
	if (!input->started)
		n = input_start(input, &input->failure);
	input->started = true;
	if (n == 0 && size > 0)
		n = input->top->read(input->top, buf, size, &input->failure);
	if (n >= 0)
		return n;
	spot_error_place(&input->failure, input->name, 0, NULL);
	input->failed = (int)n;
	if (err)
		*err = input->failure;
	return n;
}

bool spot_input_had_bom(const struct spot_input *input)
{
	return input->had_bom;
}

const char *spot_input_recoded_from(const struct spot_input *input)
{
	return input->recoded_from;
}

const char *spot_input_name(const struct spot_input *input)
{
	return input->name;
}

void spot_input_progress(const struct spot_input *input, size_t *read_bytes, size_t *size_bytes)
{
	*read_bytes = input->read_bytes;
	*size_bytes = input->size_bytes;
}
