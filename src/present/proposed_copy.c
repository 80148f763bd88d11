/* SPDX-License-Identifier: MIT */
/* A word of a rule file as it was written: from its name to the brace that closes it. */
#include "present/proposed_internal.h"

#include <ctype.h>
#include <string.h>

static const struct spot_source *source_of(const struct spot_rules *rules, const char *file)
{
	for (size_t i = 0; i < rules->n_sources; i++)
		if (strcmp(rules->sources[i].path, file) == 0)
			return &rules->sources[i];
	return NULL;
}

static const char *line_start(const struct spot_source *source, unsigned long line)
{
	const char *at = source->text, *end = at + source->len;

	for (; line > 1 && at < end; at++)
		line -= *at == '\n';
	return line > 1 ? NULL : at;
}

/* After a long bracket that opens at at, or at itself when none does. */
static const char *skip_long(const char *at, const char *end)
{
	const char *p = at + 1;
	size_t level = 0;

	for (; p < end && *p == '='; p++)
		level++;
	if (p >= end || *p != '[')
		return at;
	for (p++; p < end; p++) {
		size_t n = 0;

		if (*p != ']')
			continue;
		while (p + 1 + n < end && p[1 + n] == '=')
			n++;
		if (n == level && p + 1 + n < end && p[1 + n] == ']')
			return p + n + 2;
	}
	return end;
}

/* After a text or comment that begins at at, or at itself. */
static const char *skip_quiet(const char *at, const char *end)
{
	char quote = *at;

	if (quote == '[')
		return skip_long(at, end);
	if (quote == '-' && at + 1 < end && at[1] == '-') {
		const char *after = at + 2 < end && at[2] == '[' ? skip_long(at + 2, end) : at + 2;

		if (after > at + 2)
			return after;
		while (after < end && *after != '\n')
			after++;
		return after;
	}
	if (quote != '"' && quote != '\'')
		return at;
	for (at++; at < end && *at != quote; at++)
		at += *at == '\\' && at + 1 < end;
	return at < end ? at + 1 : end;
}

static bool is_name_byte(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Where `word "name"` begins, from start on; NULL: it is not on that line. */
static const char *find_word(const char *start, const char *end, const char *word,
    const char *name)
{
	size_t n = strlen(word), n_name = strlen(name);
	char before = ' ';

	for (const char *at = start; at < end && *at != '\n';) {
		const char *after = skip_quiet(at, end), *p = at + n;

		if (after > at) {
			at = after;
			before = ' ';
			continue;
		}
		if (!is_name_byte(before) && strncmp(at, word, n) == 0) {
			p += strspn(p, " \t(");
			if ((*p == '"' || *p == '\'') && strncmp(p + 1, name, n_name) == 0 &&
			    p[1 + n_name] == *p)
				return at;
		}
		before = *at++;
	}
	return NULL;
}

bool spot_proposed_copy(struct spot_buf *out, const struct spot_rules *rules,
    const struct spot_place *place, const char *word, const char *name)
{
	const struct spot_source *source = source_of(rules, place->file);
	const char *start = source ? line_start(source, place->line) : NULL, *at, *end;
	size_t depth = 0;

	if (!start)
		return false;
	end = source->text + source->len;
	start = find_word(start, end, word, name);
	if (!start)
		return false;
	for (at = start; at < end;) {
		const char *after = skip_quiet(at, end);

		if (after > at) {
			at = after;
			continue;
		}
		depth += *at == '{';
		if (*at++ == '}' && depth > 0 && --depth == 0) {
			spot_buf_add(out, start, (size_t)(at - start));
			spot_buf_char(out, '\n');
			return true;
		}
	}
	return false;
}
