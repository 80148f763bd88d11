/* SPDX-License-Identifier: MIT */
/* Rules and tables given as text, read as files are: people, and their accounts. */
#ifndef PEOPLED_H
#define PEOPLED_H

#include "support/temp.h"

#include <stdio.h>
#include <unistd.h>

#include "engine/people.h"
#include "rules/load.h"

#define PEOPLED_DAY 20000 /* 2024-10-04 */

struct peopled {
	struct spot_rules *rules;
	struct spot_people people;
	char contacts[TEMP_PATH_BYTES], events[TEMP_PATH_BYTES]; /* paths; empty: none */
	unsigned n_threads;
	bool no_translate, keep_going;
};

static inline void peopled_load(struct peopled *of, const char *text, int64_t as_of)
{
	struct spot_rules_options options = { .as_of = as_of, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_error err = SPOT_ERROR_INIT;
	char line[1500];

	if (spot_rules_load_text(
	        &of->rules, "rules.lua", text, strlen(text), &options, NULL, &err) != 0) {
		spot_error_format(&err, line, sizeof(line));
		fail_msg("%s", line);
	}
}

static inline int peopled_read(struct peopled *of, struct spot_error *err)
{
	struct spot_panel_options options = { .n_threads = of->n_threads,
		.no_translate = of->no_translate, .keep_going = of->keep_going };
	struct spot_people_options asked = { .needs_all = true };
	struct spot_with withs[2];
	size_t n = 0;

	if (of->contacts[0])
		withs[n++] = (struct spot_with) { "contacts", of->contacts };
	if (of->events[0])
		withs[n++] = (struct spot_with) { "events", of->events };
	return spot_people_init(&of->people, of->rules, withs, n, &asked, &options, err);
}

/* contacts and events may be NULL. */
static inline void peopled_begin(struct peopled *of, const char *rules, const char *contacts,
    const char *events)
{
	struct spot_error err = SPOT_ERROR_INIT;

	memset(of, 0, sizeof(*of));
	of->n_threads = 2;
	if (contacts)
		temp_file(of->contacts, contacts);
	if (events)
		temp_file(of->events, events);
	peopled_load(of, rules, PEOPLED_DAY);
	if (peopled_read(of, &err) != 0)
		fail_msg("%s:%lu %s; %s", err.file, err.line, err.what, err.hint);
}

static inline void peopled_end(struct peopled *of)
{
	spot_people_reset(&of->people);
	spot_rules_free(of->rules);
	if (of->contacts[0])
		unlink(of->contacts);
	if (of->events[0])
		unlink(of->events);
}

static inline struct spot_people_account peopled_find(struct peopled *of, const char *key)
{
	struct spot_people_account account;

	spot_people_find(&account, &of->people, spot_view_of(key), 0);
	return account;
}

#endif
