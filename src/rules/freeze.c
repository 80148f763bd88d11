/* SPDX-License-Identifier: MIT */
/*
 * Freezing walks a list of work, not the C stack, so that depth does not matter: a table is wrapped
 * when it is first met and its contents are put on the list; taking it from the list replaces the
 * tables inside by their proxies. The memo (contents to proxy, functions to true; weak keys) gives
 * one proxy for one table however often and from wherever it is met.
 *
 * A proxy is told by contents_key in its metatable, which no script can write.
 */
#include "rules/freeze.h"

#include <lauxlib.h>

#include "rules/sandbox.h"

static const char contents_key; /* in a proxy's metatable: the contents */
static const char memo_key;     /* in the registry */

/* Where a run's things are on the stack, and its list of work: items from n_done + 1 to n_items
 * of the table at work. */
struct freezer {
	lua_State *L;
	int memo, work, newindex;
	spot_freeze_watch_fn watch;
	int root;            /* the function whose upvalues are frozen */
	int holder;          /* the function whose upvalue is looked at; 0: not in one */
	const char *upvalue; /* its name */
	lua_Integer n_items, n_done;
};

static int proxy_len(lua_State *L)
{
	spot_freeze_push_raw(L, 1);
	lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
	return 1;
}

/* Upvalue 1: what the table is called. */
static int refuse_write(lua_State *L)
{
	const char *what = lua_tostring(L, lua_upvalueindex(1));
	spot_sandbox_hint(L, "a rule may only change tables that it made itself");
	if (lua_type(L, 2) == LUA_TSTRING)
		return luaL_error(L, "cannot set \"%s\": %s is read-only",
		    lua_tostring(L, 2), what);
	return luaL_error(L, "%s is read-only", what);
}

bool spot_freeze_is_frozen(lua_State *L, int idx)
{
	if (lua_type(L, idx) != LUA_TTABLE || !lua_getmetatable(L, idx))
		return false;
	bool frozen = lua_rawgetp(L, -1, &contents_key) != LUA_TNIL;
	lua_pop(L, 2);
	return frozen;
}

void spot_freeze_push_raw(lua_State *L, int idx)
{
	idx = lua_absindex(L, idx);
	if (lua_type(L, idx) == LUA_TTABLE && lua_getmetatable(L, idx)) {
		if (lua_rawgetp(L, -1, &contents_key) != LUA_TNIL) {
			lua_remove(L, -2);
			return;
		}
		lua_pop(L, 2);
	}
	lua_pushvalue(L, idx);
}

/* proxy contents newindex → proxy */
static void wrap(lua_State *L)
{
	lua_createtable(L, 0, 7); /* proxy contents newindex meta */
	lua_insert(L, -2);
	lua_setfield(L, -2, "__newindex"); /* proxy contents meta */
	lua_pushvalue(L, -2);
	lua_setfield(L, -2, "__index");
	lua_pushvalue(L, -2);
	lua_rawsetp(L, -2, &contents_key);
	lua_pushcfunction(L, proxy_len);
	lua_setfield(L, -2, "__len");
	lua_pushliteral(L, "table");
	lua_setfield(L, -2, "__name");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -3);
	lua_pop(L, 1); /* proxy */
}

void spot_freeze_wrap(lua_State *L, lua_CFunction newindex)
{
	lua_pushcfunction(L, newindex);
	wrap(L);
}

static void push_memo(lua_State *L)
{
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &memo_key) == LUA_TTABLE)
		return;
	lua_pop(L, 1);
	lua_newtable(L); /* memo */
	lua_createtable(L, 0, 1);
	lua_pushliteral(L, "k");
	lua_setfield(L, -2, "__mode");
	lua_setmetatable(L, -2);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &memo_key);
}

/* Puts the value at the top, popped, on the list. */
static void add_work(struct freezer *freezer)
{
	lua_rawseti(freezer->L, freezer->work, ++freezer->n_items);
}

/* Replaces the table at the top by its proxy. Tables with a metatable are frozen already, or
 * the host's own objects: left alone. */
static void replace_table(struct freezer *freezer)
{
	lua_State *L = freezer->L;
	if (lua_getmetatable(L, -1)) {
		lua_pop(L, 1);
		return;
	}
	lua_pushvalue(L, -1);
	if (lua_rawget(L, freezer->memo) != LUA_TNIL) {
		lua_remove(L, -2);
		return;
	}
	lua_pop(L, 1); /* contents */
	lua_newtable(L);
	lua_pushvalue(L, -2); /* contents proxy contents */
	lua_pushvalue(L, freezer->newindex);
	wrap(L); /* contents proxy */
	lua_pushvalue(L, -2);
	lua_pushvalue(L, -2);
	lua_rawset(L, freezer->memo);
	lua_insert(L, -2); /* proxy contents */
	add_work(freezer);
}

