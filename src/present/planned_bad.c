/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "present/draft.h"
#include "present/planned.h"

#define BAD_SHOWN 50

static const struct spot_rules *rules_of(const struct spot_agenda *agenda)
{
	return agenda->roster->panel->rules;
}

static const char *disqualifier_of(const struct spot_agenda *agenda, size_t row)
{
	uint32_t idx = agenda->roster->rows[row].disqualifier;

	return idx == SPOT_PEOPLE_NONE ? "" : rules_of(agenda)->disqualifiers[idx].name;
}

static void print_since(char day[SPOT_DATE_TEXT_SIZE], const struct spot_agenda *agenda,
    size_t row)
{
	double since = spot_agenda_since(agenda, row);

	day[0] = '\0';
	if (!isnan(since))
		spot_date_print((int64_t)since, day);
}

static void add_account(struct spot_grid *grid, const struct spot_roster *roster, size_t row)
{
	struct spot_view key = spot_roster_key(roster, row), name = spot_roster_name(roster, row);

	spot_grid_row(grid, SPOT_GRID_PLAIN);
	spot_grid_text(grid, "%.*s%s%.*s", (int)key.len, key.ptr, name.len > 0 ? " " : "",
	    (int)name.len, name.ptr);
}

static void add_bad(struct spot_page *page, const struct spot_agenda *agenda)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "bad fit" },
		{ .title = "because" },
		{ .title = "since" },
		{ .title = "pays", .kind = SPOT_FIGURE_MONEY },
		{ .title = "costs", .kind = SPOT_FIGURE_MONEY },
		{ .title = "margin", .kind = SPOT_FIGURE_MONEY },
	};
	struct spot_grid *grid = spot_page_table(page, NULL, columns, 6);
	size_t n = agenda->n_bad + agenda->n_bad_unknown;

	for (size_t i = 0; i < n && i < BAD_SHOWN; i++) {
		size_t row = agenda->bad[i];
		double pays = spot_agenda_pays(agenda, row), costs = spot_agenda_costs(agenda, row);
		char day[SPOT_DATE_TEXT_SIZE];

		print_since(day, agenda, row);
		add_account(grid, agenda->roster, row);
		spot_grid_text(grid, "%s", disqualifier_of(agenda, row));
		spot_grid_text(grid, "%s", day);
		spot_grid_figure(grid, pays);
		spot_grid_figure(grid, costs);
		spot_grid_figure(grid, pays - costs);
	}
	if (n > BAD_SHOWN)
		spot_page_say(page, "And %zu more; --format csv lists all.", n - BAD_SHOWN);
}

static void add_swap(struct spot_page *page, const struct spot_agenda *agenda,
    const struct spot_agenda_swap *swap)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "open account" },
		{ .title = "tier" },
		{ .title = "score", .kind = SPOT_FIGURE_RATIO },
		{ .title = "growth potential", .brief = "growth", .kind = SPOT_FIGURE_MONEY },
	};
	const struct spot_roster *roster = agenda->roster;
	struct spot_grid *grid;

	if (swap->n == 0 || agenda->n_bad == 0)
		return;
	spot_page_section(page, "Whom to replace them with");
	grid = spot_page_table(page, NULL, columns, 4);
	for (size_t i = 0; i < swap->n && i < BAD_SHOWN; i++) {
		const struct spot_roster_row *row = &roster->rows[swap->rows[i]];

		add_account(grid, roster, swap->rows[i]);
		spot_grid_text(grid, "%s", spot_verdict_rank_name(rules_of(agenda), row->tier));
		spot_grid_figure(grid, row->score);
		spot_grid_figure(grid, row->growth);
	}
	if (swap->n > BAD_SHOWN)
		spot_page_say(page, "And %zu more.", swap->n - BAD_SHOWN);
	if (!swap->is_replaced)
		spot_page_say(page, "All open accounts together do not replace the margin.");
}

static void money_run(struct spot_page *page, const char *before, double value)
{
	struct spot_buf text = SPOT_BUF_INIT;

	spot_figure_print(&text, SPOT_FIGURE_MONEY, value);
	spot_page_run(page, SPOT_RUN_PLAIN, "%s%s", before, spot_buf_str(&text));
	spot_draft_end(&text, &page->failed);
}

