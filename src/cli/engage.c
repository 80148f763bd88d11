/* SPDX-License-Identifier: MIT */
/* engage: who the people of an account are, and how much they have to do with us. */
#include <stdlib.h>
#include <string.h>

#include "cli/layouts.h"
#include "cli/pages.h"
#include "cli/reading.h"
#include "cli/run_setup.h"
#include "cli/verbs.h"
#include "present/engaged.h"
#include "table/output.h"

struct engage_options {
	struct spot_cli_common common;
	int per;
};

static const char *const per_choices[] = { "account", "contact", "title", NULL };

static const struct spot_cli_option options[] = {
	{ "per", 0, SPOT_OPTION_CHOICE, offsetof(struct engage_options, per), "WHAT",
	    "what a row is: account (default), contact, or title (which role takes it)",
	    .choices = per_choices },
	{ 0 }
};

static const struct spot_verb_example examples[] = {
	{ "Roles and engagement of every account",
	    "sweetspot engage -r rules/saas_midmarket.lua samples/accounts.csv "
	    "--with deals=samples/deals.csv --with contacts=samples/contacts.csv "
	    "--with events=samples/events.csv -o engaged.csv" },
	{ "Which role each job title gets",
	    "sweetspot engage -r rules/saas_midmarket.lua samples/accounts.csv "
	    "--with deals=samples/deals.csv --with contacts=samples/contacts.csv "
	    "--with events=samples/events.csv --per title" },
	{ "Fit against engagement, as a page for the meeting",
	    "sweetspot engage -r rules/saas_midmarket.lua samples/accounts.csv "
	    "--with deals=samples/deals.csv --with contacts=samples/contacts.csv "
	    "--with events=samples/events.csv -o engaged.html" },
	{ 0 }
};

struct engaging {
	const struct engage_options *opt;
	struct spot_run_setup setup;
	struct spot_roster roster;
	struct spot_engage engage;
	struct spot_reading reading;
};

/* --- the run ------------------------------------------------------------------------------ */

static int check_words(const struct spot_rules *rules, const struct spot_buyers *buyers,
    struct spot_error *err)
{
	if (buyers->n_roles + buyers->n_engagements > 0)
		return 0;
	spot_error_set(err, SPOT_EUSAGE, "%s has no role and no engagement", rules->path);
	spot_error_hint(err, "add role \"Decision maker\" { match = … } and engagement \"…\" "
	    "{ … }");
	return SPOT_EUSAGE;
}

static int gather(struct engaging *engaging, struct spot_error *err)
{
	const struct spot_cli_common *common = &engaging->opt->common;
	struct spot_run_calls calls = spot_reading_calls(&engaging->reading, common);
	struct spot_roster_options asked = { .text_fn = SPOT_NO_FUNCTION };
	const struct spot_panel *panel = &engaging->setup.panels[0];
	int rc = check_words(panel->rules, &panel->people->buyers, err);

	if (rc != 0)
		return rc;
	rc = spot_roster_run(&engaging->roster, panel, panel->people, &asked,
	    &engaging->setup.run, &calls, err);
	spot_progress_clear(&engaging->reading.progress);
	return rc == 0 ? spot_engage_init(&engaging->engage, &engaging->roster, err) : rc;
}

/* --- telling ------------------------------------------------------------------------------ */

static void print_page(struct spot_buf *text, const struct engaging *engaging,
    enum spot_cli_format format)
{
	struct spot_page page;

	spot_page_init(&page, "Engagement");
	spot_engaged_page(
	    &page, &engaging->engage, (enum spot_engaged_per)engaging->opt->per);
	spot_pages_print(text, &page, format, &engaging->opt->common,
	    (struct spot_pages_width) { 80, 80 });
	spot_page_reset(&page);
}

/* What rows do not say, on stderr. */
static void print_summary(const struct engaging *engaging)
{
	struct spot_page page;

	spot_page_init(&page, "Engagement");
	spot_engaged_page(&page, &engaging->engage, SPOT_ENGAGED_N);
	spot_pages_note(&page, &engaging->opt->common);
	spot_page_reset(&page);
}

