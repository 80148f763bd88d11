/* SPDX-License-Identifier: MIT */
/*
 * Loops. Of a numeric for the registers hold: A the number of this round, A + 1 the limit, A + 2
 * the step, A + 3 the variable; Lua counts rounds instead, which comes to the same.
 */
#include "rules/translate_internal.h"

/* The one kind, INT or FLOAT, that it is in all lanes that are left; the rest fails, as texts are
 * handed over. N: it is the one here and the other there. */
static enum spot_sym_kind number_kind(struct spot_translator *t, struct spot_sym *sym)
{
	bool is_int, is_float;

	spot_translate_hand_over(t, spot_translate_guard(t, sym, SPOT_SYM_TEXT));
	for (int kind = 0; kind < SPOT_SYM_N; kind++)
		if (kind != SPOT_SYM_INT && kind != SPOT_SYM_FLOAT)
			spot_translate_fail(t, spot_translate_guard(t, sym, kind));
	is_int = spot_translate_guard(t, sym, SPOT_SYM_INT) != t->no;
	is_float = spot_translate_guard(t, sym, SPOT_SYM_FLOAT) != t->no;
	if (is_int && is_float)
		return SPOT_SYM_N;
	return is_float ? SPOT_SYM_FLOAT : SPOT_SYM_INT;
}

/* The limit of a loop over integers, held to their range. *never: where it does not run at all. */
static uint32_t int_limit(struct spot_translator *t, struct spot_sym *sym, bool is_up,
    uint32_t *never)
{
	uint32_t is_float = spot_translate_guard(t, sym, SPOT_SYM_FLOAT), limit, number, fits;
	uint32_t is_positive, beyond;

	limit = spot_translate_guard(t, sym, SPOT_SYM_INT) == t->no ? int_of(t, 0)
	    : spot_translate_node(t, sym, SPOT_SYM_INT);
	*never = t->no;
	if (is_float == t->no)
		return limit;
	number = spot_translate_node(t, sym, SPOT_SYM_FLOAT);
	is_positive = op2(t, SPOT_OP_LT_F, float_of(t, 0), number);
	number = op1(t, is_up ? SPOT_OP_FLOOR_F : SPOT_OP_CEIL_F, number);
	fits = op1(t, SPOT_OP_FITS_I, number);
	beyond = spot_translate_but(t, is_float, fits);
	*never = is_up ? spot_translate_but(t, beyond, is_positive)
	    : spot_translate_and(t, beyond, is_positive);
	number = op3(t, SPOT_OP_SELECT_I, fits, op1(t, SPOT_OP_F_TO_I, number),
	    int_of(t, is_up ? INT64_MAX : INT64_MIN));
	return op3(t, SPOT_OP_SELECT_I, is_float, number, limit);
}

static void set_number(struct spot_translator *t, size_t reg, enum spot_sym_kind kind,
    uint32_t node)
{
	spot_translate_set_reg(t, reg, spot_translate_sym(t, kind, node));
}

/* On from FORPREP: lanes that run the loop and those that do not. */
static bool enter_loop(struct spot_translator *t, const struct spot_proto_instr *i, uint32_t runs)
{
	size_t pc = t->frame->pc;

	spot_translate_set_reg(t, (size_t)i->a + 3, spot_translate_reg(t, i->a));
	spot_translate_go(t, pc + 2 + (size_t)i->x, spot_translate_but(t, t->active, runs), true);
	t->active = live(t, runs);
	return true;
}

static bool prepare_int(struct spot_translator *t, const struct spot_proto_instr *i,
    struct spot_sym *limit, int64_t step)
{
	uint32_t init = spot_translate_node(t, spot_translate_reg(t, i->a), SPOT_SYM_INT);
	uint32_t never, last = int_limit(t, limit, step > 0, &never), runs;

	runs = step > 0 ? op2(t, SPOT_OP_LE_I, init, last) : op2(t, SPOT_OP_LE_I, last, init);
	set_number(t, i->a, SPOT_SYM_INT, init);
	set_number(t, (size_t)i->a + 1, SPOT_SYM_INT, last);
	return enter_loop(t, i, spot_translate_but(t, runs, never));
}

static bool prepare_float(struct spot_translator *t, const struct spot_proto_instr *i, double step)
{
	uint32_t numbers[3];

	for (size_t k = 0; k < 3; k++) {
		numbers[k] = spot_translate_number(t, spot_translate_reg(t, i->a + k));
		set_number(t, i->a + k, SPOT_SYM_FLOAT, numbers[k]);
	}
	return enter_loop(t, i, spot_translate_not(t, step > 0
	    ? op2(t, SPOT_OP_LT_F, numbers[1], numbers[0])
	    : op2(t, SPOT_OP_LT_F, numbers[0], numbers[1])));
}

