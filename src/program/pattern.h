/* SPDX-License-Identifier: MIT */
/*
 * Lua patterns (manual of Lua 5.4, 6.4.1), matched with a count of steps so that no pattern can
 * hang. Knows no lua_State; owns nothing, so that the charge function may jump out.
 */
#ifndef SPOT_PROGRAM_PATTERN_H
#define SPOT_PROGRAM_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/view.h"

enum { SPOT_PATTERN_MAX_CAPTURES = 32 };

struct spot_pattern_capture {
	const char *ptr;
	ptrdiff_t len; /* bytes, or one of: */
};
#define SPOT_PATTERN_OPEN ((ptrdiff_t)-1)     /* its ")" was not met */
#define SPOT_PATTERN_POSITION ((ptrdiff_t)-2) /* "()": ptr is the position */

/* Told of every so many steps (tests of one character, roughly). It stops the match by not
 * returning or by setting the match's error. */
typedef void (*spot_pattern_charge_fn)(void *ctx, uint64_t steps);

struct spot_pattern {
	struct spot_view subject, pattern; /* the pattern without an anchor */
	spot_pattern_charge_fn charge;     /* may be NULL */
	void *ctx;
	uint64_t n_steps; /* not yet charged */
	const char *error; /* NULL, or what is wrong with the pattern */
	unsigned depth;
	unsigned n_captures;
	struct spot_pattern_capture captures[SPOT_PATTERN_MAX_CAPTURES];
};

/* subject and pattern with no NULL pointers. */
void spot_pattern_init(struct spot_pattern *match, struct spot_view subject,
    struct spot_view pattern, spot_pattern_charge_fn charge, void *ctx);

/* Where a match that begins at this place of the subject ends, or NULL: none, or error is set (a
 * wrong pattern is only noticed when the wrong part is reached, as in Lua). */
const char *spot_pattern_match(struct spot_pattern *match, const char *at);

/* No character in it is special. */
bool spot_pattern_is_plain(struct spot_view pattern);

/* Charges the steps that were not charged yet. */
void spot_pattern_settle(struct spot_pattern *match);

#endif
