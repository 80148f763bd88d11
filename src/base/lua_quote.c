/* SPDX-License-Identifier: MIT */
#include "base/lua_quote.h"

#include "base/utf8.h"

void spot_lua_quote_inner(struct spot_buf *out, struct spot_view text)
{
	for (size_t i = 0, n; i < text.len; i += n) {
		uint32_t code = 0;

		n = spot_utf8_decode(text.ptr + i, text.len - i, &code);
		if (n > 0 && !spot_utf8_is_obeyed(code)) {
			if (code == '"' || code == '\\')
				spot_buf_char(out, '\\');
			spot_buf_add(out, text.ptr + i, n);
			continue;
		}
		n = n > 0 ? n : 1;
		if (code == '\n')
			spot_buf_text(out, "\\n");
		for (size_t k = 0; code != '\n' && k < n; k++)
			spot_buf_printf(out, "\\%03u", (unsigned)(unsigned char)text.ptr[i + k]);
	}
}

void spot_lua_quote(struct spot_buf *out, struct spot_view text)
{
	spot_buf_char(out, '"');
	spot_lua_quote_inner(out, text);
	spot_buf_char(out, '"');
}
