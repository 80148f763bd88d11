/* SPDX-License-Identifier: MIT */
/*
 * Events, streamed: workers look contacts up and ask the rules; points are added in file order.
 * Engagements without a cap share slot 0 of a contact's sums; each with a cap has slots of its own,
 * since the cap is on the whole of it: up to the day, of the last period, of the one before.
 */
#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "engine/people_internal.h"
#include "engine/records.h"
#include "table/cell.h"

enum span { SPAN_ALL, SPAN_RECENT, SPAN_BEFORE, SPAN_N };

struct adding {
	struct spot_people *people;
	bool sets_row; /* the event's fields of its contact */
};

/* --- in workers --------------------------------------------------------------------------- */

/* What a batch's texts in a field are compared as; empty where there is none. */
static void identities(struct spot_view *out, const struct spot_batch *batch, size_t field)
{
	for (size_t row = 0; row < batch->n_rows; row++) {
		struct spot_value value = spot_batch_get(batch, field, row);

		out[row] = value.kind == SPOT_KIND_TEXT
		    ? spot_cell_key_identity(spot_text_trim(value.as.text))
		    : (struct spot_view) { NULL, 0 };
	}
}

static void find_contacts(const struct spot_people *people, struct spot_records_part *part)
{
	size_t field = people->buyers.event_contact, n = part->batch.n_rows;
	struct spot_view ids[SPOT_BATCH_ROWS] = { { NULL, 0 } };
	size_t found[SPOT_BATCH_ROWS];

	for (size_t row = 0; row < n; row++)
		part->links[row] = SPOT_PEOPLE_NONE;
	if (field == SPOT_NONE || !people->has_contacts)
		return;
	identities(ids, &part->batch, field);
	/* No contact has an empty id. */
	spot_map_find_many(&people->ids, ids, n, found);
	for (size_t row = 0; row < n; row++)
		if (found[row] != SPOT_MAP_NONE)
			part->links[row] = people->id_contact[found[row]];
}

static void set_row(const struct spot_people *people, struct spot_batch *batch, size_t row,
    uint32_t contact)
{
	const struct spot_value none = { .kind = SPOT_KIND_BLANK };
	const struct spot_value is_there = { .kind = SPOT_KIND_BOOL, .as.flag = true };
	size_t n = people->rules->contacts.n_fields, first = people->buyers.event_row + 1;
	bool known = contact != SPOT_PEOPLE_NONE;

	spot_batch_set(batch, people->buyers.event_row, row, known ? is_there : none);
	for (size_t f = 0; f < n; f++)
		spot_batch_set(batch, first + f, row,
		    known ? people->values[contact * n + f] : none);
}

static int prepare(void *ctx, struct spot_records_part *part, struct spot_error *err)
{
	const struct adding *adding = ctx;

	(void)err;
	find_contacts(adding->people, part);
	for (size_t row = 0; adding->sets_row && row < part->batch.n_rows; row++)
		set_row(adding->people, &part->batch, row, part->links[row]);
	return 0;
}

/* --- adding ------------------------------------------------------------------------------- */

/* The account's group; made, with its room, when it is new. known: what was found for the key
 * before, which may since have been made. */
