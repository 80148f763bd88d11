/* SPDX-License-Identifier: MIT */
/* derive: a rule file proposed from data. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/derive_internal.h"
#include "cli/derive_setup.h"
#include "cli/verbs.h"
#include "report/escape.h"
#include "rules/spelling.h"
#include "stats/bin.h"
#include "stats/describe.h"

#define AT(member) offsetof(struct derive_options, member)

static const struct spot_cli_option options[] = {
	{ "value", 0, SPOT_OPTION_TEXT, AT(value), "FIELD",
	    "the best customers by this field, or by FIELD-FIELD: what they pay less what they "
	    "cost" },
	{ "top", 0, SPOT_OPTION_TEXT, AT(top), "SHARE", "how many are the best; default 20%" },
	{ "good", 0, SPOT_OPTION_TEXT, AT(good), "COHORT",
	    "the good accounts: a cohort of the rule file" },
	{ "bad", 0, SPOT_OPTION_TEXT, AT(bad), "COHORT",
	    "the bad ones; default all others whose outcome is known" },
	{ "max", 0, SPOT_OPTION_INTEGER, AT(max), "N", "criteria at most; default 8", .min = 1,
	    .max = 64 },
	{ "without", 0, SPOT_OPTION_WORDS, AT(without), "FIELD,...", "fields not to look at" },
	{ "no-blanks", 0, SPOT_OPTION_FLAG, AT(no_blanks), NULL,
	    "a blank cell is no evidence, whatever became of the accounts that lack it" },
	{ "date", 0, SPOT_OPTION_TEXT, AT(date), "FIELD", "the field that --train-before goes by" },
	{ "train-before", 0, SPOT_OPTION_DATE, AT(train_before), "DATE",
	    "learn from the accounts before that day, judge by the others" },
	{ "folds", 0, SPOT_OPTION_INTEGER, AT(folds), "N",
	    "of cross-validation; default 10, of very many or few accounts 5", .min = 2,
	    .max = 50 },
	{ "seed", 0, SPOT_OPTION_INTEGER, AT(seed), "N", "of what is drawn by chance; default 1",
	    .min = 0, .max = INT64_MAX },
	{ 0 }
};

static const struct spot_verb_example examples[] = {
	{ "What the customers have in common that pay most over what they cost",
	    "sweetspot derive --value ARR-cost_to_serve --top 40% samples/accounts.csv "
	    "-o mine.lua" },
	{ "Who buys, by the cohorts of a rule file",
	    "sweetspot derive -r rules/saas_midmarket.lua --good won --bad lost "
	    "samples/accounts.csv --with deals=samples/deals.csv -o mine.lua" },
	{ 0 }
};

/* --- the accounts ------------------------------------------------------------------------- */

/* Columns are fields, so that a column's number is its field's; those that nobody looks at are
 * freed at once. */
static int gather(struct deriving *deriving, const struct spot_panel *panel,
    struct spot_error *err)
{
	size_t n = deriving->rules->fields.n_fields, cohorts[2], n_cohorts = 0;
	size_t *fields = spot_mem_calloc(n + 1, sizeof(*fields));
	struct spot_run_calls calls =
	    spot_reading_calls(&deriving->reading, &deriving->opt->common);
	struct spot_frame_options frame = { .fields = fields, .n_fields = n, .cohorts = cohorts };
	int rc;

	if (!fields)
		return spot_error_nomem(err);
	for (size_t f = 0; f < n; f++)
		fields[f] = f;
	if (deriving->good != SPOT_NONE)
		cohorts[n_cohorts++] = deriving->good;
	if (deriving->bad != SPOT_NONE)
		cohorts[n_cohorts++] = deriving->bad;
	frame.n_cohorts = n_cohorts;
	frame.members_only = n_cohorts == 2;
	rc = spot_frame_gather(&deriving->frame, &deriving->result, panel, &frame, &deriving->run,
	    &calls, err);
	spot_progress_clear(&deriving->reading.progress);
	free(fields);
	return rc;
}

