/* SPDX-License-Identifier: MIT */
/*
 * Most texts are ASCII, where folding is lower case, eight bytes at a time. Most globs are a plain
 * text with a star before or after it: their ASCII is compared in place, and where a text has a
 * byte that is not ASCII before that has told, it is folded and matched as any other.
 */
#include "program/match.h"

#include "base/text.h"
#include "program/pattern.h"
#include "program/regex.h"
#include "program/string.h"

enum { MAX_PATTERN_STEPS = 100000 };

/* --- sets --------------------------------------------------------------------------------- */

/* Room of len bytes at the least in the scratch. */
static bool fold_room(struct spot_scratch *s, size_t len)
{
	if (len <= s->folded.cap)
		return true;
	spot_buf_clear(&s->folded);
	return spot_mem_grow(&s->folded.ptr, &s->folded.cap, len + 64, 1);
}

static unsigned ascii_lower(unsigned c)
{
	return c - 'A' < 26 ? c + 32 : c;
}

/* False where a byte is not ASCII. */
static bool fold_ascii(char *out, struct spot_view text)
{
	size_t i = 0;
	uint64_t all = 0;
	for (; i + 8 <= text.len; i += 8) {
		uint64_t word = spot_string_load8(text.ptr + i);
		all |= word;
		word ^= spot_string_between8(word, 'A', 'Z') >> 2;
		memcpy(out + i, &word, sizeof(word));
	}
	for (; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		all |= c;
		out[i] = (char)ascii_lower(c);
	}
	return (all & 0x8080808080808080u) == 0;
}

struct spot_view spot_match_fold(struct spot_scratch *s, struct spot_view text,
    bool strip_accents)
{
	if (fold_room(s, text.len) && fold_ascii(s->folded.ptr, text))
		return (struct spot_view) { s->folded.ptr, text.len };
	spot_buf_clear(&s->folded);
	spot_text_fold(&s->folded, text, strip_accents);
	if (spot_buf_failed(&s->folded))
		s->nomem = true;
	return (struct spot_view) { spot_buf_str(&s->folded), s->folded.len };
}

bool spot_match_one_of(struct spot_scratch *s, const struct spot_constant *set,
    struct spot_view text)
{
	return spot_constant_has(set, spot_match_fold(s, text, false));
}

bool spot_match_has(struct spot_scratch *s, const struct spot_constant *set,
    struct spot_list list)
{
	for (size_t i = 0; i < list.n_items; i++)
		if (spot_match_one_of(s, set, list.items[i]))
			return true;
	return false;
}

/* --- globs -------------------------------------------------------------------------------- */

/* Byte by byte, whether text begins (or ends) with the glob's plain text. */
static enum spot_match compare_bytes(struct spot_view plain, struct spot_view text, bool at_end)
{
	size_t n = plain.len < text.len ? plain.len : text.len;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text.ptr[at_end ? text.len - 1 - i : i];
		unsigned char p = (unsigned char)plain.ptr[at_end ? plain.len - 1 - i : i];
		if (c >= 0x80)
			return SPOT_MATCH_UNSURE;
		if (ascii_lower(c) != p)
			return SPOT_MATCH_NO;
	}
	return n == plain.len ? SPOT_MATCH_YES : SPOT_MATCH_NO;
}

/* UNSURE where a byte that is not ASCII may tell. */
static enum spot_match compare_end(const struct spot_glob *glob, struct spot_view text)
{
	bool at_end = glob->shape == SPOT_GLOB_ENDS;
	struct spot_view end = { text.ptr, glob->plain.len };
	if (text.len == 0 || end.len == 0)
		return end.len == 0 ? SPOT_MATCH_YES : SPOT_MATCH_NO;
	/* Most texts differ at once. */
	unsigned char first = (unsigned char)text.ptr[at_end ? text.len - 1 : 0];
	if (first < 0x80 && ascii_lower(first) != glob->first)
		return SPOT_MATCH_NO;
	if (text.len < end.len || end.len > 16)
		return compare_bytes(glob->plain, text, at_end);
	if (at_end)
		end.ptr += text.len - end.len;
	struct spot_ends ends = spot_string_ends(end);
	if ((ends.head | ends.tail) & 0x8080808080808080u)
		return compare_bytes(glob->plain, text, at_end);
	ends.head ^= spot_string_between8(ends.head, 'A', 'Z') >> 2;
	ends.tail ^= spot_string_between8(ends.tail, 'A', 'Z') >> 2;
	return ((ends.head ^ glob->head) | (ends.tail ^ glob->tail)) == 0 ? SPOT_MATCH_YES
	                                                                  : SPOT_MATCH_NO;
}

