/* SPDX-License-Identifier: MIT */
#include "present/checked.h"
#include "report/escape.h"

#include <inttypes.h>

#include "base/date.h"
#include "present/draft.h"
#include "present/excepted.h"
#include "present/files.h"
#include "rules/item.h"

size_t spot_checked_n_errors(const struct spot_checked *checked)
{
	size_t n = checked->data.diags.n_errors;
	for (size_t i = 0; i < checked->n_files; i++)
		n += checked->files[i].list.diags.n_errors;
	return n;
}

const struct spot_tally *spot_checked_tally(const struct spot_checked *checked, size_t file_idx)
{
	size_t part_idx = checked->files[file_idx].part_idx;

	return checked->survey && part_idx != SPOT_NONE
	    ? &checked->survey->result.tallies[part_idx] : NULL;
}

size_t spot_checked_n_warnings(const struct spot_checked *checked)
{
	size_t n = checked->data.diags.n_warnings;
	for (size_t i = 0; i < checked->n_files; i++)
		n += checked->files[i].list.diags.n_warnings;
	return n;
}

/* --- what is in the file ------------------------------------------------------------- */

static void add_count(struct spot_buf *out, size_t n, const char *one, const char *many)
{
	if (n == 0)
		return;
	if (out->len > 0)
		spot_buf_text(out, ", ");
	spot_buf_grouped(out, n);
	spot_buf_printf(out, " %s", n == 1 ? one : many);
}

static void print_head(struct spot_buf *out, const struct spot_rules *rules, bool color)
{
	struct spot_buf counts = SPOT_BUF_INIT;
	char day[SPOT_DATE_TEXT_SIZE];
	spot_date_print(rules->as_of, day);
	spot_buf_text(out, color ? "\x1b[1m" : "");
	spot_escape_printf(out, "%s", rules->profile.name[0] ? rules->profile.name : rules->path);
	spot_buf_text(out, color ? "\x1b[0m" : "");
	if (rules->profile.name[0])
		spot_escape_printf(out, " (%s)", rules->path);
	spot_buf_printf(out, ", as of %s\n", day);
	add_count(&counts, rules->n_criteria, "criterion", "criteria");
	add_count(&counts, rules->n_groups, "group", "groups");
	add_count(&counts, rules->n_disqualifiers, "disqualifier", "disqualifiers");
	add_count(&counts, rules->n_growths, "growth formula", "growth formulas");
	add_count(&counts, rules->n_tiers, "tier", "tiers");
	add_count(&counts, rules->n_exceptions, "exception", "exceptions");
	add_count(&counts, rules->n_cohorts, "cohort", "cohorts");
	add_count(&counts, rules->n_rollups, "rollup", "rollups");
	add_count(&counts, spot_item_count(rules, "hypothesis"), "hypothesis", "hypotheses");
	add_count(&counts, rules->fields.n_fields, "field", "fields");
	add_count(&counts, rules->n_params, "param", "params");
	add_count(&counts, rules->n_tests, "test", "tests");
	if (counts.len > 0)
		spot_buf_printf(out, "  %s\n", spot_buf_str(&counts));
	spot_draft_end(&counts, &out->failed);
}

/* "criterion "Hiring": ": what it says of a function that has no name of its own is its word. */
static void print_rule(struct spot_buf *out, const struct spot_function *function)
{
	spot_buf_text(out, function->word);
	if (function->owner[0])
		spot_buf_printf(out, " \"%s\"", function->owner);
}

static void print_translated(struct spot_buf *out, const struct spot_translated *translated)
{
	const struct spot_rules *rules = translated->rules;
	size_t n = rules->n_functions, n_vm = n - translated->n_translated;

	if (n == 0)
		return;
	if (n_vm == 0)
		spot_buf_printf(out, "  all %zu rule functions run compiled\n", n);
	else
		spot_buf_printf(out,
		    "  %zu of %zu rule functions run compiled, %zu in the Lua VM:\n",
		    translated->n_translated, n, n_vm);
	for (size_t i = 0; i < n; i++) {
		const struct spot_translation *item = &translated->items[i];

		if (item->is_translated)
			continue;
		spot_escape_printf(out, "    %s:%lu: ", item->file, item->line);
		print_rule(out, &rules->functions[i]);
		spot_buf_printf(out, ": %s\n", item->why);
	}
}

