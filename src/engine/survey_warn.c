/* SPDX-License-Identifier: MIT */
/* What of a survey somebody should look at. A few rows prove nothing: below ROWS_MIN
 * nothing is said of shares. */
#include <inttypes.h>
#include <stdio.h>

#include "base/date.h"
#include "base/utf8.h"
#include "engine/survey.h"

#define ROWS_MIN 20

/* "1,234 accounts", "1 row". */
struct counted {
	char text[64];
};

static struct counted counted(uint64_t n, const char *one)
{
	struct counted out;
	struct spot_buf buf = SPOT_BUF_INIT;
	spot_buf_grouped(&buf, n);
	snprintf(out.text, sizeof(out.text), "%s %s%s", spot_buf_str(&buf), one, n == 1 ? "" : "s");
	spot_buf_reset(&buf);
	return out;
}

static double percent(uint64_t n, uint64_t whole)
{
	return whole > 0 ? 100.0 * (double)n / (double)whole : 0;
}

static struct spot_place place_of(const char *file, uint64_t line)
{
	return (struct spot_place) { file, (unsigned long)line };
}

/* --- rules --------------------------------------------------------------------------- */

static void warn_never(struct spot_warning_list *list, const struct spot_survey_rule *rule)
{
	struct counted rows = counted(rule->n_known, "account");
	if (strcmp(rule->word, "criterion") == 0)
		spot_warning_add(list, SPOT_WARNING_RULE_NEVER, rule->place,
		    "look at its limits and at how its words are spelt in the data",
		    "criterion \"%s\" holds for none of %s", rule->name, rows.text);
	else if (strcmp(rule->word, "growth") == 0)
		spot_warning_add(list, SPOT_WARNING_RULE_NEVER, rule->place,
		    "look at its limits and at how its words are spelt in the data",
		    "growth \"%s\" is 0 for all %s", rule->name, rows.text);
	else
		spot_warning_add(list, SPOT_WARNING_RULE_NEVER, rule->place,
		    "look at how its words are spelt in the data, or silence this if that is as it "
		    "should be",
		    "%s \"%s\" holds for none of %s", rule->word, rule->name, rows.text);
}

static void warn_always(struct spot_warning_list *list, const struct spot_survey_rule *rule)
{
	struct counted rows = counted(rule->n_known, "account");
	if (strcmp(rule->word, "criterion") == 0)
		spot_warning_add(list, SPOT_WARNING_RULE_ALWAYS, rule->place,
		    "make it stricter: points for everybody tell nobody apart",
		    "criterion \"%s\" holds for all %s", rule->name, rows.text);
	else if (strcmp(rule->word, "growth") != 0)
		spot_warning_add(list, SPOT_WARNING_RULE_ALWAYS, rule->place, "look at its limits",
		    "%s \"%s\" holds for all %s", rule->word, rule->name, rows.text);
}

/* A blank field explains more than the rule that waits for it. */
static bool waits_for_blank(const struct spot_survey_part *part,
    const struct spot_survey_rule *rule,
    uint64_t n_rows)
{
	const struct spot_function *function = &part->panel->rules->functions[rule->fn];
	for (size_t f = 0; f < function->n_reads; f++) {
		const struct spot_field *field =
		    &part->panel->rules->fields.fields[function->reads[f]];
		if (part->fields[function->reads[f]].n_blank * 2 > n_rows && !field->optional &&
		    !field->derived)
			return true;
	}
	return false;
}

/* Whether it was told before there were accounts, as failing for every one: at the same place, of
 * the same rule, for both begin with its word and name. */
static bool is_told(const struct spot_warning_list *list, const struct spot_error *failure)
{
	static const char fails[] = " fails for every ";
	size_t len = strcspn(failure->what, "\"");

	if (failure->what[len])
		len += 1 + strcspn(failure->what + len + 1, "\"");
	len += failure->what[len] == '"';
	for (size_t i = 0; i < list->diags.n_items; i++) {
		const struct spot_diag *diag = &list->diags.items[i];

		if (diag->severity == SPOT_SEVERITY_ERROR && diag->line == failure->line &&
		    diag->file && strcmp(diag->file, failure->file) == 0 &&
		    strncmp(diag->what, failure->what, len) == 0 &&
		    strncmp(diag->what + len, fails, strlen(fails)) == 0)
			return true;
	}
	return false;
}

static void add_failure(struct spot_warning_list *list, const struct spot_error *failure,
    struct spot_place place, uint64_t n, const char *of)
{
	if (is_told(list, failure))
		return;
	spot_diags_add(&list->diags, SPOT_SEVERITY_ERROR, 0,
	    failure->file[0] ? failure->file : place.file,
	    failure->line ? failure->line : place.line,
	    "mend the rule: score stops there, unless --keep-going is given", "%s%s%s%s",
	    failure->what, n > 1 ? " (fails on " : "", n > 1 ? counted(n, of).text : "",
	    n > 1 ? ")" : "");
}

