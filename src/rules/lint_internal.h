/* SPDX-License-Identifier: MIT */
#ifndef SPOT_RULES_LINT_INTERNAL_H
#define SPOT_RULES_LINT_INTERNAL_H

#include "rules/lint.h"

/* lint_functions.c: warnings from what rule functions read and how they are written. */
int spot_lint_functions(struct spot_warning_list *list, const struct spot_rules *rules,
    struct spot_error *err);

/* lint_failing.c: errors from rules that fail whenever they get to a place, warnings from what can
 * only be a slip there. */
int spot_lint_failing(struct spot_warning_list *list, const struct spot_rules *rules,
    struct spot_error *err);

/* lint_people.c: a warning of what would end engage and plan. */
int spot_lint_people(struct spot_warning_list *list, const struct spot_rules *rules,
    struct spot_error *err);

#endif
