/* SPDX-License-Identifier: MIT */
/*
 * Whatever the engine makes of rules and data is made, or says that there was no memory, with each
 * allocation failing in turn; and nothing of it stays behind.
 */
#include "engine/explain.h"
#include "engine/labels.h"
#include "engine/people.h"
#include "engine/ruletest.h"
#include "engine/suggest.h"
#include "engine/survey.h"
#include "unit/rules/loading.h"

#define DATA "tests/verbs/data/"
#define TABLES "tests/verbs/check/inputs/"

typedef int (*make_fn)(const struct spot_rules *rules, struct spot_error *err);

/* make gives 0 or SPOT_ENOMEM; where memory is missing that can be done without, 0 too. */
static void sweep(make_fn make, const struct spot_rules *rules)
{
	struct spot_error err = SPOT_ERROR_INIT;
	bool failed = true;
	size_t n_refused = 0;

	if (!UNIT_HEAP)
		skip();
	assert_int_equal(make(rules, &err), 0);
	for (size_t n = 1; failed; n += 1 + n / 100) {
		int rc;

		err = (struct spot_error)SPOT_ERROR_INIT;
		unit_heap_fail(n);
		rc = make(rules, &err);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		n_refused += rc == SPOT_ENOMEM;
		if (rc != 0 && (rc != SPOT_ENOMEM || !failed))
			fail_msg("allocation %zu: %d %s", n, rc, err.what);
		if (rc == SPOT_ENOMEM)
			assert_string_equal(err.what, "out of memory");
	}
	assert_true(n_refused > 5);
	assert_int_equal(make(rules, &err), 0);
}

static void sweep_file(make_fn make, const char *path)
{
	struct loading ld = { .rc = 0 };

	if (!UNIT_HEAP)
		skip(); /* before there is anything to give back */
	load_file(&ld, path);
	assert_int_equal(ld.rc, 0);
	sweep(make, ld.rules);
	loading_reset(&ld);
}

static void sweep_text(make_fn make, const char *text)
{
	struct loading ld = { .rc = 0 };

	if (!UNIT_HEAP)
		skip(); /* before there is anything to give back */
	load_text(&ld, text);
	if (ld.rc != 0)
		fail_msg("%s", spot_buf_str(&ld.told));
	sweep(make, ld.rules);
	loading_reset(&ld);
}

/* --- panels ------------------------------------------------------------------------------- */

static const struct spot_with deals = { "deals", TABLES "deals.csv", NULL };
static const struct spot_with people[] = { { "contacts", DATA "contacts.csv", NULL },
	{ "events", DATA "events.csv", NULL } };

static int take_row(void *ctx, const struct spot_reject *reject)
{
	(void)ctx, (void)reject;
	return 0;
}

static int make_panel(struct spot_panel *panel, const struct spot_rules *rules, bool no_translate,
    struct spot_error *err)
{
	static const struct spot_people_watch watches[] = { { "visit", 0 }, { "guide", 1 } };
	struct spot_people_options asked = { .needs_all = true, .watches = watches, .n_watches = 2,
		.n_watched = 2 };
	struct spot_panel_options options = { .reader.reject = take_row, .n_threads = 1,
		.keep_going = true, .no_translate = no_translate,
		.people = rules->n_rollups > 0 ? NULL : &asked };

	return rules->n_rollups > 0 ? spot_panel_init(panel, rules, &deals, 1, &options, err)
	                            : spot_panel_init(panel, rules, people, 2, &options, err);
}

static int make_translated(const struct spot_rules *rules, struct spot_error *err)
{
	struct spot_panel panel, like;
	int rc = make_panel(&panel, rules, false, err);

	if (rc != 0)
		return rc;
	rc = spot_panel_init_like(&like, rules, &panel, err);
	assert_true(spot_panel_is_like(&panel, rules));
	if (rc == 0)
		spot_panel_reset(&like);
	spot_panel_reset(&panel);
	return rc;
}

static int make_by_vm(const struct spot_rules *rules, struct spot_error *err)
{
	struct spot_panel panel;
	int rc = make_panel(&panel, rules, true, err);

	if (rc == 0)
		spot_panel_reset(&panel);
	return rc;
}

static void test_panels(void **state)
{
	(void)state;
	sweep_file(make_translated, TABLES "data.lua");
	sweep_file(make_by_vm, TABLES "data.lua");
	sweep_file(make_translated, DATA "people.lua");
	sweep_file(make_by_vm, DATA "people.lua");
}

/* --- runs --------------------------------------------------------------------------------- */

static int render(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	(void)ctx, (void)err;
	for (size_t i = 0; i < view->n_rows; i++) {
		struct spot_view raw = view->chunk->records[view->first + i].raw;

		spot_buf_view(&piece->text, raw);
		piece->rows[piece->n_rows++] = (struct spot_piece_row) { .end = piece->text.len };
	}
	return 0;
}

static int pass_reject(void *ctx, const struct spot_reject *reject, struct spot_error *err)
{
	(void)ctx, (void)reject, (void)err;
	return 0;
}

