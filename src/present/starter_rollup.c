/* SPDX-License-Identifier: MIT */
/* A second table summed up for each account: how many records, the sums of money, the
 * last day. */
#include <stdio.h>

#include "base/lua_quote.h"
#include "present/draft.h"
#include "present/starter_internal.h"
#include "report/escape.h"

#define SUMS_MAX 3

/* The name of --with as part of a Lua name. */
static void prefix_of(struct spot_buf *out, const char *name)
{
	struct spot_buf words = SPOT_BUF_INIT;
	spot_infer_words(&words, spot_view_of(name));
	if (words.len == 0 || (words.ptr[0] >= '0' && words.ptr[0] <= '9'))
		spot_buf_text(out, "t_");
	for (size_t i = 0; i < words.len; i++)
		spot_buf_char(out, words.ptr[i] == ' ' ? '_' : words.ptr[i]);
	spot_draft_end(&words, &out->failed);
}

static int derived_print(struct spot_buf *out, struct spot_starter_plan *plan, const char *prefix,
    const char *suffix, const char *definition)
{
	char wanted[200];
	snprintf(wanted, sizeof(wanted), "%.60s_%.60s", prefix, suffix);
	const char *name = spot_starter_name_new(plan, wanted);
	if (!name)
		return SPOT_ENOMEM;
	spot_buf_printf(out, "\t%s = %s,\n", name, definition);
	return 0;
}

/* A column of few words that says how a record stands. */
static bool is_state(const struct spot_guess *guess)
{
	return guess->type == SPOT_TYPE_TEXT && guess->n_tops > 1 && guess->n_distinct <= 20 &&
	    spot_infer_words_have(guess->words,
	    "stage status state outcome result priority type reason");
}

/* What is worth adding up. */
static bool is_amount(const struct spot_guess *guess)
{
	return guess->type == SPOT_TYPE_MONEY ||
	    ((guess->type == SPOT_TYPE_INTEGER || guess->type == SPOT_TYPE_NUMBER) &&
		spot_infer_words_have(guess->words,
	    "count quantity qty seats hours minutes secs seconds units errors usage"));
}

/* The day that a record ended, before the day that it began. */
static const struct spot_starter_field *day_of(const struct spot_starter_plan *plan,
    size_t table_idx)
{
	const struct spot_starter_field *found = NULL;
	int rank = 0;
	for (size_t i = 0; i < spot_starter_n_columns(plan, table_idx); i++) {
		const struct spot_starter_field *field = &plan->fields[table_idx][i];
		if (!field->name || field->guess->type != SPOT_TYPE_DATE)
			continue;
		int its = spot_infer_words_have(field->guess->words,
		    "close closed end ended last") ? 2 : 1;
		if (its > rank)
			found = field;
		rank = its > rank ? its : rank;
	}
	return found;
}

static int state_print(struct spot_buf *out, struct spot_starter_plan *plan,
    const struct spot_starter_field *field, const char *prefix)
{
	struct spot_buf text = SPOT_BUF_INIT, word = SPOT_BUF_INIT;
	spot_buf_printf(&text, "count { when = function(r) return r.%s == ", field->name);
	spot_lua_quote(&text, field->guess->tops[0].text);
	spot_buf_text(&text, " end }");
	spot_infer_words(&word, field->guess->tops[0].text);
	for (size_t i = 0; i < word.len; i++)
		word.ptr[i] = word.ptr[i] == ' ' ? '_' : word.ptr[i];
	int rc = spot_buf_failed(&text) || spot_buf_failed(&word)
	    ? SPOT_ENOMEM
	    : derived_print(out, plan, prefix, word.len > 0 ? spot_buf_str(&word) : field->name,
		  spot_buf_str(&text));
	spot_buf_reset(&text);
	spot_buf_reset(&word);
	return rc;
}

static int deriveds_print(struct spot_buf *out, struct spot_starter_plan *plan, size_t table_idx,
    const char *prefix)
{
	const struct spot_starter_field *fields = plan->fields[table_idx],
	    *day = day_of(plan, table_idx);
	size_t n = spot_starter_n_columns(plan, table_idx), n_sums = 0;
	bool has_state = false;
	char suffix[100], definition[100];
	int rc = derived_print(out, plan, prefix, "count", "count {}");
	for (size_t i = 0; rc == 0 && i < n; i++) {
		const struct spot_starter_field *field = &fields[i];
		if (!field->name || field->is_key)
			continue;
		if (is_state(field->guess) && !has_state) {
			has_state = true;
			rc = state_print(out, plan, field, prefix);
		} else if (is_amount(field->guess) && n_sums < SUMS_MAX) {
			n_sums++;
			snprintf(suffix, sizeof(suffix), "%.60s_sum", field->name);
			snprintf(definition, sizeof(definition), "sum { \"%.60s\" }", field->name);
			rc = derived_print(out, plan, prefix, suffix, definition);
		}
	}
	if (rc == 0 && day) {
		snprintf(suffix, sizeof(suffix), "last_%.60s", day->name);
		snprintf(definition, sizeof(definition), "max { \"%.60s\" }", day->name);
		rc = derived_print(out, plan, prefix, suffix, definition);
	}
	return rc;
}

int spot_starter_rollup_print(struct spot_buf *out, struct spot_starter_plan *plan,
    size_t table_idx)
{
	const struct spot_starter_table *table = &plan->starter->tables[table_idx];
	size_t key = spot_infer_key(table->infer);
	struct spot_buf prefix = SPOT_BUF_INIT;
	const char *slash = strrchr(table->path, '/');
	int rc;
	spot_buf_text(out, "\n-- ");
	spot_escape_plain(out, spot_view_of(slash ? slash + 1 : table->path));
	spot_buf_text(out, ": ");
	spot_buf_grouped(out, spot_infer_n_rows(table->infer));
	spot_buf_printf(out, " records%s", table->has_more ? " and more" : "");
	if (key == (size_t)-1) {
		spot_buf_text(out,
		    ". No column holds the keys of the accounts, so nothing can be rolled up.\n");
		return 0;
	}
	spot_buf_text(out, ", ");
	spot_buf_grouped(out, spot_infer_guess(table->infer, key)->n_matched);
	spot_buf_text(out,
	    " of them with the key of an account.\n"
	    "-- check and score need --with ");
	spot_escape_plain(out, spot_view_of(table->name));
	spot_buf_text(out, "=FILE for it.\nrollup ");
	spot_lua_quote(out, spot_view_of(table->name));
	spot_buf_printf(out, " { key = \"%s\",\n\tfields = {\n", plan->fields[table_idx][key].name);
	spot_starter_field_print(out, plan, table_idx, "\t\t");
	spot_buf_text(out, "\t},\n");
	prefix_of(&prefix, table->name);
	rc = spot_buf_failed(&prefix) ? SPOT_ENOMEM
	                              : deriveds_print(out, plan, table_idx, spot_buf_str(&prefix));
	spot_buf_text(out, "}\n");
	spot_buf_reset(&prefix);
	return rc;
}
