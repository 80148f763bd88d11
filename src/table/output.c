/* SPDX-License-Identifier: MIT */
/*
 * A file is written to a temporary file beside it and renamed over it when all is on the
 * disk: whoever looks sees the old file or the new one. Bytes go through a buffer, then
 * through a compressor if there is one, then to write(2). An error is kept and comes back
 * from every later call.
 */
#include "table/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/number.h"
#include "table/packer.h"

#define BUFFER_BYTES ((size_t)256 << 10)
#define STOP_POLL_MS 200
#define MAX_LINKS 40
#define MAX_NAME 200 /* of the file's name in the temporary one's, which NAME_MAX holds */

struct spot_output {
	char *path;      /* what is replaced; shown in errors */
	char *temp;      /* NULL: written directly */
	int fd;
	const atomic_int *stop; /* or NULL */
	bool is_stdout;
	bool is_pipe;    /* known with stop only */
	bool temp_made;  /* and not yet renamed */
	struct spot_packer *packer; /* NULL: not compressed */
	int failed;
	struct spot_error failure;
	size_t len;
	char buffer[BUFFER_BYTES];
};

/* The next step, or NULL. */
static const char *fail_hint(int why)
{
	switch (why) {
	case EPIPE:
		return "what it has read is only a part";
	case ENOSPC:
	case EDQUOT:
		return "make room on the disk and run again";
	case EISDIR:
		return "name a file in it";
	case ENOENT:
	case ENOTDIR:
	case EACCES:
	case EPERM:
	case EROFS:
		return "check that the folder is there and that you may write to it";
	case ELOOP:
		return "check where the symbolic link leads";
	case ENAMETOOLONG:
		return "give it a shorter name";
	case EFBIG:
		return "check the limit on the size of files (ulimit -f)";
	case EIO:
		return "check the disk and run again";
	default:
		return NULL;
	}
}

/* Keeps what errno says; every later call fails with it. */
static int output_fail(struct spot_output *output, const char *doing)
{
	int why = errno;
	struct spot_error *failure = &output->failure;
	if (why == ENOMEM)
		return spot_error_nomem(failure);
	if (why == EPIPE)
		spot_error_set(failure, SPOT_EWRITE, "the reader of the output went away");
	else
		spot_error_set(failure, SPOT_EWRITE, "%s failed: %s", doing, strerror(why));
	spot_error_place(failure, output->path, 0, NULL);
	const char *hint = fail_hint(why);
	if (hint)
		spot_error_hint(failure, "%s", hint);
	return SPOT_EWRITE;
}

/* A signal ended the wait; its number is 0 where it is not known. */
static int output_interrupted(struct spot_output *output, int signal_nr)
{
	struct spot_error *failure = &output->failure;
	if (signal_nr != 0)
		spot_error_set(failure, SPOT_EINTR, "stopped by signal %d", signal_nr);
	else
		spot_error_set(failure, SPOT_EINTR, "stopped by a signal");
	spot_error_place(failure, output->path, 0, NULL);
	return SPOT_EINTR;
}

/* Every public call's end. */
static int output_result(struct spot_output *output, int rc, struct spot_error *err)
{
	output->failed = rc;
	if (rc < 0 && err)
		*err = output->failure;
	return rc;
}

/* --- opening ----------------------------------------------------------------------------- */

/* The name in the folder of path that link (its target) means. */
static char *path_beside(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');
	struct spot_buf out = SPOT_BUF_INIT;
	if (slash && name[0] != '/')
		spot_buf_add(&out, path, (size_t)(slash + 1 - path));
	spot_buf_text(&out, name);
	if (!spot_buf_failed(&out))
		return out.ptr;
	spot_buf_reset(&out);
	return NULL;
}

/* Follows symbolic links at the end of the path, also to what does not exist yet. NULL with
 * errno set. */
static char *path_resolve(const char *path)
{
	errno = ENOMEM;
	char *at = spot_mem_copy(path, strlen(path));
	for (int i = 0; at; i++) {
		char target[4096];
		ssize_t n = readlink(at, target, sizeof(target) - 1);
		if (n < 0)
			return at;
		target[n] = '\0';
		char *next = i < MAX_LINKS ? path_beside(at, target) : NULL;
		free(at);
		at = next;
		errno = i < MAX_LINKS ? ENOMEM : ELOOP;
	}
	return NULL;
}

int spot_output_target(char **out, const char *path)
{
	*out = path_resolve(path);
	if (!*out && errno != ENOMEM)
		*out = spot_mem_copy(path, strlen(path));
	return *out ? 0 : SPOT_ENOMEM;
}