static int tell(struct engaging *engaging, struct spot_error *err)
{
	const struct spot_cli_common *common = &engaging->opt->common;
	enum spot_cli_format format =
	    spot_options_format(&spot_verb_engage, common, SPOT_FORMAT_CSV);
	enum spot_engaged_per per = (enum spot_engaged_per)engaging->opt->per;
	bool is_rows = format == SPOT_FORMAT_CSV || format == SPOT_FORMAT_JSONL;
	struct spot_buf text = SPOT_BUF_INIT;
	int rc;

	if (is_rows)
		spot_engaged_rows(&text, &engaging->engage, per,
		    format == SPOT_FORMAT_CSV ? SPOT_SHEET_CSV : SPOT_SHEET_JSONL);
	else if (format == SPOT_FORMAT_JSON)
		spot_engaged_json(&text, &engaging->engage, per);
	else
		print_page(&text, engaging, format);
	if (format == SPOT_FORMAT_CSV)
		rc = spot_setup_put_csv(common->output, &text, common, err);
	else
		rc = spot_output_put(common->output, &text, spot_cli_stop(), err);
	spot_buf_reset(&text);
	if (rc == 0 && is_rows)
		print_summary(engaging);
	else if (rc == 0 && format == SPOT_FORMAT_JSON)
		spot_reading_tell(&spot_verb_engage, common, &engaging->roster.result.unread,
		    engaging->setup.panels, 1);
	return rc;
}

static int engage_all(struct engaging *engaging, struct spot_error *err)
{
	const struct spot_cli_common *common = &engaging->opt->common;
	struct spot_people_options needs = { .needs_all = true };
	int rc = spot_rejects_open(&engaging->reading.rejects, common, err);

	if (rc == 0)
		rc = spot_run_setup_load(&engaging->setup, common, err);
	if (rc == 0)
		rc = spot_run_setup_read(
		    &engaging->setup, &needs, common, &engaging->reading.rejects, err);
	if (rc != 0)
		return rc;
	rc = gather(engaging, err);
	if (rc == 0)
		rc = spot_rejects_commit(&engaging->reading.rejects, err);
	if (rc == 0)
		rc = tell(engaging, err);
	spot_engage_reset(&engaging->engage);
	spot_roster_reset(&engaging->roster);
	spot_run_setup_reset(&engaging->setup);
	return rc;
}

static int run(int argc, const char **argv)
{
	struct engage_options opt = { .per = SPOT_ENGAGED_ACCOUNT };
	struct engaging *engaging;
	struct spot_error err = SPOT_ERROR_INIT;
	int status;

	if (!spot_options_parse(&spot_verb_engage, argc, argv, &opt, &status))
		return status;
	engaging = spot_mem_calloc(1, sizeof(*engaging));
	if (!engaging) {
		spot_error_nomem(&err);
		status = spot_cli_fail(&err);
	} else {
		engaging->opt = &opt;
		status = engage_all(engaging, &err) == 0 ? SPOT_EXIT_DONE : spot_cli_fail(&err);
		spot_rejects_close(&engaging->reading.rejects);
	}
	free(engaging);
	spot_options_reset(&opt.common);
	return status;
}

const struct spot_verb spot_verb_engage = {
	.name = "engage",
	.arguments = "-r RULES.lua [options] --with contacts=FILE --with events=FILE "
	    "[DATA.csv ...]",
	.summary = "find the people of each account, and how much they engage",
	.help =
	    "Every contact gets the first role of the rule file that is known to match it; every "
	    "event gives the points of the engagements that it is, fading by half with each "
	    "half-life. A row an account comes out, in order: its key, icp_tier, icp_engagement, "
	    "icp_level, icp_fit_x_engagement (\"A-hot\"), the engagement of each role and of "
	    "everybody else, "
	    "icp_engagement_change (the last 90 days less the 90 before, each held to the caps), "
	    "icp_roles, icp_roles_missing and icp_last_event.\n\n"
	    "--per contact lists contacts with their roles and engagement, --per title every job "
	    "title with the role that takes it, so that the rules can be mended; a page shows the "
	    "first 50 of them. Keys that match "
	    "no account, and events that do not count, are told on stderr or on the page.\n\n"
	    "What an engagement gives by one contact is held to its cap; an account's engagement "
	    "is the sum of its contacts' and of events whose contact is not known. Events after "
	    "the as-of day do not count. In rules of engagement e.contact is the event's contact, "
	    "blank where it is not known.\n\n"
	    "--format json writes everything; its \"format\" is \"sweetspot engage 1\", and names "
	    "are only ever added to it. Memory: accounts and contacts; events are streamed.",
	.examples = examples,
	.common = SPOT_COMMON_ALL,
	.formats = 1 << SPOT_FORMAT_CSV | 1 << SPOT_FORMAT_JSONL | 1 << SPOT_FORMAT_JSON |
		   1 << SPOT_FORMAT_TABLE | 1 << SPOT_FORMAT_HTML | 1 << SPOT_FORMAT_MD,
	.min_rules = 1,
	.max_rules = 1,
	.max_files = SPOT_VERB_ANY,
	.options = options,
	.run = run,
	.layout = spot_layouts_engage,
};
