/* SPDX-License-Identifier: MIT */
/* What is wrong with a function that a rule reaches, as far as its bytecode shows. The room's own;
 * protected mode. */
#ifndef SPOT_RULES_FAULT_H
#define SPOT_RULES_FAULT_H

#include <lua.h>

#include "rules/inspect.h"
#include "rules/reach.h"

/* Of one rule; all of it is borrowed. */
struct spot_faults {
	const struct spot_inspection *about;
	const struct spot_function *rule; /* its place, last line and subject are known */
	struct spot_reach *reach;
	struct spot_diags *diags;
	bool *is_field_read;      /* per field of the schema: set on the way */
	const char **field_names; /* NULL until there is need; in reach's arena */
	bool is_out_of_memory;
};

/* Judges the instruction at pc, which is reached. Its work is charged. */
void spot_fault_find(struct spot_faults *faults, lua_State *L, const struct spot_reach_visit *visit,
    size_t pc);

/* Who is asked (name; true or false) about a param that is not there: true when it was given, but
 * refused, and that was told. Until then nobody is. */
void spot_fault_ask(lua_State *L, lua_CFunction is_refused);

/* A chunk's path, from its name in Lua ("@path"). */
const char *spot_fault_path(const char *source);

#endif
