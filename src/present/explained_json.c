/* SPDX-License-Identifier: MIT */
#include "base/json.h"
#include "present/explained.h"
#include "present/member.h"
#include "present/show.h"

static const struct spot_field *field_of(const struct spot_explanation *explanation, size_t idx)
{
	return &explanation->panel->rules->fields.fields[idx];
}

/* Empty: null. */
static void add_text(struct spot_json *json, const char *key, const char *text)
{
	spot_member_text(json, key, text && text[0] ? text : NULL);
}

/* Begins an object, which the caller ends. */
static void add_named(struct spot_json *json, const struct spot_explanation *explanation,
    size_t field_idx, struct spot_value value)
{
	const struct spot_field *field = field_of(explanation, field_idx);

	spot_json_object(json);
	spot_member_text(json, "field", field->name);
	spot_json_key(json, "value");
	spot_json_given(json);
	spot_show_json(json->out, field, value);
}

static void add_rule(
    struct spot_json *json, const struct spot_explanation *explanation, size_t idx)
{
	static const char *const words[] = { "criterion", "disqualify", "growth" };
	const struct spot_asked *asked = &explanation->panel->scoring.asked[idx];
	const struct spot_explained *rule = &explanation->rules[idx];

	spot_json_object(json);
	spot_member_text(json, "word", words[asked->kind]);
	spot_member_text(json, "name", asked->name);
	spot_member_answer(
	    json, rule->trace.state, rule->trace.was_boolean, rule->trace.value);
	spot_member_maybe(json, "points", asked->kind == SPOT_RULE_CRITERION, rule->points);
	spot_member_array(json, "read");
	for (size_t i = 0; i < rule->trace.n_reads; i++) {
		add_named(json, explanation, rule->trace.reads[i].field_idx,
		    rule->trace.reads[i].value);
		spot_json_end(json);
	}
	spot_json_end(json);
	spot_member_array(json, "more_with");
	for (size_t i = 0; i < rule->n_needs; i++)
		for (size_t v = 0; v < rule->needs[i].n_values; v++) {
			add_named(json, explanation, rule->needs[i].field_idx,
			    rule->needs[i].values[v]);
			spot_json_end(json);
		}
	spot_json_end(json);
	add_text(json, "error",
	    rule->trace.state == SPOT_ANSWER_FAILED ? rule->trace.failure.what : NULL);
	spot_json_end(json);
}

/* The groups that are held to a cap or floor, and by how much that changes the sum of points. */
static void add_groups(struct spot_json *json, const struct spot_explanation *explanation)
{
	const struct spot_scoring *scoring = &explanation->panel->scoring;
	const struct spot_rules *rules = explanation->panel->rules;

	spot_member_array(json, "groups");
	for (size_t s = 0; s < scoring->n_slots; s++) {
		const struct spot_group *group;

		if (!spot_verdict_slot_is_clamped(rules, &scoring->slots[s]))
			continue;
		group = &rules->groups[scoring->slots[s].group];
		spot_json_object(json);
		spot_member_text(json, "name", group->name);
		spot_member_number(json, "points", explanation->adjustments[s]);
		spot_member_maybe(json, "cap", group->has_cap, group->cap);
		spot_member_maybe(json, "floor", group->has_floor, group->floor);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_verdict(struct spot_json *json, const struct spot_rules *rules,
    const struct spot_verdict *verdict)
{
	add_text(json, "tier", spot_verdict_tier_name(rules, verdict->tier));
	spot_member_maybe(json, "score", verdict->has_score, verdict->score);
	spot_member_maybe(json, "earned", verdict->has_score, verdict->earned);
	spot_member_maybe(json, "possible", verdict->has_score, verdict->possible);
	spot_member_maybe(json, "score_low", verdict->has_score, verdict->score_low);
	spot_member_maybe(json, "score_high", verdict->has_score, verdict->score_high);
	add_text(json, "tier_low", spot_verdict_tier_name(rules, verdict->tier_low));
	add_text(json, "tier_high", spot_verdict_tier_name(rules, verdict->tier_high));
	spot_member_maybe(json, "coverage", verdict->has_coverage, verdict->coverage);
	spot_member_maybe(json, "growth", verdict->has_growth, verdict->growth);
	add_text(json, "exception",
	    verdict->exception == SPOT_NONE ? NULL : rules->exceptions[verdict->exception].name);
}

static void add_fills(struct spot_json *json, const struct spot_explanation *explanation)
{
	spot_member_array(json, "fill_first");
	for (size_t i = 0; i < explanation->n_fills; i++) {
		const struct spot_fill *fill = &explanation->fills[i];

		spot_json_object(json);
		spot_member_text(json, "field", field_of(explanation, fill->field_idx)->name);
		spot_member_count(json, "settled", fill->n_settled);
		spot_member_count(json, "tried", fill->n_tried);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_changes(struct spot_json *json, const struct spot_explanation *explanation)
{
	const struct spot_rules *rules = explanation->panel->rules;

	spot_member_array(json, "changes");
	for (size_t i = 0; i < explanation->n_changes; i++) {
		add_named(json, explanation, explanation->changes[i].field_idx,
		    explanation->changes[i].value);
		add_text(
		    json, "tier", spot_verdict_tier_name(rules, explanation->change_tiers[i]));
		spot_json_end(json);
	}
	spot_json_end(json);
}

void spot_explained_print_json(struct spot_buf *out, const struct spot_explanation *explanation)
{
	struct spot_json json = SPOT_JSON_INIT(out, 2);
	const struct spot_panel *panel = explanation->panel;
	const struct spot_lookup_row *account = explanation->account;

	spot_json_object(&json);
	spot_member_text(&json, "format", "sweetspot explain 1");
	spot_json_key(&json, "key");
	if (panel->key_field != SPOT_NONE)
		spot_json_view(&json, account->values[panel->key_field].as.text);
	else
		spot_json_null(&json);
	add_text(&json, "file", account->file);
	spot_member_count(&json, "line", account->line);
	add_text(&json, "profile", panel->rules->profile.name);
	add_verdict(&json, panel->rules, &explanation->verdict);
	spot_member_array(&json, "rules");
	for (size_t i = 0; i < panel->scoring.n_asked; i++)
		add_rule(&json, explanation, i);
	spot_json_end(&json);
	add_groups(&json, explanation);
	add_fills(&json, explanation);
	add_changes(&json, explanation);
	spot_json_end(&json);
}
