/* SPDX-License-Identifier: MIT */
/*
 * A visit is one function together with the parameters that are known to be the account or a table
 * of params. The rule is the first; a function found in an upvalue, in a constant field of a
 * captured table, or written inside a visited one is visited once, and once more for each way in
 * which a call gives it those.
 *
 * In a visit values are carried along the instructions until nothing changes. Where ways with
 * different values meet the register holds ANY, and ANY stays; so a register changes at most
 * twice and the rounds end. A register that a function inside writes to is always ANY, as
 * calls may change it.
 *
 * Captured tables are read as they are at the end of loading: from then on they are frozen.
 */
#include "rules/reach.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "rules/freeze.h"
#include "rules/sandbox.h"

/* What a rule may cost here; what lies beyond is found when it runs. All of it is charged. */
#define MAX_VISITS 1000
#define MAX_CODE 16384
#define MAX_WORK (64u << 20) /* registers looked at, in all */
#define MAX_KEY 200          /* bytes; longer texts are no names */
#define UNITS_PER_VISIT 100
#define WORK_PER_UNIT 16
#define WORK_PER_STEP 16
#define WORK_PER_LOOK 100    /* in a Lua table */
#define TEXT_BYTES_PER_UNIT 16

enum { NOTHING = SPOT_REACH_NOTHING, ANY, SUBJECT, GLOBALS, ROW, OBJECT };

void spot_reach_init(struct spot_reach *reach)
{
	memset(reach, 0, sizeof(*reach));
	spot_arena_init(&reach->arena);
}

void spot_reach_reset(struct spot_reach *reach)
{
	spot_arena_free(&reach->arena);
	free(reach->objects);
	free(reach->visits);
	free(reach->held);
	free(reach->is_reached);
	spot_reach_init(reach);
}

static void *reach_calloc(struct spot_reach *reach, size_t n, size_t size)
{
	void *ptr = spot_arena_calloc(&reach->arena, n, size);

	if (!ptr)
		reach->is_out_of_memory = true;
	return ptr;
}

/* --- objects ------------------------------------------------------------------------------ */

/* What holds the new object, or ANY when there is no memory. */
static uint32_t object_add(struct spot_reach *reach, enum spot_reach_kind kind, const char *name)
{
	if (!spot_mem_grow(&reach->objects, &reach->objects_cap, reach->n_objects + 1,
	    sizeof(*reach->objects))) {
		reach->is_out_of_memory = true;
		return ANY;
	}
	reach->objects[reach->n_objects] = (struct spot_reach_object) { kind, .name = name };
	return (uint32_t)(OBJECT + reach->n_objects++);
}

void spot_reach_push(const struct spot_reach *reach, lua_State *L, size_t object_idx)
{
	lua_rawgeti(L, reach->values_idx, (lua_Integer)object_idx + 1);
}

/* A visit of the function with these arguments, unless there is one already. */
static void visit_add(struct spot_reach *reach, size_t object_idx, const uint32_t *args,
    size_t n_args)
{
	struct spot_reach_visit visit = { .object_idx = object_idx, .n_args = n_args };
	uint32_t *copy;

	reach->work += reach->n_visits;
	for (size_t i = 0; i < reach->n_visits; i++)
		if (reach->visits[i].object_idx == object_idx &&
		    reach->visits[i].n_args == n_args && (n_args == 0 ||
		    memcmp(reach->visits[i].args, args, n_args * sizeof(*args)) == 0))
			return;
	if (reach->n_visits == MAX_VISITS)
		return;
	copy = reach_calloc(reach, n_args, sizeof(*copy));
	if (!copy || !spot_mem_grow(&reach->visits, &reach->visits_cap, reach->n_visits + 1,
	    sizeof(*reach->visits))) {
		reach->is_out_of_memory = true;
		return;
	}
	if (n_args > 0)
		memcpy(copy, args, n_args * sizeof(*args));
	visit.args = copy;
	reach->visits[reach->n_visits++] = visit;
}

/* What the visit's register holds at first. */
static uint32_t arg_hold(const struct spot_reach_visit *visit, size_t reg)
{
	return reg < visit->proto->n_params && reg < visit->n_args ? visit->args[reg] : ANY;
}

static uint32_t vararg_hold(const struct spot_reach_visit *visit)
{
	return visit->proto->n_params < visit->n_args ? visit->args[visit->proto->n_params] : ANY;
}

