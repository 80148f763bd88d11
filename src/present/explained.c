/* SPDX-License-Identifier: MIT */
#include "present/explained.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "present/draft.h"
#include "present/show.h"
#include "report/escape.h"

static const struct spot_field *field_of(const struct spot_explanation *explanation, size_t idx)
{
	return &explanation->panel->rules->fields.fields[idx];
}

static void add_named_value(struct spot_buf *out, const struct spot_explanation *explanation,
    size_t field_idx, struct spot_value value)
{
	const struct spot_field *field = field_of(explanation, field_idx);

	const char *problem = explanation->account->problems[field_idx];

	spot_buf_text(out, field->name);
	if (problem && value.kind == SPOT_KIND_BLANK) {
		spot_escape_printf(out, " is unreadable (%s)", problem);
		return;
	}
	spot_buf_text(
	    out, value.kind == SPOT_KIND_BLANK || value.kind == SPOT_KIND_NIL ? " is " : " = ");
	spot_show_value(out, field, value);
}

static void print_range(struct spot_buf *out, const struct spot_explanation *explanation)
{
	const struct spot_verdict *verdict = &explanation->verdict;
	const struct spot_rules *rules = explanation->panel->rules;

	if (!verdict->has_score) {
		spot_buf_text(out, "no score: no criterion could give points\n");
		return;
	}
	spot_buf_text(out, "score ");
	spot_buf_fixed2(out, verdict->score);
	spot_buf_text(out, " (");
	spot_show_rounded(out, verdict->earned);
	spot_buf_text(out, " of ");
	spot_show_rounded(out, verdict->possible);
	spot_buf_text(out, " points), coverage ");
	spot_buf_fixed2(out, verdict->coverage);
	spot_buf_text(out, " %\n");
	if (verdict->score_low == verdict->score_high)
		return;
	spot_buf_text(out, "with the unknown answers the score lies between ");
	spot_buf_fixed2(out, verdict->score_low);
	spot_buf_text(out, " and ");
	spot_buf_fixed2(out, verdict->score_high);
	if (verdict->tier_low == verdict->tier_high)
		spot_buf_printf(out, ": tier %s in any case\n",
		    spot_verdict_tier_name(rules, verdict->tier_low));
	else
		spot_buf_printf(out, ": tier %s to %s\n",
		    spot_verdict_tier_name(rules, verdict->tier_low),
		    spot_verdict_tier_name(rules, verdict->tier_high));
}

/* "KEY NAME (FILE:LINE)", as much as there is. */
static void print_account(struct spot_buf *out, const struct spot_explanation *explanation)
{
	const struct spot_lookup_row *account = explanation->account;
	const struct spot_panel *panel = explanation->panel;
	const size_t fields[] = { panel->key_field,
		spot_schema_find(&panel->rules->fields, "name", strlen("name")) };
	size_t n = 0;

	for (size_t i = 0; i < 2; i++) {
		if (i == 1 && fields[1] == fields[0])
			break; /* the key is the name */
		if (fields[i] == SPOT_NONE || account->values[fields[i]].kind != SPOT_KIND_TEXT)
			continue;
		spot_buf_text(out, n++ > 0 ? " " : "");
		spot_escape_plain(out, account->values[fields[i]].as.text);
	}
	spot_escape_printf(out, n > 0 ? " (%s:%" PRIu64 ")" : "%s:%" PRIu64, account->file,
	    account->line);
}

static void print_head(struct spot_buf *out, const struct spot_explanation *explanation)
{
	const struct spot_rules *rules = explanation->panel->rules;
	const struct spot_verdict *verdict = &explanation->verdict;
	char day[SPOT_DATE_TEXT_SIZE];

	spot_date_print(rules->as_of, day);
	print_account(out, explanation);
	spot_escape_printf(out, ", by \"%s\", as of %s",
	    rules->profile.name[0] ? rules->profile.name : rules->path, day);
	spot_buf_printf(out, "\ntier %s", spot_verdict_tier_name(rules, verdict->tier));
	if (verdict->exception != SPOT_NONE) {
		const struct spot_exception *exception = &rules->exceptions[verdict->exception];
		spot_date_print(exception->expires, day);
		spot_buf_printf(out, " by exception \"%s\" (", exception->name);
		spot_escape_plain(out, spot_view_of(exception->by));
		spot_buf_printf(out, ", until %s): ", day);
		spot_escape_plain(out, spot_view_of(exception->why));
	}
	spot_buf_char(out, '\n');
	print_range(out, explanation);
	if (verdict->has_growth) {
		spot_buf_text(out, "growth ");
		spot_show_rounded(out, verdict->growth);
		if (rules->growths[0].unit)
			spot_escape_printf(out, " %s", rules->growths[0].unit);
		spot_buf_char(out, '\n');
	}
}