void spot_planned_bad(struct spot_page *page, const struct spot_agenda *agenda,
    const struct spot_agenda_swap *swap)
{
	const struct spot_schema *fields = &rules_of(agenda)->fields;
	bool knows_costs = agenda->journey->cost_to_serve != SPOT_NO_FUNCTION;
	size_t n = agenda->n_bad + agenda->n_bad_unknown;

	spot_page_section(page, "Customers to part with");
	spot_page_callout(page, n > 0 ? SPOT_TONE_BAD : SPOT_TONE_GOOD, agenda->n_bad > 0
	    ? "Break up" : n > 0 ? "Find out who pays" : "Nobody to part with");
	spot_page_run(page, SPOT_RUN_PLAIN, "%zu bad fits, of which %zu pay", agenda->n_bad_fits,
	    agenda->n_bad);
	if (agenda->n_bad > 0)
		money_run(page, ": ", swap->pays);
	if (agenda->n_bad > 0 && knows_costs) {
		money_run(page, ", cost ", swap->costs);
		money_run(page, "; margin ", swap->margin);
	}
	if (agenda->n_bad_unknown > 0)
		spot_page_run(page, SPOT_RUN_PLAIN, "; of %zu it is not known whether they do",
		    agenda->n_bad_unknown);
	spot_page_run(page, SPOT_RUN_PLAIN, ". ");
	if (agenda->n_bad > 0 && agenda->n_bad_unknown == 0 && swap->margin <= 0)
		spot_page_run(page, SPOT_RUN_PLAIN, "Without them more is left: nothing has to be "
		    "replaced, and there is time for better ones.");
	if (n == 0)
		return;
	if (agenda->n_bad_unknown > 0)
		spot_page_say(page, "Not known: the field %s is blank or unreadable. If blank "
		    "means that nothing is paid, declare default = 0.",
		    fields->fields[agenda->fields.pays].name);
	spot_page_say(page, "What they pay is the field %s; what they cost is %s.",
	    fields->fields[agenda->fields.pays].name,
	    knows_costs ? "cost_to_serve of economics"
	                : "not known: the rules have no economics { cost_to_serve = … }");
	if (swap->n_unknown > 0 && knows_costs)
		spot_page_say(page, "Of %zu the cost is not known and counts as 0.",
		    swap->n_unknown);
	add_bad(page, agenda);
	add_swap(page, agenda, swap);
}

static void put_row(struct spot_sheet *sheet, const struct spot_agenda *agenda, size_t row)
{
	const struct spot_roster *roster = agenda->roster;
	const struct spot_roster_row *item = &roster->rows[row];
	bool is_bad = item->tier == rules_of(agenda)->n_tiers;
	double pays = spot_agenda_pays(agenda, row);
	double costs = is_bad ? spot_agenda_costs(agenda, row) : NAN;
	char day[SPOT_DATE_TEXT_SIZE];

	print_since(day, agenda, row);
	spot_sheet_row(sheet);
	spot_sheet_view(sheet, spot_roster_key(roster, row));
	spot_sheet_view(sheet, spot_roster_name(roster, row));
	spot_sheet_text(sheet, disqualifier_of(agenda, row));
	spot_sheet_text(sheet, is_bad ? day : "");
	spot_sheet_number(sheet, is_bad ? pays : NAN);
	spot_sheet_number(sheet, costs);
	spot_sheet_number(sheet, pays - costs);
	spot_sheet_text(sheet, spot_verdict_rank_name(rules_of(agenda), item->tier));
	spot_sheet_number(sheet, item->score);
	spot_sheet_number(sheet, item->growth);
}

void spot_planned_bad_rows(struct spot_buf *out, const struct spot_agenda *agenda,
    const struct spot_agenda_swap *swap, enum spot_sheet_kind kind)
{
	const struct spot_roster *roster = agenda->roster;
	const char *names[] = { roster->key_header ? roster->key_header : "account", "name",
		"icp_disqualified", "icp_since", "icp_pays", "icp_costs", "icp_margin", "icp_tier",
		"icp_score", "icp_growth" };
	struct spot_sheet sheet = { .out = out, .kind = kind, .names = names, .n_names = 10 };

	spot_sheet_begin(&sheet);
	for (size_t i = 0; i < agenda->n_bad + agenda->n_bad_unknown; i++)
		put_row(&sheet, agenda, agenda->bad[i]);
	for (size_t i = 0; agenda->n_bad > 0 && i < swap->n; i++)
		put_row(&sheet, agenda, swap->rows[i]);
	spot_sheet_end(&sheet);
}