static void label_cohorts(struct deriving *deriving)
{
	const struct spot_frame *frame = &deriving->frame;

	for (size_t row = 0; row < frame->n_rows; row++) {
		uint8_t good = frame->cohorts[0][row];
		uint8_t bad = frame->n_cohorts > 1 ? frame->cohorts[1][row]
		    : good == SPOT_FRAME_FALSE       ? SPOT_FRAME_TRUE
		                                     : SPOT_FRAME_FALSE;

		deriving->labels[row] = good == SPOT_FRAME_TRUE && bad != SPOT_FRAME_TRUE
		    ? SPOT_DERIVE_GOOD
		    : bad == SPOT_FRAME_TRUE && good != SPOT_FRAME_TRUE ? SPOT_DERIVE_BAD
		                                                        : SPOT_DERIVE_LEFT_OUT;
	}
}

static double value_at(const struct deriving *deriving, size_t row)
{
	const struct spot_frame_column *columns = deriving->frame.columns;
	double value = columns[deriving->value].numbers[row];

	return deriving->cost == SPOT_NONE ? value
	                                   : value - columns[deriving->cost].numbers[row];
}

/* The account is told by its values, which can be looked for in the data: one field alone is
 * finite, as cells and sums that are not are refused. */
static int refuse_value(const struct deriving *deriving, size_t row, struct spot_error *err)
{
	const struct spot_frame_column *columns = deriving->frame.columns;
	double cost = deriving->cost == SPOT_NONE ? 0 : columns[deriving->cost].numbers[row];

	spot_error_set(err, SPOT_EDATA,
	    "--value %s: an account has %g less %g, more than a number can say",
	    deriving->opt->value, columns[deriving->value].numbers[row], cost);
	spot_error_hint(err, "mend it in the data, or name another field");
	return SPOT_EDATA;
}

/* The roundest number that parts the best from the others. */
static int label_best(struct deriving *deriving, struct spot_error *err)
{
	size_t n_rows = deriving->frame.n_rows, n = 0;
	double *sorted = spot_mem_calloc(n_rows + 1, sizeof(*sorted)), least, below;
	struct spot_describe describe;
	int rc = sorted ? 0 : spot_error_nomem(err);

	for (size_t row = 0; rc == 0 && row < n_rows; row++) {
		double value = value_at(deriving, row);

		if (isinf(value))
			rc = refuse_value(deriving, row, err);
		else if (!isnan(value))
			sorted[n++] = value;
	}
	if (rc == 0 && n == 0)
		rc = spot_error_set(err, SPOT_EDATA, "--value %s: blank in every row",
		    deriving->opt->value);
	if (rc == 0)
		rc = spot_describe_numbers(&describe, sorted, n, err);
	if (rc == 0) {
		least = spot_describe_shares(sorted, n, deriving->top).top_cut;
		below = -INFINITY;
		for (size_t i = 0; i < n && sorted[i] < least; i++)
			below = sorted[i];
		deriving->proposed.value_least =
		    isfinite(below) ? spot_bin_round(below, least, false) : least;
		for (size_t row = 0; row < n_rows; row++) {
			double value = value_at(deriving, row);

			deriving->labels[row] = isnan(value) ? SPOT_DERIVE_LEFT_OUT
			    : value >= least                 ? SPOT_DERIVE_GOOD
			                                     : SPOT_DERIVE_BAD;
		}
	}
	free(sorted);
	return rc;
}

static int label(struct deriving *deriving, struct spot_error *err)
{
	deriving->labels = spot_mem_calloc(deriving->frame.n_rows + 1, 1);
	if (!deriving->labels)
		return spot_error_nomem(err);
	if (deriving->value != SPOT_NONE)
		return label_best(deriving, err);
	label_cohorts(deriving);
	return 0;
}

/* --- telling ------------------------------------------------------------------------------ */

