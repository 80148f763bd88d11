/* SPDX-License-Identifier: MIT */
/* What instructions do, and whether a function's instructions make sense. */
#include "rules/proto.h"

static const struct spot_proto_op ops[SPOT_LUA_OP_N] = {
#define ROW_OF(name, format, a, b, c) \
	{ #name, SPOT_FORMAT_##format, SPOT_OPERAND_##a, SPOT_OPERAND_##b, SPOT_OPERAND_##c },
	SPOT_LUA_OPS(ROW_OF)
#undef ROW_OF
};

const struct spot_proto_op *spot_proto_op(enum spot_lua_op op)
{
	return &ops[op];
}

static bool is_arithmetic(uint8_t op)
{
	return op >= SPOT_LUA_ADDI && op <= SPOT_LUA_SHR;
}

static bool is_test(uint8_t op)
{
	return op >= SPOT_LUA_EQ && op <= SPOT_LUA_TESTSET;
}

static bool is_return(uint8_t op)
{
	return op >= SPOT_LUA_RETURN && op <= SPOT_LUA_RETURN1;
}

/* Out of range (also below 0, wrapped) when the jump is wrong. */
static size_t jump_target(size_t pc, int64_t by)
{
	return (size_t)((int64_t)pc + 1 + by);
}

size_t spot_proto_next(const struct spot_proto *proto, size_t pc, size_t next[2])
{
	const struct spot_proto_instr *i = &proto->code[pc];

	next[0] = pc + 1;
	if (is_return(i->op))
		return 0;
	if (is_arithmetic(i->op) || is_test(i->op)) {
		next[1] = pc + 2;
		return 2;
	}
	switch ((int)i->op) {
	case SPOT_LUA_LFALSESKIP:
	case SPOT_LUA_LOADKX:
	case SPOT_LUA_NEWTABLE:
		next[0] = pc + 2;
		return 1;
	case SPOT_LUA_SETLIST:
		next[0] = pc + 1 + i->k;
		return 1;
	case SPOT_LUA_JMP:
	case SPOT_LUA_TFORPREP:
		next[0] = jump_target(pc, i->x);
		return 1;
	case SPOT_LUA_FORPREP:
		next[1] = jump_target(pc, (int64_t)i->x + 1);
		return 2;
	case SPOT_LUA_FORLOOP:
	case SPOT_LUA_TFORLOOP:
		next[1] = jump_target(pc, -(int64_t)i->x);
		return 2;
	default:
		return 1;
	}
}

void spot_proto_written(const struct spot_proto *proto, size_t pc, size_t *first, size_t *end)
{
	const struct spot_proto_instr *i = &proto->code[pc];

	*first = i->a;
	*end = (size_t)i->a + (ops[i->op].a == SPOT_OPERAND_W);
	switch ((int)i->op) {
	case SPOT_LUA_LOADNIL:
		*end += i->b;
		break;
	case SPOT_LUA_SELF:
		*end += 1;
		break;
	case SPOT_LUA_CONCAT:
		*end += (size_t)i->b - 1;
		break;
	case SPOT_LUA_FORPREP:
	case SPOT_LUA_FORLOOP:
		*end += 3;
		break;
	case SPOT_LUA_TFORLOOP:
		*first += 2;
		*end += 3;
		break;
	case SPOT_LUA_TFORCALL:
		*first += 4;
		*end = proto->n_registers;
		break;
	case SPOT_LUA_CALL:
	case SPOT_LUA_TAILCALL:
	case SPOT_LUA_VARARG:
		*end = proto->n_registers;
		break;
	}
}

/* --- verifying ---------------------------------------------------------------------------- */

/* How many registers from A on the instruction names, whatever its operands' letters say. */
static size_t registers_from_a(const struct spot_proto_instr *i)
{
	size_t n = 0;

	switch ((int)i->op) {
	case SPOT_LUA_LOADNIL:
	case SPOT_LUA_SETLIST:
		return (size_t)i->b + 1;
	case SPOT_LUA_SELF:
		return 2;
	case SPOT_LUA_CONCAT:
	case SPOT_LUA_TAILCALL:
		return i->b;
	case SPOT_LUA_RETURN:
		return i->b ? (size_t)i->b - 1 : 1;
	case SPOT_LUA_CALL:
		n = i->c ? (size_t)i->c - 1 : 0;
		return n > i->b ? n : i->b;
	case SPOT_LUA_VARARG:
		return i->c ? (size_t)i->c - 1 : 0;
	case SPOT_LUA_FORPREP:
	case SPOT_LUA_FORLOOP:
	case SPOT_LUA_TFORPREP:
		return 4;
	case SPOT_LUA_TFORCALL:
		return (size_t)i->c + 4;
	case SPOT_LUA_TFORLOOP:
		return 5;
	default:
		return 0;
	}
}

static bool operand_is_valid(const struct spot_proto *p, const struct spot_proto_instr *i,
    enum spot_operand operand, size_t value)
{
	bool is_name = operand == SPOT_OPERAND_S;

	if (operand == SPOT_OPERAND_M) {
		operand = i->k ? SPOT_OPERAND_K : SPOT_OPERAND_R;
		is_name = i->k && i->op == SPOT_LUA_SELF;
	}
	switch (operand) {
	case SPOT_OPERAND_W:
	case SPOT_OPERAND_R:
		return value < p->n_registers;
	case SPOT_OPERAND_K:
	case SPOT_OPERAND_S:
		return value < p->n_constants &&
		    (!is_name || p->constants[value].kind == SPOT_KIND_TEXT);
	case SPOT_OPERAND_U:
		return value < p->n_upvalues;
	case SPOT_OPERAND_M:
	case SPOT_OPERAND_J:
	case SPOT_OPERAND_N:
	case SPOT_OPERAND_o:
	case SPOT_OPERAND_COUNT:
		break;
	}
	return true;
}

/* The instruction that must follow, for those that come in pairs. */
static bool follower_is_valid(const struct spot_proto *p, size_t pc)
{
	const struct spot_proto_instr *i = &p->code[pc], *next = i + 1;

	if (is_arithmetic(i->op))
		return next->op >= SPOT_LUA_MMBIN && next->op <= SPOT_LUA_MMBINK;
	if (is_test(i->op))
		return next->op == SPOT_LUA_JMP;
	switch ((int)i->op) {
	case SPOT_LUA_LOADKX:
		return next->op == SPOT_LUA_EXTRAARG && (size_t)next->x < p->n_constants;
	case SPOT_LUA_NEWTABLE:
		return next->op == SPOT_LUA_EXTRAARG;
	case SPOT_LUA_SETLIST:
		return !i->k || next->op == SPOT_LUA_EXTRAARG;
	case SPOT_LUA_TFORCALL:
		return next->op == SPOT_LUA_TFORLOOP;
	case SPOT_LUA_LOADK:
		return (size_t)i->x < p->n_constants;
	case SPOT_LUA_CLOSURE:
		return (size_t)i->x < p->n_protos;
	default:
		return true;
	}
}

static bool instr_is_valid(const struct spot_proto *p, size_t pc)
{
	const struct spot_proto_instr *i = &p->code[pc];
	const struct spot_proto_op *op = &ops[i->op];
	size_t next[2];

	if (!operand_is_valid(p, i, op->a, i->a) || !operand_is_valid(p, i, op->b, i->b) ||
	    !operand_is_valid(p, i, op->c, i->c))
		return false;
	if (i->a + registers_from_a(i) > p->n_registers)
		return false;
	if (i->op == SPOT_LUA_CONCAT && i->b == 0)
		return false;
	for (size_t n = spot_proto_next(p, pc, next); n > 0; n--)
		if (next[n - 1] >= p->n_code)
			return false;
	return is_return(i->op) || (pc + 1 < p->n_code && follower_is_valid(p, pc));
}

bool spot_proto_is_valid(const struct spot_proto *p)
{
	if (p->n_code == 0 || !is_return(p->code[p->n_code - 1].op) ||
	    p->n_params > p->n_registers)
		return false;
	for (size_t pc = 0; pc < p->n_code; pc++)
		if (!instr_is_valid(p, pc))
			return false;
	for (size_t i = 0; i < p->n_protos; i++) {
		const struct spot_proto *inner = &p->protos[i];

		for (size_t u = 0; u < inner->n_upvalues; u++)
			if (inner->upvalues[u].idx >= (inner->upvalues[u].in_stack ?
			    p->n_registers : p->n_upvalues))
				return false;
		if (!spot_proto_is_valid(inner))
			return false;
	}
	return true;
}
