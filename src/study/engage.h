/* SPDX-License-Identifier: MIT */
/*
 * Engagement looked at over all accounts: levels, fit against engagement, roles, titles that no
 * role takes. Made of a roster; its arrays are its own, all else is borrowed.
 */
#ifndef SPOT_STUDY_ENGAGE_H
#define SPOT_STUDY_ENGAGE_H

#include "study/roster.h"

struct spot_engage_cell {
	uint64_t n;
	double growth;       /* of those that have one */
	uint64_t n_unknown;  /* that have none */
};

struct spot_engage_role {
	uint64_t n_contacts, n_accounts; /* accounts that have one */
	uint64_t n_missing;  /* accounts that need one and have too few */
	double points;       /* their engagement */
};

struct spot_engage_title {
	uint32_t title;      /* of people->titles */
	uint32_t n;          /* contacts of no role that have it */
};

struct spot_engage {
	const struct spot_roster *roster;
	size_t n_ranks;      /* tiers, bad fit; and one more where an account has none */
	size_t n_levels;     /* at least one: without the word levels all accounts are in it */
	struct spot_engage_cell *cells; /* [rank][level] */
	struct spot_engage_role *roles; /* n_roles, then unassigned */
	struct spot_engage_title *unassigned; /* the most frequent first, then as they came */
	size_t n_unassigned;
	uint64_t n_without;  /* accounts with no contact */
	uint64_t n_silent;   /* accounts with no event that counts */
	uint64_t n_falling;  /* accounts whose engagement fell */
	uint64_t n_repeated; /* rows of an account that an earlier row has: not counted again */
};

int spot_engage_init(struct spot_engage *out, const struct spot_roster *roster,
    struct spot_error *err);
void spot_engage_reset(struct spot_engage *engage);

/* The level of that much engagement: its place in buyers.levels; 0 in a file without levels. */
size_t spot_engage_level(const struct spot_people *people, double engagement);
/* Its name, or "". */
const char *spot_engage_level_name(const struct spot_people *people, size_t level);
/* The role's name; "unassigned" for n_roles. */
const char *spot_engage_role_name(const struct spot_people *people, size_t role);
/* Whether the account needs more people of that role. */
bool spot_engage_misses(const struct spot_people *people, const struct spot_people_account *account,
    size_t role);

#endif
