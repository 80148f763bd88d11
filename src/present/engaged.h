/* SPDX-License-Identifier: MIT */
/* Engagement as rows (CSV, JSON) and as a page of report/. */
#ifndef SPOT_PRESENT_ENGAGED_H
#define SPOT_PRESENT_ENGAGED_H

#include "present/sheet.h"
#include "report/page.h"
#include "study/engage.h"

/* What a row of the result is. */
enum spot_engaged_per {
	SPOT_ENGAGED_ACCOUNT,
	SPOT_ENGAGED_CONTACT,
	SPOT_ENGAGED_TITLE,
	SPOT_ENGAGED_N
};

/* Appends the rows; accounts in file order, contacts in that of their file, titles as they were
 * first mentioned. */
void spot_engaged_rows(struct spot_buf *out, const struct spot_engage *engage,
    enum spot_engaged_per per, enum spot_sheet_kind kind);

/* One JSON object: the layout "sweetspot engage 1", with the rows in it. */
void spot_engaged_json(
    struct spot_buf *out, const struct spot_engage *engage, enum spot_engaged_per per);

/* Fills the page, which was initialised; with the rows to look at first, or SPOT_ENGAGED_N. */
void spot_engaged_page(struct spot_page *page, const struct spot_engage *engage,
    enum spot_engaged_per per);

#endif
