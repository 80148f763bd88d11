/* SPDX-License-Identifier: MIT */
/* A rule file, run once in a sandbox, to a model. */
#ifndef SPOT_RULES_LOAD_H
#define SPOT_RULES_LOAD_H

#include "base/diag.h"
#include "base/error.h"
#include "rules/model.h"

struct spot_set { /* --set NAME=VALUE: read as the param's own type */
	const char *name, *value;
};

struct spot_rules_options {
	int64_t as_of; /* days since 1970-01-01 */
	const struct spot_set *sets;
	size_t n_sets;
	const char *hypothesis; /* whose `fields` the schema takes; NULL: none's */
	struct spot_limits limits;
};

/* Loads path. All problems that can be found are added to diags (errors and load-time
 * warnings); when there is an error the result is SPOT_ERULES with the first of them in err
 * and *out NULL. A file that cannot be read: SPOT_ERULES too. A --set that names no param, or
 * whose value is of another type: SPOT_EUSAGE, when the file itself is right. */
int spot_rules_load(struct spot_rules **out, const char *path,
    const struct spot_rules_options *options, struct spot_diags *diags, struct spot_error *err);

/* The same from text; name stands for the file's path (include and extends look beside it). */
int spot_rules_load_text(struct spot_rules **out, const char *name, const char *text, size_t len,
    const struct spot_rules_options *options, struct spot_diags *diags, struct spot_error *err);

void spot_rules_free(struct spot_rules *rules);

#endif
