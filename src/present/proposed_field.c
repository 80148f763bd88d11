/* SPDX-License-Identifier: MIT */
/* Fields as a rule file declares them, and what a field is about. */
#include <ctype.h>
#include <string.h>

#include "base/lua_quote.h"
#include "base/text.h"
#include "present/proposed_internal.h"
#include "present/starter_internal.h"

#define NAME_WIDEST 26

static void print_texts(struct spot_buf *out, const char *key, const char *const *texts, size_t n)
{
	if (n == 0)
		return;
	spot_buf_printf(out, ", %s = %s", key, n > 1 ? "{ " : "");
	for (size_t i = 0; i < n; i++) {
		spot_buf_text(out, i > 0 ? ", " : "");
		spot_lua_quote(out, spot_view_of(texts[i]));
	}
	spot_buf_text(out, n > 1 ? " }" : "");
}

static void print_value(struct spot_buf *out, const struct spot_value *value)
{
	switch (value->kind) {
	case SPOT_KIND_BOOL:
		spot_buf_text(out, value->as.flag ? "true" : "false");
		break;
	case SPOT_KIND_INT:
		spot_buf_integer(out, value->as.integer);
		break;
	case SPOT_KIND_FLOAT:
		spot_proposed_number(out, value->as.number);
		break;
	case SPOT_KIND_TEXT:
		spot_lua_quote(out, value->as.text);
		break;
	case SPOT_KIND_LIST:
		spot_buf_text(out, "{ ");
		for (size_t i = 0; i < value->as.list.n_items; i++) {
			spot_buf_text(out, i > 0 ? ", " : "");
			spot_lua_quote(out, value->as.list.items[i]);
		}
		spot_buf_text(out, " }");
		break;
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		spot_buf_text(out, "nil");
		break;
	}
}

static void print_default(struct spot_buf *out, const struct spot_field *field)
{
	char day[SPOT_DATE_TEXT_SIZE];

	if (!field->has_default)
		return;
	spot_buf_text(out, ", default = ");
	if (field->type == SPOT_TYPE_DATE && field->fallback.kind == SPOT_KIND_INT) {
		spot_date_print(field->fallback.as.integer, day);
		spot_buf_printf(out, "\"%s\"", day);
	} else {
		print_value(out, &field->fallback);
	}
}

static void print_field(struct spot_buf *out, const struct spot_field *field, size_t width,
    bool is_used)
{
	struct spot_buf key = SPOT_BUF_INIT;

	spot_spelling_key(&key, field->name);
	spot_buf_printf(out, "\t%s%-*s = { \"%s\"", is_used ? "" : "--", (int)width,
	    spot_buf_str(&key), spot_type_name(field->type));
	out->failed |= spot_buf_failed(&key);
	spot_buf_reset(&key);
	if (field->from_column > 0)
		spot_buf_printf(out, ", from = %zu", field->from_column);
	else
		print_texts(out, "from", field->from, field->n_from);
	print_texts(out, "unit", &field->unit, field->unit != NULL);
	print_texts(out, "format", &field->format, field->format != NULL);
	print_texts(out, "sep", &field->sep, field->sep != NULL);
	print_texts(out, "blank", field->blank, field->n_blank);
	print_default(out, field);
	spot_buf_text(out, field->optional ? ", optional = true" : "");
	spot_buf_text(out, field->known_after ? ", known = \"after\"" : "");
	if (field->cost > 0) {
		spot_buf_text(out, ", cost = ");
		spot_proposed_number(out, field->cost);
	}
	if (field->doc) {
		spot_buf_text(out, ", doc = ");
		spot_lua_quote(out, spot_view_of(field->doc));
	}
	spot_buf_text(out, " },\n");
}

static size_t widest(const struct spot_schema *schema)
{
	size_t most = 0;

	for (size_t f = 0; f < schema->n_fields; f++) {
		size_t len = strlen(schema->fields[f].name);
		most = len > most && len <= NAME_WIDEST ? len : most;
	}
	return most;
}

void spot_proposed_fields(struct spot_buf *out, const struct spot_schema *schema,
    const bool *is_used)
{
	spot_buf_text(out, "fields {\n");
	for (size_t f = 0; f < schema->n_fields; f++)
		if (!schema->fields[f].derived)
			print_field(out, &schema->fields[f], widest(schema), is_used[f]);
	spot_buf_text(out, "}\n");
}

void spot_proposed_fields_text(struct spot_buf *out, const struct spot_schema *schema,
    const char *text, const bool *is_used)
{
	while (*text) {
		size_t len = strcspn(text, "\n"), name = strspn(text, "\t"), end = name;
		size_t field;

		while (end < len && (isalnum((unsigned char)text[end]) || text[end] == '_'))
			end++;
		field = spot_schema_find(schema, text + name, end - name);
		spot_buf_add(out, text, name);
		if (name > 0 && field != (size_t)-1 && !is_used[field])
			spot_buf_text(out, "--");
		spot_buf_add(out, text + name, len - name);
		spot_buf_char(out, '\n');
		text += len + (text[len] == '\n');
	}
}

const char *spot_proposed_dimension(const struct spot_field *field)
{
	static const char growth[] =
	    "growth grow growing hiring hires hire funding funded raised round expansion expand "
	    "openings jobs trend increase change seats potential upsell";
	static const char success[] =
	    "tech stack technology tools usage active logins login users contract plan tier "
	    "support tickets onboarding adoption product products services service security "
	    "payment billing method tenure integration integrations feature features nps csat "
	    "training partner internet streaming phone lines backup";
	struct spot_buf words = SPOT_BUF_INIT;
	const char *dimension = "Target market";

	spot_infer_words(&words, spot_view_of(field->name));
	if (spot_infer_words_have(spot_buf_str(&words), growth))
		dimension = "Growth potential";
	else if (field->type == SPOT_TYPE_LIST || field->derived ||
	    spot_infer_words_have(spot_buf_str(&words), success))
		dimension = "Success potential";
	else if (field->type == SPOT_TYPE_PERCENT)
		dimension = "Growth potential";
	spot_buf_reset(&words);
	return dimension;
}
