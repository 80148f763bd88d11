/* SPDX-License-Identifier: MIT */
/* trial: alternative hypotheses, side by side, judged by what became of the accounts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "cli/named.h"
#include "cli/pages.h"
#include "cli/paths.h"
#include "cli/reading.h"
#include "cli/trial_setup.h"
#include "cli/verbs.h"
#include "present/trialled.h"

#define LEDGER_NAME "sweetspot-trials.jsonl"
#define NOT_GIVEN INT64_MIN

struct trial_options {
	struct spot_cli_common common;
	const char *outcome, *against, *value, *date;
	int64_t train_before, capacity, seed, min_outcomes, replicates;
	double margin;
	struct spot_cli_list hypotheses;
	struct spot_cli_pairs weights, sweeps;
	const char *disagree, *ledger; /* the ledger NULL: none is kept */
	bool no_ledger;
};

#define AT(member) offsetof(struct trial_options, member)

static const struct spot_cli_option options[] = {
	{ "outcome", 0, SPOT_OPTION_TEXT, AT(outcome), "COHORT",
	    "the accounts that did well: a cohort of the first rule file" },
	{ "against", 0, SPOT_OPTION_TEXT, AT(against), "COHORT",
	    "those that did not; default all others whose outcome is known" },
	{ "value", 0, SPOT_OPTION_TEXT, AT(value), "FIELD",
	    "what an account is worth: a field, or growth (the rules' own)" },
	{ "capacity", 0, SPOT_OPTION_INTEGER, AT(capacity), "N",
	    "accounts that can be worked; default a tenth of those judged", .min = 1,
	    .max = INT32_MAX },
	{ "hypothesis", 0, SPOT_OPTION_LIST, AT(hypotheses), "NAME",
	    "a hypothesis of the first rule file; default all, when nothing else is compared" },
	{ "weight", 0, SPOT_OPTION_PAIRS, AT(weights), "CRITERION=N",
	    "another weight; all --weight and --set are one hypothesis", .min = 1 },
	{ "sweep", 0, SPOT_OPTION_PAIRS, AT(sweeps), "NAME=A,B,...",
	    "a hypothesis for each value of a param or of a criterion's weight", .min = 1 },
	{ "date", 0, SPOT_OPTION_TEXT, AT(date), "FIELD", "the field that --train-before goes by" },
	{ "train-before", 0, SPOT_OPTION_DATE, AT(train_before), "DATE",
	    "judge only by accounts of that day or later" },
	{ "margin", 0, SPOT_OPTION_NUMBER, AT(margin), "X",
	    "differences of AUC up to this do not matter; default 0.01", .min = 0, .max = 1 },
	{ "min-outcomes", 0, SPOT_OPTION_INTEGER, AT(min_outcomes), "N",
	    "of either kind: with fewer nobody wins; default 30", .min = 2, .max = INT32_MAX },
	{ "replicates", 0, SPOT_OPTION_INTEGER, AT(replicates), "N",
	    "of the bootstrap; default 2000", .min = 200, .max = 100000 },
	{ "seed", 0, SPOT_OPTION_INTEGER, AT(seed), "N", "of what is drawn by chance; default 1",
	    .min = 0, .max = INT64_MAX },
	{ "disagree", 0, SPOT_OPTION_WRITES, AT(disagree), "FILE",
	    "write the accounts that change tier, the most telling first" },
	{ "ledger", 0, SPOT_OPTION_WRITES, AT(ledger), "FILE",
	    "where trials are counted; default " LEDGER_NAME " beside the rules" },
	{ "no-ledger", 0, SPOT_OPTION_FLAG, AT(no_ledger), NULL,
	    "do not count this trial, nor any before it" },
	{ 0 }
};

static const struct spot_verb_example examples[] = {
	{ "The file's own hypotheses against its rules",
	    "sweetspot trial -r rules/saas_midmarket.lua --outcome won --against lost "
	    "samples/accounts.csv --with deals=samples/deals.csv --no-ledger" },
	{ "How small may a company be",
	    "sweetspot trial -r rules/saas_midmarket.lua --sweep min_size=10,20,100 "
	    "--outcome won samples/accounts.csv --with deals=samples/deals.csv --no-ledger" },
	{ "A report for the meeting",
	    "sweetspot trial -r rules/saas_midmarket.lua --outcome won --against lost "
	    "--value growth samples/accounts.csv --with deals=samples/deals.csv --no-ledger "
	    "-o trial.html" },
	{ 0 }
};

