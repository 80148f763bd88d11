/* SPDX-License-Identifier: MIT */
/*
 * Everything here goes through text character by character. A byte that is no part of
 * well-formed UTF-8 is a character of its own, numbered above all code points (BAD_BYTE +
 * byte): it equals itself alone, keeps its place, and comes out as it went in.
 *
 * Simple case folding is one character to one character. utf8proc knows full folding; where
 * that gives one character it is the simple one too. Where it gives more, Unicode's simple
 * folding is the simple lower case (the capital sharp s to the small one), but for the
 * Turkish dotted capital I, which folds to itself.
 */
#include "base/text.h"

#include <utf8proc.h>

#include "base/utf8.h"

#define BAD_BYTE 0x110000u
#define DOTTED_I 0x130
#define HANGUL_FIRST 0xAC00
#define HANGUL_LAST 0xD7A3

/* Takes the first character off text, which is not empty. */
static uint32_t char_take(struct spot_view *text)
{
	uint32_t code;
	size_t n = spot_utf8_decode(text->ptr, text->len, &code);
	if (n == 0) {
		code = BAD_BYTE + (unsigned char)text->ptr[0];
		n = 1;
	}
	text->ptr += n;
	text->len -= n;
	return code;
}

static void char_put(struct spot_buf *out, uint32_t code)
{
	if (code >= BAD_BYTE) {
		spot_buf_char(out, (char)(code - BAD_BYTE));
		return;
	}
	char bytes[4];
	spot_buf_add(out, bytes, spot_utf8_encode(code, bytes));
}

static uint32_t ascii_fold(uint32_t c)
{
	return c - 'A' < 26 ? c + ('a' - 'A') : c;
}

uint32_t spot_text_fold_char(uint32_t code)
{
	if (code < 0x80)
		return ascii_fold(code);
	if (code >= BAD_BYTE || code == DOTTED_I)
		return code;
	utf8proc_int32_t folded[8];
	int class = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)code, folded, 8,
	    UTF8PROC_CASEFOLD, &class);
	return (uint32_t)(n == 1 ? folded[0] : utf8proc_tolower((utf8proc_int32_t)code));
}

bool spot_text_is_utf8(struct spot_view text)
{
	while (text.len > 0) {
		uint64_t eight = 0;
		if (text.len >= 8)
			memcpy(&eight, text.ptr, 8);
		if (text.len >= 8 && (eight & 0x8080808080808080u) == 0)
			text = (struct spot_view) { text.ptr + 8, text.len - 8 };
		else if (char_take(&text) >= BAD_BYTE)
			return false;
	}
	return true;
}

bool spot_text_is_line(struct spot_view text)
{
	uint32_t code;

	for (size_t i = 0, n; i < text.len; i += n) {
		n = spot_utf8_decode(text.ptr + i, text.len - i, &code);
		if (n == 0 || spot_utf8_is_obeyed(code))
			return false;
	}
	return true;
}

static bool char_is_space(uint32_t c)
{
	if (c < 0x80)
		return c == ' ' || (c >= '\t' && c <= '\r');
	return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
	    c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

struct spot_view spot_text_trim(struct spot_view text)
{
	for (struct spot_view rest = text; rest.len > 0 && char_is_space(char_take(&rest));)
		text = rest;
	while (text.len > 0) {
		struct spot_view last = { text.ptr + text.len - 1, 1 };
		size_t max = text.len < 4 ? text.len : 4;
		while (last.len < max && ((unsigned char)*last.ptr & 0xC0) == 0x80) {
			last.ptr--;
			last.len++;
		}
		size_t n = last.len;
		if (!char_is_space(char_take(&last)) || last.len > 0)
			break;
		text.len -= n;
	}
	return text;
}

bool spot_text_equal_fold(struct spot_view a, struct spot_view b)
{
	while (a.len > 0 && b.len > 0) {
		unsigned char x = (unsigned char)*a.ptr, y = (unsigned char)*b.ptr;
		if ((x | y) < 0x80) {
			if (x != y && ascii_fold(x) != ascii_fold(y))
				return false;
			a = (struct spot_view) { a.ptr + 1, a.len - 1 };
			b = (struct spot_view) { b.ptr + 1, b.len - 1 };
			continue;
		}
		uint32_t c = char_take(&a), d = char_take(&b);
		if (c != d && spot_text_fold_char(c) != spot_text_fold_char(d))
			return false;
	}
	return a.len == 0 && b.len == 0;
}

static bool char_is_mark(uint32_t code)
{
	return code < BAD_BYTE &&
	    utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_MN;
}

/* Folded, canonically decomposed and without marks. Hangul stays composed, so that a syllable
 * remains one character. */
static void char_put_bare(struct spot_buf *out, uint32_t code)
{
	utf8proc_int32_t parts[8] = { (utf8proc_int32_t)code };
	utf8proc_ssize_t n = 1;
	int class = 0;
	if (code < BAD_BYTE && (code < HANGUL_FIRST || code > HANGUL_LAST))
		n = utf8proc_decompose_char((utf8proc_int32_t)code, parts, 8,
		    UTF8PROC_DECOMPOSE, &class);
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		uint32_t part = (uint32_t)parts[i];
		if (!char_is_mark(part))
			char_put(out, spot_text_fold_char(part));
	}
}

