/* SPDX-License-Identifier: MIT */
#include "table/emit.h"

#include "base/utf8.h"

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

static void json_escape(struct spot_buf *out, uint32_t code)
{
	switch (code) {
	case '"':
		spot_buf_text(out, "\\\"");
		break;
	case '\\':
		spot_buf_text(out, "\\\\");
		break;
	case '\n':
		spot_buf_text(out, "\\n");
		break;
	case '\r':
		spot_buf_text(out, "\\r");
		break;
	case '\t':
		spot_buf_text(out, "\\t");
		break;
	default:
		spot_buf_printf(out, "\\u%04x", (unsigned)code);
	}
}

static bool json_is_plain(uint32_t code)
{
	return code >= 0x20 && code != '"' && code != '\\' && code != '<' && code != 0x7F &&
	    code != 0x2028 && code != 0x2029;
}

void spot_emit_json(struct spot_buf *out, struct spot_view text)
{
	spot_buf_char(out, '"');
	size_t done = 0, i = 0;
	while (i < text.len) {
		uint32_t code;
		size_t n = spot_utf8_decode(text.ptr + i, text.len - i, &code);
		if (n > 0 && json_is_plain(code)) {
			i += n;
			continue;
		}
		spot_buf_add(out, text.ptr + done, i - done);
		if (n > 0) {
			json_escape(out, code);
			i += n;
		} else {
			spot_buf_text(out, "\xEF\xBF\xBD");
			i++;
		}
		done = i;
	}
	spot_buf_add(out, done < text.len ? text.ptr + done : "", text.len - done);
	spot_buf_char(out, '"');
}
