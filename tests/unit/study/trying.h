/* SPDX-License-Identifier: MIT */
/* A trial of rule files given as text over a file, in one call. */
#ifndef TRYING_H
#define TRYING_H

#include "support/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rules/load.h"
#include "study/trial.h"

#define TRYING_MAX 12
#define TRYING_DAY 20000

struct trying {
	struct spot_rules *rules[TRYING_MAX];
	struct spot_panel panels[TRYING_MAX];
	struct spot_trial_hypothesis hypotheses[TRYING_MAX];
	size_t n;
	struct spot_trial_options options;
	struct spot_trial trial;
	unsigned n_threads;
};

static inline void trying_add(struct trying *t, const char *name, const char *text)
{
	struct spot_rules_options options = { .as_of = TRYING_DAY, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_error err = SPOT_ERROR_INIT;
	char line[1500];

	assert_true(t->n < TRYING_MAX);
	if (spot_rules_load_text(
	        &t->rules[t->n], name, text, strlen(text), &options, NULL, &err) != 0) {
		spot_error_format(&err, line, sizeof(line));
		fail_msg("%s\n%s", line, text);
	}
	assert_int_equal(spot_panel_init_bare(&t->panels[t->n], t->rules[t->n], &err), 0);
	t->hypotheses[t->n++] = (struct spot_trial_hypothesis) { name, NULL };
}

static inline void trying_begin(struct trying *t)
{
	struct spot_trial_bar bar = SPOT_TRIAL_BAR_INIT;

	memset(t, 0, sizeof(*t));
	t->n_threads = 2;
	t->options = (struct spot_trial_options) { .against = SPOT_NONE, .value_field = SPOT_NONE,
		.date_field = SPOT_NONE, .bar = bar, .seed = 1, .n_replicates = 400 };
}

static inline int trying_run(struct trying *t, const char *path, char delimiter,
    struct spot_error *err)
{
	static const struct spot_run_calls calls;
	struct spot_run_options run = { .paths = &path, .n_paths = 1, .n_threads = t->n_threads,
		.reader = { .delimiter = delimiter } };
	int rc = spot_trial_gather(
	    &t->trial, t->panels, t->hypotheses, t->n, &t->options, &run, &calls, err);

	return rc == 0 ? spot_trial_study(&t->trial, t->n - 1, err) : rc;
}

static inline void trying_end(struct trying *t)
{
	spot_trial_reset(&t->trial);
	for (size_t i = 0; i < t->n; i++) {
		spot_panel_reset(&t->panels[i]);
		spot_rules_free(t->rules[i]);
	}
}

#endif