static void name_outcome(struct deriving *deriving)
{
	struct spot_proposed *proposed = &deriving->proposed;
	const struct spot_rules *rules = deriving->rules;
	const struct spot_field *fields = rules->fields.fields;

	if (deriving->value == SPOT_NONE) {
		proposed->good_cohort = &rules->cohorts[deriving->good];
		proposed->bad_cohort =
		    deriving->bad == SPOT_NONE ? NULL : &rules->cohorts[deriving->bad];
		proposed->good = proposed->good_cohort->name;
		proposed->bad = proposed->bad_cohort ? proposed->bad_cohort->name : "other";
		return;
	}
	spot_spelling_read(&deriving->value_text, fields[deriving->value].name);
	if (deriving->cost != SPOT_NONE) {
		spot_buf_text(&deriving->value_text, " - ");
		spot_spelling_read(&deriving->value_text, fields[deriving->cost].name);
	}
	proposed->value = spot_buf_str(&deriving->value_text);
	proposed->value_fields[0] = deriving->value;
	proposed->value_fields[1] = deriving->cost;
	proposed->top_share = deriving->top;
	proposed->good = "best";
	proposed->bad = "other";
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return strcmp(path, "-") == 0 ? "standard input" : slash ? slash + 1 : path;
}

static void name_all(struct deriving *deriving)
{
	struct spot_proposed *proposed = &deriving->proposed;

	name_outcome(deriving);
	proposed->derive = &deriving->derive;
	proposed->frame = &deriving->frame;
	proposed->rules = deriving->rules;
	proposed->fields = deriving->inferred ? spot_buf_str(&deriving->fields) : NULL;
	proposed->data = base_name(deriving->run.paths[0]);
	proposed->command = spot_buf_str(&deriving->command);
	proposed->n_rows = deriving->result.rows;
	proposed->n_rejected = deriving->result.unread.n_rows;
}

/* The file must load by itself. */
static int try_text(const struct deriving *deriving, const struct spot_buf *text,
    struct spot_error *err)
{
	const struct spot_cli_common *common = &deriving->opt->common;
	struct spot_rules_options load = { .as_of = common->as_of, .limits = SPOT_LIMITS_DEFAULT };
	const char *name = common->output && strcmp(common->output, "-") != 0 ? common->output
	                                                                       : "derived.lua";
	struct spot_rules *rules = NULL;
	struct spot_diags diags;
	int rc;

	spot_diags_init(&diags);
	rc = spot_rules_load_text(&rules, name, text->ptr, text->len, &load, &diags, err);
	spot_diags_reset(&diags);
	spot_rules_free(rules);
	return rc;
}

/* Whether a cohort names locals of its file. */
static bool needs_file(const struct deriving *deriving)
{
	const struct spot_rules *rules = deriving->rules;
	const size_t cohorts[2] = { deriving->good, deriving->bad };

	for (size_t i = 0; i < 2; i++)
		if (cohorts[i] != SPOT_NONE &&
		    rules->functions[rules->cohorts[cohorts[i]].when].names_locals)
			return true;
	return false;
}

static int print_once(struct deriving *deriving, struct spot_buf *text, struct spot_error *err)
{
	int rc;

	spot_buf_clear(text);
	rc = spot_proposed_print(text, &deriving->proposed, err);
	return rc == 0 ? try_text(deriving, text, err) : rc;
}

static int print(struct deriving *deriving, struct spot_buf *text, struct spot_error *err)
{
	bool has_cohorts = deriving->value == SPOT_NONE;
	int rc;

	/* What a cohort calls may have the name of a helper, and load. */
	deriving->proposed.drops_cohorts = has_cohorts && needs_file(deriving);
	rc = print_once(deriving, text, err);
	if (rc == SPOT_ERULES && has_cohorts && !deriving->proposed.drops_cohorts) {
		/* Cohorts that need more of their file than themselves. */
		deriving->proposed.drops_cohorts = true;
		rc = print_once(deriving, text, err);
	}
	if (rc == SPOT_ERULES && deriving->rules->n_rollups > 0)
		spot_error_hint(err, "a rollup must not call what stands elsewhere in %s; write it "
		    "out there", deriving->rules->path);
	return rc;
}

