/* SPDX-License-Identifier: MIT */
/*
 * A backtracking matcher over the pattern's text. A pattern is a row of items; match_from walks
 * it with the subject in one loop and calls itself only where there is a choice to come back
 * to (a repetition, a capture), so its depth is bounded by the number of items, held to MAX_DEPTH.
 *
 * Invariant: match_from either returns the end of a match, with the captures that belong to it, or
 * NULL with the captures as they were found.
 *
 * Each test of a character is a step, and so is each character of a set that is looked at,
 * since sets may be as long as strings are. Steps are handed over in portions.
 */
#include "program/pattern.h"

#include <ctype.h>
#include <string.h>

enum {
	MAX_DEPTH = 200,
	PORTION = 1024, /* steps charged together */
};

static const char *match_from(struct spot_pattern *match, const char *s, const char *p);

void spot_pattern_init(struct spot_pattern *match, struct spot_view subject,
    struct spot_view pattern, spot_pattern_charge_fn charge, void *ctx)
{
	match->subject = subject;
	match->pattern = pattern;
	match->charge = charge;
	match->ctx = ctx;
	match->n_steps = 0;
	match->error = NULL;
	match->depth = 0;
	match->n_captures = 0;
}

void spot_pattern_settle(struct spot_pattern *match)
{
	uint64_t n = match->n_steps;
	match->n_steps = 0;
	if (match->charge)
		match->charge(match->ctx, n);
}

static inline void step(struct spot_pattern *match, size_t n)
{
	match->n_steps += n;
	if (match->n_steps >= PORTION)
		spot_pattern_settle(match);
}

static const char *fail(struct spot_pattern *match, const char *error)
{
	if (!match->error)
		match->error = error;
	return NULL;
}

static const char *subject_end(const struct spot_pattern *match)
{
	return match->subject.ptr + match->subject.len;
}

static const char *pattern_end(const struct spot_pattern *match)
{
	return match->pattern.ptr + match->pattern.len;
}

/* --- single characters -------------------------------------------------------------------- */

/* Just past the item for one character that begins at p, without its suffix; NULL: malformed. */
static const char *item_end(struct spot_pattern *match, const char *p)
{
	const char *end = pattern_end(match);
	char first = *p++;
	if (first == '%') {
		if (p == end)
			return fail(match, "malformed pattern (ends with '%')");
		return p + 1;
	}
	if (first != '[')
		return p;
	const char *from = p;
	if (p < end && *p == '^')
		p++;
	/* The first character of a set is never its end. */
	for (bool is_first = true; p < end; is_first = false) {
		if (*p == ']' && !is_first) {
			step(match, (size_t)(p - from));
			return p + 1;
		}
		p += *p == '%' && p + 1 < end ? 2 : 1;
	}
	return fail(match, "malformed pattern (missing ']')");
}

static bool in_class(unsigned char c, unsigned char class)
{
	bool in;
	switch (tolower(class)) {
	case 'a': in = isalpha(c); break;
	case 'c': in = iscntrl(c); break;
	case 'd': in = isdigit(c); break;
	case 'g': in = isgraph(c); break;
	case 'l': in = islower(c); break;
	case 'p': in = ispunct(c); break;
	case 's': in = isspace(c); break;
	case 'u': in = isupper(c); break;
	case 'w': in = isalnum(c); break;
	case 'x': in = isxdigit(c); break;
	case 'z': in = c == 0; break; /* not in the manual any more, but still in Lua */
	default: return class == c;
	}
	return isupper(class) ? !in : in;
}

/* Whether c is in the set whose "[" is at p and whose "]" is at close. */
static bool in_set(struct spot_pattern *match, unsigned char c, const char *p, const char *close)
{
	bool found = false, negated = *++p == '^';
	const char *from = p;
	if (negated)
		p++;
	while (!found && p < close) {
		if (*p == '%') {
			found = in_class(c, (unsigned char)p[1]);
			p += 2;
		} else if (p + 2 < close && p[1] == '-') {
			found = (unsigned char)p[0] <= c && c <= (unsigned char)p[2];
			p += 3;
		} else {
			found = (unsigned char)*p++ == c;
		}
	}
	step(match, (size_t)(p - from) / 2);
	return found != negated;
}

