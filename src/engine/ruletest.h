/* SPDX-License-Identifier: MIT */
/* The tests written in a rule file, run; and what they reach. One thread. */
#ifndef SPOT_ENGINE_RULETEST_H
#define SPOT_ENGINE_RULETEST_H

#include "engine/panel.h"

/* One expectation that was not met. Texts are owned by the report. */
struct spot_mismatch {
	const char *what;     /* "tier", "score", … */
	const char *expected, *got;
};

/* What a rule answered in a failed test: its reason. */
struct spot_test_reason {
	size_t asked_idx;
	enum spot_answer_state state;
	double value;
	bool was_boolean; /* the answer was true or false, not a number */
	double points; /* criteria */
	const char *read; /* "employees = 20, industry is blank", or the failure's message */
};

struct spot_test_outcome {
	const char *name;
	struct spot_place place;
	bool passed;
	struct spot_mismatch *mismatches;
	size_t n_mismatches;
	struct spot_test_reason *reasons; /* of failed tests: one for each asked rule */
	size_t n_reasons;
};

/* How often tests made a rule answer what, by scoring->asked. */
struct spot_reached {
	size_t n_true, n_false, n_unknown;
	unsigned long *missed_lines; /* lines of the rule that no test ran */
	size_t n_missed_lines, n_lines;
};

struct spot_test_report {
	struct spot_test_outcome *outcomes;
	size_t n_outcomes, n_passed;
	struct spot_reached *reached;
	size_t n_asked;
	bool *tier_reached; /* by rank, then bad fit */
	size_t n_tiers;
	struct spot_arena arena;
};

/* Prints a value as messages show it (present/show.h's, handed in: this room draws nothing). */
typedef void (*spot_show_fn)(struct spot_buf *out, const struct spot_field *field,
    struct spot_value value);

/* The same rules on another day: a test may fix its own as_of. Owned by the caller of the
 * function. */
typedef int (*spot_reload_fn)(
    void *ctx, struct spot_rules **out, int64_t as_of, struct spot_error *err);

int spot_ruletest_run(struct spot_test_report *out, const struct spot_rules *rules,
    spot_reload_fn reload, void *ctx, spot_show_fn show, bool coverage, struct spot_error *err);
void spot_test_report_reset(struct spot_test_report *report);

#endif
