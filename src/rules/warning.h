/* SPDX-License-Identifier: MIT */
/*
 * The warnings that check gives: a number each, which never changes its meaning, so that
 * it can be silenced by it. Up to 99 they are about the rule file alone, from 101 about
 * the rules over data.
 */
#ifndef SPOT_RULES_WARNING_H
#define SPOT_RULES_WARNING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "rules/model.h"

/* X(NAME, number, "Wnumber", meaning in one line), by number */
#define SPOT_WARNINGS(X) \
	X(TIER_UNREACHABLE, 1, "W001", "a tier that no score can reach") \
	X(WEIGHTS_VOID, 2, "W002", "weights that add to nothing: no account has a score") \
	X(WEIGHT_ZERO, 3, "W003", "a criterion that can neither give nor take points") \
	X(RULE_TWICE, 4, "W004", "two rules that ask the same") \
	X(RULES_CONTRADICT, 5, "W005", "two rules that work against each other") \
	X(EXCEPTION_EXPIRED, 6, "W006", "an exception that has expired") \
	X(EXCEPTION_EXPIRES, 7, "W007", "an exception that expires within 30 days") \
	X(REVIEW_OVERDUE, 8, "W008", "a review that is overdue") \
	X(REVIEW_MISSING, 9, "W009", "a profile without the day of its last or next review") \
	X(FIELD_UNREAD, 10, "W010", "fields that no rule reads") \
	X(PARAM_UNREAD, 11, "W011", "params that nothing uses") \
	X(RULE_BLIND, 12, "W012", "a rule that answers without looking at the account") \
	X(GROUP_SPELLING, 13, "W013", "two groups that look like one, misspelt") \
	X(GROUP_EMPTY, 14, "W014", "a group without criteria") \
	X(FIELD_AFTER, 15, "W015", "a rule that reads what is known only after the outcome") \
	X(HYPOTHESIS_SAME, 16, "W016", "a hypothesis that gives everything the value it has") \
	X(NO_TESTS, 17, "W017", "a rule file without tests") \
	X(PEOPLE_REFUSED, 18, "W018", "roles, engagement or stages that some verbs refuse") \
	X(VALUE_SURPLUS, 19, "W019", "a rule that returns more than one value") \
	X(BETWEEN_EMPTY, 20, "W020", "between with the ends in the wrong order") \
	X(RULE_NEVER, 101, "W101", "with data: a rule that never holds") \
	X(RULE_ALWAYS, 102, "W102", "with data: a rule that always holds") \
	X(RULE_UNKNOWN, 103, "W103", "with data: a rule that is unknown for most accounts") \
	X(FIELD_BLANK, 104, "W104", "with data: a field that rules read, blank in most rows") \
	X(CELLS_UNREADABLE, 105, "W105", "with data: cells that cannot be read") \
	X(ROWS_UNUSABLE, 106, "W106", "with data: rows that cannot be used") \
	X(KEY_TWICE, 107, "W107", "with data: accounts that stand there twice") \
	X(KEY_BLANK, 108, "W108", "with data: accounts without a key") \
	X(TIER_EMPTY, 109, "W109", "with data: a tier that no account has") \
	X(TARGET_MISSED, 110, "W110", "with data: the top two tiers are too narrow or too broad") \
	X(RECORDS_UNMATCHED, 111, "W111", "with data: records that match no account") \
	X(EXCEPTION_NOBODY, 112, "W112", "with data: an exception for an account that is not there")

enum spot_warning_number {
#define X(name, number, text, meaning) SPOT_WARNING_##name = number,
	SPOT_WARNINGS(X)
#undef X
	SPOT_WARNING_MAX
};

/* "W012", "w12" or "12"; 0 when there is no such warning. */
int spot_warning_of(const char *text);

struct spot_warning_list {
	struct spot_diags diags; /* errors too */
	bool silenced[SPOT_WARNING_MAX];
};

void spot_warning_list_init(struct spot_warning_list *list);
void spot_warning_list_reset(struct spot_warning_list *list);
/* Adds one unless its number is silenced. hint may be NULL. */
void spot_warning_add(struct spot_warning_list *list, enum spot_warning_number number,
    struct spot_place place, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

#endif