struct trying {
	const struct trial_options *opt;
	struct spot_run_options run;
	struct spot_trial_setup setup;
	struct spot_trial_options study;
	struct spot_trial trial;
	struct spot_trialled trialled;
	struct spot_ledger_entry entry;
	uint64_t *comparisons;
	struct spot_reading reading;
};

/* --- what the options name ---------------------------------------------------------------- */

static int find_value(struct trying *trying, const struct spot_rules *rules, struct spot_error *err)
{
	const char *name = trying->opt->value;
	enum spot_kind kind;
	int rc;

	trying->study.value_field = SPOT_NONE;
	if (!name)
		return 0;
	if (strcmp(name, "growth") == 0) {
		trying->study.value_is_growth = true;
		if (rules->n_growths > 0)
			return 0;
		spot_error_set(err, SPOT_EUSAGE, "--value growth: %s has no growth formula",
		    rules->path);
		spot_error_hint(err, "add growth \"name\" { value = … }, or name a field");
		return SPOT_EUSAGE;
	}
	rc = spot_named_field(&trying->study.value_field, rules, "--value", name, err);
	if (rc != 0)
		return rc;
	kind = spot_type_kind(rules->fields.fields[trying->study.value_field].type);
	if ((kind == SPOT_KIND_INT || kind == SPOT_KIND_FLOAT) &&
	    rules->fields.fields[trying->study.value_field].type != SPOT_TYPE_DATE)
		return 0;
	return spot_error_set(err, SPOT_EUSAGE, "--value %s: the field is not a number", name);
}

static int find_date(struct trying *trying, const struct spot_rules *rules, struct spot_error *err)
{
	const struct trial_options *opt = trying->opt;
	int rc;

	trying->study.date_field = SPOT_NONE;
	if (!opt->date && opt->train_before == NOT_GIVEN)
		return 0;
	if (!opt->date || opt->train_before == NOT_GIVEN)
		return spot_named_date_alone(
		    opt->date, "together they hold out what came later", err);
	trying->study.train_before = opt->train_before;
	rc = spot_named_field(&trying->study.date_field, rules, "--date", opt->date, err);
	if (rc == 0 && rules->fields.fields[trying->study.date_field].type != SPOT_TYPE_DATE)
		rc = spot_error_set(
		    err, SPOT_EUSAGE, "--date %s: the field is not a date", opt->date);
	return rc;
}

static int find_all(struct trying *trying, struct spot_error *err)
{
	const struct trial_options *opt = trying->opt;
	const struct spot_rules *rules = trying->setup.rules[0];
	struct spot_trial_options *study = &trying->study;
	struct spot_trial_bar bar = SPOT_TRIAL_BAR_INIT;
	int rc = spot_named_cohort(&study->outcome, rules, "--outcome", opt->outcome, err);

	bar.margin = opt->margin;
	bar.min_outcomes = (uint64_t)opt->min_outcomes;
	study->bar = bar;
	study->against = SPOT_NONE;
	study->capacity = (uint64_t)opt->capacity;
	study->seed = (uint64_t)opt->seed;
	study->n_replicates = (uint32_t)opt->replicates;
	study->keeps_keys = opt->disagree != NULL;
	if (rc == 0 && opt->against)
		rc = spot_named_cohort(&study->against, rules, "--against", opt->against, err);
	if (rc == 0 && study->against == study->outcome)
		rc = spot_error_set(err, SPOT_EUSAGE,
		    "--outcome and --against are both \"%s\"", opt->outcome);
	if (rc == 0)
		rc = find_value(trying, rules, err);
	return rc == 0 ? find_date(trying, rules, err) : rc;
}

/* --- the ledger --------------------------------------------------------------------------- */

static int look(struct trying *trying, struct spot_error *err)
{
	const struct spot_trial_setup *setup = &trying->setup;

	trying->comparisons = spot_mem_calloc(setup->n, sizeof(*trying->comparisons));
	if (!trying->comparisons)
		return spot_error_nomem(err);
	for (size_t h = 1; h < setup->n; h++)
		trying->comparisons[h - 1] =
		    spot_ledger_comparison(setup->identities[0], setup->identities[h]);
	trying->entry = (struct spot_ledger_entry) { .day = spot_date_today(),
		.rules = setup->rules[0]->path, .outcome = trying->opt->outcome,
		.data = trying->trial.counts.fingerprint, .comparisons = trying->comparisons,
		.n_comparisons = setup->n - 1 };
	return spot_ledger_read(&trying->trialled.looks, trying->opt->ledger, &trying->entry, err);
}

