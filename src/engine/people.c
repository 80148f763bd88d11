/* SPDX-License-Identifier: MIT */
#include "engine/people.h"

#include <stdlib.h>

#include "base/text.h"
#include "engine/people_internal.h"
#include "engine/records.h"
#include "table/cell.h"

/* --- contacts ----------------------------------------------------------------------------- */

static struct spot_view text_of(const struct spot_batch *batch, size_t field, size_t row)
{
	struct spot_value value = { .kind = SPOT_KIND_BLANK };

	if (field != SPOT_NONE)
		value = spot_batch_get(batch, field, row);
	return value.kind == SPOT_KIND_TEXT ? value.as.text : (struct spot_view) { NULL, 0 };
}

/* Room for one more title: its counts, and which patterns match it. */
static bool title_add(struct spot_people *people, struct spot_view title)
{
	size_t t = people->titles.n_keys - 1, n = people->n_roles;
	struct spot_buf folded = SPOT_BUF_INIT;
	bool ok = spot_mem_grow(&people->title_roles, &people->title_roles_cap, (t + 1) * (n + 1),
	    sizeof(*people->title_roles));

	if (ok)
		memset(people->title_roles + t * (n + 1), 0,
		    (n + 1) * sizeof(*people->title_roles));
	if (!ok || !people->has_patterns)
		return ok;
	spot_text_fold(&folded, title, true);
	ok = !spot_buf_failed(&folded) && spot_mem_grow(&people->title_likes,
	    &people->title_likes_cap, (t + 1) * n, sizeof(bool));
	for (size_t r = 0; ok && r < n; r++)
		people->title_likes[t * n + r] = spot_buyers_is_like(&people->buyers.roles[r],
		    (struct spot_view) { spot_buf_str(&folded), folded.len });
	spot_buf_reset(&folded);
	return ok;
}

/* SPOT_PEOPLE_NONE for a blank one. */
static bool title_of(uint32_t *out, struct spot_people *people, struct spot_view title)
{
	size_t n_before = people->titles.n_keys, idx;

	*out = SPOT_PEOPLE_NONE;
	if (title.len == 0)
		return true;
	idx = spot_map_add(&people->titles, title);
	if (idx == SPOT_MAP_NONE)
		return false;
	*out = (uint32_t)idx;
	return people->titles.n_keys == n_before || title_add(people, title);
}

static uint32_t role_of(const struct spot_people *people, const struct spot_records_part *part,
    size_t row, uint32_t title)
{
	uint32_t r = 0;

	for (; r < people->n_roles; r++) {
		const struct spot_role *role = &people->buyers.roles[r];
		bool is_it = role->match != SPOT_NO_FUNCTION
		    ? part->answers[r].state[row] == 1
		    : title != SPOT_PEOPLE_NONE &&
		        people->title_likes[title * people->n_roles + r];

		if (is_it)
			break;
	}
	return r;
}

static bool id_note(struct spot_people *people, struct spot_view id, size_t contact)
{
	size_t n_before = people->ids.n_keys, idx;

	if (!spot_mem_grow(&people->contact_id, &people->contact_id_cap, contact + 1,
	        sizeof(*people->contact_id)))
		return false;
	people->contact_id[contact] = SPOT_PEOPLE_NONE;
	if (id.len == 0)
		return true;
	idx = spot_map_add(&people->ids, spot_cell_key_identity(id));
	if (idx == SPOT_MAP_NONE || !spot_mem_grow(&people->id_contact, &people->id_cap,
	        people->ids.n_keys, sizeof(*people->id_contact)))
		return false;
	people->contact_id[contact] = (uint32_t)idx;
	if (people->ids.n_keys > n_before)
		people->id_contact[idx] = (uint32_t)contact;
	else
		people->counts.same_id++;
	return true;
}

static bool text_keep(struct spot_people *people, struct spot_view *text)
{
	size_t idx = spot_map_add(&people->texts, *text);

	if (idx != SPOT_MAP_NONE)
		*text = people->texts.keys[idx];
	return idx != SPOT_MAP_NONE;
}

