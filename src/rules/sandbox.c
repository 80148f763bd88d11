/* SPDX-License-Identifier: MIT */
/*
 * The sandbox. What a rule file could try, and what stands in its way:
 *
 *   files, commands, other code   the libraries io, os, package and debug are never opened, nor
 *                                 is the base library; load and its kin do not exist
 *   bytecode                      chunks are loaded as text only; no string.dump
 *   catching the abort            no pcall, xpcall, coroutine; no finalizers or __close, since
 *                                 there is no setmetatable; the trip is sticky all the same
 *   loops in Lua                  count hook and budget                     (sandbox_meter.c)
 *   loops in C                    own pattern matcher (program/pattern.c), memmem, raw and capped
 *                                 table functions; every function charges its work      (lib_*.c)
 *   work that no count shows      processor time as a net                   (sandbox_meter.c)
 *   memory, huge strings          counting allocator                        (sandbox_alloc.c)
 *   recursion                     Lua's own two stack limits; a thread that runs rules needs a
 *                                 C stack of 1 MiB or more
 *   error values                  only text is reported, cut and escaped    (sandbox_error.c)
 *   one rule changing another's   globals and library tables are proxies that refuse writes,
 *   world                         captured tables too; the string metatable is out of reach
 *                                                              (sandbox_globals.c, freeze.c)
 *   different answers             no addresses in text, no random numbers, no clock; pairs in a
 *                                 fixed order; the C locale while rules run
 *
 * Everything that may allocate runs inside lua_pcall or lua_load, so Lua's panic is never reached.
 */
#include "rules/sandbox.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/internal.h"
#include "rules/sandbox_state.h"

struct opening {
	int64_t as_of;
};

static int open_body(lua_State *L)
{
	const struct opening *opening = lua_touserdata(L, 1);
	spot_sandbox_globals_open(L);
	spot_lib_base_open(L);
	spot_lib_string_open(L);
	spot_lib_table_open(L);
	spot_lib_math_open(L);
	spot_helpers_open(L, opening->as_of);
	return 0;
}

int spot_sandbox_open(struct spot_sandbox **out, const struct spot_limits *limits, int64_t as_of,
    struct spot_error *err)
{
	struct opening opening = { as_of };
	int rc;
	*out = NULL;
	struct spot_sandbox *sandbox = spot_mem_calloc(1, sizeof(*sandbox));
	if (!sandbox)
		return spot_error_nomem(err);
	sandbox->limits = *limits;
	if (sandbox->limits.call_milliseconds == 0)
		sandbox->limits.call_milliseconds = SPOT_LIMITS_MILLISECONDS;
	sandbox->max_nodes = SPOT_SANDBOX_NODES;
	sandbox->soft_bytes = limits->memory_bytes - limits->memory_bytes / 16;
	sandbox->c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (!sandbox->c_locale) {
		rc = spot_error_nomem(err);
		goto out;
	}
	sandbox->L = lua_newstate(spot_sandbox_alloc, sandbox);
	if (!sandbox->L) {
		rc = sandbox->span.refused == SPOT_TRIP_MEMORY
		    ? spot_error_set(err, SPOT_ERULES, "the memory limit is too low to start with")
		    : spot_error_nomem(err);
		goto out;
	}
	*(struct spot_sandbox **)lua_getextraspace(sandbox->L) = sandbox;
	rc = spot_sandbox_protect(sandbox, open_body, &opening, err);
out:
	if (rc == 0)
		*out = sandbox;
	else
		spot_sandbox_close(sandbox);
	return rc;
}

void spot_sandbox_close(struct spot_sandbox *sandbox)
{
	if (!sandbox)
		return;
	if (sandbox->L)
		lua_close(sandbox->L);
	for (size_t i = 0; i < sandbox->n_names; i++)
		free((void *)sandbox->names[i]);
	free(sandbox->names);
	if (sandbox->c_locale)
		freelocale(sandbox->c_locale);
	free(sandbox);
}

lua_State *spot_sandbox_state(const struct spot_sandbox *sandbox)
{
	return sandbox->L;
}

struct spot_sandbox *spot_sandbox_of(lua_State *L)
{
	return *(struct spot_sandbox **)lua_getextraspace(L);
}

void spot_sandbox_set_owner(struct spot_sandbox *sandbox, void *owner)
{
	sandbox->owner = owner;
}

void *spot_sandbox_owner(lua_State *L)
{
	return spot_sandbox_of(L)->owner;
}

/* The chunk is handed out in pieces, each charged: the parser calls no hook, and chunks can be
 * written that take it long (constants that share a hash chain). */
struct chunk {
	const char *ptr;
	size_t len;
};

static const char *read_chunk(lua_State *L, void *ud, size_t *size)
{
	enum { PIECE = 2048 };
	struct chunk *chunk = ud;
	const char *piece = chunk->ptr;
	*size = chunk->len < PIECE ? chunk->len : PIECE;
	spot_sandbox_charge(L, *size);
	chunk->ptr += *size;
	chunk->len -= *size;
	return *size > 0 ? piece : NULL;
}

