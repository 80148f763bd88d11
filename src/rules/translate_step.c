/* SPDX-License-Identifier: MIT */
/* One instruction of Lua 5.4, on symbols. Loops and closures have files of their own. */
#include "rules/translate_internal.h"

enum { FIRST_EVENT = 6 }; /* Lua's number for __add */

static struct spot_sym *constant(struct spot_translator *t, size_t idx)
{
	return spot_translate_constant(t, &t->frame->proto->constants[idx]);
}

/* Register or constant, as k says. */
static struct spot_sym *either(struct spot_translator *t, const struct spot_proto_instr *i)
{
	return i->k ? constant(t, i->c) : spot_translate_reg(t, i->c);
}

static struct spot_sym *integer(struct spot_translator *t, int64_t value)
{
	return spot_translate_sym(t, SPOT_SYM_INT, int_of(t, value));
}

static void set(struct spot_translator *t, const struct spot_proto_instr *i, struct spot_sym *sym)
{
	spot_translate_set_reg(t, i->a, sym);
}

/* --- loads -------------------------------------------------------------------------------- */

static bool step_load(struct spot_translator *t, const struct spot_proto_instr *i)
{
	struct spot_sym *sym = NULL;

	switch ((int)i->op) {
	case SPOT_LUA_MOVE:
		sym = spot_translate_reg(t, i->b);
		break;
	case SPOT_LUA_LOADI:
		sym = integer(t, i->x);
		break;
	case SPOT_LUA_LOADF:
		sym = spot_translate_sym(t, SPOT_SYM_FLOAT, float_of(t, i->x));
		break;
	case SPOT_LUA_LOADK:
		sym = constant(t, (size_t)i->x);
		break;
	case SPOT_LUA_LOADKX:
		sym = constant(t, (size_t)i[1].x);
		t->frame->pc++;
		break;
	case SPOT_LUA_LFALSESKIP:
		t->frame->pc++;
		/* fallthrough */
	case SPOT_LUA_LOADFALSE:
		sym = spot_translate_bool(t, t->no);
		break;
	case SPOT_LUA_LOADTRUE:
		sym = spot_translate_bool(t, t->yes);
		break;
	case SPOT_LUA_LOADNIL:
		for (size_t reg = i->a; reg <= (size_t)i->a + i->b; reg++)
			spot_translate_set_reg(t, reg, spot_translate_nil(t));
		return true;
	case SPOT_LUA_GETUPVAL:
		sym = spot_translate_cell_get(t, t->frame->cells[i->b]);
		break;
	}
	set(t, i, sym);
	return true;
}

/* --- tables ------------------------------------------------------------------------------- */

static struct spot_sym *new_table(struct spot_translator *t)
{
	uint32_t object = spot_translate_object_new(t, SPOT_OBJECT_OWN);

	if (!t->is_stopped) {
		t->objects[object]->made_in = t->frame->serial;
		t->objects[object]->made_in_split = split_of(t);
	}
	spot_translate_spend(t, 100);
	return spot_translate_object(t, object);
}

static void set_list(struct spot_translator *t, const struct spot_proto_instr *i)
{
	struct spot_frame *frame = t->frame;
	int64_t first = i->c + (i->k ? (int64_t)i[1].x * 256 : 0);
	size_t n = i->b;

	if (n == 0) {
		n = frame->open_reg - i->a - 1 + frame->open.n;
		if (frame->open.n_min < frame->open.n)
			spot_translate_refuse(t,
			    "it makes a table of a number of values that is not constant");
	}
	for (size_t k = 0; k < n && !t->is_stopped; k++) {
		size_t reg = i->a + 1 + k;
		bool is_open = i->b == 0 && reg >= frame->open_reg;

		spot_translate_store(t, spot_translate_reg(t, i->a),
		    integer(t, first + (int64_t)k + 1),
		    is_open ? frame->open.items[reg - frame->open_reg]
		        : spot_translate_reg(t, reg));
	}
	frame->pc += i->k;
}

