/* SPDX-License-Identifier: MIT */
/*
 * The people of the accounts and what they did: the tables `contacts` and `events`, read once.
 * Contacts get the first role that is known to match; events give points that fade, held to a cap
 * per engagement and contact.
 *
 *	points x 0.5 ^ (age / half_life), age in days up to the as-of day
 *
 * An account's engagement is the sum of its contacts' and of what no contact is known for, so that
 * roles add up to it. Events after the as-of day, or without a day, do not count. Sums are made in
 * file order, so that the bytes are the same for any number of threads.
 *
 * Memory: some 40 bytes a contact and 60 an account, 24 more for each of them and each engagement
 * that has a cap, 8 for each account and engagement, ids, keys and distinct titles; where rules
 * read e.contact, what they may read of every contact. Events are streamed. Once read it is
 * immutable but for what spot_people_find notes, and shared by threads.
 */
#ifndef SPOT_ENGINE_PEOPLE_H
#define SPOT_ENGINE_PEOPLE_H

#include "engine/panel.h"
#include "rules/buyer.h"

#define SPOT_PEOPLE_PERIOD 90 /* days: engagement_change is of this many against as many before */

struct spot_contact {
	uint32_t group; /* its account's in contacts.rollup; SPOT_PEOPLE_NONE: without a key */
	uint32_t title; /* SPOT_PEOPLE_NONE: blank */
	uint32_t role;  /* in file order; n_roles: unassigned */
	int32_t last;   /* day of its last event; SPOT_PEOPLE_NEVER */
};
#define SPOT_PEOPLE_NONE UINT32_MAX
#define SPOT_PEOPLE_NEVER INT32_MIN

/* Of an account that events name. */
struct spot_people_events {
	uint64_t n;      /* that count by their day */
	int32_t last;
	uint32_t group;  /* the same account's in contacts.rollup, or SPOT_PEOPLE_NONE */
	/* points of the last period and of the one before it, held to the caps */
	double recent, before;
};

struct spot_people_counts {
	uint64_t same_id;       /* contacts whose id an earlier one has */
	uint64_t blank_titles;
};

/* Events counted by account, so that those of no account can be left out. */
enum spot_people_tally {
	SPOT_PEOPLE_FUTURE,        /* after the as-of day: they do not count */
	SPOT_PEOPLE_NO_DAY,        /* nor do these */
	SPOT_PEOPLE_NO_CONTACT,    /* that name none */
	SPOT_PEOPLE_LOST_CONTACT,  /* whose contact is not among the contacts */
	SPOT_PEOPLE_OTHER_ACCOUNT, /* whose contact belongs to another account */
	SPOT_PEOPLE_NO_ACCOUNT,    /* whose contact belongs to none */
	SPOT_PEOPLE_TALLIES
	/* then by engagement: that gave points; by engagement: that might have */
};

struct spot_people {
	const struct spot_rules *rules;
	struct spot_buyers buyers;
	size_t n_roles;
	bool has_contacts, has_events;           /* the tables were given */
	struct spot_panel_table contacts, events; /* rollups without derived fields: their keys */
	struct spot_people_counts counts;

	struct spot_contact *list;
	size_t n_list, list_cap;
	struct spot_map ids;      /* as keys are compared */
	uint32_t *id_contact;     /* by id: the first contact that has it */
	size_t id_cap;
	uint32_t *contact_id;     /* by contact: its id, or SPOT_PEOPLE_NONE */
	size_t contact_id_cap;
	struct spot_map titles;   /* as they are written, in the order of first mention */
	uint32_t *title_roles;    /* [title][n_roles + 1]: contacts of each role */
	size_t title_roles_cap;
	bool *title_likes;        /* [title][n_roles]: a pattern matches */
	size_t title_likes_cap;
	uint32_t *roles;          /* [group of contacts][n_roles + 1] */
	size_t roles_cap;
	bool has_patterns, keeps_values;
	struct spot_value *values; /* [contact][field of contacts]; NULL: not kept */
	size_t values_cap;
	struct spot_map texts;    /* that values point to */
	struct spot_arena arena;

	struct spot_people_events *accounts; /* by group of events */
	size_t accounts_cap;
	size_t n_slots;           /* 1, and three for each engagement with a cap */
	size_t *slot_of;          /* by engagement: the first of them */
	double *contact_sums;     /* [contact][slot] */
	double *account_sums;     /* [group of events][slot]: of no contact, or another account's */
	size_t account_sums_cap;
	struct spot_map watch;    /* folded texts that are looked for */
	size_t *watch_text, *watch_of; /* by watch: its text of these, and what it means */
	size_t n_watches, n_watched;
	/* [group of events][n_watched]: an event said so; NULL: not asked */
	uint8_t *had;
	size_t had_cap;
	/* [group of events][n_roles + 2]: roles, unassigned, nobody known */
	double *points;
	uint32_t *tallies;        /* [group of events][n_tallies] */
	size_t n_tallies, tallies_cap;
};

/* What is looked for in the texts of events, to know which accounts had it. */
struct spot_people_watch {
	const char *text; /* compared without regard to case */
	size_t idx;       /* below n_watched; texts and meanings may repeat */
};

struct spot_people_options {
	/* A declared table that is not given and that a role or engagement reads is SPOT_EUSAGE. */
	bool needs_all;
	const struct spot_people_watch *watches;
	size_t n_watches, n_watched;
};

/* Reads the tables that the rules declare and withs give. rules must outlive it. Reset when done,
 * also after an error. */
int spot_people_init(struct spot_people *out, const struct spot_rules *rules,
    const struct spot_with *withs, size_t n_withs, const struct spot_people_options *asked,
    const struct spot_panel_options *options, struct spot_error *err);
void spot_people_reset(struct spot_people *people);

/* An account's part of it. */
struct spot_people_account {
	const uint32_t *roles;  /* n_roles + 1 counts; NULL: no contact */
	const double *points;   /* n_roles + 2; NULL: no event */
	const uint8_t *had;     /* n_watched; NULL: no event, or nothing is watched */
	double engagement;      /* their sum */
	double change;          /* points of the last period less those of the one before */
	int32_t last;           /* day, or SPOT_PEOPLE_NEVER */
	size_t contacts_group, events_group; /* or SPOT_MAP_NONE */
};

/* Looks the account up and notes that it is there, and what its key looks like, for the report of
 * keys without an account. key may be empty; row ascends over the run. Thread-safe. */
void spot_people_find(struct spot_people_account *out, const struct spot_people *people,
    struct spot_view key, uint64_t row);

/* After the accounts were looked up: the events of those that are there. */
uint64_t spot_people_tally(const struct spot_people *people, enum spot_people_tally what);
/* The same that gave the engagement's points, or might have. */
uint64_t spot_people_counted(const struct spot_people *people, size_t engagement_idx);
uint64_t spot_people_unknown(const struct spot_people *people, size_t engagement_idx);

/* What one contact's events are worth; caps applied. */
double spot_people_contact(const struct spot_people *people, size_t contact_idx);

#endif
