/* SPDX-License-Identifier: MIT */
#include "base/lua_quote.h"
#include "present/draft.h"
#include "present/show.h"
#include "present/tested.h"

static void lua_derived(
    struct spot_buf *out, const struct spot_field *field, struct spot_value value)
{
	struct spot_buf text = SPOT_BUF_INIT;

	if (value.kind == SPOT_KIND_INT && field->type != SPOT_TYPE_DATE) {
		spot_buf_integer(out, value.as.integer);
	} else if (value.kind == SPOT_KIND_FLOAT) {
		spot_buf_shortest(out, value.as.number);
	} else if (value.kind == SPOT_KIND_BOOL) {
		spot_buf_text(out, value.as.flag ? "true" : "false");
	} else if (value.kind == SPOT_KIND_TEXT) {
		spot_lua_quote(out, value.as.text);
	} else {
		spot_show_value(&text, field, value); /* a day */
		spot_lua_quote(out, (struct spot_view) { text.ptr, text.len });
	}
	spot_draft_end(&text, &out->failed);
}

static void lua_names(struct spot_buf *out, const char *key, const char *const *names)
{
	if (!names[0])
		return;
	spot_buf_printf(out, ", %s = { ", key);
	for (size_t i = 0; names[i]; i++) {
		if (i > 0)
			spot_buf_text(out, ", ");
		spot_lua_quote(out, spot_view_of(names[i]));
	}
	spot_buf_text(out, " }");
}

static void lua_account(struct spot_buf *out, const struct spot_suggest *suggest,
    const struct spot_suggest_row *row)
{
	const struct spot_schema *fields = &suggest->panel->rules->fields;
	bool first = true;

	spot_buf_text(out, "  account = { ");
	for (size_t f = 0; f < fields->n_fields; f++) {
		const struct spot_field *field = &fields->fields[f];
		struct spot_value derived = row->derived[f];

		if (field->derived
			? derived.kind == SPOT_KIND_BLANK || derived.kind == SPOT_KIND_NIL
			: !row->cells[f])
			continue;
		spot_buf_printf(out, "%s%s = ", first ? "" : ", ", field->name);
		if (field->derived)
			lua_derived(out, field, derived);
		else
			spot_lua_quote(out, spot_view_of(row->cells[f]));
		first = false;
	}
	spot_buf_text(out, " },\n");
}

void spot_tested_print_suggestions(struct spot_buf *out, const struct spot_suggest *suggest,
    const size_t *picked, size_t n_picked, size_t n_reached)
{
	const struct spot_rules *rules = suggest->panel->rules;
	struct spot_buf name = SPOT_BUF_INIT;
	char day[SPOT_DATE_TEXT_SIZE];

	spot_date_print(rules->as_of, day);
	spot_buf_printf(out,
	    "-- %zu rows that together reach all %zu answers and tiers that the data reach.\n"
	    "-- What is expected is what the rules say today: read it before you believe it.\n",
	    n_picked, n_reached);
	for (size_t i = 0; i < n_picked; i++) {
		const struct spot_suggest_row *row = &suggest->rows[picked[i]];

		spot_buf_printf(
		    &name, "suggested: %s:%llu", row->file, (unsigned long long)row->line);
		spot_buf_text(out, "\ntest ");
		spot_lua_quote(out, (struct spot_view) { name.ptr, name.len });
		spot_buf_text(out, " {\n");
		spot_draft_clear(&name, &out->failed);
		spot_buf_printf(out, "  as_of = \"%s\",\n", day);
		lua_account(out, suggest, row);
		spot_buf_text(out, "  expect = { tier = ");
		spot_lua_quote(out, spot_view_of(spot_verdict_tier_name(rules, row->verdict.tier)));
		if (row->verdict.has_score) {
			spot_buf_text(out, ", score = ");
			spot_buf_fixed2(out, row->verdict.score);
		}
		lua_names(out, "disqualified", row->disqualified);
		lua_names(out, "unknown", row->unknown);
		spot_buf_text(out, " },\n}\n");
	}
	spot_draft_end(&name, &out->failed);
}