static bool step_table(struct spot_translator *t, const struct spot_proto_instr *i)
{
	struct spot_sym *table = NULL;

	switch ((int)i->op) {
	case SPOT_LUA_GETTABUP:
		set(t, i, spot_translate_index(t, spot_translate_cell_get(t,
		    t->frame->cells[i->b]), constant(t, i->c)));
		break;
	case SPOT_LUA_GETTABLE:
		set(t, i, spot_translate_index(t, spot_translate_reg(t, i->b),
		    spot_translate_reg(t, i->c)));
		break;
	case SPOT_LUA_GETI:
		set(t, i, spot_translate_index(t, spot_translate_reg(t, i->b),
		    integer(t, i->c)));
		break;
	case SPOT_LUA_GETFIELD:
		set(t, i, spot_translate_index(t, spot_translate_reg(t, i->b),
		    constant(t, i->c)));
		break;
	case SPOT_LUA_SELF:
		table = spot_translate_reg(t, i->b);
		set(t, i, spot_translate_index(t, table, either(t, i)));
		spot_translate_set_reg(t, (size_t)i->a + 1, table);
		break;
	case SPOT_LUA_SETTABLE:
		spot_translate_store(t, spot_translate_reg(t, i->a),
		    spot_translate_reg(t, i->b), either(t, i));
		break;
	case SPOT_LUA_SETI:
		spot_translate_store(t, spot_translate_reg(t, i->a), integer(t, i->b),
		    either(t, i));
		break;
	case SPOT_LUA_SETFIELD:
		spot_translate_store(t, spot_translate_reg(t, i->a), constant(t, i->b),
		    either(t, i));
		break;
	case SPOT_LUA_NEWTABLE:
		set(t, i, new_table(t));
		t->frame->pc++;
		break;
	case SPOT_LUA_SETLIST:
		set_list(t, i);
		break;
	}
	return true;
}

/* --- arithmetic --------------------------------------------------------------------------- */

static enum spot_arith arith_of(uint8_t op)
{
	if (op == SPOT_LUA_ADDI)
		return SPOT_ARITH_ADD;
	if (op == SPOT_LUA_SHRI)
		return SPOT_ARITH_SHR;
	if (op == SPOT_LUA_SHLI)
		return SPOT_ARITH_SHL;
	if (op < SPOT_LUA_ADD) {
		static const enum spot_arith with_constant[] = { SPOT_ARITH_ADD, SPOT_ARITH_SUB,
			SPOT_ARITH_MUL, SPOT_ARITH_MOD, SPOT_ARITH_POW, SPOT_ARITH_DIV,
			SPOT_ARITH_IDIV, SPOT_ARITH_BAND, SPOT_ARITH_BOR, SPOT_ARITH_BXOR };

		return with_constant[op - SPOT_LUA_ADDK];
	}
	return (enum spot_arith)(op - SPOT_LUA_ADD);
}

/* The next instruction says what Lua does when the operands are not numbers. */
static bool step_arith(struct spot_translator *t, const struct spot_proto_instr *i)
{
	const struct spot_proto_instr *other = i + 1;
	struct spot_sym *a = spot_translate_reg(t, i->b), *b, *text_a, *text_b, *swap;
	enum spot_arith op_text = (enum spot_arith)(other->c - FIRST_EVENT);

	switch (spot_proto_op(i->op)->c) {
	case SPOT_OPERAND_K:
		b = constant(t, i->c);
		break;
	case SPOT_OPERAND_J:
		b = integer(t, spot_proto_signed(i->c));
		break;
	default:
		b = spot_translate_reg(t, i->c);
	}
	text_a = spot_translate_reg(t, other->a);
	text_b = other->op == SPOT_LUA_MMBINK ? constant(t, other->b)
	    : other->op == SPOT_LUA_MMBINI ? integer(t, spot_proto_signed(other->b))
	    : spot_translate_reg(t, other->b);
	if (other->op != SPOT_LUA_MMBIN && other->k) {
		swap = text_a;
		text_a = text_b;
		text_b = swap;
	}
	if (i->op == SPOT_LUA_SHLI) {
		swap = a;
		a = b;
		b = swap;
	}
	set(t, i, spot_translate_arith_text(t, arith_of(i->op), a, b, op_text, text_a, text_b));
	t->frame->pc++;
	return true;
}

static bool step_unary(struct spot_translator *t, const struct spot_proto_instr *i)
{
	struct spot_sym *a, **items;

	if (i->op == SPOT_LUA_CONCAT) {
		items = t->frame->regs + i->a;
		set(t, i, spot_translate_concat(t, items, i->b));
		return true;
	}
	a = spot_translate_reg(t, i->b);
	switch ((int)i->op) {
	case SPOT_LUA_UNM:
		a = spot_translate_minus(t, a);
		break;
	case SPOT_LUA_BNOT:
		a = spot_translate_bnot(t, a);
		break;
	case SPOT_LUA_NOT:
		a = spot_translate_bool(t, spot_translate_not(t, spot_translate_truth(t, a)));
		break;
	case SPOT_LUA_LEN:
		a = spot_translate_length(t, a);
		break;
	}
	set(t, i, a);
	return true;
}

/* --- branches ----------------------------------------------------------------------------- */