/* What holds the value at the top of the stack (left there), or NOTHING when it is new. */
static uint32_t captured_find(const struct spot_reach *reach, lua_State *L)
{
	uint32_t held = NOTHING;

	if (lua_isnil(L, -1))
		return ANY;
	lua_pushvalue(L, -1);
	if (lua_rawget(L, reach->ids_idx) == LUA_TNUMBER)
		held = (uint32_t)lua_tointeger(L, -1);
	lua_pop(L, 1);
	return held;
}

/* Whether the table at the top of the stack (left there) is one of params: they alone are frozen
 * and yet refuse names that are not there, which takes a metatable behind the frozen one. */
static bool is_params(lua_State *L)
{
	int top = lua_gettop(L);
	bool refuses = false;

	if (!spot_freeze_is_frozen(L, -1))
		return false;
	spot_freeze_push_raw(L, -1);
	if (lua_getmetatable(L, -1)) {
		lua_pushliteral(L, "__index");
		refuses = lua_rawget(L, -2) == LUA_TFUNCTION;
	}
	lua_settop(L, top);
	return refuses;
}

/* What holds the new value at the top of the stack (left there). */
static uint32_t captured_add(struct spot_reach *reach, lua_State *L, const char *name)
{
	enum spot_reach_kind kind;
	uint32_t held;

	if (lua_isfunction(L, -1) && !lua_iscfunction(L, -1))
		kind = SPOT_REACH_CLOSURE;
	else if (lua_type(L, -1) == LUA_TSTRING)
		kind = SPOT_REACH_TEXT;
	else if (lua_istable(L, -1))
		kind = SPOT_REACH_TABLE;
	else
		return ANY;
	held = object_add(reach, kind, name);
	if (held == ANY)
		return ANY;
	lua_pushvalue(L, -1);
	lua_rawseti(L, reach->values_idx, (lua_Integer)(held - OBJECT) + 1);
	lua_pushvalue(L, -1);
	lua_pushinteger(L, held);
	lua_rawset(L, reach->ids_idx);
	if (kind == SPOT_REACH_TEXT) {
		struct spot_view *text = &reach->objects[held - OBJECT].text;

		/* The table of values keeps the string, and so its bytes. */
		text->ptr = lua_tolstring(L, -1, &text->len);
	} else if (kind == SPOT_REACH_TABLE) {
		reach->objects[held - OBJECT].is_params = is_params(L);
	} else if (kind == SPOT_REACH_CLOSURE) {
		visit_add(reach, held - OBJECT, NULL, 0);
	}
	return held;
}

/* About what it takes to decode, in units. */
static size_t proto_units(const struct spot_proto *proto)
{
	size_t units = 10 + proto->n_code + 4 * proto->n_constants + 4 * proto->n_upvalues +
	    4 * proto->n_locals, bytes = 0;

	for (size_t i = 0; i < proto->n_constants; i++)
		if (proto->constants[i].kind == SPOT_KIND_TEXT)
			bytes += proto->constants[i].as.text.len;
	for (size_t i = 0; i < proto->n_protos; i++)
		units += proto_units(&proto->protos[i]);
	return units + bytes / TEXT_BYTES_PER_UNIT;
}

/* Decodes a captured function and looks at its upvalues. */
static void closure_read(struct spot_reach *reach, lua_State *L, size_t object_idx)
{
	struct spot_reach_object *object;
	const struct spot_proto *proto;
	uint32_t *upvalues;
	bool *is_outside;
	int rc;

	spot_reach_push(reach, L, object_idx);
	rc = spot_proto_read(&proto, L, &reach->arena, NULL);
	if (rc == SPOT_ENOMEM)
		reach->is_out_of_memory = true;
	upvalues = rc ? NULL : reach_calloc(reach, proto->n_upvalues, sizeof(*upvalues));
	is_outside = rc ? NULL : reach_calloc(reach, proto->n_upvalues, sizeof(*is_outside));
	for (size_t i = 0; upvalues && is_outside && i < proto->n_upvalues; i++) {
		const char *name = proto->upvalues[i].name;

		is_outside[i] = true;
		upvalues[i] = ANY;
		if (name && strcmp(name, "_ENV") == 0) {
			upvalues[i] = GLOBALS;
		} else if (lua_getupvalue(L, -1, (int)i + 1)) {
			upvalues[i] = captured_find(reach, L);
			if (upvalues[i] == NOTHING)
				upvalues[i] = captured_add(reach, L, name);
			lua_pop(L, 1);
		}
	}
	lua_pop(L, 1);
	if (!upvalues || !is_outside)
		return;
	object = &reach->objects[object_idx];
	object->proto = proto;
	object->upvalues = upvalues;
	object->is_outside = is_outside;
	spot_sandbox_charge(L, UNITS_PER_VISIT + proto_units(proto));
}

