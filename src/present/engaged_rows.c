/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/mem.h"
#include "present/draft.h"
#include "present/engaged.h"

/* Names that depend on the rules and the data. */
struct naming {
	const char **names;
	size_t n;
	struct spot_arena arena;
	const char **roles; /* room for the names of all roles */
	bool failed;
};

static void name_add(struct naming *naming, const char *prefix, const char *name)
{
	struct spot_buf text = SPOT_BUF_INIT;
	char *copy;

	spot_buf_text(&text, prefix);
	spot_buf_text(&text, name);
	copy = spot_buf_failed(&text)
	    ? NULL : spot_arena_copy(&naming->arena, spot_buf_str(&text), text.len);
	naming->failed |= !copy;
	naming->names[naming->n++] = copy ? copy : "";
	spot_buf_reset(&text);
}

static bool naming_init(struct naming *naming, const struct spot_people *people)
{
	memset(naming, 0, sizeof(*naming));
	spot_arena_init(&naming->arena);
	naming->names = spot_mem_calloc(people->n_roles + 16, sizeof(*naming->names));
	naming->roles = spot_mem_calloc(people->n_roles + 2, sizeof(*naming->roles));
	return naming->names && naming->roles;
}

static void naming_reset(struct naming *naming)
{
	spot_arena_free(&naming->arena);
	free(naming->names);
	free(naming->roles);
}

static bool has_names(const struct spot_roster *roster)
{
	size_t name = spot_schema_find(&roster->panel->rules->fields, "name", 4);

	return name != SPOT_NONE &&
	    roster->panel->rules->fields.fields[name].type == SPOT_TYPE_TEXT;
}

/* --- accounts ----------------------------------------------------------------------------- */

static void name_accounts(struct naming *naming, const struct spot_roster *roster)
{
	const struct spot_people *people = roster->people;

	name_add(naming, "", roster->key_header ? roster->key_header : "account");
	if (has_names(roster))
		name_add(naming, "", "name");
	name_add(naming, "", "icp_tier");
	name_add(naming, "", "icp_engagement");
	name_add(naming, "", "icp_level");
	name_add(naming, "", "icp_fit_x_engagement");
	for (size_t r = 0; r < people->n_roles; r++)
		name_add(naming, "icp_engagement: ", people->buyers.roles[r].name);
	name_add(naming, "", "icp_engagement: unassigned");
	name_add(naming, "", "icp_engagement_change");
	name_add(naming, "", "icp_roles");
	name_add(naming, "", "icp_roles_missing");
	name_add(naming, "", "icp_last_event");
}

static void put_day(struct spot_sheet *sheet, int32_t day)
{
	if (day == SPOT_PEOPLE_NEVER)
		spot_sheet_text(sheet, NULL);
	else
		spot_sheet_day(sheet, day);
}

static void put_roles(struct spot_sheet *sheet, const struct naming *naming,
    const struct spot_people *people, const struct spot_people_account *account, bool missing)
{
	size_t n = 0;

	for (size_t r = 0; r < people->n_roles; r++)
		if (missing ? spot_engage_misses(people, account, r)
		            : account->roles && account->roles[r] > 0)
			naming->roles[n++] = people->buyers.roles[r].name;
	spot_sheet_list(sheet, naming->roles, n);
}

static void put_quadrant(struct spot_sheet *sheet, const char *tier, const char *level)
{
	struct spot_buf text = SPOT_BUF_INIT;

	spot_buf_printf(&text, "%s%s%s", tier, tier[0] && level[0] ? "-" : "", level);
	spot_sheet_text(sheet, spot_buf_str(&text));
	spot_draft_end(&text, &sheet->out->failed);
}

static void put_account(struct spot_sheet *sheet, const struct naming *naming,
    const struct spot_roster *roster, size_t row)
{
	const struct spot_roster_row *item = &roster->rows[row];
	const struct spot_people *people = roster->people;
	const struct spot_people_account *account = &item->people;
	const char *tier = spot_verdict_rank_name(roster->panel->rules, item->tier);
	const char *level =
	    spot_engage_level_name(people, spot_engage_level(people, account->engagement));
	size_t n = people->n_roles;

	spot_sheet_row(sheet);
	spot_sheet_view(sheet, spot_roster_key(roster, row));
	if (has_names(roster))
		spot_sheet_view(sheet, spot_roster_name(roster, row));
	spot_sheet_text(sheet, tier);
	spot_sheet_number(sheet, account->engagement);
	spot_sheet_text(sheet, level);
	put_quadrant(sheet, tier, level);
	for (size_t r = 0; r < n; r++)
		spot_sheet_number(sheet, account->points ? account->points[r] : 0);
	spot_sheet_number(sheet, account->points ? account->points[n] + account->points[n + 1] : 0);
	spot_sheet_number(sheet, account->change);
	put_roles(sheet, naming, people, account, false);
	put_roles(sheet, naming, people, account, true);
	put_day(sheet, account->last);
}

