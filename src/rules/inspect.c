/* SPDX-License-Identifier: MIT */
/*
 * What reach.c finds is judged by fault.c, and collected here: fields, constants, lines.
 *
 * Everything runs under one lua_pcall, since reading captured tables takes Lua memory; what is
 * allocated elsewhere hangs on a struct that is reset afterwards.
 */
#include "rules/inspect.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "rules/canary.h"
#include "rules/constants.h"
#include "rules/fault.h"
#include "rules/proto.h"
#include "rules/reach.h"
#include "rules/sandbox.h"

/* Work, in units of the sandbox. */
#define UNITS_PER_CONSTANT 8
#define KEPT_BYTES_PER_UNIT 4 /* of the model, which lasts */

#define LINES_BEFORE_THIN 4096

struct inspector {
	struct spot_faults faults;
	struct spot_function *out;
	struct spot_arena *arena; /* of out */
	struct spot_reach reach;
	struct spot_constants constants;
	unsigned long *lines;
	size_t n_lines, lines_cap;
	bool is_out_of_memory;
};

/* --- constants ---------------------------------------------------------------------------- */

/* Constants that stand in the code as values; names of fields and globals are none. */
static void collect_constants(struct spot_constants *set, const struct spot_proto *proto, size_t pc)
{
	const struct spot_proto_instr *i = &proto->code[pc];
	const struct spot_proto_op *op = spot_proto_op(i->op);
	const struct spot_value *constants = proto->constants;

	if (op->b == SPOT_OPERAND_K)
		spot_constants_add(set, constants[i->b]);
	if (op->c == SPOT_OPERAND_K || (op->c == SPOT_OPERAND_M && i->k && i->op != SPOT_LUA_SELF))
		spot_constants_add(set, constants[i->c]);
	switch ((int)i->op) {
	case SPOT_LUA_LOADI:
		spot_constants_add_integer(set, i->x);
		break;
	case SPOT_LUA_LOADF:
		spot_constants_add_number(set, i->x);
		break;
	case SPOT_LUA_LOADK:
		spot_constants_add(set, constants[i->x]);
		break;
	case SPOT_LUA_LOADKX:
		spot_constants_add(set, constants[i[1].x]);
		break;
	case SPOT_LUA_MMBINI: /* has the number as written: x - 3 is ADDI x -3, then this with 3 */
		spot_constants_add_integer(set, spot_proto_signed(i->b));
		break;
	case SPOT_LUA_EQI:
	case SPOT_LUA_LTI:
	case SPOT_LUA_LEI:
	case SPOT_LUA_GTI:
	case SPOT_LUA_GEI:
		if (i->c)
			spot_constants_add_number(set, spot_proto_signed(i->b));
		else
			spot_constants_add_integer(set, spot_proto_signed(i->b));
		break;
	}
}

/* Whether an upvalue may give constants, and did not yet. */
static bool is_fresh(struct inspector *in, uint32_t held)
{
	struct spot_reach_object *object;

	if (held < SPOT_REACH_OBJECT)
		return held == SPOT_REACH_ANY;
	object = &in->reach.objects[held - SPOT_REACH_OBJECT];
	if (object->kind == SPOT_REACH_CLOSURE || object->is_marked)
		return false;
	object->is_marked = true;
	return true;
}

