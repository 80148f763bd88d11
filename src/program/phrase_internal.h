/* SPDX-License-Identifier: MIT */
/* What phrase.c (which value when) and phrase_expr.c (questions and values) share. */
#ifndef SPOT_PROGRAM_PHRASE_INTERNAL_H
#define SPOT_PROGRAM_PHRASE_INTERNAL_H

#include "program/internal.h"
#include "program/phrase.h"

struct spot_phrase {
	struct spot_buf *out;
	const struct spot_program *program;
	const struct spot_phrase_look *look;
	/* Questions that are asked, and answered by yes where the bit is set, where the expression
	 * counts: of atoms, by bits. */
	const uint32_t *atoms;
	unsigned asked, answers;
	unsigned depth;
	bool failed; /* there are no words */
};

/* An expression: "seats / employees", "days since signed on". */
void spot_phrase_expr(struct spot_phrase *phrase, uint32_t node);
/* A question, or its contrary: "employees at least 50", "employees below 50". */
void spot_phrase_atom(struct spot_phrase *phrase, uint32_t node, bool is_so);
/* Two questions that are the ends of a range, both answered by yes: "employees from 50 to 1,000".
 * False, and nothing is appended, where they are not. */
bool spot_phrase_range(struct spot_phrase *phrase, uint32_t a, uint32_t b);
/* A leaf that is not a constant, as a share of points: a ramp. */
void spot_phrase_leaf(struct spot_phrase *phrase, uint32_t node);
/* Whether the node is c <= x and x <= d. */
bool spot_phrase_is_range(const struct spot_program *program, uint32_t node);
/* Whether the SELECT is a column, or its other value where that is blank. */
bool spot_phrase_is_default(const struct spot_phrase *phrase, const struct spot_node *select);
/* The months of which the node is the whole years (as years_since), or SPOT_NODE_NONE. */
uint32_t spot_phrase_years(const struct spot_program *program, uint32_t node);

#endif
