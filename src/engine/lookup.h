/* SPDX-License-Identifier: MIT */
/*
 * One pass over the data without judging: finds an account by its key and keeps a small even
 * sample of all accounts. One thread. Memory: the sample.
 */
#ifndef SPOT_ENGINE_LOOKUP_H
#define SPOT_ENGINE_LOOKUP_H

#include "engine/run.h"
#include "engine/wanted.h"

#define SPOT_LOOKUP_SAMPLE 512

struct spot_lookup_row {
	struct spot_value *values; /* by field of the panel's rules, derived ones too */
	const char **problems;     /* by field: why its cell could not be read, or NULL */
	const char *file;
	uint64_t line;
};

/* All of it is owned by the lookup. */
struct spot_lookup {
	bool found;
	struct spot_lookup_row account;
	uint64_t n_same_key;  /* rows with this key; the first one is the account */
	struct spot_lookup_row *sample; /* every 2^k-th row, at most SPOT_LOOKUP_SAMPLE */
	size_t n_sample;
	uint64_t n_rows;
	const char *nearest; /* a key that looks like the one asked for, or NULL */
	struct spot_unread unread; /* rows; cells are not counted */
	struct spot_wanted wanted;
	struct spot_arena arena;
};

/* key is what struct spot_wanted is asked for; NULL looks for none. Rows that cannot be used are
 * counted. Reset when done, also after an error. */
int spot_lookup_run(struct spot_lookup *out, const struct spot_panel *panel,
    const struct spot_run_options *options, const char *key, struct spot_error *err);
void spot_lookup_reset(struct spot_lookup *lookup);

#endif
