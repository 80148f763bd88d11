/* SPDX-License-Identifier: MIT */
/* Test outcomes as text or JSON, coverage, and suggested tests as Lua. */
#ifndef SPOT_PRESENT_TESTED_H
#define SPOT_PRESENT_TESTED_H

#include "base/json.h"
#include "engine/ruletest.h"
#include "engine/suggest.h"
#include "report/table.h"

void spot_tested_print(struct spot_buf *out, const struct spot_test_report *report,
    const struct spot_rules *rules, const struct spot_scoring *scoring, bool coverage,
    const struct spot_table_look *look);
/* One document: begun, an object for each rule file, and ended by the sums over all of them. */
void spot_tested_json_begin(struct spot_json *json);
void spot_tested_json(struct spot_json *json, const struct spot_test_report *report,
    const struct spot_rules *rules, const struct spot_scoring *scoring, bool coverage);
void spot_tested_json_end(struct spot_json *json, size_t n_passed, size_t n_failed);

/* Lua that the rule file accepts as it stands. picked: indices into suggest->rows. */
void spot_tested_print_suggestions(struct spot_buf *out, const struct spot_suggest *suggest,
    const size_t *picked, size_t n_picked, size_t n_reached);

#endif
