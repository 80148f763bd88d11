/* SPDX-License-Identifier: MIT */
#include "present/planned.h"

#include <inttypes.h>
#include <math.h>

#include "base/date.h"
#include "present/draft.h"
#include "study/engage.h"

static const struct spot_rules *rules_of(const struct spot_agenda *agenda)
{
	return agenda->roster->panel->rules;
}

/* --- at the head -------------------------------------------------------------------------- */

static void add_figure(struct spot_page *page, const char *label, enum spot_figure kind,
    double value)
{
	struct spot_buf text = SPOT_BUF_INIT;

	if (isnan(value))
		return;
	spot_figure_print(&text, kind, value);
	spot_page_fact(page, label, "%s", spot_buf_str(&text));
	spot_draft_end(&text, &page->failed);
}

static void add_facts(struct spot_page *page, const struct spot_agenda *agenda, size_t row)
{
	const struct spot_roster *roster = agenda->roster;
	const struct spot_roster_row *item = &roster->rows[row];
	const struct spot_people *people = roster->people;
	struct spot_view key = spot_roster_key(roster, row);
	struct spot_view stage = spot_agenda_stage_name(agenda, row);
	char day[SPOT_DATE_TEXT_SIZE];

	spot_page_fact(page, "key", "%.*s", (int)key.len, key.ptr);
	spot_page_fact(page, "tier", "%s", spot_verdict_rank_name(rules_of(agenda), item->tier));
	if (!isnan(item->score))
		spot_page_fact(page, "score", "%.2f", item->score + 0.0);
	add_figure(page, "growth", SPOT_FIGURE_MONEY, item->growth);
	if (stage.len > 0)
		spot_page_fact(page, "stage", "%.*s", (int)stage.len, stage.ptr);
	if (people->has_events) {
		spot_page_fact(page, "engagement", "%.2f%s%s", item->people.engagement + 0.0,
		    people->buyers.n_levels > 0 ? ", " : "",
		    spot_engage_level_name(
		        people, spot_engage_level(people, item->people.engagement)));
		if (item->people.last != SPOT_PEOPLE_NEVER) {
			spot_date_print(item->people.last, day);
			spot_page_fact(page, "last event", "%s", day);
		}
	}
}

static void add_points(struct spot_page *page, const struct spot_agenda *agenda, size_t row,
    enum spot_agenda_state state)
{
	bool is_first = true;

	for (size_t i = 0; i < agenda->journey->n_acceptances; i++) {
		const struct spot_acceptance *point = &agenda->journey->acceptances[i];

		if (spot_agenda_gate(agenda, row, i) != state)
			continue;
		spot_page_run(page, SPOT_RUN_PLAIN, "%s%s", is_first ? "" : "; ", point->name);
		if (point->why)
			spot_page_run(page, SPOT_RUN_DIM, " (%s)", point->why);
		is_first = false;
	}
}

static void add_gate(struct spot_page *page, const struct spot_agenda *agenda, size_t row)
{
	enum spot_agenda_state all = spot_agenda_accepted(agenda, row);
	bool any_unknown = false;

	if (all == SPOT_AGENDA_NONE)
		return;
	for (size_t i = 0; i < agenda->journey->n_acceptances; i++)
		any_unknown |= spot_agenda_gate(agenda, row, i) == SPOT_AGENDA_UNKNOWN;
	if (all == SPOT_AGENDA_DONE) {
		spot_page_callout(page, SPOT_TONE_GOOD, "Accept.");
		spot_page_run(page, SPOT_RUN_PLAIN, "Every point of the gate is passed.");
		return;
	}
	if (all == SPOT_AGENDA_OPEN) {
		spot_page_callout(page, SPOT_TONE_WARN, "Return with the gaps named.");
		add_points(page, agenda, row, SPOT_AGENDA_OPEN);
	} else {
		spot_page_callout(page, SPOT_TONE_UNSURE, "Cannot be accepted yet.");
	}
	if (any_unknown) {
		spot_page_run(page, SPOT_RUN_PLAIN, "%sNot known: ",
		    all == SPOT_AGENDA_OPEN ? ". " : "");
		add_points(page, agenda, row, SPOT_AGENDA_UNKNOWN);
	}
}

/* --- people ------------------------------------------------------------------------------- */

static void add_list(struct spot_page *page, const char *before,
    const struct spot_item_texts *texts)
{
	if (texts->n == 0)
		return;
	spot_page_run(page, SPOT_RUN_DIM, "%s", before);
	for (size_t i = 0; i < texts->n; i++)
		spot_page_run(page, SPOT_RUN_PLAIN, "%s%s", i > 0 ? "; " : "", texts->items[i]);
}

static void add_people(struct spot_page *page, const struct spot_agenda *agenda, size_t row)
{
	const struct spot_people *people = agenda->roster->people;
	const struct spot_people_account *account = &agenda->roster->rows[row].people;

	if (people->n_roles == 0 || !people->has_contacts)
		return;
	spot_page_section(page, "People");
	for (size_t r = 0; r < people->n_roles; r++) {
		const struct spot_role *role = &people->buyers.roles[r];
		uint32_t n = account->roles ? account->roles[r] : 0;

		spot_page_term(page, role->name);
		if (spot_engage_misses(people, account, r))
			spot_page_run(page, SPOT_RUN_STRONG, "missing%s",
			    n > 0 ? ", more are needed" : "");
		else
			spot_page_run(page, SPOT_RUN_PLAIN, "%s",
			    n > 0 ? "found" : "none, not needed");
		if (n > 0)
			spot_page_run(page, SPOT_RUN_PLAIN, " (%u)", n);
		spot_page_run(page, SPOT_RUN_PLAIN, ".");
		add_list(page, " Cares about: ", &role->cares_about);
		if (n == 0)
			add_list(page, " Found at: ", &role->found_at);
	}
}

