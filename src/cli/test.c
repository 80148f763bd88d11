/* SPDX-License-Identifier: MIT */
/* test: the tests written in rule files, run; what they miss; tests made from data. */
#include <stdlib.h>
#include <string.h>

#include "cli/layouts.h"
#include "cli/reading.h"
#include "cli/run_setup.h"
#include "cli/verbs.h"
#include "engine/suggest.h"
#include "present/show.h"
#include "present/tested.h"

struct test_options {
	struct spot_cli_common common;
	bool coverage, suggest;
};

static const struct spot_cli_option options[] = {
	{ "coverage", 0, SPOT_OPTION_FLAG, offsetof(struct test_options, coverage), NULL,
	    "name the rules' answers, lines and tiers that no test reaches" },
	{ "suggest", 0, SPOT_OPTION_FLAG, offsetof(struct test_options, suggest), NULL,
	    "print tests, in Lua, made from few rows of the data files" },
	{ 0 }
};

static const struct spot_verb_example examples[] = {
	{ "Run a rule file's tests and say what they miss",
	    "sweetspot test -r rules/saas_midmarket.lua --coverage" },
	{ "Tests made from real rows",
	    "sweetspot test -r rules/saas_midmarket.lua --suggest samples/accounts.csv "
	    "--with deals=samples/deals.csv" },
	{ 0 }
};

/* --- running -------------------------------------------------------------------------------- */

struct reload {
	const char *path;
	const struct spot_cli_common *common;
};

static int reload_rules(void *ctx, struct spot_rules **out, int64_t as_of, struct spot_error *err)
{
	const struct reload *reload = ctx;
	struct spot_cli_common on_day = *reload->common;

	on_day.as_of = as_of;
	return spot_setup_load(out, reload->path, &on_day, err);
}

struct testing {
	const struct test_options *opt;
	struct spot_buf text;
	struct spot_json json; /* into text, where that is asked for */
	bool is_json;
	size_t n_passed, n_failed;
};

static void report_file(struct testing *testing, const struct spot_test_report *report,
    const struct spot_rules *rules, const struct spot_scoring *scoring)
{
	const struct spot_cli_common *common = &testing->opt->common;
	struct spot_table_look look = { .width = common->output ? 0 : spot_cli_width(stdout),
		.color = !common->output && spot_cli_color(stdout, common->no_color) };
	bool coverage = testing->opt->coverage;

	if (testing->is_json)
		spot_tested_json(&testing->json, report, rules, scoring, coverage);
	else
		spot_tested_print(&testing->text, report, rules, scoring, coverage, &look);
	testing->n_passed += report->n_passed;
	testing->n_failed += report->n_outcomes - report->n_passed;
}

static int test_file(struct testing *testing, const char *path, struct spot_error *err)
{
	const struct spot_cli_common *common = &testing->opt->common;
	struct reload reload = { path, common };
	struct spot_rules *rules;
	struct spot_scoring scoring = { 0 };
	struct spot_test_report report;
	int rc = spot_setup_load(&rules, path, common, err);

	if (rc != 0)
		return rc;
	rc = spot_ruletest_run(&report, rules, reload_rules, &reload, spot_show_value,
	    testing->opt->coverage, err);
	if (rc == 0) {
		rc = spot_scoring_init(&scoring, rules, err);
		if (rc == 0)
			report_file(testing, &report, rules, &scoring);
		spot_scoring_reset(&scoring);
		spot_test_report_reset(&report);
	}
	spot_rules_free(rules);
	return rc;
}

/* --- suggesting ----------------------------------------------------------------------------- */

static int take_chunk(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	(void)piece;
	return spot_suggest_take(ctx, view, err);
}

static int print_suggestions(
    const struct test_options *opt, const struct spot_suggest *suggest, struct spot_error *err)
{
	size_t *picked = spot_mem_calloc(suggest->n_rows + 1, sizeof(*picked));
	struct spot_buf text = SPOT_BUF_INIT;
	size_t n_picked, n_reached;
	int rc = picked ? spot_suggest_pick(suggest, picked, &n_picked, &n_reached, err)
	                : spot_error_nomem(err);

	if (rc == 0) {
		spot_tested_print_suggestions(&text, suggest, picked, n_picked, n_reached);
		rc = spot_output_put(opt->common.output, &text, spot_cli_stop(), err);
	}
	spot_buf_reset(&text);
	free(picked);
	return rc;
}

