/* SPDX-License-Identifier: MIT */
#include "present/engaged.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "present/draft.h"
#include "present/engaged_lists.h"
#include "present/peopled.h"

#define TITLES_SHOWN 15
#define ACCOUNTS_SHOWN 25

static const struct spot_rules *rules_of(const struct spot_engage *engage)
{
	return engage->roster->panel->rules;
}

static const char *rank_name(const struct spot_engage *engage, size_t rank)
{
	const char *name = spot_verdict_rank_name(rules_of(engage), rank);

	return name[0] ? name : "(no tier)";
}

/* Whether a row of the matrix is shown: tiers always, the others where somebody is in it. */
static bool is_shown(const struct spot_engage *engage, size_t rank)
{
	bool any = rank < rules_of(engage)->n_tiers;

	for (size_t l = 0; l < engage->n_levels; l++)
		any |= engage->cells[rank * engage->n_levels + l].n > 0;
	return any;
}

static const char *level_name(const struct spot_engage *engage, size_t level)
{
	const char *name = spot_engage_level_name(engage->roster->people, level);

	return name[0] ? name : "accounts";
}

/* --- fit and engagement ------------------------------------------------------------------- */

static const char *growth_unit(const struct spot_engage *engage)
{
	const struct spot_rules *rules = rules_of(engage);

	return rules->n_growths > 0 && rules->growths[0].unit ? rules->growths[0].unit : "";
}

static void add_matrix(struct spot_page *page, const struct spot_engage *engage, bool of_growth)
{
	size_t n = engage->n_levels;
	struct spot_grid_column *columns = spot_mem_calloc(n + 2, sizeof(*columns));
	struct spot_grid *grid;

	if (!columns) {
		page->failed = true;
		return;
	}
	columns[0].title = of_growth ? "growth potential" : "accounts";
	for (size_t l = 0; l <= n; l++) {
		columns[l + 1].title = l < n ? level_name(engage, l) : "all";
		columns[l + 1].kind = of_growth ? SPOT_FIGURE_MONEY : SPOT_FIGURE_COUNT;
	}
	grid = spot_page_table(page, of_growth ? growth_unit(engage) : NULL, columns, n + 2);
	for (size_t rank = 0; rank < engage->n_ranks; rank++) {
		double sum = 0;

		if (!is_shown(engage, rank))
			continue;
		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", rank_name(engage, rank));
		for (size_t l = 0; l < n; l++) {
			const struct spot_engage_cell *cell = &engage->cells[rank * n + l];
			double value = of_growth ? cell->growth : (double)cell->n;

			sum += value;
			spot_grid_figure(grid, value);
		}
		spot_grid_figure(grid, sum);
	}
	free(columns);
}

struct heat {
	struct spot_chart_series *series;
	struct spot_chart_point *points;
	const char **names;
};

static void fill_heat(struct heat *heat, const struct spot_engage *engage,
    struct spot_chart *chart)
{
	size_t n = engage->n_levels;

	for (size_t l = 0; l < n; l++)
		heat->names[l] = level_name(engage, l);
	for (size_t rank = 0; rank < engage->n_ranks; rank++) {
		struct spot_chart_point *points = heat->points + chart->n_series * n;

		if (!is_shown(engage, rank))
			continue;
		for (size_t l = 0; l < n; l++) {
			const struct spot_engage_cell *cell = &engage->cells[rank * n + l];

			points[l] = (struct spot_chart_point) { cell->growth, (double)cell->n,
				NAN, NAN };
		}
		heat->series[chart->n_series++] = (struct spot_chart_series) {
			.name = rank_name(engage, rank), .points = points, .n_points = n };
	}
}

