/* SPDX-License-Identifier: MIT */
/* What is odd about a rule file that is not wrong: warnings 1 to 99; and what is wrong, but comes
 * out only when its rules run. */
#ifndef SPOT_RULES_LINT_H
#define SPOT_RULES_LINT_H

#include "base/error.h"
#include "rules/model.h"
#include "rules/warning.h"

/* Adds warnings, and errors. 0 or SPOT_ENOMEM. */
int spot_lint(struct spot_warning_list *list, const struct spot_rules *rules,
    struct spot_error *err);

#endif
