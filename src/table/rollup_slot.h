/* SPDX-License-Identifier: MIT */
/*
 * What a rollup keeps for one key and one derived field. Zeroed is empty. `distinct` is
 * counted by the rollup, which knows what it has seen.
 */
#ifndef SPOT_TABLE_ROLLUP_SLOT_H
#define SPOT_TABLE_ROLLUP_SLOT_H

#include <stdbool.h>
#include <stdint.h>

#include "table/rollup.h"

struct spot_held_text;

/* By the kind of the field that it comes from. */
union spot_held {
	int64_t integer; /* INT and BOOL */
	double number;
	struct spot_held_text *text;
};

struct spot_rollup_slot {
	uint64_t n; /* values taken */
	union spot_held value, by;
};

/* Takes a known value; by is BLANK where the record has none. SPOT_EDATA: a sum became
 * no number of its type any more (err untouched); SPOT_ENOMEM. */
int spot_rollup_slot_take(struct spot_rollup_slot *slot, const struct spot_derived *derived,
    struct spot_value value, struct spot_value by);

/* slot NULL: of a key that no record has. Text is owned by the slot. */
struct spot_value spot_rollup_slot_value(const struct spot_rollup_slot *slot,
    const struct spot_derived *derived);

/* Frees what it holds; schema is the child's. */
void spot_rollup_slot_reset(struct spot_rollup_slot *slot, const struct spot_derived *derived,
    const struct spot_schema *schema);

#endif
