/* SPDX-License-Identifier: MIT */
/* The ideal customer profile on one sheet of paper. */
#ifndef SPOT_PRESENT_ONEPAGED_H
#define SPOT_PRESENT_ONEPAGED_H

#include "report/page.h"
#include "rules/buyer.h"
#include "rules/journey.h"
#include "rules/wording.h"
#include "study/evidence.h"

struct spot_onepaged {
	const struct spot_rules *rules;
	const struct spot_buyers *buyers;
	const struct spot_journey *journey;
	struct spot_wording *wording;
	const struct spot_evidence *evidence; /* NULL: without data */
};

/* Fills the page, which was initialised with a title and is a sheet where it is HTML. 0 or
 * SPOT_ENOMEM. */
int spot_onepaged_page(struct spot_page *page, const struct spot_onepaged *onepaged,
    struct spot_error *err);

#endif
