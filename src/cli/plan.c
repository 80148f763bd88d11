/* SPDX-License-Identifier: MIT */
/* plan: what to do with each account, and whom to part with. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/layouts.h"
#include "cli/named.h"
#include "cli/pages.h"
#include "cli/reading.h"
#include "cli/run_setup.h"
#include "cli/verbs.h"
#include "present/excepted.h"
#include "present/peopled.h"
#include "present/planned.h"
#include "table/output.h"

struct plan_options {
	struct spot_cli_common common;
	const char *account, *since, *pays;
	bool bad_fit;
	int64_t top;
};

#define AT(member) offsetof(struct plan_options, member)

static const struct spot_cli_option options[] = {
	{ "account", 0, SPOT_OPTION_TEXT, AT(account), "KEY",
	    "only this account: its key, or FILE:LINE where the rules have no key" },
	{ "since", 0, SPOT_OPTION_TEXT, AT(since), "FIELD",
	    "the date from which steps are due and one is a customer; default the as-of day" },
	{ "pays", 0, SPOT_OPTION_TEXT, AT(pays), "FIELD",
	    "what a customer pays; default the field arr, revenue or mrr" },
	{ "bad-fit", 0, SPOT_OPTION_FLAG, AT(bad_fit), NULL,
	    "bad fits that pay, and the open accounts that would replace their margin" },
	{ "top", 0, SPOT_OPTION_INTEGER, AT(top), "N",
	    "sheets for the N first accounts; default 100", .min = 1, .max = INT32_MAX },
	{ 0 }
};

#define TABLES "--with deals=samples/deals.csv --with contacts=samples/contacts.csv " \
	"--with events=samples/events.csv"

static const struct spot_verb_example examples[] = {
	{ "A sheet of paper for one account",
	    "sweetspot plan -r rules/saas_midmarket.lua samples/accounts.csv " TABLES
	    " --account ACC-1244 -o plan.html" },
	{ "What comes next, for every account",
	    "sweetspot plan -r rules/saas_midmarket.lua samples/accounts.csv " TABLES
	    " --since signed_on -o plan.csv" },
	{ "Whom to part with",
	    "sweetspot plan -r rules/saas_midmarket.lua samples/accounts.csv " TABLES
	    " --bad-fit --since signed_on --format table" },
	{ 0 }
};

struct planning {
	const struct plan_options *opt;
	struct spot_run_setup setup;
	struct spot_journey journey;
	struct spot_roster roster;
	struct spot_agenda_fields fields;
	struct spot_agenda_asked asked;
	struct spot_agenda agenda;
	struct spot_agenda_swap swap;
	struct spot_reading reading;
};

/* --- what the options name ---------------------------------------------------------------- */

static bool is_amount(const struct spot_field *field)
{
	enum spot_kind kind = spot_type_kind(field->type);

	return (kind == SPOT_KIND_INT || kind == SPOT_KIND_FLOAT) &&
	    field->type != SPOT_TYPE_DATE;
}

static int find_pays(struct planning *planning, struct spot_error *err)
{
	static const char *const usual[] = { "arr", "revenue", "mrr" };
	const struct spot_rules *rules = planning->setup.rules[0];
	const char *name = planning->opt->pays;
	size_t *out = &planning->fields.pays;
	int rc = name ? spot_named_field(out, rules, "--pays", name, err) : 0;

	for (size_t i = 0; !name && *out == SPOT_NONE && i < 3; i++)
		*out = spot_schema_find(&rules->fields, usual[i], strlen(usual[i]));
	if (rc == 0 && *out != SPOT_NONE && !is_amount(&rules->fields.fields[*out]))
		return spot_error_set(err, SPOT_EUSAGE, "--pays %s: the field is not an amount",
		    rules->fields.fields[*out].name);
	if (rc == 0 && *out == SPOT_NONE && planning->opt->bad_fit) {
		rc = spot_error_set(err, SPOT_EUSAGE,
		    "--bad-fit: %s has no field arr, revenue or mrr", rules->path);
		spot_error_hint(err, "say with --pays FIELD what a customer pays");
	}
	return rc;
}