/* tally: NULL without data. */
static void print_exceptions(
    struct spot_buf *out, const struct spot_rules *rules, const struct spot_tally *tally)
{
	for (size_t i = 0; i < rules->n_exceptions; i++) {
		const struct spot_exception *exception = &rules->exceptions[i];
		int64_t left = exception->expires - rules->as_of, days = left < 0 ? -left : left;
		char day[SPOT_DATE_TEXT_SIZE];

		spot_date_print(exception->expires, day);
		spot_escape_printf(out, "  exception \"%s\": %s %s %s, ", exception->name,
		    exception->account, left < 0 ? "was" : "is",
		    rules->tiers[exception->tier].name);
		spot_buf_printf(out, left < 0 ? "expired on %s, %" PRId64 " day%s ago"
		                              : "until %s, %" PRId64 " day%s left",
		    day, days, days == 1 ? "" : "s");
		spot_excepted_reason(out, exception);
		spot_buf_char(out, '\n');
		if (!tally)
			continue;
		spot_buf_text(out, "    ");
		spot_excepted_fate(out, rules, &tally->fates[i]);
		spot_buf_char(out, '\n');
	}
}

/* --- facts of the data --------------------------------------------------------------- */

static void cell_share(struct spot_table *table, uint64_t n, uint64_t whole)
{
	if (n == 0)
		spot_table_text(table, SPOT_DIM, "-");
	else
		spot_table_printf(table, SPOT_PLAIN, "%.1f %%",
		    whole > 0 ? 100.0 * (double)n / (double)whole : 0.0);
}

static void print_rules(struct spot_buf *out, const struct spot_survey_part *part, uint64_t n_rows,
    const struct spot_table_look *look)
{
	static const struct spot_table_column columns[] = {
		{ .title = "rule", .max_width = 40 },
		{ .title = "" },
		{ .title = "holds", .align = SPOT_ALIGN_RIGHT },
		{ .title = "in part", .align = SPOT_ALIGN_RIGHT },
		{ .title = "does not", .align = SPOT_ALIGN_RIGHT },
		{ .title = "unknown", .align = SPOT_ALIGN_RIGHT },
	};
	struct spot_table table;
	spot_table_init(&table, columns, 6);
	for (size_t i = 0; i < part->n_rules; i++) {
		const struct spot_survey_rule *rule = &part->rules[i];
		bool is_growth = strcmp(rule->word, "growth") == 0;
		uint64_t n_part = is_growth ? 0 : rule->n_known - rule->n_zero - rule->n_full;
		spot_table_text(&table, SPOT_PLAIN, rule->name);
		spot_table_text(&table, SPOT_DIM, rule->word);
		cell_share(&table, rule->n_known - rule->n_zero - n_part, n_rows);
		cell_share(&table, n_part, n_rows);
		cell_share(&table, rule->n_zero, n_rows);
		cell_share(&table, n_rows - rule->n_known, n_rows);
	}
	if (part->n_rules > 0) {
		spot_buf_char(out, '\n');
		spot_table_draw(&table, look, out);
	}
	spot_table_reset(&table);
}

static void print_tiers(struct spot_buf *out, const struct spot_rules *rules,
    const struct spot_tally *tally, const struct spot_table_look *look)
{
	static const struct spot_table_column columns[] = {
		{ .title = "tier", .max_width = 40 },
		{ .title = "accounts", .align = SPOT_ALIGN_RIGHT },
		{ .title = "share", .align = SPOT_ALIGN_RIGHT },
	};
	struct spot_table table;
	spot_table_init(&table, columns, 3);
	for (size_t i = 0; i <= rules->n_tiers; i++) {
		struct spot_buf count = SPOT_BUF_INIT;
		spot_buf_grouped(&count, tally->tier[i]);
		spot_table_text(&table, SPOT_PLAIN,
		    i < rules->n_tiers ? rules->tiers[i].name : "bad fit");
		spot_table_text(&table, SPOT_PLAIN, spot_buf_str(&count));
		cell_share(&table, tally->tier[i], tally->rows);
		spot_draft_end(&count, &out->failed);
	}
	if (rules->n_tiers > 0) {
		spot_buf_char(out, '\n');
		spot_table_draw(&table, look, out);
	}
	spot_table_reset(&table);
}

