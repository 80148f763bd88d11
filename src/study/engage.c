/* SPDX-License-Identifier: MIT */
#include "study/engage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/seen.h"
#include "table/cell.h"

size_t spot_engage_level(const struct spot_people *people, double engagement)
{
	size_t level = spot_buyers_level(&people->buyers, engagement);

	return level == SPOT_NONE ? 0 : level;
}

const char *spot_engage_level_name(const struct spot_people *people, size_t level)
{
	return level < people->buyers.n_levels ? people->buyers.levels[level].name : "";
}

const char *spot_engage_role_name(const struct spot_people *people, size_t role)
{
	return role < people->n_roles ? people->buyers.roles[role].name : "unassigned";
}

bool spot_engage_misses(const struct spot_people *people, const struct spot_people_account *account,
    size_t role)
{
	return (account->roles ? account->roles[role] : 0) < people->buyers.roles[role].needed;
}

static void count_account(struct spot_engage *out, const struct spot_roster_row *row)
{
	const struct spot_people *people = out->roster->people;
	size_t level = spot_engage_level(people, row->people.engagement);
	struct spot_engage_cell *cell = &out->cells[row->tier * out->n_levels + level];

	cell->n++;
	cell->growth += isnan(row->growth) ? 0 : row->growth;
	cell->n_unknown += isnan(row->growth);
	out->n_without += !row->people.roles;
	out->n_silent += row->people.last == SPOT_PEOPLE_NEVER;
	out->n_falling += row->people.change < 0;
	for (size_t r = 0; r <= people->n_roles; r++) {
		struct spot_engage_role *role = &out->roles[r];
		uint64_t n = row->people.roles ? row->people.roles[r] : 0;

		role->n_contacts += n;
		role->n_accounts += n > 0;
		role->points += row->people.points ? row->people.points[r] : 0;
		role->n_missing +=
		    r < people->n_roles && spot_engage_misses(people, &row->people, r);
	}
}

static int compare_titles(const void *left, const void *right)
{
	const struct spot_engage_title *a = left, *b = right;

	if (a->n != b->n)
		return a->n < b->n ? 1 : -1;
	return (a->title > b->title) - (a->title < b->title);
}

static int list_unassigned(struct spot_engage *out, struct spot_error *err)
{
	const struct spot_people *people = out->roster->people;
	size_t n = people->n_roles + 1;

	out->unassigned = spot_mem_calloc(people->titles.n_keys + 1, sizeof(*out->unassigned));
	if (!out->unassigned)
		return spot_error_nomem(err);
	for (size_t t = 0; t < people->titles.n_keys; t++)
		if (people->title_roles[t * n + people->n_roles] > 0)
			out->unassigned[out->n_unassigned++] = (struct spot_engage_title) {
				(uint32_t)t, people->title_roles[t * n + people->n_roles] };
	qsort(out->unassigned, out->n_unassigned, sizeof(*out->unassigned), compare_titles);
	return 0;
}

int spot_engage_init(struct spot_engage *out, const struct spot_roster *roster,
    struct spot_error *err)
{
	const struct spot_people *people = roster->people;
	struct spot_seen seen;
	int was_seen = 0;

	memset(out, 0, sizeof(*out));
	out->roster = roster;
	out->n_ranks = roster->panel->rules->n_tiers + 2;
	out->n_levels = people->buyers.n_levels > 0 ? people->buyers.n_levels : 1;
	spot_seen_init(&seen);
	out->cells = spot_mem_calloc(out->n_ranks * out->n_levels, sizeof(*out->cells));
	out->roles = spot_mem_calloc(people->n_roles + 1, sizeof(*out->roles));
	if (!out->cells || !out->roles)
		return spot_error_nomem(err);
	for (size_t i = 0; was_seen != SPOT_ENOMEM && i < roster->n_rows; i++) {
		was_seen = spot_seen_add(
		    &seen, spot_cell_key_identity(spot_roster_key(roster, i)), i, NULL);
		if (was_seen == 0)
			count_account(out, &roster->rows[i]);
		else
			out->n_repeated++;
	}
	spot_seen_reset(&seen);
	return was_seen == SPOT_ENOMEM ? spot_error_nomem(err) : list_unassigned(out, err);
}

void spot_engage_reset(struct spot_engage *engage)
{
	free(engage->cells);
	free(engage->roles);
	free(engage->unassigned);
	memset(engage, 0, sizeof(*engage));
}
