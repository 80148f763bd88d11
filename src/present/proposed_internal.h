/* SPDX-License-Identifier: MIT */
/* What the files that print a derivation share. */
#ifndef SPOT_PRESENT_PROPOSED_INTERNAL_H
#define SPOT_PRESENT_PROPOSED_INTERNAL_H

#include "present/proposed.h"

#define SPOT_PROPOSED_WIDTH 96

/* proposed_text.c: text in pieces that fit. */
/* A comment, "-- " before every line; begins with more (spaces) after the first. */
void spot_proposed_comment(struct spot_buf *out, const char *indent, const char *text);
/* A Lua string, parted by " .." where it is long; column: where it begins. */
void spot_proposed_string(struct spot_buf *out, size_t column, const char *indent,
    struct spot_view text);
/* "12%", "4.5%", "0.3%". */
void spot_proposed_percent(struct spot_buf *out, double share);
/* A number as Lua and people write it. */
void spot_proposed_number(struct spot_buf *out, double number);
/* "monthly_charges" as "Monthly charges". */
void spot_proposed_title(struct spot_buf *out, const char *name);

/* proposed_group.c */
/* What the group is: "12 to 24", "Two year", "yes". */
void spot_proposed_group_name(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_cut *cut, size_t group);
/* The whole function of a criterion, and of a disqualifier. */
void spot_proposed_fit(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_cut *cut);
void spot_proposed_when(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_cut *cut, size_t group);

/* proposed_field.c */
/* Those not used stand behind dashes. The second: of declarations that are text already, one a
 * line. */
void spot_proposed_fields(struct spot_buf *out, const struct spot_schema *schema,
    const bool *is_used);
void spot_proposed_fields_text(struct spot_buf *out, const struct spot_schema *schema,
    const char *text, const bool *is_used);
/* "Target market", "Success potential" or "Growth potential". */
const char *spot_proposed_dimension(const struct spot_field *field);

/* proposed_test.c: a test that the best of everything is an A. */
void spot_proposed_test(struct spot_buf *out, const struct spot_proposed *proposed);

/* proposed_copy.c: a named word as it stands in the rules' text; false: it was not found. */
bool spot_proposed_copy(struct spot_buf *out, const struct spot_rules *rules,
    const struct spot_place *place, const char *word, const char *name);

#endif