static bool prepare(struct spot_translator *t, const struct spot_proto_instr *i)
{
	struct spot_sym *init = spot_translate_reg(t, i->a), *limit, *step;
	enum spot_sym_kind kinds[3];
	struct spot_value by;

	limit = spot_translate_reg(t, (size_t)i->a + 1);
	step = spot_translate_reg(t, (size_t)i->a + 2);
	kinds[0] = number_kind(t, init);
	kinds[1] = number_kind(t, limit);
	kinds[2] = number_kind(t, step);
	if (t->active == t->no)
		return true;
	if (kinds[0] == SPOT_SYM_N || !spot_translate_is_constant(t, step, &by)) {
		spot_translate_refuse(t, "a loop whose steps are not constant");
		return false;
	}
	if (by.kind == SPOT_KIND_INT ? by.as.integer == 0 : by.as.number == 0)
		spot_translate_fail(t, t->yes);
	if (kinds[0] == SPOT_SYM_INT && by.kind == SPOT_KIND_INT)
		return prepare_int(t, i, limit, by.as.integer);
	return prepare_float(t, i, by.kind == SPOT_KIND_INT ? (double)by.as.integer
	    : by.as.number);
}

/* Whether another step stays within the limit, without overflow. */
static uint32_t has_next_int(struct spot_translator *t, uint32_t number, uint32_t limit,
    int64_t step)
{
	const struct spot_node *n = node_of(t, number);
	uint32_t rest;
	int64_t next;

	if (n->op == SPOT_OP_INT && !__builtin_add_overflow(n->imm.integer, step, &next))
		return step > 0 ? op2(t, SPOT_OP_LE_I, int_of(t, next), limit)
		    : op2(t, SPOT_OP_LE_I, limit, int_of(t, next));
	rest = op2(t, SPOT_OP_SUB_I, limit, int_of(t, step));
	if (step > 0)
		return spot_translate_and(t,
		    op2(t, SPOT_OP_LE_I, int_of(t, INT64_MIN + step), limit),
		    op2(t, SPOT_OP_LE_I, number, rest));
	return spot_translate_and(t,
	    op2(t, SPOT_OP_LE_I, limit, int_of(t, INT64_MAX + step)),
	    op2(t, SPOT_OP_LE_I, rest, number));
}

static bool loop(struct spot_translator *t, const struct spot_proto_instr *i)
{
	struct spot_sym *number = spot_translate_reg(t, i->a), *limit, *step;
	bool is_int = spot_translate_guard(t, number, SPOT_SYM_INT) != t->no;
	enum spot_sym_kind kind = is_int ? SPOT_SYM_INT : SPOT_SYM_FLOAT;
	size_t target = t->frame->pc + 1 - (size_t)i->x;
	uint32_t x = spot_translate_node(t, number, kind), last, next, goes_on;
	struct spot_value by;

	limit = spot_translate_reg(t, (size_t)i->a + 1);
	step = spot_translate_reg(t, (size_t)i->a + 2);
	last = spot_translate_node(t, limit, kind);
	if (!spot_translate_is_constant(t, step, &by)) {
		spot_translate_refuse(t, "a loop whose steps are not constant");
		return false;
	}
	next = op2(t, is_int ? SPOT_OP_ADD_I : SPOT_OP_ADD_F, x,
	    spot_translate_node(t, step, kind));
	if (is_int)
		goes_on = has_next_int(t, x, last, by.as.integer);
	else
		goes_on = by.as.number > 0 ? op2(t, SPOT_OP_LE_F, next, last)
		    : op2(t, SPOT_OP_LE_F, last, next);
	goes_on = live(t, goes_on);
	set_number(t, i->a, kind, next);
	set_number(t, (size_t)i->a + 3, kind, next);
	spot_translate_go(t, target, goes_on, goes_on == t->active);
	t->active = spot_translate_but(t, t->active, goes_on);
	return true;
}

/* --- for … in ----------------------------------------------------------------------------- */

/* The place after the key in register A + 2 (nil: the first). */
static size_t walk_place(struct spot_translator *t, const struct spot_proto_instr *i,
    const struct spot_object *walk)
{
	struct spot_value key;
	size_t place = 0;

	if (!spot_translate_is_constant(t, spot_translate_reg(t, (size_t)i->a + 2), &key)) {
		spot_translate_refuse(t, "lanes of a loop over pairs are apart");
		return walk->n_entries;
	}
	if (key.kind == SPOT_KIND_NIL)
		return 0;
	while (place < walk->n_entries && !spot_translate_same_key(&walk->entries[place].key, &key))
		place++;
	return place + 1;
}

