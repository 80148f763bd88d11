/* SPDX-License-Identifier: MIT */
/* contrast: two cohorts compared, field by field. */
#include <stdlib.h>

#include "cli/layouts.h"
#include "cli/named.h"
#include "cli/pages.h"
#include "cli/reading.h"
#include "cli/run_setup.h"
#include "cli/verbs.h"
#include "present/contrasted.h"

struct contrast_options {
	struct spot_cli_common common;
	const char *a, *b;
	double material, alpha;
	int64_t surprises;
};

#define AT(member) offsetof(struct contrast_options, member)

static const struct spot_cli_option options[] = {
	{ "a", 0, SPOT_OPTION_TEXT, AT(a), "COHORT",
	    "the accounts that did well: a cohort of the rule file" },
	{ "b", 0, SPOT_OPTION_TEXT, AT(b), "COHORT", "those that did not" },
	{ "material", 0, SPOT_OPTION_NUMBER, AT(material), "X",
	    "the least effect that matters, 0 to 1; default 0.147", .min = 0, .max = 1 },
	{ "alpha", 0, SPOT_OPTION_NUMBER, AT(alpha), "X",
	    "the adjusted p that counts as evidence; default 0.05", .min = 0, .max = 1 },
	{ "surprises", 0, SPOT_OPTION_INTEGER, AT(surprises), "N",
	    "accounts to name that the rules were wrong about, of either cohort; default 20",
	    .min = 0, .max = 10000 },
	{ 0 }
};

static const struct spot_verb_example examples[] = {
	{ "What won deals had that lost ones had not",
	    "sweetspot contrast -r rules/saas_midmarket.lua --a won --b lost "
	    "samples/accounts.csv --with deals=samples/deals.csv" },
	{ "A report for the meeting",
	    "sweetspot contrast -r rules/saas_midmarket.lua --a won --b lost "
	    "samples/accounts.csv --with deals=samples/deals.csv -o contrast.html" },
	{ 0 }
};

struct contrasting {
	const struct contrast_options *opt;
	struct spot_run_setup setup;
	struct spot_contrast_options study;
	struct spot_contrast contrast;
	struct spot_reading reading;
};

static int find_cohorts(struct contrasting *contrasting, struct spot_error *err)
{
	const struct contrast_options *opt = contrasting->opt;
	struct spot_contrast_options *study = &contrasting->study;
	const struct spot_rules *rules = contrasting->setup.rules[0];
	int rc = spot_named_cohort(&study->a, rules, "--a", opt->a, err);

	*study = (struct spot_contrast_options) { .a = study->a, .alpha = opt->alpha,
		.material = opt->material, .n_shown = (size_t)opt->surprises };
	if (rc == 0)
		rc = spot_named_cohort(&study->b, rules, "--b", opt->b, err);
	if (rc == 0 && study->a == study->b)
		rc = spot_error_set(err, SPOT_EUSAGE, "--a and --b are both \"%s\"", opt->a);
	return rc;
}

static int setup(struct contrasting *contrasting, struct spot_error *err)
{
	const struct contrast_options *opt = contrasting->opt;
	int rc = 0;

	if (!opt->a || !opt->b) {
		rc = spot_error_set(err, SPOT_EUSAGE, "contrast needs --a COHORT and --b COHORT");
		spot_error_hint(err, "cohorts of the rule file: the accounts that did well, and "
		    "those that did not");
	}
	if (rc == 0 && (opt->alpha <= 0 || opt->alpha >= 1)) {
		rc = spot_error_set(err, SPOT_EUSAGE, "--alpha %g does not lie between 0 and 1",
		    opt->alpha);
		spot_error_hint(err, "0.05 is usual");
	}
	if (rc == 0)
		rc = spot_rejects_open(&contrasting->reading.rejects, &opt->common, err);
	if (rc == 0)
		rc = spot_run_setup_init(
		    &contrasting->setup, &opt->common, &contrasting->reading.rejects, err);
	return rc == 0 ? find_cohorts(contrasting, err) : rc;
}

static int compare(struct contrasting *contrasting, struct spot_error *err)
{
	const struct spot_cli_common *common = &contrasting->opt->common;
	struct spot_run_calls calls = spot_reading_calls(&contrasting->reading, common);
	int rc;

	rc = spot_contrast_make(&contrasting->contrast, &contrasting->setup.panels[0],
	    &contrasting->study, &contrasting->setup.run, &calls, err);
	spot_progress_clear(&contrasting->reading.progress);
	return rc;
}