/* A test: where it is as wanted the jump that follows is taken, else passed over. moved: what the
 * jump finds in register A, if not NULL. */
static bool branch(struct spot_translator *t, const struct spot_proto_instr *i, uint32_t truth,
    bool wanted, struct spot_sym *moved)
{
	struct spot_frame *frame = t->frame;
	uint32_t yes = live(t, truth), no = spot_translate_but(t, t->active, truth);
	struct spot_sym *had = frame->regs[i->a];
	uint32_t jumps = wanted ? yes : no;
	size_t target = (size_t)((int64_t)frame->pc + 2 + i[1].x);

	if (moved)
		frame->regs[i->a] = moved;
	spot_translate_go(t, target, jumps, jumps == t->active);
	frame->regs[i->a] = had;
	t->active = wanted ? no : yes;
	frame->pc++;
	return true;
}

static bool step_test(struct spot_translator *t, const struct spot_proto_instr *i)
{
	struct spot_sym *a = spot_translate_reg(t, i->op == SPOT_LUA_TESTSET ? i->b : i->a);
	int64_t number = spot_proto_signed(i->b);
	uint32_t truth = t->no;

	switch ((int)i->op) {
	case SPOT_LUA_EQ:
		truth = spot_translate_eq(t, a, spot_translate_reg(t, i->b));
		break;
	case SPOT_LUA_LT:
	case SPOT_LUA_LE:
		truth = spot_translate_less(t, a, spot_translate_reg(t, i->b),
		    i->op == SPOT_LUA_LE);
		break;
	case SPOT_LUA_EQK:
		truth = spot_translate_eq(t, a, constant(t, i->b));
		break;
	case SPOT_LUA_EQI:
		truth = spot_translate_eq(t, a, integer(t, number));
		break;
	case SPOT_LUA_LTI:
	case SPOT_LUA_LEI:
		truth = spot_translate_less(t, a, integer(t, number), i->op == SPOT_LUA_LEI);
		break;
	case SPOT_LUA_GTI:
	case SPOT_LUA_GEI:
		truth = spot_translate_less(t, integer(t, number), a, i->op == SPOT_LUA_GEI);
		break;
	case SPOT_LUA_TEST:
		truth = spot_translate_truth(t, a);
		break;
	case SPOT_LUA_TESTSET:
		return branch(t, i, spot_translate_truth(t, a), i->k, a);
	}
	return branch(t, i, truth, i->k, NULL);
}

/* --- calls -------------------------------------------------------------------------------- */

/* Registers from first on: n of them, or up to the last call's results. */
static struct spot_syms gather(struct spot_translator *t, size_t first, size_t n, bool is_open)
{
	struct spot_frame *frame = t->frame;
	size_t n_regs = is_open ? frame->open_reg - first : n;
	struct spot_syms syms;

	syms = spot_translate_syms(t, n_regs + (is_open ? frame->open.n : 0));
	for (size_t i = 0; i < syms.n; i++)
		syms.items[i] = i < n_regs ? spot_translate_reg(t, first + i)
		    : frame->open.items[i - n_regs];
	if (is_open)
		syms.n_min = n_regs + frame->open.n_min;
	return syms;
}

/* n values into registers from first on, or, is_open, as many as there are. */
static void scatter(struct spot_translator *t, size_t first, size_t n, bool is_open,
    const struct spot_syms *syms)
{
	struct spot_frame *frame = t->frame;

	if (is_open) {
		frame->open = *syms;
		frame->open_reg = first;
		return;
	}
	for (size_t i = 0; i < n; i++)
		frame->regs[first + i] = spot_translate_arg(t, syms, i);
}

static bool step_call(struct spot_translator *t, const struct spot_proto_instr *i)
{
	struct spot_syms args = gather(t, (size_t)i->a + 1, i->b ? i->b - 1u : 0, i->b == 0);
	struct spot_syms results;

	spot_translate_call(t, spot_translate_reg(t, i->a), &args, &results);
	if (i->op == SPOT_LUA_TAILCALL) {
		spot_translate_return(t, &results);
		return false;
	}
	scatter(t, i->a, i->c ? i->c - 1u : 0, i->c == 0, &results);
	return true;
}

static bool step_return(struct spot_translator *t, const struct spot_proto_instr *i)
{
	struct spot_syms results = { 0 };

	if (i->op == SPOT_LUA_RETURN)
		results = gather(t, i->a, i->b ? i->b - 1u : 0, i->b == 0);
	else if (i->op == SPOT_LUA_RETURN1)
		results = gather(t, i->a, 1, false);
	spot_translate_return(t, &results);
	return false;
}

/* --- all ---------------------------------------------------------------------------------- */