/* Whether the character at s is what the item from p to end stands for. */
static bool item_fits(struct spot_pattern *match, const char *s, const char *p, const char *end)
{
	step(match, 1);
	if (s == subject_end(match))
		return false;
	unsigned char c = (unsigned char)*s;
	switch (*p) {
	case '.': return true;
	case '%': return in_class(c, (unsigned char)p[1]);
	case '[': return in_set(match, c, p, end - 1);
	default: return (unsigned char)*p == c;
	}
}

/* --- repetitions -------------------------------------------------------------------------- */

/* As many as can be, then fewer and fewer; rest is the pattern after the suffix. */
static const char *match_most(struct spot_pattern *match, const char *s, const char *p,
    const char *end, const char *rest)
{
	const char *last = s;
	while (item_fits(match, last, p, end))
		last++;
	for (;; last--) {
		const char *found = match_from(match, last, rest);
		if (found || match->error || last == s)
			return found;
	}
}

static const char *match_least(struct spot_pattern *match, const char *s, const char *p,
    const char *end, const char *rest)
{
	for (;; s++) {
		const char *found = match_from(match, s, rest);
		if (found || match->error || !item_fits(match, s, p, end))
			return found;
	}
}

/* --- captures and the like ---------------------------------------------------------------- */

static const char *open_capture(struct spot_pattern *match, const char *s, const char *rest,
    ptrdiff_t len)
{
	if (match->n_captures == SPOT_PATTERN_MAX_CAPTURES)
		return fail(match, "too many captures");
	match->captures[match->n_captures++] = (struct spot_pattern_capture) { s, len };
	const char *found = match_from(match, s, rest);
	if (!found)
		match->n_captures--;
	return found;
}

static const char *close_capture(struct spot_pattern *match, const char *s, const char *rest)
{
	unsigned i = match->n_captures;
	while (i > 0 && match->captures[i - 1].len != SPOT_PATTERN_OPEN)
		i--;
	if (i == 0)
		return fail(match, "malformed pattern (a ')' without its '(')");
	struct spot_pattern_capture *capture = &match->captures[i - 1];
	capture->len = s - capture->ptr;
	const char *found = match_from(match, s, rest);
	if (!found)
		capture->len = SPOT_PATTERN_OPEN;
	return found;
}

/* %1 to %9: the end of the same text once more. */
static const char *match_again(struct spot_pattern *match, const char *s, char digit)
{
	int i = digit - '1';
	if (i < 0 || (unsigned)i >= match->n_captures ||
	    match->captures[i].len == SPOT_PATTERN_OPEN)
		return fail(match, "malformed pattern (no such capture to repeat)");
	const struct spot_pattern_capture *capture = &match->captures[i];
	if (capture->len == SPOT_PATTERN_POSITION || capture->len > subject_end(match) - s)
		return NULL;
	step(match, (size_t)capture->len / 8 + 1);
	if (memcmp(capture->ptr, s, (size_t)capture->len) != 0)
		return NULL;
	return s + capture->len;
}

/* %bxy with x at p: the end of a balanced run. */
static const char *match_balanced(struct spot_pattern *match, const char *s, const char *p)
{
	const char *end = subject_end(match);
	size_t depth = 1;
	if (pattern_end(match) - p < 2)
		return fail(match, "malformed pattern (missing arguments to '%b')");
	step(match, 1);
	if (s == end || *s != p[0])
		return NULL;
	for (s++; s < end; s++) {
		step(match, 1);
		if (*s == p[1]) {
			if (--depth == 0)
				return s + 1;
		} else if (*s == p[0]) {
			depth++;
		}
	}
	return NULL;
}

