/* SPDX-License-Identifier: MIT */
/* explain: why this account has its tier, and what would change it. */
#include <string.h>

#include "cli/layouts.h"
#include "cli/reading.h"
#include "cli/run_setup.h"
#include "cli/verbs.h"
#include "engine/explain.h"
#include "present/explained.h"

struct explain_options {
	struct spot_cli_common common;
	const char *account;
};

static const struct spot_cli_option options[] = {
	{ "account", 'a', SPOT_OPTION_TEXT, offsetof(struct explain_options, account), "KEY",
	    "the account: its key, or FILE:LINE where the rules have no key" },
	{ 0 }
};

static const struct spot_verb_example examples[] = {
	{ "Why one account is in its tier",
	    "sweetspot explain -r rules/saas_midmarket.lua --account ACC-1008 samples/accounts.csv "
	    "--with deals=samples/deals.csv" },
	{ 0 }
};

static int print_explanation(const struct explain_options *opt,
    const struct spot_explanation *explanation, struct spot_error *err)
{
	const struct spot_cli_common *common = &opt->common;
	struct spot_table_look look = { .width = common->output ? 0 : spot_cli_width(stdout),
		.color = !common->output && spot_cli_color(stdout, common->no_color) };
	struct spot_buf text = SPOT_BUF_INIT;
	int rc;

	if (spot_options_format(&spot_verb_explain, common, SPOT_FORMAT_TABLE) == SPOT_FORMAT_JSON)
		spot_explained_print_json(&text, explanation);
	else
		spot_explained_print(&text, explanation, &look);
	rc = spot_output_put(common->output, &text, spot_cli_stop(), err);
	spot_buf_reset(&text);
	return rc;
}

static int explain_found(const struct explain_options *opt, const struct spot_panel *panel,
    const struct spot_lookup *lookup, struct spot_error *err)
{
	struct spot_judge judge;
	struct spot_search search;
	struct spot_explanation explanation;
	int rc = spot_judge_init(&judge, panel, err);

	if (rc != 0)
		return rc;
	spot_search_init(&search, &judge, lookup);
	rc = spot_explain(&explanation, &judge, lookup, &search, err);
	if (rc == 0) {
		rc = print_explanation(opt, &explanation, err);
		spot_explanation_reset(&explanation);
	}
	spot_search_reset(&search);
	spot_judge_reset(&judge);
	return rc;
}

static int not_found(const struct explain_options *opt, const struct spot_panel *panel,
    const struct spot_lookup *lookup, struct spot_error *err)
{
	int rc = spot_wanted_tell(&lookup->wanted, err);

	if (rc != 0)
		return rc;
	rc = spot_error_set(err, SPOT_EUSAGE, "no account \"%s\" among %llu", opt->account,
	    (unsigned long long)lookup->n_rows);
	if (lookup->nearest)
		spot_error_hint(err, "did you mean \"%s\"?", lookup->nearest);
	else if (panel->key_field == SPOT_NONE)
		spot_error_hint(err, "the rules have no key: use FILE:LINE");
	else
		spot_error_hint(err, "keys are compared exactly, upper and lower case too");
	return rc;
}

static int explain(const struct explain_options *opt, struct spot_error *err)
{
	struct spot_run_setup setup;
	struct spot_rejects aside = { .sets_aside = true };
	struct spot_lookup lookup = { 0 };
	bool is_suspect;
	int rc;

	if (!opt->account) {
		spot_error_set(err, SPOT_EUSAGE, "explain needs --account KEY");
		spot_error_hint(err, "score lists the accounts with their keys");
		return SPOT_EUSAGE;
	}
	rc = spot_run_setup_init(&setup, &opt->common, &aside, err);
	if (rc != 0)
		return rc;
	rc = spot_lookup_run(&lookup, &setup.panels[0], &setup.run, opt->account, err);
	is_suspect = rc == 0 && !lookup.found && lookup.wanted.suspect.code != 0;
	if (rc == 0)
		spot_reading_tell(&spot_verb_explain, &opt->common,
		    is_suspect ? NULL : &lookup.unread, setup.panels, 1);
	if (rc == 0 && !lookup.found)
		rc = not_found(opt, &setup.panels[0], &lookup, err);
	if (rc == 0 && lookup.n_same_key > 1)
		spot_cli_note("%s:%llu: %llu rows have the key \"%s\"; this is the first of them",
		    lookup.account.file, (unsigned long long)lookup.account.line,
		    (unsigned long long)lookup.n_same_key, opt->account);
	if (rc == 0)
		rc = explain_found(opt, &setup.panels[0], &lookup, err);
	spot_lookup_reset(&lookup);
	spot_run_setup_reset(&setup);
	return rc;
}

static int run(int argc, const char **argv)
{
	struct explain_options opt = { .account = NULL };
	struct spot_error err = SPOT_ERROR_INIT;
	int status;

	if (!spot_options_parse(&spot_verb_explain, argc, argv, &opt, &status))
		return status;
	status = explain(&opt, &err) == 0 ? SPOT_EXIT_DONE : spot_cli_fail(&err);
	spot_options_reset(&opt.common);
	return status;
}

const struct spot_verb spot_verb_explain = {
	.name = "explain",
	.arguments = "-r RULES.lua --account KEY [options] [DATA.csv ...]",
	.summary = "why an account has its tier, and what would change it",
	.help = "Every rule with its answer, its points and the values it read; what a "
		"criterion that gave "
		"no points would have needed; the bounds from unknown answers; which blank "
		"field to fill "
		"first; and the smallest change of one field that reaches a better tier.\n\n"
		"What would change is found by trying: the numbers and texts that the rules "
		"name, values "
		"that other accounts have, and what lies between. A value that is shown was "
		"tried and works.\n\n"
		"Rows that cannot be used, and what cannot be read of second tables, are "
		"told on stderr and left aside; if the account seems to be in such a row, that row "
		"alone is named and the exit status is 4.",
	.layout = spot_layouts_explain,
	.examples = examples,
	.common = SPOT_COMMON_RULES | SPOT_COMMON_OUTPUT | SPOT_COMMON_FORMAT | SPOT_COMMON_WITH |
	    SPOT_COMMON_AS_OF | SPOT_COMMON_SET | SPOT_COMMON_THREADS | SPOT_COMMON_KEEP_GOING |
	    SPOT_COMMON_DIALECT | SPOT_COMMON_QUIET | SPOT_COMMON_COLOR,
	.formats = 1 << SPOT_FORMAT_TABLE | 1 << SPOT_FORMAT_JSON,
	.min_rules = 1,
	.max_rules = 1,
	.max_files = SPOT_VERB_ANY,
	.options = options,
	.run = run,
};
