/* SPDX-License-Identifier: MIT */
#include "cli/values.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/verbs.h"

#define N_CHOICES_MAX 16

/* Room for one item more. What an arena gives cannot grow in place: the old array stays behind. */
static void *array_grow(void *items, size_t n, size_t *cap, size_t item_size,
    struct spot_arena *arena)
{
	size_t want = n < 4 ? 8 : n * 2;
	void *grown;

	if (n < *cap)
		return items;
	grown = spot_arena_calloc(arena, want, item_size);
	if (!grown)
		return NULL;
	if (n > 0)
		memcpy(grown, items, n * item_size);
	*cap = want;
	return grown;
}

int spot_values_append(struct spot_cli_list *list, const char *text, size_t len,
    struct spot_arena *arena, struct spot_error *err)
{
	const char **items = array_grow(list->items, list->n, &list->cap, sizeof(*items), arena);
	const char *copy = spot_arena_copy(arena, text, len);

	if (items)
		list->items = items;
	if (!items || !copy)
		return spot_error_nomem(err);
	list->items[list->n++] = copy;
	return SPOT_OK;
}

static int words_store(struct spot_cli_list *list, const char *text, struct spot_arena *arena,
    struct spot_error *err)
{
	for (;;) {
		size_t len = strcspn(text, ",");
		struct spot_view word = spot_text_trim((struct spot_view) { text, len });
		int rc;

		if (word.len == 0)
			return spot_error_set(err, SPOT_EUSAGE, "a word between commas is empty");
		rc = spot_values_append(list, word.ptr, word.len, arena, err);
		if (rc < 0 || text[len] == '\0')
			return rc;
		text += len + 1;
	}
}

static int pairs_store(const struct spot_cli_option *option, struct spot_cli_pairs *pairs,
    const char *text, struct spot_arena *arena, struct spot_error *err)
{
	const char *equals = strchr(text, '=');
	struct spot_cli_pair *items, pair;

	if (!equals || equals == text || strlen(equals + 1) < (size_t)option->min) {
		spot_error_set(err, SPOT_EUSAGE, "\"%s\" is not %s", text, option->arg);
		spot_error_hint(err, "write --%s %s without spaces around =", option->name,
		    option->arg);
		return SPOT_EUSAGE;
	}
	items = array_grow(pairs->items, pairs->n, &pairs->cap, sizeof(*items), arena);
	if (items)
		pairs->items = items;
	pair.name = spot_arena_copy(arena, text, (size_t)(equals - text));
	pair.value = spot_arena_copy(arena, equals + 1, strlen(equals + 1));
	if (!items || !pair.name || !pair.value)
		return spot_error_nomem(err);
	for (size_t i = 0; i < pairs->n; i++) {
		if (strcmp(items[i].name, pair.name) == 0) {
			spot_error_set(err, SPOT_EUSAGE, "%s is given twice, as \"%s\" and \"%s\"",
			    pair.name, items[i].value, pair.value);
			spot_error_hint(err, "keep one of them");
			return SPOT_EUSAGE;
		}
	}
	pairs->items[pairs->n++] = pair;
	return SPOT_OK;
}

static int range_error(const struct spot_cli_option *option, const char *kind, const char *text,
    struct spot_error *err)
{
	if (option->max != 0)
		return spot_error_set(err, SPOT_EUSAGE, "\"%s\" is not a %s from %lld to %lld",
		    text, kind, (long long)option->min, (long long)option->max);
	return spot_error_set(err, SPOT_EUSAGE, "\"%s\" is not a %s of at least %lld", text, kind,
	    (long long)option->min);
}

static int integer_store(const struct spot_cli_option *option, int64_t *out, const char *text,
    struct spot_error *err)
{
	int64_t value;

	if (!spot_number_integer(spot_view_of(text), &value) || value < option->min ||
	    (option->max != 0 && value > option->max))
		return range_error(option, "whole number", text, err);
	*out = value;
	return SPOT_OK;
}

static int number_store(const struct spot_cli_option *option, double *out, const char *text,
    struct spot_error *err)
{
	double value;

	if (!spot_number_double(spot_view_of(text), &value) || value < (double)option->min ||
	    (option->max != 0 && value > (double)option->max))
		return range_error(option, "number", text, err);
	*out = value;
	return SPOT_OK;
}

static int size_store(const struct spot_cli_option *option, size_t *out, const char *text,
    struct spot_error *err)
{
	static const char suffixes[] = "kmg";
	struct spot_view digits = spot_view_of(text);
	const char *suffix = NULL;
	int64_t value;
	unsigned shift = 0;

	if (digits.len > 1)
		suffix = strchr(suffixes, digits.ptr[digits.len - 1] | 0x20);
	if (suffix && *suffix) {
		digits.len--;
		shift = 10 * (unsigned)(suffix - suffixes + 1);
	}
	if (!spot_number_integer(digits, &value) || value < 0 || value > (INT64_MAX >> shift) ||
	    value << shift < option->min || (option->max != 0 && value << shift > option->max)) {
		spot_error_set(err, SPOT_EUSAGE, "\"%s\" is not a size from %lld to %lld bytes",
		    text, (long long)option->min, (long long)option->max);
		spot_error_hint(err, "write 500k, 16M or 1G");
		return SPOT_EUSAGE;
	}
	*out = (size_t)(value << shift);
	return SPOT_OK;
}

