/* SPDX-License-Identifier: MIT */
/* Field declarations, one a line, each with what is odd about its column above it. */
#include "base/lua_quote.h"
#include "base/text.h"
#include "present/draft.h"
#include "present/starter_internal.h"
#include "report/escape.h"

#define PAD_MAX 26

static size_t widest_name(const struct spot_starter_plan *plan, size_t table_idx)
{
	size_t widest = 0;
	for (size_t i = 0; i < spot_starter_n_columns(plan, table_idx); i++) {
		const char *name = plan->fields[table_idx][i].name;
		size_t len = name ? strlen(name) : 0;
		if (len > widest && len <= PAD_MAX)
			widest = len;
	}
	return widest;
}

static void print_text(struct spot_buf *out, const char *key, const char *text)
{
	if (!text)
		return;
	spot_buf_printf(out, ", %s = ", key);
	spot_lua_quote(out, spot_view_of(text));
}

static void print_blanks(struct spot_buf *out, const struct spot_guess *guess)
{
	if (guess->n_blanks == 0)
		return;
	spot_buf_text(out, guess->n_blanks == 1 ? ", blank = " : ", blank = { ");
	for (size_t i = 0; i < guess->n_blanks; i++) {
		spot_buf_text(out, i > 0 ? ", " : "");
		spot_lua_quote(out, spot_view_of(guess->blanks[i]));
	}
	spot_buf_text(out, guess->n_blanks == 1 ? "" : " }");
}

static void print_options(struct spot_buf *out, const struct spot_starter_field *field)
{
	const struct spot_guess *guess = field->guess;
	if (field->by_number)
		spot_buf_printf(out, ", from = %zu", field->column);
	else if (field->needs_from)
		print_text(out, "from", guess->header.ptr);
	print_text(out, "format", guess->format);
	print_text(out, "unit", guess->unit);
	print_text(out, "sep", guess->sep);
	print_blanks(out, guess);
	if (field->is_after)
		spot_buf_text(out, ", known = \"after\"");
}

static void print_declaration(struct spot_buf *out, const struct spot_starter_field *field,
    size_t width)
{
	struct spot_buf options = SPOT_BUF_INIT;
	enum spot_type type = field->is_key ? SPOT_TYPE_KEY : field->guess->type;
	print_options(&options, field);
	spot_buf_text(out, field->name);
	for (size_t n = strlen(field->name); n < width; n++)
		spot_buf_char(out, ' ');
	if (options.len > 0)
		spot_buf_printf(out, " = { \"%s\"%s },\n", spot_type_name(type),
		    spot_buf_str(&options));
	else
		spot_buf_printf(out, " = \"%s\",\n", spot_type_name(type));
	spot_draft_end(&options, &out->failed);
}

static void print_notes(struct spot_buf *out, const struct spot_starter_field *field,
    const char *indent)
{
	const struct spot_guess *guess = field->guess;
	for (size_t i = 0; i < guess->n_notes; i++)
		spot_buf_printf(out, "%s-- %s\n", indent, guess->notes[i]);
	if (guess->n_rows >= 10 && guess->n_blank * 2 > guess->n_rows)
		spot_buf_printf(out, "%s-- blank in %.0f %% of the rows\n", indent,
		    100.0 * (double)guess->n_blank / (double)guess->n_rows);
}

void spot_starter_field_print(struct spot_buf *out, const struct spot_starter_plan *plan,
    size_t table_idx, const char *indent)
{
	size_t width = widest_name(plan, table_idx);
	for (size_t i = 0; i < spot_starter_n_columns(plan, table_idx); i++) {
		const struct spot_starter_field *field = &plan->fields[table_idx][i];
		if (!field->name) {
			spot_buf_printf(out, "%s-- column %zu", indent, field->column);
			if (field->guess->header.len > 0) {
				spot_buf_text(out, " (");
				spot_escape_plain(out, field->guess->header);
				spot_buf_char(out, ')');
			}
			spot_buf_text(out, " is blank in every row\n");
			continue;
		}
		print_notes(out, field, indent);
		spot_buf_text(out, indent);
		print_declaration(out, field, width);
	}
}
