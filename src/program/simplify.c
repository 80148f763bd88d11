/* SPDX-License-Identifier: MIT */
/*
 * Nodes made simpler where that is exactly equal in every lane: no rounding, no sign of zero and
 * no NaN may come out otherwise. Most of it is about masks, since every branch of a rule makes
 * some: what both ways of a branch reach again is what the branch began with.
 */
#include <math.h>

#include "program/internal.h"
#include "program/scalar.h"

enum { MAX_CHOICE = 15 }; /* nodes of a tree of SELECTs that is looked at */

static bool is_op(const struct spot_builder *builder, uint32_t node, enum spot_op op)
{
	return builder->nodes[node].op == op;
}

static bool is_flag(const struct spot_builder *builder, uint32_t node, bool flag)
{
	return spot_builder_is_bool(builder, node, flag);
}

static bool is_constant(const struct spot_builder *builder, uint32_t node)
{
	return spot_op_is_constant(builder->nodes[node].op);
}

static bool is_integer(const struct spot_builder *builder, uint32_t node, int64_t value)
{
	const struct spot_node *n = &builder->nodes[node];
	return n->op == SPOT_OP_INT && n->imm.integer == value;
}

/* The constant of those bits: 0.0 is not -0.0. */
static bool is_number(const struct spot_builder *builder, uint32_t node, double value)
{
	const struct spot_node *n = &builder->nodes[node];
	return n->op == SPOT_OP_FLOAT && memcmp(&n->imm.number, &value, sizeof(value)) == 0;
}

/* x is the node "not y". */
static bool is_not(const struct spot_builder *builder, uint32_t x, uint32_t y)
{
	return is_op(builder, x, SPOT_OP_NOT) && builder->nodes[x].a == y;
}

static bool has_operand(const struct spot_builder *builder, uint32_t node, enum spot_op op,
    uint32_t operand)
{
	const struct spot_node *n = &builder->nodes[node];
	return n->op == op && (n->a == operand || n->b == operand);
}

/* Of a node with two operands the one that is not this. */
static uint32_t other_operand(const struct spot_builder *builder, uint32_t node, uint32_t operand)
{
	const struct spot_node *n = &builder->nodes[node];
	return n->a == operand ? n->b : n->a;
}

static uint32_t build2(struct spot_builder *builder, enum spot_op op, uint32_t a, uint32_t b)
{
	return spot_build(builder, op, a, b, SPOT_NODE_NONE, SPOT_NODE_NONE);
}

static uint32_t build_not(struct spot_builder *builder, uint32_t a)
{
	return build2(builder, SPOT_OP_NOT, a, SPOT_NODE_NONE);
}

/* --- truth values ------------------------------------------------------------------------- */

static uint32_t simplify_not(struct spot_builder *builder, const struct spot_node *node)
{
	return is_op(builder, node->a, SPOT_OP_NOT) ? builder->nodes[node->a].a : SPOT_NODE_NONE;
}

/* x and y, one way round. */
static uint32_t simplify_and(struct spot_builder *builder, uint32_t x, uint32_t y)
{
	const struct spot_node *b = &builder->nodes[y];
	if (is_flag(builder, y, true) || x == y)
		return x;
	if (is_flag(builder, y, false) || is_not(builder, y, x))
		return spot_build_bool(builder, false);
	if (is_op(builder, y, SPOT_OP_NOT))
		return build2(builder, SPOT_OP_ANDNOT, x, b->a);
	if (has_operand(builder, y, SPOT_OP_AND, x))
		return y;
	if (has_operand(builder, y, SPOT_OP_OR, x))
		return x;
	if (is_op(builder, y, SPOT_OP_ANDNOT) && b->a == x)
		return y;
	if (is_op(builder, y, SPOT_OP_ANDNOT) && b->b == x)
		return spot_build_bool(builder, false);
	return SPOT_NODE_NONE;
}

/* x or y, one way round. */
static uint32_t simplify_or(struct spot_builder *builder, uint32_t x, uint32_t y)
{
	const struct spot_node *b = &builder->nodes[y];
	if (is_flag(builder, y, false) || x == y)
		return x;
	if (is_flag(builder, y, true) || is_not(builder, y, x))
		return spot_build_bool(builder, true);
	if (has_operand(builder, y, SPOT_OP_OR, x))
		return y;
	if (has_operand(builder, y, SPOT_OP_AND, x))
		return x;
	if (!is_op(builder, y, SPOT_OP_ANDNOT))
		return SPOT_NODE_NONE;
	if (b->a == x)
		return x;
	if (b->b == x)
		return build2(builder, SPOT_OP_OR, x, b->a);
	/* Both ways of a branch: p and c, or p and not c. */
	if (has_operand(builder, x, SPOT_OP_AND, b->b) &&
	    other_operand(builder, x, b->b) == b->a)
		return b->a;
	return SPOT_NODE_NONE;
}

