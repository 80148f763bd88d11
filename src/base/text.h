/* SPDX-License-Identifier: MIT */
/* Text: UTF-8, case folding, globs, nearest spelling. Views in, no state; thread-safe. */
#ifndef SPOT_BASE_TEXT_H
#define SPOT_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/view.h"

/* Well-formed UTF-8 (no overlong forms, no surrogates, up to U+10FFFF). */
bool spot_text_is_utf8(struct spot_view text);

/* Well-formed UTF-8 in which nothing is obeyed rather than shown: see spot_utf8_is_obeyed. */
bool spot_text_is_line(struct spot_view text);

/* Without ASCII white space, NBSP (C2 A0) and the Unicode spaces at both ends. */
struct spot_view spot_text_trim(struct spot_view text);

/* Equal under Unicode simple case folding (no expansion: "ß" is not "ss"). Bytes that are
 * not UTF-8 compare as they are. ASCII takes a fast path. */
bool spot_text_equal_fold(struct spot_view a, struct spot_view b);

/* The simple case folding of one code point. */
uint32_t spot_text_fold_char(uint32_t code);

/* Appends the simple case folding of text, and with strip_accents also without combining marks
 * (canonical decomposition, category Mn dropped). */
void spot_text_fold(struct spot_buf *out, struct spot_view text, bool strip_accents);

/* A glob ('*' any run, '?' one character, nothing else special) matches the whole text;
 * both are folded by the caller. Linear in practice, never exponential. */
bool spot_text_glob(struct spot_view pattern, struct spot_view text);

/* Only letters and digits, case- and accent-folded: what makes "GTX Pro" and "GTXPro" the
 * same. Empty where there are none. */
void spot_text_skeleton(struct spot_buf *out, struct spot_view text);

/* Appends the text as one line: what is obeyed rather than shown becomes a space, and
 * beyond max_bytes it is cut before a character. */
void spot_text_one_line(struct spot_buf *out, struct spot_view text, size_t max_bytes);

/* The candidate nearest to word (Damerau-Levenshtein on folded text) if it is near enough
 * to be a likely misspelling (distance <= 1 + len/4, and skeleton-equal always), else NULL.
 * Ties go to the first. Folded-equal comes before skeleton-equal, that before the rest; a
 * word all of whose letters differ is not near. */
const char *spot_text_nearest(const char *word, const char *const *candidates, size_t n);

/* Display width in terminal columns (East Asian wide = 2, combining = 0). */
size_t spot_text_width(struct spot_view text);

#endif
