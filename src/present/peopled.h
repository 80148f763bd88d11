/* SPDX-License-Identifier: MIT */
/* What is told of the tables contacts and events, and of the data beside them, on a page. */
#ifndef SPOT_PRESENT_PEOPLED_H
#define SPOT_PRESENT_PEOPLED_H

#include "report/page.h"
#include "study/roster.h"

/* Facts: data, rules, day, the two tables. */
void spot_peopled_facts(struct spot_page *page, const struct spot_roster *roster);
/* A section of what does not match or could not be read; nothing where all is well. */
void spot_peopled_warn(struct spot_page *page, const struct spot_roster *roster);

#endif
