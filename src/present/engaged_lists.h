/* SPDX-License-Identifier: MIT */
/* A section of a page of engagement: contacts, those who did most first, or titles, the most
 * frequent first. */
#ifndef SPOT_PRESENT_ENGAGED_LISTS_H
#define SPOT_PRESENT_ENGAGED_LISTS_H

#include "present/engaged.h"

/* per: SPOT_ENGAGED_CONTACT or SPOT_ENGAGED_TITLE. */
void spot_engaged_lists_add(struct spot_page *page, const struct spot_people *people,
    enum spot_engaged_per per);

#endif
