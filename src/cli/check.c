/* SPDX-License-Identifier: MIT */
/* check: is the rule file right, and do the rules tell accounts apart. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/layouts.h"
#include "cli/paths.h"
#include "cli/reading.h"
#include "cli/run_setup.h"
#include "cli/verbs.h"
#include "engine/survey.h"
#include "present/checked.h"
#include "rules/lint.h"

struct check_options {
	struct spot_cli_common common;
	struct spot_cli_list silence;
	const char *show_program;
};

static const struct spot_cli_option options[] = {
	{ "silence", 0, SPOT_OPTION_WORDS, offsetof(struct check_options, silence), "W001,...",
	    "warnings that are not to be given, by number" },
	{ "show-program", 0, SPOT_OPTION_TEXT, offsetof(struct check_options, show_program), "RULE",
	    "print what the rule of that name is compiled to, instead" },
	{ 0 }
};

static const struct spot_help_row topics[] = {
#define X(name, number, label, meaning) { label, NULL, meaning },
	SPOT_WARNINGS(X)
#undef X
	{ NULL, NULL, NULL },
};

static const struct spot_verb_example examples[] = {
	{ "Is the file right", "sweetspot check -r rules/saas_midmarket.lua" },
	{ "How do its rules do on real accounts",
	    "sweetspot check -r rules/saas_midmarket.lua samples/accounts.csv "
	    "--with deals=samples/deals.csv" },
	{ 0 }
};

struct check {
	const struct check_options *opt;
	struct spot_checked checked;
	struct spot_panel *panels; /* of the files without errors */
	size_t n_panels;
	struct spot_survey survey;
	struct spot_reading reading;
	bool silenced[SPOT_WARNING_MAX];
};

static int read_silence(struct check *check, struct spot_error *err)
{
	const struct spot_cli_list *list = &check->opt->silence;
	for (size_t i = 0; i < list->n; i++) {
		int number = spot_warning_of(list->items[i]);
		if (number == 0) {
			spot_error_set(err, SPOT_EUSAGE, "there is no warning \"%s\" to silence",
			    list->items[i]);
			spot_error_hint(err, "sweetspot check --help lists them");
			return SPOT_EUSAGE;
		}
		check->silenced[number] = true;
	}
	return 0;
}

/* --- the files ----------------------------------------------------------------------- */

static int load_file(struct check *check, struct spot_checked_file *file, struct spot_error *err)
{
	const struct spot_cli_common *common = &check->opt->common;
	struct spot_rules_options load = { .as_of = common->as_of, .n_sets = common->set.n,
		.limits = SPOT_LIMITS_DEFAULT };
	struct spot_set *sets = spot_mem_calloc(common->set.n + 1, sizeof(*sets));
	struct spot_rules *rules = NULL;
	int rc;

	if (!sets)
		return spot_error_nomem(err);
	for (size_t i = 0; i < common->set.n; i++)
		sets[i] = (struct spot_set) { common->set.items[i].name,
		    common->set.items[i].value };
	load.sets = sets;
	rc = spot_rules_load(&rules, file->path, &load, &file->list.diags, err);
	file->rules = rules;
	if (rc == 0)
		rc = spot_paths_check_sources(common, rules, err);
	if (rc == 0)
		rc = spot_lint(&file->list, rules, err);
	if (rc == 0 && rules)
		rc = spot_lint_hypotheses(&file->list, rules, file->path, &load, err);
	free(sets);
	if (rc == 0 || rules)
		return rc == 0 ? spot_translated_init(&file->translated, rules, err) : rc;
	/* A wrong file is what check is there to say: the others are looked at all the
	 * same. */
	if (rc != SPOT_ERULES)
		return rc;
	if (file->list.diags.n_errors == 0)
		spot_diags_add(&file->list.diags, SPOT_SEVERITY_ERROR, 0,
		    err->file[0] ? err->file : file->path, err->line,
		    err->hint[0] ? err->hint : NULL, "%s", err->what);
	return 0;
}

static int load_files(struct check *check, struct spot_error *err)
{
	const struct spot_cli_list *paths = &check->opt->common.rules;
	struct spot_checked *checked = &check->checked;
	int rc = 0;

	spot_warning_list_init(&checked->data);
	memcpy(checked->data.silenced, check->silenced, sizeof(check->silenced));
	checked->files = spot_mem_calloc(paths->n + 1, sizeof(*checked->files));
	if (!checked->files)
		return spot_error_nomem(err);
	for (size_t i = 0; rc == 0 && i < paths->n; i++) {
		struct spot_checked_file *file = &checked->files[checked->n_files++];

		file->path = paths->items[i];
		file->part_idx = SPOT_NONE;
		spot_warning_list_init(&file->list);
		memcpy(file->list.silenced, check->silenced, sizeof(check->silenced));
		rc = load_file(check, file, err);
	}
	return rc;
}

/* --- with data ----------------------------------------------------------------------- */

/* The rules of the files without errors, NULL-terminated; owned by the caller. */
static struct spot_rules **list_rules(const struct check *check, size_t *n)
{
	size_t n_files = check->checked.n_files;
	struct spot_rules **rules = spot_mem_calloc(n_files + 1, sizeof(struct spot_rules *));

