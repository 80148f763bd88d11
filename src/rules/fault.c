/* SPDX-License-Identifier: MIT */
/*
 * Names, fields and params that do not exist, words called as if they were functions, writes to
 * what is outside the rule. Every report is certain to be what the instruction does when it is
 * reached; what cannot be seen here is caught when the rule runs.
 *
 * Many rules share one helper, so a fault is looked up among those that were told before the
 * nearest spelling, which takes long, is looked for.
 */
#include "rules/fault.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/freeze.h"
#include "rules/mistake.h"
#include "rules/proto.h"
#include "rules/sandbox.h"
#include "rules/subject.h"
#include "rules/words.h"

/* Work, in units of the sandbox. */
#define UNITS_PER_GLOBAL 20
#define UNITS_PER_PROBLEM 100
#define UNITS_PER_CANDIDATE 100 /* compared with a misspelt name */
#define UNITS_PER_PARAM 30      /* put in order */
#define FIELDS_PER_UNIT 4

#define MAX_TOLD 1000 /* nobody reads more, and diags keep no more */
#define MAX_NAME 200  /* bytes; nothing is near to a longer name */

static const char refused_key; /* of the registry: who is asked about params */

/* One instruction while it is judged. */
struct site {
	struct spot_faults *faults;
	lua_State *L;
	const struct spot_reach_visit *visit;
	const struct spot_reach_object *function;
	const struct spot_proto *proto;
	size_t pc;
};

/* --- telling ------------------------------------------------------------------------------ */

const char *spot_fault_path(const char *source)
{
	return source + 1; /* after "@" */
}

/* Whether the instruction stands in the rule itself. In a helper the place alone is told, so that
 * ten rules that share it give one message. */
static bool is_own(const struct site *site, const char *file)
{
	const struct spot_function *rule = site->faults->rule;
	unsigned long line = site->proto->code[site->pc].line;

	return strcmp(file, rule->place.file) == 0 && line >= rule->place.line &&
	    line <= rule->last_line;
}

/* The message's text, with its control bytes escaped. */
__attribute__((format(printf, 3, 0)))
static void describe(const struct site *site, struct spot_error *out, const char *fmt, va_list args)
{
	const struct spot_inspection *about = site->faults->about;
	struct spot_buf what = SPOT_BUF_INIT;

	if (about->word && is_own(site, spot_fault_path(site->proto->source))) {
		spot_buf_text(&what, about->word);
		if (about->owner && about->owner[0])
			spot_buf_printf(&what, " \"%s\"", about->owner);
		spot_buf_text(&what, ": ");
	}
	spot_buf_vprintf(&what, fmt, args);
	spot_error_set(out, SPOT_ERULES, "%s", spot_buf_str(&what));
	spot_buf_reset(&what);
	out->line = site->proto->code[site->pc].line;
}

/* Whether it was told already, for another rule that shares the function. */
static bool is_told(const struct site *site, const struct spot_error *problem)
{
	const struct spot_diags *diags = site->faults->diags;
	const char *file = spot_fault_path(site->proto->source);

	spot_sandbox_charge(site->L, UNITS_PER_PROBLEM + diags->n_items / 4);
	for (size_t i = 0; i < diags->n_items; i++) {
		const struct spot_diag *diag = &diags->items[i];

		if (diag->line == problem->line && strcmp(diag->what, problem->what) == 0 &&
		    diag->file && strcmp(diag->file, file) == 0)
			return true;
	}
	return false;
}

static void add(const struct site *site, const struct spot_error *problem, const char *hint)
{
	spot_diags_add(site->faults->diags, SPOT_SEVERITY_ERROR, 0,
	    spot_fault_path(site->proto->source), problem->line, hint, "%s", problem->what);
}

__attribute__((format(printf, 3, 4)))
static void tell(const struct site *site, const char *hint, const char *fmt, ...)
{
	struct spot_error problem = SPOT_ERROR_INIT;
	va_list args;

	va_start(args, fmt);
	describe(site, &problem, fmt, args);
	va_end(args);
	if (!is_told(site, &problem))
		add(site, &problem, hint);
}

