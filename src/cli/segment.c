/* SPDX-License-Identifier: MIT */
/* segment: the figures for the debate on whom to sell to. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/layouts.h"
#include "cli/named.h"
#include "cli/pages.h"
#include "cli/reading.h"
#include "cli/run_setup.h"
#include "cli/verbs.h"
#include "present/segmented.h"

struct segment_options {
	struct spot_cli_common common;
	struct spot_cli_list by;
	const char *cohorts[SPOT_SEGMENT_COHORTS];
	int64_t capacity, territories, least;
	const char *keep, *assign;
};

#define AT(member) offsetof(struct segment_options, member)

static const struct spot_cli_option options[] = {
	{ "by", 0, SPOT_OPTION_LIST, AT(by), "NAME",
	    "a segment of the rules, or a field; default all segments of the rules" },
	{ "customers", 0, SPOT_OPTION_TEXT, AT(cohorts[SPOT_SEGMENT_CUSTOMER]), "COHORT",
	    "who pays today; default the cohort customers, else healthy" },
	{ "open", 0, SPOT_OPTION_TEXT, AT(cohorts[SPOT_SEGMENT_OPEN]), "COHORT",
	    "who could still be won; default the cohort open, else all that are left" },
	{ "churned", 0, SPOT_OPTION_TEXT, AT(cohorts[SPOT_SEGMENT_CHURNED]), "COHORT",
	    "who has left; default the cohort churned" },
	{ "won", 0, SPOT_OPTION_TEXT, AT(cohorts[SPOT_SEGMENT_WON]), "COHORT",
	    "who was won, where economics has no deals; default the cohort won" },
	{ "lost", 0, SPOT_OPTION_TEXT, AT(cohorts[SPOT_SEGMENT_LOST]), "COHORT",
	    "and who was not; default the cohort lost" },
	{ "capacity", 0, SPOT_OPTION_INTEGER, AT(capacity), "N",
	    "open accounts that a rep can work: says how many reps it takes", .min = 1,
	    .max = INT32_MAX },
	{ "territories", 0, SPOT_OPTION_INTEGER, AT(territories), "N",
	    "split the open accounts evenly by potential", .min = 1, .max = 10000 },
	{ "keep", 0, SPOT_OPTION_TEXT, AT(keep), "FIELD",
	    "of territories: accounts of one value stay together" },
	{ "assign", 0, SPOT_OPTION_WRITES, AT(assign), "FILE",
	    "of territories: write which one each open account is in" },
	{ "least", 0, SPOT_OPTION_INTEGER, AT(least), "N",
	    "put segments of fewer accounts together; default only marks them", .min = 1,
	    .max = INT32_MAX },
	{ 0 }
};

static const struct spot_verb_example examples[] = {
	{ "The figures by tier and by every segment of the rules",
	    "sweetspot segment -r rules/saas_midmarket.lua samples/accounts.csv "
	    "--with deals=samples/deals.csv" },
	{ "By industry, and how many reps and what territories that makes",
	    "sweetspot segment -r rules/saas_midmarket.lua --by industry --least 10 "
	    "--capacity 40 --territories 4 --keep country samples/accounts.csv "
	    "--with deals=samples/deals.csv -o segments.html" },
	{ 0 }
};

struct segmenting {
	const struct segment_options *opt;
	struct spot_run_setup setup;
	struct spot_segment_options study;
	struct spot_segment_by *bys;
	struct spot_segment segment;
	struct spot_reading reading;
	struct spot_arena arena;
};

/* --- what the options name ---------------------------------------------------------------- */

static size_t cohort_named(const struct spot_rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->n_cohorts; i++)
		if (strcmp(rules->cohorts[i].name, name) == 0)
			return i;
	return SPOT_NONE;
}

