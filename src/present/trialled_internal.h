/* SPDX-License-Identifier: MIT */
/* The parts of a trial's page. */
#ifndef SPOT_PRESENT_TRIALLED_INTERNAL_H
#define SPOT_PRESENT_TRIALLED_INTERNAL_H

#include "present/trialled.h"

/* What stands for a hypothesis in tables and charts: H0 (the baseline), H1, H2 … */
struct spot_trialled_label {
	char text[24];
};
struct spot_trialled_label spot_trialled_label(size_t h);

/* The outcome's cohort. */
const char *spot_trialled_outcome(const struct spot_trial *trial);

/* trialled_tiers.c: tiers and their rates, what is caught, who moves. */
void spot_trialled_tiers_add(struct spot_page *page, const struct spot_trialled *trialled);

/* trialled_rules.c: the baseline's rules, and how much hangs on weights and blanks. */
void spot_trialled_rules_add(struct spot_page *page, const struct spot_trialled *trialled);

/* trialled_notes.c: what is odd, before all figures; what was done about honesty, and how things
 * are computed, after them. */
void spot_trialled_notes_warn(struct spot_page *page, const struct spot_trialled *trialled);
void spot_trialled_notes_add(struct spot_page *page, const struct spot_trialled *trialled);

#endif
