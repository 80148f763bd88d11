/* SPDX-License-Identifier: MIT */
#include "rules/spelling.h"

#include <ctype.h>
#include <string.h>

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

void spot_spelling_inside(struct spot_buf *out, struct spot_view text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c == '"' || c == '\\')
			spot_buf_printf(out, "\\%c", c);
		else if (c == '\n')
			spot_buf_text(out, "\\n");
		else if (c < 0x20 || c == 0x7F)
			spot_buf_printf(out, "\\%03d", c);
		else
			spot_buf_char(out, (char)c);
	}
}

void spot_spelling_text(struct spot_buf *out, struct spot_view text)
{
	spot_buf_char(out, '"');
	spot_spelling_inside(out, text);
	spot_buf_char(out, '"');
}

void spot_spelling_key(struct spot_buf *out, const char *name)
{
	if (is_name(name)) {
		spot_buf_text(out, name);
		return;
	}
	spot_buf_char(out, '[');
	spot_spelling_text(out, spot_view_of(name));
	spot_buf_char(out, ']');
}

void spot_spelling_read(struct spot_buf *out, const char *name)
{
	spot_buf_text(out, is_name(name) ? "a." : "a");
	spot_spelling_key(out, name);
}
