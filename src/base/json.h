/* SPDX-License-Identifier: MIT */
/*
 * JSON into a text buffer, one value after the other: brackets, commas and line ends are the
 * writer's, nesting is the caller's.
 *
 *	struct spot_json json = SPOT_JSON_INIT(&out, 1);
 *	spot_json_object(&json);
 *	spot_json_key(&json, "rate");
 *	spot_json_number(&json, 0.25);
 *	spot_json_end(&json);
 *
 * In an object every value is preceded by its key; nesting deeper than SPOT_JSON_DEPTH and an end
 * without a beginning are broken invariants. Want of memory shows in the buffer. Not thread-safe.
 */
#ifndef SPOT_BASE_JSON_H
#define SPOT_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/view.h"

#define SPOT_JSON_DEPTH 32

struct spot_json {
	struct spot_buf *out; /* borrowed */
	unsigned n_lined;     /* members of so many outer levels begin a line each */
	unsigned depth;
	uint32_t arrays;  /* bit d: the level d is an array */
	uint32_t started; /* bit d: the level d has a member */
	bool after_key;
};

#define SPOT_JSON_INIT(buf, lined) { .out = (buf), .n_lined = (lined) }

void spot_json_object(struct spot_json *json);
void spot_json_array(struct spot_json *json);
/* Ends the innermost object or array; after the outermost one comes a newline. */
void spot_json_end(struct spot_json *json);

void spot_json_key(struct spot_json *json, const char *key);

void spot_json_view(struct spot_json *json, struct spot_view text);
void spot_json_text(struct spot_json *json, const char *text); /* NULL: null */
/* Reads back as the same double; NaN and infinity become null. */
void spot_json_number(struct spot_json *json, double value);
void spot_json_integer(struct spot_json *json, int64_t value);
void spot_json_bool(struct spot_json *json, bool value);
void spot_json_null(struct spot_json *json);
/* The next value is written to the buffer by the caller, whole. */
void spot_json_given(struct spot_json *json);

/* A string with its quotes, alone; bytes that are not UTF-8 become U+FFFD; '<' and what a terminal
 * or a browser would obey are escaped too, so that it may be looked at anywhere, and stand in the
 * script of a page. */
void spot_json_quote(struct spot_buf *out, struct spot_view text);

#endif