/* --- content and steps -------------------------------------------------------------------- */

static void add_content(struct spot_page *page, const struct spot_agenda *agenda, size_t row,
    bool tools)
{
	const struct spot_journey *journey = agenda->journey;
	bool any = false;

	for (size_t c = 0; c < journey->n_contents; c++) {
		const struct spot_content *content = &journey->contents[c];

		if (content->is_tool != tools || !spot_agenda_is_next(agenda, row, c))
			continue;
		if (!any)
			spot_page_section(page, tools ? "For sales" : "Send next");
		any = true;
		spot_page_item(page);
		spot_page_run(page, SPOT_RUN_STRONG, "%s", content->name);
		add_list(page, " to ", &content->roles);
		if (content->why)
			spot_page_run(page, SPOT_RUN_PLAIN, ". %s", content->why);
		if (content->url) {
			spot_page_run(page, SPOT_RUN_PLAIN, " ");
			spot_page_run(page, SPOT_RUN_LINK, "%s", content->url);
		}
	}
	if (!any && !tools && journey->n_contents > 0) {
		spot_page_section(page, "Send next");
		spot_page_say(page, "There is no content for this stage and these people that they "
		    "have not had.");
	}
}

static void add_step(struct spot_page *page, const struct spot_agenda *agenda, size_t row,
    size_t step, enum spot_agenda_state state)
{
	const struct spot_step *item = &agenda->journey->steps[step];
	char text[SPOT_DATE_TEXT_SIZE];
	int64_t day;

	spot_page_step(page);
	spot_page_run(page, state == SPOT_AGENDA_DONE ? SPOT_RUN_DIM : SPOT_RUN_STRONG, "%s",
	    item->name);
	spot_page_run(page, SPOT_RUN_PLAIN, ", %s", item->owner);
	if (state == SPOT_AGENDA_DONE)
		spot_page_run(page, SPOT_RUN_PLAIN, ": done");
	else if (spot_agenda_due(agenda, row, step, &day)) {
		spot_date_print(day, text);
		spot_page_run(page, SPOT_RUN_PLAIN, ": due %s%s", text,
		    day < rules_of(agenda)->as_of ? ", overdue" : "");
	}
	if (state == SPOT_AGENDA_UNKNOWN)
		spot_page_run(page, SPOT_RUN_DIM, " (a blank hides whether it applies or is done)");
	if (item->why && state != SPOT_AGENDA_DONE)
		spot_page_run(page, SPOT_RUN_DIM, ". %s", item->why);
}

static void add_steps(struct spot_page *page, const struct spot_agenda *agenda, size_t row)
{
	bool any = false;

	for (size_t i = 0; i < agenda->journey->n_steps; i++) {
		enum spot_agenda_state state = spot_agenda_step(agenda, row, i);

		if (state == SPOT_AGENDA_NONE)
			continue;
		if (!any)
			spot_page_section(page, "Success plan");
		any = true;
		add_step(page, agenda, row, i, state);
	}
}

/* --- a sheet ------------------------------------------------------------------------------ */

static void add_exception(struct spot_page *page, const struct spot_agenda *agenda, size_t row)
{
	uint32_t idx = agenda->roster->rows[row].exception;
	const struct spot_exception *exception;
	char day[SPOT_DATE_TEXT_SIZE];

	if (idx == SPOT_NO_EXCEPTION)
		return;
	exception = &rules_of(agenda)->exceptions[idx];
	spot_date_print(exception->expires, day);
	spot_page_callout(page, SPOT_TONE_NOTE, "Exception");
	spot_page_run(page, SPOT_RUN_PLAIN, "\"%s\" by %s until %s: %" PRId64 " days left.",
	    exception->name, exception->by, day, exception->expires - rules_of(agenda)->as_of);
}

static void add_sheet(struct spot_page *page, const struct spot_agenda *agenda, size_t row)
{
	const struct spot_roster *roster = agenda->roster;
	const struct spot_roster_row *item = &roster->rows[row];
	struct spot_view name = spot_roster_name(roster, row);
	/* Not where an exception holds it. */
	bool is_bad_fit = item->tier == rules_of(agenda)->n_tiers;

	if (name.len == 0)
		name = spot_roster_key(roster, row);
	spot_page_sheet(page, "%.*s", (int)name.len, name.ptr);
	add_facts(page, agenda, row);
	add_exception(page, agenda, row);
	if (is_bad_fit) {
		spot_page_callout(page, SPOT_TONE_BAD, "Bad fit");
		spot_page_run(page, SPOT_RUN_PLAIN, "%s. %s",
		    item->disqualifier != SPOT_PEOPLE_NONE
		        ? rules_of(agenda)->disqualifiers[item->disqualifier].name
		        : "Bad fit", item->why);
	} else {
		add_gate(page, agenda, row);
		spot_page_paragraph(page);
		spot_page_run(page, SPOT_RUN_DIM, "Why this tier: ");
		spot_page_run(page, SPOT_RUN_PLAIN, "%s", item->why);
	}
	add_people(page, agenda, row);
	if (!is_bad_fit) {
		add_content(page, agenda, row, false);
		add_content(page, agenda, row, true);
	}
	add_steps(page, agenda, row);
}

void spot_planned_sheets(struct spot_page *page, const struct spot_agenda *agenda, bool of_all,
    size_t n)
{
	size_t n_rows = of_all ? agenda->roster->n_rows : agenda->n_order;

	for (size_t i = 0; i < n_rows && i < n; i++)
		add_sheet(page, agenda, of_all ? i : agenda->order[i]);
}
