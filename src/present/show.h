/* SPDX-License-Identifier: MIT */
/* Typed values as people read them, and as JSON. */
#ifndef SPOT_PRESENT_SHOW_H
#define SPOT_PRESENT_SHOW_H

#include "base/buf.h"
#include "table/field.h"

/* 2,822; 12 %; 2026-01-31; "SaaS"; yes; "a", "b"; blank. field says how (its type, its unit). */
void spot_show_value(struct spot_buf *out, const struct spot_field *field, struct spot_value value);

/* 2822, 0.12, "2026-01-31", "SaaS", true, ["a", "b"], null. */
void spot_show_json(struct spot_buf *out, const struct spot_field *field, struct spot_value value);

/* A number for people, not rounded: grouped thousands where two decimals do, else the shortest
 * text. */
void spot_show_number(struct spot_buf *out, double number);

/* The same rounded to two decimals, for points and answers. */
void spot_show_rounded(struct spot_buf *out, double number);

#endif