/* "p.limits", in the arena. */
static const char *field_name(struct spot_reach *reach, const char *table, struct spot_view key)
{
	struct spot_buf name = SPOT_BUF_INIT;
	const char *copy;

	spot_buf_text(&name, table ? table : "?");
	spot_buf_char(&name, '.');
	spot_buf_view(&name, key);
	copy = spot_arena_copy(&reach->arena, spot_buf_str(&name), name.len);
	if (!copy || spot_buf_failed(&name))
		reach->is_out_of_memory = true;
	spot_buf_reset(&name);
	return copy;
}

/* What a field of a captured table, or of the subject, holds. */
static uint32_t field_hold(struct spot_reach *reach, lua_State *L, uint32_t held,
    struct spot_view key)
{
	const struct spot_reach_object *object = spot_reach_object(reach, held);

	if (held == SUBJECT && key.len > 0 && spot_view_equal(key, reach->row_name))
		return ROW;
	if (!object || object->kind != SPOT_REACH_TABLE || key.len > MAX_KEY)
		return ANY;
	reach->work += WORK_PER_LOOK;
	spot_reach_push(reach, L, held - OBJECT);
	spot_freeze_push_raw(L, -1); /* table raw */
	held = ANY;
	if (lua_istable(L, -1)) {
		lua_pushlstring(L, key.ptr, key.len);
		lua_rawget(L, -2); /* table raw value */
		held = captured_find(reach, L);
		if (held == NOTHING)
			held = captured_add(reach, L, field_name(reach, object->name, key));
		lua_pop(L, 1);
	}
	lua_pop(L, 2);
	return held;
}

/* --- one function ------------------------------------------------------------------------- */

/* What the CLOSURE at pc makes. */
static uint32_t inner_hold(struct spot_reach *reach, size_t visit_idx, size_t pc)
{
	const struct spot_reach_visit *visit = &reach->visits[visit_idx];
	const struct spot_reach_object *outer;
	struct spot_reach_object *object;
	size_t inner_idx = (size_t)visit->proto->code[pc].x;
	const struct spot_proto *proto = &visit->proto->protos[inner_idx];
	uint32_t held, *upvalues;
	bool *is_outside;

	if (visit->inner[inner_idx] != NOTHING)
		return visit->inner[inner_idx];
	upvalues = reach_calloc(reach, proto->n_upvalues, sizeof(*upvalues));
	is_outside = reach_calloc(reach, proto->n_upvalues, sizeof(*is_outside));
	held = object_add(reach, SPOT_REACH_INNER, NULL);
	if (held == ANY || !upvalues || !is_outside)
		return ANY;
	outer = &reach->objects[visit->object_idx];
	for (size_t i = 0; i < proto->n_upvalues; i++) {
		size_t idx = proto->upvalues[i].idx;

		upvalues[i] = ANY;
		if (!proto->upvalues[i].in_stack) {
			upvalues[i] = outer->upvalues[idx];
			is_outside[i] = outer->is_outside[idx];
		} else if (idx < visit->proto->n_params && !reach->is_changed[idx]) {
			upvalues[i] = arg_hold(visit, idx);
		}
	}
	object = &reach->objects[held - OBJECT];
	object->proto = proto;
	object->upvalues = upvalues;
	object->is_outside = is_outside;
	visit->inner[inner_idx] = held;
	visit_add(reach, held - OBJECT, NULL, 0);
	return held;
}

static uint32_t join(uint32_t a, uint32_t b)
{
	if (a == NOTHING || a == b)
		return b;
	return b == NOTHING ? a : ANY;
}