static const char *const table_paths[] = { TABLES "accounts.csv", TABLES "accounts.csv" };
static const char *const people_paths[] = { DATA "people.csv" };
static const char *const account_paths[] = { DATA "accounts.csv" };

static int run_panels(const struct spot_panel *panels, size_t n_panels, bool no_translate,
    struct spot_error *err)
{
	bool has_tables = panels[0].rules->n_rollups > 0;
	struct spot_run_options options = { .paths = has_tables ? table_paths : people_paths,
		.n_paths = has_tables ? 2 : 1, .n_threads = 1, .keep_going = true,
		.plan = { .no_translate = no_translate, .timing = true, .verify = 1 } };
	struct spot_run_sink sink = { .render = render, .needs_rows = true,
		.calls.reject = pass_reject };
	struct spot_run_result result;
	int rc = spot_run(&result, panels, n_panels, &options, &sink, err);

	if (rc == 0)
		assert_int_equal(result.rows, has_tables ? 84 : 5);
	spot_run_result_reset(&result);
	return rc;
}

static int make_run(const struct spot_rules *rules, struct spot_error *err)
{
	struct spot_panel panels[2];
	int rc = make_panel(&panels[0], rules, false, err);

	if (rc != 0)
		return rc;
	rc = spot_panel_init_like(&panels[1], rules, &panels[0], err);
	if (rc == 0)
		rc = run_panels(panels, 2, false, err);
	if (rc == 0)
		rc = run_panels(panels, 2, true, err);
	if (rc != 0 || panels[1].rules)
		spot_panel_reset(&panels[1]);
	spot_panel_reset(&panels[0]);
	return rc;
}

static void test_runs(void **state)
{
	(void)state;
	sweep_file(make_run, TABLES "data.lua");
	sweep_file(make_run, DATA "people.lua");
}

/* --- what is asked about accounts ---------------------------------------------------------- */

static int make_explanation(const struct spot_rules *rules, struct spot_error *err)
{
	struct spot_run_options options = { .paths = account_paths, .n_paths = 1, .n_threads = 1 };
	struct spot_panel panel;
	struct spot_lookup lookup;
	struct spot_judge judge;
	struct spot_search search;
	struct spot_explanation explanation;
	int rc = spot_panel_init_bare(&panel, rules, err);

	if (rc != 0)
		return rc;
	rc = spot_lookup_run(&lookup, &panel, &options, "ACC-4", err);
	if (rc == 0)
		rc = spot_judge_init(&judge, &panel, err);
	if (rc == 0) {
		spot_search_init(&search, &judge, &lookup);
		rc = spot_explain(&explanation, &judge, &lookup, &search, err);
		if (rc == 0)
			spot_explanation_reset(&explanation);
		spot_search_reset(&search);
		spot_judge_reset(&judge);
	}
	spot_lookup_reset(&lookup);
	spot_panel_reset(&panel);
	return rc;
}

static int make_survey(const struct spot_rules *rules, struct spot_error *err)
{
	static const struct spot_run_calls calls = { .reject = pass_reject };
	struct spot_run_options options = { .paths = table_paths, .n_paths = 2, .n_threads = 1 };
	struct spot_warning_list list;
	struct spot_survey survey;
	struct spot_panel panel;
	int rc = make_panel(&panel, rules, false, err);

	if (rc != 0)
		return rc;
	rc = spot_survey_run(&survey, &panel, 1, &options, &calls, err);
	if (rc == 0) {
		spot_warning_list_init(&list);
		spot_survey_warn(&list, &survey, 0);
		spot_survey_warn_data(&list, &survey);
		assert_true(list.diags.n_items + list.diags.n_lost > 5);
		spot_warning_list_reset(&list);
	}
	spot_survey_reset(&survey);
	spot_panel_reset(&panel);
	return rc;
}

static int take_view(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	(void)piece;
	return spot_suggest_take(ctx, view, err);
}

static int make_suggestions(const struct spot_rules *rules, struct spot_error *err)
{
	struct spot_run_options options = { .paths = table_paths, .n_paths = 1, .n_threads = 1,
		.keep_going = true };
	struct spot_suggest suggest;
	struct spot_run_sink sink = { .ctx = &suggest, .render = take_view,
		.calls.reject = pass_reject };
	struct spot_run_result result;
	struct spot_panel panel;
	size_t picked[200], n_picked, n_reached;
	int rc = make_panel(&panel, rules, false, err);

	if (rc != 0)
		return rc;
	spot_suggest_init(&suggest, &panel);
	rc = spot_run(&result, &panel, 1, &options, &sink, err);
	if (rc == 0)
		rc = spot_suggest_pick(&suggest, picked, &n_picked, &n_reached, err);
	if (rc == 0)
		assert_true(n_picked > 1 && n_picked <= suggest.n_rows && n_reached > n_picked);
	spot_run_result_reset(&result);
	spot_suggest_reset(&suggest);
	spot_panel_reset(&panel);
	return rc;
}

