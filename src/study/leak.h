/* SPDX-License-Identifier: MIT */
/* Fields that tell what became of an account, and so may not foretell it. Any thread. */
#ifndef SPOT_STUDY_LEAK_H
#define SPOT_STUDY_LEAK_H

#include "rules/model.h"

/* known = "after": the field itself, or what a rollup sums up in it. */
bool spot_leak_is_late(const struct spot_rules *rules, size_t field_idx);

/* The cohort (SPOT_NONE: no) reads a field of that name. */
bool spot_leak_is_read(const struct spot_rules *rules, size_t cohort_idx, const char *field);

/* The field sums up records that it picks out by what the cohort's own fields pick them out by: the
 * value of won deals, where the cohort is those that won one. Or it is the same column once more,
 * under another name. */
bool spot_leak_is_kin(const struct spot_rules *rules, size_t cohort_idx, size_t field_idx);

/* Two fields of one column: a header that both take. */
bool spot_leak_is_same_column(const struct spot_field *a, const struct spot_field *b);

#endif