static void add_heat(struct spot_page *page, const struct spot_engage *engage)
{
	size_t n = engage->n_levels;
	struct heat heat = { spot_mem_calloc(engage->n_ranks, sizeof(*heat.series)),
		spot_mem_calloc(engage->n_ranks * n, sizeof(*heat.points)),
		spot_mem_calloc(n, sizeof(*heat.names)) };
	struct spot_chart chart = { .kind = SPOT_CHART_HEAT, .title = "Fit against engagement",
		.about = "Accounts by tier (down) and level of engagement (across); the smaller "
			 "number is their growth potential.",
		.x = { .title = "engagement", .kind = SPOT_FIGURE_MONEY },
		.y = { .title = "tier", .kind = SPOT_FIGURE_COUNT }, .is_told = true };

	if (!heat.series || !heat.points || !heat.names) {
		page->failed = true;
	} else {
		fill_heat(&heat, engage, &chart);
		chart.names = heat.names;
		chart.n_names = n;
		chart.series = heat.series;
		spot_page_chart(page, &chart);
	}
	free(heat.series);
	free(heat.points);
	free(heat.names);
}

static void add_fit(struct spot_page *page, const struct spot_engage *engage)
{
	spot_page_section(page, "Fit and engagement");
	if (engage->roster->people->buyers.n_levels > 0)
		add_heat(page, engage);
	add_matrix(page, engage, false);
	if (rules_of(engage)->n_growths > 0)
		add_matrix(page, engage, true);
	if (engage->n_falling > 0)
		spot_page_say(page,
		    "Accounts that did less in the last %d days than in the %d before "
		    "(icp_engagement_change below 0): %" PRIu64 ". Of a customer it is a sign of "
		    "leaving.", SPOT_PEOPLE_PERIOD, SPOT_PEOPLE_PERIOD, engage->n_falling);
}

/* --- roles and titles --------------------------------------------------------------------- */

static void add_roles(struct spot_page *page, const struct spot_engage *engage)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "role" },
		{ .title = "contacts", .kind = SPOT_FIGURE_COUNT },
		{ .title = "accounts with one", .brief = "accounts", .kind = SPOT_FIGURE_COUNT },
		{ .title = "needed", .kind = SPOT_FIGURE_COUNT },
		{ .title = "accounts that miss one", .brief = "missing",
		    .kind = SPOT_FIGURE_COUNT },
		{ .title = "engagement", .kind = SPOT_FIGURE_RATIO },
	};
	const struct spot_people *people = engage->roster->people;
	struct spot_grid *grid;

	if (!people->has_contacts)
		return;
	spot_page_section(page, "Roles");
	grid = spot_page_table(page, NULL, columns, 6);
	for (size_t r = 0; r <= people->n_roles; r++) {
		const struct spot_engage_role *role = &engage->roles[r];
		bool is_role = r < people->n_roles;
		size_t needed = is_role ? people->buyers.roles[r].needed : 0;

		spot_grid_row(grid, is_role ? SPOT_GRID_PLAIN : SPOT_GRID_WEAK);
		spot_grid_text(grid, "%s", spot_engage_role_name(people, r));
		spot_grid_figure(grid, (double)role->n_contacts);
		spot_grid_figure(grid, (double)role->n_accounts);
		spot_grid_figure(grid, needed > 0 ? (double)needed : NAN);
		spot_grid_figure(grid, needed > 0 ? (double)role->n_missing : NAN);
		spot_grid_figure(grid, role->points);
	}
	spot_page_say(page, "Accounts without a contact: %" PRIu64 "; without an event up to the "
	    "day: %" PRIu64 ".", engage->n_without, engage->n_silent);
	if (engage->n_repeated > 0)
		spot_page_say(page, "Rows of an account that an earlier row has, which count only "
		    "once here: %" PRIu64 ".", engage->n_repeated);
}

