/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "present/checked.h"
#include "present/excepted.h"
#include "present/member.h"
#include "present/rejected.h"

static void add_diags(struct spot_json *json, struct spot_diags *diags)
{
	spot_diags_sort(diags);
	for (size_t i = 0; i < diags->n_items; i++) {
		const struct spot_diag *diag = &diags->items[i];
		bool is_error = diag->severity == SPOT_SEVERITY_ERROR;
		char number[16];

		snprintf(number, sizeof(number), "W%03d", diag->number);
		spot_json_object(json);
		spot_member_text(json, "severity", is_error ? "error" : "warning");
		spot_member_text(json, "number", is_error ? NULL : number);
		spot_member_text(json, "file", diag->file);
		spot_member_maybe(json, "line", diag->line > 0, (double)diag->line);
		spot_member_text(json, "message", diag->what);
		spot_member_text(json, "hint", diag->hint);
		spot_json_end(json);
	}
}

static void add_rules(struct spot_json *json, const struct spot_survey_part *part, uint64_t n_rows)
{
	spot_member_array(json, "rules");
	for (size_t i = 0; i < part->n_rules; i++) {
		const struct spot_survey_rule *rule = &part->rules[i];
		bool is_growth = strcmp(rule->word, "growth") == 0;
		uint64_t n_holds = is_growth ? rule->n_known - rule->n_zero : rule->n_full;

		spot_json_object(json);
		spot_member_text(json, "name", rule->name);
		spot_member_text(json, "word", rule->word);
		spot_member_count(json, "holds", n_holds);
		spot_member_count(json, "in_part", rule->n_known - rule->n_zero - n_holds);
		spot_member_count(json, "does_not", rule->n_zero);
		spot_member_count(json, "unknown", n_rows - rule->n_known - rule->n_failed);
		spot_member_count(json, "failed", rule->n_failed);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_fields(struct spot_json *json, const struct spot_survey_part *part)
{
	const struct spot_schema *schema = &part->panel->rules->fields;

	spot_member_array(json, "fields");
	for (size_t f = 0; f < schema->n_fields; f++) {
		spot_json_object(json);
		spot_member_text(json, "name", schema->fields[f].name);
		spot_member_count(json, "blank", part->fields[f].n_blank);
		spot_member_count(json, "unreadable", part->fields[f].n_unreadable);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_functions(struct spot_json *json, const struct spot_translated *translated)
{
	spot_member_array(json, "functions");
	for (size_t i = 0; i < translated->rules->n_functions; i++) {
		const struct spot_function *function = &translated->rules->functions[i];
		const struct spot_translation *item = &translated->items[i];
		bool is_compiled = item->is_translated;

		spot_json_object(json);
		spot_member_text(json, "word", function->word);
		spot_member_text(json, "name", function->owner);
		spot_member_text(json, "file", is_compiled ? function->place.file : item->file);
		spot_member_count(json, "line", is_compiled ? function->place.line : item->line);
		spot_member_flag(json, "compiled", is_compiled);
		spot_member_text(json, "why_not", is_compiled ? NULL : item->why);
		spot_json_end(json);
	}
	spot_json_end(json);
}

/* What is in the files, data or not. */
static void add_files(struct spot_json *json, const struct spot_checked *checked)
{
	spot_member_array(json, "files");
	for (size_t i = 0; i < checked->n_files; i++) {
		const struct spot_checked_file *file = &checked->files[i];

		if (!file->rules)
			continue;
		spot_json_object(json);
		spot_member_text(json, "file", file->path);
		add_functions(json, &file->translated);
		spot_excepted_json(json, file->rules, spot_checked_tally(checked, i));
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_profile(struct spot_json *json, const struct spot_checked_file *file,
    const struct spot_survey *survey)
{
	const struct spot_survey_part *part = &survey->parts[file->part_idx];
	const struct spot_tally *tally = &survey->result.tallies[file->part_idx];
	const struct spot_rules *rules = file->rules;

	spot_json_object(json);
	spot_member_text(json, "file", file->path);
	spot_member_text(json, "profile", rules->profile.name[0] ? rules->profile.name : NULL);
	spot_member_object(json, "tiers");
	for (size_t rank = 0; rank <= rules->n_tiers; rank++)
		spot_member_count(json, spot_verdict_rank_name(rules, rank), tally->tier[rank]);
	spot_json_end(json);
	spot_member_count(json, "repeated_keys", part->n_repeats);
	spot_member_count(json, "blank_keys", part->n_blank_keys);
	add_rules(json, part, tally->rows);
	add_fields(json, part);
	spot_json_end(json);
}

static void add_data(struct spot_json *json, const struct spot_checked *checked)
{
	const struct spot_survey *survey = checked->survey;

	spot_member_object(json, "data");
	spot_member_count(json, "rows", survey->result.rows);
	spot_rejected_members(json, &survey->result.unread);
	spot_rejected_tables(json, survey->parts[0].panel, survey->n_parts);
	spot_member_array(json, "profiles");
	for (size_t i = 0; i < checked->n_files; i++)
		if (checked->files[i].part_idx != SPOT_NONE)
			add_profile(json, &checked->files[i], survey);
	spot_json_end(json);
	spot_json_end(json);
}

void spot_checked_print_json(struct spot_buf *out, struct spot_checked *checked)
{
	struct spot_json json = SPOT_JSON_INIT(out, 4);

	spot_json_object(&json);
	spot_member_text(&json, "format", "sweetspot check 1");
	spot_member_array(&json, "findings");
	for (size_t i = 0; i < checked->n_files; i++)
		add_diags(&json, &checked->files[i].list.diags);
	add_diags(&json, &checked->data.diags);
	spot_json_end(&json);
	spot_member_count(&json, "errors", spot_checked_n_errors(checked));
	spot_member_count(&json, "warnings", spot_checked_n_warnings(checked));
	add_files(&json, checked);
	if (checked->survey) {
		add_data(&json, checked);
	} else {
		spot_json_key(&json, "data");
		spot_json_null(&json);
	}
	spot_json_end(&json);
}