static void visit_function(struct freezer *freezer)
{
	lua_State *L = freezer->L;
	bool is_c = lua_iscfunction(L, -1);
	lua_pushvalue(L, -1);
	bool is_known = !is_c && lua_rawget(L, freezer->memo) != LUA_TNIL;
	lua_pop(L, 1);
	if (freezer->watch && !is_known)
		freezer->watch(L, freezer->root, freezer->holder, freezer->upvalue);
	if (is_c || is_known)
		return;
	lua_pushvalue(L, -1);
	lua_pushboolean(L, 1);
	lua_rawset(L, freezer->memo);
	lua_pushvalue(L, -1);
	add_work(freezer);
}

/* The value at the top, replaced by its proxy where it is a table. True when it was. */
static bool visit(struct freezer *freezer)
{
	if (lua_type(freezer->L, -1) == LUA_TTABLE) {
		replace_table(freezer);
		return true;
	}
	if (lua_type(freezer->L, -1) == LUA_TFUNCTION)
		visit_function(freezer);
	return false;
}

/* Keys that are tables change to their proxies too, since rules will only have those; not
 * while the table is walked, which allows no new keys. */
static void rekey(struct freezer *freezer, int contents)
{
	lua_State *L = freezer->L;
	lua_newtable(L); /* renamed */
	int renamed = lua_gettop(L);
	lua_pushnil(L);
	while (lua_next(L, contents)) {
		lua_pop(L, 1); /* renamed key */
		if (lua_type(L, -1) != LUA_TTABLE)
			continue;
		lua_pushvalue(L, -1);
		lua_pushvalue(L, -1);
		replace_table(freezer); /* renamed key key proxy */
		lua_rawset(L, renamed);
	}
	lua_pushnil(L);
	while (lua_next(L, renamed)) { /* renamed key proxy */
		lua_pushvalue(L, -2);
		lua_rawget(L, contents); /* renamed key proxy value */
		lua_pushvalue(L, -3);
		lua_pushnil(L);
		lua_rawset(L, contents);
		lua_rawset(L, contents); /* renamed key */
	}
	lua_pop(L, 1);
}

static void freeze_contents(struct freezer *freezer, int contents)
{
	lua_State *L = freezer->L;
	bool has_table_keys = false;
	lua_pushnil(L);
	while (lua_next(L, contents)) {
		spot_sandbox_charge(L, 2);
		if (lua_type(L, -2) == LUA_TTABLE)
			has_table_keys = true;
		if (lua_type(L, -2) == LUA_TFUNCTION) {
			lua_pushvalue(L, -2);
			visit_function(freezer);
			lua_pop(L, 1);
		}
		if (visit(freezer)) { /* key proxy */
			lua_pushvalue(L, -2);
			lua_insert(L, -2);
			lua_rawset(L, contents); /* key */
		} else {
			lua_pop(L, 1);
		}
	}
	if (has_table_keys)
		rekey(freezer, contents);
}

static void freeze_upvalues(struct freezer *freezer, int function)
{
	lua_State *L = freezer->L;
	freezer->holder = function;
	for (int i = 1; (freezer->upvalue = lua_getupvalue(L, function, i)) != NULL; i++) {
		spot_sandbox_charge(L, 2);
		if (visit(freezer))
			lua_setupvalue(L, function, i);
		else
			lua_pop(L, 1);
	}
	freezer->holder = 0;
}

/* Four slots more on the stack: memo, work, newindex, and what is worked on. */
static void begin(struct freezer *freezer, lua_State *L, const char *what)
{
	luaL_checkstack(L, 16, NULL);
	*freezer = (struct freezer) { .L = L };
	/* The memo's keys are addresses. */
	spot_sandbox_wide(L, true);
	push_memo(L);
	freezer->memo = lua_gettop(L);
	lua_newtable(L);
	freezer->work = lua_gettop(L);
	lua_pushstring(L, what);
	lua_pushcclosure(L, refuse_write, 1);
	freezer->newindex = lua_gettop(L);
}

static void finish(struct freezer *freezer)
{
	lua_State *L = freezer->L;
	while (freezer->n_done < freezer->n_items) {
		lua_rawgeti(L, freezer->work, ++freezer->n_done);
		lua_pushnil(L);
		lua_rawseti(L, freezer->work, freezer->n_done);
		if (lua_type(L, -1) == LUA_TTABLE)
			freeze_contents(freezer, lua_gettop(L));
		else
			freeze_upvalues(freezer, lua_gettop(L));
		lua_pop(L, 1);
	}
	spot_sandbox_wide(L, false);
	lua_settop(L, freezer->memo - 1);
}

void spot_freeze_table(lua_State *L, int idx, const char *what)
{
	struct freezer freezer;
	idx = lua_absindex(L, idx);
	begin(&freezer, L, what);
	lua_pushvalue(L, idx);
	replace_table(&freezer);
	lua_replace(L, idx);
	finish(&freezer);
}

void spot_freeze_function(lua_State *L, int idx, spot_freeze_watch_fn watch)
{
	struct freezer freezer;
	idx = lua_absindex(L, idx);
	begin(&freezer, L, "a table from outside the rule");
	freezer.watch = watch;
	freezer.root = idx;
	lua_pushvalue(L, idx);
	visit_function(&freezer);
	lua_pop(L, 1);
	finish(&freezer);
}
