/* SPDX-License-Identifier: MIT */
#include "table/guard.h"

#include <string.h>

#include "base/text.h"

/* A sign, digits, marks between them, an exponent, a percent sign: nothing to compute. */
static bool is_number(struct spot_view cell)
{
	bool has_digit = false;

	for (size_t i = 1; i < cell.len; i++) {
		char c = cell.ptr[i];

		if (c >= '0' && c <= '9')
			has_digit = true;
		else if ((c == '-' || c == '+') && has_digit && (cell.ptr[i - 1] | 0x20) == 'e')
			continue;
		else if (c == '\0' || !strchr(has_digit ? ".,%eE" : ".", c))
			return false;
	}
	return has_digit;
}

bool spot_guard_is_live(struct spot_view cell)
{
	static const char *const wide[] = { "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
		"\xEF\xBC\xA0" };

	if (cell.len > 0 && strchr("\t\r\n", cell.ptr[0]) && cell.ptr[0])
		return true;
	cell = spot_text_trim(cell);
	if (cell.len == 0)
		return false;
	switch (cell.ptr[0]) {
	case '=':
	case '@':
		return true;
	case '+':
	case '-':
		return !is_number(cell);
	default:
		break;
	}
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (cell.len >= 3 && memcmp(cell.ptr, wide[i], 3) == 0)
			return true;
	return false;
}

/* The length of the cell that text begins with; what ends it is not counted. */
static size_t cell_length(struct spot_view text, char delimiter)
{
	bool is_quoted = false;
	size_t i = 0;

	for (; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted && (c == delimiter || c == '\n' || c == '\r'))
			break;
	}
	return i;
}

void spot_guard_csv(struct spot_buf *out, struct spot_view csv, char delimiter)
{
	while (csv.len > 0) {
		size_t n = cell_length(csv, delimiter);
		size_t quote = n > 1 && csv.ptr[0] == '"';
		struct spot_view inner = { csv.ptr + quote, n - 2 * quote };

		if (spot_guard_is_live(inner)) {
			spot_buf_text(out, quote ? "\"'" : "'");
			spot_buf_add(out, csv.ptr + quote, n - quote);
		} else {
			spot_buf_add(out, csv.ptr, n);
		}
		if (n < csv.len)
			spot_buf_char(out, csv.ptr[n++]);
		csv.ptr += n;
		csv.len -= n;
	}
}
