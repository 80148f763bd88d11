/* SPDX-License-Identifier: MIT */
/*
 * Control flow. A jump is an edge: lanes (a mask) and their registers, waiting at an instruction.
 * The lowest instruction that is waited at runs next, with all its edges merged. So lanes that left
 * a loop wait behind it until the last one is out, and branches meet where the code does; forward
 * jumps need no more. A jump back is counted: a loop whose condition is a constant is unrolled, in
 * others the lanes that are still inside after some rounds are handed over.
 *
 * A call of a Lua function is a frame, run to its end before the caller goes on.
 */
#include <string.h>

#include "rules/fault.h"
#include "rules/translate_internal.h"

enum {
	MAX_DEPTH = 16,
	MAX_STEPS = 20000,
	MAX_NODES = 16384,
	MAX_ROUNDS = 256,
	MAX_FOR_ROUNDS = 32,   /* of a for loop that depend on the lane, */
	MAX_WHILE_ROUNDS = 64, /* of others */
	MAX_CALLED = 16,  /* functions that one call may mean */
};

/* --- registers ---------------------------------------------------------------------------- */

struct spot_sym *spot_translate_reg(struct spot_translator *t, size_t reg)
{
	return spot_translate_force(t, t->frame->regs[reg]);
}

void spot_translate_set_reg(struct spot_translator *t, size_t reg, struct spot_sym *sym)
{
	t->frame->regs[reg] = sym;
}

struct spot_sym *spot_translate_arg(struct spot_translator *t, const struct spot_syms *args,
    size_t i)
{
	return i < args->n ? spot_translate_force(t, args->items[i]) : spot_translate_nil(t);
}

struct spot_syms spot_translate_syms(struct spot_translator *t, size_t n)
{
	struct spot_syms syms = { .items = spot_translate_alloc(t, n, sizeof(*syms.items)) };

	if (syms.items)
		syms.n = syms.n_min = n;
	return syms;
}

static struct spot_sym **regs_copy(struct spot_translator *t, struct spot_sym **regs, size_t n)
{
	struct spot_sym **copy = spot_translate_alloc(t, n, sizeof(*copy));

	if (copy)
		memcpy(copy, regs, n * sizeof(*copy));
	return copy;
}

/* --- edges -------------------------------------------------------------------------------- */

/* Whether the lanes may jump back once more; else they are handed over, or all is refused. */
static bool may_go_back(struct spot_translator *t, size_t pc, uint32_t mask, bool certain)
{
	struct spot_rounds *rounds = &t->frame->rounds[t->frame->pc];
	uint8_t op = t->frame->proto->code[t->frame->pc].op;
	bool is_for = op == SPOT_LUA_FORLOOP || op == SPOT_LUA_TFORLOOP;

	/* Loops inside this one begin anew. */
	for (; pc < t->frame->pc; pc++)
		t->frame->rounds[pc] = (struct spot_rounds) { 0 };
	certain |= rounds->n > 0 && rounds->last == mask;
	rounds->n++;
	rounds->n_masked += !certain;
	rounds->last = mask;
	if (rounds->n <= MAX_ROUNDS &&
	    rounds->n_masked <= (is_for ? MAX_FOR_ROUNDS : MAX_WHILE_ROUNDS))
		return true;
	if (certain)
		spot_translate_refuse(t, "a loop of more than %d rounds", MAX_ROUNDS);
	spot_translate_hand_over(t, mask);
	return false;
}

void spot_translate_go(struct spot_translator *t, size_t pc, uint32_t mask, bool certain)
{
	struct spot_frame *frame = t->frame;
	struct spot_edge *edge;

	if (mask == t->no || (pc <= frame->pc && !may_go_back(t, pc, mask, certain)))
		return;
	edge = spot_translate_alloc(t, 1, sizeof(*edge));
	if (!edge)
		return;
	edge->mask = mask;
	edge->regs = regs_copy(t, frame->regs, frame->proto->n_registers);
	edge->next = frame->edges[pc];
	frame->edges[pc] = edge;
	frame->n_edges++;
	if (pc < frame->scan)
		frame->scan = pc;
}