/* The same of a name that is not among these. */
__attribute__((format(printf, 6, 7)))
static void tell_misspelt(const struct site *site, struct spot_view name, const char *const *names,
    size_t n, const char *otherwise, const char *fmt, ...)
{
	struct spot_error problem = SPOT_ERROR_INIT;
	struct spot_buf hint = SPOT_BUF_INIT;
	const char *near = NULL;
	va_list args;

	spot_sandbox_charge(site->L, name.len / 16);
	va_start(args, fmt);
	describe(site, &problem, fmt, args);
	va_end(args);
	if (is_told(site, &problem))
		return;
	if (name.len <= MAX_NAME && site->faults->diags->n_items < MAX_TOLD) {
		spot_sandbox_charge(site->L, UNITS_PER_CANDIDATE * n);
		near = spot_text_nearest(name.ptr, names, n);
	}
	if (near)
		spot_buf_printf(&hint, "did you mean \"%s\"?", near);
	add(site, &problem, near ? spot_buf_str(&hint) : otherwise);
	spot_buf_reset(&hint);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* --- reads and writes --------------------------------------------------------------------- */

/* What a rule that calls a word may have wanted; NULL: key is no word. */
static const char *word_hint(const char *key)
{
	static const char *const hints[SPOT_WORD_N] = {
		[SPOT_WORD_PARAMS] = "write local p = params { … } above the rules",
		[SPOT_WORD_INCLUDE] = "write local list = include \"file.lua\" above the rules",
	};

	if (strcmp(key, "max") == 0)
		return "for numbers there is math.max";
	if (strcmp(key, "min") == 0)
		return "for numbers there is math.min";
	for (int agg = 0; agg < SPOT_AGG_N; agg++)
		if (strcmp(key, spot_agg_name((enum spot_agg)agg)) == 0)
			return "it makes a field of a rollup, which rules read like any other";
	for (int word = 0; word < SPOT_WORD_N; word++)
		if (strcmp(key, spot_words_vocabulary[word].word) == 0)
			return hints[word] ? hints[word] : "words stand outside of functions";
	return NULL;
}

/* A name that is none of the globals. */
static void judge_unknown(const struct site *site, struct spot_view key)
{
	const struct spot_inspection *about = site->faults->about;
	const struct spot_schema *schema = about->schema;

	if (schema)
		spot_sandbox_charge(site->L, schema->n_fields / FIELDS_PER_UNIT);
	if (schema && spot_schema_find(schema, key.ptr, key.len) != SPOT_NONE)
		tell(site, "fields are read from what the function is given: a.name",
		    "unknown name \"%s\"", key.ptr);
	else
		tell_misspelt(site, key, about->globals, about->n_globals,
		    "a name of your own is declared with local, above the rule",
		    "unknown name \"%s\"", key.ptr);
}

static void judge_global(const struct site *site, struct spot_view key)
{
	const struct spot_inspection *about = site->faults->about;
	const char *hint = word_hint(key.ptr), *constant = spot_mistake_constant(key.ptr);

	spot_sandbox_charge(site->L, UNITS_PER_GLOBAL);
	if (hint)
		tell(site, hint, "%s is a word of rule files, not a function that rules may call",
		    key.ptr);
	else if (constant)
		tell(site, constant, "unknown name \"%s\"", key.ptr);
	else if (about->globals && !bsearch(&key.ptr, about->globals, about->n_globals,
	    sizeof(*about->globals), compare_names))
		judge_unknown(site, key);
}

static void judge_field(const struct site *site, struct spot_view key)
{
	struct spot_faults *faults = site->faults;
	const struct spot_schema *schema = faults->about->schema;
	size_t field_idx;

	spot_sandbox_charge(site->L, 1 + schema->n_fields / FIELDS_PER_UNIT);
	field_idx = spot_schema_find(schema, key.ptr, key.len);
	if (field_idx != SPOT_NONE) {
		faults->is_field_read[field_idx] = true;
		return;
	}
	if (!faults->field_names) {
		faults->field_names = spot_arena_calloc(&faults->reach->arena, schema->n_fields,
		    sizeof(char *));
		if (!faults->field_names) {
			faults->is_out_of_memory = true;
			return;
		}
		for (size_t i = 0; i < schema->n_fields; i++)
			faults->field_names[i] = schema->fields[i].name;
	}
	tell_misspelt(site, key, faults->field_names, schema->n_fields, "declare it in fields",
	    "unknown field \"%s\"", key.ptr);
}

/* Of the contact that an event names: the schema has its fields as "contact.title". */
static void judge_row_field(const struct site *site, struct spot_view key)
{
	struct spot_faults *faults = site->faults;
	const struct spot_schema *schema = faults->about->schema;
	size_t row_len = faults->reach->row_name.len + 1, n = 0;
	const char **names;

	spot_sandbox_charge(site->L, 1 + schema->n_fields / FIELDS_PER_UNIT);
	names = spot_arena_calloc(&faults->reach->arena, schema->n_fields, sizeof(*names));
	if (!names) {
		faults->is_out_of_memory = true;
		return;
	}
	for (size_t f = 0; f < schema->n_fields; f++) {
		const char *name = schema->fields[f].name;

		if (strncmp(name, faults->reach->row_name.ptr, row_len - 1) != 0 ||
		    name[row_len - 1] != '.')
			continue;
		names[n] = name + row_len;
		if (spot_view_equal(key, spot_view_of(names[n++]))) {
			faults->is_field_read[f] = true;
			return;
		}
	}
	tell_misspelt(site, key, names, n, "declare it in the fields of contacts",
	    "contacts have no field \"%s\"", key.ptr);
}

/* The names of the params at the top of the stack (left there), in the arena; NULL when out of
 * memory. */
static const char **param_names(const struct site *site, size_t *n)
{
	lua_State *L = site->L;
	const char **names;

	*n = 0;
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
		++*n;
	spot_sandbox_charge(L, UNITS_PER_PARAM * *n);
	names = spot_arena_calloc(&site->faults->reach->arena, *n, sizeof(*names));
	if (!names) {
		site->faults->is_out_of_memory = true;
		return NULL;
	}
	*n = 0;
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
		if (lua_type(L, -2) == LUA_TSTRING)
			names[(*n)++] = lua_tostring(L, -2);
	if (*n > 0)
		qsort(names, *n, sizeof(*names), compare_names);
	return names;
}

void spot_fault_ask(lua_State *L, lua_CFunction is_refused)
{
	lua_pushcfunction(L, is_refused);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &refused_key);
}