static int suggest_tests(const struct test_options *opt, struct spot_error *err)
{
	struct spot_run_setup setup;
	struct spot_suggest suggest;
	struct spot_run_result result = { 0 };
	struct spot_reading reading = { .rejects.sets_aside = true };
	struct spot_run_sink sink = { .ctx = &suggest, .render = take_chunk,
		.calls = spot_reading_calls(&reading, &opt->common) };
	int rc = spot_run_setup_init(&setup, &opt->common, &reading.rejects, err);

	if (rc != 0)
		return rc;
	/* One thread: the first row of every pattern is the first of the file. */
	setup.run.n_threads = 1;
	spot_suggest_init(&suggest, &setup.panels[0]);
	rc = spot_run(&result, setup.panels, 1, &setup.run, &sink, err);
	spot_progress_clear(&reading.progress);
	if (rc == 0)
		rc = print_suggestions(opt, &suggest, err);
	if (rc == 0)
		spot_reading_tell(
		    &spot_verb_test, &opt->common, &result.unread, setup.panels, 1);
	spot_run_result_reset(&result);
	spot_suggest_reset(&suggest);
	spot_run_setup_reset(&setup);
	return rc;
}

/* Tests give the tables' fields as values; a name that is wrong is told all the same. */
static int check_withs(const struct spot_cli_common *common, struct spot_error *err)
{
	struct spot_run_setup setup;
	int rc = spot_run_setup_load(&setup, common, err);

	if (rc != 0)
		return rc;
	rc = spot_setup_check_withs(setup.rules, common->rules.n, common, err);
	spot_run_setup_reset(&setup);
	return rc;
}

static int test_files(const struct test_options *opt, size_t *n_failed, struct spot_error *err)
{
	struct testing testing = { .opt = opt };
	int rc;

	if (opt->common.files.n > 0) {
		spot_error_set(err, SPOT_EUSAGE, "test reads data only with --suggest");
		spot_error_hint(err, "leave out %s, or add --suggest", opt->common.files.items[0]);
		return SPOT_EUSAGE;
	}
	rc = opt->common.with.n > 0 ? check_withs(&opt->common, err) : 0;
	testing.is_json = spot_options_format(&spot_verb_test, &opt->common, SPOT_FORMAT_TABLE) ==
	    SPOT_FORMAT_JSON;
	testing.json = (struct spot_json)SPOT_JSON_INIT(&testing.text, 4);
	if (testing.is_json)
		spot_tested_json_begin(&testing.json);
	for (size_t i = 0; rc == 0 && i < opt->common.rules.n; i++)
		rc = test_file(&testing, opt->common.rules.items[i], err);
	if (testing.is_json)
		spot_tested_json_end(&testing.json, testing.n_passed, testing.n_failed);
	if (rc == 0)
		rc = spot_output_put(opt->common.output, &testing.text, spot_cli_stop(), err);
	spot_buf_reset(&testing.text);
	*n_failed = testing.n_failed;
	return rc;
}

static int settle(void *opts, struct spot_error *err)
{
	struct test_options *opt = opts;

	(void)err;
	opt->common.writes_lua = opt->suggest;
	return 0;
}

static int run(int argc, const char **argv)
{
	struct test_options opt = { .coverage = false };
	struct spot_error err = SPOT_ERROR_INIT;
	size_t n_failed = 0;
	int status, rc;

	if (!spot_options_parse(&spot_verb_test, argc, argv, &opt, &status))
		return status;
	rc = opt.suggest ? suggest_tests(&opt, &err) : test_files(&opt, &n_failed, &err);
	if (rc != 0)
		status = spot_cli_fail(&err);
	else
		status = n_failed > 0 ? SPOT_EXIT_NO : SPOT_EXIT_DONE;
	spot_options_reset(&opt.common);
	return status;
}

const struct spot_verb spot_verb_test = {
	.name = "test",
	.arguments = "-r RULES.lua [options] [--suggest DATA.csv ...]",
	.summary = "run the tests written in rule files",
	.help = "A failed test shows what was expected and got, and for every rule its answer, "
		"its points and "
		"the values it read. The exit status is 1 when a test failed.\n\n"
		"--coverage names what no test reaches: answers of rules (yes and no), lines "
		"of rules, "
		"tiers. --suggest reads data and prints tests in Lua, made from few rows that "
		"together reach "
		"every answer (yes, no, unknown) and tier that the data reach; paste them into "
		"the rule file. What of the data cannot be used is told on stderr and left aside.",
	.layout = spot_layouts_test,
	.examples = examples,
	.common = SPOT_COMMON_RULES | SPOT_COMMON_OUTPUT | SPOT_COMMON_FORMAT | SPOT_COMMON_WITH |
	    SPOT_COMMON_AS_OF | SPOT_COMMON_SET | SPOT_COMMON_THREADS | SPOT_COMMON_KEEP_GOING |
	    SPOT_COMMON_DIALECT | SPOT_COMMON_QUIET | SPOT_COMMON_COLOR,
	.formats = 1 << SPOT_FORMAT_TABLE | 1 << SPOT_FORMAT_JSON,
	.min_rules = 1,
	.max_files = SPOT_VERB_ANY,
	.options = options,
	.settle = settle,
	.run = run,
};