/* regs: what the registers hold before the instruction at pc, and then after it. */
static void step(struct spot_reach *reach, lua_State *L, size_t visit_idx, size_t pc,
    uint32_t *regs)
{
	const struct spot_proto *proto = reach->visits[visit_idx].proto;
	const struct spot_proto_instr *i = &proto->code[pc];
	const uint32_t *upvalues = reach->objects[reach->visits[visit_idx].object_idx].upvalues;
	uint32_t result = ANY, second = ANY;
	size_t first, end;

	switch ((int)i->op) {
	case SPOT_LUA_MOVE:
		result = regs[i->b];
		break;
	case SPOT_LUA_TESTSET:
		result = join(regs[i->a], regs[i->b]);
		break;
	case SPOT_LUA_GETUPVAL:
		result = upvalues[i->b];
		break;
	case SPOT_LUA_GETTABUP:
		result = field_hold(reach, L, upvalues[i->b], proto->constants[i->c].as.text);
		break;
	case SPOT_LUA_GETFIELD:
		result = field_hold(reach, L, regs[i->b], proto->constants[i->c].as.text);
		break;
	case SPOT_LUA_SELF:
		second = regs[i->b];
		if (i->k)
			result = field_hold(reach, L, second, proto->constants[i->c].as.text);
		break;
	case SPOT_LUA_VARARG: /* the first of what has no name */
		result = vararg_hold(&reach->visits[visit_idx]);
		break;
	case SPOT_LUA_CLOSURE:
		result = inner_hold(reach, visit_idx, pc);
		break;
	case SPOT_LUA_LOADK:
		if (proto->constants[i->x].kind == SPOT_KIND_TEXT &&
		    proto->constants[i->x].as.text.len <= MAX_KEY) {
			struct spot_view text = proto->constants[i->x].as.text;

			reach->work += WORK_PER_LOOK;
			lua_pushlstring(L, text.ptr, text.len);
			result = captured_find(reach, L);
			if (result == NOTHING)
				result = captured_add(reach, L, NULL);
			lua_pop(L, 1);
		}
		break;
	}
	spot_proto_written(proto, pc, &first, &end);
	for (size_t reg = first; reg < end; reg++)
		regs[reg] = ANY;
	if (first < end && first == i->a)
		regs[first] = result;
	if (i->op == SPOT_LUA_SELF)
		regs[first + 1] = second;
}

/* What a call passes on; of tables params alone, lest there be a visit for each list. */
static uint32_t arg_of(const struct spot_reach *reach, uint32_t held)
{
	const struct spot_reach_object *object = spot_reach_object(reach, held);

	return held == SUBJECT || held == ROW || (object && object->is_params) ? held : ANY;
}

/* A call that gives the account or params to a known function: visit it so. */
static void call_follow(struct spot_reach *reach, const struct spot_proto *proto, size_t pc,
    const uint32_t *regs)
{
	const struct spot_proto_instr *i = &proto->code[pc];
	const struct spot_reach_object *callee = spot_reach_object(reach, regs[i->a]);
	size_t n_args = i->b ? (size_t)i->b - 1 : proto->n_registers - i->a - 1u, n = 0;
	uint32_t args[256];

	if (!callee || (callee->kind != SPOT_REACH_CLOSURE && callee->kind != SPOT_REACH_INNER))
		return;
	for (size_t arg = 0; arg < n_args; arg++) {
		args[arg] = arg_of(reach, regs[i->a + 1 + arg]);
		if (args[arg] != ANY)
			n = arg + 1;
	}
	if (n > 0)
		visit_add(reach, regs[i->a] - OBJECT, args, n);
}

/* Joins regs into what the instruction at pc is reached with; true when that changes it. */
static bool flow_into(struct spot_reach *reach, const struct spot_proto *proto, size_t pc,
    const uint32_t *regs)
{
	uint32_t *held = reach->held + pc * proto->n_registers;
	bool changed = !reach->is_reached[pc];

	reach->is_reached[pc] = true;
	for (size_t reg = 0; reg < proto->n_registers; reg++) {
		uint32_t joined = reach->is_shared[reg] ? ANY : join(held[reg], regs[reg]);

		changed |= joined != held[reg];
		held[reg] = joined;
	}
	reach->work += WORK_PER_STEP + proto->n_registers;
	return changed;
}

/* False when it would cost too much. */
static bool flow(struct spot_reach *reach, lua_State *L, size_t visit_idx)
{
	const struct spot_proto *proto = reach->visits[visit_idx].proto;
	uint32_t regs[256];
	size_t next[2];
	bool changed = true;

	while (changed && !reach->is_out_of_memory) {
		changed = false;
		for (size_t pc = 0; pc < proto->n_code; pc++) {
			if (!reach->is_reached[pc])
				continue;
			memcpy(regs, reach->held + pc * proto->n_registers,
			    proto->n_registers * sizeof(*regs));
			step(reach, L, visit_idx, pc, regs);
			for (size_t n = spot_proto_next(proto, pc, next); n > 0; n--)
				changed |= flow_into(reach, proto, next[n - 1], regs);
			if (reach->work > MAX_WORK)
				return false;
		}
	}
	return true;
}

