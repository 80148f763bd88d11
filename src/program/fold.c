/* SPDX-License-Identifier: MIT */
/* Nodes whose operands are all constants are computed at once, by what running computes with. */
#include "program/internal.h"
#include "program/scalar.h"

static union spot_scalar constant_value(const struct spot_node *node)
{
	union spot_scalar value = { 0 };
	switch (node->op) {
	case SPOT_OP_BOOL: value.flag = node->imm.flag; break;
	case SPOT_OP_INT: value.integer = node->imm.integer; break;
	case SPOT_OP_FLOAT: value.number = node->imm.number; break;
	case SPOT_OP_TEXT: value.text = node->imm.text; break;
	}
	return value;
}

static uint32_t constant_node(struct spot_builder *builder, enum spot_kind kind,
    union spot_scalar value)
{
	switch (kind) {
	case SPOT_KIND_BOOL:
		return spot_build_bool(builder, value.flag);
	case SPOT_KIND_INT:
		return spot_build_int(builder, value.integer);
	case SPOT_KIND_FLOAT:
		return spot_build_float(builder, value.number);
	case SPOT_KIND_TEXT:
		return spot_build_text(builder, value.text);
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_LIST:
	case SPOT_KIND_N:
		break;
	}
	return SPOT_NODE_NONE;
}

static uint32_t evaluate(struct spot_builder *builder, const struct spot_node *node,
    const struct spot_constant *constant, const union spot_scalar in[3])
{
	struct spot_scratch scratch = { .arena = &builder->scratch };
	union spot_scalar value = spot_scalar_eval(&scratch, node, constant, in);
	uint32_t result = scratch.nomem ? spot_builder_nomem(builder)
	    : constant_node(builder, node->kind, value);
	spot_buf_reset(&scratch.folded);
	spot_arena_reset(&builder->scratch);
	return result;
}

uint32_t spot_fold(struct spot_builder *builder, const struct spot_node *node,
    const struct spot_constant *constant)
{
	const struct spot_op_info *info = &spot_op_table[node->op];
	union spot_scalar in[3] = { 0 };
	if (info->n_operands == 0 || node->kind == SPOT_KIND_LIST)
		return SPOT_NODE_NONE;
	if (spot_builder_is_bool(builder, node->where, false))
		return constant_node(builder, node->kind, in[0]);
	for (unsigned i = 0; i < info->n_operands; i++) {
		const struct spot_node *operand = &builder->nodes[spot_node_operands(node)[i]];
		if (!spot_op_is_constant(operand->op))
			return SPOT_NODE_NONE;
		in[i] = constant_value(operand);
	}
	return evaluate(builder, node, constant, in);
}