static bool is_refused_param(lua_State *L, struct spot_view name)
{
	bool is_refused = false;

	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &refused_key) == LUA_TFUNCTION) {
		lua_pushlstring(L, name.ptr, name.len);
		lua_call(L, 1, 1);
		is_refused = lua_toboolean(L, -1);
	}
	lua_pop(L, 1);
	return is_refused;
}

static void judge_param(const struct site *site, uint32_t held, struct spot_view key)
{
	lua_State *L = site->L;
	int top = lua_gettop(L);
	const char **names;
	size_t n;

	spot_reach_push(site->faults->reach, L, held - SPOT_REACH_OBJECT);
	spot_freeze_push_raw(L, -1); /* params raw */
	lua_pushlstring(L, key.ptr, key.len);
	spot_sandbox_charge(L, UNITS_PER_PROBLEM);
	if (lua_rawget(L, -2) == LUA_TNIL && !is_refused_param(L, key)) {
		lua_pop(L, 1);
		names = param_names(site, &n);
		if (names)
			tell_misspelt(site, key, names, n, "add it to params { … }",
			    "params has no \"%s\"", key.ptr);
	}
	lua_settop(L, top);
}

static void judge_read(const struct site *site, uint32_t held, struct spot_view key)
{
	const struct spot_reach_object *object = spot_reach_object(site->faults->reach, held);

	if (held == SPOT_REACH_GLOBALS)
		judge_global(site, key);
	else if (held == SPOT_REACH_SUBJECT && site->faults->about->schema)
		judge_field(site, key);
	else if (held == SPOT_REACH_ROW)
		judge_row_field(site, key);
	else if (object && object->is_params)
		judge_param(site, held, key);
}

