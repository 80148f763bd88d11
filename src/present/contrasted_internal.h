/* SPDX-License-Identifier: MIT */
/* The parts of a contrast's page. */
#ifndef SPOT_PRESENT_CONTRASTED_INTERNAL_H
#define SPOT_PRESENT_CONTRASTED_INTERNAL_H

#include "present/contrasted.h"

/* The cohort's name: 0 is a. */
const char *spot_contrasted_cohort(const struct spot_contrast *contrast, size_t side);

/* What a row is of: Contract: Two year; tags has x; size; size is blank. */
void spot_contrasted_name(struct spot_buf *out, const struct spot_contrast_row *row);
/* Of a number: "38 (15 to 61)", median and quartiles; else the share. */
void spot_contrasted_side(struct spot_buf *out, const struct spot_contrast_row *row, size_t side);
/* A number of the field as people read it. */
void spot_contrasted_number(struct spot_buf *out, const struct spot_frame_column *column,
    double number);
/* What a has more of (favour 0) or b (1): "tenure from 18: 71.9 % of healthy, 36.1 % of churned".
 * False, and nothing is added, when the row has no such side. */
bool spot_contrasted_say(struct spot_buf *out, const struct spot_contrast *contrast,
    const struct spot_contrast_row *row, size_t favour);
/* Rows with their effects; weak ones pale. Only those up to that grade. */
void spot_contrasted_rows(struct spot_page *page, const char *title,
    const struct spot_contrast *contrast, const struct spot_contrast_table *table,
    enum spot_contrast_grade most);

/* contrasted_surprises.c */
void spot_contrasted_surprises_add(struct spot_page *page, const struct spot_contrast *contrast);

/* contrasted_teams.c: the same facts for those who act on them. */
void spot_contrasted_teams_add(struct spot_page *page, const struct spot_contrast *contrast);

#endif
