/* SPDX-License-Identifier: MIT */
#include "report/escape.h"

#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"

/* And the two code points that XML forbids. */
static bool is_obeyed(uint32_t code)
{
	return spot_utf8_is_obeyed(code) || code == 0xFFFE || code == 0xFFFF;
}

struct spot_view spot_escape_next(struct spot_view *text)
{
	uint32_t code = 0;
	size_t n = spot_utf8_decode(text->ptr, text->len, &code);
	struct spot_view shown = { text->ptr, n };

	if (n > 0 && (code == '\t' || code == '\n' || code == '\r'))
		shown = SPOT_VIEW(" ");
	else if (n == 0 || is_obeyed(code))
		shown = SPOT_VIEW("\xEF\xBF\xBD");
	n = n > 0 ? n : 1;
	text->ptr += n;
	text->len -= n;
	return shown;
}

void spot_escape_plain(struct spot_buf *out, struct spot_view text)
{
	while (text.len > 0)
		spot_buf_view(out, spot_escape_next(&text));
}

void spot_escape_printf(struct spot_buf *out, const char *fmt, ...)
{
	struct spot_buf raw = SPOT_BUF_INIT;
	va_list args;

	va_start(args, fmt);
	spot_buf_vprintf(&raw, fmt, args);
	va_end(args);
	spot_escape_plain(out, (struct spot_view) { raw.ptr, raw.len });
	out->failed = out->failed || spot_buf_failed(&raw);
	spot_buf_reset(&raw);
}

/* The length of the style at the beginning of text, or 0. Only those that tables and titles set:
 * others can hide text. */
static size_t style_length(struct spot_view text)
{
	if (text.len < 4 || memcmp(text.ptr, "\x1b[", 2) != 0 || text.ptr[3] != 'm')
		return 0;
	return text.ptr[2] >= '0' && text.ptr[2] <= '2' ? 4 : 0;
}

void spot_escape_lines(struct spot_buf *out, size_t begin, bool color)
{
	struct spot_buf made = SPOT_BUF_INIT;
	struct spot_view text = { out->ptr + begin, out->len - begin };

	if (spot_buf_failed(out) || out->len == begin)
		return;
	while (text.len > 0) {
		size_t n = color ? style_length(text) : 0;

		n = text.ptr[0] == '\n' ? 1 : n;
		if (n == 0) {
			spot_buf_view(&made, spot_escape_next(&text));
			continue;
		}
		spot_buf_add(&made, text.ptr, n);
		text.ptr += n;
		text.len -= n;
	}
	out->len = begin;
	spot_buf_view(out, (struct spot_view) { made.ptr, made.len });
	out->failed = out->failed || made.failed;
	spot_buf_reset(&made);
}

static void xml_char(struct spot_buf *out, struct spot_view shown)
{
	switch (shown.ptr[0]) {
	case '<':
		spot_buf_text(out, "&lt;");
		break;
	case '>':
		spot_buf_text(out, "&gt;");
		break;
	case '&':
		spot_buf_text(out, "&amp;");
		break;
	case '"':
		spot_buf_text(out, "&quot;");
		break;
	case '\'':
		spot_buf_text(out, "&#39;");
		break;
	default:
		spot_buf_view(out, shown);
	}
}

void spot_escape_xml(struct spot_buf *out, struct spot_view text)
{
	while (text.len > 0)
		xml_char(out, spot_escape_next(&text));
}

void spot_escape_xml_lines(struct spot_buf *out, struct spot_view text)
{
	while (text.len > 0) {
		char c = text.ptr[0];
		struct spot_view shown = spot_escape_next(&text);

		if (c == '\n' || c == '\t')
			spot_buf_char(out, c);
		else if (c != '\r' || text.len == 0 || text.ptr[0] != '\n')
			xml_char(out, shown);
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* At the beginning of a line: a heading, a list, a quotation, a rule, a heading's underline. */
static bool begins_block(struct spot_view text)
{
	size_t i = 0;

	while (i < text.len && is_digit(text.ptr[i]))
		i++;
	if (i > 0)
		return i < text.len && (text.ptr[i] == '.' || text.ptr[i] == ')') &&
		    (i + 1 == text.len || text.ptr[i + 1] == ' ');
	return memchr("#-+=", text.ptr[0], 4) != NULL;
}

/* What GitHub makes a link of although nothing marks it: "http:" and "www.". */
static bool ends_link_head(const char *start, const char *at)
{
	size_t n = (size_t)(at - start);

	return (*at == ':' && n >= 3 && (at[-1] == 'p' || at[-1] == 's' || at[-1] == 'P' ||
	    at[-1] == 'S')) || (*at == '.' && n >= 3 && strncasecmp(at - 3, "www", 3) == 0);
}

void spot_escape_markdown(struct spot_buf *out, struct spot_view text)
{
	const char *start = text.ptr;
	size_t n_digits = 0;

	if (text.len > 0 && begins_block(text)) {
		while (is_digit(text.ptr[n_digits]))
			n_digits++;
		spot_buf_add(out, text.ptr, n_digits);
		spot_buf_char(out, '\\');
		text.ptr += n_digits;
		text.len -= n_digits;
		spot_buf_view(out, spot_escape_next(&text));
	}
	while (text.len > 0) {
		bool is_link = ends_link_head(start, text.ptr);
		struct spot_view shown = spot_escape_next(&text);

		if (is_link || memchr("\\`*_[]<>|~&!$", shown.ptr[0], 13))
			spot_buf_char(out, '\\');
		spot_buf_view(out, shown);
	}
}

/* Hebrew to Arabic Extended-A, their presentation forms, and the scripts of plane 1 so written. */
bool spot_escape_is_rtl(struct spot_view text)
{
	for (size_t i = 0; i < text.len;) {
		uint32_t code = 0;
		size_t n = spot_utf8_decode(text.ptr + i, text.len - i, &code);

		if ((code >= 0x590 && code <= 0x8FF) || (code >= 0xFB1D && code <= 0xFDFF) ||
		    (code >= 0xFE70 && code <= 0xFEFE) || (code >= 0x10800 && code <= 0x10FFF) ||
		    (code >= 0x1E800 && code <= 0x1EFFF))
			return true;
		i += n > 0 ? n : 1;
	}
	return false;
}