int spot_output_descriptor(const char *path)
{
	static const char *const streams[] = { "/dev/stdin", "/dev/stdout", "/dev/stderr" };
	static const char *const folders[] = { "/dev/fd/", "/proc/self/fd/" };
	int64_t number;

	for (int i = 0; i < 3; i++)
		if (strcmp(path, streams[i]) == 0)
			return i;
	for (size_t i = 0; i < 2; i++) {
		size_t len = strlen(folders[i]);

		if (strncmp(path, folders[i], len) == 0 &&
		    spot_number_integer(spot_view_of(path + len), &number) && number >= 0 &&
		    number <= INT_MAX)
			return (int)number;
	}
	return -1;
}

static int output_open_temp(struct spot_output *output, const struct stat *old)
{
	const char *slash = strrchr(output->path, '/');
	const char *name = slash ? slash + 1 : output->path;
	if (*name == '\0') {
		errno = EISDIR;
		return output_fail(output, "opening");
	}
	struct spot_buf text = SPOT_BUF_INIT;
	for (int i = 0; i < 100; i++) {
		spot_buf_clear(&text);
		spot_buf_printf(&text, ".%.*s.tmp.%ld", MAX_NAME, name, (long)getpid());
		if (i > 0)
			spot_buf_printf(&text, ".%d", i);
		free(output->temp);
		output->temp = spot_buf_failed(&text) ? NULL : path_beside(output->path, text.ptr);
		if (!output->temp)
			break;
		output->fd = open(
		    output->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
		if (output->fd >= 0 || errno != EEXIST)
			break;
	}
	spot_buf_reset(&text);
	if (!output->temp)
		return spot_error_nomem(&output->failure);
	if (output->fd < 0)
		return output_fail(output, "opening a temporary file beside it");
	output->temp_made = true;
	if (old && fchmod(output->fd, old->st_mode & 0777) < 0)
		return output_fail(output, "keeping the file's rights");
	return 0;
}

static int output_open_file(struct spot_output *output, const char *path)
{
	struct stat st;
	bool exists = stat(path, &st) == 0;
	if (exists && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return output_fail(output, "opening");
	}
	int shared = spot_output_descriptor(path);
	if ((exists && !S_ISREG(st.st_mode)) || shared >= 0) {
		/* Opened anew, a file would be written from its beginning. */
		output->fd = shared >= 0 ? fcntl(shared, F_DUPFD_CLOEXEC, 0)
		                         : open(path, O_WRONLY | O_CLOEXEC);
		if (output->fd >= 0)
			return 0;
		/* A pipe that nobody has opened to read. */
		return errno == EINTR ? output_interrupted(output, 0)
				      : output_fail(output, "opening");
	}
	/* A rename would replace a file that is protected against writing. */
	if (exists && access(path, W_OK) < 0)
		return output_fail(output, "opening");
	char *target = path_resolve(path);
	if (!target)
		return output_fail(output, "opening");
	free(output->path);
	output->path = target;
	return output_open_temp(output, exists ? &st : NULL);
}

int spot_output_open(struct spot_output **out, const char *path, struct spot_error *err)
{
	*out = NULL;
	bool is_stdout = !path || strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0;
	const char *name = is_stdout ? "<stdout>" : path;
	struct spot_output *output = malloc(sizeof(*output));
	if (!output)
		return spot_error_nomem(err);
	memset(output, 0, offsetof(struct spot_output, buffer));
	output->fd = is_stdout ? STDOUT_FILENO : -1;
	output->is_stdout = is_stdout;
	output->path = spot_mem_copy(name, strlen(name));
	int rc = output->path ? 0 : spot_error_nomem(&output->failure);
	if (rc == 0)
		rc = spot_packer_open(&output->packer, name, &output->failure);
	if (rc == 0 && !is_stdout)
		rc = output_open_file(output, path);
	output_result(output, rc, err);
	if (rc < 0)
		spot_output_close(output);
	else
		*out = output;
	return rc;
}

/* --- writing ----------------------------------------------------------------------------- */

void spot_output_stop_at(struct spot_output *output, const atomic_int *stop)
{
	struct stat st;
	output->stop = stop;
	output->is_pipe = stop && fstat(output->fd, &st) == 0 && S_ISFIFO(st.st_mode);
}

/* Waits until a write can be tried. A signal may come to another thread, or just before the
 * wait: the flag is looked at again and again. */
static int output_wait(struct spot_output *output)
{
	struct pollfd wanted = { .fd = output->fd, .events = POLLOUT };
	while (poll(&wanted, 1, output->stop ? STOP_POLL_MS : -1) <= 0) {
		int stopped = output->stop ? atomic_load(output->stop) : 0;
		if (stopped != 0)
			return output_interrupted(output, stopped);
	}
	return 0;
}

/* A pipe that can be written to takes PIPE_BUF bytes at once: with no more than that a write
 * never waits beyond the flag's reach. */
static int output_put(void *ctx, const char *ptr, size_t len)
{
	struct spot_output *output = ctx;
	while (len > 0) {
		size_t want = output->is_pipe && len > PIPE_BUF ? PIPE_BUF : len;
		int rc = output->is_pipe ? output_wait(output) : 0;
		if (rc < 0)
			return rc;
		ssize_t n = write(output->fd, ptr, want);
		int why = n < 0 ? errno : n == 0 ? EIO : 0;
		if (n > 0) {
			ptr += n;
			len -= (size_t)n;
			if ((size_t)n == want)
				continue;
		}
		/* Somebody left the descriptor non-blocking. */
		if (why == EAGAIN)
			rc = output_wait(output);
		int stopped = output->stop ? atomic_load(output->stop) : 0;
		if (rc == 0 && stopped != 0 && (n > 0 || why == EINTR))
			rc = output_interrupted(output, stopped);
		if (rc < 0)
			return rc;
		if (why != 0 && why != EAGAIN && why != EINTR) {
			errno = why;
			return output_fail(output, "writing");
		}
	}
	return 0;
}

/* Through the compressor, where there is one. */
static int output_pass(struct spot_output *output, const char *ptr, size_t len, bool last)
{
	if (!output->packer)
		return output_put(output, ptr, len);
	return spot_packer_write(
	    output->packer, ptr, len, last, output_put, output, &output->failure);
}

int spot_output_write(
    struct spot_output *output, const char *ptr, size_t len, struct spot_error *err)
{
	int rc = output->failed;
	if (rc == 0 && len > BUFFER_BYTES - output->len) {
		rc = output_pass(output, output->buffer, output->len, false);
		output->len = 0;
	}
	if (rc == 0 && len >= BUFFER_BYTES) {
		rc = output_pass(output, ptr, len, false);
	} else if (rc == 0 && len > 0) {
		memcpy(output->buffer + output->len, ptr, len);
		output->len += len;
	}
	return output_result(output, rc, err);
}

/* --- the end ----------------------------------------------------------------------------- */

/* The rename is done; a folder that cannot be synced (some file systems) does not undo it. */
static void folder_sync(const char *path)
{
	char *folder = path_beside(path, ".");
	int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	free(folder);
	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

static int output_finish_file(struct spot_output *output)
{
	if (output->temp && fsync(output->fd) < 0)
		return output_fail(output, "syncing to the disk");
	int fd = output->fd;
	output->fd = -1;
	if (close(fd) < 0 && errno != EINTR)
		return output_fail(output, "closing");
	if (!output->temp)
		return 0;
	if (rename(output->temp, output->path) < 0)
		return output_fail(output, "putting the new file in place");
	output->temp_made = false;
	folder_sync(output->path);
	return 0;
}

/* A file system may tell a failed write only when the file is closed; standard output
 * itself stays open. */
static int output_finish_stdout(struct spot_output *output)
{
	int copy = dup(output->fd);
	if (copy >= 0 && close(copy) < 0 && errno != EINTR)
		return output_fail(output, "closing");
	return 0;
}

int spot_output_commit(struct spot_output *output, struct spot_error *err)
{
	int rc = output->failed, stopped = output->stop ? atomic_load(output->stop) : 0;
	if (rc == 0 && stopped != 0)
		rc = output_interrupted(output, stopped);
	if (rc == 0)
		rc = output_pass(output, output->buffer, output->len, true);
	output->len = 0;
	if (rc == 0)
		rc = output->is_stdout ? output_finish_stdout(output) : output_finish_file(output);
	return output_result(output, rc, err);
}

void spot_output_close(struct spot_output *output)
{
	if (!output)
		return;
	if (output->fd >= 0 && !output->is_stdout)
		close(output->fd);
	if (output->temp_made)
		unlink(output->temp);
	spot_packer_close(output->packer);
	free(output->temp);
	free(output->path);
	free(output);
}

int spot_output_put(const char *path, const struct spot_buf *text, const atomic_int *stop,
    struct spot_error *err)
{
	struct spot_output *output = NULL;
	int rc = spot_buf_failed(text) ? spot_error_nomem(err)
				       : spot_output_open(&output, path, err);

	if (rc == 0)
		spot_output_stop_at(output, stop);
	if (rc == 0)
		rc = spot_output_write(output, spot_buf_str(text), text->len, err);
	if (rc == 0)
		rc = spot_output_commit(output, err);
	spot_output_close(output);
	return rc;
}
