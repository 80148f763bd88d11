/* SPDX-License-Identifier: MIT */
#include "table/cursor.h"

#include "base/utf8.h"

size_t spot_cursor_space(const struct spot_cursor *c)
{
	uint32_t code;
	size_t n = spot_utf8_decode(c->p, (size_t)(c->end - c->p), &code);
	if (n <= 1)
		return n == 1 && (code == ' ' || code == '\t');
	bool is_space = code == 0xA0 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F ||
	    code == 0x205F || code == 0x3000;
	return is_space ? n : 0;
}

bool spot_cursor_skip_spaces(struct spot_cursor *c)
{
	const char *start = c->p;
	for (size_t n; (n = spot_cursor_space(c)) > 0;)
		c->p += n;
	return c->p > start;
}