/* x and not y. */
static uint32_t simplify_andnot(struct spot_builder *builder, uint32_t x, uint32_t y)
{
	const struct spot_node *a = &builder->nodes[x], *b = &builder->nodes[y];
	if (is_flag(builder, y, false))
		return x;
	if (is_flag(builder, x, true))
		return build_not(builder, y);
	if (is_flag(builder, x, false) || is_flag(builder, y, true) || x == y)
		return spot_build_bool(builder, false);
	if (is_op(builder, y, SPOT_OP_NOT))
		return build2(builder, SPOT_OP_AND, x, b->a);
	if (is_not(builder, x, y) || (is_op(builder, x, SPOT_OP_ANDNOT) && a->b == y))
		return x;
	if (has_operand(builder, x, SPOT_OP_OR, y))
		return build2(builder, SPOT_OP_ANDNOT, other_operand(builder, x, y), y);
	if (has_operand(builder, x, SPOT_OP_AND, y) || has_operand(builder, y, SPOT_OP_OR, x))
		return spot_build_bool(builder, false);
	if (has_operand(builder, y, SPOT_OP_AND, x))
		return build2(builder, SPOT_OP_ANDNOT, x, other_operand(builder, y, x));
	if (is_op(builder, y, SPOT_OP_ANDNOT) && b->a == x)
		return build2(builder, SPOT_OP_AND, x, b->b);
	if (is_op(builder, y, SPOT_OP_ANDNOT) && b->b == x)
		return x;
	return SPOT_NODE_NONE;
}

static uint32_t simplify_equal_flags(struct spot_builder *builder, uint32_t x, uint32_t y)
{
	if (x == y)
		return spot_build_bool(builder, true);
	if (is_flag(builder, y, true))
		return x;
	if (is_flag(builder, y, false))
		return build_not(builder, x);
	return SPOT_NODE_NONE;
}

/* --- selects ------------------------------------------------------------------------------ */

static uint32_t simplify_select_flag(struct spot_builder *builder, const struct spot_node *node)
{
	uint32_t mask = node->a, x = node->b, y = node->c;
	if (is_flag(builder, x, true))
		return build2(builder, SPOT_OP_OR, mask, y);
	if (is_flag(builder, x, false))
		return build2(builder, SPOT_OP_ANDNOT, y, mask);
	if (is_flag(builder, y, false))
		return build2(builder, SPOT_OP_AND, mask, x);
	if (is_flag(builder, y, true))
		return build2(builder, SPOT_OP_OR, x, build_not(builder, mask));
	return SPOT_NODE_NONE;
}

static uint32_t simplify_select(struct spot_builder *builder, struct spot_node *node)
{
	const struct spot_node *x = &builder->nodes[node->b], *y = &builder->nodes[node->c];
	if (node->b == node->c || is_flag(builder, node->a, true))
		return node->b;
	if (is_flag(builder, node->a, false))
		return node->c;
	if (is_op(builder, node->a, SPOT_OP_NOT))
		return spot_build(builder, node->op, builder->nodes[node->a].a, node->c, node->b,
		    SPOT_NODE_NONE);
	if (x->op == node->op && x->a == node->a)
		return spot_build(builder, node->op, node->a, x->b, node->c, SPOT_NODE_NONE);
	if (y->op == node->op && y->a == node->a)
		return spot_build(builder, node->op, node->a, node->b, y->c, SPOT_NODE_NONE);
	return node->op == SPOT_OP_SELECT_B ? simplify_select_flag(builder, node) : SPOT_NODE_NONE;
}

/* Whether the leaves of a tree of SELECTs are all constants (a truth value's number is 1 or 0);
 * *left is how many nodes may be looked at. */
static bool is_choice(const struct spot_builder *builder, uint32_t node, unsigned *left)
{
	const struct spot_node *n = &builder->nodes[node];
	if (spot_op_is_constant(n->op) || n->op == SPOT_OP_B_TO_F)
		return true;
	if ((n->op != SPOT_OP_SELECT_I && n->op != SPOT_OP_SELECT_F) || *left == 0)
		return false;
	--*left;
	return is_choice(builder, n->b, left) && is_choice(builder, n->c, left);
}