static void add_titles(struct spot_page *page, const struct spot_engage *engage)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "title that no role takes" },
		{ .title = "contacts", .kind = SPOT_FIGURE_COUNT },
	};
	const struct spot_people *people = engage->roster->people;
	size_t n = engage->n_unassigned < TITLES_SHOWN ? engage->n_unassigned : TITLES_SHOWN;
	struct spot_grid *grid;

	if (n == 0 && people->counts.blank_titles == 0)
		return;
	spot_page_section(page, "Unassigned");
	if (n > 0) {
		grid = spot_page_table(page, NULL, columns, 2);
		for (size_t i = 0; i < n; i++) {
			spot_grid_row(grid, SPOT_GRID_PLAIN);
			spot_grid_view(grid, people->titles.keys[engage->unassigned[i].title]);
			spot_grid_figure(grid, engage->unassigned[i].n);
		}
	}
	if (engage->n_unassigned > n)
		spot_page_say(page, "And %zu more; --per title lists every title with its role.",
		    engage->n_unassigned - n);
	if (people->counts.blank_titles > 0)
		spot_page_say(page, "Contacts without a title: %" PRIu64 ".",
		    people->counts.blank_titles);
}

/* --- engagements -------------------------------------------------------------------------- */

static void add_engagements(struct spot_page *page, const struct spot_people *people)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "engagement" },
		{ .title = "points", .kind = SPOT_FIGURE_PLAIN },
		{ .title = "half-life (days)", .brief = "half-life", .kind = SPOT_FIGURE_PLAIN },
		{ .title = "cap per contact", .brief = "cap", .kind = SPOT_FIGURE_PLAIN },
		{ .title = "events", .kind = SPOT_FIGURE_COUNT },
		{ .title = "unknown", .kind = SPOT_FIGURE_COUNT },
	};
	const struct spot_buyers *buyers = &people->buyers;
	struct spot_grid *grid;

	if (!people->has_events || buyers->n_engagements == 0)
		return;
	spot_page_section(page, "What counts");
	grid = spot_page_table(page, NULL, columns, 6);
	for (size_t e = 0; e < buyers->n_engagements; e++) {
		const struct spot_engagement *engagement = &buyers->engagements[e];
		uint64_t n = spot_people_counted(people, e);

		spot_grid_row(grid, n > 0 ? SPOT_GRID_PLAIN : SPOT_GRID_WEAK);
		spot_grid_text(grid, "%s", engagement->name);
		spot_grid_figure(grid, engagement->points_fn == SPOT_NO_FUNCTION
		    ? engagement->points : NAN);
		spot_grid_figure(grid, engagement->has_half_life ? engagement->half_life : NAN);
		spot_grid_figure(grid, engagement->has_cap ? engagement->cap : NAN);
		spot_grid_figure(grid, (double)n);
		spot_grid_figure(grid, (double)spot_people_unknown(people, e));
	}
}

/* --- accounts ----------------------------------------------------------------------------- */

/* Better tiers first, then more engagement, then file order. */
static int compare_rows(const void *left, const void *right)
{
	const struct spot_roster_row *a = *(const struct spot_roster_row *const *)left;
	const struct spot_roster_row *b = *(const struct spot_roster_row *const *)right;
	double x = a->people.engagement, y = b->people.engagement;

	if (a->tier != b->tier)
		return a->tier < b->tier ? -1 : 1;
	if (x != y)
		return x < y ? 1 : -1;
	return (a > b) - (a < b);
}

static void add_missing(struct spot_grid *grid, const struct spot_people *people,
    const struct spot_people_account *account)
{
	struct spot_buf text = SPOT_BUF_INIT;

	for (size_t r = 0; r < people->n_roles; r++)
		if (spot_engage_misses(people, account, r))
			spot_buf_printf(&text, "%s%s", text.len > 0 ? ", " : "",
			    people->buyers.roles[r].name);
	spot_grid_text(grid, "%s", spot_buf_str(&text));
	spot_draft_end(&text, &grid->failed);
}

