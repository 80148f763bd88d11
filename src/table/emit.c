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

static bool json_is_plain(uint32_t code)
{
	return code >= 0x20 && code != '"' && code != '\\' && code != '<' && code != 0x7F &&
	    code != 0x2028 && code != 0x2029;
}

static bool json_is_plain_byte(char c)
{
	return c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '<';
}

/* How many bytes from p on are plain ASCII, as most are. Eight are tested together: each test sets
 * the high bit of a byte for which it holds, and may set those of bytes above it. */
static size_t json_count_plain(const char *p, size_t len)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t n = 0;

	for (; n + 8 <= len; n += 8) {
		uint64_t bytes, odd;

		memcpy(&bytes, p + n, sizeof(bytes));
		odd = bytes | (bytes - ones * 0x20) | (bytes + ones); /* beyond ASCII, control */
		odd |= (bytes ^ ones * '"') - ones;
		odd |= (bytes ^ ones * '\\') - ones;
		odd |= (bytes ^ ones * '<') - ones;
		if (odd & ones << 7)
			break;
	}
	while (n < len && json_is_plain_byte(p[n]))
		n++;
	return n;
}

/* Writes at most six bytes. */
static char *json_escape(char *out, uint32_t code)
{
	static const char hex[] = "0123456789abcdef";

	*out++ = '\\';
	switch (code) {
	case '"':
	case '\\':
		*out++ = (char)code;
		return out;
	case '\n':
		*out++ = 'n';
		return out;
	case '\r':
		*out++ = 'r';
		return out;
	case '\t':
		*out++ = 't';
		return out;
	default:
		*out++ = 'u';
		for (int shift = 12; shift >= 0; shift -= 4)
			*out++ = hex[code >> shift & 0xF];
		return out;
	}
}

/* Bytes of text that are written between two looks at the room. */
#define JSON_STEP 4096

void spot_emit_json(struct spot_buf *out, struct spot_view text)
{
	size_t i = 0;

	spot_buf_char(out, '"');
	while (i < text.len) {
		size_t end = text.len - i < JSON_STEP ? text.len : i + JSON_STEP;
		char *p = spot_buf_reserve(out, 6 * (end - i) + 24); /* a character may end later */

		if (!p)
			return;
		while (i < end) {
			uint32_t code;
			size_t n = json_count_plain(text.ptr + i, end - i);

			memcpy(p, text.ptr + i, n);
			p += n;
			i += n;
			if (i == end)
				break;
			n = spot_utf8_decode(text.ptr + i, text.len - i, &code);
			if (n > 0 && !json_is_plain(code)) {
				p = json_escape(p, code);
			} else {
				memcpy(p, n > 0 ? text.ptr + i : "\xEF\xBF\xBD", n > 0 ? n : 3);
				p += n > 0 ? n : 3;
			}
			i += n > 0 ? n : 1;
		}
		spot_buf_commit(out, p);
	}
	spot_buf_char(out, '"');
}