static int find_cohorts(struct segmenting *segmenting, struct spot_error *err)
{
	static const char *const usual[SPOT_SEGMENT_COHORTS][3] = { { "customers", "customer",
		"healthy" }, { "open" }, { "churned" }, { "won" }, { "lost" } };
	const struct spot_rules *rules = segmenting->setup.rules[0];

	for (size_t c = 0; c < SPOT_SEGMENT_COHORTS; c++) {
		const char *name = segmenting->opt->cohorts[c];
		size_t *to = &segmenting->study.cohorts[c];
		char option[32];
		int rc;

		*to = SPOT_NONE;
		for (size_t u = 0; !name && *to == SPOT_NONE && u < 3 && usual[c][u]; u++)
			*to = cohort_named(rules, usual[c][u]);
		if (!name)
			continue;
		snprintf(option, sizeof(option), "--%s", spot_segmented_roles[c]);
		rc = spot_named_cohort(to, rules, option, name, err);
		if (rc != 0)
			return rc;
	}
	return 0;
}

static int find_bys(struct segmenting *segmenting, struct spot_error *err)
{
	const struct spot_rules *rules = segmenting->setup.rules[0];
	const struct spot_cli_list *by = &segmenting->opt->by;
	size_t n = 0, n_most = by->n + rules->n_words + 1;
	int rc = 0;

	segmenting->bys = spot_arena_calloc(&segmenting->arena, n_most, sizeof(*segmenting->bys));
	if (!segmenting->bys)
		return spot_error_nomem(err);
	segmenting->bys[n++] = (struct spot_segment_by) { .name = "tier",
		.kind = SPOT_SEGMENT_TIER, .field = SPOT_NONE, .fn = SPOT_NO_FUNCTION };
	for (size_t i = 0; rc == 0 && i < by->n; i++)
		rc = spot_segment_words_by(
		    &segmenting->bys[n++], rules, by->items[i], &segmenting->arena, err);
	for (size_t i = 0; rc == 0 && by->n == 0 && spot_segment_words_at(rules, i); i++)
		rc = spot_segment_words_by(&segmenting->bys[n++], rules,
		    spot_segment_words_at(rules, i)->name, &segmenting->arena, err);
	segmenting->study.bys = segmenting->bys;
	segmenting->study.n_bys = n;
	return rc;
}

static int find_all(struct segmenting *segmenting, struct spot_error *err)
{
	const struct segment_options *opt = segmenting->opt;
	const struct spot_rules *rules = segmenting->setup.rules[0];
	struct spot_segment_options *study = &segmenting->study;
	int rc;

	spot_segment_words_economics(study, rules);
	study->capacity = (uint64_t)opt->capacity;
	study->n_territories = (size_t)opt->territories;
	study->least = (uint64_t)opt->least;
	study->keep_field = SPOT_NONE;
	rc = find_cohorts(segmenting, err);
	if (rc == 0)
		rc = find_bys(segmenting, err);
	study->keeps_keys = opt->assign != NULL;
	if (rc == 0 && (opt->keep || opt->assign) && opt->territories == 0)
		return spot_error_set(err, SPOT_EUSAGE, "--%s goes with --territories N",
		    opt->keep ? "keep" : "assign");
	if (rc != 0 || !opt->keep)
		return rc;
	rc = spot_named_field(&study->keep_field, rules, "--keep", opt->keep, err);
	if (rc != 0)
		return rc;
	if (rules->fields.fields[study->keep_field].type != SPOT_TYPE_LIST)
		return 0;
	return spot_error_set(err, SPOT_EUSAGE, "--keep %s: a list keeps nothing together; name a "
	    "field that holds one thing", opt->keep);
}

/* --- the run ------------------------------------------------------------------------------ */

static int study(struct segmenting *segmenting, struct spot_error *err)
{
	struct spot_run_calls calls =
	    spot_reading_calls(&segmenting->reading, &segmenting->opt->common);
	int rc = spot_segment_study(&segmenting->segment, segmenting->setup.panels,
	    &segmenting->study, &segmenting->setup.run, &calls, err);

	spot_progress_clear(&segmenting->reading.progress);
	return rc;
}

static void print_page(struct spot_buf *text, const struct segmenting *segmenting,
    enum spot_cli_format format)
{
	struct spot_page page;

	spot_page_init(&page, "Segments");
	spot_segmented_page(&page, &segmenting->segment);
	spot_pages_print(text, &page, format, &segmenting->opt->common,
	    (struct spot_pages_width) { 100, 0 });
	spot_page_reset(&page);
}

