/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/json.h"
#include "base/mem.h"
#include "present/planned.h"
#include "study/engage.h"

/* Room for the longest list of names, and for texts that are made. */
struct listing {
	const struct spot_agenda *agenda;
	const char **names;
	struct spot_arena arena; /* of one row */
	bool failed;
};

static const char *const names_after_key[] = { "name", "icp_tier", "icp_score", "icp_growth",
	"icp_why", "icp_exception", "icp_stage", "icp_roles", "icp_roles_missing",
	"icp_content_next", "icp_sales_tools", "icp_steps_done", "icp_steps_open",
	"icp_next_step", "icp_next_owner", "icp_next_due", "icp_accepted",
	"icp_acceptance_gaps" };
#define N_NAMES (sizeof(names_after_key) / sizeof(names_after_key[0]) + 1)

static const struct spot_rules *rules_of(const struct listing *listing)
{
	return listing->agenda->roster->panel->rules;
}

static void put_roles(struct spot_sheet *sheet, const struct listing *listing, size_t row,
    bool missing)
{
	const struct spot_people *people = listing->agenda->roster->people;
	const struct spot_people_account *account =
	    &listing->agenda->roster->rows[row].people;
	size_t n = 0;

	for (size_t r = 0; people->has_contacts && r < people->n_roles; r++)
		if (missing ? spot_engage_misses(people, account, r)
		            : account->roles && account->roles[r] > 0)
			listing->names[n++] = people->buyers.roles[r].name;
	spot_sheet_list(sheet, listing->names, n);
}

static void put_content(struct spot_sheet *sheet, const struct listing *listing, size_t row,
    bool tools, bool is_bad)
{
	const struct spot_journey *journey = listing->agenda->journey;
	size_t n = 0;

	for (size_t c = 0; !is_bad && c < journey->n_contents; c++)
		if (journey->contents[c].is_tool == tools &&
		    spot_agenda_is_next(listing->agenda, row, c))
			listing->names[n++] = journey->contents[c].name;
	spot_sheet_list(sheet, listing->names, n);
}

/* "Kick-off (Success manager, due 2026-12-06)" */
static const char *step_text(struct listing *listing, size_t row, size_t step)
{
	const struct spot_step *item = &listing->agenda->journey->steps[step];
	struct spot_buf text = SPOT_BUF_INIT;
	char day[SPOT_DATE_TEXT_SIZE];
	const char *copy = NULL;
	int64_t due;

	spot_buf_printf(&text, "%s (%s", item->name, item->owner);
	if (spot_agenda_due(listing->agenda, row, step, &due)) {
		spot_date_print(due, day);
		spot_buf_printf(&text, ", due %s", day);
	}
	spot_buf_text(&text, spot_agenda_step(listing->agenda, row, step) == SPOT_AGENDA_UNKNOWN
	    ? ", unknown)" : ")");
	if (!spot_buf_failed(&text))
		copy = spot_arena_copy(&listing->arena, spot_buf_str(&text), text.len);
	listing->failed |= !copy;
	spot_buf_reset(&text);
	return copy ? copy : "";
}

static void put_steps(struct spot_sheet *sheet, struct listing *listing, size_t row)
{
	const struct spot_journey *journey = listing->agenda->journey;
	size_t n = 0, next = SPOT_NONE;
	int64_t due;

	for (size_t i = 0; i < journey->n_steps; i++)
		if (spot_agenda_step(listing->agenda, row, i) == SPOT_AGENDA_DONE)
			listing->names[n++] = journey->steps[i].name;
	spot_sheet_list(sheet, listing->names, n);
	n = 0;
	for (size_t i = 0; i < journey->n_steps; i++) {
		enum spot_agenda_state state = spot_agenda_step(listing->agenda, row, i);

		if (state != SPOT_AGENDA_OPEN && state != SPOT_AGENDA_UNKNOWN)
			continue;
		if (state == SPOT_AGENDA_OPEN && next == SPOT_NONE)
			next = i;
		listing->names[n++] = step_text(listing, row, i);
	}
	spot_sheet_list(sheet, listing->names, n);
	spot_sheet_text(sheet, next == SPOT_NONE ? NULL : journey->steps[next].name);
	spot_sheet_text(sheet, next == SPOT_NONE ? NULL : journey->steps[next].owner);
	if (next != SPOT_NONE && spot_agenda_due(listing->agenda, row, next, &due))
		spot_sheet_day(sheet, due);
	else
		spot_sheet_text(sheet, NULL);
}