static int tell(const struct contrasting *contrasting, struct spot_error *err)
{
	const struct spot_cli_common *common = &contrasting->opt->common;
	enum spot_cli_format format =
	    spot_options_format(&spot_verb_contrast, common, SPOT_FORMAT_TABLE);
	struct spot_buf text = SPOT_BUF_INIT;
	struct spot_page page;
	int rc;

	if (format == SPOT_FORMAT_JSON) {
		spot_contrasted_json(&text, &contrasting->contrast);
	} else {
		spot_page_init(&page, "Contrast");
		spot_contrasted_page(&page, &contrasting->contrast);
		spot_pages_print(
		    &text, &page, format, common, (struct spot_pages_width) { 80, 0 });
		spot_page_reset(&page);
	}
	rc = spot_output_put(common->output, &text, spot_cli_stop(), err);
	spot_buf_reset(&text);
	if (rc == 0)
		spot_reading_tell(&spot_verb_contrast, common, &contrasting->contrast.result.unread,
		    contrasting->setup.panels, 1);
	return rc;
}

static int contrast_all(struct contrasting *contrasting, struct spot_error *err)
{
	int rc = setup(contrasting, err);

	if (rc == 0)
		rc = compare(contrasting, err);
	if (rc == 0)
		rc = spot_rejects_commit(&contrasting->reading.rejects, err);
	return rc == 0 ? tell(contrasting, err) : rc;
}

static int run(int argc, const char **argv)
{
	struct contrast_options opt = { .material = SPOT_CONTRAST_MATERIAL, .alpha = 0.05,
		.surprises = SPOT_CONTRAST_SHOWN };
	struct contrasting *contrasting;
	struct spot_error err = SPOT_ERROR_INIT;
	int status;

	if (!spot_options_parse(&spot_verb_contrast, argc, argv, &opt, &status))
		return status;
	contrasting = spot_mem_calloc(1, sizeof(*contrasting));
	if (!contrasting) {
		spot_error_nomem(&err);
		status = spot_cli_fail(&err);
	} else {
		contrasting->opt = &opt;
		status = contrast_all(contrasting, &err) == 0 ? SPOT_EXIT_DONE
		                                              : spot_cli_fail(&err);
		spot_contrast_reset(&contrasting->contrast);
		spot_run_setup_reset(&contrasting->setup);
		spot_rejects_close(&contrasting->reading.rejects);
	}
	free(contrasting);
	spot_options_reset(&opt.common);
	return status;
}

const struct spot_verb spot_verb_contrast = {
	.name = "contrast",
	.arguments = "-r RULES.lua --a COHORT --b COHORT [options] [DATA.csv ...]",
	.summary = "say what sets two cohorts apart, and where the rules were wrong",
	.help =
	    "What do our best accounts have that the others have not? Every declared field is "
	    "compared between the accounts of --a (those that did well) and of --b, not only those "
	    "that rules read: numbers by Cliff's delta and Mann and Whitney's test, levels, flags "
	    "and items of lists by their shares, and blanks as a level of their own. p is adjusted "
	    "for the number of rows by Benjamini and Hochberg; weak evidence is shown, paler. An "
	    "account in both cohorts or in neither is left out and counted.\n\n"
	    "Fields that are known only after the outcome (known = \"after\") and those that the "
	    "cohorts read themselves are kept out and named. Each difference that matters comes "
	    "with a criterion that would use it; let trial judge it.\n\n"
	    "Surprises are accounts of --b in the two best tiers and accounts of --a in the worst "
	    "tier or bad fit: which rules misled, and what sets such an account apart from those "
	    "of the other cohort in its tier. Then the same facts for Sales, Marketing, Product "
	    "and Customer Success.\n\n"
	    "--format json writes everything; its \"format\" is \"sweetspot contrast 1\", and "
	    "names are only ever added to it. Memory: for each account of the two cohorts 8 "
	    "bytes a number, 4 a text, 1 a flag or rule, its key, and up to 24 for each thread.",
	.examples = examples,
	.common = SPOT_COMMON_ALL,
	.formats = 1 << SPOT_FORMAT_TABLE | 1 << SPOT_FORMAT_JSON | 1 << SPOT_FORMAT_HTML |
		   1 << SPOT_FORMAT_MD,
	.min_rules = 1,
	.max_rules = 1,
	.max_files = SPOT_VERB_ANY,
	.options = options,
	.run = run,
	.layout = spot_layouts_contrast,
};