static int date_store(int64_t *out, const char *text, struct spot_error *err)
{
	if (spot_date_iso(spot_view_of(text), out))
		return SPOT_OK;
	spot_error_set(err, SPOT_EUSAGE, "there is no day \"%s\"", text);
	spot_error_hint(err, "write YYYY-MM-DD, as 2026-03-31");
	return SPOT_EUSAGE;
}

static int delimiter_store(char *out, const char *text, struct spot_error *err)
{
	static const struct {
		const char *name;
		char c;
	} names[] = {
		{ "tab", '\t' }, { "\\t", '\t' }, { "pipe", '|' }, { "comma", ',' },
		{ "semicolon", ';' }, { "colon", ':' },
	};
	unsigned char c = (unsigned char)text[0];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (spot_text_equal_fold(spot_view_of(text), spot_view_of(names[i].name))) {
			*out = names[i].c;
			return SPOT_OK;
		}
	}
	/* The quote, line ends and the space mean something else to libcsv. */
	if (text[1] != '\0' || c >= 0x7f || strchr("\"\r\n ", c)) {
		spot_error_set(err, SPOT_EUSAGE, "\"%s\" cannot part the cells of a row", text);
		spot_error_hint(err, "give one character, or comma, semicolon, tab, pipe");
		return SPOT_EUSAGE;
	}
	*out = text[0];
	return SPOT_OK;
}

static int choice_store(const struct spot_verb *verb, const struct spot_cli_option *option,
    int *out, const char *text, struct spot_error *err)
{
	const char *names[N_CHOICES_MAX], *near;
	struct spot_buf list = SPOT_BUF_INIT;
	size_t n = 0;

	for (size_t i = 0; option->choices[i]; i++) {
		if (!spot_options_choosable(verb, option, i))
			continue;
		if (strcmp(option->choices[i], text) == 0) {
			*out = (int)i;
			spot_buf_reset(&list);
			return SPOT_OK;
		}
		if (n < N_CHOICES_MAX)
			names[n++] = option->choices[i];
		spot_buf_printf(&list, "%s%s", list.len > 0 ? ", " : "", option->choices[i]);
	}
	near = spot_text_nearest(text, names, n);
	spot_error_set(err, SPOT_EUSAGE, "\"%s\" is not one of %s", text, spot_buf_str(&list));
	if (near)
		spot_error_hint(err, "did you mean %s?", near);
	spot_buf_reset(&list);
	return SPOT_EUSAGE;
}

static int text_store(const char **out, const char *text, struct spot_arena *arena,
    struct spot_error *err)
{
	*out = spot_arena_copy(arena, text, strlen(text));
	return *out ? SPOT_OK : spot_error_nomem(err);
}

static int member_store(const struct spot_verb *verb, const struct spot_cli_option *option,
    const char *text, void *member, struct spot_arena *arena, struct spot_error *err)
{
	switch (option->kind) {
	case SPOT_OPTION_FLAG:
		*(bool *)member = true;
		return SPOT_OK;
	case SPOT_OPTION_TEXT:
	case SPOT_OPTION_WRITES:
		return text_store(member, text, arena, err);
	case SPOT_OPTION_LIST:
		return spot_values_append(member, text, strlen(text), arena, err);
	case SPOT_OPTION_WORDS:
		return words_store(member, text, arena, err);
	case SPOT_OPTION_PAIRS:
		return pairs_store(option, member, text, arena, err);
	case SPOT_OPTION_INTEGER:
		return integer_store(option, member, text, err);
	case SPOT_OPTION_NUMBER:
		return number_store(option, member, text, err);
	case SPOT_OPTION_SIZE:
		return size_store(option, member, text, err);
	case SPOT_OPTION_DATE:
		return date_store(member, text, err);
	case SPOT_OPTION_DELIMITER:
		return delimiter_store(member, text, err);
	case SPOT_OPTION_CHOICE:
		return choice_store(verb, option, member, text, err);
	case SPOT_OPTION_N:
		break;
	}
	assert(false);
	return SPOT_EUSAGE;
}

int spot_values_store(const struct spot_verb *verb, const struct spot_cli_option *option,
    const char *text, void *opts, struct spot_arena *arena, struct spot_error *err)
{
	char place[64];
	int rc;

	snprintf(place, sizeof(place), "--%s", option->name);
	if (option->kind != SPOT_OPTION_FLAG && *text == '\0')
		rc = spot_error_set(err, SPOT_EUSAGE, "the %s after it is empty", option->arg);
	else
		rc = member_store(verb, option, text, (char *)opts + option->offset, arena, err);
	if (rc == SPOT_EUSAGE && err)
		spot_error_place(err, place, 0, NULL);
	return rc;
}