static void add_account(struct spot_grid *grid, const struct spot_engage *engage,
    const struct spot_roster_row *row)
{
	const struct spot_roster *roster = engage->roster;
	const struct spot_people *people = roster->people;
	size_t idx = (size_t)(row - roster->rows);
	struct spot_view key = spot_roster_key(roster, idx), name = spot_roster_name(roster, idx);
	char day[SPOT_DATE_TEXT_SIZE] = "";

	if (row->people.last != SPOT_PEOPLE_NEVER)
		spot_date_print(row->people.last, day);
	spot_grid_row(grid, SPOT_GRID_PLAIN);
	spot_grid_text(grid, "%.*s%s%.*s", (int)key.len, key.ptr, name.len > 0 ? " " : "",
	    (int)name.len, name.ptr);
	spot_grid_text(grid, "%s", rank_name(engage, row->tier));
	spot_grid_text(grid, "%s", level_name(engage,
	    spot_engage_level(people, row->people.engagement)));
	spot_grid_figure(grid, row->people.engagement);
	spot_grid_figure(grid, row->people.change);
	add_missing(grid, people, &row->people);
	spot_grid_text(grid, "%s", day);
}

static void add_accounts(struct spot_page *page, const struct spot_engage *engage)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "account" },
		{ .title = "tier" },
		{ .title = "level" },
		{ .title = "engagement", .kind = SPOT_FIGURE_RATIO },
		{ .title = "change", .kind = SPOT_FIGURE_RATIO },
		{ .title = "roles missing" },
		{ .title = "last event", .kind = SPOT_FIGURE_COUNT },
	};
	const struct spot_roster *roster = engage->roster;
	size_t n = roster->n_rows < ACCOUNTS_SHOWN ? roster->n_rows : ACCOUNTS_SHOWN;
	const struct spot_roster_row **rows = spot_mem_calloc(roster->n_rows + 1, sizeof(*rows));
	struct spot_grid *grid;

	if (!rows) {
		page->failed = true;
		return;
	}
	for (size_t i = 0; i < roster->n_rows; i++)
		rows[i] = &roster->rows[i];
	qsort(rows, roster->n_rows, sizeof(*rows), compare_rows);
	spot_page_section(page, "Whom to call first");
	grid = spot_page_table(page, NULL, columns, 7);
	for (size_t i = 0; i < n; i++)
		add_account(grid, engage, rows[i]);
	if (roster->n_rows > n)
		spot_page_say(page, "And %zu more; --format csv lists all.", roster->n_rows - n);
	free(rows);
}

/* --- the page ----------------------------------------------------------------------------- */

static void add_notes(struct spot_page *page)
{
	spot_page_section(page, "How it is counted");
	spot_page_term(page, "engagement");
	spot_page_run(page, SPOT_RUN_PLAIN,
	    "points x 0.5 ^ (age / half-life), age in days up to the day; what one engagement "
	    "gives by one contact is held to its cap. An account's is the sum of its contacts' and "
	    "of events without a known contact.");
	spot_page_term(page, "role");
	spot_page_run(page, SPOT_RUN_PLAIN, "the first in the rule file that matches the contact.");
	spot_page_term(page, "change");
	spot_page_run(page, SPOT_RUN_PLAIN,
	    "engagement of the last %d days less that of the %d before, each faded to its own end "
	    "and held to the caps.", SPOT_PEOPLE_PERIOD, SPOT_PEOPLE_PERIOD);
}

void spot_engaged_page(struct spot_page *page, const struct spot_engage *engage,
    enum spot_engaged_per per)
{
	const struct spot_rules *rules = rules_of(engage);

	if (rules->profile.name[0])
		spot_page_lead(page, "%s", rules->profile.name);
	spot_peopled_facts(page, engage->roster);
	add_fit(page, engage);
	add_roles(page, engage);
	add_titles(page, engage);
	add_engagements(page, engage->roster->people);
	if (per == SPOT_ENGAGED_ACCOUNT)
		add_accounts(page, engage);
	else if (per != SPOT_ENGAGED_N)
		spot_engaged_lists_add(page, engage->roster->people, per);
	spot_peopled_warn(page, engage->roster);
	if (per != SPOT_ENGAGED_N)
		add_notes(page);
}