/* %f[set] with the set at p: NULL, or the pattern after it. */
static const char *match_frontier(struct spot_pattern *match, const char *s, const char *p)
{
	if (p == pattern_end(match) || *p != '[')
		return fail(match, "malformed pattern (missing '[' after '%f')");
	const char *end = item_end(match, p);
	if (!end)
		return NULL;
	unsigned char before = s > match->subject.ptr ? (unsigned char)s[-1] : 0;
	unsigned char after = s < subject_end(match) ? (unsigned char)*s : 0;
	step(match, 1);
	if (in_set(match, before, p, end - 1) || !in_set(match, after, p, end - 1))
		return NULL;
	return end;
}

/* --- the walk ----------------------------------------------------------------------------- */

/* One item for one character with its suffix. True: go on in the loop at *s, *p; false: *s is the
 * result of the whole rest. */
static bool match_item(struct spot_pattern *match, const char **s, const char **p)
{
	const char *item = *p, *end = item_end(match, item);
	if (!end) {
		*s = NULL;
		return false;
	}
	char suffix = end < pattern_end(match) ? *end : '\0';
	switch (suffix) {
	case '*':
		*s = match_most(match, *s, item, end, end + 1);
		return false;
	case '-':
		*s = match_least(match, *s, item, end, end + 1);
		return false;
	case '+':
		*s = item_fits(match, *s, item, end)
		    ? match_most(match, *s + 1, item, end, end + 1) : NULL;
		return false;
	case '?':
		if (item_fits(match, *s, item, end)) {
			const char *found = match_from(match, *s + 1, end + 1);
			if (found || match->error) {
				*s = found;
				return false;
			}
		}
		*p = end + 1;
		return true;
	}
	if (!item_fits(match, *s, item, end)) {
		*s = NULL;
		return false;
	}
	++*s;
	*p = end;
	return true;
}

/* The items that begin with "%" and are no single character: as match_item. *special is
 * false when it is one after all. */
static bool match_special(struct spot_pattern *match, const char **s, const char **p,
    bool *special)
{
	char kind = *p + 1 < pattern_end(match) ? (*p)[1] : '\0';
	const char *next;
	*special = true;
	if (kind == 'b') {
		*s = match_balanced(match, *s, *p + 2);
		*p += 4;
		return *s != NULL;
	}
	if (kind == 'f') {
		next = match_frontier(match, *s, *p + 2);
		if (!next)
			*s = NULL;
		else
			*p = next;
		return next != NULL;
	}
	if (kind >= '0' && kind <= '9') {
		*s = match_again(match, *s, kind);
		*p += 2;
		return *s != NULL;
	}
	*special = false;
	return true;
}

static const char *walk(struct spot_pattern *match, const char *s, const char *p)
{
	const char *end = pattern_end(match);
	while (p < end) {
		bool special, on;
		switch (*p) {
		case '(':
			if (p + 1 < end && p[1] == ')')
				return open_capture(match, s, p + 2, SPOT_PATTERN_POSITION);
			return open_capture(match, s, p + 1, SPOT_PATTERN_OPEN);
		case ')':
			return close_capture(match, s, p + 1);
		case '$':
			if (p + 1 == end)
				return s == subject_end(match) ? s : NULL;
			on = match_item(match, &s, &p);
			break;
		case '%':
			on = match_special(match, &s, &p, &special);
			if (!special)
				on = match_item(match, &s, &p);
			break;
		default:
			on = match_item(match, &s, &p);
			break;
		}
		if (!on)
			return s;
	}
	return s;
}

static const char *match_from(struct spot_pattern *match, const char *s, const char *p)
{
	step(match, 1);
	if (match->depth == MAX_DEPTH)
		return fail(match, "pattern too complex");
	match->depth++;
	const char *found = walk(match, s, p);
	match->depth--;
	return found;
}

const char *spot_pattern_match(struct spot_pattern *match, const char *at)
{
	match->n_captures = 0;
	match->depth = 0;
	return match_from(match, at, match->pattern.ptr);
}

bool spot_pattern_is_plain(struct spot_view pattern)
{
	for (size_t i = 0; i < pattern.len; i++)
		if (pattern.ptr[i] && strchr("^$*+?.([%-", pattern.ptr[i]))
			return false;
	return true;
}
