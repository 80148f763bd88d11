/* SPDX-License-Identifier: MIT */
/* Whether this process's Lua lays its bytecode out as proto.h says. The room's own. */
#ifndef SPOT_RULES_CANARY_H
#define SPOT_RULES_CANARY_H

#include <stdbool.h>

/* *holds false: nothing may be concluded from bytecode. Found out once per process, in a Lua state
 * of its own; any thread. 0 or SPOT_ENOMEM. */
int spot_canary_holds(bool *holds);

#endif
