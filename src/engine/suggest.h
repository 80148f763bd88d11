/* SPDX-License-Identifier: MIT */
/*
 * Few real rows that together reach what all rows reach: every rule's true, false and unknown,
 * every tier. Filled in file order by one thread; memory: one row for each different pattern of
 * answers, at most SPOT_SUGGEST_PATTERNS.
 */
#ifndef SPOT_ENGINE_SUGGEST_H
#define SPOT_ENGINE_SUGGEST_H

#include "engine/run.h"

#define SPOT_SUGGEST_PATTERNS 4096

struct spot_suggest_row {
	const char **cells; /* by field: its text, or NULL (blank, no column, read by no rule) */
	struct spot_value *derived; /* by field: of derived fields */
	const char *file;
	uint64_t line;
	struct spot_verdict verdict;
	const char **disqualified, **unknown; /* names; NULL-terminated */
};

struct spot_suggest {
	const struct spot_panel *panel;
	struct spot_map patterns;        /* targets reached, as bits */
	struct spot_suggest_row *rows;   /* by pattern */
	size_t n_rows, cap;
	size_t n_targets;                /* 3 for each rule, and the tiers */
	struct spot_arena arena;
};

void spot_suggest_init(struct spot_suggest *suggest, const struct spot_panel *panel);
void spot_suggest_reset(struct spot_suggest *suggest);

/* Looks at a judged chunk. */
int spot_suggest_take(struct spot_suggest *suggest, const struct spot_run_view *view,
    struct spot_error *err);

/* Chooses rows greedily, most new targets first, ties to the earlier row. picked has room for
 * n_rows indices. *n_reached: targets that any row reaches. */
int spot_suggest_pick(const struct spot_suggest *suggest, size_t *picked, size_t *n_picked,
    size_t *n_reached, struct spot_error *err);

#endif
