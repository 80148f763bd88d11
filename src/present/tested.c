/* SPDX-License-Identifier: MIT */
#include "present/tested.h"

#include "base/json.h"
#include "base/lua_quote.h"
#include "present/draft.h"
#include "present/show.h"
#include "report/escape.h"

static const char *answer_text(const struct spot_test_reason *reason, enum spot_rule_kind kind,
    struct spot_buf *scratch)
{
	if (reason->state == SPOT_ANSWER_UNKNOWN)
		return "unknown";
	if (reason->state == SPOT_ANSWER_FAILED)
		return "failed";
	if (kind != SPOT_RULE_GROWTH && (reason->value == 0 || reason->value == 1))
		return reason->value != 0 ? "yes" : "no";
	spot_show_rounded(scratch, reason->value);
	return spot_buf_str(scratch);
}

static void print_reasons(struct spot_buf *out, const struct spot_test_outcome *outcome,
    const struct spot_rules *rules, const struct spot_scoring *scoring,
    const struct spot_table_look *look)
{
	static const struct spot_table_column columns[] = {
		{ .title = "rule" },
		{ .title = "answer", .align = SPOT_ALIGN_RIGHT },
		{ .title = "points", .align = SPOT_ALIGN_RIGHT },
		{ .title = "what it read", .wrap = true },
	};
	struct spot_table_look indented = *look;
	struct spot_buf scratch = SPOT_BUF_INIT;
	struct spot_table table;

	indented.indent = 4;
	spot_table_init(&table, columns, 4);
	for (size_t i = 0; i < outcome->n_reasons; i++) {
		const struct spot_test_reason *reason = &outcome->reasons[i];
		const struct spot_asked *asked = &scoring->asked[reason->asked_idx];

		spot_table_text(&table, SPOT_PLAIN, asked->name);
		spot_table_text(&table, SPOT_PLAIN, answer_text(reason, asked->kind, &scratch));
		spot_draft_clear(&scratch, &table.failed);
		if (asked->kind == SPOT_RULE_CRITERION) {
			spot_show_rounded(&scratch, reason->points);
			spot_buf_text(&scratch, " of ");
			spot_show_number(&scratch, rules->criteria[asked->idx].weight);
		}
		spot_table_text(&table, SPOT_PLAIN, spot_buf_str(&scratch));
		spot_draft_clear(&scratch, &table.failed);
		spot_table_text(&table, SPOT_PLAIN, reason->read);
	}
	spot_table_draw(&table, &indented, out);
	spot_table_reset(&table);
	spot_draft_end(&scratch, &out->failed);
}

static void print_outcome(struct spot_buf *out, const struct spot_test_outcome *outcome,
    const struct spot_rules *rules, const struct spot_scoring *scoring,
    const struct spot_table_look *look)
{
	spot_buf_printf(out, "%s  %s", outcome->passed ? "ok    " : "FAILED", outcome->name);
	if (outcome->passed) {
		spot_buf_char(out, '\n');
		return;
	}
	spot_escape_printf(out, " (%s:%lu)", outcome->place.file, outcome->place.line);
	spot_buf_char(out, '\n');
	for (size_t i = 0; i < outcome->n_mismatches; i++) {
		spot_escape_printf(out, "    %s: expected %s, got %s", outcome->mismatches[i].what,
		    outcome->mismatches[i].expected, outcome->mismatches[i].got);
		spot_buf_char(out, '\n');
	}
	print_reasons(out, outcome, rules, scoring, look);
}

/* A formula's answer is any number: it is reached when it is known. */
static bool misses(const struct spot_reached *reached, enum spot_rule_kind kind, int answer)
{
	if (kind == SPOT_RULE_GROWTH)
		return answer == 0 ? false : reached->n_true + reached->n_false == 0;
	return answer == 0 ? reached->n_false == 0 : reached->n_true == 0;
}

static size_t print_missed_answers(struct spot_buf *out, const struct spot_test_report *report,
    const struct spot_scoring *scoring)
{
	static const char *const answers[] = { "no", "yes" };
	size_t n_missed = 0;

	for (size_t i = 0; i < report->n_asked; i++)
		for (int answer = 1; answer >= 0; answer--) {
			const struct spot_asked *asked = &scoring->asked[i];

			if (!misses(&report->reached[i], asked->kind, answer))
				continue;
			n_missed++;
			spot_escape_printf(out, "  %s (%s:%lu): no test makes it answer %s",
			    asked->name, asked->place.file, asked->place.line,
			    asked->kind == SPOT_RULE_GROWTH ? "at all" : answers[answer]);
			spot_buf_char(out, '\n');
		}
	return n_missed;
}

static size_t print_missed_lines(struct spot_buf *out, const struct spot_test_report *report,
    const struct spot_scoring *scoring)
{
	size_t n_missed = 0;

	for (size_t i = 0; i < report->n_asked; i++) {
		const struct spot_reached *reached = &report->reached[i];

		n_missed += reached->n_missed_lines;
		if (reached->n_missed_lines == 0)
			continue;
		spot_escape_printf(out, "  %s (%s): no test runs line%s", scoring->asked[i].name,
		    scoring->asked[i].place.file, reached->n_missed_lines == 1 ? "" : "s");
		for (size_t l = 0; l < reached->n_missed_lines; l++)
			spot_buf_printf(out, "%s %lu", l > 0 ? "," : "", reached->missed_lines[l]);
		spot_buf_char(out, '\n');
	}
	return n_missed;
}

