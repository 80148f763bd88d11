/* SPDX-License-Identifier: MIT */
/* drift: whether accounts have moved away from the rules. */
#include <stdlib.h>

#include "cli/layouts.h"
#include "cli/named.h"
#include "cli/pages.h"
#include "cli/reading.h"
#include "cli/run_setup.h"
#include "cli/verbs.h"
#include "present/drifted.h"

#define NOT_GIVEN INT64_MIN

struct drift_options {
	struct spot_cli_common common;
	const char *outcome, *date;
	int64_t at, old_as_of, soon;
	struct spot_drift_limits limits;
};

#define AT(member) offsetof(struct drift_options, member)

static const struct spot_cli_option options[] = {
	{ "outcome", 0, SPOT_OPTION_TEXT, AT(outcome), "COHORT",
	    "compare also how many of each tier are in that cohort" },
	{ "at", 0, SPOT_OPTION_DATE, AT(at), "DATE",
	    "one file: accounts of that day or later are the new ones" },
	{ "date", 0, SPOT_OPTION_TEXT, AT(date), "FIELD", "the field that --at goes by" },
	{ "old-as-of", 0, SPOT_OPTION_DATE, AT(old_as_of), "DATE",
	    "the day the rules take for today in the old file; default --as-of" },
	{ "psi-limit", 0, SPOT_OPTION_NUMBER, AT(limits.psi), "X",
	    "of the PSI of a field, a rule, the score or the tiers; default 0.25", .min = 0,
	    .max = 1000 },
	{ "blank-limit", 0, SPOT_OPTION_NUMBER, AT(limits.blank), "X",
	    "by how much the share of blanks may grow, 0 to 1; default 0.1", .min = 0, .max = 1 },
	{ "new-limit", 0, SPOT_OPTION_NUMBER, AT(limits.novel), "X",
	    "share of accounts with texts that there were not, 0 to 1; default 0.05", .min = 0,
	    .max = 1 },
	{ "rate-limit", 0, SPOT_OPTION_NUMBER, AT(limits.rate), "X",
	    "by how much a tier's rate of the outcome may fall, 0 to 1; default 0.1", .min = 0,
	    .max = 1 },
	{ "soon", 0, SPOT_OPTION_INTEGER, AT(soon), "DAYS",
	    "name exceptions that end within so many days; default 30", .min = 0, .max = 36500 },
	{ 0 }
};

static const struct spot_verb_example examples[] = {
	{ "This month's export against the one that the rules were made for",
	    "sweetspot drift -r rules/saas_midmarket.lua samples/accounts.csv "
	    "samples/accounts.csv --with deals=samples/deals.csv" },
	{ "One file, by the day that accounts signed on",
	    "sweetspot drift -r rules/saas_midmarket.lua samples/accounts.csv "
	    "--with deals=samples/deals.csv --date signed_on --at 2024-01-01" },
	{ 0 }
};

struct drifting {
	const struct drift_options *opt;
	struct spot_cli_common old_common; /* borrows all but the as-of day */
	struct spot_run_setup setup, old_setup;
	struct spot_drift_options study;
	struct spot_drift drift;
	struct spot_reading reading;
};

/* --- what is asked ------------------------------------------------------------------------ */

static int check_files(const struct drift_options *opt, struct spot_error *err)
{
	size_t n = opt->common.files.n;

	if (!opt->date != (opt->at == NOT_GIVEN)) {
		spot_error_set(err, SPOT_EUSAGE, "%s needs %s", opt->date ? "--date" : "--at",
		    opt->date ? "--at DATE" : "--date FIELD");
		spot_error_hint(err, "together they part one file into old and new accounts");
		return SPOT_EUSAGE;
	}
	if (opt->date && opt->old_as_of != NOT_GIVEN)
		return spot_error_set(
		    err, SPOT_EUSAGE, "--old-as-of is for two files, --at for one");
	if (opt->date ? n <= 1 : n == 2)
		return 0;
	spot_error_set(err, SPOT_EUSAGE, opt->date ? "--at and --date part one file, not %zu"
	        : "drift compares two files, not %zu", n);
	spot_error_hint(err, opt->date ? "name one" : "name the old one and the new one, or part "
	    "one file by --at DATE --date FIELD");
	return SPOT_EUSAGE;
}

static int find_names(struct drifting *drifting, struct spot_error *err)
{
	const struct drift_options *opt = drifting->opt;
	const struct spot_rules *rules = drifting->setup.rules[0];
	struct spot_drift_options *study = &drifting->study;
	int rc = 0;

	*study = (struct spot_drift_options) { .outcome = SPOT_NONE, .date = SPOT_NONE,
		.at = opt->at, .limits = opt->limits, .soon_days = opt->soon };
	if (opt->outcome)
		rc = spot_named_cohort(&study->outcome, rules, "--outcome", opt->outcome, err);
	if (rc == 0 && opt->date) {
		rc = spot_named_field(&study->date, rules, "--date", opt->date, err);
		if (rc == 0 && rules->fields.fields[study->date].type != SPOT_TYPE_DATE)
			rc = spot_error_set(
			    err, SPOT_EUSAGE, "--date %s: the field is not a date", opt->date);
	}
	return rc;
}

static int setup(struct drifting *drifting, struct spot_error *err)
{
	const struct drift_options *opt = drifting->opt;
	int rc = check_files(opt, err);

	if (rc == 0)
		rc = spot_rejects_open(&drifting->reading.rejects, &opt->common, err);
	if (rc == 0)
		rc = spot_run_setup_init(
		    &drifting->setup, &opt->common, &drifting->reading.rejects, err);
	/* The old file has another day for today. */
	drifting->old_common = opt->common;
	drifting->old_common.as_of = opt->old_as_of;
	if (rc == 0 && opt->old_as_of != NOT_GIVEN)
		rc = spot_run_setup_init(&drifting->old_setup, &drifting->old_common,
		    &drifting->reading.rejects, err);
	return rc == 0 ? find_names(drifting, err) : rc;
}

