/* SPDX-License-Identifier: MIT */
/* Apart from freeze.c, so that the sandbox, which freezes its libraries, does not need the loader
 * that purity.c tells. */
#include "rules/freeze.h"
#include "rules/purity.h"

void spot_freeze_upvalues(lua_State *L, int idx)
{
	spot_freeze_function(L, idx, spot_purity_watch);
}
