/* SPDX-License-Identifier: MIT */
/* The account that somebody asks for, among rows that are read and those that cannot be used. */
#ifndef SPOT_ENGINE_WANTED_H
#define SPOT_ENGINE_WANTED_H

#include "engine/panel.h"

struct spot_wanted {
	const char *text;      /* as it was asked for; NULL: nobody is */
	struct spot_view key;  /* what keys are compared with; empty: the rules have none */
	bool is_place;         /* so the text is "FILE:LINE" */
	size_t key_column, n_columns; /* of the file; NONE and 0 where they are not known yet */
	/* The first row that cannot be used and seems to be the account's; code 0: none. */
	struct spot_error suspect;
};

/* text, which may be NULL, and the panel must outlive it. */
void spot_wanted_init(struct spot_wanted *wanted, const struct spot_panel *panel,
    const char *text);
/* The columns of the rejects to come. */
void spot_wanted_bind(struct spot_wanted *wanted, const struct spot_panel *panel,
    const struct spot_binding *binding, size_t n_columns);

/* Keys are compared as keys are: Salesforce ids of 15 and 18 characters are one. */
bool spot_wanted_is(const struct spot_wanted *wanted, struct spot_view key, const char *file,
    uint64_t line);
/* Notes a suspect. */
void spot_wanted_take_reject(struct spot_wanted *wanted, const struct spot_reject *reject);

/* Where there is a suspect: SPOT_EDATA that names its row, else 0. */
int spot_wanted_tell(const struct spot_wanted *wanted, struct spot_error *err);

#endif