static int account_of(struct spot_people *people, struct spot_view key, size_t known,
    const struct spot_contact *contact, size_t *group, struct spot_error *err)
{
	struct spot_view text = { NULL, 0 };
	size_t n = people->n_slots;
	int rc;

	if (known != SPOT_MAP_NONE) {
		*group = known;
		spot_rollup_note_again(people->events.rollup, known);
		return 0;
	}
	if (key.len > 0)
		text = key;
	else if (contact && contact->group != SPOT_PEOPLE_NONE)
		text = spot_rollup_key(people->contacts.rollup, contact->group);
	rc = spot_rollup_note(people->events.rollup, text, group, err);
	if (rc != 0 || *group == SPOT_MAP_NONE ||
	    (people->accounts && *group + 1 < spot_rollup_n_groups(people->events.rollup)))
		return rc;
	if (!spot_mem_grow(&people->accounts, &people->accounts_cap, *group + 1,
	        sizeof(*people->accounts)) ||
	    !spot_mem_grow(&people->account_sums, &people->account_sums_cap, (*group + 1) * n,
	        sizeof(double)) ||
	    !spot_mem_grow(&people->tallies, &people->tallies_cap,
	        (*group + 1) * people->n_tallies, sizeof(*people->tallies)) ||
	    (people->n_watched > 0 && !spot_mem_grow(&people->had, &people->had_cap,
	        (*group + 1) * people->n_watched, 1)))
		return spot_error_nomem(err);
	return 0;
}

static void account_begin(struct spot_people *people, size_t group)
{
	struct spot_view key = spot_rollup_key(people->events.rollup, group);
	size_t other = people->has_contacts ? spot_rollup_peek(people->contacts.rollup, key)
	                                    : SPOT_MAP_NONE;

	people->accounts[group] = (struct spot_people_events) { .last = SPOT_PEOPLE_NEVER,
		.group = other == SPOT_MAP_NONE ? SPOT_PEOPLE_NONE : (uint32_t)other };
	memset(people->account_sums + group * people->n_slots, 0,
	    people->n_slots * sizeof(double));
	memset(people->tallies + group * people->n_tallies, 0,
	    people->n_tallies * sizeof(*people->tallies));
	if (people->had)
		memset(people->had + group * people->n_watched, 0, people->n_watched);
}

/* Days up to the as-of day; false where the event does not count, which its account's tally, if
 * there is one, is told. */
static bool age_of(const struct spot_people *people, const struct spot_batch *batch, size_t row,
    uint32_t *tally, int64_t *day, int64_t *age)
{
	struct spot_value at;

	*age = 0;
	*day = SPOT_PEOPLE_NEVER;
	if (people->buyers.event_at == SPOT_NONE)
		return true;
	at = spot_batch_get(batch, people->buyers.event_at, row);
	if (at.kind != SPOT_KIND_INT) {
		if (tally)
			tally[SPOT_PEOPLE_NO_DAY]++;
		return false;
	}
	*day = at.as.integer;
	*age = people->rules->as_of - at.as.integer;
	if (tally)
		tally[SPOT_PEOPLE_FUTURE] += *age < 0;
	return *age >= 0;
}

static double faded(const struct spot_engagement *engagement, double points, int64_t age)
{
	return engagement->has_half_life ? points * exp2(-(double)age / engagement->half_life)
	                                 : points;
}

/* The engagement's points for the event; false: none. tally: its account's; NULL: none. */
static bool points_of(const struct spot_people *people, const struct spot_records_part *part,
    size_t row, size_t e, const struct spot_contact *contact, uint32_t *tally, double *out)
{
	const struct spot_engagement *engagement = &people->buyers.engagements[e];
	size_t n = people->buyers.n_engagements;
	uint8_t state = part->answers[e].state[row];

	/* Whose role is not known is not of the role. */
	if (state == 0 || (engagement->roles && (!contact || contact->role >= people->n_roles ||
	    !engagement->roles[contact->role])))
		return false;
	*out = engagement->points;
	if (state == 1 && engagement->points_fn != SPOT_NO_FUNCTION) {
		state = part->answers[n + e].state[row];
		*out = part->answers[n + e].amount[row];
	}
	if (tally) {
		tally[SPOT_PEOPLE_TALLIES + e] += state == 1;
		tally[SPOT_PEOPLE_TALLIES + n + e] += state == 2;
	}
	return state == 1;
}