static bool compare_folded(const struct spot_glob *glob, struct spot_view folded)
{
	if (glob->shape == SPOT_GLOB_INSIDE)
		return spot_string_find(folded, glob->plain, 1) > 0;
	return spot_text_glob(glob->folded, folded);
}

bool spot_match_like(struct spot_scratch *s, const struct spot_constant *globs,
    struct spot_view text)
{
	struct spot_view folded = { NULL, 0 };
	for (size_t i = 0; i < globs->list.n_items; i++) {
		enum spot_match match = SPOT_MATCH_UNSURE;
		if (globs->globs[i].shape == SPOT_GLOB_BEGINS ||
		    globs->globs[i].shape == SPOT_GLOB_ENDS)
			match = compare_end(&globs->globs[i], text);
		if (match == SPOT_MATCH_UNSURE) {
			if (!folded.ptr)
				folded = spot_match_fold(s, text, true);
			match = compare_folded(&globs->globs[i], folded) ? SPOT_MATCH_YES
			                                                 : SPOT_MATCH_NO;
		}
		if (match == SPOT_MATCH_YES)
			return true;
	}
	return false;
}

/* --- regular expressions and patterns ----------------------------------------------------- */

enum spot_match spot_match_regex(struct spot_scratch *s, const struct spot_constant *regex,
    struct spot_view text)
{
	bool matched;
	int rc = spot_regex_match(regex->regex, text, &matched, NULL);
	if (rc == SPOT_ENOMEM)
		s->nomem = true;
	if (rc)
		return SPOT_MATCH_UNSURE;
	return matched ? SPOT_MATCH_YES : SPOT_MATCH_NO;
}

struct steps {
	struct spot_pattern *match;
	uint64_t n;
};

static void count_steps(void *ctx, uint64_t n)
{
	struct steps *steps = ctx;
	steps->n += n;
	if (steps->n > MAX_PATTERN_STEPS)
		steps->match->error = "too many steps";
}

/* The first match is from *begin to *end. */
static enum spot_match pattern_find(struct spot_pattern *match, struct spot_view text,
    struct spot_view pattern, const char **begin, const char **end)
{
	struct steps steps = { .match = match };
	bool anchored = pattern.len > 0 && pattern.ptr[0] == '^';
	if (anchored)
		pattern = (struct spot_view) { pattern.ptr + 1, pattern.len - 1 };
	if (text.len == 0)
		text.ptr = "";
	spot_pattern_init(match, text, pattern, count_steps, &steps);
	const char *last = anchored ? text.ptr : text.ptr + text.len;
	*end = NULL;
	for (const char *at = text.ptr; at <= last && !*end && !match->error; at++) {
		*begin = at;
		*end = spot_pattern_match(match, at);
	}
	spot_pattern_settle(match);
	if (match->error)
		return SPOT_MATCH_UNSURE;
	return *end ? SPOT_MATCH_YES : SPOT_MATCH_NO;
}

enum spot_match spot_match_pattern(struct spot_view text, struct spot_view pattern)
{
	struct spot_pattern match;
	const char *begin, *end;
	return pattern_find(&match, text, pattern, &begin, &end);
}

struct spot_view spot_match_capture(struct spot_view text, struct spot_view pattern, int64_t idx)
{
	struct spot_pattern match;
	const char *begin, *end;
	if (pattern_find(&match, text, pattern, &begin, &end) != SPOT_MATCH_YES)
		return (struct spot_view) { "", 0 };
	if (idx == 0)
		return (struct spot_view) { begin, (size_t)(end - begin) };
	if (idx > match.n_captures || match.captures[idx - 1].len < 0)
		return (struct spot_view) { "", 0 };
	return (struct spot_view) { match.captures[idx - 1].ptr,
		(size_t)match.captures[idx - 1].len };
}