static bool value_keep(struct spot_people *people, struct spot_value *value)
{
	struct spot_view *items;

	if (value->kind == SPOT_KIND_TEXT)
		return text_keep(people, &value->as.text);
	if (value->kind != SPOT_KIND_LIST)
		return true;
	items = spot_arena_calloc(&people->arena, value->as.list.n_items + 1, sizeof(*items));
	for (size_t i = 0; items && i < value->as.list.n_items; i++) {
		items[i] = value->as.list.items[i];
		if (!text_keep(people, &items[i]))
			return false;
	}
	value->as.list.items = items;
	return items != NULL;
}

static bool values_keep(struct spot_people *people, const struct spot_batch *batch, size_t row)
{
	size_t n = people->rules->contacts.n_fields, first = people->n_list * n;

	if (!people->keeps_values)
		return true;
	if (!spot_mem_grow(&people->values, &people->values_cap, first + n,
	        sizeof(*people->values)))
		return false;
	for (size_t f = 0; f < n; f++) {
		people->values[first + f] = spot_batch_get(batch, f, row);
		if (!value_keep(people, &people->values[first + f]))
			return false;
	}
	return true;
}

/* Counts the contact's role at its account and title. */
static bool role_count(struct spot_people *people, const struct spot_contact *contact)
{
	size_t n = people->n_roles + 1, cap = people->roles_cap;

	if (contact->title != SPOT_PEOPLE_NONE)
		people->title_roles[contact->title * n + contact->role]++;
	else
		people->counts.blank_titles++;
	if (contact->group == SPOT_PEOPLE_NONE)
		return true;
	if (!spot_mem_grow(&people->roles, &people->roles_cap, (contact->group + 1) * n,
	        sizeof(*people->roles)))
		return false;
	memset(people->roles + cap, 0, (people->roles_cap - cap) * sizeof(*people->roles));
	people->roles[contact->group * n + contact->role]++;
	return true;
}

int spot_people_room(size_t n_contacts, struct spot_error *err)
{
	if (n_contacts < SPOT_PEOPLE_NONE - 1)
		return 0;
	spot_error_set(err, SPOT_EDATA, "more than %zu contacts", n_contacts);
	spot_error_hint(err, "leave out those of accounts that are not scored");
	return SPOT_EDATA;
}

static int contact_take(struct spot_people *people, const struct spot_records_part *part,
    size_t row, struct spot_error *err)
{
	const struct spot_buyers *buyers = &people->buyers;
	struct spot_contact contact = { .last = SPOT_PEOPLE_NEVER };
	size_t group;
	int rc = spot_rollup_note(people->contacts.rollup,
	    text_of(&part->batch, buyers->contact_key, row), &group, err);

	if (rc != 0)
		return rc;
	rc = spot_people_room(people->n_list, err);
	if (rc != 0)
		return rc;
	contact.group = group == SPOT_MAP_NONE ? SPOT_PEOPLE_NONE : (uint32_t)group;
	if (!title_of(&contact.title, people,
	        spot_text_trim(text_of(&part->batch, buyers->contact_title, row))))
		return spot_error_nomem(err);
	contact.role = role_of(people, part, row, contact.title);
	if (!role_count(people, &contact) ||
	    !id_note(people, spot_text_trim(text_of(&part->batch, buyers->contact_id, row)),
	        people->n_list) ||
	    !values_keep(people, &part->batch, row) ||
	    !spot_mem_grow(&people->list, &people->list_cap, people->n_list + 1,
	        sizeof(*people->list)))
		return spot_error_nomem(err);
	people->list[people->n_list++] = contact;
	return 0;
}

static int contacts_take(void *ctx, const struct spot_records_part *part, struct spot_error *err)
{
	int rc = 0;

	for (size_t row = 0; rc == 0 && row < part->batch.n_rows; row++)
		rc = contact_take(ctx, part, row, err);
	return rc;
}

/* Whether a rule may look at an event's contact. */
static bool reads_contact(const struct spot_people *people, int fn)
{
	const struct spot_function *function;

	if (fn == SPOT_NO_FUNCTION || people->buyers.event_row == SPOT_NONE)
		return false;
	function = &people->rules->functions[fn];
	for (size_t i = 0; i < function->n_reads; i++)
		if (function->reads[i] == people->buyers.event_row)
			return true;
	return function->n_reads == 0; /* perhaps it could not be told */
}