/* The node's operand of that index is a SELECT of constants: selects the results instead. */
static uint32_t push_down(struct spot_builder *builder, const struct spot_node *node,
    unsigned operand)
{
	struct spot_node choice = builder->nodes[spot_node_operands(node)[operand]];
	uint32_t results[2];
	if (choice.op == SPOT_OP_B_TO_F) {
		choice.b = spot_build_float(builder, 1);
		choice.c = spot_build_float(builder, 0);
	}
	for (unsigned i = 0; i < 2; i++) {
		uint32_t value = i == 0 ? choice.b : choice.c;
		results[i] = spot_build(builder, node->op, operand == 0 ? value : node->a,
		    operand == 1 ? value : node->b, SPOT_NODE_NONE, SPOT_NODE_NONE);
	}
	enum spot_op select = node->kind == SPOT_KIND_BOOL ? SPOT_OP_SELECT_B
	    : node->kind == SPOT_KIND_INT ? SPOT_OP_SELECT_I : SPOT_OP_SELECT_F;
	return spot_build(builder, select, choice.a, results[0], results[1], SPOT_NODE_NONE);
}

/* What is computed of one of several constants is one of several constants. */
static uint32_t simplify_choice(struct spot_builder *builder, const struct spot_node *node)
{
	unsigned left = MAX_CHOICE;
	if (node->b == SPOT_NODE_NONE || is_constant(builder, node->b))
		return is_choice(builder, node->a, &left) ? push_down(builder, node, 0)
		                                          : SPOT_NODE_NONE;
	if (is_constant(builder, node->a) && is_choice(builder, node->b, &left))
		return push_down(builder, node, 1);
	return SPOT_NODE_NONE;
}

/* --- numbers ------------------------------------------------------------------------------ */

/* An integer x that is tested against a constant float: the same test against an integer. */
static uint32_t simplify_mixed(struct spot_builder *builder, const struct spot_node *node)
{
	bool float_first = node->op == SPOT_OP_LT_FI || node->op == SPOT_OP_LE_FI;
	bool is_less = node->op == SPOT_OP_LT_FI || node->op == SPOT_OP_LT_IF;
	uint32_t x = float_first ? node->b : node->a, f = float_first ? node->a : node->b;
	if (!is_op(builder, f, SPOT_OP_FLOAT))
		return SPOT_NODE_NONE;
	double y = builder->nodes[f].imm.number;
	if (isnan(y) || (node->op == SPOT_OP_EQ_IF && !spot_scalar_fits(y)))
		return spot_build_bool(builder, false);
	if (node->op == SPOT_OP_EQ_IF)
		return build2(builder, SPOT_OP_EQ_I, x, spot_build_int(builder, (int64_t)y));
	if (y >= SPOT_TWO_TO_63)
		return spot_build_bool(builder, !float_first);
	if (y < -SPOT_TWO_TO_63)
		return spot_build_bool(builder, float_first);
	/* Between two integers less and not greater are the same. */
	bool whole = floor(y) == y;
	uint32_t bound = spot_build_int(builder, (int64_t)floor(y));
	enum spot_op op = whole && is_less ? SPOT_OP_LT_I : SPOT_OP_LE_I;
	if (!float_first)
		return build2(builder, op, x, bound);
	return build2(builder, whole ? op : SPOT_OP_LT_I, bound, x);
}

static uint32_t simplify_integers(struct spot_builder *builder, const struct spot_node *node)
{
	uint32_t x = node->a, y = node->b;
	switch (node->op) {
	case SPOT_OP_ADD_I:
		if (is_integer(builder, x, 0))
			return y;
		return is_integer(builder, y, 0) ? x : SPOT_NODE_NONE;
	case SPOT_OP_SUB_I:
		return is_integer(builder, y, 0) ? x : SPOT_NODE_NONE;
	case SPOT_OP_MUL_I:
		if (is_integer(builder, x, 1))
			return y;
		return is_integer(builder, y, 1) ? x : SPOT_NODE_NONE;
	case SPOT_OP_NEG_I:
		return is_op(builder, x, SPOT_OP_NEG_I) ? builder->nodes[x].a : SPOT_NODE_NONE;
	case SPOT_OP_EQ_I:
	case SPOT_OP_LE_I:
		return x == y ? spot_build_bool(builder, true) : simplify_choice(builder, node);
	case SPOT_OP_LT_I:
		return x == y ? spot_build_bool(builder, false) : simplify_choice(builder, node);
	}
	return SPOT_NODE_NONE;
}

