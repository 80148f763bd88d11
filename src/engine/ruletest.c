/* SPDX-License-Identifier: MIT */
/*
 * Tests are run one by one in a judge of their as-of day. Numbers are compared as they are
 * printed: at two decimals.
 */
#include "engine/ruletest.h"

#include <stdlib.h>

#include "engine/reason.h"
#include "rules/load.h"

/* Rules loaded for one as-of day. */
struct day {
	int64_t as_of;
	struct spot_rules *owned; /* NULL: the rules as given */
	const struct spot_rules *rules;
	struct spot_panel panel;
	struct spot_judge judge;
	struct day *next;
};

struct testing {
	struct spot_test_report *out;
	const struct spot_rules *rules;
	spot_reload_fn reload;
	void *reload_ctx;
	spot_show_fn show;
	bool coverage;
	struct day *days;
	struct spot_buf scratch;
	struct spot_trace trace;
	bool lacks_memory; /* for a text */
};

static void day_free(struct day *day)
{
	spot_judge_reset(&day->judge);
	spot_panel_reset(&day->panel);
	spot_rules_free(day->owned);
	free(day);
}

static int day_new(struct testing *testing, int64_t as_of, struct day **out, struct spot_error *err)
{
	struct day *day = calloc(1, sizeof(*day));
	int rc = 0;

	if (!day)
		return spot_error_nomem(err);
	day->as_of = as_of;
	day->rules = testing->rules;
	if (as_of != testing->rules->as_of) {
		rc = testing->reload(testing->reload_ctx, &day->owned, as_of, err);
		day->rules = day->owned;
	}
	if (rc == 0)
		rc = spot_panel_init_bare(&day->panel, day->rules, err);
	if (rc == 0)
		rc = spot_judge_init(&day->judge, &day->panel, err);
	if (rc == 0 && testing->coverage)
		rc = spot_vm_coverage_begin(day->judge.vm, err);
	if (rc != 0) {
		day_free(day);
		return rc;
	}
	day->next = testing->days;
	testing->days = day;
	*out = day;
	return 0;
}

static int find_day(
    struct testing *testing, int64_t as_of, struct day **out, struct spot_error *err)
{
	for (struct day *day = testing->days; day; day = day->next)
		if (day->as_of == as_of) {
			*out = day;
			return 0;
		}
	return day_new(testing, as_of, out, err);
}

/* tier, three scores, coverage, growth, disqualified, unknown, and that no rule fails. */
#define N_EXPECTATIONS 9

/* --- expectations --------------------------------------------------------------------------- */

static char *keep(struct testing *testing)
{
	char *text = spot_buf_failed(&testing->scratch)
	    ? NULL
	    : spot_arena_copy(&testing->out->arena, testing->scratch.ptr, testing->scratch.len);
	spot_buf_clear(&testing->scratch);
	testing->lacks_memory |= !text;
	return text;
}

static const char *number_text(struct testing *testing, bool known, double number)
{
	if (!known)
		return "blank";
	spot_buf_clear(&testing->scratch);
	spot_buf_fixed2(&testing->scratch, number);
	return keep(testing);
}

static void add_mismatch(struct spot_test_outcome *outcome, const char *what,
    const char *expected, const char *got)
{
	/* Room for every expectation there is was made with the outcome. */
	outcome->mismatches[outcome->n_mismatches++] =
	    (struct spot_mismatch) { what, expected, got };
}

static void expect_number(struct testing *testing, struct spot_test_outcome *outcome,
    const char *what, bool expected_known, double expected, bool known, double got)
{
	const char *a = number_text(testing, expected_known, expected);
	const char *b = number_text(testing, known, got);

	if (a && b && strcmp(a, b) != 0)
		add_mismatch(outcome, what, a, b);
}

static bool is_listed(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static const char *join(struct testing *testing, const char *const *names, size_t n)
{
	if (n == 0)
		return "none";
	spot_buf_clear(&testing->scratch);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			spot_buf_text(&testing->scratch, "; ");
		spot_buf_text(&testing->scratch, names[i]);
	}
	return keep(testing);
}

/* Both are sets: the order in which a test names rules does not matter. */
static void expect_names(struct testing *testing, struct spot_test_outcome *outcome,
    const char *what, const char *const *expected, size_t n_expected, const char *const *got,
    size_t n_got)
{
	bool same = n_expected == n_got;

	for (size_t i = 0; same && i < n_got; i++)
		same = is_listed(expected, n_expected, got[i]);
	if (!same)
		add_mismatch(outcome, what, join(testing, expected, n_expected),
		    join(testing, got, n_got));
}