	*n = 0;
	for (size_t i = 0; rules && i < n_files; i++)
		if (check->checked.files[i].rules)
			rules[(*n)++] = check->checked.files[i].rules;
	return rules;
}

static int check_withs(const struct check *check, struct spot_error *err)
{
	size_t n;
	struct spot_rules **rules = list_rules(check, &n);
	int rc = rules ? 0 : spot_error_nomem(err);

	/* A file that is wrong might have used the table. */
	if (rc == 0 && n == check->checked.n_files)
		rc = spot_setup_check_withs(rules, n, &check->opt->common, err);
	free(rules);
	return rc;
}

/* Contacts and events are read where they are given, unless engage would refuse the rules: a
 * warning says so. */
static bool reads_people(const struct spot_rules *rules)
{
	struct spot_buyers buyers;
	int rc = spot_buyers_init(&buyers, rules, NULL);

	if (rc == 0)
		rc = spot_buyers_check(&buyers, NULL);
	spot_buyers_reset(&buyers);
	return rc == 0;
}

static int init_panels(struct check *check, const struct spot_run_options *run,
    struct spot_error *err)
{
	static const struct spot_people_options given;
	size_t n_files = check->checked.n_files;
	struct spot_setup_tables tables;
	int rc = spot_setup_tables_init(
	    &tables, &check->opt->common, run, &check->reading.rejects, err);

	tables.options.keep_going = true;
	check->panels = spot_mem_calloc(n_files + 1, sizeof(*check->panels));
	if (rc == 0 && !check->panels)
		rc = spot_error_nomem(err);
	for (size_t i = 0; rc == 0 && i < n_files; i++) {
		struct spot_checked_file *file = &check->checked.files[i];

		if (!file->rules)
			continue;
		tables.options.people = reads_people(file->rules) ? &given : NULL;
		rc = spot_panel_init(&check->panels[check->n_panels], file->rules, tables.withs,
		    tables.n_withs, &tables.options, err);
		if (rc == 0)
			file->part_idx = check->n_panels++;
	}
	spot_setup_tables_reset(&tables);
	return rc;
}

static int survey_data(struct check *check, struct spot_error *err)
{
	struct spot_run_calls calls = spot_reading_calls(&check->reading, &check->opt->common);
	struct spot_run_options run;
	int rc;

	spot_setup_run_options(&run, &check->opt->common);
	rc = init_panels(check, &run, err);
	if (rc != 0 || check->n_panels == 0)
		return rc;
	rc = spot_survey_run(&check->survey, check->panels, check->n_panels, &run, &calls, err);
	spot_progress_clear(&check->reading.progress);
	if (rc != 0)
		return rc;
	check->checked.survey = &check->survey;
	for (size_t i = 0; i < check->checked.n_files; i++) {
		struct spot_checked_file *file = &check->checked.files[i];

		if (file->part_idx != SPOT_NONE)
			spot_survey_warn(&file->list, &check->survey, file->part_idx);
	}
	spot_survey_warn_data(&check->checked.data, &check->survey);
	return spot_rejects_commit(&check->reading.rejects, err);
}

/* --- telling ------------------------------------------------------------------------- */

/* Errors go to stderr like those of every verb; warnings are the answer and go where it
 * goes. */
static int tell_errors(const struct check *check, struct spot_error *err)
{
	for (size_t i = 0; i < check->checked.n_files; i++) {
		const struct spot_diags *from = &check->checked.files[i].list.diags;
		struct spot_diags errors;

		spot_diags_init(&errors);
		for (size_t d = 0; d < from->n_items; d++)
			if (from->items[d].severity == SPOT_SEVERITY_ERROR)
				spot_diags_add(&errors, SPOT_SEVERITY_ERROR, 0, from->items[d].file,
				    from->items[d].line, from->items[d].hint, "%s",
				    from->items[d].what);
		errors.n_lost += from->n_lost;
		spot_cli_diags(&errors);
		spot_diags_reset(&errors);
	}
	return spot_checked_n_errors(&check->checked) > 0
	    ? spot_error_set(err, SPOT_ERULES, "%s", "") : 0;
}

static int tell(struct check *check, struct spot_error *err)
{
	const struct spot_cli_common *common = &check->opt->common;
	struct spot_table_look look = { .width = common->output ? 0 : spot_cli_width(stdout),
		.color = !common->output && spot_cli_color(stdout, common->no_color), .indent = 2 };
	enum spot_cli_format format =
	    spot_options_format(&spot_verb_check, common, SPOT_FORMAT_TABLE);
	struct spot_buf text = SPOT_BUF_INIT;
	int rc;

	if (format == SPOT_FORMAT_JSON)
		spot_checked_print_json(&text, &check->checked);
	else
		spot_checked_print(&text, &check->checked, common->quiet, &look);
	rc = spot_output_put(common->output, &text, spot_cli_stop(), err);
	spot_buf_reset(&text);
	return rc;
}

