/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

static bool is_plain(uint32_t code)
{
	return code != '"' && code != '\\' && code != '<' && !spot_utf8_is_obeyed(code);
}

static bool is_plain_byte(char c)
{
	return c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '<';
}

/* How many bytes from p on are plain ASCII, as most are. Eight are tested together: each test sets
 * the high bit of a byte for which it holds, and may set those of bytes above it. */
static size_t count_plain(const char *p, size_t len)
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
	while (n < len && is_plain_byte(p[n]))
		n++;
	return n;
}

/* Writes at most six bytes. */
static char *escape(char *out, uint32_t code)
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
#define STEP 4096

void spot_json_quote(struct spot_buf *out, struct spot_view text)
{
	size_t i = 0;

	spot_buf_char(out, '"');
	while (i < text.len) {
		size_t end = text.len - i < STEP ? text.len : i + STEP;
		char *p = spot_buf_reserve(out, 6 * (end - i) + 24); /* a character may end later */

		if (!p)
			return;
		while (i < end) {
			uint32_t code;
			size_t n = count_plain(text.ptr + i, end - i);

			memcpy(p, text.ptr + i, n);
			p += n;
			i += n;
			if (i == end)
				break;
			n = spot_utf8_decode(text.ptr + i, text.len - i, &code);
			if (n > 0 && !is_plain(code)) {
				p = escape(p, code);
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