/* --- the run ------------------------------------------------------------------------------ */

static int compare(struct drifting *drifting, struct spot_error *err)
{
	const struct drift_options *opt = drifting->opt;
	const struct spot_panel *panels[2] = { &drifting->setup.panels[0],
		&drifting->setup.panels[0] };
	struct spot_run_options runs[2] = { drifting->setup.run, drifting->setup.run };
	struct spot_run_calls calls = spot_reading_calls(&drifting->reading, &opt->common);
	int rc;

	if (!opt->date) {
		runs[0].n_paths = runs[1].n_paths = 1;
		runs[1].paths++;
	}
	if (drifting->old_setup.panels)
		panels[0] = &drifting->old_setup.panels[0];
	rc = spot_drift_make(&drifting->drift, panels, &drifting->study, runs, &calls, err);
	spot_progress_clear(&drifting->reading.progress);
	return rc;
}

static int tell(const struct drifting *drifting, struct spot_error *err)
{
	const struct spot_cli_common *common = &drifting->opt->common;
	enum spot_cli_format format =
	    spot_options_format(&spot_verb_drift, common, SPOT_FORMAT_TABLE);
	const struct spot_run_result *results = drifting->drift.results;
	struct spot_buf text = SPOT_BUF_INIT;
	struct spot_page page;
	int rc;

	if (format == SPOT_FORMAT_JSON) {
		spot_drifted_json(&text, &drifting->drift);
	} else {
		spot_page_init(&page, "Drift");
		spot_drifted_page(&page, &drifting->drift);
		spot_pages_print(
		    &text, &page, format, common, (struct spot_pages_width) { 80, 0 });
		spot_page_reset(&page);
	}
	rc = spot_output_put(common->output, &text, spot_cli_stop(), err);
	spot_buf_reset(&text);
	if (rc != 0)
		return rc;
	spot_reading_tell(&spot_verb_drift, common, &results[0].unread, NULL, 0);
	if (!drifting->drift.sides && !spot_unread_is_same(&results[0].unread, &results[1].unread))
		spot_reading_tell(&spot_verb_drift, common, &results[1].unread, NULL, 0);
	spot_reading_tell(&spot_verb_drift, common, NULL, drifting->setup.panels, 1);
	return 0;
}

static int drift_all(struct drifting *drifting, struct spot_error *err)
{
	int rc = setup(drifting, err);

	if (rc == 0)
		rc = compare(drifting, err);
	if (rc == 0)
		rc = spot_rejects_commit(&drifting->reading.rejects, err);
	return rc == 0 ? tell(drifting, err) : rc;
}

static int run(int argc, const char **argv)
{
	struct drift_options opt = { .at = NOT_GIVEN, .old_as_of = NOT_GIVEN, .soon = 30,
		.limits = SPOT_DRIFT_LIMITS_INIT };
	struct drifting *drifting;
	struct spot_error err = SPOT_ERROR_INIT;
	int status;

	if (!spot_options_parse(&spot_verb_drift, argc, argv, &opt, &status))
		return status;
	drifting = spot_mem_calloc(1, sizeof(*drifting));
	if (!drifting) {
		spot_error_nomem(&err);
		status = spot_cli_fail(&err);
	} else {
		drifting->opt = &opt;
		status = drift_all(drifting, &err) != 0 ? spot_cli_fail(&err)
		    : drifting->drift.n_past > 0 ? SPOT_EXIT_NO : SPOT_EXIT_DONE;
		spot_drift_reset(&drifting->drift);
		spot_run_setup_reset(&drifting->setup);
		spot_run_setup_reset(&drifting->old_setup);
		spot_rejects_close(&drifting->reading.rejects);
	}
	free(drifting);
	spot_options_reset(&opt.common);
	return status;
}

const struct spot_verb spot_verb_drift = {
	.name = "drift",
	.arguments = "-r RULES.lua [options] OLD.csv NEW.csv",
	.summary = "say whether the accounts have moved away from the rules",
	.help =
	    "Are the accounts of today still those that the rules were made for? Every declared "
	    "field, every criterion and disqualifier, the score and the tiers are compared between "
	    "an old file and a new one, or between the accounts of one file before and from a day "
	    "on (--at with --date): the population stability index over stated bins, Kolmogorov "
	    "and Smirnov's distance of numbers, shares of blanks, texts that came and went, shares "
	    "of tiers, and with --outcome the rate of that cohort in each tier.\n\n"
	    "Exit status 1 when a limit is passed, so that a nightly job can raise an alarm. A PSI "
	    "over its limit counts only where chance makes as much at most once in a hundred times "
	    "with so many accounts. A review that is overdue and exceptions that have expired or "
	    "are about to are named; they do not change the exit status.\n\n"
	    "Second tables (--with) are read once and serve both sides. --format json writes "
	    "everything; its \"format\" is \"sweetspot drift 1\", and names are only ever added to "
	    "it. Memory: for each account of both files 8 bytes a number, 4 a text, 1 a flag or "
	    "rule.",
	.examples = examples,
	.common = SPOT_COMMON_ALL,
	.formats = 1 << SPOT_FORMAT_TABLE | 1 << SPOT_FORMAT_JSON | 1 << SPOT_FORMAT_HTML |
		   1 << SPOT_FORMAT_MD,
	.min_rules = 1,
	.max_rules = 1,
	.max_files = 2,
	.options = options,
	.run = run,
	.layout = spot_layouts_drift,
};
