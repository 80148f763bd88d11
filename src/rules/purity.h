/* SPDX-License-Identifier: MIT */
/*
 * What would let one account change the answer for the next, told at load with file and line:
 * functions that write to variables outside themselves, iterators made outside the rule. inspect.h
 * judges what a rule can be seen to do; this is about everything that it could get hold of. The
 * room's own; protected code, charged. Silent when the state is not being loaded for the first
 * time, and where bytecode is not as known (canary.h).
 */
#ifndef SPOT_RULES_PURITY_H
#define SPOT_RULES_PURITY_H

#include <lua.h>

/* The function at the top of the stack (left there) is the rule function at rule_idx, or what that
 * can get hold of: see spot_freeze_watch_fn. */
void spot_purity_watch(lua_State *L, int rule_idx, int holder_idx, const char *upvalue);

#endif