static void put_gate(struct spot_sheet *sheet, const struct listing *listing, size_t row)
{
	static const char *const answers[] = { NULL, "accept", "return", "unknown" };
	const struct spot_journey *journey = listing->agenda->journey;
	size_t n = 0;

	spot_sheet_text(sheet, answers[spot_agenda_accepted(listing->agenda, row)]);
	for (size_t i = 0; i < journey->n_acceptances; i++)
		if (spot_agenda_gate(listing->agenda, row, i) != SPOT_AGENDA_DONE)
			listing->names[n++] = journey->acceptances[i].name;
	spot_sheet_list(sheet, listing->names, n);
}

static void put_row(struct spot_sheet *sheet, struct listing *listing, size_t row)
{
	const struct spot_roster *roster = listing->agenda->roster;
	const struct spot_roster_row *item = &roster->rows[row];
	const struct spot_rules *rules = rules_of(listing);
	bool is_bad = item->tier == rules->n_tiers;

	spot_sheet_row(sheet);
	spot_sheet_view(sheet, spot_roster_key(roster, row));
	spot_sheet_view(sheet, spot_roster_name(roster, row));
	spot_sheet_text(sheet, spot_verdict_rank_name(rules, item->tier));
	spot_sheet_number(sheet, item->score);
	spot_sheet_number(sheet, item->growth);
	spot_sheet_text(sheet, item->why);
	spot_sheet_text(sheet, item->exception == SPOT_NO_EXCEPTION
	    ? NULL : rules->exceptions[item->exception].name);
	spot_sheet_view(sheet, spot_agenda_stage_name(listing->agenda, row));
	put_roles(sheet, listing, row, false);
	put_roles(sheet, listing, row, true);
	put_content(sheet, listing, row, false, is_bad);
	put_content(sheet, listing, row, true, is_bad);
	put_steps(sheet, listing, row);
	put_gate(sheet, listing, row);
}

void spot_planned_rows(struct spot_buf *out, const struct spot_agenda *agenda, bool of_all,
    enum spot_sheet_kind kind)
{
	const struct spot_journey *journey = agenda->journey;
	const char *names[N_NAMES];
	size_t n_rows = of_all ? agenda->roster->n_rows : agenda->n_order;
	size_t n_most = journey->n_contents + journey->n_steps + journey->n_acceptances +
	    agenda->roster->people->n_roles + 1;
	struct listing listing = { .agenda = agenda };
	struct spot_sheet sheet = { .out = out, .kind = kind, .names = names,
		.n_names = N_NAMES };

	names[0] = agenda->roster->key_header ? agenda->roster->key_header : "account";
	for (size_t i = 1; i < N_NAMES; i++)
		names[i] = names_after_key[i - 1];
	spot_arena_init(&listing.arena);
	listing.names = spot_mem_calloc(n_most, sizeof(*listing.names));
	listing.failed = !listing.names;
	spot_sheet_begin(&sheet);
	for (size_t i = 0; !listing.failed && i < n_rows; i++) {
		spot_arena_reset(&listing.arena);
		put_row(&sheet, &listing, of_all ? i : agenda->order[i]);
	}
	spot_sheet_end(&sheet);
	out->failed |= listing.failed;
	spot_arena_free(&listing.arena);
	free(listing.names);
}