static void tell_nothing(const struct deriving *deriving)
{
	const struct spot_derive *derive = &deriving->derive;

	if (derive->n_chosen == 0)
		spot_cli_note("no signal: none of the fields tells \"%s\" apart from the others; "
		    "nothing was written",
		    deriving->proposed.good);
	else
		spot_cli_note("no signal: AUC %.3f on accounts not learnt from (%.3f to %.3f), "
		    "which chance gives too; nothing was written",
		    derive->auc, derive->auc_ci.lo, derive->auc_ci.hi);
}

static void tell(const struct deriving *deriving)
{
	struct spot_buf text = SPOT_BUF_INIT;

	if (deriving->opt->common.quiet)
		return;
	spot_proposed_summary(&text, &deriving->proposed);
	spot_escape_lines(&text, 0, false);
	if (!spot_buf_failed(&text))
		fputs(spot_buf_str(&text), stderr);
	if (deriving->opt->common.output && strcmp(deriving->opt->common.output, "-") != 0)
		spot_cli_note("wrote %s; look through it, then: sweetspot check -r %s",
		    deriving->opt->common.output, deriving->opt->common.output);
	spot_buf_reset(&text);
}

/* --- the course --------------------------------------------------------------------------- */

static int setup(struct deriving *deriving, const struct spot_panel **panel,
    struct spot_error *err)
{
	const struct spot_cli_common *common = &deriving->opt->common;
	int rc = spot_derive_asked_check(deriving->opt, err);

	if (rc == 0)
		rc = spot_rejects_open(&deriving->reading.rejects, common, err);
	spot_setup_run_options(&deriving->run, common);
	if (rc == 0 && common->rules.n > 0) {
		rc = spot_run_setup_init(&deriving->setup, common, &deriving->reading.rejects, err);
		*panel = deriving->setup.panels;
		deriving->rules = rc == 0 ? deriving->setup.rules[0] : NULL;
	} else if (rc == 0) {
		rc = spot_derive_setup_infer(&deriving->inferred, &deriving->fields, common, err);
		if (rc == 0)
			rc = spot_panel_init_bare(&deriving->panel, deriving->inferred, err);
		*panel = &deriving->panel;
		deriving->rules = deriving->inferred;
	}
	if (rc == 0)
		rc = spot_derive_asked(deriving, err);
	return rc;
}

static int study(struct deriving *deriving, struct spot_error *err)
{
	const struct derive_options *opt = deriving->opt;
	struct spot_derive_options derive = { .max = (size_t)opt->max,
		.n_folds = (size_t)opt->folds, .seed = (uint64_t)opt->seed, .level = 0.95,
		.is_kept_out = deriving->is_kept_out, .date_column = deriving->date,
		.train_before = opt->train_before, .as_of = opt->common.as_of,
		.uses_blanks = !opt->no_blanks,
		.means = { (unsigned)opt->common.threads, spot_cli_stop() } };
	int rc;

	for (size_t f = 0; f < deriving->rules->fields.n_fields; f++)
		if (deriving->is_kept_out[f] && f != deriving->date)
			spot_frame_column_drop(&deriving->frame.columns[f]);
	rc = spot_derive_study(
	    &deriving->derive, &deriving->frame, deriving->labels, &derive, err);
	name_all(deriving);
	return rc;
}

static int derive_all(struct deriving *deriving, bool *is_nothing, struct spot_error *err)
{
	const struct spot_panel *panel = NULL;
	struct spot_buf text = SPOT_BUF_INIT;
	int rc = setup(deriving, &panel, err);

	if (rc == 0)
		rc = gather(deriving, panel, err);
	if (rc == 0)
		rc = label(deriving, err);
	if (rc == 0)
		rc = study(deriving, err);
	*is_nothing = rc == 0 && !deriving->derive.has_signal;
	if (rc == 0)
		rc = spot_rejects_commit(&deriving->reading.rejects, err);
	if (rc == 0)
		spot_reading_tell(&spot_verb_derive, &deriving->opt->common,
		    &deriving->result.unread, deriving->setup.panels, deriving->setup.n_panels);
	if (*is_nothing)
		tell_nothing(deriving);
	if (rc == 0 && !*is_nothing)
		rc = print(deriving, &text, err);
	if (rc == 0 && !*is_nothing)
		rc = spot_output_put(deriving->opt->common.output, &text, spot_cli_stop(), err);
	if (rc == 0 && !*is_nothing)
		tell(deriving);
	spot_buf_reset(&text);
	return rc;
}

