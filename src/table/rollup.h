/* SPDX-License-Identifier: MIT */
/*
 * Rollup tables: a second table summarised per key. Filled by one thread, record by
 * record, then frozen and read by all. Memory grows with the distinct keys (and
 * distinct values under `distinct`), not with the records.
 */
#ifndef SPOT_TABLE_ROLLUP_H
#define SPOT_TABLE_ROLLUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "table/batch.h"
#include "table/field.h"

enum spot_agg {
	SPOT_AGG_COUNT,
	SPOT_AGG_SUM,
	SPOT_AGG_MEAN,
	SPOT_AGG_MIN,
	SPOT_AGG_MAX,
	SPOT_AGG_FIRST,
	SPOT_AGG_LAST,
	SPOT_AGG_DISTINCT,
	SPOT_AGG_N
};

const char *spot_agg_name(enum spot_agg agg);

/* One derived field. Rulings: blank cells of the child are skipped; count, sum and
 * distinct of nothing are 0, the others blank; ties of `by` go to file order (first:
 * the earliest record of the least by; last: the latest record of the greatest). */
struct spot_derived {
	const char *name;      /* the account's field it becomes */
	enum spot_agg agg;
	/* of the child schema; (size_t)-1 for count without a column (then every record counts) */
	size_t field_idx;
	size_t by_idx;         /* first, last: child field that orders, or (size_t)-1: file order */
	int when;              /* rule function id, or -1: every record */
	enum spot_type type;   /* of the result */
	unsigned long line;
};

/* The result type of an aggregate over a child type; SPOT_TYPE_N when it makes no sense
 * (sum of text). */
enum spot_type spot_agg_result_type(enum spot_agg agg, enum spot_type child);

struct spot_rollup; /* opaque */

struct spot_rollup_counts {
	uint64_t records;          /* added */
	uint64_t blank_keys;       /* records without a key, left out */
	/* records left out of at least one derived field because its when was unknown */
	uint64_t unknown_when;
	uint64_t keys;             /* distinct */
	uint64_t unmatched_keys;   /* after the run: keys that no account had */
	uint64_t unmatched_records;
};

/* schema is the child's fields (the key column is a field of type key in it, index
 * key_idx). deriveds must outlive it. */
int spot_rollup_new(struct spot_rollup **out, const struct spot_schema *schema, size_t key_idx,
    const struct spot_derived *deriveds, size_t n_deriveds, struct spot_error *err);

/* Adds the batch's rows. holds[d][row]: 1 the derived field d takes the row, 0 not, 2
 * unknown (left out and counted); holds[d] == NULL means all 1. */
int spot_rollup_add(struct spot_rollup *rollup, const struct spot_batch *batch,
    const uint8_t *const *holds, struct spot_error *err);

/* Counts one record under that key, for who keeps the rest himself. *group: the key's, from 0 on in
 * the order of first mention; SPOT_MAP_NONE for an empty key. */
int spot_rollup_note(struct spot_rollup *rollup, struct spot_view key, size_t *group,
    struct spot_error *err);
/* The same of a key that has that group already. */
void spot_rollup_note_again(struct spot_rollup *rollup, size_t group);
/* spot_rollup_peek of n keys at once. keys are spot_cell_key_identity's. */
void spot_rollup_peek_many(const struct spot_rollup *rollup, const struct spot_view *keys,
    size_t n, size_t *groups);
/* How many groups there are, and the key of one; owned by the rollup. */
size_t spot_rollup_n_groups(const struct spot_rollup *rollup);
struct spot_view spot_rollup_key(const struct spot_rollup *rollup, size_t group);
/* The group of a key, or SPOT_MAP_NONE; notes nothing. */
size_t spot_rollup_peek(const struct spot_rollup *rollup, struct spot_view key);

/* Ends the filling. */
int spot_rollup_freeze(struct spot_rollup *rollup, struct spot_error *err);

/* Tells the rollup that an account has this key: marks a match, and notes the account as
 * the near miss of other keys with the same skeleton. Returns the group index for
 * spot_rollup_value or SPOT_MAP_NONE. Thread-safe after freeze; what it notes does not
 * depend on the order of calls (the account first in file order, by row, wins). */
size_t spot_rollup_find(struct spot_rollup *rollup, struct spot_view account_key, uint64_t row);
/* Whether an account has had it; after the run. */
bool spot_rollup_is_matched(const struct spot_rollup *rollup, size_t group);
struct spot_value spot_rollup_value(const struct spot_rollup *rollup, size_t derived_idx,
    size_t group);

struct spot_rollup_counts spot_rollup_counts(const struct spot_rollup *rollup);

/* The unmatched keys with most records, at most cap; near is the account's key that
 * looks like it, or empty. Views are owned by the rollup. Returns how many. */
struct spot_unmatched {
	struct spot_view key;
	uint64_t n_records;
	struct spot_view near;
};
size_t spot_rollup_unmatched(const struct spot_rollup *rollup, struct spot_unmatched *out,
    size_t cap);

void spot_rollup_free(struct spot_rollup *rollup);

#endif
