/* SPDX-License-Identifier: MIT */
/*
 * From a rule function to an output of a program. The function is called with a symbolic account
 * (translate_run.c); what comes back is turned into the answer that its kind allows. All of it runs
 * in protected mode, since constants and functions are taken from the VM's Lua state; what is
 * allocated meanwhile hangs on the translator.
 */
#include "rules/translate.h"

#include <lauxlib.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/canary.h"
#include "rules/fault.h"
#include "rules/internal.h"
#include "rules/subject.h"
#include "rules/translate_internal.h"

enum { UNITS_OF_CALL = 2000 }; /* instructions are counted in hundreds, and an error has a text */

/* --- ending it early ---------------------------------------------------------------------- */

/* The path as the model has it, which lives as long as the rules. */
static const char *path_of(const struct spot_translator *t, const char *source)
{
	for (size_t i = 0; i < t->rules->n_sources; i++)
		if (strcmp(t->rules->sources[i].path, spot_fault_path(source)) == 0)
			return t->rules->sources[i].path;
	return t->function->place.file;
}

struct spot_place spot_translate_place(const struct spot_translator *t)
{
	if (!t->frame)
		return t->function->place;
	return (struct spot_place) { path_of(t, t->frame->proto->source),
		t->frame->proto->code[t->frame->pc].line };
}

void spot_translate_refuse(struct spot_translator *t, const char *fmt, ...)
{
	struct spot_translation *out = t->out;
	struct spot_place place;
	va_list args;

	if (t->is_stopped)
		return;
	t->is_stopped = true;
	va_start(args, fmt);
	vsnprintf(out->why, sizeof(out->why), fmt, args);
	va_end(args);
	place = spot_translate_place(t);
	out->file = place.file;
	out->line = place.line;
}

void *spot_translate_alloc(struct spot_translator *t, size_t n, size_t size)
{
	void *ptr = spot_arena_calloc(&t->arena, n, size);

	if (!ptr)
		t->is_stopped = t->is_out_of_memory = true;
	return ptr;
}

/* What runs as a program must never be what the VM would stop, and units are estimates. */
void spot_translate_spend(struct spot_translator *t, uint64_t units)
{
	t->work += units;
	if (t->work > t->rules->limits.call_instructions / 4 * 3)
		spot_translate_refuse(t, "it may take more work than a rule is allowed");
}

/* --- the answer --------------------------------------------------------------------------- */

/* Fails lanes whose answer is of a kind that is not allowed: a bit for each that is. */
static void allow(struct spot_translator *t, struct spot_sym *sym, unsigned kinds)
{
	for (int kind = 0; kind < SPOT_SYM_N; kind++)
		if (!(kinds >> kind & 1))
			spot_translate_fail(t, spot_translate_guard(t, sym, kind));
}

enum {
	NIL = 1 << SPOT_SYM_NIL,
	BOOL = 1 << SPOT_SYM_BOOL,
	NUMBER = 1 << SPOT_SYM_INT | 1 << SPOT_SYM_FLOAT,
	TEXT = 1 << SPOT_SYM_TEXT,
};

static uint32_t is_number(struct spot_translator *t, struct spot_sym *sym)
{
	return spot_translate_or(t, spot_translate_guard(t, sym, SPOT_SYM_INT),
	    spot_translate_guard(t, sym, SPOT_SYM_FLOAT));
}

/* The number that the answer is; in other lanes anything. */
static uint32_t number_of(struct spot_translator *t, struct spot_sym *sym)
{
	uint32_t is_int = spot_translate_guard(t, sym, SPOT_SYM_INT), from_int;

	if (spot_translate_guard(t, sym, SPOT_SYM_FLOAT) == t->no) {
		if (is_int == t->no)
			return float_of(t, 0);
		return op1(t, SPOT_OP_I_TO_F, spot_translate_node(t, sym, SPOT_SYM_INT));
	}
	if (is_int == t->no)
		return spot_translate_node(t, sym, SPOT_SYM_FLOAT);
	from_int = op1(t, SPOT_OP_I_TO_F, spot_translate_node(t, sym, SPOT_SYM_INT));
	return op3(t, SPOT_OP_SELECT_F, is_int, from_int,
	    spot_translate_node(t, sym, SPOT_SYM_FLOAT));
}

/* 0 or 1 where the answer is a truth value or nil. */
static uint32_t flag_of(struct spot_translator *t, struct spot_sym *sym)
{
	return op1(t, SPOT_OP_B_TO_F, spot_translate_truth(t, sym));
}

static void answer_fit(struct spot_translator *t, struct spot_sym *sym, struct spot_output *out)
{
	uint32_t numbers, number;

	allow(t, sym, NIL | BOOL | NUMBER);
	numbers = is_number(t, sym);
	out->is_boolean = numbers == t->no;
	if (out->is_boolean) {
		out->value = flag_of(t, sym);
		return;
	}
	number = number_of(t, sym);
	spot_translate_fail(t, spot_translate_but(t, numbers, spot_translate_and(t,
	    op2(t, SPOT_OP_LE_F, float_of(t, 0), number),
	    op2(t, SPOT_OP_LE_F, number, float_of(t, 1)))));
	out->value = numbers == t->yes ? number
	    : op3(t, SPOT_OP_SELECT_F, numbers, number, flag_of(t, sym));
}