/* --- the run ------------------------------------------------------------------------------ */

static int gather(struct trying *trying, struct spot_error *err)
{
	struct spot_run_calls calls = spot_reading_calls(&trying->reading, &trying->opt->common);
	int rc;

	rc = spot_trial_gather(&trying->trial, trying->setup.panels, trying->setup.hypotheses,
	    trying->setup.n, &trying->study, &trying->run, &calls, err);
	spot_progress_clear(&trying->reading.progress);
	return rc;
}

static int setup(struct trying *trying, struct spot_error *err)
{
	const struct trial_options *opt = trying->opt;
	struct spot_trial_asked asked = { &opt->common, opt->hypotheses, opt->weights,
		opt->sweeps };
	int rc = 0;

	if (!opt->outcome) {
		rc = spot_error_set(err, SPOT_EUSAGE, "trial needs --outcome COHORT");
		spot_error_hint(err, "name a cohort of the rule file: the accounts that did well");
	}
	if (rc == 0)
		rc = spot_rejects_open(&trying->reading.rejects, &opt->common, err);
	spot_setup_run_options(&trying->run, &opt->common);
	if (rc == 0)
		rc = spot_trial_setup_init(
		    &trying->setup, &asked, &trying->run, &trying->reading.rejects, err);
	return rc == 0 ? find_all(trying, err) : rc;
}

/* --- telling ------------------------------------------------------------------------------ */

static int write_moved(struct trying *trying, struct spot_error *err)
{
	struct spot_trial_disagreement *items;
	struct spot_buf text = SPOT_BUF_INIT;
	size_t n;
	int rc;

	if (!trying->opt->disagree)
		return 0;
	rc = spot_trial_disagreements(&trying->trial, &items, &n, err);
	if (rc == 0) {
		spot_trialled_moved(&text, &trying->trial, items, n);
		rc = spot_setup_put_csv(
		    trying->opt->disagree, &text, &trying->opt->common, err);
	}
	spot_buf_reset(&text);
	return rc;
}

static void print_page(struct spot_buf *text, const struct trying *trying,
    enum spot_cli_format format)
{
	struct spot_page page;

	spot_page_init(&page, "Trial");
	spot_trialled_page(&page, &trying->trialled);
	spot_pages_print(text, &page, format, &trying->opt->common,
	    (struct spot_pages_width) { 80, 80 });
	spot_page_reset(&page);
}

static int tell(struct trying *trying, struct spot_error *err)
{
	const struct spot_cli_common *common = &trying->opt->common;
	enum spot_cli_format format =
	    spot_options_format(&spot_verb_trial, common, SPOT_FORMAT_TABLE);
	struct spot_buf text = SPOT_BUF_INIT;
	int rc;

	if (format == SPOT_FORMAT_JSON)
		spot_trialled_json(&text, &trying->trialled);
	else
		print_page(&text, trying, format);
	rc = spot_output_put(common->output, &text, spot_cli_stop(), err);
	spot_buf_reset(&text);
	if (rc == 0)
		spot_reading_tell(&spot_verb_trial, common, &trying->trial.result.unread,
		    trying->setup.panels, trying->setup.n_panels);
	return rc;
}

static int try_all(struct trying *trying, struct spot_error *err)
{
	int rc = setup(trying, err);

	if (rc == 0)
		rc = gather(trying, err);
	if (rc == 0)
		rc = look(trying, err);
	if (rc == 0)
		rc = spot_trial_study(&trying->trial, trying->trialled.looks.n_comparisons, err);
	trying->trialled.trial = &trying->trial;
	trying->trialled.ledger = trying->opt->ledger;
	/* Counted before it is seen. */
	if (rc == 0 && trying->opt->ledger && trying->setup.n > 1)
		rc = spot_ledger_append(trying->opt->ledger, &trying->entry, err);
	if (rc == 0)
		rc = write_moved(trying, err);
	if (rc == 0)
		rc = spot_rejects_commit(&trying->reading.rejects, err);
	return rc == 0 ? tell(trying, err) : rc;
}

