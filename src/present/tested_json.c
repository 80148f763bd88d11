/* SPDX-License-Identifier: MIT */
#include "base/json.h"
#include "present/member.h"
#include "present/tested.h"

/* What a rule answered in a failed test; read says why it failed where it did. */
static void add_reason(struct spot_json *json, const struct spot_test_reason *reason,
    const struct spot_scoring *scoring)
{
	const struct spot_asked *asked = &scoring->asked[reason->asked_idx];

	spot_json_object(json);
	spot_member_text(json, "rule", asked->name);
	spot_member_answer(json, reason->state, reason->was_boolean, reason->value);
	spot_member_maybe(json, "points", asked->kind == SPOT_RULE_CRITERION, reason->points);
	spot_member_text(json, "read", reason->read);
	spot_json_end(json);
}

static void add_outcome(struct spot_json *json, const struct spot_test_outcome *outcome,
    const struct spot_scoring *scoring)
{
	spot_json_object(json);
	spot_member_text(json, "name", outcome->name);
	spot_member_text(json, "file", outcome->place.file);
	spot_member_count(json, "line", outcome->place.line);
	spot_member_flag(json, "passed", outcome->passed);
	spot_member_array(json, "mismatches");
	for (size_t i = 0; i < outcome->n_mismatches; i++) {
		spot_json_object(json);
		spot_member_text(json, "what", outcome->mismatches[i].what);
		spot_member_text(json, "expected", outcome->mismatches[i].expected);
		spot_member_text(json, "got", outcome->mismatches[i].got);
		spot_json_end(json);
	}
	spot_json_end(json);
	spot_member_array(json, "reasons");
	for (size_t i = 0; i < outcome->n_reasons; i++)
		add_reason(json, &outcome->reasons[i], scoring);
	spot_json_end(json);
	spot_json_end(json);
}

static void add_coverage(struct spot_json *json, const struct spot_test_report *report,
    const struct spot_rules *rules, const struct spot_scoring *scoring)
{
	spot_member_array(json, "coverage");
	for (size_t i = 0; i < report->n_asked; i++) {
		const struct spot_reached *reached = &report->reached[i];

		spot_json_object(json);
		spot_member_text(json, "rule", scoring->asked[i].name);
		spot_member_count(json, "yes", reached->n_true);
		spot_member_count(json, "no", reached->n_false);
		spot_member_count(json, "unknown", reached->n_unknown);
		spot_member_count(json, "lines", reached->n_lines);
		spot_member_array(json, "missed_lines");
		for (size_t l = 0; l < reached->n_missed_lines; l++)
			spot_json_integer(json, (int64_t)reached->missed_lines[l]);
		spot_json_end(json);
		spot_json_end(json);
	}
	spot_json_end(json);
	spot_member_array(json, "missed_tiers");
	for (size_t t = 0; t <= report->n_tiers; t++)
		if (!report->tier_reached[t] && (t < report->n_tiers || rules->n_disqualifiers > 0))
			spot_json_text(json, spot_verdict_rank_name(rules, t));
	spot_json_end(json);
}

void spot_tested_json_begin(struct spot_json *json)
{
	spot_json_object(json);
	spot_member_text(json, "format", "sweetspot test 1");
	spot_member_array(json, "files");
}

void spot_tested_json(struct spot_json *json, const struct spot_test_report *report,
    const struct spot_rules *rules, const struct spot_scoring *scoring, bool coverage)
{
	spot_json_object(json);
	spot_member_text(json, "rules", rules->path);
	spot_member_count(json, "passed", report->n_passed);
	spot_member_count(json, "failed", report->n_outcomes - report->n_passed);
	spot_member_array(json, "tests");
	for (size_t i = 0; i < report->n_outcomes; i++)
		add_outcome(json, &report->outcomes[i], scoring);
	spot_json_end(json);
	if (coverage)
		add_coverage(json, report, rules, scoring);
	spot_json_end(json);
}

void spot_tested_json_end(struct spot_json *json, size_t n_passed, size_t n_failed)
{
	spot_json_end(json);
	spot_member_count(json, "passed", n_passed);
	spot_member_count(json, "failed", n_failed);
	spot_json_end(json);
}
