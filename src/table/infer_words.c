/* SPDX-License-Identifier: MIT */
/* What words tell: those of headers, and those in cells that may mean blank. */
#include <ctype.h>

#include "base/text.h"
#include "table/infer_internal.h"

const struct spot_infer_blank_word spot_infer_blank_words[] = {
	{ "N/A", true, true },
	{ "#N/A", true, true },
	{ "NULL", true, true },
	{ "n.a.", true, false },
	{ "NA", false, false }, /* in text: Namibia, North America */
	{ "(null)", true, false },
	{ "nil", false, false },
	{ "none", false, false },
	{ "(none)", true, false },
	{ "unknown", true, false },
	{ "(unknown)", true, false },
	{ "not known", true, false },
	{ "not available", true, false },
	{ "not provided", true, false },
	{ "not specified", true, false },
	{ "unspecified", true, false },
	{ "undefined", true, false },
	{ "missing", true, false },
	{ "no data", true, false },
	{ "NaN", false, false },
	{ "TBD", true, false },
	{ "?", true, false },
	{ "??", true, false },
	{ "--", true, false },
	{ "---", true, false },
	{ ".", true, false },
	{ "(blank)", true, false },
	{ "(empty)", true, false },
	{ "#REF!", true, false },
	{ "#VALUE!", true, false },
	{ "#DIV/0!", true, false },
	{ "#NAME?", true, false },
};
const size_t spot_infer_n_blank_words =
    sizeof(spot_infer_blank_words) / sizeof(spot_infer_blank_words[0]);

size_t spot_infer_blank_find(struct spot_view text)
{
	if (text.len == 0 || text.len > 16)
		return (size_t)-1;
	for (size_t i = 0; i < spot_infer_n_blank_words; i++)
		if (spot_text_equal_fold(text, spot_view_of(spot_infer_blank_words[i].text)))
			return i;
	return (size_t)-1;
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* A word begins at i: "accountId", "HTTPServer". */
static bool begins_word(struct spot_view text, size_t i)
{
	if (i == 0 || !is_upper(text.ptr[i]))
		return false;
	if (!is_upper(text.ptr[i - 1]))
		return true;
	/* "IDs" is one word */
	return i + 1 < text.len && is_lower(text.ptr[i + 1]) &&
	    !(i + 2 == text.len && text.ptr[i + 1] == 's');
}

void spot_infer_words(struct spot_buf *out, struct spot_view header)
{
	struct spot_buf parted = SPOT_BUF_INIT, folded = SPOT_BUF_INIT;
	for (size_t i = 0; i < header.len; i++) {
		if (begins_word(header, i))
			spot_buf_char(&parted, ' ');
		if (header.len - i >= 2 && memcmp(header.ptr + i, "\u00DF", 2) == 0) {
			spot_buf_text(&parted, "ss");
			i++;
		} else {
			spot_buf_char(&parted, header.ptr[i]);
		}
	}
	spot_text_fold(&folded, (struct spot_view) { parted.ptr, parted.len }, true);
	bool word = false;
	size_t start = out->len;
	for (size_t i = 0; i < folded.len; i++) {
		bool plain = isalnum((unsigned char)folded.ptr[i]) && (folded.ptr[i] & 0x80) == 0;
		if (plain && !word && out->len > start)
			spot_buf_char(out, ' ');
		if (plain)
			spot_buf_char(out, folded.ptr[i]);
		word = plain;
	}
	if (spot_buf_failed(&parted) || spot_buf_failed(&folded))
		out->failed = true;
	spot_buf_reset(&parted);
	spot_buf_reset(&folded);
}

/* The next word of a text of words; empty at its end. */
static struct spot_view word_take(const char **text)
{
	const char *start = *text + strspn(*text, " ");
	size_t len = strcspn(start, " ");
	*text = start + len;
	return (struct spot_view) { start, len };
}

bool spot_infer_words_have(const char *words, const char *any)
{
	struct spot_view word, wanted;
	while ((word = word_take(&words)).len > 0)
		for (const char *rest = any; (wanted = word_take(&rest)).len > 0;)
			if (spot_view_equal(word, wanted))
				return true;
	return false;
}

bool spot_infer_text_in(struct spot_view text, const char *const *words)
{
	for (; *words; words++)
		if (spot_text_equal_fold(text, spot_view_of(*words)))
			return true;
	return false;
}
