/* SPDX-License-Identifier: MIT */
/* One cell's text to a typed value, as the field says. */
#ifndef SPOT_TABLE_CELL_H
#define SPOT_TABLE_CELL_H

#include "base/mem.h"
#include "base/view.h"
#include "table/field.h"

enum spot_cell_state {
	SPOT_CELL_VALUE,      /* a value, or the field's default */
	SPOT_CELL_BLANK,      /* blank: out is BLANK, or NIL when optional */
	SPOT_CELL_UNREADABLE, /* out is BLANK whatever the field says; *problem says why */
	SPOT_CELL_NOMEM,
	SPOT_CELL_N
};

/* Reads text (any bytes) as the field's type. Text values borrow from text or, where
 * they had to be changed, lie in the arena; list items too. *problem is set only for
 * UNREADABLE: a static or arena string such as "not a date; give the field a format".
 * blank_seen (may be NULL) is set when the cell was blank before default/optional. */
enum spot_cell_state spot_cell_read(struct spot_value *out, const struct spot_field *field,
    struct spot_view text, struct spot_arena *arena, bool *blank_seen, const char **problem);

/* Keys as they are compared everywhere: an 18-character Salesforce id whose check
 * characters are right is its first 15 characters; any other key is itself. */
struct spot_view spot_cell_key_identity(struct spot_view key);

#endif