static void expect_disqualified(struct testing *testing, struct spot_test_outcome *outcome,
    const struct spot_test_case *test, const struct spot_judge *judge, const char **names)
{
	size_t n = spot_reason_disqualifiers(judge, 0, names);

	if (test->n_disqualified_names > 0) {
		expect_names(testing, outcome, "disqualified", test->disqualified_names,
		    test->n_disqualified_names, names, n);
	} else if (test->disqualified != (n > 0)) {
		add_mismatch(outcome, "disqualified", test->disqualified ? "true" : "false",
		    n > 0 ? join(testing, names, n) : "false");
	}
}

/* A rule with a mistake fails the test even where its answer was not asked for. */
static void expect_no_failure(struct testing *testing, struct spot_test_outcome *outcome,
    const struct spot_judge *judge)
{
	for (size_t i = 0; i < testing->out->n_asked; i++) {
		if (judge->answers[i].n_failed == 0)
			continue;
		add_mismatch(outcome, judge->panel->scoring.asked[i].name, "an answer",
		    "an error in the rule");
		return;
	}
}

static int check_expectations(struct testing *testing, struct spot_test_outcome *outcome,
    const struct spot_test_case *test, const struct spot_judge *judge, struct spot_error *err)
{
	const struct spot_rules *rules = judge->panel->rules;
	struct spot_verdict verdict = spot_judge_verdict(judge, 0);
	const char *tier = spot_verdict_tier_name(rules, verdict.tier);
	const char **names = spot_arena_calloc(
	    &testing->out->arena, judge->panel->scoring.n_asked + 1, sizeof(*names));

	outcome->mismatches =
	    spot_arena_calloc(&testing->out->arena, N_EXPECTATIONS, sizeof(*outcome->mismatches));
	if (!names || !outcome->mismatches)
		return spot_error_nomem(err);
	if (test->has_tier && strcmp(test->tier, tier) != 0)
		add_mismatch(outcome, "tier", test->tier, tier);
	if (test->has_score)
		expect_number(testing, outcome, "score", true, test->score, verdict.has_score,
		    verdict.score);
	if (test->has_score_low)
		expect_number(testing, outcome, "score_low", true, test->score_low,
		    verdict.has_score, verdict.score_low);
	if (test->has_score_high)
		expect_number(testing, outcome, "score_high", true, test->score_high,
		    verdict.has_score, verdict.score_high);
	if (test->has_coverage)
		expect_number(testing, outcome, "coverage", true, test->coverage,
		    verdict.has_coverage, verdict.coverage);
	if (test->has_growth)
		expect_number(testing, outcome, "growth", !test->growth_unknown, test->growth,
		    verdict.has_growth, verdict.growth);
	if (test->has_disqualified)
		expect_disqualified(testing, outcome, test, judge, names);
	if (test->has_unknown)
		expect_names(testing, outcome, "unknown", test->unknown_names,
		    test->n_unknown_names, names, spot_reason_unknown(judge, 0, names));
	return testing->lacks_memory ? spot_error_nomem(err) : 0;
}

/* --- reasons -------------------------------------------------------------------------------- */

static int explain_rule(struct testing *testing, struct spot_judge *judge, size_t asked_idx,
    struct spot_test_reason *reason, struct spot_error *err)
{
	const struct spot_panel *panel = judge->panel;
	const struct spot_asked *asked = &panel->scoring.asked[asked_idx];
	struct spot_trace *trace = &testing->trace;
	struct spot_buf *scratch = &testing->scratch;
	int rc = spot_vm_trace(judge->vm, asked->fn, &judge->batch, 0, trace, err);

	if (rc != 0)
		return rc;
	reason->asked_idx = asked_idx;
	reason->state = trace->state;
	reason->value = trace->value;
	reason->was_boolean = trace->was_boolean;
	if (asked->kind == SPOT_RULE_CRITERION)
		reason->points = spot_verdict_points(
		    &panel->rules->criteria[asked->idx], &judge->answers[asked_idx], 0);
	spot_buf_clear(scratch);
	for (size_t i = 0; i < trace->n_reads; i++) {
		const struct spot_field *field =
		    &panel->rules->fields.fields[trace->reads[i].field_idx];

		spot_buf_printf(scratch, "%s%s = ", i > 0 ? ", " : "", field->name);
		testing->show(scratch, field, trace->reads[i].value);
	}
	if (trace->state == SPOT_ANSWER_FAILED)
		spot_buf_printf(scratch, "%sfailed at line %lu: %s", trace->n_reads > 0 ? "; " : "",
		    trace->failure.line, trace->failure.what);
	reason->read = keep(testing);
	return reason->read ? 0 : spot_error_nomem(err);
}

static int explain_outcome(struct testing *testing, struct spot_judge *judge,
    struct spot_test_outcome *outcome, struct spot_error *err)
{
	size_t n = judge->panel->scoring.n_asked;
	int rc = 0;

