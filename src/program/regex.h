/* SPDX-License-Identifier: MIT */
/*
 * Regular expressions: PCRE2 with UTF, JIT where there is one, and a limit of steps so that no
 * pattern can hang. A compiled pattern is immutable and shared; match data are the caller's
 * thread's own.
 */
#ifndef SPOT_PROGRAM_REGEX_H
#define SPOT_PROGRAM_REGEX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/view.h"

struct spot_regex;

/* SPOT_ERULES with PCRE2's message and the offset when the pattern is wrong. */
int spot_regex_new(struct spot_regex **out, struct spot_view pattern, struct spot_error *err);
/* Anywhere in text. SPOT_ERULES when the step limit was hit or the text is not UTF-8 (place and
 * hint unset). */
int spot_regex_match(const struct spot_regex *regex, struct spot_view text, bool *matched,
    struct spot_error *err);
/* The same; *n_steps says what it cost, at an error too: items of the pattern that were tried. */
int spot_regex_match_counted(const struct spot_regex *regex, struct spot_view text, bool *matched,
    uint64_t *n_steps, struct spot_error *err);
/* The memory that it holds, about. */
size_t spot_regex_size(const struct spot_regex *regex);
void spot_regex_free(struct spot_regex *regex);

#endif