static int contacts_read(struct spot_people *people, const struct spot_panel_options *options,
    struct spot_error *err)
{
	const struct spot_buyers *buyers = &people->buyers;
	struct spot_records_job job = { .rules = people->rules, .schema = &people->rules->contacts,
		.table = &people->contacts, .n_fns = people->n_roles, .options = options,
		.ctx = people, .take = contacts_take };
	int *fns = spot_mem_calloc(people->n_roles + 1, sizeof(*fns));
	int rc;

	if (!fns)
		return spot_error_nomem(err);
	for (size_t r = 0; r < people->n_roles; r++) {
		fns[r] = buyers->roles[r].match;
		people->has_patterns |= fns[r] == SPOT_NO_FUNCTION;
	}
	for (size_t e = 0; people->has_events && e < buyers->n_engagements; e++)
		people->keeps_values |= reads_contact(people, buyers->engagements[e].when) ||
		    reads_contact(people, buyers->engagements[e].points_fn);
	job.fns = fns;
	rc = spot_rollup_new(&people->contacts.rollup, &people->rules->contacts,
	    buyers->contact_key, NULL, 0, err);
	if (rc == 0)
		rc = spot_records_read(&job, err);
	if (rc == 0)
		rc = spot_rollup_freeze(people->contacts.rollup, err);
	free(fns);
	return rc;
}

/* --- life --------------------------------------------------------------------------------- */

static int find_table(struct spot_panel_table *table, bool *has, const char *name, bool is_needed,
    const struct spot_with *withs, size_t n_withs, struct spot_place place,
    struct spot_error *err)
{
	for (size_t i = 0; i < n_withs; i++)
		if (strcmp(withs[i].name, name) == 0)
			table->path = withs[i].path;
	*has = table->path != NULL;
	if (*has || !is_needed)
		return 0;
	spot_error_set(err, SPOT_EUSAGE, "the rules read the table \"%s\", which was not given",
	    name);
	spot_error_place(err, place.file, place.line, NULL);
	spot_error_hint(err, "add --with %s=FILE", name);
	return SPOT_EUSAGE;
}

static int watch(struct spot_people *people, const struct spot_people_options *asked,
    struct spot_error *err)
{
	struct spot_buf folded = SPOT_BUF_INIT;
	bool ok;

	people->n_watched = asked->n_watched;
	people->n_watches = asked->n_watches;
	people->watch_text = spot_mem_calloc(asked->n_watches + 1, sizeof(*people->watch_text));
	people->watch_of = spot_mem_calloc(asked->n_watches + 1, sizeof(*people->watch_of));
	ok = people->watch_text && people->watch_of;
	for (size_t i = 0; ok && i < asked->n_watches; i++) {
		size_t idx;

		spot_buf_clear(&folded);
		spot_text_fold(&folded, spot_view_of(asked->watches[i].text), false);
		idx = spot_buf_failed(&folded) ? SPOT_MAP_NONE : spot_map_add(&people->watch,
		    (struct spot_view) { spot_buf_str(&folded), folded.len });
		ok = idx != SPOT_MAP_NONE;
		people->watch_text[i] = idx;
		people->watch_of[i] = asked->watches[i].idx;
	}
	spot_buf_reset(&folded);
	return ok ? 0 : spot_error_nomem(err);
}

