/* SPDX-License-Identifier: MIT */
#include "rules/mistake.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/token.h"
#include "rules/words.h"

/* --- where -------------------------------------------------------------------------------- */

/* What Lua found at the end of a block or of the file began on a line that the message tells,
 * before it quotes the text. */
static void put_line(struct spot_error *err)
{
	static const char *const tells[] = { " (starting at line ", " at line " };
	const char *near = strstr(err->what, "near '");
	char what[sizeof(err->what)];

	if (strstr(err->what, "(to close") || strstr(err->what, "in function at line"))
		return;
	for (size_t i = 0; i < sizeof(tells) / sizeof(tells[0]); i++) {
		const char *at = strstr(err->what, tells[i]);
		unsigned long line = 0;
		char *rest;

		if (at && (!near || at < near))
			line = strtoul(at + strlen(tells[i]), &rest, 10);
		if (line == 0)
			continue;
		err->line = line;
		rest += *rest == ')';
		snprintf(what, sizeof(what), "%.*s%s", (int)(at - err->what), err->what, rest);
		memcpy(err->what, what, sizeof(what));
		return;
	}
}

unsigned long spot_mistake_long_text(struct spot_view text, size_t max)
{
	struct spot_tokens tokens;
	struct spot_token token;

	spot_tokens_init(&tokens, text);
	while ((token = spot_tokens_next(&tokens)).kind != SPOT_TOKEN_END)
		if (token.text.len > max)
			return token.line;
	return 0;
}

/* --- which character ---------------------------------------------------------------------- */

/* The first one on the line, outside of texts and comments, that begins with the byte. */
static struct spot_view find_character(struct spot_view text, unsigned long line, unsigned byte)
{
	struct spot_tokens tokens;
	struct spot_token token;
	size_t len = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;

	spot_tokens_init(&tokens, text);
	while ((token = spot_tokens_next(&tokens)).kind != SPOT_TOKEN_END)
		if (token.line == line && token.kind == SPOT_TOKEN_OTHER &&
		    (unsigned char)token.text.ptr[0] == byte &&
		    token.text.ptr + len <= text.ptr + text.len)
			return (struct spot_view) { token.text.ptr, len };
	return (struct spot_view) { NULL, 0 };
}

/* "<\226>" in the message becomes the character itself. */
static void put_character(struct spot_error *err, struct spot_view text)
{
	const char *at = strstr(err->what, "near '<\\");
	char what[sizeof(err->what)];
	struct spot_view shown;
	unsigned byte;
	int rest = 0;

	if (!at || sscanf(at, "near '<\\%3u>'%n", &byte, &rest) != 1 || byte < 0xC0)
		return;
	shown = find_character(text, err->line, byte);
	if (rest == 0 || !shown.ptr)
		return;
	snprintf(what, sizeof(what), "%.*snear '%.*s'%s", (int)(at - err->what), err->what,
	    (int)shown.len, shown.ptr, at + rest);
	memcpy(err->what, what, sizeof(what));
}

/* --- what was meant ----------------------------------------------------------------------- */

struct mistake {
	const char *said, *line; /* stand in the message and on the line */
	const char *hint;
};

static const char quotes_hint[] = "write texts in straight quotes: \"x\"";

static const struct mistake mistakes[] = {
	{ "near '!'", "!=", "write ~= instead of !=" },
	{ "near '!'", "", "write not instead of !" },
	{ "near '='", "=>", "write >= instead of =>" },
	{ "near '='", "=<", "write <= instead of =<" },
	{ "near '='", "===", "write == instead of ===" },
	{ "near '+'", "+=", "write x = x + 1" },
	{ "'then' expected near '='", "", "write == to compare: one = gives a value" },
	{ "'end' expected near '='", "return", "write == to compare: one = gives a value" },
	{ "near '&'", "&&", "write and instead of &&" },
	{ "near '|'", "||", "write or instead of ||" },
	{ "near 'AND'", "", "write and, or and not in small letters" },
	{ "near 'OR'", "", "write and, or and not in small letters" },
	{ "expected near", "NOT ", "write and, or and not in small letters" },
	{ "near '?'", "?", "write if … then return … end, or condition and 1 or 0" },
	{ "near 'elif'", "", "write elseif" },
	{ "near 'elsif'", "", "write elseif" },
	{ "near '}'", "else if", "write elseif: else if needs an end of its own" },
	{ "near 'in'", "for ", "write for i, x in ipairs(list) do" },
	{ "near 'in'", "", "write one_of(a.x, \"A\", \"B\")" },
	{ "near '//'", "//", "begin a comment with --" },
	{ "near '#'", "#", "begin a comment with --" },
	{ "near '$'", "", "write amounts without a currency sign" },
	{ "near '“'", "", quotes_hint },
	{ "near '”'", "", quotes_hint },
	{ "near '„'", "", quotes_hint },
	{ "near '‘'", "", quotes_hint },
	{ "near '’'", "", quotes_hint },
	{ "near '«'", "", quotes_hint },
	{ "unfinished long string", "", "a text that begins with [[ ends with ]]" },
	{ "unfinished long comment", "", "a comment that begins with --[[ ends with ]]" },
};