/* Marks what the event's texts name. */
static bool watch_event(struct spot_people *people, const struct spot_batch *batch, size_t row,
    size_t group)
{
	const struct spot_buyers *buyers = &people->buyers;
	struct spot_buf folded = SPOT_BUF_INIT;
	bool ok = true;

	for (size_t f = 0; ok && people->had && f < batch->schema->n_fields; f++) {
		const struct spot_field *field = &batch->schema->fields[f];
		struct spot_value value;
		size_t idx;

		if (field->type != SPOT_TYPE_TEXT || field->derived || f == buyers->event_contact)
			continue;
		value = spot_batch_get(batch, f, row);
		if (value.kind != SPOT_KIND_TEXT)
			continue;
		spot_buf_clear(&folded);
		spot_text_fold(&folded, spot_text_trim(value.as.text), false);
		ok = !spot_buf_failed(&folded);
		idx = spot_map_find(
		    &people->watch, (struct spot_view) { spot_buf_str(&folded), folded.len });
		for (size_t w = 0; idx != SPOT_MAP_NONE && w < people->n_watches; w++)
			if (people->watch_text[w] == idx)
				people->had[group * people->n_watched + people->watch_of[w]] = 1;
	}
	spot_buf_reset(&folded);
	return ok;
}

/* The engagement's points of the last period or of the one before it, each faded to its end. */
static void period_add(const struct spot_people *people, size_t e, double points, int64_t age,
    struct spot_people_events *account, double *sums)
{
	const struct spot_engagement *engagement = &people->buyers.engagements[e];
	bool is_recent = age < SPOT_PEOPLE_PERIOD;
	double *sum = is_recent ? &account->recent : &account->before;

	if (age >= 2 * SPOT_PEOPLE_PERIOD)
		return;
	if (engagement->has_cap)
		sum = &sums[people->slot_of[e] + (is_recent ? SPAN_RECENT : SPAN_BEFORE)];
	*sum += faded(engagement, points, is_recent ? age : age - SPOT_PEOPLE_PERIOD);
}

/* False where the event does not count by its day. */
static bool event_add(struct spot_people *people, const struct spot_records_part *part, size_t row,
    size_t group, const struct spot_contact *contact, uint32_t *tally, double *sums)
{
	const struct spot_buyers *buyers = &people->buyers;
	struct spot_people_events *account = group == SPOT_MAP_NONE ? NULL
	                                                            : &people->accounts[group];
	int64_t day, age;

	if (!age_of(people, &part->batch, row, tally, &day, &age))
		return false;
	if (account) {
		account->n++;
		account->last = day > account->last ? (int32_t)day : account->last;
	}
	for (size_t e = 0; e < buyers->n_engagements; e++) {
		const struct spot_engagement *engagement = &buyers->engagements[e];
		double points;

		if (!points_of(people, part, row, e, contact, tally, &points))
			continue;
		if (sums)
			sums[people->slot_of[e]] += faded(engagement, points, age);
		if (account && day != SPOT_PEOPLE_NEVER)
			period_add(people, e, points, age, account, sums);
	}
	return true;
}

/* Where an event of an account counts; notes why it is not a contact's. */
static double *sums_of(struct spot_people *people, const struct spot_records_part *part, size_t row,
    size_t group, const struct spot_contact *contact, uint32_t *tally)
{
	bool has_account = contact && contact->group != SPOT_PEOPLE_NONE;

	if (has_account && contact->group == people->accounts[group].group)
		return people->contact_sums + part->links[row] * people->n_slots;
	if (contact) {
		tally[has_account ? SPOT_PEOPLE_OTHER_ACCOUNT : SPOT_PEOPLE_NO_ACCOUNT]++;
	} else if (people->buyers.event_contact != SPOT_NONE) {
		struct spot_value id =
		    spot_batch_get(&part->batch, people->buyers.event_contact, row);

		tally[SPOT_PEOPLE_NO_CONTACT] += id.kind != SPOT_KIND_TEXT;
		tally[SPOT_PEOPLE_LOST_CONTACT] +=
		    id.kind == SPOT_KIND_TEXT && people->has_contacts;
	}
	return people->account_sums + group * people->n_slots;
}

