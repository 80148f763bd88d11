/* SPDX-License-Identifier: MIT */
/*
 * One run over data that writes nothing: how every rule answers, which fields are blank,
 * which accounts stand there twice. Rules that fail are counted and the run goes on.
 * Memory: 18 to 37 bytes for each different key.
 */
#ifndef SPOT_ENGINE_SURVEY_H
#define SPOT_ENGINE_SURVEY_H

#include "base/seen.h"
#include "engine/run.h"
#include "rules/warning.h"

#define SPOT_SURVEY_EXAMPLES 3

/* How a rule answers. n_zero and n_full are among the known. */
struct spot_survey_rule {
	const char *word, *name;
	struct spot_place place;
	int fn;
	uint64_t n_known, n_failed, n_zero, n_full; /* 0 or false; 1 or true */
	struct spot_error failure; /* the first one, when n_failed > 0 */
};

struct spot_survey_field {
	uint64_t n_blank;      /* unreadable cells are not among them */
	uint64_t n_unreadable;
	bool is_read;          /* by a rule that was asked */
};

struct spot_survey_key { /* an account that was there before */
	char *key; /* owned */
	const char *file, *first_file;
	uint64_t line, first_line;
};

/* Of one panel. */
struct spot_survey_part {
	const struct spot_panel *panel;
	struct spot_survey_rule *rules; /* scoring->asked, then cohorts */
	size_t n_asked, n_rules;
	struct spot_survey_field *fields;
	struct spot_seen seen;
	uint64_t n_repeats, n_blank_keys;
	struct spot_survey_key repeats[SPOT_SURVEY_EXAMPLES], blank_key;
};

struct spot_survey {
	struct spot_run_result result;
	struct spot_survey_part *parts; /* by panel */
	size_t n_parts;
};

/* Runs with keep_going. panels and the options' paths must outlive the survey. Reset when
 * done, also after an error. */
int spot_survey_run(struct spot_survey *out, const struct spot_panel *panels, size_t n_panels,
    const struct spot_run_options *options, const struct spot_run_calls *calls,
    struct spot_error *err);
void spot_survey_reset(struct spot_survey *survey);

/* survey_warn.c: adds what is odd about the rules of one panel on these data; rules that
 * failed are errors. */
void spot_survey_warn(struct spot_warning_list *list, const struct spot_survey *survey,
    size_t part_idx);
/* What is odd about the data, whatever the rules are. */
void spot_survey_warn_data(struct spot_warning_list *list, const struct spot_survey *survey);

#endif