static void answer(struct spot_translator *t, struct spot_sym *sym, struct spot_output *out)
{
	out->nil = SPOT_NODE_NONE;
	switch (t->function->answer) {
	case SPOT_ANSWER_FIT:
		answer_fit(t, sym, out);
		break;
	case SPOT_ANSWER_WHEN:
		allow(t, sym, NIL | BOOL);
		out->is_boolean = true;
		out->value = flag_of(t, sym);
		break;
	case SPOT_ANSWER_AMOUNT:
		allow(t, sym, NUMBER);
		out->value = number_of(t, sym);
		spot_translate_fail(t, spot_translate_not(t,
		    op1(t, SPOT_OP_IS_FINITE, out->value)));
		break;
	case SPOT_ANSWER_TEXT:
		allow(t, sym, NIL | TEXT);
		out->nil = spot_translate_guard(t, sym, SPOT_SYM_NIL);
		out->value = spot_translate_guard(t, sym, SPOT_SYM_TEXT) == t->no
		    ? spot_build_text(t->builder, SPOT_VIEW(""))
		    : spot_translate_node(t, sym, SPOT_SYM_TEXT);
		break;
	case SPOT_ANSWER_N:
		break;
	}
}

static void add_output(struct spot_translator *t, const struct spot_syms *results)
{
	struct spot_output out = { 0 };

	answer(t, spot_translate_arg(t, results, 0), &out);
	if (t->active == t->no && t->failed == t->no && t->hand_over != t->no)
		spot_translate_refuse(t, "only the Lua VM can run it");
	out.unknown = t->unknown;
	out.failed = t->failed;
	out.hand_over = t->hand_over;
	if (t->is_stopped || spot_builder_failed(t->builder, NULL) != 0)
		return;
	t->out->output_idx = spot_builder_add_output(t->builder, &out);
	t->out->is_translated = spot_builder_failed(t->builder, NULL) == 0;
}

/* --- running ------------------------------------------------------------------------------ */

struct job {
	struct spot_translator t;
	int fn;
};

static int translate_body(lua_State *L)
{
	struct job *job = lua_touserdata(L, 1);
	struct spot_translator *t = &job->t;
	struct spot_syms args, results;
	struct spot_lua_item function;
	uint32_t subject;

	luaL_checkstack(L, 16, NULL);
	lua_newtable(L);
	lua_newtable(L); /* job values ids */
	t->values_idx = 2;
	t->ids_idx = 3;
	if (!spot_translate_builtins_find(t))
		return 0;
	lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	t->globals = spot_translate_pop(t).object;
	spot_load_push_function(L, job->fn);
	function = spot_translate_pop(t);
	subject = spot_translate_object_new(t, SPOT_OBJECT_SUBJECT);
	args = spot_translate_syms(t, 1);
	if (t->is_stopped)
		return 0;
	args.items[0] = spot_translate_object(t, subject);
	spot_translate_call(t, spot_translate_object(t, function.object), &args, &results);
	if (!t->is_stopped)
		add_output(t, &results);
	return 0;
}

static void translator_init(struct spot_translator *t, struct spot_vm *vm, int fn,
    struct spot_builder *builder, const size_t *column_of, struct spot_translation *out)
{
	memset(t, 0, sizeof(*t));
	t->builder = builder;
	t->L = spot_sandbox_state(spot_vm_sandbox(vm));
	t->rules = spot_vm_rules(vm);
	t->function = &t->rules->functions[fn];
	t->schema = spot_subject_schema(t->rules, t->function);
	t->column_of = column_of;
	t->out = out;
	t->first_node = spot_builder_mark(builder).n_nodes;
	spot_arena_init(&t->arena);
	spot_builder_set_line(builder, (uint32_t)t->function->place.line);
	t->yes = spot_build_bool(builder, true);
	t->no = spot_build_bool(builder, false);
	t->active = t->yes;
	t->work = UNITS_OF_CALL;
	t->unknown = t->failed = t->hand_over = t->no;
}

/* What became of it: 0 or SPOT_ENOMEM. */
static int conclude(struct spot_translator *t, int rc, const struct spot_error *why,
    struct spot_error *err)
{
	if (t->is_out_of_memory || rc == SPOT_ENOMEM ||
	    spot_builder_failed(t->builder, NULL) == SPOT_ENOMEM)
		return spot_error_nomem(err);
	if (t->out->is_translated && rc == 0)
		return 0;
	t->out->is_translated = false;
	t->is_stopped = false; /* to say why; the first to have said so is heard */
	t->frame = NULL;
	if (!t->out->why[0])
		spot_translate_refuse(t, "%s",
		    rc != 0 ? why->what : "it makes a very large program");
	return 0;
}

int spot_translate(struct spot_translation *out, struct spot_vm *vm, int fn,
    struct spot_builder *builder, const size_t *column_of, struct spot_error *err)
{
	struct spot_builder_mark mark = spot_builder_mark(builder);
	struct spot_error why = SPOT_ERROR_INIT;
	struct job job = { .fn = fn };
	bool holds;
	int rc = spot_canary_holds(&holds);

	memset(out, 0, sizeof(*out));
	if (rc != 0)
		return spot_error_nomem(err);
	translator_init(&job.t, vm, fn, builder, column_of, out);
	if (holds)
		rc = spot_sandbox_protect(spot_vm_sandbox(vm), translate_body, &job, &why);
	else
		spot_translate_refuse(&job.t, "this Lua's bytecode is not known");
	rc = conclude(&job.t, rc, &why, err);
	if (!out->is_translated)
		spot_builder_rewind(builder, mark);
	spot_arena_free(&job.t.arena);
	free(job.t.objects);
	return rc;
}
