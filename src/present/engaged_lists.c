/* SPDX-License-Identifier: MIT */
/* The contacts, or the titles, that a page of engagement shows instead of accounts. */
#include <stdlib.h>

#include "base/date.h"
#include "present/draft.h"
#include "present/engaged_lists.h"

#define ROWS_SHOWN 50

/* What the order of places in a list is made of: the greater one first, then as they came. */
struct ranked {
	double weight;
	size_t idx;
};

static int compare(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;

	if (a->weight != b->weight)
		return a->weight < b->weight ? 1 : -1;
	return (a->idx > b->idx) - (a->idx < b->idx);
}

static uint64_t title_contacts(const struct spot_people *people, size_t title)
{
	const uint32_t *counts = people->title_roles + title * (people->n_roles + 1);
	uint64_t n = 0;

	for (size_t r = 0; r <= people->n_roles; r++)
		n += counts[r];
	return n;
}

static void add_contact(struct spot_grid *grid, const struct spot_people *people, size_t c)
{
	static const struct spot_view none = { NULL, 0 };
	const struct spot_contact *contact = &people->list[c];
	char day[SPOT_DATE_TEXT_SIZE] = "";

	if (contact->last != SPOT_PEOPLE_NEVER)
		spot_date_print(contact->last, day);
	spot_grid_view(grid, people->contact_id[c] == SPOT_PEOPLE_NONE
	    ? none : people->ids.keys[people->contact_id[c]]);
	spot_grid_view(grid, contact->group == SPOT_PEOPLE_NONE
	    ? none : spot_rollup_key(people->contacts.rollup, contact->group));
	spot_grid_view(grid, contact->title == SPOT_PEOPLE_NONE
	    ? none : people->titles.keys[contact->title]);
	spot_grid_text(grid, "%s", spot_engage_role_name(people, contact->role));
	spot_grid_figure(grid, spot_people_contact(people, c));
	spot_grid_text(grid, "%s", day);
}

static void add_title(struct spot_grid *grid, const struct spot_people *people, size_t t)
{
	const uint32_t *counts = people->title_roles + t * (people->n_roles + 1);
	struct spot_buf roles = SPOT_BUF_INIT;

	for (size_t r = 0; r <= people->n_roles; r++)
		if (counts[r] > 0)
			spot_buf_printf(&roles, "%s%s", roles.len > 0 ? ", " : "",
			    spot_engage_role_name(people, r));
	spot_grid_view(grid, people->titles.keys[t]);
	spot_grid_text(grid, "%s", spot_buf_str(&roles));
	spot_grid_figure(grid, (double)title_contacts(people, t));
	spot_draft_end(&roles, &grid->failed);
}

void spot_engaged_lists_add(struct spot_page *page, const struct spot_people *people,
    enum spot_engaged_per per)
{
	static const struct spot_grid_column contact_columns[] = {
		{ .title = "contact" }, { .title = "account" }, { .title = "title" },
		{ .title = "role" }, { .title = "engagement", .kind = SPOT_FIGURE_RATIO },
		{ .title = "last event", .kind = SPOT_FIGURE_COUNT },
	};
	static const struct spot_grid_column title_columns[] = {
		{ .title = "title" }, { .title = "role" },
		{ .title = "contacts", .kind = SPOT_FIGURE_COUNT },
	};
	bool of_titles = per == SPOT_ENGAGED_TITLE;
	size_t n = of_titles ? people->titles.n_keys : people->n_list;
	struct ranked *ranked = spot_mem_calloc(n + 1, sizeof(*ranked));
	struct spot_grid *grid;

	if (!ranked) {
		page->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		ranked[i] = (struct ranked) { of_titles ? (double)title_contacts(people, i)
		                                        : spot_people_contact(people, i), i };
	qsort(ranked, n, sizeof(*ranked), compare);
	spot_page_section(page, of_titles ? "Titles" : "Contacts");
	grid = of_titles ? spot_page_table(page, NULL, title_columns, 3)
	                 : spot_page_table(page, NULL, contact_columns, 6);
	for (size_t i = 0; i < n && i < ROWS_SHOWN; i++) {
		spot_grid_row(grid, SPOT_GRID_PLAIN);
		if (of_titles)
			add_title(grid, people, ranked[i].idx);
		else
			add_contact(grid, people, ranked[i].idx);
	}
	if (n > ROWS_SHOWN)
		spot_page_say(page, "And %zu more; --format csv lists all.", n - ROWS_SHOWN);
	free(ranked);
}