static uint32_t simplify_floats(struct spot_builder *builder, const struct spot_node *node)
{
	uint32_t x = node->a, y = node->b;
	switch (node->op) {
	case SPOT_OP_SUB_F: /* -0.0 - 0.0 is -0.0; -0.0 + 0.0 is not */
		return is_number(builder, y, 0.0) ? x : SPOT_NODE_NONE;
	case SPOT_OP_ADD_F:
		return is_number(builder, y, -0.0) ? x : SPOT_NODE_NONE;
	case SPOT_OP_MUL_F:
		if (is_number(builder, x, 1.0))
			return y;
		return is_number(builder, y, 1.0) ? x : SPOT_NODE_NONE;
	case SPOT_OP_DIV_F:
		return is_number(builder, y, 1.0) ? x : SPOT_NODE_NONE;
	case SPOT_OP_POW_F:
		if (is_number(builder, y, 2.0))
			return build2(builder, SPOT_OP_MUL_F, x, x);
		return SPOT_NODE_NONE;
	case SPOT_OP_NEG_F:
		return is_op(builder, x, SPOT_OP_NEG_F) ? builder->nodes[x].a : SPOT_NODE_NONE;
	case SPOT_OP_FLOOR_F:
	case SPOT_OP_CEIL_F:
		if (is_op(builder, x, SPOT_OP_I_TO_F) || is_op(builder, x, SPOT_OP_FLOOR_F) ||
		    is_op(builder, x, SPOT_OP_CEIL_F))
			return x;
		return SPOT_NODE_NONE;
	case SPOT_OP_IS_FINITE:
		if (is_op(builder, x, SPOT_OP_I_TO_F) || is_op(builder, x, SPOT_OP_B_TO_F))
			return spot_build_bool(builder, true);
		return simplify_choice(builder, node);
	}
	return simplify_choice(builder, node);
}

/* --- all of them -------------------------------------------------------------------------- */

/* Constants second, else the older first, so that x == y and y == x are one node. */
static void order_operands(const struct spot_builder *builder, struct spot_node *node)
{
	bool a = is_constant(builder, node->a), b = is_constant(builder, node->b);
	if (a == b ? node->a > node->b : a) {
		uint32_t swap = node->a;
		node->a = node->b;
		node->b = swap;
	}
}

static uint32_t simplify_both_ways(struct spot_builder *builder, const struct spot_node *node,
    uint32_t (*simplify)(struct spot_builder *builder, uint32_t x, uint32_t y))
{
	uint32_t found = simplify(builder, node->a, node->b);
	return found != SPOT_NODE_NONE ? found : simplify(builder, node->b, node->a);
}

uint32_t spot_simplify(struct spot_builder *builder, struct spot_node *node)
{
	switch ((enum spot_op)node->op) {
	case SPOT_OP_NOT:
		return simplify_not(builder, node);
	case SPOT_OP_AND:
		order_operands(builder, node);
		return simplify_both_ways(builder, node, simplify_and);
	case SPOT_OP_OR:
		order_operands(builder, node);
		return simplify_both_ways(builder, node, simplify_or);
	case SPOT_OP_ANDNOT:
		return simplify_andnot(builder, node->a, node->b);
	case SPOT_OP_EQ_B:
		order_operands(builder, node);
		return simplify_equal_flags(builder, node->a, node->b);
	case SPOT_OP_SELECT_B:
	case SPOT_OP_SELECT_I:
	case SPOT_OP_SELECT_F:
	case SPOT_OP_SELECT_T:
	case SPOT_OP_SELECT_L:
		return simplify_select(builder, node);
	case SPOT_OP_EQ_I:
		order_operands(builder, node);
		return simplify_integers(builder, node);
	case SPOT_OP_ADD_I:
	case SPOT_OP_SUB_I:
	case SPOT_OP_MUL_I:
	case SPOT_OP_NEG_I:
	case SPOT_OP_LT_I:
	case SPOT_OP_LE_I:
		return simplify_integers(builder, node);
	case SPOT_OP_EQ_IF:
	case SPOT_OP_LT_IF:
	case SPOT_OP_LE_IF:
	case SPOT_OP_LT_FI:
	case SPOT_OP_LE_FI:
		return simplify_mixed(builder, node);
	case SPOT_OP_EQ_F:
		order_operands(builder, node);
		return simplify_floats(builder, node);
	case SPOT_OP_ADD_F:
	case SPOT_OP_SUB_F:
	case SPOT_OP_MUL_F:
	case SPOT_OP_DIV_F:
	case SPOT_OP_POW_F:
	case SPOT_OP_NEG_F:
	case SPOT_OP_FLOOR_F:
	case SPOT_OP_CEIL_F:
	case SPOT_OP_IS_FINITE:
	case SPOT_OP_LT_F:
	case SPOT_OP_LE_F:
		return simplify_floats(builder, node);
	case SPOT_OP_I_TO_F:
	case SPOT_OP_F_TO_I:
	case SPOT_OP_FITS_I:
		return simplify_choice(builder, node);
	case SPOT_OP_EQ_T:
		order_operands(builder, node);
		return SPOT_NODE_NONE;
	default:
		return SPOT_NODE_NONE;
	}
}
