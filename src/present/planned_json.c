/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "base/date.h"
#include "base/json.h"
#include "present/excepted.h"
#include "present/member.h"
#include "present/planned.h"
#include "present/rejected.h"

/* Empty: null. */
static void text(struct spot_json *json, const char *key, const char *value)
{
	spot_member_text(json, key, value && value[0] ? value : NULL);
}

static void add_map(struct spot_json *json, const struct spot_agenda *agenda)
{
	const struct spot_journey *journey = agenda->journey;
	const struct spot_people *people = agenda->roster->people;

	spot_json_key(json, "content_map");
	spot_json_array(json);
	for (size_t at = 0; at < people->n_roles * journey->n_stages; at++) {
		spot_json_object(json);
		text(json, "role", people->buyers.roles[at / journey->n_stages].name);
		text(json, "stage", journey->stages[at % journey->n_stages].name);
		spot_member_count(json, "content", agenda->map.n[at]);
		spot_member_count(json, "sales_tools", agenda->map.n_tools[at]);
		spot_member_count(json, "accounts", agenda->map.n_accounts[at]);
		spot_json_end(json);
	}
	spot_json_end(json);
	spot_json_key(json, "content_for_nobody");
	spot_json_array(json);
	for (size_t c = 0; c < journey->n_contents; c++)
		if (agenda->map.n_of[c] == 0)
			spot_json_text(json, journey->contents[c].name);
	spot_json_end(json);
}

static void add_head(struct spot_json *json, const struct spot_agenda *agenda, const char *format)
{
	const struct spot_rules *rules = agenda->roster->panel->rules;

	spot_json_object(json);
	text(json, "format", format);
	text(json, "profile", rules->profile.name);
	text(json, "rules", rules->path);
	spot_member_day(json, "as_of", rules->as_of);
	spot_member_count(json, "rows", agenda->roster->result.rows);
	spot_member_count(json, "bad_fits", agenda->n_bad_fits);
	spot_rejected_members(json, &agenda->roster->result.unread);
	spot_rejected_tables(json, agenda->roster->panel, 1);
}

void spot_planned_json(struct spot_buf *out, const struct spot_agenda *agenda, bool of_all)
{
	struct spot_json json = SPOT_JSON_INIT(out, 1);

	add_head(&json, agenda, "sweetspot plan 1");
	add_map(&json, agenda);
	spot_excepted_json(
	    &json, agenda->roster->panel->rules, &agenda->roster->result.tallies[0]);
	spot_json_key(&json, "accounts");
	spot_json_given(&json);
	spot_planned_rows(out, agenda, of_all, SPOT_SHEET_JSON);
	spot_json_end(&json);
}

void spot_planned_bad_json(struct spot_buf *out, const struct spot_agenda *agenda,
    const struct spot_agenda_swap *swap)
{
	struct spot_json json = SPOT_JSON_INIT(out, 1);

	add_head(&json, agenda, "sweetspot plan bad fits 1");
	spot_member_count(&json, "that_pay", agenda->n_bad);
	spot_member_count(&json, "pays_unknown", agenda->n_bad_unknown);
	spot_member_number(&json, "pays", swap->pays);
	spot_member_number(&json, "costs", swap->costs);
	spot_member_count(&json, "costs_unknown", swap->n_unknown);
	spot_member_number(&json, "margin", swap->margin);
	spot_member_number(&json, "growth", swap->growth);
	spot_member_flag(&json, "replaced", swap->is_replaced);
	spot_json_key(&json, "accounts");
	spot_json_given(&json);
	spot_planned_bad_rows(out, agenda, swap, SPOT_SHEET_JSON);
	spot_json_end(&json);
}
