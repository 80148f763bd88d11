/* SPDX-License-Identifier: MIT */
/* onepage: the ideal customer on one sheet of paper, read out of the rules. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/named.h"
#include "cli/pages.h"
#include "cli/reading.h"
#include "cli/run_setup.h"
#include "cli/verbs.h"
#include "present/onepaged.h"
#include "table/output.h"

struct onepage_options {
	struct spot_cli_common common;
	const char *outcome;
};

static const struct spot_cli_option options[] = {
	{ "outcome", 0, SPOT_OPTION_TEXT, offsetof(struct onepage_options, outcome), "COHORT",
	    "what criteria are measured by; default the file's first cohort" },
	{ 0 }
};

static const struct spot_verb_example examples[] = {
	{ "The profile as one page of A4, to be printed",
	    "sweetspot onepage -r rules/saas_midmarket.lua -o icp.html" },
	{ "With the evidence of the accounts",
	    "sweetspot onepage -r rules/saas_midmarket.lua samples/accounts.csv "
	    "--with deals=samples/deals.csv --outcome won -o icp.html" },
	{ "For the wiki",
	    "sweetspot onepage -r rules/saas_midmarket.lua -o icp.md" },
	{ 0 }
};

struct onepaging {
	const struct onepage_options *opt;
	struct spot_run_setup setup;   /* with data */
	struct spot_rules *loaded;     /* without */
	const struct spot_rules *rules;
	struct spot_buyers buyers;
	struct spot_journey journey;
	struct spot_wording *wording;
	struct spot_people people;     /* nobody: the roster asks for them */
	struct spot_roster roster;
	struct spot_evidence evidence;
	int *fns;
	bool has_data;
	struct spot_reading reading;
};

static int gather(struct onepaging *onepaging, struct spot_error *err)
{
	static const struct spot_people_options nobody;
	const struct spot_cli_common *common = &onepaging->opt->common;
	const struct spot_rules *rules = onepaging->rules;
	struct spot_run_calls calls = spot_reading_calls(&onepaging->reading, common);
	struct spot_roster_options asked = { .n_fns = rules->n_criteria + 1,
		.text_fn = SPOT_NO_FUNCTION };
	struct spot_panel_options none = { 0 };
	size_t cohort = rules->n_cohorts > 0 ? 0 : SPOT_NONE;
	const char *outcome = onepaging->opt->outcome;
	int rc = outcome ? spot_named_cohort(&cohort, rules, "--outcome", outcome, err) : 0;

	if (rc == 0)
		rc = spot_people_init(&onepaging->people, rules, NULL, 0, &nobody, &none, err);
	if (rc != 0)
		return rc;
	asked.fns = onepaging->fns = spot_evidence_ask(rules, cohort);
	if (!asked.fns)
		rc = spot_error_nomem(err);
	if (rc == 0)
		rc = spot_roster_run(&onepaging->roster, &onepaging->setup.panels[0],
		    &onepaging->people, &asked, &onepaging->setup.run, &calls, err);
	spot_progress_clear(&onepaging->reading.progress);
	return rc == 0 ? spot_evidence_init(&onepaging->evidence, &onepaging->roster, cohort, err)
	               : rc;
}

static int setup(struct onepaging *onepaging, struct spot_error *err)
{
	const struct spot_cli_common *common = &onepaging->opt->common;
	int rc = 0;

	onepaging->has_data = common->files.n > 0;
	if (!onepaging->has_data && onepaging->opt->outcome)
		rc = spot_error_set(err, SPOT_EUSAGE, "--outcome needs data to measure by");
	if (rc == 0)
		rc = spot_rejects_open(&onepaging->reading.rejects, common, err);
	if (rc == 0 && onepaging->has_data)
		rc = spot_run_setup_init(
		    &onepaging->setup, common, &onepaging->reading.rejects, err);
	else if (rc == 0)
		rc = spot_setup_load(&onepaging->loaded, common->rules.items[0], common, err);
	if (rc == 0 && !onepaging->has_data)
		rc = spot_setup_check_withs(&onepaging->loaded, 1, common, err);
	if (rc != 0)
		return rc;
	onepaging->rules =
	    onepaging->has_data ? onepaging->setup.rules[0] : onepaging->loaded;
	rc = spot_buyers_init(&onepaging->buyers, onepaging->rules, err);
	if (rc == 0)
		rc = spot_journey_init(&onepaging->journey, onepaging->rules, err);
	return rc == 0 ? spot_wording_new(&onepaging->wording, onepaging->rules, err) : rc;
}

