/* SPDX-License-Identifier: MIT */
#include "present/tested.h"

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
