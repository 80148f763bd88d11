/* SPDX-License-Identifier: MIT */
/* Text of a derived file: lines that fit, numbers as people write them. */
#include "present/proposed_internal.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/lua_quote.h"
#include "present/starter_internal.h"

/* Bytes up to which a line takes whole words; a word that is too long stands alone. */
static size_t line_len(const char *text, size_t len, size_t room)
{
	size_t fits = 0;

	if (len <= room)
		return len;
	for (size_t i = 0; i < len && (i <= room || fits == 0); i++)
		if (text[i] == ' ')
			fits = i + 1;
	return fits == 0 ? len : fits;
}

void spot_proposed_comment(struct spot_buf *out, const char *indent, const char *text)
{
	size_t len = strlen(text), room = SPOT_PROPOSED_WIDTH - strlen(indent) - 3;

	for (bool first = true; len > 0; first = false) {
		size_t more = first ? 0 : 2, take = line_len(text, len, room - more);
		size_t shown = take;

		while (shown > 0 && text[shown - 1] == ' ')
			shown--;
		spot_buf_printf(out, "%s-- %s", indent, first ? "" : "  ");
		for (size_t i = 0; i < shown; i++)
			spot_buf_char(out, (unsigned char)text[i] < ' ' ? ' ' : text[i]);
		spot_buf_char(out, '\n');
		text += take;
		len -= take;
	}
}

void spot_proposed_string(struct spot_buf *out, size_t column, const char *indent,
    struct spot_view text)
{
	while (true) {
		size_t room = SPOT_PROPOSED_WIDTH > column + 14 ? SPOT_PROPOSED_WIDTH - column - 6
		                                                : 8;
		size_t take = line_len(text.ptr, text.len, room);

		spot_lua_quote(out, (struct spot_view) { text.ptr, take });
		text = (struct spot_view) { text.ptr + take, text.len - take };
		if (text.len == 0)
			return;
		spot_buf_printf(out, " ..\n%s", indent);
		column = 8 * strlen(indent);
	}
}

void spot_proposed_percent(struct spot_buf *out, double share)
{
	double percent = 100 * share;
	bool is_near = percent < 10 || (percent > 99 && percent < 100);

	spot_buf_printf(out, is_near && percent > 0 ? "%.1f%%" : "%.0f%%", percent);
}

void spot_proposed_number(struct spot_buf *out, double number)
{
	if (isinf(number))
		spot_buf_text(out, number < 0 ? "-math.huge" : "math.huge");
	else if (fabs(number) < 1e15 && number == floor(number))
		spot_buf_integer(out, (int64_t)number);
	else
		spot_buf_shortest(out, number);
}

void spot_proposed_title(struct spot_buf *out, const char *name)
{
	for (size_t i = 0; name[i]; i++)
		spot_buf_char(out, name[i] == '_' ? ' '
		        : i == 0 ? (char)toupper((unsigned char)name[i]) : name[i]);
}
