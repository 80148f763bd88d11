/* SPDX-License-Identifier: MIT */
/*
 * The verbs: one file and one const struct each. Help, man page and completions are printed from
 * them.
 *
 *	struct score_options {
 *		struct spot_cli_common common; // first
 *		int64_t top;
 *	};
 *	static const struct spot_cli_option options[] = {
 *		{ "top", 0, SPOT_OPTION_INTEGER, offsetof(struct score_options, top), "N",
 *		    "keep the N best accounts", .min = 1 },
 *		{ 0 }
 *	};
 *	static int run(int argc, const char **argv)
 *	{
 *		struct score_options opt = { .top = 0 };
 *		int status;
 *		if (!spot_options_parse(&spot_verb_score, argc, argv, &opt, &status))
 *			return status;
 *		...
 *		spot_options_reset(&opt.common);
 *		return status;
 *	}
 */
#ifndef SPOT_CLI_VERBS_H
#define SPOT_CLI_VERBS_H

#include <stddef.h>

#include "cli/cli.h"
#include "cli/help.h"
#include "cli/options.h"

struct spot_verb_example {
	const char *what;    /* "The ten best accounts, as a table" */
	const char *command; /* "sweetspot score …", one line */
};

struct spot_verb {
	const char *name;
	const char *arguments; /* after the name: "-r RULES.lua [options] [DATA.csv ...]" */
	const char *summary;   /* one line, no full stop: "qualify a batch of accounts" */
	const char *help;      /* paragraphs parted by an empty line; wrapped when printed */
	const struct spot_verb_example *examples; /* ended by an empty one; may be NULL */
	unsigned common;       /* SPOT_COMMON_* */
	unsigned formats;      /* bits 1 << SPOT_FORMAT_*, with SPOT_COMMON_FORMAT */
	bool keeps_dialect;    /* its csv has the data's delimiter, which may be a tab */
	size_t min_rules, max_rules; /* how many -r; max 0: any number */
	size_t max_files;      /* how many arguments; 0: none. SPOT_VERB_ANY: any number */
	const struct spot_cli_option *options; /* its own, ended by an empty one; may be NULL */
	/* After the options are read: what hangs on several of them. SPOT_EUSAGE, SPOT_ENOMEM. */
	int (*settle)(void *opts, struct spot_error *err); /* may be NULL */
	int (*run)(int argc, const char **argv); /* argv[0] is the name; returns the exit status */
	const char *topics_title; /* a list of its own after the options; both may be NULL */
	const struct spot_help_row *topics;
	const struct spot_help_row *layout; /* of its JSON, for the man page; may be NULL */
};

#define SPOT_VERB_ANY ((size_t)-1)

extern const struct spot_verb spot_verb_score;
extern const struct spot_verb spot_verb_explain;
extern const struct spot_verb spot_verb_check;
extern const struct spot_verb spot_verb_test;
extern const struct spot_verb spot_verb_trial;
extern const struct spot_verb spot_verb_contrast;
extern const struct spot_verb spot_verb_derive;
extern const struct spot_verb spot_verb_segment;
extern const struct spot_verb spot_verb_drift;
extern const struct spot_verb spot_verb_engage;
extern const struct spot_verb spot_verb_plan;
extern const struct spot_verb spot_verb_onepage;
extern const struct spot_verb spot_verb_init;

/* In the order of --help; ended by NULL. */
extern const struct spot_verb *const spot_verbs[];

/* The verb of that name, or NULL. */
const struct spot_verb *spot_verbs_find(const char *name);

/* The name nearest to a misspelt one, or NULL. */
const char *spot_verbs_nearest(const char *name);

#endif