static void print_fields(struct spot_buf *out, const struct spot_survey_part *part, uint64_t n_rows,
    const struct spot_table_look *look)
{
	static const struct spot_table_column columns[] = {
		{ .title = "field", .max_width = 40 },
		{ .title = "blank", .align = SPOT_ALIGN_RIGHT },
		{ .title = "unreadable", .align = SPOT_ALIGN_RIGHT },
	};
	const struct spot_schema *schema = &part->panel->rules->fields;
	struct spot_table table;
	spot_table_init(&table, columns, 3);
	for (size_t f = 0; f < schema->n_fields; f++) {
		if (part->fields[f].n_blank + part->fields[f].n_unreadable == 0)
			continue;
		spot_table_text(&table, SPOT_PLAIN, schema->fields[f].name);
		cell_share(&table, part->fields[f].n_blank, n_rows);
		cell_share(&table, part->fields[f].n_unreadable, n_rows);
	}
	if (spot_table_n_rows(&table) > 0) {
		spot_buf_char(out, '\n');
		spot_table_draw(&table, look, out);
	}
	spot_table_reset(&table);
}

static void print_facts(struct spot_buf *out, const struct spot_survey *survey, size_t part_idx,
    const struct spot_table_look *look)
{
	const struct spot_survey_part *part = &survey->parts[part_idx];
	const struct spot_tally *tally = &survey->result.tallies[part_idx];
	print_rules(out, part, tally->rows, look);
	print_tiers(out, part->panel->rules, tally, look);
	print_fields(out, part, tally->rows, look);
}

/* --- findings ------------------------------------------------------------------------ */

static void print_place(struct spot_buf *out, const struct spot_diag *diag)
{
	if (diag->file && diag->line > 0)
		spot_buf_printf(out, "%s:%lu: ", diag->file, diag->line);
	else if (diag->file)
		spot_buf_printf(out, "%s: ", diag->file);
}

static void print_warnings(struct spot_buf *out, struct spot_diags *diags)
{
	spot_diags_sort(diags);
	for (size_t i = 0; i < diags->n_items; i++) {
		const struct spot_diag *diag = &diags->items[i];
		if (diag->severity != SPOT_SEVERITY_WARNING)
			continue;
		print_place(out, diag);
		spot_buf_printf(out, "W%03d: %s%s%s\n", diag->number, diag->what,
		    diag->hint ? "; " : "", diag->hint ? diag->hint : "");
	}
}

static void print_rows(struct spot_buf *out, const struct spot_run_result *result)
{
	spot_buf_text(out, "data: ");
	spot_files_print(out, result);
	spot_buf_text(out, ", ");
	spot_buf_grouped(out, result->rows);
	spot_buf_printf(out, " row%s\n", result->rows == 1 ? "" : "s");
}

void spot_checked_print(struct spot_buf *out, struct spot_checked *checked, bool quiet,
    const struct spot_table_look *look)
{
	size_t n_errors = spot_checked_n_errors(checked),
	    n_warnings = spot_checked_n_warnings(checked), begin = out->len;
	for (size_t i = 0; i < checked->n_files; i++) {
		struct spot_checked_file *file = &checked->files[i];
		size_t before = out->len;
		if (file->rules && !quiet)
			print_head(out, file->rules, look->color);
		if (file->rules && !quiet)
			print_translated(out, &file->translated);
		if (file->rules && !quiet)
			print_exceptions(out, file->rules, spot_checked_tally(checked, i));
		if (file->part_idx != SPOT_NONE && checked->survey && !quiet)
			print_facts(out, checked->survey, file->part_idx, look);
		if (out->len > before && file->list.diags.n_warnings > 0)
			spot_buf_char(out, '\n');
		print_warnings(out, &file->list.diags);
		if (out->len > before)
			spot_buf_char(out, '\n');
	}
	if (checked->survey && !quiet)
		print_rows(out, &checked->survey->result);
	print_warnings(out, &checked->data.diags);
	spot_buf_printf(out, "%zu error%s, %zu warning%s\n", n_errors, n_errors == 1 ? "" : "s",
	    n_warnings, n_warnings == 1 ? "" : "s");
	spot_escape_lines(out, begin, look->color);
}