/* The lanes that wait at the lowest instruction become the active ones. */
static bool edges_take(struct spot_translator *t, struct spot_frame *frame)
{
	struct spot_edge *edge;

	if (frame->n_edges == 0)
		return false;
	while (!frame->edges[frame->scan])
		frame->scan++;
	frame->pc = frame->scan;
	edge = frame->edges[frame->pc];
	frame->edges[frame->pc] = NULL;
	t->active = edge->mask;
	frame->regs = edge->regs;
	frame->n_edges--;
	while ((edge = edge->next) != NULL) {
		for (size_t i = 0; i < frame->proto->n_registers; i++)
			frame->regs[i] = spot_translate_select(t, edge->mask, edge->regs[i],
			    frame->regs[i]);
		t->active = spot_translate_or(t, t->active, edge->mask);
		frame->n_edges--;
	}
	return true;
}

void spot_translate_return(struct spot_translator *t, const struct spot_syms *results)
{
	struct spot_frame *frame = t->frame;
	struct spot_syms all = *results;

	if (t->active == t->no)
		return;
	if (frame->returned != t->no) {
		const struct spot_syms *had = &frame->results;
		size_t n = had->n > results->n ? had->n : results->n;

		all = spot_translate_syms(t, n);
		for (size_t i = 0; i < all.n; i++)
			all.items[i] = spot_translate_select(t, t->active,
			    spot_translate_arg(t, results, i), spot_translate_arg(t, had, i));
		all.n_min = had->n_min < results->n_min ? had->n_min : results->n_min;
	}
	frame->results = all;
	frame->returned = spot_translate_or(t, frame->returned, t->active);
}

bool spot_translate_all_here(const struct spot_translator *t, unsigned long serial,
    unsigned long split)
{
	/* A split that began later leaves out lanes that may have it. */
	if (split_of(t) > split)
		return false;
	for (const struct spot_frame *frame = t->frame; frame; frame = frame->outer) {
		if (frame->n_edges > 0 || frame->returned != t->no)
			return false;
		if (frame->serial == serial)
			return true;
	}
	return true;
}

/* --- frames ------------------------------------------------------------------------------- */

static void check_limits(struct spot_translator *t)
{
	if (++t->n_steps > MAX_STEPS)
		spot_translate_refuse(t, "it runs more than %d instructions", MAX_STEPS);
	if (spot_builder_mark(t->builder).n_nodes - t->first_node > MAX_NODES)
		spot_translate_refuse(t, "it makes a very large program");
	if (spot_builder_failed(t->builder, NULL) != 0)
		t->is_stopped = true;
	spot_translate_spend(t, 1);
}

static bool is_in_rule_file(const struct spot_translator *t, const struct spot_proto *proto)
{
	return strcmp(spot_fault_path(proto->source), t->function->place.file) == 0;
}

static void frame_run(struct spot_translator *t, struct spot_frame *frame)
{
	while (!t->is_stopped && edges_take(t, frame)) {
		bool goes_on = true;

		while (goes_on && !t->is_stopped && t->active != t->no) {
			if (frame->edges[frame->pc]) {
				size_t pc = frame->pc;

				frame->pc = 0; /* not a jump back */
				spot_translate_go(t, pc, t->active, true);
				break;
			}
			check_limits(t);
			/* What a library does belongs to the line that calls. */
			if (frame->tells_line)
				spot_builder_set_line(t->builder,
				    frame->proto->code[frame->pc].line);
			goes_on = spot_translate_step(t);
		}
	}
}

/* Arguments into registers and varargs. */
static bool frame_fill(struct spot_translator *t, struct spot_frame *frame,
    const struct spot_syms *args)
{
	const struct spot_proto *proto = frame->proto;

	frame->regs = spot_translate_alloc(t, proto->n_registers, sizeof(*frame->regs));
	frame->edges = spot_translate_alloc(t, proto->n_code, sizeof(struct spot_edge *));
	frame->rounds = spot_translate_alloc(t, proto->n_code, sizeof(*frame->rounds));
	if (!frame->regs || !frame->edges || !frame->rounds)
		return false;
	for (size_t i = 0; i < proto->n_params; i++)
		frame->regs[i] = spot_translate_arg(t, args, i);
	if (!proto->is_vararg || args->n <= proto->n_params)
		return true;
	if (args->n_min < args->n) {
		spot_translate_refuse(t, "it hands on a number of values that is not constant");
		return false;
	}
	frame->varargs = spot_translate_syms(t, args->n - proto->n_params);
	for (size_t i = 0; i < frame->varargs.n; i++)
		frame->varargs.items[i] = args->items[proto->n_params + i];
	return true;
}

