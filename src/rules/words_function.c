/* SPDX-License-Identifier: MIT */
/*
 * Rule functions as numbers. A function's id is its place in a list in the registry; the list
 * is filled in the order in which the words are read, which depends on the text alone, so
 * another state that runs the same text has the same ids.
 */
#include <lauxlib.h>
#include <string.h>

#include "rules/freeze.h"
#include "rules/inspect.h"
#include "rules/internal.h"
#include "rules/subject.h"
#include "rules/words.h"

static const char functions_key; /* of the registry */

void spot_load_push_function(lua_State *L, int fn)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key);
	lua_rawgeti(L, -1, (lua_Integer)fn + 1);
	lua_remove(L, -2);
}

int spot_words_function_add(const struct spot_words_table *table, const char *key,
    enum spot_answer_kind answer, enum spot_subject subject, size_t subject_idx)
{
	struct spot_loader *ld = table->ld;
	lua_State *L = ld->L;
	if (!lua_isfunction(L, -1) || lua_iscfunction(L, -1))
		return SPOT_NO_FUNCTION;
	spot_words_grow(ld, &ld->functions, &ld->functions_cap, ld->n_functions + 1,
	    sizeof(*ld->functions));
	ld->functions[ld->n_functions] = (struct spot_function) {
		.answer = answer, .subject = subject, .subject_idx = subject_idx,
		.word = spot_words_vocabulary[table->entry->id].word,
		.owner = table->entry->name ? table->entry->name : "", .key = key,
		.place = table->entry->place,
	};
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key) != LUA_TTABLE) {
		lua_pop(L, 1);
		lua_newtable(L);
		lua_pushvalue(L, -1);
		lua_rawsetp(L, LUA_REGISTRYINDEX, &functions_key);
	}
	lua_pushvalue(L, -2);
	lua_rawseti(L, -2, (lua_Integer)++ld->n_functions);
	lua_pop(L, 1);
	return (int)ld->n_functions - 1;
}

int spot_words_function_of(const struct spot_words_table *table, const char *key,
    enum spot_answer_kind answer, enum spot_subject subject, size_t subject_idx)
{
	spot_words_table_push(table, key);
	int fn = spot_words_function_add(table, key, answer, subject, subject_idx);
	lua_pop(table->ld->L, 1);
	return fn;
}

/* NULL: what the fields are cannot be told, and is not checked. */
static const struct spot_schema *known_schema(const struct spot_loader *ld,
    const struct spot_function *function)
{
	const struct spot_schema *schema;

	if (function->subject == SPOT_SUBJECT_RECORD &&
	    function->subject_idx >= ld->rules->n_rollups)
		return NULL;
	schema = spot_subject_schema(ld->rules, function);
	if (function->subject == SPOT_SUBJECT_RECORD)
		return schema;
	if (function->subject == SPOT_SUBJECT_ACCOUNT)
		return spot_words_has(ld, SPOT_WORD_FIELDS) ? schema : NULL;
	return schema->n_fields > 0 ? schema : NULL;
}

static void function_inspect(struct spot_loader *ld, const struct spot_words_known *globals,
    struct spot_function *function)
{
	struct spot_inspection inspection = { .schema = known_schema(ld, function),
		.word = function->word, .owner = function->owner };
	inspection.globals = globals->names;
	inspection.n_globals = globals->n;
	lua_Debug ar;
	lua_pushvalue(ld->L, -1);
	lua_getinfo(ld->L, ">S", &ar);
	inspection.file = spot_words_chunk_file(ld, ar.source);
	if (!inspection.file)
		inspection.file = function->place.file;
	function->place = (struct spot_place) { inspection.file, (unsigned long)ar.linedefined };
	function->last_line = (unsigned long)ar.lastlinedefined;
	size_t n_before = ld->diags->n_errors;
	if (spot_inspect_function(ld->L, &inspection, function, ld->arena, ld->diags) != 0)
		spot_words_raise_nomem(ld);
	ld->n_errors += ld->diags->n_errors - n_before;
}

void spot_words_function_finish(struct spot_loader *ld)
{
	const struct spot_function *first = NULL; /* that reads the account */
	struct spot_words_known globals = { .what = "name" };
	globals.names = spot_words_global_names(ld, &globals.n);
	for (size_t i = 0; i < ld->n_functions; i++) {
		struct spot_function *function = &ld->functions[i];
		if (!first && function->subject == SPOT_SUBJECT_ACCOUNT)
			first = function;
		spot_load_push_function(ld->L, (int)i);
		if (ld->diags)
			function_inspect(ld, &globals, function);
		lua_pop(ld->L, 1);
	}
	/* After all were read: a frozen table hides what a function captured. */
	for (size_t i = 0; i < ld->n_functions; i++) {
		spot_load_push_function(ld->L, (int)i);
		spot_freeze_upvalues(ld->L, lua_gettop(ld->L));
		lua_pop(ld->L, 1);
	}
	if (first && !spot_words_has(ld, SPOT_WORD_FIELDS) && !ld->incomplete)
		spot_words_error(ld, first->place,
		    "add fields { … } with the columns that the rules read",
		    "the file has rules but no fields");
}