static bool step(struct spot_translator *t, const struct spot_proto_instr *i)
{
	switch ((enum spot_lua_op)i->op) {
	case SPOT_LUA_MOVE: case SPOT_LUA_LOADI: case SPOT_LUA_LOADF: case SPOT_LUA_LOADK:
	case SPOT_LUA_LOADKX: case SPOT_LUA_LOADFALSE: case SPOT_LUA_LFALSESKIP:
	case SPOT_LUA_LOADTRUE: case SPOT_LUA_LOADNIL: case SPOT_LUA_GETUPVAL:
		return step_load(t, i);
	case SPOT_LUA_SETUPVAL:
		spot_translate_cell_set(t, t->frame->cells[i->b], spot_translate_reg(t, i->a));
		return true;
	case SPOT_LUA_GETTABUP: case SPOT_LUA_GETTABLE: case SPOT_LUA_GETI:
	case SPOT_LUA_GETFIELD: case SPOT_LUA_SELF: case SPOT_LUA_SETTABLE: case SPOT_LUA_SETI:
	case SPOT_LUA_SETFIELD: case SPOT_LUA_NEWTABLE: case SPOT_LUA_SETLIST:
		return step_table(t, i);
	case SPOT_LUA_ADDI: case SPOT_LUA_ADDK: case SPOT_LUA_SUBK: case SPOT_LUA_MULK:
	case SPOT_LUA_MODK: case SPOT_LUA_POWK: case SPOT_LUA_DIVK: case SPOT_LUA_IDIVK:
	case SPOT_LUA_BANDK: case SPOT_LUA_BORK: case SPOT_LUA_BXORK: case SPOT_LUA_SHRI:
	case SPOT_LUA_SHLI: case SPOT_LUA_ADD: case SPOT_LUA_SUB: case SPOT_LUA_MUL:
	case SPOT_LUA_MOD: case SPOT_LUA_POW: case SPOT_LUA_DIV: case SPOT_LUA_IDIV:
	case SPOT_LUA_BAND: case SPOT_LUA_BOR: case SPOT_LUA_BXOR: case SPOT_LUA_SHL:
	case SPOT_LUA_SHR:
		return step_arith(t, i);
	case SPOT_LUA_UNM: case SPOT_LUA_BNOT: case SPOT_LUA_NOT: case SPOT_LUA_LEN:
	case SPOT_LUA_CONCAT:
		return step_unary(t, i);
	case SPOT_LUA_EQ: case SPOT_LUA_LT: case SPOT_LUA_LE: case SPOT_LUA_EQK:
	case SPOT_LUA_EQI: case SPOT_LUA_LTI: case SPOT_LUA_LEI: case SPOT_LUA_GTI:
	case SPOT_LUA_GEI: case SPOT_LUA_TEST: case SPOT_LUA_TESTSET:
		return step_test(t, i);
	case SPOT_LUA_JMP: case SPOT_LUA_FORLOOP: case SPOT_LUA_FORPREP: case SPOT_LUA_TFORPREP:
	case SPOT_LUA_TFORCALL: case SPOT_LUA_TFORLOOP:
		return spot_translate_loop_step(t, i);
	case SPOT_LUA_CALL: case SPOT_LUA_TAILCALL:
		return step_call(t, i);
	case SPOT_LUA_RETURN: case SPOT_LUA_RETURN0: case SPOT_LUA_RETURN1:
		return step_return(t, i);
	case SPOT_LUA_CLOSE:
		spot_translate_cells_close(t->frame, i->a);
		return true;
	case SPOT_LUA_CLOSURE:
		spot_translate_closure(t, i);
		return true;
	case SPOT_LUA_VARARG:
		scatter(t, i->a, i->c ? i->c - 1u : 0, i->c == 0, &t->frame->varargs);
		return true;
	case SPOT_LUA_VARARGPREP: case SPOT_LUA_EXTRAARG:
		return true;
	case SPOT_LUA_SETTABUP:
		spot_translate_refuse(t, "it sets a global");
		return false;
	case SPOT_LUA_TBC:
		spot_translate_refuse(t, "it has a variable to be closed");
		return false;
	case SPOT_LUA_MMBIN: case SPOT_LUA_MMBINI: case SPOT_LUA_MMBINK: case SPOT_LUA_OP_N:
		break;
	}
	spot_translate_refuse(t, "its bytecode is unusual");
	return false;
}

bool spot_translate_step(struct spot_translator *t)
{
	struct spot_frame *frame = t->frame;
	bool goes_on = step(t, &frame->proto->code[frame->pc]);

	if (goes_on)
		frame->pc++;
	return goes_on;
}
