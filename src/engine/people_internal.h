/* SPDX-License-Identifier: MIT */
/* What people.c (contacts, and asking) and people_events.c share. */
#ifndef SPOT_ENGINE_PEOPLE_INTERNAL_H
#define SPOT_ENGINE_PEOPLE_INTERNAL_H

#include "engine/people.h"

/* Reads the events into people, whose contacts are read. */
int spot_people_events_read(struct spot_people *people, const struct spot_panel_options *options,
    struct spot_error *err);

/* SPOT_EDATA where so many contacts are all that their numbers can tell apart. */
int spot_people_room(size_t n_contacts, struct spot_error *err);

/* Sums of one contact or account, by slot, held to the caps. */
double spot_people_events_sum(const struct spot_people *people, const double *sums);

#endif
