/* SPDX-License-Identifier: MIT */
/* A trial as a page of report/ (a table for a terminal, HTML, Markdown) and as JSON. */
#ifndef SPOT_PRESENT_TRIALLED_H
#define SPOT_PRESENT_TRIALLED_H

#include "base/buf.h"
#include "report/page.h"
#include "study/ledger.h"
#include "study/trial.h"

struct spot_trialled {
	const struct spot_trial *trial; /* studied */
	const char *ledger;             /* its path; NULL: none is kept */
	struct spot_ledger_count looks;
};

/* "better", "worse", "no difference that matters", "cannot tell". */
const char *spot_trialled_answer(enum spot_trial_answer answer);

/* Fills the page, which was initialised. */
void spot_trialled_page(struct spot_page *page, const struct spot_trialled *trialled);

/* trialled_json.c: the layout "sweetspot trial 1". */
void spot_trialled_json(struct spot_buf *out, const struct spot_trialled *trialled);

/* trialled_moved.c: accounts that hypotheses put into other tiers, as CSV with a header. */
void spot_trialled_moved(struct spot_buf *out, const struct spot_trial *trial,
    const struct spot_trial_disagreement *items, size_t n);

#endif
