/* SPDX-License-Identifier: MIT */
#include "table/cell.h"

#include <assert.h>

#include "base/text.h"
#include "table/cell_internal.h"

#define ID_SHORT_LEN 15 /* of a Salesforce id */
#define ID_LONG_LEN 18

struct spot_view spot_cell_trim(struct spot_view text)
{
	if (text.len == 0)
		return text;
	unsigned char first = (unsigned char)text.ptr[0];
	unsigned char last = (unsigned char)text.ptr[text.len - 1];
	if (first > ' ' && first < 0x80 && last > ' ' && last < 0x80)
		return text;
	return spot_text_trim(text);
}

static bool is_dash(struct spot_view text)
{
	static const char *const dashes[] = { "\u2013", "\u2014", "\u2212" };
	if (text.len == 1)
		return text.ptr[0] == '-';
	for (size_t i = 0; text.len == 3 && i < sizeof(dashes) / sizeof(*dashes); i++)
		if (memcmp(text.ptr, dashes[i], 3) == 0)
			return true;
	return false;
}

static bool is_blank_word(struct spot_view text)
{
	static const struct spot_view words[] = { { "N/A", 3 }, { "#N/A", 4 }, { "NULL", 4 } };
	if (text.len != 3 && text.len != 4)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (spot_text_equal_fold(text, words[i]))
			return true;
	return false;
}

static bool cell_is_blank(const struct spot_field *field, struct spot_view text)
{
	if (text.len == 0 || is_dash(text))
		return true;
	if (field->type != SPOT_TYPE_TEXT && field->type != SPOT_TYPE_KEY && is_blank_word(text))
		return true;
	for (size_t i = 0; i < field->n_blank; i++)
		if (spot_text_equal_fold(text, spot_text_trim(spot_view_of(field->blank[i]))))
			return true;
	return false;
}

static const char *flag_read(bool *out, struct spot_view text)
{
	static const struct {
		struct spot_view word;
		bool flag;
	} words[] = {
		{ { "true", 4 }, true }, { { "false", 5 }, false }, { { "yes", 3 }, true },
		{ { "no", 2 }, false }, { { "y", 1 }, true }, { { "n", 1 }, false },
		{ { "1", 1 }, true }, { { "0", 1 }, false }, { { "t", 1 }, true },
		{ { "f", 1 }, false }, { { "x", 1 }, true },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (spot_text_equal_fold(text, words[i].word)) {
			*out = words[i].flag;
			return NULL;
		}
	}
	return "not a flag such as yes or no, true or false, 1 or 0";
}

/* The part of rest before the next separator; rest then begins after it. */
static struct spot_view item_take(struct spot_view *rest, struct spot_view sep)
{
	const char *at = memmem(rest->ptr, rest->len, sep.ptr, sep.len);
	struct spot_view item = *rest;
	if (!at) {
		*rest = (struct spot_view) { rest->ptr + rest->len, 0 };
		return item;
	}
	item.len = (size_t)(at - rest->ptr);
	*rest = (struct spot_view) { at + sep.len, rest->len - item.len - sep.len };
	return item;
}

/* Items that are empty ("a;;b") are none. False: out of memory. */
static bool list_read(struct spot_list *out, const char *separator, struct spot_view text,
    struct spot_arena *arena)
{
	struct spot_view sep = separator ? spot_view_of(separator) : SPOT_VIEW(";");
	assert(sep.len > 0);
	size_t n = 1;
	for (struct spot_view rest = text; item_take(&rest, sep), rest.len > 0;)
		n++;
	struct spot_view *items = spot_arena_calloc(arena, n, sizeof(*items));
	if (!items)
		return false;
	size_t n_items = 0;
	for (struct spot_view rest = text; rest.len > 0;) {
		struct spot_view item = spot_cell_trim(item_take(&rest, sep));
		if (item.len > 0)
			items[n_items++] = item;
	}
	*out = (struct spot_list) { items, n_items };
	return true;
}

static const char *typed_read(struct spot_value *out, const struct spot_field *field,
    struct spot_view text, struct spot_arena *arena, bool *nomem)
{
	switch (field->type) {
	case SPOT_TYPE_KEY:
	case SPOT_TYPE_TEXT:
		*out = (struct spot_value) { SPOT_KIND_TEXT, .as.text = text };
		return NULL;
	case SPOT_TYPE_INTEGER:
	case SPOT_TYPE_NUMBER:
	case SPOT_TYPE_MONEY:
	case SPOT_TYPE_PERCENT:
		return spot_cell_number_read(out, field, text, arena);
	case SPOT_TYPE_FLAG:
		out->kind = SPOT_KIND_BOOL;
		return flag_read(&out->as.flag, text);
	case SPOT_TYPE_DATE:
		return spot_cell_date_read(out, field, text, arena);
	case SPOT_TYPE_LIST:
		out->kind = SPOT_KIND_LIST;
		*nomem = !list_read(&out->as.list, field->sep, text, arena);
		return NULL;
	case SPOT_TYPE_N:
		break;
	}
	assert(false);
	return NULL;
}

enum spot_cell_state spot_cell_read(struct spot_value *out, const struct spot_field *field,
    struct spot_view text, struct spot_arena *arena, bool *blank_seen, const char **problem)
{
	bool nomem = false;
	text = spot_cell_trim(text);
	bool blank = cell_is_blank(field, text);
	if (blank_seen)
		*blank_seen = blank;
	if (blank) {
		*out = spot_field_absent(field);
		return field->has_default ? SPOT_CELL_VALUE : SPOT_CELL_BLANK;
	}
	const char *why = memchr(text.ptr, '\0', text.len) ? "holds a NUL byte" :
		typed_read(out, field, text, arena, &nomem);
	if (!why && !nomem)
		return SPOT_CELL_VALUE;
	*out = (struct spot_value) { .kind = SPOT_KIND_BLANK };
	if (nomem)
		return SPOT_CELL_NOMEM;
	*problem = why;
	return SPOT_CELL_UNREADABLE;
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_alphanumeric(char c)
{
	return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The last three characters of a long id tell which of the first fifteen are capitals:
 * each stands for five of them, the first of the five being the lowest bit. */
struct spot_view spot_cell_key_identity(struct spot_view key)
{
	static const char checks[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
	if (key.len != ID_LONG_LEN)
		return key;
	for (size_t i = 0; i < ID_SHORT_LEN; i++)
		if (!is_alphanumeric(key.ptr[i]))
			return key;
	for (size_t i = 0; i < ID_LONG_LEN - ID_SHORT_LEN; i++) {
		unsigned bits = 0;
		for (size_t j = 0; j < 5; j++)
			bits |= (unsigned)is_upper(key.ptr[i * 5 + j]) << j;
		if (key.ptr[ID_SHORT_LEN + i] != checks[bits])
			return key;
	}
	return (struct spot_view) { key.ptr, ID_SHORT_LEN };
}