static void test_accounts(void **state)
{
	(void)state;
	sweep_file(make_explanation, DATA "rules.lua");
	sweep_file(make_survey, TABLES "data.lua");
	sweep_file(make_suggestions, TABLES "data.lua");
}

/* --- tests of rule files ------------------------------------------------------------------- */

static void show(struct spot_buf *out, const struct spot_field *field, struct spot_value value)
{
	(void)field;
	spot_buf_printf(out, "kind %d", (int)value.kind);
}

static const char tested[] =
    "fields { id = 'key', size = 'integer', tags = { 'list', optional = true } }\n"
    "tiers { A = 50, B = 0 }\n"
    "criterion 'Large' { weight = 1, why = 'w',\n"
    "  fit = function(a)\n"
    "    if a.size > 10 then\n"
    "      return true\n"
    "    end\n"
    "    return false\n"
    "  end }\n"
    "criterion 'Tagged' { weight = 2, why = 'w', fit = function(a) return has(a.tags, 'x') end }\n"
    "disqualify 'None' { why = 'w', when = function(a) return a.size == 0 end }\n"
    "test 'well' { as_of = '2026-01-01', account = { size = 11, tags = 'x' },\n"
    "  expect = { tier = 'A', score = 100, disqualified = false, unknown = {} } }\n"
    "test 'not well' { account = { size = 0, tags = 'y' },\n"
    "  expect = { tier = 'B', score = 7, disqualified = false, unknown = { 'Large' } } }\n"
    "test 'blank' { account = { tags = 'y' }, expect = { disqualified = { 'None' } } }\n";

static int reload(void *ctx, struct spot_rules **out, int64_t as_of, struct spot_error *err)
{
	struct spot_rules_options options = loading_options(&(struct loading) { .rc = 0 });
	struct spot_diags diags;
	int rc;

	(void)ctx;
	options.as_of = as_of;
	spot_diags_init(&diags);
	rc = spot_rules_load_text(out, "rules.lua", tested, strlen(tested), &options, &diags, err);
	spot_diags_reset(&diags);
	return rc;
}

static int make_report(const struct spot_rules *rules, struct spot_error *err)
{
	struct spot_test_report report;
	int rc = spot_ruletest_run(&report, rules, reload, NULL, show, true, err);

	if (rc == 0) {
		assert_int_equal(report.n_outcomes, 3);
		assert_int_equal(report.n_passed, 1);
		assert_true(report.outcomes[1].n_mismatches >= 3);
		spot_test_report_reset(&report);
	}
	return rc;
}

static void test_reports(void **state)
{
	(void)state;
	sweep_text(make_report, tested);
}

/* --- texts that rules make ----------------------------------------------------------------- */

static const char labelled[] =
    "fields { id = 'key', size = 'integer' } tiers { A = 0 }\n"
    "stage { by = function(a) if a.size > 3 then return 'Large' end return 'Small' end }\n"
    "acceptance 'x' { why = 'w', when = function(a) return a.size > 3 end }\n";

static int make_labels(const struct spot_rules *rules, struct spot_error *err)
{
	int fn = 0, rc;
	struct spot_labels labels;
	struct spot_labels_state *state = NULL;
	struct spot_map names;
	struct spot_panel panel;
	struct spot_judge judge = { .vm = NULL };
	uint32_t codes[SPOT_BATCH_ROWS];
	size_t failed_row;

	rc = spot_panel_init_bare(&panel, rules, err);
	if (rc != 0)
		return rc;
	spot_map_init(&names);
	rc = spot_judge_init(&judge, &panel, err);
	for (int by_vm = 0; rc == 0 && by_vm < 2; by_vm++) {
		judge.batch.n_rows = 9;
		for (size_t row = 0; row < 9; row++) {
			struct spot_value size = { SPOT_KIND_INT, .as.integer = (int64_t)row };

			spot_batch_set(&judge.batch, 1, row, size);
		}
		rc = spot_labels_init(&labels, rules, &fn, 1, by_vm, err);
		if (rc == 0)
			rc = spot_labels_begin(&state, &labels, &judge, err);
		if (rc == 0)
			rc = spot_labels_take(
			    state, &labels, 0, &judge, false, &names, codes, &failed_row, err);
		if (rc == 0) {
			assert_int_equal(failed_row, SPOT_NONE);
			assert_int_equal(codes[3], codes[0]);
			assert_int_equal(codes[4], codes[8]);
			assert_int_not_equal(codes[3], codes[4]);
			spot_labels_end(&labels, state);
		}
		spot_labels_reset(&labels);
	}
	spot_judge_reset(&judge);
	spot_map_reset(&names);
	spot_panel_reset(&panel);
	return rc;
}

static void test_labels(void **state)
{
	(void)state;
	sweep_text(make_labels, labelled);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_panels),
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_accounts),
		cmocka_unit_test(test_reports),
		cmocka_unit_test(test_labels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
