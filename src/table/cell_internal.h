/* SPDX-License-Identifier: MIT */
/*
 * How the kinds of cells are read. Every reader is given the cell trimmed, not blank
 * and without a NUL, and returns NULL, or its problem: a static string or one in the
 * arena.
 */
#ifndef SPOT_TABLE_CELL_INTERNAL_H
#define SPOT_TABLE_CELL_INTERNAL_H

#include "base/error.h"
#include "base/mem.h"
#include "base/view.h"
#include "table/cursor.h"
#include "table/field.h"

/* spot_text_trim; most texts begin and end with visible ASCII and need no closer look. */
struct spot_view spot_cell_trim(struct spot_view text);

/* Integer, number, money, percent. */
const char *spot_cell_number_read(struct spot_value *out, const struct spot_field *field,
    struct spot_view text, struct spot_arena *arena);
/* Whether format is one of those that numbers of this type know. */
bool spot_cell_number_format_known(const char *format, enum spot_type type);
/* Of a percent: a bare 12 is 12 %. format may be NULL. */
bool spot_cell_number_in_hundredths(const char *format);

const char *spot_cell_date_read(struct spot_value *out, const struct spot_field *field,
    struct spot_view text, struct spot_arena *arena);
/* SPOT_ERULES when the strptime terms do not make a date. */
int spot_cell_date_format_check(const char *format, struct spot_error *err);

/* The ISO codes that a sign or code may stand for, separated by spaces; empty when it
 * is none. The part of a unit before its '/' is a sign or code too. */
struct spot_view spot_cell_currency_codes(struct spot_view sign);
/* Whether two such lists share a code. */
bool spot_cell_currency_share(struct spot_view a, struct spot_view b);

#endif
