/* SPDX-License-Identifier: MIT */
/*
 * The model: what a rule file says, as plain C data. Made by spot_rules_load, immutable
 * afterwards, shared by all threads; every pointer is owned by the model's arena and dies with
 * spot_rules_free. Lua functions are numbers (function ids): the same file run again in another
 * Lua state gives the same functions the same ids.
 */
#ifndef SPOT_RULES_MODEL_H
#define SPOT_RULES_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/mem.h"
#include "rules/limits.h"
#include "table/field.h"
#include "table/rollup.h"

#define SPOT_NO_FUNCTION (-1)
#define SPOT_NONE ((size_t)-1)

#define SPOT_CONTACT_FIELD "contact" /* of an event: a row of contacts */
/* What the column of its id is called where the file calls it "contact" too. */
#define SPOT_CONTACT_ID_FIELD "contact."

struct spot_place {
	const char *file; /* as it was opened */
	unsigned long line;
};

/* What a function's answer must be. */
enum spot_answer_kind {
	SPOT_ANSWER_FIT,    /* boolean or number 0..1; nil is false */
	SPOT_ANSWER_WHEN,   /* boolean; nil is false */
	SPOT_ANSWER_AMOUNT, /* a finite number */
	SPOT_ANSWER_TEXT,   /* text; nil is blank */
	SPOT_ANSWER_N
};

/* Whose fields its argument has. */
enum spot_subject {
	SPOT_SUBJECT_ACCOUNT,
	SPOT_SUBJECT_RECORD,  /* of a rollup: subject_idx */
	SPOT_SUBJECT_CONTACT,
	SPOT_SUBJECT_EVENT,
	SPOT_SUBJECT_N
};

struct spot_function {
	enum spot_answer_kind answer;
	enum spot_subject subject;
	size_t subject_idx;      /* the rollup, for RECORD */
	const char *word;        /* "criterion", "disqualify", "growth", "cohort", "rollup", … */
	const char *owner;       /* the rule's name */
	const char *key;         /* under which it stands there: "fit"; NULL: under none */
	struct spot_place place; /* of the function itself */
	unsigned long last_line;
	/* From reading its bytecode, functions that it calls included: */
	const size_t *reads;     /* fields of its subject that it names, ascending */
	size_t n_reads;
	/* Numbers and texts in it (params too), without repeats. */
	const struct spot_value *constants;
	size_t n_constants;
	const unsigned long *lines; /* lines of its own file that hold code, ascending */
	size_t n_lines;
	bool names_locals; /* of its file, outside itself */
	bool is_left_out;  /* its rule is, by a hypothesis */
	unsigned long surplus_line; /* where it returns several values itself; 0: nowhere */
};

struct spot_profile {
	const char *name; /* "" when the file has no profile word */
	const char *seller, *purpose, *problem, *owner, *objectives, *notes; /* may be NULL */
	bool has_reviewed, has_review_every;
	int64_t reviewed; /* days */
	struct spot_duration review_every;
	struct spot_place place;
};

struct spot_param {
	const char *name;
	struct spot_value value; /* BOOL, INT, FLOAT or TEXT */
	bool overridden;         /* by --set or a hypothesis */
};

enum spot_unknown {
	SPOT_UNKNOWN_ZERO,
	SPOT_UNKNOWN_SKIP,
	SPOT_UNKNOWN_FIT, /* unknown_fit */
	SPOT_UNKNOWN_N
};

struct spot_criterion {
	const char *name, *why;
	double weight;
	int fit; /* function id */
	size_t group; /* SPOT_NONE: stands alone */
	enum spot_unknown unknown;
	double unknown_fit;
	struct spot_place place;
};

struct spot_group { /* declared, or only named by a criterion (no cap, no floor) */
	const char *name, *doc;
	bool has_cap, has_floor, declared;
	double cap, floor; /* floor <= 0 <= cap */
	struct spot_place place;
};

struct spot_disqualifier {
	const char *name, *why;
	int when;
	bool unknown_disqualifies;
	struct spot_place place;
};

struct spot_growth {
	const char *name, *why, *unit;
	int value;
	struct spot_place place;
};

struct spot_tier {
	const char *name;
	double threshold;
};

struct spot_exception {
	const char *name, *account, *by, *why;
	size_t tier;     /* index into tiers */
	int64_t expires; /* holds until and including this day */
	struct spot_place place;
};

struct spot_cohort {
	const char *name, *doc;
	int when;
	struct spot_place place;
};

