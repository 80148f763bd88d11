/* SPDX-License-Identifier: MIT */
#include "table/emit.h"

#include <string.h>

bool spot_emit_csv_needs_quotes(struct spot_view text, char delimiter)
{
	if (text.len == 0)
		return false;
	char first = text.ptr[0], last = text.ptr[text.len - 1];
	if (first == ' ' || first == '\t' || last == ' ' || last == '\t')
		return true;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == delimiter || c == '"' || c == '\n' || c == '\r')
			return true;
	}
	return false;
}

void spot_emit_csv(struct spot_buf *out, struct spot_view text, char delimiter)
{
	if (!spot_emit_csv_needs_quotes(text, delimiter)) {
		spot_buf_view(out, text);
		return;
	}
	spot_buf_char(out, '"');
	const char *p = text.ptr, *end = text.ptr + text.len;
	while (p < end) {
		const char *quote = memchr(p, '"', (size_t)(end - p));
		const char *stop = quote ? quote + 1 : end;
		spot_buf_add(out, p, (size_t)(stop - p));
		if (quote)
			spot_buf_char(out, '"');
		p = stop;
	}
	spot_buf_char(out, '"');
}