static int tell(const struct segmenting *segmenting, struct spot_error *err)
{
	const struct spot_cli_common *common = &segmenting->opt->common;
	enum spot_cli_format format =
	    spot_options_format(&spot_verb_segment, common, SPOT_FORMAT_TABLE);
	struct spot_buf text = SPOT_BUF_INIT;
	int rc;

	if (format == SPOT_FORMAT_JSON)
		spot_segmented_json(&text, &segmenting->segment);
	else if (format == SPOT_FORMAT_CSV)
		spot_segmented_csv(&text, &segmenting->segment);
	else
		print_page(&text, segmenting, format);
	if (format == SPOT_FORMAT_CSV)
		rc = spot_setup_put_csv(common->output, &text, common, err);
	else
		rc = spot_output_put(common->output, &text, spot_cli_stop(), err);
	spot_buf_reset(&text);
	if (rc == 0)
		spot_reading_tell(&spot_verb_segment, common, &segmenting->segment.result.unread,
		    segmenting->setup.panels, 1);
	return rc;
}

static int assign(const struct segmenting *segmenting, struct spot_error *err)
{
	struct spot_buf text = SPOT_BUF_INIT;
	int rc;

	if (!segmenting->opt->assign)
		return 0;
	spot_segmented_assigned(&text, &segmenting->segment);
	rc = spot_setup_put_csv(
	    segmenting->opt->assign, &text, &segmenting->opt->common, err);
	spot_buf_reset(&text);
	return rc;
}

static int segment_all(struct segmenting *segmenting, struct spot_error *err)
{
	const struct spot_cli_common *common = &segmenting->opt->common;
	int rc = spot_rejects_open(&segmenting->reading.rejects, common, err);

	if (rc == 0)
		rc = spot_run_setup_init(
		    &segmenting->setup, common, &segmenting->reading.rejects, err);
	if (rc == 0)
		rc = find_all(segmenting, err);
	if (rc == 0)
		rc = study(segmenting, err);
	if (rc == 0)
		rc = assign(segmenting, err);
	if (rc == 0)
		rc = spot_rejects_commit(&segmenting->reading.rejects, err);
	return rc == 0 ? tell(segmenting, err) : rc;
}

static int run(int argc, const char **argv)
{
	struct segment_options opt = { 0 };
	struct segmenting segmenting;
	struct spot_error err = SPOT_ERROR_INIT;
	int status;

	if (!spot_options_parse(&spot_verb_segment, argc, argv, &opt, &status))
		return status;
	memset(&segmenting, 0, sizeof(segmenting));
	segmenting.opt = &opt;
	spot_arena_init(&segmenting.arena);
	status = segment_all(&segmenting, &err) == 0 ? SPOT_EXIT_DONE : spot_cli_fail(&err);
	spot_segment_reset(&segmenting.segment);
	spot_run_setup_reset(&segmenting.setup);
	spot_rejects_close(&segmenting.reading.rejects);
	spot_arena_free(&segmenting.arena);
	spot_options_reset(&opt.common);
	return status;
}

const struct spot_verb spot_verb_segment = {
	.name = "segment",
	.arguments = "-r RULES.lua [options] [DATA.csv ...]",
	.summary = "the figures by tier and segment: market, money, win rates",
	.help =
	    "By tier and by each segment: accounts, open ones, customers, growth potential; what a "
	    "customer brings and costs, and what bad fits cost; how often and how fast deals are "
	    "won. Money and deals are what the rules' economics word declares, customers and the "
	    "churned are cohorts; what a file does not declare is left out and named.\n\n"
	    "--capacity says how many reps each segment takes. --territories splits the open "
	    "accounts evenly by growth potential, and --keep FIELD leaves a region whole.",
	.examples = examples,
	.common = SPOT_COMMON_ALL,
	.formats = 1 << SPOT_FORMAT_TABLE | 1 << SPOT_FORMAT_JSON | 1 << SPOT_FORMAT_HTML |
	    1 << SPOT_FORMAT_MD | 1 << SPOT_FORMAT_CSV,
	.min_rules = 1,
	.max_rules = 1,
	.max_files = SPOT_VERB_ANY,
	.options = options,
	.run = run,
	.layout = spot_layouts_segment,
};