/* Which registers change in ways that the flow does not follow. */
static void visit_mark(struct spot_reach *reach, const struct spot_proto *proto)
{
	size_t first, end;

	memset(reach->is_shared, 0, sizeof(reach->is_shared));
	for (size_t i = 0; i < proto->n_protos; i++) {
		const struct spot_proto *inner = &proto->protos[i];

		reach->work += WORK_PER_STEP + inner->n_upvalues;
		for (size_t u = 0; u < inner->n_upvalues; u++)
			if (inner->upvalues[u].in_stack && inner->upvalues[u].is_written)
				reach->is_shared[inner->upvalues[u].idx] = true;
	}
	memcpy(reach->is_changed, reach->is_shared, sizeof(reach->is_changed));
	for (size_t pc = 0; pc < proto->n_code; pc++) {
		spot_proto_written(proto, pc, &first, &end);
		for (size_t reg = first; reg < end && reg < proto->n_params; reg++)
			reach->is_changed[reg] = true;
	}
}

/* Room for what the visit's registers hold, all NOTHING. */
static bool visit_begin(struct spot_reach *reach, struct spot_reach_visit *visit)
{
	const struct spot_proto *proto = visit->proto;
	size_t n_cells = proto->n_code * proto->n_registers;

	visit->inner = reach_calloc(reach, proto->n_protos, sizeof(*visit->inner));
	if (!visit->inner ||
	    !spot_mem_grow(&reach->held, &reach->held_cap, n_cells + 1, sizeof(*reach->held)) ||
	    !spot_mem_grow(&reach->is_reached, &reach->reached_cap, proto->n_code,
	    sizeof(*reach->is_reached))) {
		reach->is_out_of_memory = true;
		return false;
	}
	memset(reach->held, 0, n_cells * sizeof(*reach->held));
	memset(reach->is_reached, 0, proto->n_code * sizeof(*reach->is_reached));
	visit->held = reach->held;
	visit->is_reached = reach->is_reached;
	reach->work += n_cells / 2 + WORK_PER_STEP * proto->n_code;
	return true;
}

/* Fills the visit; false when nothing can be told of it. */
static bool visit_fill(struct spot_reach *reach, lua_State *L, size_t visit_idx)
{
	size_t object_idx = reach->visits[visit_idx].object_idx;
	const struct spot_proto *proto;
	struct spot_reach_visit *visit;
	uint32_t regs[256];

	if (!reach->objects[object_idx].proto)
		closure_read(reach, L, object_idx);
	proto = reach->objects[object_idx].proto;
	visit = &reach->visits[visit_idx];
	visit->proto = proto;
	if (!proto || proto->n_code > MAX_CODE || reach->work > MAX_WORK ||
	    !visit_begin(reach, visit))
		return false;
	visit_mark(reach, proto);
	for (size_t reg = 0; reg < proto->n_registers; reg++)
		regs[reg] = arg_hold(visit, reg);
	flow_into(reach, proto, 0, regs);
	if (!flow(reach, L, visit_idx))
		return false;
	for (size_t pc = 0; pc < proto->n_code; pc++)
		if (reach->is_reached[pc] && (proto->code[pc].op == SPOT_LUA_CALL ||
		    proto->code[pc].op == SPOT_LUA_TAILCALL))
			call_follow(reach, proto, pc, reach->held + pc * proto->n_registers);
	return !reach->is_out_of_memory;
}

static bool visit_run(struct spot_reach *reach, lua_State *L, size_t visit_idx)
{
	size_t work = reach->work;
	bool is_filled;

	luaL_checkstack(L, 16, NULL);
	is_filled = visit_fill(reach, L, visit_idx);
	spot_sandbox_charge(L, UNITS_PER_VISIT + (reach->work - work) / WORK_PER_UNIT);
	return is_filled;
}

void spot_reach_start(struct spot_reach *reach, lua_State *L)
{
	static const uint32_t subject = SUBJECT;

	luaL_checkstack(L, 16, NULL);
	lua_newtable(L);
	lua_newtable(L);
	lua_rotate(L, -3, 2); /* values ids function */
	reach->ids_idx = lua_gettop(L) - 1;
	reach->values_idx = reach->ids_idx - 1;
	captured_add(reach, L, NULL);
	lua_pop(L, 1);
	if (reach->n_visits > 0) {
		reach->visits[0].args = &subject;
		reach->visits[0].n_args = 1;
	}
}

const struct spot_reach_visit *spot_reach_next(struct spot_reach *reach, lua_State *L)
{
	while (reach->n_done < reach->n_visits && !reach->is_out_of_memory)
		if (visit_run(reach, L, reach->n_done++))
			return &reach->visits[reach->n_done - 1];
	return NULL;
}