int spot_people_init(struct spot_people *out, const struct spot_rules *rules,
    const struct spot_with *withs, size_t n_withs, const struct spot_people_options *asked,
    const struct spot_panel_options *options, struct spot_error *err)
{
	const struct spot_buyers *buyers = &out->buyers;
	bool needs_all = asked->needs_all;
	int rc;

	memset(out, 0, sizeof(*out));
	out->rules = rules;
	spot_map_init(&out->ids);
	spot_map_init(&out->titles);
	spot_map_init(&out->texts);
	spot_map_init(&out->watch);
	spot_arena_init(&out->arena);
	rc = spot_buyers_init(&out->buyers, rules, err);
	if (rc == 0)
		rc = watch(out, asked, err);
	out->n_roles = buyers->n_roles;
	if (rc == 0 && needs_all)
		rc = spot_buyers_check(buyers, err);
	if (rc == 0 && buyers->has_contacts)
		rc = find_table(&out->contacts, &out->has_contacts, "contacts",
		    needs_all && buyers->n_roles > 0, withs, n_withs, buyers->contacts_place, err);
	if (rc == 0 && buyers->has_events)
		rc = find_table(&out->events, &out->has_events, "events",
		    needs_all && buyers->n_engagements > 0, withs, n_withs, buyers->events_place,
		    err);
	if (rc == 0 && !needs_all && (out->has_contacts || out->has_events))
		rc = spot_buyers_check(buyers, err);
	if (rc == 0 && out->has_contacts)
		rc = contacts_read(out, options, err);
	if (rc == 0 && out->has_events)
		rc = spot_people_events_read(out, options, err);
	return rc;
}

void spot_people_reset(struct spot_people *people)
{
	spot_rollup_free(people->contacts.rollup);
	spot_rollup_free(people->events.rollup);
	spot_unread_reset(&people->contacts.unread);
	spot_unread_reset(&people->events.unread);
	spot_buyers_reset(&people->buyers);
	spot_map_reset(&people->ids);
	spot_map_reset(&people->titles);
	spot_map_reset(&people->texts);
	spot_map_reset(&people->watch);
	free(people->watch_text);
	free(people->watch_of);
	free(people->had);
	spot_arena_free(&people->arena);
	free(people->list);
	free(people->id_contact);
	free(people->contact_id);
	free(people->title_roles);
	free(people->title_likes);
	free(people->roles);
	free(people->values);
	free(people->accounts);
	free(people->slot_of);
	free(people->contact_sums);
	free(people->account_sums);
	free(people->points);
	free(people->tallies);
	memset(people, 0, sizeof(*people));
}

/* --- asking ------------------------------------------------------------------------------- */

void spot_people_find(struct spot_people_account *out, const struct spot_people *people,
    struct spot_view key, uint64_t row)
{
	*out = (struct spot_people_account) { .last = SPOT_PEOPLE_NEVER,
		.contacts_group = SPOT_MAP_NONE, .events_group = SPOT_MAP_NONE };
	if (key.len == 0)
		return;
	if (people->has_contacts)
		out->contacts_group = spot_rollup_find(people->contacts.rollup, key, row);
	if (people->has_events)
		out->events_group = spot_rollup_find(people->events.rollup, key, row);
	if (out->contacts_group != SPOT_MAP_NONE)
		out->roles = people->roles + out->contacts_group * (people->n_roles + 1);
	if (out->events_group == SPOT_MAP_NONE)
		return;
	out->points = people->points + out->events_group * (people->n_roles + 2);
	if (people->had)
		out->had = people->had + out->events_group * people->n_watched;
	for (size_t r = 0; r < people->n_roles + 2; r++)
		out->engagement += out->points[r];
	out->last = people->accounts[out->events_group].last;
	out->change = people->accounts[out->events_group].recent -
	    people->accounts[out->events_group].before;
}

static uint64_t tally(const struct spot_people *people, size_t what)
{
	size_t n_groups = people->events.rollup ? spot_rollup_n_groups(people->events.rollup) : 0;
	uint64_t n = 0;

	for (size_t g = 0; g < n_groups; g++)
		if (spot_rollup_is_matched(people->events.rollup, g))
			n += people->tallies[g * people->n_tallies + what];
	return n;
}

uint64_t spot_people_tally(const struct spot_people *people, enum spot_people_tally what)
{
	return tally(people, what);
}

uint64_t spot_people_counted(const struct spot_people *people, size_t engagement_idx)
{
	return tally(people, SPOT_PEOPLE_TALLIES + engagement_idx);
}

uint64_t spot_people_unknown(const struct spot_people *people, size_t engagement_idx)
{
	return tally(people, SPOT_PEOPLE_TALLIES + people->buyers.n_engagements + engagement_idx);
}

double spot_people_contact(const struct spot_people *people, size_t contact_idx)
{
	return people->contact_sums
	    ? spot_people_events_sum(people, people->contact_sums + contact_idx * people->n_slots)
	    : 0;
}