/* What the function captured; tables and texts once, however many functions share them. */
static void collect_upvalues(struct inspector *in, lua_State *L,
    const struct spot_reach_visit *visit)
{
	struct spot_reach_object *function = &in->reach.objects[visit->object_idx];

	if (function->kind != SPOT_REACH_CLOSURE || function->is_marked)
		return;
	function->is_marked = true;
	spot_reach_push(&in->reach, L, visit->object_idx);
	for (size_t i = 0; i < visit->proto->n_upvalues; i++) {
		if (!is_fresh(in, function->upvalues[i]) || !lua_getupvalue(L, -1, (int)i + 1))
			continue;
		if (lua_istable(L, -1))
			spot_constants_add_table(&in->constants, L);
		else
			spot_constants_add_lua(&in->constants, L);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

/* --- lines -------------------------------------------------------------------------------- */

static int compare_lines(const void *a, const void *b)
{
	unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;

	return (x > y) - (x < y);
}

/* Sorts them and leaves each once. */
static void lines_thin(struct inspector *in)
{
	size_t n = 0;

	if (in->n_lines > 1)
		qsort(in->lines, in->n_lines, sizeof(*in->lines), compare_lines);
	for (size_t i = 0; i < in->n_lines; i++)
		if (n == 0 || in->lines[n - 1] != in->lines[i])
			in->lines[n++] = in->lines[i];
	in->n_lines = n;
}

static void collect_line(struct inspector *in, unsigned long line)
{
	if (in->n_lines > 0 && in->lines[in->n_lines - 1] == line)
		return;
	/* Before it grows: many functions may be made at the same lines. */
	if (in->n_lines == in->lines_cap && in->n_lines >= LINES_BEFORE_THIN)
		lines_thin(in);
	if (!spot_mem_grow(&in->lines, &in->lines_cap, in->n_lines + 1, sizeof(*in->lines)))
		in->is_out_of_memory = true;
	else
		in->lines[in->n_lines++] = line;
}

/* --- one function after the other --------------------------------------------------------- */

/* return x, y in the rule itself; what a call at the end gives besides is nobody's mistake. */
static void note_surplus(struct inspector *in, const struct spot_reach_visit *visit, size_t pc)
{
	const struct spot_proto_instr *i = &visit->proto->code[pc];

	if (visit->object_idx == 0 && i->op == SPOT_LUA_RETURN && i->b > 2 &&
	    in->out->surplus_line == 0)
		in->out->surplus_line = i->line;
}

static void visit_inspect(struct inspector *in, lua_State *L, const struct spot_reach_visit *visit)
{
	const char *file = spot_fault_path(visit->proto->source);
	bool is_own_file = strcmp(file, in->out->place.file) == 0;

	for (size_t pc = 0; pc < visit->proto->n_code; pc++) {
		if (!visit->is_reached[pc])
			continue;
		spot_fault_find(&in->faults, L, visit, pc);
		note_surplus(in, visit, pc);
		collect_constants(&in->constants, visit->proto, pc);
		if (is_own_file && visit->proto->code[pc].op != SPOT_LUA_VARARGPREP)
			collect_line(in, visit->proto->code[pc].line);
	}
	collect_upvalues(in, L, visit);
}

/* The model grows by what is kept; nothing is kept yet that an error would lose. */
static void charge_kept(struct inspector *in, lua_State *L)
{
	lines_thin(in);
	spot_sandbox_charge(L, (in->n_lines * sizeof(*in->lines) +
	    spot_constants_thin(&in->constants)) / KEPT_BYTES_PER_UNIT);
}

/* inspector, function */
static int inspect_body(lua_State *L)
{
	struct inspector *in = lua_touserdata(L, 1);
	const struct spot_schema *schema = in->faults.about->schema;
	const struct spot_reach_visit *visit;
	size_t n_fields = schema ? schema->n_fields : 0;
	uint64_t n_charged = 0;

	in->faults.is_field_read = spot_arena_calloc(&in->reach.arena, n_fields, sizeof(bool));
	if (!in->faults.is_field_read) {
		in->is_out_of_memory = true;
		return 0;
	}
	spot_sandbox_charge(L, n_fields / KEPT_BYTES_PER_UNIT);
	spot_reach_start(&in->reach, L);
	while (!in->is_out_of_memory && (visit = spot_reach_next(&in->reach, L)) != NULL) {
		visit_inspect(in, L, visit);
		spot_sandbox_charge(L, UNITS_PER_CONSTANT * (in->constants.n_added - n_charged));
		n_charged = in->constants.n_added;
	}
	if (!in->is_out_of_memory)
		charge_kept(in, L);
	return 0;
}

/* --- what is kept ------------------------------------------------------------------------- */

static bool keep_lines(struct inspector *in)
{
	unsigned long *lines = spot_arena_calloc(in->arena, in->n_lines, sizeof(*lines));

	if (!lines)
		return false;
	if (in->n_lines > 0)
		memcpy(lines, in->lines, in->n_lines * sizeof(*lines));
	in->out->lines = lines;
	in->out->n_lines = in->n_lines;
	return true;
}

static bool keep_reads(struct inspector *in)
{
	const struct spot_schema *schema = in->faults.about->schema;
	size_t n_fields = schema ? schema->n_fields : 0, n = 0, *reads;

	for (size_t i = 0; i < n_fields; i++)
		n += in->faults.is_field_read[i];
	reads = spot_arena_calloc(in->arena, n, sizeof(*reads));
	if (!reads)
		return false;
	n = 0;
	for (size_t i = 0; i < n_fields; i++)
		if (in->faults.is_field_read[i])
			reads[n++] = i;
	in->out->reads = reads;
	in->out->n_reads = n;
	return true;
}

/* Place and last line, which Lua itself tells; false when out of memory. */
static bool keep_place(struct inspector *in, lua_State *L)
{
	lua_Debug debug;
	const char *path;

	lua_pushvalue(L, -1);
	lua_getinfo(L, ">S", &debug);
	path = spot_fault_path(debug.source);
	in->out->place.line = debug.linedefined > 0 ? (unsigned long)debug.linedefined : 0;
	in->out->last_line = debug.lastlinedefined > 0 ? (unsigned long)debug.lastlinedefined : 0;
	if (in->faults.about->file && strcmp(path, in->faults.about->file) == 0)
		in->out->place.file = in->faults.about->file;
	else
		in->out->place.file = spot_arena_copy(in->arena, path, strlen(path));
	return in->out->place.file != NULL;
}

/* Any upvalue but the globals. */
static bool has_outer(lua_State *L)
{
	bool has = false;
	const char *name;

	for (int i = 1; (name = lua_getupvalue(L, -1, i)) != NULL; i++) {
		lua_pop(L, 1);
		has |= strcmp(name, "_ENV") != 0;
	}
	return has;
}

int spot_inspect_function(lua_State *L, const struct spot_inspection *inspection,
    struct spot_function *out, struct spot_arena *arena, struct spot_diags *diags)
{
	struct inspector in = { .out = out, .arena = arena, .faults = { .about = inspection,
		.rule = out, .reach = &in.reach, .diags = diags } };
	bool holds;
	int status, rc = 0;

	if (!lua_isfunction(L, -1) || lua_iscfunction(L, -1))
		return 0;
	luaL_checkstack(L, 4, NULL);
	if (!keep_place(&in, L))
		return SPOT_ENOMEM;
	out->names_locals = has_outer(L);
	rc = spot_canary_holds(&holds);
	if (rc != 0 || !holds)
		return rc;
	spot_reach_init(&in.reach);
	for (size_t f = 0; inspection->schema && f < inspection->schema->n_fields; f++)
		if (inspection->schema->fields[f].is_row)
			in.reach.row_name = spot_view_of(inspection->schema->fields[f].name);
	spot_constants_init(&in.constants);
	lua_pushcfunction(L, inspect_body);
	lua_pushlightuserdata(L, &in);
	lua_pushvalue(L, -3);
	status = lua_pcall(L, 2, 0, 0);
	/* A limit, of memory too, is the sandbox's to tell. */
	if (status == LUA_OK && (in.is_out_of_memory || in.faults.is_out_of_memory ||
	    in.reach.is_out_of_memory || in.constants.is_out_of_memory))
		rc = SPOT_ENOMEM;
	else if (status == LUA_OK && !(keep_reads(&in) && keep_lines(&in) &&
	    spot_constants_keep(&in.constants, &out->constants, &out->n_constants, arena)))
		rc = SPOT_ENOMEM;
	spot_reach_reset(&in.reach);
	spot_constants_reset(&in.constants);
	free(in.lines);
	return status != LUA_OK ? lua_error(L) : rc;
}
