/* SPDX-License-Identifier: MIT */
/* Where an input's bytes come from. */
#include "table/input_internal.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fd_source {
	struct spot_stage stage;
	int fd;
	bool owned;
	const atomic_int *stop;
	size_t chunk;
	size_t *n_read;
};

#define STOP_POLL_MS 200

/* Waits until there is something to read. A signal that comes between the look at the flag and the
 * wait is seen when the wait is over. */
static int fd_wait(struct fd_source *source, struct spot_error *err)
{
	struct pollfd wanted = { .fd = source->fd, .events = POLLIN };

	do {
		if (source->stop && atomic_load(source->stop) != 0)
			return spot_error_set(err, SPOT_EINTR, "stopped by signal %d",
			    atomic_load(source->stop));
	} while (poll(&wanted, 1, STOP_POLL_MS) <= 0);
	return 0;
}

static ssize_t fd_read(struct spot_stage *stage, char *buf, size_t size, struct spot_error *err)
{
	struct fd_source *source = (struct fd_source *)stage;
	if (size > source->chunk)
		size = source->chunk;
	for (;;) {
		int rc = source->stop ? fd_wait(source, err) : 0;
		if (rc != 0)
			return rc;
		ssize_t n = read(source->fd, buf, size);
		if (n >= 0) {
			*source->n_read += (size_t)n;
			return n;
		}
		if (errno == EINTR)
			continue;
		if (errno == EAGAIN) {
			/* Somebody left the descriptor non-blocking. */
			poll(&(struct pollfd) { .fd = source->fd, .events = POLLIN }, 1, -1);
			continue;
		}
		spot_error_set(err, SPOT_EDATA, "reading failed after %zu bytes: %s",
		    *source->n_read, strerror(errno));
		spot_error_hint(err, "check the disk or the network and run again");
		return SPOT_EDATA;
	}
}

static void fd_close(struct spot_stage *stage)
{
	struct fd_source *source = (struct fd_source *)stage;
	if (source->owned)
		close(source->fd);
	free(source);
}

int spot_input_source_fd(struct spot_stage **out, int fd, bool owned, const atomic_int *stop,
    size_t chunk, size_t *n_read, struct spot_error *err)
{
	struct fd_source *source = malloc(sizeof(*source));
	if (!source)
		return spot_error_nomem(err);
	*source = (struct fd_source) { { fd_read, fd_close }, fd, owned, stop, chunk, n_read };
	*out = &source->stage;
	return 0;
}

struct memory_source {
	struct spot_stage stage;
	const char *bytes;
	size_t len, chunk;
	size_t *n_read;
};

static ssize_t memory_read(struct spot_stage *stage, char *buf, size_t size, struct spot_error *err)
{
	(void)err;
	struct memory_source *source = (struct memory_source *)stage;
	size_t n = source->len - *source->n_read;
	if (n > size)
		n = size;
	if (n > source->chunk)
		n = source->chunk;
	if (n > 0)
		memcpy(buf, source->bytes + *source->n_read, n);
	*source->n_read += n;
	return (ssize_t)n;
}

static void memory_close(struct spot_stage *stage)
{
	free(stage);
}

int spot_input_source_memory(struct spot_stage **out, const void *bytes, size_t len, size_t chunk,
    size_t *n_read, struct spot_error *err)
{
	struct memory_source *source = malloc(sizeof(*source));
	if (!source)
		return spot_error_nomem(err);
	*source =
	    (struct memory_source) { { memory_read, memory_close }, bytes, len, chunk, n_read };
	*out = &source->stage;
	return 0;
}
