/* SPDX-License-Identifier: MIT */
/*
 * Functions in C: those of the sandbox, known by their addresses in this very state. What each does
 * is in the files translate_base.c and so on; one that is listed there without a function is known,
 * but not translated.
 */
#include <lauxlib.h>

#include "rules/freeze.h"
#include "rules/helpers.h"
#include "rules/translate_internal.h"

static const struct spot_builtin *const lists[] = { spot_translate_base, spot_translate_math,
	spot_translate_string, spot_translate_lists, spot_translate_helpers,
	spot_translate_sets };

enum { N_LISTS = sizeof(lists) / sizeof(lists[0]) };

static size_t count_builtins(void)
{
	size_t n = 0;

	for (size_t i = 0; i < N_LISTS; i++)
		for (const struct spot_builtin *b = lists[i]; b->name; b++)
			n++;
	return n;
}

/* Pushes the global, or what the library has under the name. */
static void push_builtin(lua_State *L, const struct spot_builtin *builtin)
{
	lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	spot_freeze_push_raw(L, -1);
	lua_pushstring(L, builtin->library ? builtin->library : builtin->name);
	lua_rawget(L, -2); /* globals names value */
	if (builtin->library && lua_istable(L, -1)) {
		spot_freeze_push_raw(L, -1);
		lua_pushstring(L, builtin->name);
		lua_rawget(L, -2); /* globals names library contents value */
		lua_replace(L, -3);
		lua_pop(L, 1);
	}
	lua_replace(L, -3);
	lua_pop(L, 1);
}

bool spot_translate_builtins_find(struct spot_translator *t)
{
	size_t k = 0;

	luaL_checkstack(t->L, 8, NULL);
	t->addresses = spot_translate_alloc(t, count_builtins(), sizeof(*t->addresses));
	if (!t->addresses)
		return false;
	for (size_t i = 0; i < N_LISTS; i++)
		for (const struct spot_builtin *b = lists[i]; b->name; b++) {
			push_builtin(t->L, b);
			t->addresses[k++] = lua_tocfunction(t->L, -1);
			lua_pop(t->L, 1);
		}
	return true;
}

const struct spot_builtin *spot_translate_builtin_of(const struct spot_translator *t,
    lua_CFunction function)
{
	const struct spot_builtin *found = NULL;
	size_t k = 0;

	for (size_t i = 0; i < N_LISTS; i++)
		for (const struct spot_builtin *b = lists[i]; b->name; b++) {
			if (t->addresses[k++] != function)
				continue;
			/* Two at one address cannot be told apart. */
			if (found)
				return NULL;
			found = b;
		}
	return found;
}

void spot_translate_give(struct spot_translator *t, struct spot_syms *results, struct spot_sym *sym)
{
	*results = spot_translate_syms(t, 1);
	if (results->n > 0)
		results->items[0] = sym;
}

void spot_translate_call_builtin(struct spot_translator *t, uint32_t object,
    const struct spot_syms *args, struct spot_syms *results)
{
	const struct spot_builtin *builtin = t->objects[object]->builtin;

	*results = (struct spot_syms) { 0 };
	if (!builtin || !builtin->fn) {
		spot_translate_refuse(t, "it calls %s%s%s (not translated)",
		    builtin && builtin->library ? builtin->library : "",
		    builtin && builtin->library ? "." : "",
		    builtin ? builtin->name : "a function that is not known");
		return;
	}
	if (args->n_min < args->n) {
		spot_translate_refuse(t, "%s gets a number of values that is not constant",
		    builtin->name);
		return;
	}
	spot_translate_spend(t, 20 + args->n);
	t->builtin = builtin;
	t->builtin_object = object;
	if (!builtin->library && args->n > spot_helpers_max(builtin->name))
		spot_translate_fail(t, t->yes);
	else
		builtin->fn(t, args, results);
}