/* --- programs ------------------------------------------------------------------------ */

static int add_programs(struct spot_buf *text, const struct spot_checked_file *file,
    const char *name, struct spot_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < file->rules->n_functions; i++)
		if (strcmp(file->rules->functions[i].owner, name) == 0)
			rc = spot_translated_print(text, &file->translated, (int)i, err);
	return rc;
}

static int no_such_rule(const struct check *check, struct spot_error *err)
{
	const char *name = check->opt->show_program, *near = NULL;

	for (size_t i = 0; !near && i < check->checked.n_files; i++) {
		const struct spot_rules *rules = check->checked.files[i].rules;

		for (size_t f = 0; rules && !near && f < rules->n_functions; f++)
			near = spot_text_nearest(name, &rules->functions[f].owner, 1);
	}
	spot_error_set(err, SPOT_EUSAGE, "--show-program: there is no rule \"%s\"", name);
	if (near)
		spot_error_hint(err, "did you mean \"%s\"?", near);
	else
		spot_error_hint(err, "give a rule's name as the file has it");
	return SPOT_EUSAGE;
}

static int show_program(const struct check *check, struct spot_error *err)
{
	struct spot_buf text = SPOT_BUF_INIT;
	bool is_any = false;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < check->checked.n_files; i++) {
		is_any = is_any || check->checked.files[i].rules;
		if (check->checked.files[i].rules)
			rc = add_programs(
			    &text, &check->checked.files[i], check->opt->show_program, err);
	}
	if (rc == 0 && text.len == 0 && is_any)
		rc = no_such_rule(check, err);
	if (rc == 0 && is_any)
		rc = spot_output_put(check->opt->common.output, &text, spot_cli_stop(), err);
	spot_buf_reset(&text);
	return rc;
}

static int check_all(struct check *check, struct spot_error *err)
{
	const struct spot_cli_common *common = &check->opt->common;
	int rc = read_silence(check, err);

	if (rc == 0)
		rc = spot_rejects_open(&check->reading.rejects, common, err);
	if (rc == 0)
		rc = load_files(check, err);
	if (rc == 0)
		rc = check_withs(check, err);
	if (rc == 0 && check->opt->show_program)
		return show_program(check, err);
	if (rc == 0 && common->files.n > 0)
		rc = survey_data(check, err);
	return rc == 0 ? tell(check, err) : rc;
}

static void check_reset(struct check *check)
{
	spot_survey_reset(&check->survey);
	for (size_t i = 0; i < check->n_panels; i++)
		spot_panel_reset(&check->panels[i]);
	free(check->panels);
	for (size_t i = 0; i < check->checked.n_files; i++) {
		spot_warning_list_reset(&check->checked.files[i].list);
		spot_translated_reset(&check->checked.files[i].translated);
		spot_rules_free(check->checked.files[i].rules);
	}
	free(check->checked.files);
	spot_warning_list_reset(&check->checked.data);
	spot_rejects_close(&check->reading.rejects);
}

static int run(int argc, const char **argv)
{
	struct check_options opt = { 0 };
	struct check check = { .opt = &opt, .reading.rejects.sets_aside = true };
	struct spot_error err = SPOT_ERROR_INIT, found = SPOT_ERROR_INIT;
	int status, rc;

	if (!spot_options_parse(&spot_verb_check, argc, argv, &opt, &status))
		return status;
	rc = check_all(&check, &err);
	/* What is wrong with the files is told even where the data could not be read. */
	status = tell_errors(&check, &found) == 0 ? SPOT_EXIT_DONE : SPOT_EXIT_NO;
	if (rc != 0)
		status = spot_cli_fail(&err);
	check_reset(&check);
	spot_options_reset(&opt.common);
	return status;
}

const struct spot_verb spot_verb_check = {
	.name = "check",
	.arguments = "-r RULES.lua [options] [DATA.csv ...]",
	.summary = "find what is wrong or odd about a rule file",
	.help =
	    "Every error of the file, and numbered warnings: tiers that no score reaches, weights "
	    "that add to nothing, rules that ask the same or contradict each other, exceptions "
	    "that expire, a review that is overdue. With data also how each rule answers, and "
	    "what is odd about that: rules that never or always hold, fields that are mostly "
	    "blank, accounts that stand there twice, cells and rows of any table that cannot be "
	    "used, top tiers too narrow or too broad. Exit "
	    "status 1 when there is an error, 0 with warnings only.\n\n"
	    "To find accounts that stand there twice, check keeps 18 to 37 bytes in memory for "
	    "each account. Of second tables it keeps the groups of rollups, and where contacts are "
	    "given some 40 bytes and the id for each, with events 60 more for each account; "
	    "nothing else grows with the rows.",
	.layout = spot_layouts_check,
	.examples = examples,
	.common = SPOT_COMMON_ALL,
	.formats = 1 << SPOT_FORMAT_TABLE | 1 << SPOT_FORMAT_JSON,
	.min_rules = 1,
	.max_files = SPOT_VERB_ANY,
	.options = options,
	.run = run,
	.topics_title = "Warnings",
	.topics = topics,
};