static void add_reads(struct spot_buf *out, const struct spot_explanation *explanation,
    const struct spot_trace *trace)
{
	for (size_t i = 0; i < trace->n_reads; i++) {
		if (i > 0)
			spot_buf_text(out, ", ");
		add_named_value(
		    out, explanation, trace->reads[i].field_idx, trace->reads[i].value);
	}
}

/* Of a list only the item that was added to the account's: it stands last. */
static void add_new_value(
    struct spot_buf *out, const struct spot_field *field, struct spot_value value)
{
	if (value.kind == SPOT_KIND_LIST && value.as.list.n_items > 1) {
		value.as.list.items += value.as.list.n_items - 1;
		value.as.list.n_items = 1;
	}
	spot_show_value(out, field, value);
}

static void add_needs(struct spot_buf *out, const struct spot_explanation *explanation,
    const struct spot_explained *rule)
{
	for (size_t n = 0; n < rule->n_needs; n++) {
		const struct spot_need *need = &rule->needs[n];
		const struct spot_field *field = field_of(explanation, need->field_idx);

		spot_buf_text(out, n == 0 ? "; more with " : " or ");
		spot_buf_printf(
		    out, field->type == SPOT_TYPE_LIST ? "%s having " : "%s = ", field->name);
		for (size_t v = 0; v < need->n_values; v++) {
			if (v > 0)
				spot_buf_text(out, " | ");
			add_new_value(out, field, need->values[v]);
		}
		if (need->n_values == SPOT_EXPLAIN_NEEDS)
			spot_buf_text(out, " | …");
	}
}

static const char *answer_text(
    const struct spot_trace *trace, bool is_growth, struct spot_buf *scratch)
{
	switch (trace->state) {
	case SPOT_ANSWER_UNKNOWN:
		return "unknown";
	case SPOT_ANSWER_FAILED:
		return "failed";
	case SPOT_ANSWER_KNOWN:
	case SPOT_ANSWER_STATE_N:
		break;
	}
	if (!is_growth && (trace->was_boolean || trace->value == 0 || trace->value == 1))
		return trace->value != 0 ? "yes" : "no";
	spot_show_rounded(scratch, trace->value);
	return spot_buf_str(scratch);
}

static void add_rule_row(struct spot_table *table, const struct spot_explanation *explanation,
    size_t asked_idx, struct spot_buf *scratch)
{
	const struct spot_asked *asked = &explanation->panel->scoring.asked[asked_idx];
	const struct spot_rules *rules = explanation->panel->rules;
	const struct spot_explained *rule = &explanation->rules[asked_idx];
	enum spot_style style = rule->trace.state == SPOT_ANSWER_KNOWN && rule->trace.value == 0
				    ? SPOT_DIM
				    : SPOT_PLAIN;

	spot_draft_clear(scratch, &table->failed);
	spot_table_text(table, style, asked->name);
	spot_table_text(table, style,
	    answer_text(&rule->trace, asked->kind == SPOT_RULE_GROWTH, scratch));
	spot_draft_clear(scratch, &table->failed);
	if (asked->kind == SPOT_RULE_CRITERION) {
		spot_show_rounded(scratch, rule->points);
		spot_buf_text(scratch, " of ");
		spot_show_number(scratch, rules->criteria[asked->idx].weight);
	}
	spot_table_text(table, style, spot_buf_str(scratch));
	spot_draft_clear(scratch, &table->failed);
	add_reads(scratch, explanation, &rule->trace);
	add_needs(scratch, explanation, rule);
	if (rule->trace.state == SPOT_ANSWER_FAILED)
		spot_buf_printf(scratch, "%sfailed at %s:%lu: %s", scratch->len > 0 ? "; " : "",
		    rule->trace.failure.file, rule->trace.failure.line,
		    rule->trace.failure.what);
	spot_table_text(table, style, spot_buf_str(scratch));
}

