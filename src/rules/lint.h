/* SPDX-License-Identifier: MIT */
/* What is odd about a rule file that is not wrong: warnings 1 to 99; and what is wrong, but comes
 * out only when its rules run. */
#ifndef SPOT_RULES_LINT_H
#define SPOT_RULES_LINT_H

#include "base/error.h"
#include "rules/load.h"
#include "rules/model.h"
#include "rules/warning.h"

/* Adds warnings, and errors. 0 or SPOT_ENOMEM. */
int spot_lint(struct spot_warning_list *list, const struct spot_rules *rules,
    struct spot_error *err);

/* The same of the file under each of its hypotheses: adds errors alone, those at places where the
 * list has none yet. path and options are what rules were loaded from. 0 or SPOT_ENOMEM. */
int spot_lint_hypotheses(struct spot_warning_list *list, const struct spot_rules *rules,
    const char *path, const struct spot_rules_options *options, struct spot_error *err);

#endif
