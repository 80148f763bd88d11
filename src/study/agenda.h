/* SPDX-License-Identifier: MIT */
/*
 * What is to be done with each account: its stage, the people to find, the content to send next,
 * the open steps of the success plan, and whether it is accepted. Made of a roster whose options
 * spot_agenda_ask filled.
 */
#ifndef SPOT_STUDY_AGENDA_H
#define SPOT_STUDY_AGENDA_H

#include "rules/journey.h"
#include "study/roster.h"

enum spot_agenda_state {
	SPOT_AGENDA_NONE,    /* not for this account */
	SPOT_AGENDA_DONE,    /* or passed */
	SPOT_AGENDA_OPEN,    /* or not passed */
	SPOT_AGENDA_UNKNOWN, /* a blank hides it */
};

/* What plan is told besides the rules; SPOT_NONE: not told. */
struct spot_agenda_fields {
	size_t since; /* a date: from when `within` counts, and since when one is a customer */
	size_t pays;  /* a number: what a customer pays */
};

/* What a roster is to be asked; the arrays are its own. */
struct spot_agenda_asked {
	int *fns;
	size_t *fields;
	struct spot_roster_options options;
	struct spot_people_watch *watches; /* names and addresses of content */
	size_t n_watches;
};

int spot_agenda_ask(struct spot_agenda_asked *out, const struct spot_journey *journey,
    const struct spot_agenda_fields *fields, struct spot_error *err);
void spot_agenda_asked_reset(struct spot_agenda_asked *asked);

/* The content map: by role, then stage. */
struct spot_agenda_map {
	uint32_t *n;       /* [role][stage]: pieces of content, no sales tools */
	uint32_t *n_tools; /* the same of sales tools */
	uint64_t *n_accounts; /* [role][stage]: accounts that have the role and are in the stage */
	uint64_t *n_of;    /* by content: accounts that it is for, sent or not */
};

struct spot_agenda {
	const struct spot_roster *roster;
	const struct spot_journey *journey;
	struct spot_agenda_fields fields;
	size_t *order;     /* rows that are no bad fit: better tiers first, then higher scores */
	size_t n_order;
	/* bad fits that pay, those that pay most first, then those of which it is not known */
	size_t *bad;
	size_t n_bad, n_bad_unknown, n_bad_fits; /* that pay; of which it is not known; all */
	struct spot_agenda_map map;
};

int spot_agenda_init(struct spot_agenda *out, const struct spot_roster *roster,
    const struct spot_journey *journey, const struct spot_agenda_fields *fields,
    struct spot_error *err);
void spot_agenda_reset(struct spot_agenda *agenda);

/* Its place in journey->stages, or SPOT_NONE: none, or one that no content is for. */
size_t spot_agenda_stage(const struct spot_agenda *agenda, size_t row);
struct spot_view spot_agenda_stage_name(const struct spot_agenda *agenda, size_t row);

/* Whether the account has somebody of that role; in data without contacts everybody is there. */
bool spot_agenda_has_role(const struct spot_agenda *agenda, size_t row, size_t role);
/* Whether the content is for the account's stage and one of its roles. */
bool spot_agenda_is_for(const struct spot_agenda *agenda, size_t row, size_t content);
/* ... and the account has not had it. */
bool spot_agenda_is_next(const struct spot_agenda *agenda, size_t row, size_t content);

enum spot_agenda_state spot_agenda_step(const struct spot_agenda *agenda, size_t row, size_t step);
/* The day by which it is due; false: the step has no `within`, or its beginning is not known. */
bool spot_agenda_due(const struct spot_agenda *agenda, size_t row, size_t step, int64_t *day);
enum spot_agenda_state spot_agenda_gate(const struct spot_agenda *agenda, size_t row, size_t point);
/* All points: DONE: accepted; OPEN: one is not passed; UNKNOWN: none is open, one is not known;
 * NONE: there are no points. */
enum spot_agenda_state spot_agenda_accepted(const struct spot_agenda *agenda, size_t row);

/* NAN: not known. What it costs is economics' cost_to_serve. */
double spot_agenda_since(const struct spot_agenda *agenda, size_t row);
double spot_agenda_pays(const struct spot_agenda *agenda, size_t row);
double spot_agenda_costs(const struct spot_agenda *agenda, size_t row);

#define SPOT_AGENDA_FEW 5

/* Open accounts (that do not pay), best tiers first, then most growth, until the margin that the
 * bad fits bring is replaced, and SPOT_AGENDA_FEW in any case. The caller frees rows. */
struct spot_agenda_swap {
	double pays, costs, margin; /* of the bad fits that pay */
	size_t n_unknown;   /* of them, those whose cost is not known: counted as 0 */
	double growth;      /* of the accounts that replace them */
	size_t *rows;
	size_t n;
	bool is_replaced;   /* false: all open accounts together do not */
};
int spot_agenda_replace(struct spot_agenda_swap *out, const struct spot_agenda *agenda,
    struct spot_error *err);

#endif
