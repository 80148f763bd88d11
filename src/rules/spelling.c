/* SPDX-License-Identifier: MIT */
#include "rules/spelling.h"

#include <ctype.h>
#include <string.h>

#include "base/lua_quote.h"

static bool is_name(const char *text)
{
	static const char *const words[] = { "and", "break", "do", "else", "elseif", "end", "false",
		"for", "function", "goto", "if", "in", "local", "nil", "not", "or", "repeat",
		"return", "then", "true", "until", "while" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(text, words[i]) == 0)
			return false;
	if (!isalpha((unsigned char)*text) && *text != '_')
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '_')
			return false;
	return true;
}

void spot_spelling_key(struct spot_buf *out, const char *name)
{
	if (is_name(name)) {
		spot_buf_text(out, name);
		return;
	}
	spot_buf_char(out, '[');
	spot_lua_quote(out, spot_view_of(name));
	spot_buf_char(out, ']');
}

void spot_spelling_read(struct spot_buf *out, const char *name)
{
	spot_buf_text(out, is_name(name) ? "a." : "a");
	spot_spelling_key(out, name);
}
