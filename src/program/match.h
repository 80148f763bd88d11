/* SPDX-License-Identifier: MIT */
/*
 * Whether a text is one of a set, is like a glob, matches a regular expression or a Lua pattern.
 * Sets compare folded, globs without accents too.
 */
#ifndef SPOT_PROGRAM_MATCH_H
#define SPOT_PROGRAM_MATCH_H

#include "program/scalar.h"

enum spot_match {
	SPOT_MATCH_NO,
	SPOT_MATCH_YES,
	SPOT_MATCH_UNSURE, /* too many steps, text that is not UTF-8, a wrong pattern */
	SPOT_MATCH_N
};

bool spot_match_one_of(struct spot_scratch *s, const struct spot_constant *set,
    struct spot_view text);
bool spot_match_has(struct spot_scratch *s, const struct spot_constant *set,
    struct spot_list list);
bool spot_match_like(struct spot_scratch *s, const struct spot_constant *globs,
    struct spot_view text);
enum spot_match spot_match_regex(struct spot_scratch *s, const struct spot_constant *regex,
    struct spot_view text);
enum spot_match spot_match_pattern(struct spot_view text, struct spot_view pattern);
/* What the pattern's capture of that number matched, 0: all of it; "" where there is none. */
struct spot_view spot_match_capture(struct spot_view text, struct spot_view pattern, int64_t idx);

/* The folded text, in the scratch until the next one. */
struct spot_view spot_match_fold(struct spot_scratch *s, struct spot_view text,
    bool strip_accents);

#endif