static int find_fields(struct planning *planning, struct spot_error *err)
{
	const struct spot_rules *rules = planning->setup.rules[0];
	const char *since = planning->opt->since;
	int rc = 0;

	planning->fields.since = planning->fields.pays = SPOT_NONE;
	if (since)
		rc = spot_named_field(&planning->fields.since, rules, "--since", since, err);
	if (rc == 0 && since &&
	    rules->fields.fields[planning->fields.since].type != SPOT_TYPE_DATE)
		rc = spot_error_set(
		    err, SPOT_EUSAGE, "--since %s: the field is not a date", since);
	return rc == 0 ? find_pays(planning, err) : rc;
}

/* --- the run ------------------------------------------------------------------------------ */

static void hint_at_unread(struct spot_error *err, const struct spot_unread *unread)
{
	spot_error_hint(err, "keys are compared letter by letter");
	for (size_t i = 0; i < unread->n_columns; i++)
		if (!unread->columns[i].name)
			spot_error_hint(err,
			    "%llu row%s could not be used, the first is %s:%lu; none seems to "
			    "be the account's",
			    (unsigned long long)unread->n_rows, unread->n_rows == 1 ? "" : "s",
			    unread->columns[i].first.file, unread->columns[i].first.line);
}

static int not_found(const struct planning *planning, struct spot_error *err)
{
	int rc = spot_wanted_tell(&planning->roster.wanted, err);

	if (rc != 0)
		return rc;
	spot_error_set(err, SPOT_EUSAGE, "--account %s: there is no such account in the data",
	    planning->opt->account);
	if (planning->roster.wanted.is_place)
		spot_error_hint(err, "the rules have no key: use FILE:LINE");
	else
		hint_at_unread(err, &planning->roster.result.unread);
	return SPOT_EUSAGE;
}

static int run_roster(struct planning *planning, struct spot_error *err)
{
	const struct spot_cli_common *common = &planning->opt->common;
	const struct spot_panel *panel = &planning->setup.panels[0];
	struct spot_run_calls calls = spot_reading_calls(&planning->reading, common);
	int rc;

	planning->asked.options.key = planning->opt->account;
	planning->reading.wanted = &planning->roster.wanted;
	rc = spot_roster_run(&planning->roster, panel, panel->people, &planning->asked.options,
	    &planning->setup.run, &calls, err);
	spot_progress_clear(&planning->reading.progress);
	if (rc == 0 && planning->opt->account && planning->roster.n_rows == 0)
		rc = not_found(planning, err);
	return rc;
}

static int gather(struct planning *planning, struct spot_error *err)
{
	const struct spot_cli_common *common = &planning->opt->common;
	struct spot_people_options needs = { .needs_all = false };
	int rc = spot_journey_init(&planning->journey, planning->setup.rules[0], err);

	if (rc == 0)
		rc = find_fields(planning, err);
	if (rc == 0)
		rc = spot_agenda_ask(
		    &planning->asked, &planning->journey, &planning->fields, err);
	needs.watches = planning->asked.watches;
	needs.n_watches = planning->asked.n_watches;
	needs.n_watched = planning->journey.n_contents;
	if (rc == 0)
		rc = spot_run_setup_read(
		    &planning->setup, &needs, common, &planning->reading.rejects, err);
	if (rc == 0)
		rc = run_roster(planning, err);
	if (rc == 0)
		rc = spot_agenda_init(&planning->agenda, &planning->roster, &planning->journey,
		    &planning->fields, err);
	if (rc == 0 && planning->opt->bad_fit)
		rc = spot_agenda_replace(&planning->swap, &planning->agenda, err);
	return rc;
}

/* --- telling ------------------------------------------------------------------------------ */

static void make_page(struct spot_page *page, const struct planning *planning,
    enum spot_cli_format format, bool with_sheets)
{
	const struct spot_agenda *agenda = &planning->agenda;
	const struct spot_rules *rules = planning->setup.rules[0];
	size_t n = (size_t)planning->opt->top;
	bool is_one = planning->opt->account != NULL;
	char day[SPOT_DATE_TEXT_SIZE];

