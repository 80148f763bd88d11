/* SPDX-License-Identifier: MIT */
/* Account plans as rows (CSV, JSON) and as pages of report/: a sheet an account. */
#ifndef SPOT_PRESENT_PLANNED_H
#define SPOT_PRESENT_PLANNED_H

#include "present/sheet.h"
#include "report/page.h"
#include "study/agenda.h"

/* planned_rows.c: appends a row for each of the accounts that are no bad fit, better tiers first;
 * or, of_all, for bad fits too, after them. */
void spot_planned_rows(struct spot_buf *out, const struct spot_agenda *agenda, bool of_all,
    enum spot_sheet_kind kind);

/* planned_json.c: one JSON object, the layout "sweetspot plan 1" (of bad fits
 * "sweetspot plan bad fits 1"), with the rows in it. */
void spot_planned_json(struct spot_buf *out, const struct spot_agenda *agenda, bool of_all);

/* A sheet for each of the first n accounts of the order; or, of_all, of all rows. */
void spot_planned_sheets(struct spot_page *page, const struct spot_agenda *agenda, bool of_all,
    size_t n);

/* planned_map.c: the content map with its holes, and content that no account would get. */
void spot_planned_map(struct spot_page *page, const struct spot_agenda *agenda);

/* planned_bad.c: bad fits that pay, and whom to replace them with. */
void spot_planned_bad(struct spot_page *page, const struct spot_agenda *agenda,
    const struct spot_agenda_swap *swap);
/* The bad fits as rows, then the accounts that would replace them. */
void spot_planned_bad_rows(struct spot_buf *out, const struct spot_agenda *agenda,
    const struct spot_agenda_swap *swap, enum spot_sheet_kind kind);
/* planned_json.c: the same with what they add up to. */
void spot_planned_bad_json(struct spot_buf *out, const struct spot_agenda *agenda,
    const struct spot_agenda_swap *swap);

#endif
