/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "base/json.h"
#include "present/checked.h"
#include "present/excepted.h"
#include "present/member.h"
#include "present/rejected.h"

static void add_text(struct spot_buf *out, const char *key, const char *text)
{
	spot_buf_printf(out, "\"%s\":", key);
	if (text)
		spot_json_quote(out, spot_view_of(text));
	else
		spot_buf_text(out, "null");
}

static void add_diags(struct spot_buf *out, struct spot_diags *diags, const char **sep)
{
	spot_diags_sort(diags);
	for (size_t i = 0; i < diags->n_items; i++) {
		const struct spot_diag *diag = &diags->items[i];
		spot_buf_printf(out, "%s\n{", *sep);
		*sep = ",";
		if (diag->severity == SPOT_SEVERITY_ERROR)
			spot_buf_text(out, "\"severity\":\"error\",\"number\":null,");
		else
			spot_buf_printf(out, "\"severity\":\"warning\",\"number\":\"W%03d\",",
			    diag->number);
		add_text(out, "file", diag->file);
		if (diag->line > 0)
			spot_buf_printf(out, ",\"line\":%lu,", diag->line);
		else
			spot_buf_text(out, ",\"line\":null,");
		add_text(out, "message", diag->what);
		spot_buf_char(out, ',');
		add_text(out, "hint", diag->hint);
		spot_buf_char(out, '}');
	}
}

static void add_rules(struct spot_buf *out, const struct spot_survey_part *part, uint64_t n_rows)
{
	spot_buf_text(out, "\"rules\":[");
	for (size_t i = 0; i < part->n_rules; i++) {
		const struct spot_survey_rule *rule = &part->rules[i];
		bool is_growth = strcmp(rule->word, "growth") == 0;
		uint64_t n_holds = is_growth ? rule->n_known - rule->n_zero : rule->n_full;
		spot_buf_printf(out, "%s\n{", i > 0 ? "," : "");
		add_text(out, "name", rule->name);
		spot_buf_char(out, ',');
		add_text(out, "word", rule->word);
		spot_buf_printf(out,
		    ",\"holds\":%" PRIu64 ",\"in_part\":%" PRIu64 ",\"does_not\":%" PRIu64
		    ",\"unknown\":%" PRIu64 ",\"failed\":%" PRIu64 "}",
		    n_holds, rule->n_known - rule->n_zero - n_holds, rule->n_zero,
		    n_rows - rule->n_known - rule->n_failed, rule->n_failed);
	}
	spot_buf_char(out, ']');
}

static void add_fields(struct spot_buf *out, const struct spot_survey_part *part)
{
	const struct spot_schema *schema = &part->panel->rules->fields;
	spot_buf_text(out, "\"fields\":[");
	for (size_t f = 0; f < schema->n_fields; f++) {
		spot_buf_printf(out, "%s\n{", f > 0 ? "," : "");
		add_text(out, "name", schema->fields[f].name);
		spot_buf_printf(out, ",\"blank\":%" PRIu64 ",\"unreadable\":%" PRIu64 "}",
		    part->fields[f].n_blank, part->fields[f].n_unreadable);
	}
	spot_buf_char(out, ']');
}

static void add_tiers(struct spot_buf *out, const struct spot_rules *rules,
    const struct spot_tally *tally)
{
	spot_buf_text(out, "\"tiers\":{");
	for (size_t i = 0; i < rules->n_tiers; i++) {
		spot_json_quote(out, spot_view_of(rules->tiers[i].name));
		spot_buf_printf(out, ":%" PRIu64 ",", tally->tier[i]);
	}
	spot_buf_printf(out, "\"bad fit\":%" PRIu64 "}", tally->tier[rules->n_tiers]);
}

static void add_functions(struct spot_buf *out, const struct spot_translated *translated)
{
	spot_buf_char(out, '[');
	for (size_t i = 0; i < translated->rules->n_functions; i++) {
		const struct spot_function *function = &translated->rules->functions[i];
		const struct spot_translation *item = &translated->items[i];

		spot_buf_printf(out, "%s\n{", i > 0 ? "," : "");
		add_text(out, "word", function->word);
		spot_buf_char(out, ',');
		add_text(out, "name", function->owner);
		spot_buf_char(out, ',');
		add_text(out, "file", item->is_translated ? function->place.file : item->file);
		spot_buf_printf(out, ",\"line\":%lu,\"compiled\":%s,",
		    item->is_translated ? function->place.line : item->line,
		    item->is_translated ? "true" : "false");
		add_text(out, "why_not", item->is_translated ? NULL : item->why);
		spot_buf_char(out, '}');
	}
	spot_buf_char(out, ']');
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
		spot_json_key(json, "functions");
		spot_json_given(json);
		add_functions(json->out, &file->translated);
		spot_excepted_json(json, file->rules, spot_checked_tally(checked, i));
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_profile(struct spot_buf *out, const struct spot_checked_file *file,
    const struct spot_survey *survey)
{
	const struct spot_survey_part *part = &survey->parts[file->part_idx];
	const struct spot_tally *tally = &survey->result.tallies[file->part_idx];
	spot_buf_char(out, '{');
	add_text(out, "file", file->path);
	spot_buf_char(out, ',');
	add_text(out, "profile", file->rules->profile.name[0] ? file->rules->profile.name : NULL);
	spot_buf_char(out, ',');
	add_tiers(out, file->rules, tally);
	spot_buf_printf(out, ",\"repeated_keys\":%" PRIu64 ",\"blank_keys\":%" PRIu64 ",",
	    part->n_repeats, part->n_blank_keys);
	add_rules(out, part, tally->rows);
	spot_buf_char(out, ',');
	add_fields(out, part);
	spot_buf_char(out, '}');
}

static void add_data(struct spot_buf *out, const struct spot_checked *checked)
{
	const struct spot_survey *survey = checked->survey;
	const char *sep = "";

	struct spot_json json = SPOT_JSON_INIT(out, 2);

	spot_json_object(&json);
	spot_member_count(&json, "rows", survey->result.rows);
	spot_rejected_members(&json, &survey->result.unread);
	spot_rejected_tables(&json, survey->parts[0].panel, survey->n_parts);
	spot_buf_text(out, ",\"profiles\":[");
	for (size_t i = 0; i < checked->n_files; i++) {
		if (checked->files[i].part_idx == SPOT_NONE)
			continue;
		spot_buf_text(out, sep);
		add_profile(out, &checked->files[i], survey);
		sep = ",\n";
	}
	spot_buf_text(out, "]}");
}

void spot_checked_print_json(struct spot_buf *out, struct spot_checked *checked)
{
	struct spot_json json = SPOT_JSON_INIT(out, 1);
	const char *sep = "";

	spot_json_object(&json);
	spot_json_key(&json, "findings");
	spot_json_given(&json);
	spot_buf_char(out, '[');
	for (size_t i = 0; i < checked->n_files; i++)
		add_diags(out, &checked->files[i].list.diags, &sep);
	add_diags(out, &checked->data.diags, &sep);
	spot_buf_char(out, ']');
	spot_member_count(&json, "errors", spot_checked_n_errors(checked));
	spot_member_count(&json, "warnings", spot_checked_n_warnings(checked));
	add_files(&json, checked);
	spot_json_key(&json, "data");
	if (checked->survey) {
		spot_json_given(&json);
		add_data(out, checked);
	} else {
		spot_json_null(&json);
	}
	spot_json_end(&json);
}