/* Appends the ASCII that text begins with, folded, and returns how much that was. */
static size_t ascii_put(struct spot_buf *out, struct spot_view text)
{
	char chunk[64];
	size_t n = 0;
	while (n < text.len && n < sizeof(chunk) && (unsigned char)text.ptr[n] < 0x80) {
		chunk[n] = (char)ascii_fold((unsigned char)text.ptr[n]);
		n++;
	}
	spot_buf_add(out, chunk, n);
	return n;
}

void spot_text_fold(struct spot_buf *out, struct spot_view text, bool strip_accents)
{
	while (text.len > 0) {
		size_t n = ascii_put(out, text);
		text = (struct spot_view) { text.ptr + n, text.len - n };
		if (n > 0)
			continue;
		uint32_t code = char_take(&text);
		if (strip_accents)
			char_put_bare(out, code);
		else
			char_put(out, spot_text_fold_char(code));
	}
}

bool spot_text_glob(struct spot_view pattern, struct spot_view text)
{
	/* Only the last star ever needs to give way: whatever an earlier one could match instead,
	 * the last one can reach as well. */
	struct spot_view after_star = { 0 }, retry = { 0 };
	bool starred = false;
	for (;;) {
		if (pattern.len > 0 && *pattern.ptr == '*') {
			pattern = (struct spot_view) { pattern.ptr + 1, pattern.len - 1 };
			if (pattern.len == 0)
				return true;
			after_star = pattern;
			retry = text;
			starred = true;
			continue;
		}
		if (text.len == 0) /* a star that took more would leave even less */
			return pattern.len == 0;
		bool same = false;
		if (pattern.len > 0) {
			uint32_t p = char_take(&pattern), t = char_take(&text);
			same = p == '?' || p == t;
		}
		if (same)
			continue;
		if (!starred)
			return false;
		char_take(&retry);
		text = retry;
		pattern = after_star;
	}
}

static bool char_is_word(uint32_t code)
{
	if (code < 0x80)
		return (code >= '0' && code <= '9') || ascii_fold(code) - 'a' < 26;
	if (code >= BAD_BYTE)
		return false;
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
	return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
	    category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ND ||
	    category == UTF8PROC_CATEGORY_NL || category == UTF8PROC_CATEGORY_NO;
}

void spot_text_skeleton(struct spot_buf *out, struct spot_view text)
{
	while (text.len > 0) {
		uint32_t code = char_take(&text);
		if (char_is_word(code))
			char_put_bare(out, code);
	}
}

size_t spot_text_width(struct spot_view text)
{
	size_t width = 0;
	while (text.len > 0) {
		uint32_t code = char_take(&text);
		if (code >= 0x20 && code < 0x7F)
			width++;
		else if (code >= BAD_BYTE) /* a terminal shows one replacement character */
			width++;
		else
			width += (size_t)utf8proc_charwidth((utf8proc_int32_t)code);
	}
	return width;
}

void spot_text_one_line(struct spot_buf *out, struct spot_view text, size_t max_bytes)
{
	size_t len = text.len < max_bytes ? text.len : max_bytes;

	while (len > 0 && len < text.len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
		len--;
	for (size_t i = 0, n; i < len; i += n) {
		uint32_t code;

		n = spot_utf8_decode(text.ptr + i, len - i, &code);
		if (n > 0 && !spot_utf8_is_obeyed(code))
			spot_buf_add(out, text.ptr + i, n);
		else
			spot_buf_char(out, ' ');
		n = n > 0 ? n : 1;
	}
}
