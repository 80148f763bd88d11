/* SPDX-License-Identifier: MIT */
#include "base/date.h"
#include "base/json.h"
#include "present/engaged.h"
#include "present/member.h"
#include "present/rejected.h"

/* Empty: null. */
static void text(struct spot_json *json, const char *key, const char *value)
{
	spot_member_text(json, key, value && value[0] ? value : NULL);
}

static void add_matrix(struct spot_json *json, const struct spot_engage *engage)
{
	const struct spot_rules *rules = engage->roster->panel->rules;

	spot_json_key(json, "fit_x_engagement");
	spot_json_array(json);
	for (size_t i = 0; i < engage->n_ranks * engage->n_levels; i++) {
		const struct spot_engage_cell *cell = &engage->cells[i];

		spot_json_object(json);
		text(json, "tier", spot_verdict_rank_name(rules, i / engage->n_levels));
		text(json, "level", spot_engage_level_name(
		    engage->roster->people, i % engage->n_levels));
		spot_member_count(json, "accounts", cell->n);
		spot_member_number(json, "growth", cell->growth);
		spot_member_count(json, "growth_unknown", cell->n_unknown);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_roles(struct spot_json *json, const struct spot_engage *engage)
{
	const struct spot_people *people = engage->roster->people;

	spot_json_key(json, "roles");
	spot_json_array(json);
	for (size_t r = 0; r <= people->n_roles; r++) {
		const struct spot_engage_role *role = &engage->roles[r];
		bool is_role = r < people->n_roles;

		spot_json_object(json);
		text(json, "role", spot_engage_role_name(people, r));
		spot_member_count(json, "contacts", role->n_contacts);
		spot_member_count(json, "accounts", role->n_accounts);
		spot_member_count(json, "needed", is_role ? people->buyers.roles[r].needed : 0);
		spot_member_count(json, "accounts_missing", role->n_missing);
		spot_member_number(json, "engagement", role->points);
		spot_json_end(json);
	}
	spot_json_end(json);
	spot_json_key(json, "unassigned_titles");
	spot_json_array(json);
	for (size_t i = 0; i < engage->n_unassigned; i++) {
		spot_json_object(json);
		spot_json_key(json, "title");
		spot_json_view(json, people->titles.keys[engage->unassigned[i].title]);
		spot_member_count(json, "contacts", engage->unassigned[i].n);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_engagements(struct spot_json *json, const struct spot_people *people)
{
	spot_json_key(json, "engagements");
	spot_json_array(json);
	for (size_t e = 0; people->has_events && e < people->buyers.n_engagements; e++) {
		spot_json_object(json);
		text(json, "engagement", people->buyers.engagements[e].name);
		spot_member_count(json, "events", spot_people_counted(people, e));
		spot_member_count(json, "unknown", spot_people_unknown(people, e));
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_table(struct spot_json *json, const char *name, bool is_given,
    const struct spot_panel_table *table)
{
	struct spot_rollup_counts counts;

	spot_json_key(json, name);
	if (!is_given) {
		spot_json_null(json);
		return;
	}
	counts = spot_rollup_counts(table->rollup);
	spot_json_object(json);
	text(json, "file", table->path);
	spot_member_count(json, "records", counts.records);
	spot_member_count(json, "accounts", counts.keys);
	spot_member_count(json, "without_key", counts.blank_keys);
	spot_member_count(json, "unmatched_records", counts.unmatched_records);
	spot_member_count(json, "unmatched_accounts", counts.unmatched_keys);
	spot_member_count(json, "rejected_rows", table->unread.n_rows);
	spot_member_count(json, "unreadable_cells", table->unread.n_cells);
	spot_json_end(json);
}

static void add_left_out(struct spot_json *json, const struct spot_people *people)
{
	spot_json_key(json, "events_left_out");
	spot_json_object(json);
	spot_member_count(json, "after_as_of",
	    spot_people_tally(people, SPOT_PEOPLE_FUTURE));
	spot_member_count(json, "without_day",
	    spot_people_tally(people, SPOT_PEOPLE_NO_DAY));
	spot_json_end(json);
	spot_json_key(json, "events_without_contact");
	spot_json_object(json);
	spot_member_count(json, "none_named",
	    spot_people_tally(people, SPOT_PEOPLE_NO_CONTACT));
	spot_member_count(json, "not_among_contacts",
	    spot_people_tally(people, SPOT_PEOPLE_LOST_CONTACT));
	spot_member_count(json, "of_another_account",
	    spot_people_tally(people, SPOT_PEOPLE_OTHER_ACCOUNT));
	spot_member_count(json, "of_no_account",
	    spot_people_tally(people, SPOT_PEOPLE_NO_ACCOUNT));
	spot_json_end(json);
}

void spot_engaged_json(
    struct spot_buf *out, const struct spot_engage *engage, enum spot_engaged_per per)
{
	static const char *const names[] = { "accounts", "contacts", "titles" };
	const struct spot_roster *roster = engage->roster;
	const struct spot_people *people = roster->people;
	struct spot_json json = SPOT_JSON_INIT(out, 1);
	char day[SPOT_DATE_TEXT_SIZE];

	spot_date_print(roster->panel->rules->as_of, day);
	spot_json_object(&json);
	text(&json, "format", "sweetspot engage 1");
	text(&json, "profile", roster->panel->rules->profile.name);
	text(&json, "rules", roster->panel->rules->path);
	text(&json, "as_of", day);
	spot_member_count(&json, "rows", roster->result.rows);
	spot_rejected_members(&json, &roster->result.unread);
	spot_rejected_tables(&json, roster->panel, 1);
	add_table(&json, "contacts_table", people->has_contacts, &people->contacts);
	add_table(&json, "events_table", people->has_events, &people->events);
	add_left_out(&json, people);
	add_matrix(&json, engage);
	add_roles(&json, engage);
	add_engagements(&json, people);
	spot_member_count(&json, "accounts_without_contact", engage->n_without);
	spot_member_count(&json, "accounts_without_event", engage->n_silent);
	spot_member_count(&json, "accounts_falling", engage->n_falling);
	spot_member_count(&json, "repeated_rows", engage->n_repeated);
	spot_json_key(&json, names[per]);
	spot_json_given(&json);
	spot_engaged_rows(out, engage, per, SPOT_SHEET_JSON);
	spot_json_end(&json);
}
