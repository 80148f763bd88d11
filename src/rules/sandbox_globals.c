/* SPDX-License-Identifier: MIT */
/*
 * The globals: an empty proxy (what rules know as _ENV), behind it the table of names, behind that
 * a function for names that are not there. A name that is there costs two table look-ups and no
 * call; nothing can be set from Lua.
 */
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "rules/freeze.h"
#include "rules/lib.h"
#include "rules/sandbox_state.h"

static const char names_key; /* in the registry: the table behind the proxy */

static int missing(lua_State *L)
{
	struct spot_sandbox *sandbox = spot_sandbox_of(L);
	lua_settop(L, 2);
	lua_remove(L, 1); /* name */
	if (lua_type(L, 1) != LUA_TSTRING)
		return luaL_error(L, "globals have names, not a %s", spot_lib_type_name(L, 1));
	if (sandbox->unknown)
		return sandbox->unknown(L);
	const char *name = lua_tostring(L, 1);
	size_t n;
	const char *const *names = spot_sandbox_globals(sandbox, &n);
	const char *near = names ? spot_text_nearest(name, names, n) : NULL;
	if (near)
		spot_sandbox_hint(L, "did you mean \"%s\"", near);
	return luaL_error(L, "unknown name \"%s\"", name);
}

static int refuse_set(lua_State *L)
{
	if (lua_type(L, 2) != LUA_TSTRING)
		return luaL_error(L, "globals cannot be set");
	const char *name = lua_tostring(L, 2);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &names_key);
	lua_pushvalue(L, 2);
	if (lua_rawget(L, -2) != LUA_TNIL)
		return luaL_error(L, "\"%s\" is a word of the language and cannot be changed",
		    name);
	spot_sandbox_hint(L, "write local before it");
	return luaL_error(L, "\"%s\" would be a global name", name);
}

void spot_sandbox_globals_open(lua_State *L)
{
	lua_newtable(L); /* proxy */
	lua_newtable(L); /* proxy names */
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, missing);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &names_key);
	spot_freeze_wrap(L, refuse_set); /* proxy */
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

void spot_sandbox_add_global(lua_State *L, const char *name)
{
	struct spot_sandbox *sandbox = spot_sandbox_of(L);
	if (sandbox->sealed)
		luaL_error(L, "the globals are sealed");
	lua_rawgetp(L, LUA_REGISTRYINDEX, &names_key); /* value names */
	lua_pushstring(L, name);
	bool is_new = lua_rawget(L, -2) == LUA_TNIL;
	lua_pop(L, 1);
	lua_insert(L, -2);
	lua_setfield(L, -2, name); /* names */
	lua_pop(L, 1);
	if (!is_new)
		return;
	char *copy = spot_mem_copy(name, strlen(name));
	if (!copy || !spot_mem_grow(&sandbox->names, &sandbox->names_cap, sandbox->n_names + 2,
	        sizeof(*sandbox->names))) {
		free(copy);
		spot_sandbox_raise_nomem(L);
	}
	sandbox->names[sandbox->n_names++] = copy;
	sandbox->names[sandbox->n_names] = NULL;
	sandbox->names_sorted = false;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *spot_sandbox_globals(struct spot_sandbox *sandbox, size_t *n)
{
	if (!sandbox->names_sorted && sandbox->n_names > 0)
		qsort(sandbox->names, sandbox->n_names, sizeof(*sandbox->names), compare);
	sandbox->names_sorted = true;
	*n = sandbox->n_names;
	return (const char *const *)sandbox->names;
}

void spot_sandbox_seal(struct spot_sandbox *sandbox, lua_CFunction unknown)
{
	sandbox->sealed = true;
	sandbox->unknown = unknown;
}