static int event_take(struct spot_people *people, const struct spot_records_part *part, size_t row,
    struct spot_view key, size_t known, struct spot_error *err)
{
	uint32_t link = part->links[row];
	struct spot_contact *contact = link == SPOT_PEOPLE_NONE ? NULL : &people->list[link];
	size_t n_before = spot_rollup_n_groups(people->events.rollup), group;
	uint32_t *tally = NULL;
	double *sums = NULL;
	int rc = account_of(people, key, known, contact, &group, err);

	if (rc != 0)
		return rc;
	if (group != SPOT_MAP_NONE && group == n_before)
		account_begin(people, group);
	if (group != SPOT_MAP_NONE) {
		tally = people->tallies + group * people->n_tallies;
		sums = sums_of(people, part, row, group, contact, tally);
	}
	if (event_add(people, part, row, group, contact, tally, sums) && group != SPOT_MAP_NONE &&
	    !watch_event(people, &part->batch, row, group))
		return spot_error_nomem(err);
	if (contact && people->buyers.event_at != SPOT_NONE) {
		struct spot_value at = spot_batch_get(&part->batch, people->buyers.event_at, row);

		if (at.kind == SPOT_KIND_INT && at.as.integer <= people->rules->as_of &&
		    at.as.integer > contact->last)
			contact->last = (int32_t)at.as.integer;
	}
	return 0;
}

/* What an event adds to lies anywhere in memory. */
static void fetch_ahead(const struct spot_people *people, uint32_t link, size_t group)
{
	if (link != SPOT_PEOPLE_NONE) {
		__builtin_prefetch(&people->list[link]);
		__builtin_prefetch(people->contact_sums + link * people->n_slots, 1);
	}
	if (group != SPOT_MAP_NONE) {
		__builtin_prefetch(&people->accounts[group], 1);
		__builtin_prefetch(people->tallies + group * people->n_tallies, 1);
	}
}

static int take(void *ctx, const struct spot_records_part *part, struct spot_error *err)
{
	const struct adding *adding = ctx;
	struct spot_people *people = adding->people;
	struct spot_view keys[SPOT_BATCH_ROWS] = { { NULL, 0 } };
	size_t known[SPOT_BATCH_ROWS];
	int rc = 0;

	identities(keys, &part->batch, people->buyers.event_key);
	spot_rollup_peek_many(people->events.rollup, keys, part->batch.n_rows, known);
	for (size_t row = 0; row < part->batch.n_rows; row++)
		fetch_ahead(people, part->links[row], known[row]);
	for (size_t row = 0; rc == 0 && row < part->batch.n_rows; row++)
		rc = event_take(people, part, row, keys[row], known[row], err);
	return rc;
}

/* --- totals ------------------------------------------------------------------------------- */

/* sum and what the engagements with a cap add to it. */
static double capped_add(const struct spot_people *people, double sum, const double *sums,
    enum span span)
{
	for (size_t e = 0; e < people->buyers.n_engagements; e++) {
		const struct spot_engagement *engagement = &people->buyers.engagements[e];

		if (engagement->has_cap)
			sum += fmax(-engagement->cap,
			    fmin(engagement->cap, sums[people->slot_of[e] + span]));
	}
	return sum;
}

double spot_people_events_sum(const struct spot_people *people, const double *sums)
{
	return capped_add(people, sums[0], sums, SPAN_ALL);
}

static void periods_add(const struct spot_people *people, struct spot_people_events *account,
    const double *sums)
{
	account->recent = capped_add(people, account->recent, sums, SPAN_RECENT);
	account->before = capped_add(people, account->before, sums, SPAN_BEFORE);
}

