/* SPDX-License-Identifier: MIT */
#include "rules/token.h"

#include <ctype.h>

void spot_tokens_init(struct spot_tokens *tokens, struct spot_view text)
{
	*tokens = (struct spot_tokens) { text.ptr, text.ptr + text.len, 1 };
}

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool at_line_end(const struct spot_tokens *t)
{
	return *t->at == '\n' || *t->at == '\r';
}

/* Past one character; \r\n and \n\r are one line end, as Lua counts them. */
static void char_skip(struct spot_tokens *t)
{
	char c = *t->at++;
	if (c != '\n' && c != '\r')
		return;
	t->line++;
	if (t->at < t->end && at_line_end(t) && *t->at != c)
		t->at++;
}

/* How many = are between the two brackets at p ("[[", "[=[", "]==]"), or -1 when it is
 * not such a bracket. */
static long bracket_level(const struct spot_tokens *t, const char *p, char bracket)
{
	const char *q = p + 1;
	if (p >= t->end || *p != bracket)
		return -1;
	while (q < t->end && *q == '=')
		q++;
	return q < t->end && *q == bracket ? q - p - 1 : -1;
}

static struct spot_view long_take(struct spot_tokens *t, long level)
{
	t->at += level + 2;
	const char *start = t->at;
	while (t->at < t->end && bracket_level(t, t->at, ']') != level)
		char_skip(t);
	struct spot_view text = { start, (size_t)(t->at - start) };
	if (t->at < t->end)
		t->at += level + 2;
	return text;
}

static struct spot_view quoted_take(struct spot_tokens *t)
{
	char quote = *t->at++;
	const char *start = t->at;
	while (t->at < t->end && *t->at != quote) {
		if (*t->at == '\\' && t->at + 1 < t->end)
			t->at++;
		char_skip(t);
	}
	struct spot_view text = { start, (size_t)(t->at - start) };
	if (t->at < t->end)
		t->at++;
	return text;
}

void spot_tokens_skip(struct spot_tokens *t)
{
	while (t->at < t->end) {
		if (isspace((unsigned char)*t->at)) {
			char_skip(t);
		} else if (t->end - t->at >= 2 && t->at[0] == '-' && t->at[1] == '-') {
			t->at += 2;
			long level = bracket_level(t, t->at, '[');
			if (level >= 0)
				long_take(t, level);
			else
				while (t->at < t->end && !at_line_end(t))
					t->at++;
		} else {
			break;
		}
	}
}

static size_t number_len(const struct spot_tokens *t)
{
	const char *p = t->at;
	while (p < t->end && (is_name_char(*p) || *p == '.' ||
	    ((*p == '+' || *p == '-') && strchr("eEpP", p[-1]))))
		p++;
	return (size_t)(p - t->at);
}

static size_t operator_len(const struct spot_tokens *t)
{
	static const char *const longer[] = { "...", "..", "==", "~=", "<=", ">=", "//", "::", "<<",
		">>" };
	for (size_t i = 0; i < sizeof(longer) / sizeof(longer[0]); i++) {
		size_t len = strlen(longer[i]);
		if ((size_t)(t->end - t->at) >= len && memcmp(t->at, longer[i], len) == 0)
			return len;
	}
	return 1;
}

struct spot_token spot_tokens_next(struct spot_tokens *t)
{
	spot_tokens_skip(t);
	struct spot_token token = { .line = t->line };
	if (t->at == t->end)
		return token;
	long level = bracket_level(t, t->at, '[');
	if (*t->at == '"' || *t->at == '\'' || level >= 0) {
		token.kind = SPOT_TOKEN_TEXT;
		token.text = level >= 0 ? long_take(t, level) : quoted_take(t);
		return token;
	}
	token.kind = SPOT_TOKEN_OTHER;
	token.text = (struct spot_view) { t->at, 1 };
	if (isdigit((unsigned char)*t->at) ||
	    (*t->at == '.' && t->at + 1 < t->end && isdigit((unsigned char)t->at[1]))) {
		token.text.len = number_len(t);
	} else if (is_name_char(*t->at)) {
		token.kind = SPOT_TOKEN_NAME;
		while (token.text.len < (size_t)(t->end - t->at) &&
		    is_name_char(t->at[token.text.len]))
			token.text.len++;
	} else {
		token.text.len = operator_len(t);
	}
	t->at += token.text.len;
	return token;
}

bool spot_token_is(const struct spot_token *token, const char *text)
{
	return (token->kind == SPOT_TOKEN_NAME || token->kind == SPOT_TOKEN_OTHER) &&
	    spot_view_equal(token->text, spot_view_of(text));
}
