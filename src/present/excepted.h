/* SPDX-License-Identifier: MIT */
/* Exceptions with owner, reason, days left, and what became of their accounts: the same words
 * wherever they are listed. tally may be NULL: without data. */
#ifndef SPOT_PRESENT_EXCEPTED_H
#define SPOT_PRESENT_EXCEPTED_H

#include "base/json.h"
#include "engine/tally.h"
#include "report/page.h"
#include "rules/model.h"

/* "by the rules it is D now, growth 1,200, has not churned", or "it is not in the data". */
void spot_excepted_fate(
    struct spot_buf *out, const struct spot_rules *rules, const struct spot_fate *fate);

/* " (by OWNER): WHY", with nothing in it that a terminal obeys. */
void spot_excepted_reason(struct spot_buf *out, const struct spot_exception *exception);

/* A section of them; nothing where the rules have none. */
void spot_excepted_page(
    struct spot_page *page, const struct spot_rules *rules, const struct spot_tally *tally);

/* The member "exceptions", a list. */
void spot_excepted_json(
    struct spot_json *json, const struct spot_rules *rules, const struct spot_tally *tally);

#endif
