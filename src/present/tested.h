/* SPDX-License-Identifier: MIT */
/* Test outcomes as text or JSON, coverage, and suggested tests as Lua. */
#ifndef SPOT_PRESENT_TESTED_H
#define SPOT_PRESENT_TESTED_H

#include "engine/ruletest.h"
#include "engine/suggest.h"
#include "report/table.h"

void spot_tested_print(struct spot_buf *out, const struct spot_test_report *report,
    const struct spot_rules *rules, const struct spot_scoring *scoring, bool coverage,
    const struct spot_table_look *look);
void spot_tested_print_json(struct spot_buf *out, const struct spot_test_report *report,
    const struct spot_rules *rules, const struct spot_scoring *scoring, bool coverage);

/* Lua that the rule file accepts as it stands. picked: indices into suggest->rows. */
void spot_tested_print_suggestions(struct spot_buf *out, const struct spot_suggest *suggest,
    const size_t *picked, size_t n_picked, size_t n_reached);

#endif
