/* SPDX-License-Identifier: MIT */
/* Headers to names that Lua takes: small letters, digits and _, no key word, no two alike. */
#include <stdio.h>
#include <stdlib.h>

#include "base/lua_quote.h"
#include "base/text.h"
#include "present/starter_internal.h"

#define NAME_MAX_LEN 48

static const char key_words[] =
    "and break do else elseif end false for function goto if in local nil not or "
    "repeat return then true until while";

/* As headers are matched with names: without case, and '_' and '-' are spaces. */
static void form_of(struct spot_buf *out, struct spot_view text)
{
	size_t start = out->len;
	spot_text_fold(out, spot_text_trim(text), false);
	for (size_t i = start; i < out->len; i++)
		if (strchr("_-\r\n\t", out->ptr[i]))
			out->ptr[i] = ' ';
}

static bool forms_equal(struct spot_view a, struct spot_view b)
{
	struct spot_buf x = SPOT_BUF_INIT, y = SPOT_BUF_INIT;
	form_of(&x, a);
	form_of(&y, b);
	bool equal = x.len > 0 && !spot_buf_failed(&x) && !spot_buf_failed(&y) &&
	    spot_view_equal((struct spot_view) { x.ptr, x.len },
	    (struct spot_view) { y.ptr, y.len });
	spot_buf_reset(&x);
	spot_buf_reset(&y);
	return equal;
}

static void name_make(struct spot_buf *out, const struct spot_guess *guess, size_t column)
{
	const char *words = guess->words;
	if (!*words) {
		spot_buf_printf(out, "column_%zu", column);
		return;
	}
	if (*words >= '0' && *words <= '9')
		spot_buf_text(out, "c_");
	for (; *words && out->len < NAME_MAX_LEN; words++)
		spot_buf_char(out, *words == ' ' ? '_' : *words);
	while (out->len > 0 && out->ptr[out->len - 1] == '_')
		out->ptr[--out->len] = '\0';
	if (spot_infer_words_have(spot_buf_str(out), key_words))
		spot_buf_char(out, '_');
}

static const char *name_unique(struct spot_map *taken, struct spot_arena *arena, const char *wanted)
{
	char name[NAME_MAX_LEN + 32];
	snprintf(name, sizeof(name), "%s", wanted);
	for (unsigned n = 2; spot_map_find(taken, spot_view_of(name)) != SPOT_MAP_NONE; n++)
		snprintf(name, sizeof(name), "%s_%u", wanted, n);
	if (spot_map_add(taken, spot_view_of(name)) == SPOT_MAP_NONE)
		return NULL;
	return spot_arena_copy(arena, name, strlen(name));
}

const char *spot_starter_name_new(struct spot_starter_plan *plan, const char *wanted)
{
	return name_unique(&plan->names, &plan->arena, wanted);
}

static bool header_is_shared(const struct spot_infer *infer, size_t column)
{
	struct spot_view header = spot_infer_guess(infer, column)->header;
	for (size_t i = 0; i < spot_infer_n_columns(infer); i++)
		if (i != column && forms_equal(header, spot_infer_guess(infer, i)->header))
			return true;
	return false;
}

static bool is_all_blank(const struct spot_guess *guess)
{
	return guess->n_rows > 0 && guess->n_distinct == 0 && guess->n_blank >= guess->n_rows;
}

static int field_name(struct spot_starter_plan *plan, size_t table_idx, size_t column,
    struct spot_map *taken)
{
	static const char after[] =
	    "churn churned exited cancelled canceled cancellation terminated attrition";
	const struct spot_starter_table *table = &plan->starter->tables[table_idx];
	struct spot_starter_field *field = &plan->fields[table_idx][column];
	const struct spot_guess *guess = spot_infer_guess(table->infer, column);
	struct spot_buf wanted = SPOT_BUF_INIT;
	int rc = 0;
	field->guess = guess;
	field->column = column + 1;
	field->is_key = spot_infer_key(table->infer) == column;
	field->is_after = table_idx == 0 && !field->is_key &&
	    spot_infer_words_have(guess->words, after);
	/* A name in a rule file ends at a NUL. */
	field->by_number = table->no_header || guess->header.len == 0 ||
	    strlen(guess->header.ptr) < guess->header.len ||
	    header_is_shared(table->infer, column);
	if (is_all_blank(guess) && !field->is_key)
		return 0;
	name_make(&wanted, guess, column + 1);
	if (!spot_buf_failed(&wanted))
		field->name = name_unique(taken, &plan->arena, spot_buf_str(&wanted));
	if (!field->name)
		rc = SPOT_ENOMEM;
	else
		field->needs_from = field->by_number ||
		    !forms_equal(guess->header, spot_view_of(field->name));
	spot_buf_reset(&wanted);
	return rc;
}

int spot_starter_name_all(struct spot_starter_plan *plan, size_t table_idx)
{
	size_t n = spot_starter_n_columns(plan, table_idx);
	struct spot_map taken;
	int rc = 0;
	plan->fields[table_idx] =
	    spot_arena_calloc(&plan->arena, n + 1, sizeof(*plan->fields[table_idx]));
	if (!plan->fields[table_idx])
		return SPOT_ENOMEM;
	spot_map_init(&taken);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = field_name(plan, table_idx, i, table_idx == 0 ? &plan->names : &taken);
	spot_map_reset(&taken);
	return rc;
}

void spot_starter_name_top(struct spot_buf *out, const struct spot_starter_field *field,
    size_t top)
{
	spot_lua_quote(out, field->guess->tops[top].text);
}
