/* SPDX-License-Identifier: MIT */
/*
 * Who buys, and how they show it: the words role, engagement, levels, contacts and events of a
 * model, ready to be used. Immutable once made; shared by threads. Texts that are not said to be
 * the arena's are the model's.
 */
#ifndef SPOT_RULES_BUYER_H
#define SPOT_RULES_BUYER_H

#include "base/error.h"
#include "rules/item.h"

struct spot_role {
	const char *name;
	int match;      /* of the contact; SPOT_NO_FUNCTION: patterns say it */
	/* Globs of the title, folded as spot_text_fold does with strip_accents. */
	const char *const *patterns;
	size_t n_patterns;
	size_t needed;  /* so many of them; 0: nobody misses one */
	struct spot_item_texts cares_about, found_at, groups, events;
	struct spot_place place;
};

struct spot_engagement {
	const char *name;
	int when;       /* of the event */
	double points;
	int points_fn;  /* of the event, instead of points; or SPOT_NO_FUNCTION */
	bool has_half_life, has_cap;
	double half_life; /* days */
	double cap;       /* >= 0: what it can give, or take, by one contact */
	const bool *roles; /* by role: whose events count; NULL: everybody's */
	struct spot_place place;
};

struct spot_level {
	const char *name;
	double least;
};

struct spot_buyers {
	const struct spot_rules *rules;
	struct spot_role *roles; /* in file order: the first that matches is the contact's */
	size_t n_roles;
	struct spot_engagement *engagements;
	size_t n_engagements;
	struct spot_level *levels; /* highest first */
	size_t n_levels;
	bool has_contacts, has_events; /* the words are there */
	/* Fields of rules->contacts and rules->events, or SPOT_NONE. */
	size_t contact_key, contact_id, contact_title;
	size_t event_key, event_contact, event_at;
	size_t event_row; /* the contact as the event's own field */
	struct spot_place contacts_place, events_place;
	struct spot_arena arena;
};

/* Reset when done, also after an error. */
int spot_buyers_init(struct spot_buyers *out, const struct spot_rules *rules,
    struct spot_error *err);
/* Before the tables are read. SPOT_ERULES, with its place: a role or engagement without the table
 * that it reads, patterns without a field `title`, a half_life without a day (`at`). */
int spot_buyers_check(const struct spot_buyers *buyers, struct spot_error *err);
void spot_buyers_reset(struct spot_buyers *buyers);

/* The first role one of whose patterns matches the title, among those told by patterns; folded: the
 * title as patterns are. */
bool spot_buyers_is_like(const struct spot_role *role, struct spot_view folded);

/* The level that much engagement reaches: its place in levels, or SPOT_NONE without any. Below all
 * of them it is the lowest. */
size_t spot_buyers_level(const struct spot_buyers *buyers, double engagement);

#endif