static void judge_write(const struct site *site, uint32_t held, const char *key)
{
	const struct spot_reach_object *object = spot_reach_object(site->faults->reach, held);
	struct spot_buf hint = SPOT_BUF_INIT;

	if (held == SPOT_REACH_GLOBALS) {
		if (key)
			spot_buf_printf(&hint, "write local before it: local %s = ...", key);
		else
			spot_buf_text(&hint, "use a local variable");
		tell(site, spot_buf_str(&hint), "assigns to the global %s; rules must be pure",
		    key ? key : "table");
		spot_buf_reset(&hint);
	} else if (held == SPOT_REACH_SUBJECT) {
		tell(site, "keep the value in a local variable",
		    "writes to the %s's %s; a rule may not change it",
		    spot_subject_name(site->faults->rule->subject), key ? key : "fields");
	} else if (held == SPOT_REACH_ROW) {
		tell(site, "keep the value in a local variable",
		    "writes to the event's contact; a rule may not change it");
	} else if (object && object->kind == SPOT_REACH_TABLE) {
		tell(site, "make a table of its own inside the function",
		    "writes to %s, which is outside the rule; rules must be pure",
		    object->name ? object->name : "a table");
	}
}

static void judge_upvalue_write(const struct site *site, size_t upvalue_idx)
{
	const char *name = site->proto->upvalues[upvalue_idx].name;

	if (site->function->is_outside[upvalue_idx])
		tell(site, "use a local variable inside the function",
		    "writes to %s, which is outside the rule; rules must be pure",
		    name ? name : "a variable");
}

static uint32_t held_by(const struct site *site, size_t reg)
{
	return spot_reach_held(site->visit, site->pc, reg);
}

static void judge_access(const struct site *site)
{
	const struct spot_proto_instr *i = &site->proto->code[site->pc];
	const struct spot_value *constants = site->proto->constants;
	const uint32_t *upvalues = site->function->upvalues;
	const struct spot_reach_object *key;

	switch ((int)i->op) {
	case SPOT_LUA_GETTABUP:
		judge_read(site, upvalues[i->b], constants[i->c].as.text);
		break;
	case SPOT_LUA_GETFIELD:
		judge_read(site, held_by(site, i->b), constants[i->c].as.text);
		break;
	case SPOT_LUA_SELF:
		if (i->k)
			judge_read(site, held_by(site, i->b), constants[i->c].as.text);
		break;
	case SPOT_LUA_GETTABLE:
		key = spot_reach_object(site->faults->reach, held_by(site, i->c));
		if (key && key->kind == SPOT_REACH_TEXT)
			judge_read(site, held_by(site, i->b), key->text);
		break;
	case SPOT_LUA_SETTABUP:
		judge_write(site, upvalues[i->a], constants[i->b].as.text.ptr);
		break;
	case SPOT_LUA_SETFIELD:
		judge_write(site, held_by(site, i->a), constants[i->b].as.text.ptr);
		break;
	case SPOT_LUA_SETTABLE:
	case SPOT_LUA_SETI:
		judge_write(site, held_by(site, i->a), NULL);
		break;
	case SPOT_LUA_SETUPVAL:
		judge_upvalue_write(site, i->b);
		break;
	}
}

void spot_fault_find(struct spot_faults *faults, lua_State *L, const struct spot_reach_visit *visit,
    size_t pc)
{
	const struct site site = { faults, L, visit, &faults->reach->objects[visit->object_idx],
		visit->proto, pc };

	judge_access(&site);
}
