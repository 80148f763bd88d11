/* SPDX-License-Identifier: MIT */
/*
 * Arithmetic. Every kind of the one operand meets every kind of the other; a pair that Lua refuses
 * fails where both guards are true. Texts go another way than numbers: to the strings' metatable,
 * which gets the operands as they were written (x - 0 is ADDI x, 0 for numbers, and -0.0 - 0
 * differs from -0.0 + 0).
 */
#include "rules/translate_internal.h"

static bool is_bitwise(enum spot_arith op)
{
	return op >= SPOT_ARITH_BAND;
}

static uint32_t shift(struct spot_translator *t, enum spot_arith op, uint32_t a, uint32_t b)
{
	if (op == SPOT_ARITH_SHR)
		b = op1(t, SPOT_OP_NEG_I, b);
	return op2(t, SPOT_OP_SHL_I, a, b);
}

static uint32_t calculate_int(struct spot_translator *t, enum spot_arith op, uint32_t a, uint32_t b)
{
	static const enum spot_op ops[SPOT_ARITH_N] = {
		[SPOT_ARITH_ADD] = SPOT_OP_ADD_I, [SPOT_ARITH_SUB] = SPOT_OP_SUB_I,
		[SPOT_ARITH_MUL] = SPOT_OP_MUL_I, [SPOT_ARITH_MOD] = SPOT_OP_MOD_I,
		[SPOT_ARITH_IDIV] = SPOT_OP_IDIV_I, [SPOT_ARITH_BAND] = SPOT_OP_AND_I,
		[SPOT_ARITH_BOR] = SPOT_OP_OR_I, [SPOT_ARITH_BXOR] = SPOT_OP_XOR_I,
	};

	if (op == SPOT_ARITH_SHL || op == SPOT_ARITH_SHR)
		return shift(t, op, a, b);
	return op2(t, ops[op], a, b);
}

static uint32_t calculate_float(struct spot_translator *t, enum spot_arith op, uint32_t a,
    uint32_t b)
{
	static const enum spot_op ops[SPOT_ARITH_N] = {
		[SPOT_ARITH_ADD] = SPOT_OP_ADD_F, [SPOT_ARITH_SUB] = SPOT_OP_SUB_F,
		[SPOT_ARITH_MUL] = SPOT_OP_MUL_F, [SPOT_ARITH_MOD] = SPOT_OP_MOD_F,
		[SPOT_ARITH_POW] = SPOT_OP_POW_F, [SPOT_ARITH_DIV] = SPOT_OP_DIV_F,
		[SPOT_ARITH_IDIV] = SPOT_OP_IDIV_F,
	};

	return op2(t, ops[op], a, b);
}

/* Adds what the numbers of these kinds give under the guard. */
static void add_numbers(struct spot_translator *t, struct spot_sym *out, enum spot_arith op,
    struct spot_sym *a, enum spot_sym_kind kind_a, struct spot_sym *b, enum spot_sym_kind kind_b,
    uint32_t guard)
{
	uint32_t x = spot_translate_node(t, a, kind_a), y = spot_translate_node(t, b, kind_b);
	bool are_ints = kind_a == SPOT_SYM_INT && kind_b == SPOT_SYM_INT;

	if (is_bitwise(op) && !are_ints) {
		if (kind_a == SPOT_SYM_FLOAT)
			x = spot_translate_whole(t, x, guard);
		if (kind_b == SPOT_SYM_FLOAT)
			y = spot_translate_whole(t, y, guard);
		are_ints = true;
	}
	if (are_ints && op != SPOT_ARITH_DIV && op != SPOT_ARITH_POW) {
		if (op == SPOT_ARITH_IDIV || op == SPOT_ARITH_MOD)
			spot_translate_fail(t, spot_translate_and(t, guard,
			    op2(t, SPOT_OP_EQ_I, y, int_of(t, 0))));
		spot_translate_add(t, out, SPOT_SYM_INT, guard, calculate_int(t, op, x, y));
		return;
	}
	if (kind_a == SPOT_SYM_INT)
		x = op1(t, SPOT_OP_I_TO_F, x);
	if (kind_b == SPOT_SYM_INT)
		y = op1(t, SPOT_OP_I_TO_F, y);
	spot_translate_add(t, out, SPOT_SYM_FLOAT, guard, calculate_float(t, op, x, y));
}

