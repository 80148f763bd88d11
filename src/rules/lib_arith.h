/* SPDX-License-Identifier: MIT */
/* Arithmetic on texts that stand for numbers ("10" + 1), as Lua has it. */
#ifndef SPOT_RULES_LIB_ARITH_H
#define SPOT_RULES_LIB_ARITH_H

#include <lua.h>

/* Sets the metamethods into the table at the top. */
void spot_lib_arith_add(lua_State *L);

#endif