static void print_coverage(struct spot_buf *out, const struct spot_test_report *report,
    const struct spot_rules *rules, const struct spot_scoring *scoring,
    const struct spot_table_look *look)
{
	size_t n_answers = 0, n_lines = 0, n_missed, n_missed_lines, n_unknown = 0;

	spot_table_heading(look, "What the tests reach", out);
	for (size_t i = 0; i < report->n_asked; i++) {
		n_answers += scoring->asked[i].kind == SPOT_RULE_GROWTH ? 1 : 2;
		n_lines += report->reached[i].n_lines;
		n_unknown += report->reached[i].n_unknown > 0;
	}
	n_missed = print_missed_answers(out, report, scoring);
	n_missed_lines = print_missed_lines(out, report, scoring);
	for (size_t t = 0; t <= report->n_tiers; t++)
		if (!report->tier_reached[t] && (t < report->n_tiers || rules->n_disqualifiers > 0))
			spot_buf_printf(out, "  no test ends in tier %s\n",
			    t < report->n_tiers ? rules->tiers[t].name : "bad fit");
	spot_buf_printf(out,
	    "%zu of %zu answers (yes and no of every rule), %zu of %zu lines; %zu of %zu rules "
	    "were unknown in some test\n",
	    n_answers - n_missed, n_answers, n_lines - n_missed_lines, n_lines, n_unknown,
	    report->n_asked);
}

void spot_tested_print(struct spot_buf *out, const struct spot_test_report *report,
    const struct spot_rules *rules, const struct spot_scoring *scoring, bool coverage,
    const struct spot_table_look *look)
{
	size_t begin = out->len;

	for (size_t i = 0; i < report->n_outcomes; i++)
		print_outcome(out, &report->outcomes[i], rules, scoring, look);
	if (coverage)
		print_coverage(out, report, rules, scoring, look);
	spot_escape_printf(out, "%s: %zu passed, %zu failed", rules->path, report->n_passed,
	    report->n_outcomes - report->n_passed);
	spot_buf_char(out, '\n');
	spot_escape_lines(out, begin, look->color);
}

/* --- JSON ----------------------------------------------------------------------------------- */

static void json_text(struct spot_buf *out, const char *name, const char *text)
{
	spot_buf_printf(out, "\"%s\": ", name);
	spot_json_quote(out, spot_view_of(text));
}

static void json_outcome(struct spot_buf *out, const struct spot_test_outcome *outcome)
{
	spot_buf_char(out, '{');
	json_text(out, "name", outcome->name);
	spot_buf_text(out, ", ");
	json_text(out, "file", outcome->place.file);
	spot_buf_printf(out, ", \"line\": %lu, \"passed\": %s, \"mismatches\": [",
	    outcome->place.line, outcome->passed ? "true" : "false");
	for (size_t i = 0; i < outcome->n_mismatches; i++) {
		spot_buf_text(out, i > 0 ? ", {" : "{");
		json_text(out, "what", outcome->mismatches[i].what);
		spot_buf_text(out, ", ");
		json_text(out, "expected", outcome->mismatches[i].expected);
		spot_buf_text(out, ", ");
		json_text(out, "got", outcome->mismatches[i].got);
		spot_buf_char(out, '}');
	}
	spot_buf_text(out, "]}");
}

static void json_reached(struct spot_buf *out, const struct spot_test_report *report,
    const struct spot_scoring *scoring)
{
	spot_buf_text(out, ",\n \"coverage\": [");
	for (size_t i = 0; i < report->n_asked; i++) {
		const struct spot_reached *reached = &report->reached[i];

		spot_buf_text(out, i > 0 ? ",\n  {" : "\n  {");
		json_text(out, "name", scoring->asked[i].name);
		spot_buf_printf(out,
		    ", \"yes\": %zu, \"no\": %zu, \"unknown\": %zu, \"missed_lines\": [",
		    reached->n_true, reached->n_false, reached->n_unknown);
		for (size_t l = 0; l < reached->n_missed_lines; l++)
			spot_buf_printf(out, "%s%lu", l > 0 ? ", " : "", reached->missed_lines[l]);
		spot_buf_text(out, "]}");
	}
	spot_buf_char(out, ']');
}

void spot_tested_print_json(struct spot_buf *out, const struct spot_test_report *report,
    const struct spot_rules *rules, const struct spot_scoring *scoring, bool coverage)
{
	spot_buf_char(out, '{');
	json_text(out, "rules", rules->path);
	spot_buf_printf(out, ", \"passed\": %zu, \"failed\": %zu,\n \"tests\": [", report->n_passed,
	    report->n_outcomes - report->n_passed);
	for (size_t i = 0; i < report->n_outcomes; i++) {
		spot_buf_text(out, i > 0 ? ",\n  " : "\n  ");
		json_outcome(out, &report->outcomes[i]);
	}
	spot_buf_char(out, ']');
	if (coverage)
		json_reached(out, report, scoring);
	spot_buf_text(out, "}\n");
}

/* --- suggestions ---------------------------------------------------------------------------- */

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