/* By account and role: contacts' sums first, in the order of the contacts. */
static int add_up(struct spot_people *people, struct spot_error *err)
{
	size_t n_groups = spot_rollup_n_groups(people->events.rollup), n = people->n_roles + 2;
	size_t n_of_contacts =
	    people->has_contacts ? spot_rollup_n_groups(people->contacts.rollup) : 0;
	uint32_t *group_of = spot_mem_calloc(n_of_contacts + 1, sizeof(*group_of));

	people->points = spot_mem_calloc(n_groups * n + 1, sizeof(double));
	if (!group_of || !people->points) {
		free(group_of);
		return spot_error_nomem(err);
	}
	for (size_t g = 0; g < n_of_contacts; g++)
		group_of[g] = SPOT_PEOPLE_NONE;
	for (size_t g = 0; g < n_groups; g++)
		if (people->accounts[g].group != SPOT_PEOPLE_NONE)
			group_of[people->accounts[g].group] = (uint32_t)g;
	for (size_t c = 0; c < people->n_list; c++) {
		const struct spot_contact *contact = &people->list[c];
		uint32_t g = contact->group == SPOT_PEOPLE_NONE ? SPOT_PEOPLE_NONE
		                                                : group_of[contact->group];

		if (g == SPOT_PEOPLE_NONE)
			continue;
		people->points[g * n + contact->role] += spot_people_contact(people, c);
		periods_add(people, &people->accounts[g],
		    people->contact_sums + c * people->n_slots);
	}
	for (size_t g = 0; g < n_groups; g++) {
		const double *sums = people->account_sums + g * people->n_slots;

		people->points[g * n + people->n_roles + 1] = spot_people_events_sum(people, sums);
		periods_add(people, &people->accounts[g], sums);
	}
	free(group_of);
	return 0;
}

static int make_slots(struct spot_people *people, struct spot_error *err)
{
	size_t n = people->buyers.n_engagements, n_sums;

	people->n_slots = 1;
	people->slot_of = spot_mem_calloc(n + 1, sizeof(*people->slot_of));
	people->n_tallies = SPOT_PEOPLE_TALLIES + 2 * n;
	if (!people->slot_of)
		return spot_error_nomem(err);
	for (size_t e = 0; e < n; e++)
		if (people->buyers.engagements[e].has_cap) {
			people->slot_of[e] = people->n_slots;
			people->n_slots += SPAN_N;
		}
	if (__builtin_mul_overflow(people->n_list + 1, people->n_slots, &n_sums))
		return spot_error_nomem(err);
	people->contact_sums = spot_mem_calloc(n_sums, sizeof(double));
	return people->contact_sums ? 0 : spot_error_nomem(err);
}

int spot_people_events_read(struct spot_people *people, const struct spot_panel_options *options,
    struct spot_error *err)
{
	const struct spot_buyers *buyers = &people->buyers;
	struct adding adding = { people,
		people->has_contacts && people->keeps_values && buyers->event_row != SPOT_NONE };
	struct spot_records_job job = { .rules = people->rules, .schema = &people->rules->events,
		.table = &people->events, .n_fns = 2 * buyers->n_engagements, .options = options,
		.ctx = &adding, .prepare = prepare, .take = take };
	int *fns = spot_mem_calloc(job.n_fns + 1, sizeof(*fns));
	int rc = fns ? make_slots(people, err) : spot_error_nomem(err);

	for (size_t e = 0; fns && e < buyers->n_engagements; e++) {
		fns[e] = buyers->engagements[e].when;
		fns[buyers->n_engagements + e] = buyers->engagements[e].points_fn;
	}
	job.fns = fns;
	if (rc == 0)
		rc = spot_rollup_new(&people->events.rollup, &people->rules->events,
		    buyers->event_key, NULL, 0, err);
	if (rc == 0)
		rc = spot_records_read(&job, err);
	if (rc == 0)
		rc = spot_rollup_freeze(people->events.rollup, err);
	if (rc == 0)
		rc = add_up(people, err);
	free(fns);
	return rc;
}
