/* SPDX-License-Identifier: MIT */
/* What the text of rule files tells that the model does not: how functions are written,
 * which names occur. The room's own. */
#ifndef SPOT_RULES_LINT_TEXT_H
#define SPOT_RULES_LINT_TEXT_H

#include "base/error.h"
#include "base/map.h"
#include "rules/model.h"

struct spot_lint_function {
	/* its tokens with single spaces, the first parameter under one name for all; NULL: not
	 * found, or not to be told from a neighbour */
	const char *text;
	bool uses_subject; /* its first parameter occurs in its body */
};

struct spot_lint_text {
	struct spot_lint_function *functions; /* by function id */
	struct spot_map names; /* that stand after a point, and all texts in quotes */
	bool passes_params;    /* the table of params is handed on whole somewhere */
	struct spot_arena arena;
};

int spot_lint_text_init(struct spot_lint_text *text, const struct spot_rules *rules,
    struct spot_error *err);
void spot_lint_text_reset(struct spot_lint_text *text);

/* The name occurs as a key somewhere in the files. */
bool spot_lint_text_names(const struct spot_lint_text *text, const char *name);

#endif
