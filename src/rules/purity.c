/* SPDX-License-Identifier: MIT */
/*
 * A function that exists before the rule runs has all its upvalues outside the rule, so any of them
 * that it, or a function written inside it, assigns to is state that outlives an account. What a
 * function makes anew at each call is inside, and its own affair.
 *
 * On the way names of libraries are looked at: "math" read from the globals and "flor" read from
 * that by the very next instruction is certain to fail when it is reached.
 */
#include "rules/purity.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "rules/canary.h"
#include "rules/fault.h"
#include "rules/internal.h"
#include "rules/lib.h"
#include "rules/proto.h"
#include "rules/words.h"

enum {
	MAX_UPVALUES = 255, /* of Lua */
	NO_UPVALUE = 1000,
	MAX_ACCESSES = 32,  /* of one function that are looked at */
	MAX_NAME = 64,      /* bytes of a name that is looked at */
	MAX_WHAT = 300,
	UNITS_PER_FUNCTION = 50,
	UNITS_PER_TOLD = 100,
};

/* A library's name that is read; copied, as what was decoded is gone when it is judged. */
struct access {
	char library[MAX_NAME], name[MAX_NAME];
	uint32_t line;
};

/* What a function's bytecode shows. */
struct findings {
	uint32_t write_lines[MAX_UPVALUES + 1]; /* per upvalue; 0: not assigned to */
	struct access accesses[MAX_ACCESSES];
	size_t n_upvalues, n_accesses, n_code;
};

/* --- reading ------------------------------------------------------------------------------ */

/* Where the upvalue is assigned to; is_written says that it is. */
static uint32_t find_write(const struct spot_proto *proto, size_t upvalue)
{
	for (size_t pc = 0; pc < proto->n_code; pc++)
		if (proto->code[pc].op == SPOT_LUA_SETUPVAL && proto->code[pc].b == upvalue)
			return proto->code[pc].line;
	for (size_t i = 0; i < proto->n_protos; i++) {
		const struct spot_proto *inner = &proto->protos[i];
		for (size_t u = 0; u < inner->n_upvalues; u++)
			if (inner->upvalues[u].is_written && !inner->upvalues[u].in_stack &&
			    inner->upvalues[u].idx == upvalue)
				return find_write(inner, u);
	}
	return proto->first_line;
}

/* Once for each name, so that there are few. */
static void note_access(struct findings *found, struct spot_view library, struct spot_view name,
    uint32_t line)
{
	struct access access = { .line = line };
	if (library.len >= MAX_NAME || name.len >= MAX_NAME)
		return;
	memcpy(access.library, library.ptr, library.len);
	memcpy(access.name, name.ptr, name.len);
	for (size_t i = 0; i < found->n_accesses; i++)
		if (strcmp(found->accesses[i].library, access.library) == 0 &&
		    strcmp(found->accesses[i].name, access.name) == 0)
			return;
	if (found->n_accesses < MAX_ACCESSES)
		found->accesses[found->n_accesses++] = access;
}

/* globals: which upvalue holds them; NO_UPVALUE: none. */
static void find_accesses(struct findings *found, const struct spot_proto *proto, size_t globals)
{
	const struct spot_value *constants = proto->constants;
	found->n_code += proto->n_code;
	for (size_t pc = 0; pc + 1 < proto->n_code; pc++) {
		const struct spot_proto_instr *i = &proto->code[pc], *next = i + 1;
		if (i->op == SPOT_LUA_GETTABUP && i->b == globals &&
		    next->op == SPOT_LUA_GETFIELD && next->b == i->a)
			note_access(found, constants[i->c].as.text, constants[next->c].as.text,
			    next->line);
	}
	for (size_t i = 0; i < proto->n_protos; i++) {
		const struct spot_proto *inner = &proto->protos[i];
		size_t u = 0;
		while (u < inner->n_upvalues &&
		    (inner->upvalues[u].in_stack || inner->upvalues[u].idx != globals))
			u++;
		find_accesses(found, inner, u < inner->n_upvalues ? u : NO_UPVALUE);
	}
}

/* Which upvalue of the function at idx holds the globals. */
static size_t globals_of(lua_State *L, int idx)
{
	size_t globals = NO_UPVALUE;
	lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	for (int i = 1; globals == NO_UPVALUE && lua_getupvalue(L, idx, i); i++) {
		if (lua_rawequal(L, -1, -2))
			globals = (size_t)i - 1;
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
	return globals;
}

/* Nothing in here raises. */
static int function_read(struct findings *found, lua_State *L, int idx, size_t globals)
{
	struct spot_arena arena;
	const struct spot_proto *proto;
	memset(found, 0, sizeof(*found));
	spot_arena_init(&arena);
	lua_pushvalue(L, idx);
	int rc = spot_proto_read(&proto, L, &arena, NULL);
	lua_pop(L, 1);
	if (rc == 0) {
		found->n_upvalues = proto->n_upvalues;
		for (size_t u = 0; u < proto->n_upvalues; u++)
			if (proto->upvalues[u].is_written)
				found->write_lines[u] = find_write(proto, u);
		find_accesses(found, proto, globals);
	}
	spot_arena_free(&arena);
	return rc;
}

/* --- telling ------------------------------------------------------------------------------ */

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);
	return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

