/* SPDX-License-Identifier: MIT */
/* Help texts, from the verb tables; and the tables of what belongs to no verb. */
#ifndef SPOT_CLI_HELP_H
#define SPOT_CLI_HELP_H

#include <stddef.h>

struct spot_buf;
struct spot_verb;

#define SPOT_HELP_TITLE "qualify accounts against an ideal customer profile written in Lua"

struct spot_help_row {
	const char *name, *arg, *text; /* arg may be NULL */
};

extern const struct spot_help_row spot_help_options[]; /* "--version" …; ended by an empty one */
extern const struct spot_help_row spot_help_exits[];   /* "0" …; ended by an empty one */
extern const char *const spot_help_shells[];           /* that --completion knows; ended by NULL */

/* Each prints to stdout and returns the exit status. */
int spot_help_program(void);
int spot_help_verb(const struct spot_verb *verb);

/* The usage lines and the verbs: what is said on stderr when no verb is given. */
void spot_help_usage(struct spot_buf *out);

/* Appends text in lines of at most width columns, each behind indent spaces; an empty line parts
 * paragraphs, other line ends are spaces. */
void spot_help_wrap(struct spot_buf *out, const char *text, size_t indent, size_t width);

#endif