/* A round of pairs: keys whose value is nil by now are passed over. */
static bool walk(struct spot_translator *t, const struct spot_proto_instr *i,
    const struct spot_object *walk)
{
	size_t place = walk_place(t, i, walk), reg = (size_t)i->a + 4;
	struct spot_sym *value, *key, *had = t->frame->regs[i->a + 2];
	struct spot_object *own = t->objects[walk->walked];
	uint32_t is_nil;

	for (size_t k = 0; k < i->c; k++)
		t->frame->regs[reg + k] = spot_translate_nil(t);
	if (place >= walk->n_entries || t->is_stopped)
		return true;
	key = spot_translate_constant(t, &walk->entries[place].key);
	value = own->kind == SPOT_OBJECT_OWN
	    ? spot_translate_own_get(t, own, &walk->entries[place].key)
	    : spot_translate_entry_sym(t, &walk->entries[place]);
	is_nil = spot_translate_guard(t, value, SPOT_SYM_NIL);
	/* What was not there when the walk began is not met. */
	if (own->kind == SPOT_OBJECT_OWN)
		is_nil = spot_translate_or(t, is_nil, spot_translate_guard(t,
		    walk->entries[place].value, SPOT_SYM_NIL));
	/* Those come here again, as if from a round. */
	t->frame->regs[i->a + 2] = key;
	spot_translate_go(t, t->frame->pc, live(t, is_nil), true);
	t->frame->regs[i->a + 2] = had;
	t->active = spot_translate_but(t, t->active, is_nil);
	t->frame->regs[reg] = key;
	if (i->c > 1)
		t->frame->regs[reg + 1] = value;
	return true;
}

static bool call_iterator(struct spot_translator *t, const struct spot_proto_instr *i)
{
	struct spot_sym *iterator = spot_translate_reg(t, i->a);
	struct spot_syms args = spot_translate_syms(t, 2), results;
	uint32_t object;

	if (spot_translate_is_object(t, iterator, &object) &&
	    t->objects[object]->kind == SPOT_OBJECT_WALK)
		return walk(t, i, t->objects[object]);
	if (args.n < 2)
		return false;
	args.items[0] = spot_translate_reg(t, (size_t)i->a + 1);
	args.items[1] = spot_translate_reg(t, (size_t)i->a + 2);
	spot_translate_call(t, iterator, &args, &results);
	for (size_t k = 0; k < i->c; k++)
		t->frame->regs[(size_t)i->a + 4 + k] = spot_translate_arg(t, &results, k);
	return true;
}

static bool loop_iterator(struct spot_translator *t, const struct spot_proto_instr *i)
{
	struct spot_sym *control = spot_translate_reg(t, (size_t)i->a + 4);
	uint32_t is_nil = spot_translate_guard(t, control, SPOT_SYM_NIL);
	uint32_t goes_on = spot_translate_but(t, t->active, is_nil);

	spot_translate_set_reg(t, (size_t)i->a + 2, control);
	spot_translate_go(t, t->frame->pc + 1 - (size_t)i->x, goes_on, goes_on == t->active);
	t->active = live(t, is_nil);
	return true;
}

static bool jump(struct spot_translator *t, size_t pc)
{
	if (pc > t->frame->pc && t->frame->n_edges == 0) {
		t->frame->pc = pc - 1; /* step goes on to the next */
		return true;
	}
	spot_translate_go(t, pc, t->active, false);
	return false;
}

bool spot_translate_loop_step(struct spot_translator *t, const struct spot_proto_instr *i)
{
	switch ((int)i->op) {
	case SPOT_LUA_FORPREP:
		return prepare(t, i);
	case SPOT_LUA_FORLOOP:
		return loop(t, i);
	case SPOT_LUA_TFORPREP:
		if (!spot_translate_is_nil(t, spot_translate_reg(t, (size_t)i->a + 3)))
			spot_translate_refuse(t, "a loop with a variable to be closed");
		/* fallthrough */
	case SPOT_LUA_JMP:
		return jump(t, (size_t)((int64_t)t->frame->pc + 1 + i->x));
	case SPOT_LUA_TFORCALL:
		return call_iterator(t, i);
	case SPOT_LUA_TFORLOOP:
		return loop_iterator(t, i);
	}
	return false;
}