/* Functions that are asked about records of second tables. */
static void warn_asked_records(struct spot_warning_list *list, const struct spot_panel *panel)
{
	const struct spot_panel_table *table;
	const char *name;

	for (size_t i = 0; (table = spot_panel_table_at(panel, i, &name)); i++)
		if (table->n_failed > 0)
			add_failure(list, &table->failure, place_of(panel->rules->path, 0),
			    table->n_failed, "record");
}

static void warn_rules(struct spot_warning_list *list, const struct spot_survey_part *part,
    uint64_t n_rows)
{
	for (size_t i = 0; i < part->n_rules; i++) {
		const struct spot_survey_rule *rule = &part->rules[i];
		uint64_t n_unknown = n_rows - rule->n_known - rule->n_failed;
		if (rule->n_failed > 0) {
			add_failure(list, &rule->failure, rule->place, rule->n_failed, "account");
			continue;
		}
		if (rule->n_known >= ROWS_MIN && rule->n_zero == rule->n_known)
			warn_never(list, rule);
		if (rule->n_known >= ROWS_MIN && rule->n_full == rule->n_known)
			warn_always(list, rule);
		if (n_rows >= ROWS_MIN && n_unknown * 2 > n_rows &&
		    !waits_for_blank(part, rule, n_rows))
			spot_warning_add(list, SPOT_WARNING_RULE_UNKNOWN, rule->place,
			    "fill the fields that it reads, or say what blank means in fields",
			    "%s \"%s\" is unknown for %.0f %% of the accounts", rule->word,
			    rule->name,
			    percent(n_unknown, n_rows));
	}
}

/* --- fields and keys ----------------------------------------------------------------- */

static void warn_fields(struct spot_warning_list *list, const struct spot_survey_part *part,
    uint64_t n_rows)
{
	const struct spot_rules *rules = part->panel->rules;
	for (size_t f = 0; n_rows >= ROWS_MIN && f < rules->fields.n_fields; f++) {
		const struct spot_field *field = &rules->fields.fields[f];
		const struct spot_survey_field *facts = &part->fields[f];
		/* With optional or default somebody has thought of blanks; accounts
		 * without records are no fault of the data. */
		if (!facts->is_read || field->optional || field->derived ||
		    facts->n_blank * 2 <= n_rows)
			continue;
		spot_warning_add(list, SPOT_WARNING_FIELD_BLANK,
		    (struct spot_place) { field->file ? field->file : rules->path, field->line },
		    "fill it, or say what blank means: default = … or optional = true",
		    "field \"%s\" is blank in %.0f %% of the rows, and rules read it", field->name,
		    percent(facts->n_blank, n_rows));
	}
}

static void warn_repeats(struct spot_warning_list *list, const struct spot_survey_part *part)
{
	struct spot_buf text = SPOT_BUF_INIT;
	size_t shown = part->n_repeats < SPOT_SURVEY_EXAMPLES ? (size_t)part->n_repeats :
								SPOT_SURVEY_EXAMPLES;
	for (size_t i = 0; i < shown; i++) {
		const struct spot_survey_key *repeat = &part->repeats[i];
		bool same_file = strcmp(repeat->file, repeat->first_file) == 0;
		spot_buf_printf(&text, "%s%.60s (lines %" PRIu64, i > 0 ? ", " : "", repeat->key,
		    repeat->first_line);
		if (!same_file)
			spot_buf_printf(&text, " of %s", repeat->first_file);
		spot_buf_printf(&text, " and %" PRIu64 "%s%s)", repeat->line,
		    same_file ? "" : " of ",
		    same_file ? "" : repeat->file);
	}
	if (part->n_repeats > shown)
		spot_buf_text(&text, ", …");
	if (part->n_repeats > 0)
		spot_warning_add(list, SPOT_WARNING_KEY_TWICE,
		    place_of(part->repeats[0].file, part->repeats[0].line),
		    "keep one row an account; each row is scored by itself",
		    "%s %s the key of an earlier one: %s", counted(part->n_repeats, "row").text,
		    part->n_repeats == 1 ? "has" : "have", spot_buf_str(&text));
	spot_buf_reset(&text);
}

static void warn_keys(struct spot_warning_list *list, const struct spot_survey_part *part)
{
	warn_repeats(list, part);
	if (part->n_blank_keys > 0)
		spot_warning_add(list, SPOT_WARNING_KEY_BLANK,
		    place_of(part->blank_key.file, part->blank_key.line),
		    "give them a key: without it they match no second table and no exception",
		    "%s %s no key, the first in line %" PRIu64,
		    counted(part->n_blank_keys, "row").text,
		    part->n_blank_keys == 1 ? "has" : "have",
		    part->blank_key.line);
}

/* --- tiers, exceptions, second tables ------------------------------------------------ */

