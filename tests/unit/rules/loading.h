/* SPDX-License-Identifier: MIT */
/* What the tests of loading share: a rule file's text in, a model or the problems out. */
#ifndef LOADING_H
#define LOADING_H

#include <stdio.h>

#include "support/slowness.h"
#include "support/unit.h"

#include "base/buf.h"
#include "rules/load.h"

struct loading {
	struct spot_rules *rules;
	struct spot_error err;
	struct spot_buf told; /* "FILE:LINE: WHAT; HINT" lines */
	int rc;
	const struct spot_set *sets;
	size_t n_sets;
};

static inline void loading_done(struct loading *ld, struct spot_diags *diags)
{
	for (size_t i = 0; i < diags->n_items; i++) {
		const struct spot_diag *diag = &diags->items[i];
		spot_buf_text(&ld->told, diag->file ? diag->file : "");
		if (diag->line)
			spot_buf_printf(&ld->told, ":%lu", diag->line);
		spot_buf_printf(&ld->told, ": %s", diag->what);
		if (diag->hint)
			spot_buf_printf(&ld->told, "; %s", diag->hint);
		spot_buf_char(&ld->told, '\n');
	}
	spot_diags_reset(diags);
}

static inline struct spot_rules_options loading_options(const struct loading *ld)
{
	struct spot_rules_options options = { .as_of = 20000, .sets = ld->sets,
		.n_sets = ld->n_sets, .limits = SPOT_LIMITS_DEFAULT };
	options.limits.call_milliseconds *= slowness();
	return options;
}

static inline void load_file(struct loading *ld, const char *path)
{
	struct spot_diags diags;
	struct spot_rules_options options = loading_options(ld);
	spot_diags_init(&diags);
	ld->rc = spot_rules_load(&ld->rules, path, &options, &diags, &ld->err);
	loading_done(ld, &diags);
}

static inline void load_text(struct loading *ld, const char *text)
{
	struct spot_diags diags;
	struct spot_rules_options options = loading_options(ld);
	spot_diags_init(&diags);
	ld->rc = spot_rules_load_text(&ld->rules, "rules.lua", text, strlen(text), &options, &diags,
	    &ld->err);
	loading_done(ld, &diags);
}

static inline void loading_reset(struct loading *ld)
{
	spot_rules_free(ld->rules);
	spot_buf_reset(&ld->told);
	*ld = (struct loading) { .rc = 0 };
}

static inline void assert_loads(const struct loading *ld)
{
	if (ld->rc != 0 || ld->told.len)
		print_message("%s%s\n", spot_buf_str(&ld->told), ld->err.what);
	assert_int_equal(ld->rc, 0);
	assert_int_equal(ld->told.len, 0);
	assert_non_null(ld->rules);
}

/* The text alone is refused, with this line told first. */
static inline void assert_told(const char *text, const char *line)
{
	struct loading ld = { .rc = 0 };
	load_text(&ld, text);
	const char *end = strchr(spot_buf_str(&ld.told), '\n');
	size_t len = end ? (size_t)(end - spot_buf_str(&ld.told)) : 0;
	char first[1024];
	snprintf(first, sizeof(first), "%.*s", (int)len, spot_buf_str(&ld.told));
	assert_string_equal(first, line);
	assert_int_equal(ld.rc, SPOT_ERULES);
	assert_null(ld.rules);
	loading_reset(&ld);
}

#endif