	outcome->reasons =
	    spot_arena_calloc(&testing->out->arena, n + 1, sizeof(*outcome->reasons));
	if (!outcome->reasons)
		return spot_error_nomem(err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = explain_rule(testing, judge, i, &outcome->reasons[i], err);
	outcome->n_reasons = n;
	return rc;
}

/* --- running -------------------------------------------------------------------------------- */

static void note_reached(struct testing *testing, const struct spot_judge *judge)
{
	struct spot_test_report *out = testing->out;
	size_t rank = judge->verdicts->tier[0];

	if (rank <= out->n_tiers)
		out->tier_reached[rank] = true;
	for (size_t i = 0; i < out->n_asked; i++) {
		const struct spot_answers *answers = &judge->answers[i];

		if (answers->state[0] != SPOT_ANSWER_KNOWN)
			out->reached[i].n_unknown++;
		else if (answers->value[0] != 0)
			out->reached[i].n_true++;
		else
			out->reached[i].n_false++;
	}
}

static int run_one(struct testing *testing, size_t idx, struct spot_error *err)
{
	const struct spot_test_case *test = &testing->rules->tests[idx];
	struct spot_test_outcome *outcome = &testing->out->outcomes[idx];
	const struct spot_schema *schema = &testing->rules->fields;
	struct day *day = NULL;
	int rc = find_day(
	    testing, test->has_as_of ? test->as_of : testing->rules->as_of, &day, err);

	if (rc != 0)
		return rc;
	day->judge.batch.n_rows = 1;
	for (size_t f = 0; f < schema->n_fields; f++)
		spot_batch_set(&day->judge.batch, f, 0, test->values[f]);
	/* A rule that fails is unknown here; its message is among the reasons. */
	rc = spot_judge_batch(&day->judge, true, err);
	if (rc == 0)
		rc = check_expectations(testing, outcome, test, &day->judge, err);
	if (rc != 0)
		return rc;
	outcome->name = test->name;
	outcome->place = test->place;
	note_reached(testing, &day->judge);
	expect_no_failure(testing, outcome, &day->judge);
	outcome->passed = outcome->n_mismatches == 0;
	testing->out->n_passed += outcome->passed;
	return outcome->passed ? 0 : explain_outcome(testing, &day->judge, outcome, err);
}

static int list_missed_lines(struct testing *testing, struct spot_error *err)
{
	struct spot_test_report *out = testing->out;

	if (!testing->days)
		return 0;
	for (size_t i = 0; i < out->n_asked; i++) {
		int fn = testing->days->panel.scoring.asked[i].fn;
		const struct spot_function *function = &testing->rules->functions[fn];
		struct spot_reached *reached = &out->reached[i];

		reached->n_lines = function->n_lines;
		reached->missed_lines = spot_arena_calloc(
		    &out->arena, function->n_lines + 1, sizeof(*reached->missed_lines));
		if (!reached->missed_lines)
			return spot_error_nomem(err);
		for (size_t l = 0; l < function->n_lines; l++) {
			bool hit = false;

			for (struct day *day = testing->days; day && !hit; day = day->next)
				hit = spot_vm_coverage_hit(day->judge.vm, fn, function->lines[l]);
			if (!hit)
				reached->missed_lines[reached->n_missed_lines++] =
				    function->lines[l];
		}
	}
	return 0;
}

int spot_ruletest_run(struct spot_test_report *out, const struct spot_rules *rules,
    spot_reload_fn reload, void *ctx, spot_show_fn show, bool coverage, struct spot_error *err)
{
	struct testing testing = { .out = out, .rules = rules, .reload = reload, .reload_ctx = ctx,
		.show = show, .coverage = coverage };
	int rc = 0;

	memset(out, 0, sizeof(*out));
	spot_arena_init(&out->arena);
	out->n_asked = rules->n_criteria + rules->n_disqualifiers + rules->n_growths;
	out->n_tiers = rules->n_tiers;
	out->outcomes = spot_arena_calloc(&out->arena, rules->n_tests + 1, sizeof(*out->outcomes));
	out->reached = spot_arena_calloc(&out->arena, out->n_asked + 1, sizeof(*out->reached));
	out->tier_reached = spot_arena_calloc(&out->arena, rules->n_tiers + 1, sizeof(bool));
	if (!out->outcomes || !out->reached || !out->tier_reached)
		rc = spot_error_nomem(err);
	for (size_t i = 0; rc == 0 && i < rules->n_tests; i++) {
		rc = run_one(&testing, i, err);
		out->n_outcomes += rc == 0;
	}
	if (rc == 0 && coverage)
		rc = list_missed_lines(&testing, err);
	while (testing.days) {
		struct day *day = testing.days;
		testing.days = day->next;
		day_free(day);
	}
	spot_trace_reset(&testing.trace);
	spot_buf_reset(&testing.scratch);
	if (rc != 0)
		spot_test_report_reset(out);
	return rc;
}

void spot_test_report_reset(struct spot_test_report *report)
{
	spot_arena_free(&report->arena);
	memset(report, 0, sizeof(*report));
}