static void warn_tiers(struct spot_warning_list *list, const struct spot_rules *rules,
    const struct spot_tally *tally)
{
	uint64_t top = rules->n_tiers > 0 ? tally->tier[0] : 0;
	if (tally->rows < ROWS_MIN)
		return;
	for (size_t i = 0; i < rules->n_tiers; i++)
		if (tally->tier[i] == 0)
			spot_warning_add(list, SPOT_WARNING_TIER_EMPTY, rules->tiers_place,
			    "move its threshold, or look at the rules that keep accounts from it",
			    "tier \"%s\" has none of %s", rules->tiers[i].name,
			    counted(tally->rows, "account").text);
	if (!rules->has_target_share || rules->n_tiers == 0)
		return;
	if (rules->n_tiers > 1)
		top += tally->tier[1];
	double share = (double)top / (double)tally->rows;
	const char *hint = share < rules->target_low ?
	    "the profile is too narrow: loosen rules, or lower thresholds" :
	    "the profile is too broad: tighten rules, or raise thresholds";
	if (share < rules->target_low || share > rules->target_high)
		spot_warning_add(list, SPOT_WARNING_TARGET_MISSED, rules->tiers_place, hint,
		    "the top two tiers hold %.1f %% of the accounts; the target is %.1f to %.1f %%",
		    100 * share, 100 * rules->target_low, 100 * rules->target_high);
}

static void warn_exceptions(struct spot_warning_list *list, const struct spot_rules *rules,
    const struct spot_tally *tally)
{
	for (size_t i = 0; i < rules->n_exceptions; i++) {
		const struct spot_exception *exception = &rules->exceptions[i];
		if (rules->as_of <= exception->expires && tally->exception[i] == 0)
			spot_warning_add(list, SPOT_WARNING_EXCEPTION_NOBODY, exception->place,
			    "look at how the key is written in the data",
			    "exception \"%s\" is for account \"%s\", which is not in the data",
			    exception->name, exception->account);
	}
}

static void warn_rollups(struct spot_warning_list *list, const struct spot_panel *panel)
{
	for (size_t t = 0; t < panel->rules->n_rollups; t++) {
		const struct spot_rollup_rule *rule = &panel->rules->rollups[t];
		const struct spot_rollup *rollup = panel->tables[t].rollup;
		struct spot_rollup_counts counts = spot_rollup_counts(rollup);
		struct spot_unmatched worst;
		char near[200] = "";
		if (counts.unmatched_records == 0 || spot_rollup_unmatched(rollup, &worst, 1) == 0)
			continue;
		if (worst.near.len > 0)
			snprintf(near, sizeof(near), " (account \"%.*s\" looks like it)",
			    (int)spot_utf8_cut(worst.near.ptr, worst.near.len, 60), worst.near.ptr);
		spot_warning_add(list, SPOT_WARNING_RECORDS_UNMATCHED, rule->place,
		    "write the keys alike in both files; score lists more of them",
		    "%" PRIu64 " of %s in %s %s no account, under %s; most under \"%.*s\"%s",
		    counts.unmatched_records, counted(counts.records, "record").text,
		    panel->tables[t].path, counts.unmatched_records == 1 ? "matches" : "match",
		    counted(counts.unmatched_keys, "key").text,
		    (int)spot_utf8_cut(worst.key.ptr, worst.key.len, 60), worst.key.ptr, near);
	}
}

static void warn_unread_column(
    struct spot_warning_list *list, const struct spot_unread_column *column)
{
	struct spot_place place = place_of(column->first.file, column->first.line);

	if (column->name)
		spot_warning_add(list, SPOT_WARNING_CELLS_UNREADABLE, place,
		    "mend the cells, or give the field another type, format or blank word",
		    "column \"%s\": %s cannot be read and count%s as blank, the first is %s",
		    column->name, counted(column->n, "cell").text, column->n == 1 ? "s" : "",
		    column->first.what);
	else
		spot_warning_add(list, SPOT_WARNING_ROWS_UNUSABLE, place,
		    "--rejects FILE lists them",
		    "%s cannot be used and %s left out, the first: %s",
		    counted(column->n, "row").text, column->n == 1 ? "is" : "are",
		    column->first.what);
}

static void warn_unread(struct spot_warning_list *list, const struct spot_unread *unread)
{
	for (size_t i = 0; i < unread->n_columns; i++)
		warn_unread_column(list, &unread->columns[i]);
}

void spot_survey_warn(struct spot_warning_list *list, const struct spot_survey *survey,
    size_t part_idx)
{
	const struct spot_survey_part *part = &survey->parts[part_idx];
	const struct spot_tally *tally = &survey->result.tallies[part_idx];
	warn_rules(list, part, tally->rows);
	warn_fields(list, part, tally->rows);
	warn_tiers(list, part->panel->rules, tally);
	warn_exceptions(list, part->panel->rules, tally);
	warn_rollups(list, part->panel);
	warn_asked_records(list, part->panel);
	warn_keys(list, part);
}

void spot_survey_warn_data(struct spot_warning_list *list, const struct spot_survey *survey)
{
	const struct spot_panel_table *table;
	const char *name;

	warn_unread(list, &survey->result.unread);
	for (size_t p = 0; p < survey->n_parts; p++)
		for (size_t i = 0;
		    (table = spot_panel_table_at(survey->parts[p].panel, i, &name)); i++)
			if (spot_panel_table_is_first(survey->parts[0].panel, p, table, NULL))
				warn_unread(list, &table->unread);
}