static bool may_call(struct spot_translator *t, uint32_t object)
{
	for (struct spot_frame *frame = t->frame; frame; frame = frame->outer)
		if (frame->object == object) {
			spot_translate_refuse(t, "a function calls itself");
			return false;
		}
	if (t->depth >= MAX_DEPTH)
		spot_translate_refuse(t, "it calls functions %d deep", MAX_DEPTH);
	return !t->is_stopped;
}

static void call_lua(struct spot_translator *t, uint32_t object, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_frame *frame;

	if (!spot_translate_read_function(t, object) || !may_call(t, object))
		return;
	frame = spot_translate_alloc(t, 1, sizeof(*frame));
	if (!frame)
		return;
	frame->outer = t->frame;
	frame->proto = t->objects[object]->proto;
	frame->cells = t->objects[object]->cells;
	frame->object = object;
	frame->returned = t->no;
	frame->serial = ++t->n_frames;
	frame->split = split_of(t);
	frame->tells_line = is_in_rule_file(t, frame->proto);
	if (!frame_fill(t, frame, args))
		return;
	t->frame = frame;
	t->depth++;
	frame->scan = frame->proto->n_code;
	frame->pc = 0;
	if (t->active != t->no) {
		frame->edges[0] = spot_translate_alloc(t, 1, sizeof(struct spot_edge));
		if (frame->edges[0])
			*frame->edges[0] = (struct spot_edge) { NULL, t->active, frame->regs };
		frame->n_edges = frame->edges[0] != NULL;
		frame->scan = 0;
	}
	frame_run(t, frame);
	spot_translate_cells_close(frame, 0);
	t->depth--;
	t->frame = frame->outer;
	t->active = frame->returned;
	*results = frame->results;
}

static void call_object(struct spot_translator *t, uint32_t object, const struct spot_syms *args,
    struct spot_syms *results)
{
	switch (t->objects[object]->kind) {
	case SPOT_OBJECT_LUA:
		call_lua(t, object, args, results);
		return;
	case SPOT_OBJECT_BUILTIN:
		spot_translate_call_builtin(t, object, args, results);
		return;
	case SPOT_OBJECT_WALK:
		spot_translate_refuse(t, "it calls what pairs gave");
		return;
	case SPOT_OBJECT_SUBJECT:
	case SPOT_OBJECT_ROW:
	case SPOT_OBJECT_TABLE:
	case SPOT_OBJECT_OWN:
	case SPOT_OBJECT_N:
		break;
	}
	spot_translate_fail(t, t->yes);
}

/* One of several functions: each is called in its lanes. */
static void call_one_of(struct spot_translator *t, struct spot_sym *callee,
    const struct spot_syms *args, struct spot_syms *results)
{
	uint32_t place = spot_translate_node(t, callee, SPOT_SYM_OBJECT);
	bool has_any = false;

	if (callee->n_objects > MAX_CALLED)
		spot_translate_refuse(t, "it calls one of many functions");
	for (uint32_t i = 0; i < callee->n_objects && !t->is_stopped; i++) {
		uint32_t is_it = op2(t, SPOT_OP_EQ_I, place, int_of(t, i)), elsewhere;
		struct spot_syms its = { 0 }, all;

		if (live(t, is_it) == t->no)
			continue;
		elsewhere = spot_translate_enter(t, is_it);
		call_object(t, callee->objects[i], args, &its);
		all = its;
		if (has_any) {
			all = spot_translate_syms(t, its.n > results->n ? its.n : results->n);
			for (size_t k = 0; k < all.n; k++)
				all.items[k] = spot_translate_select(t, t->active,
				    spot_translate_arg(t, &its, k),
				    spot_translate_arg(t, results, k));
			all.n_min = its.n_min < results->n_min ? its.n_min : results->n_min;
		}
		if (t->active != t->no) {
			*results = all;
			has_any = true;
		}
		spot_translate_leave(t, elsewhere);
	}
}

void spot_translate_call(struct spot_translator *t, struct spot_sym *callee,
    const struct spot_syms *args, struct spot_syms *results)
{
	*results = (struct spot_syms) { 0 };
	callee = spot_translate_force(t, callee);
	for (int kind = 0; kind < SPOT_SYM_OBJECT; kind++)
		spot_translate_fail(t, spot_translate_guard(t, callee, kind));
	if (t->active == t->no || callee->n_objects == 0)
		return;
	if (callee->n_objects == 1)
		call_object(t, callee->objects[0], args, results);
	else
		call_one_of(t, callee, args, results);
}