static bool is_number(enum spot_sym_kind kind)
{
	return kind == SPOT_SYM_INT || kind == SPOT_SYM_FLOAT;
}

/* Pairs of numbers are added; returns where one is a text and the other a text or number. The rest
 * fails. */
static uint32_t add_pairs(struct spot_translator *t, struct spot_sym *out, enum spot_arith op,
    struct spot_sym *a, struct spot_sym *b)
{
	uint32_t with_text = t->no;

	for (int kind_a = 0; kind_a < SPOT_SYM_N; kind_a++) {
		uint32_t guard_a = spot_translate_guard(t, a, kind_a);

		for (int kind_b = 0; kind_b < SPOT_SYM_N && guard_a != t->no; kind_b++) {
			uint32_t guard = spot_translate_guard(t, b, kind_b);

			guard = spot_translate_and(t, guard_a, guard);
			if (guard == t->no || live(t, guard) == t->no)
				continue;
			if (is_number(kind_a) && is_number(kind_b))
				add_numbers(t, out, op, a, kind_a, b, kind_b, guard);
			else if (!is_bitwise(op) &&
			    (is_number(kind_a) || kind_a == SPOT_SYM_TEXT) &&
			    (is_number(kind_b) || kind_b == SPOT_SYM_TEXT))
				with_text = spot_translate_or(t, with_text, guard);
			else
				spot_translate_fail(t, guard);
		}
	}
	return with_text;
}

struct spot_sym *spot_translate_arith_text(struct spot_translator *t, enum spot_arith op,
    struct spot_sym *a, struct spot_sym *b, enum spot_arith op_text, struct spot_sym *text_a,
    struct spot_sym *text_b)
{
	struct spot_sym *out = spot_translate_open(t), *other;
	uint32_t with_text = add_pairs(t, out, op, a, b), elsewhere;

	if (with_text == t->no)
		return spot_translate_close(t, out);
	elsewhere = spot_translate_enter(t, with_text);
	text_a = spot_translate_parse(t, text_a, true);
	text_b = spot_translate_parse(t, text_b, true);
	other = spot_translate_open(t);
	add_pairs(t, other, op_text, text_a, text_b);
	spot_translate_close(t, other);
	spot_translate_add_sym(t, out, with_text, other);
	spot_translate_leave(t, elsewhere);
	return spot_translate_close(t, out);
}

struct spot_sym *spot_translate_arith(struct spot_translator *t, enum spot_arith op,
    struct spot_sym *a, struct spot_sym *b)
{
	return spot_translate_arith_text(t, op, a, b, op, a, b);
}

struct spot_sym *spot_translate_minus(struct spot_translator *t, struct spot_sym *a)
{
	struct spot_sym *out = spot_translate_open(t);
	uint32_t guard;

	a = spot_translate_parse(t, a, true);
	guard = spot_translate_guard(t, a, SPOT_SYM_INT);
	if (guard != t->no)
		spot_translate_add(t, out, SPOT_SYM_INT, guard,
		    op1(t, SPOT_OP_NEG_I, spot_translate_node(t, a, SPOT_SYM_INT)));
	guard = spot_translate_guard(t, a, SPOT_SYM_FLOAT);
	if (guard != t->no)
		spot_translate_add(t, out, SPOT_SYM_FLOAT, guard,
		    op1(t, SPOT_OP_NEG_F, spot_translate_node(t, a, SPOT_SYM_FLOAT)));
	return spot_translate_close(t, out);
}

struct spot_sym *spot_translate_bnot(struct spot_translator *t, struct spot_sym *a)
{
	struct spot_value minus_one = int_value(-1);

	return spot_translate_arith(t, SPOT_ARITH_BXOR, a,
	    spot_translate_constant(t, &minus_one));
}

struct spot_sym *spot_translate_concat(struct spot_translator *t, struct spot_sym **items, size_t n)
{
	uint32_t text = SPOT_NODE_NONE;

	/* None of them is read from the account here, so the order of failures does not show. */
	for (size_t i = n; i-- > 0 && !t->is_stopped;) {
		uint32_t item = spot_translate_to_text(t, items[i]);

		text = text == SPOT_NODE_NONE ? item
		    : spot_translate_join(t, item, text, t->active);
	}
	return spot_translate_sym(t, SPOT_SYM_TEXT, text);
}