	spot_page_init(page, planning->opt->bad_fit ? "Bad fits" : "Account plans");
	page->is_sheet = with_sheets && format == SPOT_FORMAT_HTML && !planning->opt->bad_fit;
	spot_date_print(rules->as_of, day);
	spot_page_foot(page, "As of %s, by %s.", day, rules->path);
	if (planning->opt->bad_fit) {
		spot_peopled_facts(page, &planning->roster);
		spot_planned_bad(page, agenda, &planning->swap);
		spot_peopled_warn(page, &planning->roster);
		return;
	}
	if (with_sheets)
		spot_planned_sheets(page, agenda, is_one, n);
	if (is_one)
		return;
	if (with_sheets)
		spot_page_sheet(page, "All accounts");
	spot_peopled_facts(page, &planning->roster);
	if (with_sheets && agenda->n_order > n)
		spot_page_say(page, "%zu of %zu accounts have a sheet here; --top N makes more.", n,
		    agenda->n_order);
	if (agenda->n_bad_fits > 0)
		spot_page_say(page, "Bad fits, which have no plan: %zu; --bad-fit tells whom "
		    "to part with.",
		    agenda->n_bad_fits);
	spot_planned_map(page, agenda);
	spot_excepted_page(page, rules, planning->roster.result.tallies);
	spot_peopled_warn(page, &planning->roster);
}

static void print_page(struct spot_buf *text, const struct planning *planning,
    enum spot_cli_format format)
{
	struct spot_page page;

	make_page(&page, planning, format, true);
	spot_pages_print(text, &page, format, &planning->opt->common,
	    (struct spot_pages_width) { 80, 80 });
	spot_page_reset(&page);
}

static void print_summary(const struct planning *planning)
{
	struct spot_page page;

	make_page(&page, planning, SPOT_FORMAT_TABLE, false);
	spot_pages_note(&page, &planning->opt->common);
	spot_page_reset(&page);
}

static void print_rows(struct spot_buf *text, const struct planning *planning,
    enum spot_cli_format format)
{
	enum spot_sheet_kind kind =
	    format == SPOT_FORMAT_CSV ? SPOT_SHEET_CSV : SPOT_SHEET_JSONL;
	bool is_one = planning->opt->account != NULL;

	if (planning->opt->bad_fit && format == SPOT_FORMAT_JSON)
		spot_planned_bad_json(text, &planning->agenda, &planning->swap);
	else if (planning->opt->bad_fit)
		spot_planned_bad_rows(text, &planning->agenda, &planning->swap, kind);
	else if (format == SPOT_FORMAT_JSON)
		spot_planned_json(text, &planning->agenda, is_one);
	else
		spot_planned_rows(text, &planning->agenda, is_one, kind);
}

static int tell(struct planning *planning, struct spot_error *err)
{
	const struct spot_cli_common *common = &planning->opt->common;
	enum spot_cli_format format =
	    spot_options_format(&spot_verb_plan, common, SPOT_FORMAT_CSV);
	bool is_rows = format == SPOT_FORMAT_CSV || format == SPOT_FORMAT_JSONL ||
	    format == SPOT_FORMAT_JSON;
	struct spot_buf text = SPOT_BUF_INIT;
	int rc;

	if (is_rows)
		print_rows(&text, planning, format);
	else
		print_page(&text, planning, format);
	if (format == SPOT_FORMAT_CSV)
		rc = spot_setup_put_csv(common->output, &text, common, err);
	else
		rc = spot_output_put(common->output, &text, spot_cli_stop(), err);
	spot_buf_reset(&text);
	if (rc == 0 && is_rows && format != SPOT_FORMAT_JSON)
		print_summary(planning);
	/* Pages of all accounts tell it themselves. */
	if (rc == 0 && (planning->opt->account || format == SPOT_FORMAT_JSON))
		spot_reading_tell(&spot_verb_plan, common, &planning->roster.result.unread,
		    planning->setup.panels, 1);
	return rc;
}

