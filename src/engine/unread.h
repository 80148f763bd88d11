/* SPDX-License-Identifier: MIT */
/*
 * What of a file could not be used: rows and cells counted, the first ones kept, the others by
 * column. Accounts and second tables are told alike from it. Memory: some 1.5 kB a column that has
 * such cells. One thread at a time.
 */
#ifndef SPOT_ENGINE_UNREAD_H
#define SPOT_ENGINE_UNREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "table/reject.h"

#define SPOT_UNREAD_EXAMPLES 10

struct spot_unread_column {
	char *name;            /* owned, as in the file; NULL: whole rows */
	uint64_t n, n_shown;   /* of them among the examples */
	struct spot_error first;
};

/* Zero at the start. */
struct spot_unread {
	uint64_t n_rows, n_cells;
	struct spot_error examples[SPOT_UNREAD_EXAMPLES]; /* the first ones, as place and problem */
	size_t n_examples;
	struct spot_unread_column *columns; /* in the order of their first one */
	size_t n_columns, columns_cap;
};

void spot_unread_reset(struct spot_unread *unread);

/* Counts one. 0 or SPOT_ENOMEM. */
int spot_unread_add(struct spot_unread *unread, const struct spot_reject *reject,
    struct spot_error *err);

bool spot_unread_is_any(const struct spot_unread *unread);
/* Whether two readings found the same: so many rows and cells, the same ones first. */
bool spot_unread_is_same(const struct spot_unread *a, const struct spot_unread *b);

#endif