/* Whether inspection told the same of that line already. */
static bool is_told(const struct spot_loader *ld, struct spot_place place, const char *what)
{
	const struct spot_diags *diags = ld->diags;
	spot_sandbox_charge(ld->L, UNITS_PER_TOLD + diags->n_items / 4);
	for (size_t i = 0; i < diags->n_items; i++)
		if (diags->items[i].line == place.line && diags->items[i].file &&
		    strcmp(diags->items[i].file, place.file) == 0 &&
		    ends_with(diags->items[i].what, what))
			return true;
	return false;
}

/* The noted function that is at rule_idx. */
static const struct spot_function *find_rule(const struct spot_loader *ld, int rule_idx)
{
	const struct spot_function *rule = NULL;
	spot_sandbox_charge(ld->L, UNITS_PER_TOLD + ld->n_functions / 4);
	for (size_t i = 0; i < ld->n_functions && !rule; i++) {
		spot_load_push_function(ld->L, (int)i);
		if (lua_rawequal(ld->L, -1, rule_idx))
			rule = &ld->functions[i];
		lua_pop(ld->L, 1);
	}
	return rule;
}

/* "criterion "Company size": ", and link when it is not the rule itself that does it. */
static const char *title(struct spot_loader *ld, int rule_idx, int function_idx, const char *link)
{
	const struct spot_function *rule = find_rule(ld, rule_idx);
	if (lua_rawequal(ld->L, function_idx, rule_idx))
		link = "";
	if (!rule)
		return link;
	return spot_words_printf(ld, rule->owner[0] ? "%s \"%s\": %s" : "%s%s: %s", rule->word,
	    rule->owner, link);
}

static struct spot_place place_of(lua_State *L, int function_idx)
{
	lua_Debug ar;
	lua_pushvalue(L, function_idx);
	lua_getinfo(L, ">S", &ar);
	return (struct spot_place) { spot_fault_path(ar.source),
		ar.linedefined > 0 ? (unsigned long)ar.linedefined : 0 };
}

static void tell_writes(struct spot_loader *ld, const struct findings *found, int rule_idx,
    int function_idx)
{
	lua_State *L = ld->L;
	for (size_t u = 0; u < found->n_upvalues; u++) {
		if (found->write_lines[u] == 0)
			continue;
		struct spot_place place = { place_of(L, function_idx).file, found->write_lines[u] };
		const char *name = lua_getupvalue(L, function_idx, (int)u + 1);
		char what[MAX_WHAT];
		snprintf(what, sizeof(what),
		    "writes to %.200s, which is outside the rule; rules must be pure", name);
		lua_pop(L, 1);
		if (!is_told(ld, place, what))
			spot_words_error(ld, place, "use a local variable inside the function",
			    "%s%s", title(ld, rule_idx, function_idx,
			    "a function that it reaches "), what);
	}
}

static void tell_accesses(struct spot_loader *ld, const struct findings *found, int rule_idx,
    int function_idx)
{
	for (size_t i = 0; i < found->n_accesses; i++) {
		const struct access *access = &found->accesses[i];
		struct spot_error err;
		if (!spot_lib_lacks(ld->L, access->library,
		        (struct spot_view) { access->name, strlen(access->name) }, &err))
			continue;
		struct spot_place place = { place_of(ld->L, function_idx).file, access->line };
		if (!is_told(ld, place, err.what))
			spot_words_error(ld, place, err.hint[0] ? err.hint : NULL, "%s%s",
			    title(ld, rule_idx, function_idx, ""), err.what);
	}
}

static void watch_lua(struct spot_loader *ld, int rule_idx, int function_idx)
{
	lua_State *L = ld->L;
	struct findings found;
	bool holds;
	if (spot_canary_holds(&holds) != 0)
		spot_words_raise_nomem(ld);
	if (!holds)
		return;
	spot_sandbox_charge(L, UNITS_PER_FUNCTION);
	int rc = function_read(&found, L, function_idx, globals_of(L, function_idx));
	if (rc == SPOT_ENOMEM)
		spot_words_raise_nomem(ld);
	if (rc != 0)
		return;
	spot_sandbox_charge(L, found.n_code);
	tell_writes(ld, &found, rule_idx, function_idx);
	tell_accesses(ld, &found, rule_idx, function_idx);
}

static void watch_iterator(struct spot_loader *ld, int rule_idx, int holder_idx,
    const char *upvalue)
{
	bool is_named = holder_idx && upvalue && upvalue[0];
	struct spot_place place = place_of(ld->L, holder_idx ? holder_idx : rule_idx);
	char what[MAX_WHAT];
	snprintf(what, sizeof(what), "uses %s%.200s, which keeps its place between accounts",
	    is_named ? "the iterator " : "an iterator in a table", is_named ? upvalue : "");
	if (!is_told(ld, place, what))
		spot_words_error(ld, place, "make it inside the rule", "%s%s",
		    title(ld, rule_idx, holder_idx ? holder_idx : rule_idx,
		    "a function that it reaches "), what);
}

void spot_purity_watch(lua_State *L, int rule_idx, int holder_idx, const char *upvalue)
{
	struct spot_loader *ld = spot_words_loader(L);
	if (!ld || !ld->diags)
		return;
	luaL_checkstack(L, 8, NULL);
	if (!lua_iscfunction(L, -1))
		watch_lua(ld, rule_idx, lua_gettop(L));
	else if (spot_lib_is_iterator(L, -1))
		watch_iterator(ld, rule_idx, holder_idx, upvalue);
}