static int plan_all(struct planning *planning, struct spot_error *err)
{
	const struct spot_cli_common *common = &planning->opt->common;
	int rc = 0;

	if (planning->opt->bad_fit && planning->opt->account)
		rc = spot_error_set(
		    err, SPOT_EUSAGE, "--bad-fit and --account exclude each other");
	if (rc == 0)
		rc = spot_rejects_open(&planning->reading.rejects, common, err);
	if (rc == 0)
		rc = spot_run_setup_load(&planning->setup, common, err);
	if (rc != 0)
		return rc;
	rc = gather(planning, err);
	if (rc == 0)
		rc = spot_rejects_commit(&planning->reading.rejects, err);
	if (rc == 0)
		rc = tell(planning, err);
	free(planning->swap.rows);
	spot_agenda_reset(&planning->agenda);
	spot_agenda_asked_reset(&planning->asked);
	spot_roster_reset(&planning->roster);
	spot_journey_reset(&planning->journey);
	spot_run_setup_reset(&planning->setup);
	return rc;
}

static int run(int argc, const char **argv)
{
	struct plan_options opt = { .top = 100 };
	struct planning *planning;
	struct spot_error err = SPOT_ERROR_INIT;
	int status;

	if (!spot_options_parse(&spot_verb_plan, argc, argv, &opt, &status))
		return status;
	planning = spot_mem_calloc(1, sizeof(*planning));
	if (!planning) {
		spot_error_nomem(&err);
		status = spot_cli_fail(&err);
	} else {
		planning->opt = &opt;
		status = plan_all(planning, &err) == 0 ? SPOT_EXIT_DONE : spot_cli_fail(&err);
		spot_rejects_close(&planning->reading.rejects);
	}
	free(planning);
	spot_options_reset(&opt.common);
	return status;
}

const struct spot_verb spot_verb_plan = {
	.name = "plan",
	.arguments = "-r RULES.lua [options] [--with contacts=FILE] [--with events=FILE] "
		     "[DATA.csv ...]",
	.summary = "say what to do next with each account",
	.help =
	    "Per account, better tiers first: its tier and why, the stage it is in, which "
	    "roles are "
	    "found and missing, the content to send next, the sales tools for it, the steps of the "
	    "success plan with owner and due day, and whether it is accepted or goes back, "
	    "with the "
	    "gaps named. html makes a sheet of A4 an account, md and table the same as text.\n\n"
	    "Content is next when it is for the account's stage and for a role that the account "
	    "has, and no event of the account names it or its address. Without contacts every role "
	    "counts as there. Steps are due `within` after --since, or after the as-of day.\n\n"
	    "After the accounts comes the content map: role by stage, its holes, and content that "
	    "no account of these data would get. An --account that seems to be in a row that "
	    "cannot be used is told with that row, and the exit status is 4.\n\n"
	    "--bad-fit lists customers that are no fit: what "
	    "they pay and cost, since when, why, and the open accounts of the best tiers whose "
	    "growth potential would replace the margin.\n\n"
	    "--format json writes everything; its \"format\" is \"sweetspot plan 1\", and "
	    "names are "
	    "only ever added to it. With --bad-fit it is \"sweetspot plan bad fits 1\": the sums, "
	    "and in accounts[] the bad fits that pay, those of which it is not known (blank or "
	    "unreadable), and then the open accounts. These are the rows of csv and jsonl too: "
	    "since when, what is paid, costs and is left stand for bad fits alone; tier, score "
	    "and growth for all.",
	.examples = examples,
	.common = SPOT_COMMON_ALL,
	.formats = 1 << SPOT_FORMAT_CSV | 1 << SPOT_FORMAT_JSONL | 1 << SPOT_FORMAT_JSON |
		   1 << SPOT_FORMAT_TABLE | 1 << SPOT_FORMAT_HTML | 1 << SPOT_FORMAT_MD,
	.min_rules = 1,
	.max_rules = 1,
	.max_files = SPOT_VERB_ANY,
	.options = options,
	.run = run,
	.layout = spot_layouts_plan,
};
