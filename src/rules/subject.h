/* SPDX-License-Identifier: MIT */
/* Whose fields the argument of a rule function has. */
#ifndef SPOT_RULES_SUBJECT_H
#define SPOT_RULES_SUBJECT_H

#include "rules/model.h"

/* "account", "record", "contact" or "event". */
const char *spot_subject_name(enum spot_subject subject);
/* Borrowed from the rules. */
const struct spot_schema *spot_subject_schema(const struct spot_rules *rules,
    const struct spot_function *function);

#endif
