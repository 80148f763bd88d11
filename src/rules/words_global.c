/* SPDX-License-Identifier: MIT */
/*
 * Names that are not there. While a file is read, a global that does not exist is told and
 * stands for a value that swallows whatever is done with it, and a global that the file makes
 * is told and kept aside, so that one slip does not hide the next. In rules, which run later,
 * both end the rule.
 */
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/mistake.h"
#include "rules/words.h"

static const char dummy_key, made_key; /* of the registry */

void spot_words_push_dummy(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &dummy_key);
}

bool spot_words_is_dummy(lua_State *L, int idx)
{
	idx = lua_absindex(L, idx);
	spot_words_push_dummy(L);
	bool same = lua_rawequal(L, idx, -1);
	lua_pop(L, 1);
	return same;
}

static int dummy_any(lua_State *L)
{
	spot_words_push_dummy(L);
	return 1;
}

static int dummy_call(lua_State *L)
{
	/* As the iterator of a for loop it must end the loop. */
	if (lua_gettop(L) == 3 && lua_isnil(L, 2))
		return 0;
	return dummy_any(L);
}

static int dummy_len(lua_State *L)
{
	lua_pushinteger(L, 0);
	return 1;
}

static int dummy_nothing(lua_State *L)
{
	(void)L;
	return 0;
}

static void dummy_make(lua_State *L)
{
	static const char *const events[] = { "__index", "__add", "__sub", "__mul", "__div",
		"__mod", "__pow", "__unm", "__idiv", "__band", "__bor", "__bxor", "__shl", "__shr",
		"__bnot", "__concat", "__lt", "__le" };
	lua_newuserdatauv(L, 0, 0);
	lua_createtable(L, 0, 24);
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		lua_pushcfunction(L, dummy_any);
		lua_setfield(L, -2, events[i]);
	}
	lua_pushcfunction(L, dummy_call);
	lua_setfield(L, -2, "__call");
	lua_pushcfunction(L, dummy_len);
	lua_setfield(L, -2, "__len");
	lua_pushcfunction(L, dummy_nothing);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &dummy_key);
}

/* What a programmer looks for, and why it is not there. */
static const char *absent_hint(const char *name)
{
	static const char *const absent[] = { "collectgarbage", "coroutine", "debug", "dofile",
		"getmetatable", "io", "load", "loadfile", "loadstring", "os", "package", "pcall",
		"print", "rawequal", "rawget", "rawlen", "rawset", "require", "setmetatable",
		"warn", "xpcall" };
	const size_t n = sizeof(absent) / sizeof(absent[0]);
	if (!bsearch(&name, absent, n, sizeof(*absent), spot_words_table_compare))
		return NULL;
	return strcmp(name, "require") == 0 || strcmp(name, "dofile") == 0
	    ? "to use another file there is include \"file.lua\""
	    : "it is a part of Lua that rule files do without";
}

/* What the sandbox calls for a global that is not there, with its name. */
static int global_unknown(lua_State *L)
{
	const char *name = lua_tostring(L, -1);
	struct spot_loader *ld = spot_words_loader(L);
	size_t n;
	if (!ld) {
		const char *const *names = spot_sandbox_globals(spot_sandbox_of(L), &n);
		const char *near = names ? spot_text_nearest(name, names, n) : NULL;
		if (near)
			spot_sandbox_hint(L, "did you mean \"%s\"?", near);
		return luaL_error(L, "unknown name \"%s\"", name);
	}
	spot_words_charge(ld, 1000); /* a loop may ask again and again */
	lua_rawgetp(L, LUA_REGISTRYINDEX, &made_key);
	lua_pushstring(L, name);
	if (lua_rawget(L, -2) != LUA_TNIL)
		return 1;
	const char *const *globals = spot_sandbox_globals(ld->sandbox, &n);
	const char *hint = absent_hint(name);
	if (!hint)
		hint = spot_mistake_constant(name);
	if (!hint && spot_mistake_is_unquoted(name))
		hint = spot_words_printf(ld, "write it in quotes: \"%s\"", name);
	if (!hint)
		hint = spot_words_nearest(ld, name, globals, n, NULL);
	if (!hint)
		hint = spot_words_printf(ld, "a name of your own needs a value first: local %s = …",
		    name);
	spot_words_error(ld, spot_words_here(ld), hint, "unknown word \"%s\"", name);
	return dummy_any(L);
}

/* (globals, name, value); upvalue: what the sandbox does. */
static int global_assign(lua_State *L)
{
	struct spot_loader *ld = spot_words_loader(L);
	const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : NULL;
	size_t n;
	if (!ld || !name) {
		lua_pushvalue(L, lua_upvalueindex(1));
		lua_insert(L, 1);
		lua_call(L, 3, 0);
		return 0;
	}
	const char *const *globals = spot_sandbox_globals(ld->sandbox, &n);
	if (bsearch(&name, globals, n, sizeof(*globals), spot_words_table_compare)) {
		spot_words_error(ld, spot_words_here(ld),
		    "choose another name, with local before it",
		    "\"%s\" is a word of the language and cannot be changed", name);
		return 0;
	}
	spot_words_charge(ld, 1000);
	const char *copy = spot_words_copy(ld, spot_view_of(name));
	spot_words_error(ld, spot_words_here(ld),
	    spot_words_printf(ld, lua_isfunction(L, 3) ? "write local function %s(…)"
						       : "write local %s = …", copy),
	    "\"%s\" needs local before it", copy);
	spot_words_grow(ld, &ld->made, &ld->made_cap, ld->n_made + 1, sizeof(*ld->made));
	ld->made[ld->n_made++] = copy;
	lua_rawgetp(L, LUA_REGISTRYINDEX, &made_key);
	lua_insert(L, 2);
	lua_rawset(L, 2);
	return 0;
}

const char *const *spot_words_global_names(struct spot_loader *ld, size_t *n)
{
	size_t n_known;
	const char *const *globals = spot_sandbox_globals(ld->sandbox, &n_known);
	const char **names = spot_words_alloc(ld, n_known + ld->n_made + 1, sizeof(*names));
	memcpy(names, globals, n_known * sizeof(*names));
	for (size_t i = 0; i < ld->n_made; i++)
		names[n_known + i] = ld->made[i];
	*n = n_known + ld->n_made;
	qsort(names, *n, sizeof(*names), spot_words_table_compare);
	return names;
}

void spot_words_global_open(struct spot_loader *ld)
{
	lua_State *L = ld->L;
	dummy_make(L);
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &made_key);
	spot_sandbox_seal(ld->sandbox, global_unknown);
	lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	if (lua_getmetatable(L, -1)) {
		lua_pushliteral(L, "__newindex");
		lua_pushliteral(L, "__newindex");
		lua_rawget(L, -3); /* globals meta name refuse */
		lua_pushcclosure(L, global_assign, 1);
		lua_rawset(L, -3);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}