static int tell(struct onepaging *onepaging, struct spot_error *err)
{
	const struct spot_cli_common *common = &onepaging->opt->common;
	enum spot_cli_format format =
	    spot_options_format(&spot_verb_onepage, common, SPOT_FORMAT_MD);
	struct spot_onepaged onepaged = { onepaging->rules, &onepaging->buyers,
		&onepaging->journey, onepaging->wording,
		onepaging->has_data ? &onepaging->evidence : NULL };
	struct spot_buf title = SPOT_BUF_INIT, text = SPOT_BUF_INIT;
	struct spot_page page;
	int rc;

	spot_buf_printf(&title, "Ideal customer%s%s",
	    onepaging->rules->profile.name[0] ? ": " : "", onepaging->rules->profile.name);
	spot_page_init(&page, spot_buf_str(&title));
	page.is_sheet = format == SPOT_FORMAT_HTML;
	rc = spot_onepaged_page(&page, &onepaged, err);
	if (rc == 0) {
		spot_pages_print(
		    &text, &page, format, common, (struct spot_pages_width) { 80, 80 });
		rc = spot_output_put(common->output, &text, spot_cli_stop(), err);
	}
	spot_page_reset(&page);
	spot_buf_reset(&title);
	spot_buf_reset(&text);
	if (rc == 0)
		spot_reading_tell(&spot_verb_onepage, common, &onepaging->roster.result.unread,
		    onepaging->setup.panels, onepaging->setup.n_panels);
	return rc;
}

static int onepage(struct onepaging *onepaging, struct spot_error *err)
{
	int rc = setup(onepaging, err);

	if (rc == 0 && onepaging->has_data)
		rc = gather(onepaging, err);
	if (rc == 0)
		rc = spot_rejects_commit(&onepaging->reading.rejects, err);
	if (rc == 0)
		rc = tell(onepaging, err);
	spot_evidence_reset(&onepaging->evidence);
	spot_roster_reset(&onepaging->roster);
	spot_people_reset(&onepaging->people);
	spot_wording_free(onepaging->wording);
	spot_journey_reset(&onepaging->journey);
	spot_buyers_reset(&onepaging->buyers);
	spot_run_setup_reset(&onepaging->setup);
	spot_rules_free(onepaging->loaded);
	free(onepaging->fns);
	return rc;
}

static int run(int argc, const char **argv)
{
	struct onepage_options opt = { .outcome = NULL };
	struct onepaging *onepaging;
	struct spot_error err = SPOT_ERROR_INIT;
	int status;

	if (!spot_options_parse(&spot_verb_onepage, argc, argv, &opt, &status))
		return status;
	onepaging = spot_mem_calloc(1, sizeof(*onepaging));
	if (!onepaging) {
		spot_error_nomem(&err);
		status = spot_cli_fail(&err);
	} else {
		onepaging->opt = &opt;
		status = onepage(onepaging, &err) == 0 ? SPOT_EXIT_DONE : spot_cli_fail(&err);
		spot_rejects_close(&onepaging->reading.rejects);
	}
	free(onepaging);
	spot_options_reset(&opt.common);
	return status;
}

const struct spot_verb spot_verb_onepage = {
	.name = "onepage",
	.arguments = "-r RULES.lua [options] [DATA.csv ...]",
	.summary = "put the ideal customer profile on one page",
	.help =
	    "Who we serve and why, the criteria with their weights in words, who is not for us, "
	    "growth potential, the people with what they care about and where they are, content, "
	    "success plan, exceptions with the days they have left, and when the profile was last "
	    "reviewed. html is exactly one page of A4.\n\n"
	    "Words, weights and thresholds are read out of the rules (\"employees from 50 to "
	    "1,000\"), so that page and rules cannot drift apart; a rule that has no words shows "
	    "its Lua. Blanks are left aside: a criterion whose field is blank is unknown.\n\n"
	    "With data: the share of the market in each tier against target_share; for each "
	    "criterion the rate of --outcome among the accounts on which it holds (half of its "
	    "points or more), with Wilson's 95 % interval, and its lift over all accounts; and the "
	    "accounts that show the profile best. Data are read only where files are named; - is "
	    "standard input.",
	.examples = examples,
	.common = SPOT_COMMON_ALL,
	.formats = 1 << SPOT_FORMAT_TABLE | 1 << SPOT_FORMAT_HTML | 1 << SPOT_FORMAT_MD,
	.min_rules = 1,
	.max_rules = 1,
	.max_files = SPOT_VERB_ANY,
	.options = options,
	.run = run,
};