static struct spot_view line_at(struct spot_view text, unsigned long line)
{
	const char *at = text.ptr, *end = text.ptr + text.len, *stop;

	for (; line > 1 && at < end; line--) {
		at = memchr(at, '\n', (size_t)(end - at));
		at = at ? at + 1 : end;
	}
	stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
	return (struct spot_view) { at, (size_t)((stop ? stop : end) - at) };
}

static bool has(struct spot_view line, const char *part)
{
	size_t len = strlen(part);

	for (size_t i = 0; i + len <= line.len; i++)
		if (memcmp(line.ptr + i, part, len) == 0)
			return true;
	return false;
}

/* What stands on the line outside of texts and comments, which become spaces; at the same places,
 * as much as fits. */
static struct spot_view line_code(
    char *out, size_t size, struct spot_view text, unsigned long line)
{
	struct spot_view whole = line_at(text, line);
	size_t len = whole.len < size ? whole.len : size;
	struct spot_tokens tokens;
	struct spot_token token;

	memset(out, ' ', len);
	spot_tokens_init(&tokens, text);
	while ((token = spot_tokens_next(&tokens)).kind != SPOT_TOKEN_END) {
		size_t at = (size_t)(token.text.ptr - whole.ptr);

		if (token.line == line && token.kind != SPOT_TOKEN_TEXT && at < len)
			memcpy(out + at, token.text.ptr,
			    token.text.len < len - at ? token.text.len : len - at);
	}
	return (struct spot_view) { out, len };
}

/* A digit or a name, and the sign right after it: 50%, weight: */
static bool has_after(struct spot_view line, int (*is_before)(int), char sign)
{
	for (size_t i = 1; i < line.len; i++)
		if (line.ptr[i] == sign && is_before((unsigned char)line.ptr[i - 1]))
			return true;
	return false;
}

/* The word of rule files that the line begins with, where what comes next is what Lua stumbled
 * over; SPOT_WORD_N: none. */
static enum spot_words_id word_of(struct spot_view line, const char *what)
{
	struct spot_tokens tokens;
	struct spot_token word, next;
	const char *near = strstr(what, "near '");

	spot_tokens_init(&tokens, line);
	word = spot_tokens_next(&tokens);
	next = spot_tokens_next(&tokens);
	if (!near || next.kind != SPOT_TOKEN_NAME ||
	    strncmp(near + strlen("near '"), next.text.ptr, next.text.len) != 0)
		return SPOT_WORD_N;
	for (int id = 0; id < SPOT_WORD_N; id++)
		if (spot_token_is(&word, spot_words_vocabulary[id].word))
			return (enum spot_words_id)id;
	return SPOT_WORD_N;
}

static void hint(struct spot_error *err, struct spot_view text)
{
	char code[1024];
	struct spot_view line = line_code(code, sizeof(code), text, err->line);
	enum spot_words_id word = word_of(line_at(text, err->line), err->what);
	bool is_named =
	    word < SPOT_WORD_N && spot_words_vocabulary[word].form == SPOT_FORM_NAMED;

	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++)
		if (strstr(err->what, mistakes[i].said) && has(line, mistakes[i].line)) {
			spot_error_hint(err, "%s", mistakes[i].hint);
			return;
		}
	if (strstr(err->what, "unexpected symbol near") && has_after(line, isdigit, '%'))
		spot_error_hint(err, "write a share as a number: 0.5 for 50%%");
	else if (strstr(err->what, "<name> expected near") && has_after(line, isalnum, ':'))
		spot_error_hint(err, "write = between a key and its value");
	else if (word < SPOT_WORD_N && strstr(err->what, "syntax error near"))
		spot_error_hint(err, is_named ? "write %s \"name\" { … }" : "write %s { … }",
		    spot_words_vocabulary[word].word);
}

void spot_mistake_explain(struct spot_error *err, struct spot_view text)
{
	put_line(err);
	if (err->line == 0 || err->hint[0])
		return;
	put_character(err, text);
	hint(err, text);
}

const char *spot_mistake_constant(const char *name)
{
	static const struct {
		const char *name, *hint;
	} names[] = {
		{ "True", "write true" }, { "TRUE", "write true" }, { "False", "write false" },
		{ "FALSE", "write false" }, { "None", "write nil" }, { "Nil", "write nil" },
		{ "null", "write nil" }, { "NULL", "write nil" }, { "Null", "write nil" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i].name) == 0)
			return names[i].hint;
	return NULL;
}

bool spot_mistake_is_unquoted(const char *name)
{
	static const char *const names[] = { "skip", "zero", "pass", "after", "key", "text",
		"integer", "number", "money", "percent", "flag", "list" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}
