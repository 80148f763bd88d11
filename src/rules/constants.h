/* SPDX-License-Identifier: MIT */
/*
 * A set of numbers and texts: the constants of a rule, the least 4,096 of them. Texts are borrowed
 * until the set is kept, and cut to 1,000 bytes. The room's own; one thread.
 */
#ifndef SPOT_RULES_CONSTANTS_H
#define SPOT_RULES_CONSTANTS_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "table/value.h"

struct spot_constants {
	struct spot_value *items; /* with repeats until it is kept */
	size_t n_items, cap;
	uint64_t n_added; /* how often one was looked at or added: the work done so far */
	bool is_out_of_memory;
};

void spot_constants_init(struct spot_constants *set);
void spot_constants_reset(struct spot_constants *set);

/* What is no finite number and no text is passed over. */
void spot_constants_add(struct spot_constants *set, struct spot_value value);
void spot_constants_add_integer(struct spot_constants *set, int64_t integer);
void spot_constants_add_number(struct spot_constants *set, double number);
/* The value at the top of the stack (left there). */
void spot_constants_add_lua(struct spot_constants *set, lua_State *L);
/* The values of the table at the top of the stack (left there), also a frozen one; of a set, as
 * in { x = true }, its keys; at most 256, the least of them. Of a table with thousands only its
 * first items. Protected mode. */
void spot_constants_add_table(struct spot_constants *set, lua_State *L);

/* Drops repeats; the bytes that keeping takes. */
size_t spot_constants_thin(struct spot_constants *set);
/* Without repeats: numbers upward, then texts by bytes. False when out of memory. */
bool spot_constants_keep(struct spot_constants *set, const struct spot_value **out, size_t *n,
    struct spot_arena *arena);

#endif