static void add_group_row(struct spot_table *table, const struct spot_explanation *explanation,
    size_t slot_idx, struct spot_buf *scratch)
{
	const struct spot_slot *slot = &explanation->panel->scoring.slots[slot_idx];
	const struct spot_group *group = &explanation->panel->rules->groups[slot->group];

	spot_draft_clear(scratch, &table->failed);
	spot_buf_printf(scratch, "group %s", group->name);
	spot_table_text(table, SPOT_PLAIN, spot_buf_str(scratch));
	spot_table_text(table, SPOT_PLAIN, "");
	spot_draft_clear(scratch, &table->failed);
	spot_show_rounded(scratch, explanation->adjustments[slot_idx]);
	spot_table_text(table, SPOT_PLAIN, spot_buf_str(scratch));
	spot_draft_clear(scratch, &table->failed);
	if (group->has_cap)
		spot_buf_printf(scratch, "capped at %g", group->cap);
	if (group->has_floor)
		spot_buf_printf(scratch, "%snot below %g", group->has_cap ? ", " : "",
		    group->floor);
	spot_table_text(table, SPOT_PLAIN, spot_buf_str(scratch));
}

static void print_rules(struct spot_buf *out, const struct spot_explanation *explanation,
    const struct spot_table_look *look)
{
	static const struct spot_table_column columns[] = {
		{ .title = "rule" },
		{ .title = "answer", .align = SPOT_ALIGN_RIGHT },
		{ .title = "points", .align = SPOT_ALIGN_RIGHT },
		{ .title = "what it read", .wrap = true },
	};
	static const char *const titles[] = { "Criteria", "Disqualifiers", "Growth" };
	const struct spot_scoring *scoring = &explanation->panel->scoring;
	struct spot_buf scratch = SPOT_BUF_INIT;

	for (int kind = 0; kind < SPOT_RULE_N; kind++) {
		struct spot_table table;

		spot_table_init(&table, columns, 4);
		for (size_t s = 0; kind == SPOT_RULE_CRITERION && s < scoring->n_slots; s++) {
			const struct spot_slot *slot = &scoring->slots[s];

			for (size_t i = slot->first; i < slot->first + slot->n; i++)
				add_rule_row(&table, explanation, scoring->order[i], &scratch);
			if (spot_verdict_slot_is_clamped(explanation->panel->rules, slot))
				add_group_row(&table, explanation, s, &scratch);
		}
		for (size_t i = 0; kind != SPOT_RULE_CRITERION && i < scoring->n_asked; i++)
			if ((int)scoring->asked[i].kind == kind)
				add_rule_row(&table, explanation, i, &scratch);
		if (table.failed || spot_table_n_rows(&table) > 0) {
			spot_table_heading(look, titles[kind], out);
			spot_table_draw(&table, look, out);
		}
		spot_table_reset(&table);
	}
	spot_draft_end(&scratch, &out->failed);
}

static void print_fills(struct spot_buf *out, const struct spot_explanation *explanation,
    const struct spot_table_look *look)
{
	if (explanation->n_fills == 0)
		return;
	spot_table_heading(look, "Fill first", out);
	for (size_t i = 0; i < explanation->n_fills; i++) {
		const struct spot_fill *fill = &explanation->fills[i];
		const char *name = field_of(explanation, fill->field_idx)->name;

		if (fill->n_tried == 0)
			spot_buf_printf(out,
			    "%s is blank here and in all other accounts looked at\n", name);
		else
			spot_buf_printf(out,
			    "%s: settles the tier with %.0f %% of the values that other "
			    "accounts have\n",
			    name, 100.0 * (double)fill->n_settled / (double)fill->n_tried);
	}
}

static void print_changes(struct spot_buf *out, const struct spot_explanation *explanation,
    const struct spot_table_look *look)
{
	const struct spot_rules *rules = explanation->panel->rules;

	if (spot_verdict_tier_rank(rules, explanation->verdict.tier) == 0 ||
	    explanation->verdict.exception != SPOT_NONE)
		return;
	spot_table_heading(look, "To reach a better tier", out);
	if (explanation->n_changes == 0)
		spot_buf_text(out, "no change of one field alone does, among those tried\n");
	for (size_t i = 0; i < explanation->n_changes && i < 5; i++) {
		const struct spot_change *change = &explanation->changes[i];
		const struct spot_field *field = field_of(explanation, change->field_idx);

		spot_buf_printf(out,
		    field->type == SPOT_TYPE_LIST ? "tier %s with %s having "
						  : "tier %s with %s = ",
		    spot_verdict_tier_name(rules, explanation->change_tiers[i]), field->name);
		add_new_value(out, field, change->value);
		spot_buf_text(out, " (now ");
		spot_show_value(out, field, explanation->account->values[change->field_idx]);
		spot_buf_text(out, ")\n");
	}
}

void spot_explained_print(struct spot_buf *out, const struct spot_explanation *explanation,
    const struct spot_table_look *look)
{
	size_t begin = out->len;

	print_head(out, explanation);
	print_rules(out, explanation, look);
	print_fills(out, explanation, look);
	print_changes(out, explanation, look);
	spot_escape_lines(out, begin, look->color);
}