static void deriving_reset(struct deriving *deriving)
{
	spot_derive_reset(&deriving->derive);
	spot_frame_reset(&deriving->frame);
	spot_run_result_reset(&deriving->result);
	if (deriving->inferred)
		spot_panel_reset(&deriving->panel);
	spot_rules_free(deriving->inferred);
	spot_run_setup_reset(&deriving->setup);
	spot_rejects_close(&deriving->reading.rejects);
	spot_buf_reset(&deriving->fields);
	spot_buf_reset(&deriving->value_text);
	spot_buf_reset(&deriving->command);
	free(deriving->labels);
	free(deriving->is_kept_out);
	free(deriving->outs);
}

static void quote_command(struct spot_buf *out, int argc, const char **argv)
{
	spot_buf_text(out, "sweetspot");
	for (int i = 0; i < argc; i++) {
		bool plain = argv[i][0] && !strpbrk(argv[i], " \t\n'\"\\$`&;|<>()*?[]#~!");

		spot_buf_text(out, plain ? " " : " '");
		for (const char *p = argv[i]; *p; p++)
			spot_buf_text(out, *p == '\'' ? "'\\''" : (char[]) { *p, '\0' });
		spot_buf_text(out, plain ? "" : "'");
	}
}

static int run(int argc, const char **argv)
{
	struct derive_options opt = { .train_before = NOT_GIVEN, .max = SPOT_DERIVE_MAX,
		.seed = SPOT_DERIVE_SEED };
	struct deriving *deriving;
	struct spot_error err = SPOT_ERROR_INIT;
	bool is_nothing = false;
	int status;

	if (!spot_options_parse(&spot_verb_derive, argc, argv, &opt, &status))
		return status;
	deriving = spot_mem_calloc(1, sizeof(*deriving));
	if (!deriving) {
		spot_error_nomem(&err);
		status = spot_cli_fail(&err);
	} else {
		deriving->opt = &opt;
		quote_command(&deriving->command, argc, argv);
		status = derive_all(deriving, &is_nothing, &err) != 0 ? spot_cli_fail(&err)
		    : is_nothing                                     ? SPOT_EXIT_NO
		                                                     : SPOT_EXIT_DONE;
		deriving_reset(deriving);
	}
	free(deriving);
	spot_options_reset(&opt.common);
	return status;
}

const struct spot_verb spot_verb_derive = {
	.name = "derive",
	.arguments = "(--value FIELD | -r RULES.lua --good COHORT) [options] [DATA.csv ...]",
	.summary = "propose a rule file from data",
	.help =
	    "Writes a rule file for a person to edit: few criteria with whole points and round "
	    "thresholds, each with its evidence, disqualifiers where hardly anybody is good, and "
	    "tiers by what became of the accounts. Without -r fields are declared as init declares "
	    "them.\n\n"
	    "How well it does is said of accounts that it was not made from: by cross-validation "
	    "in which everything is done anew, or with --date and --train-before by what came "
	    "later. A blank is worth what an account is worth of which nothing is known; where "
	    "those that lack a field fare otherwise it is worth what became of them, unless "
	    "--no-blanks says that this is no evidence.\n\n"
	    "With fewer than 30 accounts of either kind it refuses; where the fields tell "
	    "nothing it says so, writes nothing and exits with 1.",
	.examples = examples,
	.common = SPOT_COMMON_ALL & ~(unsigned)SPOT_COMMON_FORMAT & ~(unsigned)SPOT_COMMON_COLOR,
	.max_rules = 1,
	.max_files = SPOT_VERB_ANY,
	.options = options,
	.run = run,
};
