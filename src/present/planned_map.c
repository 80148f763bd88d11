/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "present/planned.h"

#include "present/draft.h"

static void add_cell(struct spot_grid *grid, const struct spot_agenda_map *map, size_t at)
{
	struct spot_buf text = SPOT_BUF_INIT;

	if (map->n[at] > 0)
		spot_buf_printf(&text, "%" PRIu32, map->n[at]);
	else
		spot_buf_text(&text, map->n_accounts[at] > 0 ? "hole" : SPOT_FIGURE_DASH);
	if (map->n_tools[at] > 0)
		spot_buf_printf(&text, " + %" PRIu32 " for sales", map->n_tools[at]);
	if (map->n_accounts[at] > 0)
		spot_buf_printf(&text, " (%" PRIu64 ")", map->n_accounts[at]);
	spot_grid_text(grid, "%s", spot_buf_str(&text));
	spot_draft_end(&text, &grid->failed);
}

static void add_grid(struct spot_page *page, const struct spot_agenda *agenda)
{
	const struct spot_journey *journey = agenda->journey;
	const struct spot_people *people = agenda->roster->people;
	struct spot_grid_column *columns =
	    spot_mem_calloc(journey->n_stages + 1, sizeof(*columns));
	struct spot_grid *grid;

	if (!columns) {
		page->failed = true;
		return;
	}
	columns[0].title = "role";
	for (size_t s = 0; s < journey->n_stages; s++)
		columns[s + 1].title = journey->stages[s].name;
	grid = spot_page_table(page, NULL, columns, journey->n_stages + 1);
	for (size_t r = 0; r < people->n_roles; r++) {
		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", people->buyers.roles[r].name);
		for (size_t s = 0; s < journey->n_stages; s++)
			add_cell(grid, &agenda->map, r * journey->n_stages + s);
	}
	free(columns);
}

static void add_holes(struct spot_page *page, const struct spot_agenda *agenda)
{
	const struct spot_journey *journey = agenda->journey;
	const struct spot_people *people = agenda->roster->people;
	const struct spot_agenda_map *map = &agenda->map;

	for (size_t r = 0; r < people->n_roles; r++)
		for (size_t s = 0; s < journey->n_stages; s++) {
			size_t at = r * journey->n_stages + s;

			if (map->n[at] > 0 || map->n_accounts[at] == 0)
				continue;
			spot_page_item(page);
			spot_page_run(page, SPOT_RUN_PLAIN, "Hole: nothing to send to %s in stage "
			    "\"%s\"; accounts that wait for it: %" PRIu64,
			    people->buyers.roles[r].name, journey->stages[s].name,
			    map->n_accounts[at]);
		}
	for (size_t c = 0; c < journey->n_contents; c++) {
		if (map->n_of[c] > 0)
			continue;
		spot_page_item(page);
		spot_page_run(page, SPOT_RUN_PLAIN,
		    "%s \"%s\": no account of these data would get it",
		    journey->contents[c].is_tool ? "Sales tool" : "Content",
		    journey->contents[c].name);
	}
}

void spot_planned_map(struct spot_page *page, const struct spot_agenda *agenda)
{
	if (agenda->journey->n_contents == 0 || agenda->roster->people->n_roles == 0 ||
	    agenda->journey->n_stages == 0)
		return;
	spot_page_section_wide(page, "Content map");
	spot_page_say(page, "Pieces of content by role and stage; in brackets the accounts "
	    "that have "
	    "the role and are in the stage.");
	add_grid(page, agenda);
	add_holes(page, agenda);
}
