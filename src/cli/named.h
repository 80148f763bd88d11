/* SPDX-License-Identifier: MIT */
/* What an option names of a rule file. Not there: SPOT_EUSAGE with the nearest name. */
#ifndef SPOT_CLI_NAMED_H
#define SPOT_CLI_NAMED_H

#include "base/error.h"
#include "rules/model.h"

/* Index of the cohort; option ("--outcome") is for the message. */
int spot_named_cohort(size_t *out, const struct spot_rules *rules, const char *option,
    const char *name, struct spot_error *err);
int spot_named_field(size_t *out, const struct spot_rules *rules, const char *option,
    const char *name, struct spot_error *err);

/* --date without --train-before, or (date NULL) the other way round: SPOT_EUSAGE with the hint. */
int spot_named_date_alone(const char *date, const char *hint, struct spot_error *err);

#endif