int spot_sandbox_compile(struct spot_sandbox *sandbox, const char *name, const char *text,
    size_t len, struct spot_error *err)
{
	struct spot_span outer;
	struct chunk chunk = { text, len };
	size_t name_len = strlen(name);
	char *chunk_name = spot_mem_calloc(name_len + 2, 1);
	if (!chunk_name)
		return spot_error_nomem(err);
	chunk_name[0] = '@';
	memcpy(chunk_name + 1, name, name_len);
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		chunk = (struct chunk) { text + 3, len - 3 };
	spot_sandbox_begin(sandbox, &outer, true, sandbox->limits.load_instructions);
	sandbox->max_nodes = SPOT_SANDBOX_COMPILE_NODES;
	int rc = 0, status = LUA_ERRMEM;
	if (lua_checkstack(sandbox->L, 4))
		status = lua_load(sandbox->L, read_chunk, &chunk, chunk_name, "t");
	if (status != LUA_OK) {
		rc = spot_sandbox_syntax(sandbox, status, name, err);
		lua_pop(sandbox->L, 1);
	}
	sandbox->max_nodes = SPOT_SANDBOX_NODES;
	spot_sandbox_end(sandbox, &outer);
	free(chunk_name);
	return rc;
}

/* The function and its arguments are at the top; a copy of the function stays below them, for the
 * place of an error that has none. */
static enum spot_call call(struct spot_sandbox *sandbox, int n_args, int n_results,
    struct spot_error *err)
{
	lua_State *L = sandbox->L;
	int fn_idx = lua_gettop(L) - n_args;
	enum spot_call result = SPOT_CALL_OK;
	if (!lua_checkstack(L, 4 + (n_results > 0 ? n_results : 0))) {
		lua_settop(L, fn_idx);
		result = spot_sandbox_classify(sandbox, LUA_ERRMEM, fn_idx, err);
		lua_settop(L, fn_idx - 1);
		return result;
	}
	lua_pushvalue(L, fn_idx);
	lua_pushcfunction(L, spot_sandbox_note);
	lua_rotate(L, fn_idx, 2); /* function note function args … */
	int status = lua_pcall(L, n_args, n_results, fn_idx + 1);
	if (status != LUA_OK) {
		result = spot_sandbox_classify(sandbox, status, fn_idx, err);
		lua_settop(L, fn_idx - 1);
		return result;
	}
	if (n_results == 1) { /* as rules are called, a million times over */
		lua_replace(L, fn_idx);
		lua_settop(L, fn_idx);
		return result;
	}
	lua_rotate(L, fn_idx, -2); /* results … function note */
	lua_pop(L, 2);
	return result;
}

enum spot_call spot_sandbox_call(struct spot_sandbox *sandbox, int n_args, int n_results,
    uint64_t budget, struct spot_error *err)
{
	struct spot_span outer;
	spot_sandbox_begin(sandbox, &outer, true, budget);
	enum spot_call result = call(sandbox, n_args, n_results, err);
	spot_sandbox_end(sandbox, &outer);
	return result;
}

enum spot_call spot_sandbox_call_many(struct spot_sandbox *sandbox, lua_CFunction body, void *ud,
    int fn_idx, uint64_t budget, struct spot_error *err)
{
	lua_State *L = sandbox->L;
	struct spot_span outer;
	int top = lua_gettop(L), status = LUA_ERRMEM;
	enum spot_call result = SPOT_CALL_OK;
	spot_sandbox_begin(sandbox, &outer, true, budget);
	if (lua_checkstack(L, top - fn_idx + 8)) {
		lua_pushcfunction(L, spot_sandbox_note);
		lua_pushcfunction(L, body);
		for (int i = fn_idx; i <= top; i++)
			lua_pushvalue(L, i);
		lua_pushlightuserdata(L, ud);
		status = lua_pcall(L, top - fn_idx + 2, 0, top + 1);
	}
	if (status != LUA_OK)
		result = spot_sandbox_classify(sandbox, status, fn_idx, err);
	lua_settop(L, top);
	spot_sandbox_end(sandbox, &outer);
	return result;
}

int spot_sandbox_protect(struct spot_sandbox *sandbox, lua_CFunction body, void *ud,
    struct spot_error *err)
{
	struct spot_span outer;
	struct spot_error failure = SPOT_ERROR_INIT;
	enum spot_call result = SPOT_CALL_LIMIT;
	spot_sandbox_begin(sandbox, &outer, false, UINT64_MAX);
	if (lua_checkstack(sandbox->L, 6)) {
		lua_pushcfunction(sandbox->L, body);
		lua_pushlightuserdata(sandbox->L, ud);
		result = call(sandbox, 1, 0, &failure);
	} else {
		spot_sandbox_classify(sandbox, LUA_ERRMEM, 0, &failure);
	}
	spot_sandbox_end(sandbox, &outer);
	if (result == SPOT_CALL_OK)
		return 0;
	if (result == SPOT_CALL_UNKNOWN)
		spot_error_set(&failure, SPOT_ERULES, "a blank was read outside a rule");
	if (err)
		*err = failure;
	return failure.code == SPOT_ENOMEM ? SPOT_ENOMEM : SPOT_ERULES;
}

void spot_sandbox_on_line(struct spot_sandbox *sandbox, spot_line_fn fn, void *ctx)
{
	sandbox->line_fn = fn;
	sandbox->line_ctx = ctx;
	spot_sandbox_arm(sandbox);
}