static void trying_reset(struct trying *trying)
{
	spot_trial_reset(&trying->trial);
	spot_trial_setup_reset(&trying->setup);
	spot_rejects_close(&trying->reading.rejects);
	free(trying->comparisons);
}

/* Where no ledger is named it lies beside the rules. */
static int settle(void *opts, struct spot_error *err)
{
	struct trial_options *opt = opts;
	const char *rules = opt->common.rules.items[0], *slash = strrchr(rules, '/');
	struct spot_buf path = SPOT_BUF_INIT;

	if (opt->ledger && opt->no_ledger)
		return spot_error_set(
		    err, SPOT_EUSAGE, "--ledger and --no-ledger exclude each other");
	if (opt->ledger && strcmp(opt->ledger, "-") == 0) {
		spot_error_set(err, SPOT_EUSAGE,
		    "--ledger -: the ledger is read and added to, which no stream can be");
		spot_error_hint(err, "name a file, or say --no-ledger");
		return SPOT_EUSAGE;
	}
	if (opt->ledger || opt->no_ledger)
		return 0;
	spot_buf_printf(
	    &path, "%.*s%s", slash ? (int)(slash - rules) + 1 : 0, rules, LEDGER_NAME);
	if (!spot_buf_failed(&path))
		opt->ledger =
		    spot_arena_copy(&opt->common.arena, spot_buf_str(&path), path.len);
	spot_buf_reset(&path);
	return opt->ledger ? 0 : spot_error_nomem(err);
}

static int run(int argc, const char **argv)
{
	struct trial_options opt = { .train_before = NOT_GIVEN, .seed = SPOT_TRIAL_SEED,
		.min_outcomes = 30, .replicates = SPOT_TRIAL_REPLICATES, .margin = 0.01 };
	struct trying *trying;
	struct spot_error err = SPOT_ERROR_INIT;
	int status;

	if (!spot_options_parse(&spot_verb_trial, argc, argv, &opt, &status))
		return status;
	trying = spot_mem_calloc(1, sizeof(*trying));
	if (!trying) {
		spot_error_nomem(&err);
		status = spot_cli_fail(&err);
	} else {
		trying->opt = &opt;
		status = try_all(trying, &err) == 0 ? SPOT_EXIT_DONE : spot_cli_fail(&err);
		trying_reset(trying);
	}
	free(trying);
	spot_options_reset(&opt.common);
	return status;
}

const struct spot_verb spot_verb_trial = {
	.name = "trial",
	.arguments = "-r RULES.lua [-r ...] --outcome COHORT [options] [DATA.csv ...]",
	.summary = "put hypotheses side by side, and say how sure we are",
	.help =
	    "Is this ICP better than that one? The first rule file is the baseline. What is "
	    "compared with it are further rule files, the hypotheses written in it, --set and "
	    "--weight, and every value of a --sweep. The data are read once for all of them.\n\n"
	    "Each is judged by how well it ranks the accounts of --outcome above those of "
	    "--against: tiers with their rates, what is caught at the capacity, AUC, and against "
	    "the baseline DeLong's paired test, a paired bootstrap and who moves from tier to "
	    "tier. The verdict is better, worse, no difference that matters, or cannot tell, with "
	    "how many more outcomes would settle it. A difference counts when p, corrected by Holm "
	    "for every comparison ever made on the same data and outcome, is at most 0.05 and the "
	    "difference is over the margin. The ledger keeps what was compared.\n\n"
	    "Bad fits rank below all other accounts, those without a score below them. Ties count "
	    "one half; where the capacity ends among equals it is what chance would take of them. "
	    "Of the baseline also: what each rule adds, which rule has the wrong sign or a twin, "
	    "and which field to fill next.\n\n"
	    "--format json writes everything; its \"format\" is \"sweetspot trial 1\", names are "
	    "only ever added to it, and the man page has them all. Memory: about 8 bytes for each "
	    "judged account and each hypothesis, criterion and disqualifier of the baseline.",
	.examples = examples,
	.common = SPOT_COMMON_ALL,
	.formats = 1 << SPOT_FORMAT_TABLE | 1 << SPOT_FORMAT_JSON | 1 << SPOT_FORMAT_HTML |
		   1 << SPOT_FORMAT_MD,
	.min_rules = 1,
	.max_files = SPOT_VERB_ANY,
	.options = options,
	.settle = settle,
	.run = run,
	.layout = spot_trial_layout,
};