/* --- contacts ----------------------------------------------------------------------------- */

static const char *field_header(const struct spot_schema *schema, size_t field_idx)
{
	const struct spot_field *field = &schema->fields[field_idx];

	return field->n_from > 0 ? field->from[0] : field->name;
}

static void name_contacts(struct naming *naming, const struct spot_roster *roster)
{
	const struct spot_buyers *buyers = &roster->people->buyers;
	const struct spot_schema *fields = &roster->panel->rules->contacts;

	if (buyers->contact_id != SPOT_NONE)
		name_add(naming, "", field_header(fields, buyers->contact_id));
	name_add(naming, "", field_header(fields, buyers->contact_key));
	if (buyers->contact_title != SPOT_NONE)
		name_add(naming, "", field_header(fields, buyers->contact_title));
	name_add(naming, "", "icp_role");
	name_add(naming, "", "icp_engagement");
	name_add(naming, "", "icp_last_event");
}

static struct spot_view key_or_blank(const struct spot_map *map, uint32_t idx)
{
	return idx == SPOT_PEOPLE_NONE ? (struct spot_view) { NULL, 0 } : map->keys[idx];
}

static void put_contact(struct spot_sheet *sheet, const struct spot_people *people, size_t c)
{
	const struct spot_contact *contact = &people->list[c];

	spot_sheet_row(sheet);
	if (people->buyers.contact_id != SPOT_NONE)
		spot_sheet_view(sheet, key_or_blank(&people->ids, people->contact_id[c]));
	spot_sheet_view(sheet, contact->group == SPOT_PEOPLE_NONE
	    ? (struct spot_view) { NULL, 0 }
	    : spot_rollup_key(people->contacts.rollup, contact->group));
	if (people->buyers.contact_title != SPOT_NONE)
		spot_sheet_view(sheet, key_or_blank(&people->titles, contact->title));
	spot_sheet_text(sheet, spot_engage_role_name(people, contact->role));
	spot_sheet_number(sheet, spot_people_contact(people, c));
	put_day(sheet, contact->last);
}

/* --- titles ------------------------------------------------------------------------------- */

static void name_titles(struct naming *naming)
{
	name_add(naming, "", "title");
	name_add(naming, "", "icp_role");
	name_add(naming, "", "icp_contacts");
}

/* A title of several roles has all of them named: what else the rules read decides. */
static void put_title(struct spot_sheet *sheet, const struct naming *naming,
    const struct spot_people *people, size_t t)
{
	const uint32_t *counts = people->title_roles + t * (people->n_roles + 1);
	uint64_t n_contacts = 0;
	size_t n = 0;

	for (size_t r = 0; r <= people->n_roles; r++) {
		n_contacts += counts[r];
		if (counts[r] > 0)
			naming->roles[n++] = spot_engage_role_name(people, r);
	}
	spot_sheet_row(sheet);
	spot_sheet_view(sheet, people->titles.keys[t]);
	spot_sheet_list(sheet, naming->roles, n);
	spot_sheet_count(sheet, n_contacts);
}

/* --- all ---------------------------------------------------------------------------------- */

void spot_engaged_rows(struct spot_buf *out, const struct spot_engage *engage,
    enum spot_engaged_per per, enum spot_sheet_kind kind)
{
	const struct spot_roster *roster = engage->roster;
	const struct spot_people *people = roster->people;
	size_t n = per == SPOT_ENGAGED_ACCOUNT ? roster->n_rows
	    : per == SPOT_ENGAGED_CONTACT ? people->n_list : people->titles.n_keys;
	struct naming naming;
	struct spot_sheet sheet = { .out = out, .kind = kind };

	if (!naming_init(&naming, people)) {
		out->failed = true;
		naming_reset(&naming);
		return;
	}
	if (per == SPOT_ENGAGED_ACCOUNT)
		name_accounts(&naming, roster);
	else if (per == SPOT_ENGAGED_CONTACT)
		name_contacts(&naming, roster);
	else
		name_titles(&naming);
	out->failed |= naming.failed;
	sheet.names = naming.names;
	sheet.n_names = naming.n;
	spot_sheet_begin(&sheet);
	for (size_t i = 0; i < n; i++) {
		if (per == SPOT_ENGAGED_ACCOUNT)
			put_account(&sheet, &naming, roster, i);
		else if (per == SPOT_ENGAGED_CONTACT)
			put_contact(&sheet, people, i);
		else
			put_title(&sheet, &naming, people, i);
	}
	spot_sheet_end(&sheet);
	naming_reset(&naming);
}
