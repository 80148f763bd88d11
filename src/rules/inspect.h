/* SPDX-License-Identifier: MIT */
/*
 * What can be told of a function from its bytecode, without running it: globals and fields that it
 * names, writes to anything outside itself, constants, lines. When a start-up canary finds that
 * this Lua's bytecode is not laid out as expected, nothing is told and nothing is refused here.
 * The room's own.
 */
#ifndef SPOT_RULES_INSPECT_H
#define SPOT_RULES_INSPECT_H

#include <lua.h>

#include "base/diag.h"
#include "rules/model.h"

struct spot_inspection {
	const struct spot_schema *schema; /* of its first parameter; NULL: fields are not checked */
	const char *const *globals;       /* known names, sorted */
	size_t n_globals;
	const char *file;                 /* for diags: the chunk's path */
	const char *word, *owner;         /* the rule, for messages */
};

/* Reads the function at the top of the stack (left there) and, through its upvalues, the Lua
 * functions it may call. Adds errors to diags (unknown global, a word of rule files, unknown field
 * read from the first parameter, unknown param, assignment to a global, write to an outer local or
 * table) with file:line and the nearest spelling. Fills out's place, last_line, reads, constants,
 * lines (in the arena). 0 or SPOT_ENOMEM. Must run in protected mode; its work is charged. */
int spot_inspect_function(lua_State *L, const struct spot_inspection *inspection,
    struct spot_function *out, struct spot_arena *arena, struct spot_diags *diags);

#endif