struct spot_rollup_rule {
	const char *name; /* of --with NAME=FILE */
	struct spot_schema fields;  /* of the child record; its key is fields.fields[key_idx] */
	size_t key_idx;
	const struct spot_derived *deriveds;
	size_t n_deriveds;
	size_t first_field; /* deriveds[i] is field first_field + i of the account's schema */
	struct spot_place place;
};

/* One value of a table given in Lua: for words that later work uses, hypotheses and tests. */
enum spot_item_kind { SPOT_ITEM_VALUE, SPOT_ITEM_FUNCTION, SPOT_ITEM_TABLE, SPOT_ITEM_N };
struct spot_item {
	const char *key; /* NULL: positional */
	enum spot_item_kind kind;
	struct spot_value value;       /* VALUE: BOOL, INT, FLOAT, TEXT */
	int function;                  /* FUNCTION: id */
	const struct spot_item *items; /* TABLE: positional first, then keys by bytes */
	size_t n_items;
};

/* role, engagement, contacts, events, levels, content, stage, step, acceptance, economics,
 * segment, hypothesis: checked for keys and types and kept as they were written, in file
 * order. */
struct spot_word {
	const char *word;
	const char *name; /* NULL for words without one */
	const struct spot_item *items;
	size_t n_items;
	struct spot_place place;
};

struct spot_test_case {
	const char *name;            /* the test's name, with #n for the n-th row of many */
	/* Per account field; default and optional are applied to those that are not given. */
	const struct spot_value *values;
	bool has_as_of;
	int64_t as_of;
	/* What is expected; has_* says whether it was given. */
	bool has_tier, has_score, has_score_low, has_score_high, has_coverage, has_growth;
	bool growth_unknown;         /* growth = "unknown" was expected */
	const char *tier;
	double score, score_low, score_high, coverage, growth;
	bool has_disqualified;
	bool disqualified;           /* true or false was given, or names */
	const char *const *disqualified_names;
	size_t n_disqualified_names; /* 0: only true/false was given */
	bool has_unknown;
	const char *const *unknown_names;
	size_t n_unknown_names;
	struct spot_place place;
};

/* A file that was read, kept so that another Lua state runs the very same text. */
struct spot_source {
	const char *path;
	const char *text;
	size_t len;
};

/* The account's fields that events make, where a rule reads one of them: engagement, its level, and
 * its change. */
enum spot_made { SPOT_MADE_ENGAGEMENT, SPOT_MADE_LEVEL, SPOT_MADE_CHANGE, SPOT_MADE_N };

struct spot_rules {
	const char *path;
	const char *hypothesis; /* by which the file is varied; NULL: it is as it was written */
	struct spot_profile profile;
	/* Declared ones sorted by bytes, then each rollup's derived ones, then those that
	 * engagement makes. */
	struct spot_schema fields;
	size_t made[SPOT_MADE_N]; /* their indices; SPOT_NONE: no rule reads any */
	struct spot_param *params; /* sorted by bytes */
	size_t n_params;
	struct spot_criterion *criteria;
	size_t n_criteria;
	struct spot_group *groups; /* in the order of first mention */
	size_t n_groups;
	struct spot_disqualifier *disqualifiers;
	size_t n_disqualifiers;
	struct spot_growth *growths;
	size_t n_growths;
	struct spot_tier *tiers; /* highest threshold first: index is rank */
	size_t n_tiers;
	struct spot_place tiers_place;
	struct spot_exception *exceptions;
	size_t n_exceptions;
	bool has_target_share;
	double target_low, target_high; /* shares 0..1 */
	struct spot_cohort *cohorts;
	size_t n_cohorts;
	struct spot_rollup_rule *rollups;
	size_t n_rollups;
	/* What functions of subject CONTACT and EVENT read: the fields of the words contacts
	 * and events, with their key columns; n_fields 0 where the word is not given. Where events
	 * names the contact, it has SPOT_CONTACT_FIELD too, and the contact's fields as
	 * "contact.NAME". */
	struct spot_schema contacts, events;
	struct spot_word *words; /* the rest of the vocabulary */
	size_t n_words;
	struct spot_test_case *tests;
	size_t n_tests;
	struct spot_function *functions; /* by id */
	size_t n_functions;
	struct spot_source *sources; /* in the order of first reading; [0] is the rule file */
	size_t n_sources;
	int64_t as_of;
	struct spot_limits limits;
	struct spot_arena arena;
	void *load; /* the loader's own: options copied for further Lua states */
};

#endif
