/* SPDX-License-Identifier: MIT */
#include "table/input_internal.h"

#include <stdlib.h>
#include <string.h>

struct spot_peek {
	struct spot_stage stage;
	struct spot_stage *below;
	size_t pos, len; /* of head: what was looked at and not yet read */
	bool ended;
	char head[SPOT_PEEK_BYTES];
};

static ssize_t peek_read(struct spot_stage *stage, char *buf, size_t size, struct spot_error *err)
{
	struct spot_peek *peek = (struct spot_peek *)stage;
	size_t n = peek->len - peek->pos;
	if (n == 0)
		return peek->ended ? 0 : peek->below->read(peek->below, buf, size, err);
	if (n > size)
		n = size;
	memcpy(buf, peek->head + peek->pos, n);
	peek->pos += n;
	return (ssize_t)n;
}

static void peek_close(struct spot_stage *stage)
{
	struct spot_peek *peek = (struct spot_peek *)stage;
	peek->below->close(peek->below);
	free(peek);
}

int spot_input_peek_open(struct spot_peek **out, struct spot_stage *below, struct spot_error *err)
{
	struct spot_peek *peek = malloc(sizeof(*peek));
	if (!peek)
		return spot_error_nomem(err);
	peek->stage = (struct spot_stage) { peek_read, peek_close };
	peek->below = below;
	peek->pos = peek->len = 0;
	peek->ended = false;
	*out = peek;
	return 0;
}

struct spot_stage *spot_input_peek_stage(struct spot_peek *peek)
{
	return &peek->stage;
}

int spot_input_peek_look(struct spot_peek *peek, size_t want, struct spot_view *head,
    struct spot_error *err)
{
	while (peek->len < want && !peek->ended) {
		ssize_t n = peek->below->read(
		    peek->below, peek->head + peek->len, want - peek->len, err);
		if (n < 0)
			return (int)n;
		peek->ended = n == 0;
		peek->len += (size_t)n;
	}
	*head = (struct spot_view) { peek->head, peek->len };
	return 0;
}

void spot_input_peek_skip(struct spot_peek *peek, size_t n)
{
	peek->pos += n;
}
