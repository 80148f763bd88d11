/* SPDX-License-Identifier: MIT */
/*
 * Whether a program is sound, so that running it needs no tests: every operand is there, is older
 * and of the kind that op.def says, and every constant is what its op reads. Nor are there nodes
 * that building would have folded or simplified, for which the loops have no arrangement: not all
 * operands of a node are constants, and no truth value is.
 */
#include <ctype.h>

#include "program/internal.h"

static bool is_item_kind(const struct spot_constants_list *list, enum spot_kind kind)
{
	for (size_t i = 0; i < list->n_items; i++)
		if (list->items[i].kind != kind)
			return false;
	return true;
}

static bool is_column(const struct spot_node *node, const struct spot_schema *schema)
{
	size_t field_idx = node->imm.column;
	if (field_idx >= schema->n_fields)
		return false;
	if (node->op == SPOT_OP_IS_BLANK || node->op == SPOT_OP_IS_NIL)
		return true;
	return spot_type_kind(schema->fields[field_idx].type) == (enum spot_kind)node->kind;
}

static bool is_list(const struct spot_node *node, const struct spot_constant *constant,
    enum spot_kind item_kind, bool is_made)
{
	return constant && constant->list.items == node->imm.list.items &&
	    constant->list.n_items == node->imm.list.n_items && is_made &&
	    is_item_kind(&constant->list, item_kind);
}

static bool is_constant_sound(const struct spot_node *node, const struct spot_constant *constant,
    const struct spot_schema *schema)
{
	switch ((enum spot_op)node->op) {
	case SPOT_OP_BOOL:
	case SPOT_OP_INT:
	case SPOT_OP_FLOAT:
		return true;
	case SPOT_OP_TEXT:
		return node->imm.text.ptr != NULL || node->imm.text.len == 0;
	case SPOT_OP_COLUMN_BOOL:
	case SPOT_OP_COLUMN_INT:
	case SPOT_OP_COLUMN_FLOAT:
	case SPOT_OP_COLUMN_TEXT:
	case SPOT_OP_COLUMN_LIST:
	case SPOT_OP_IS_BLANK:
	case SPOT_OP_IS_NIL:
		return is_column(node, schema);
	case SPOT_OP_CALL_F:
		return node->imm.math < SPOT_MATH_ATAN2;
	case SPOT_OP_CALL2_F:
		return node->imm.math >= SPOT_MATH_ATAN2 && node->imm.math < SPOT_MATH_N;
	case SPOT_OP_CAPTURE_T:
		return node->imm.integer >= 0 && node->imm.integer <= 32;
	case SPOT_OP_ONE_OF_T:
	case SPOT_OP_HAS_L:
		return is_list(node, constant, SPOT_KIND_TEXT, true);
	case SPOT_OP_LIKE_T:
		return is_list(node, constant, SPOT_KIND_TEXT, constant && constant->globs);
	case SPOT_OP_INDEX_T:
		return is_list(node, constant, SPOT_KIND_TEXT, constant && constant->places);
	case SPOT_OP_INDEX_I:
		return is_list(node, constant, SPOT_KIND_INT, constant && constant->places);
	case SPOT_OP_AT_B:
	case SPOT_OP_AT_I:
	case SPOT_OP_AT_F:
	case SPOT_OP_AT_T:
		return is_list(node, constant, node->kind, constant && constant->values);
	case SPOT_OP_REGEX_T:
	case SPOT_OP_REGEX_OK_T:
		return constant && constant->regex;
	default:
		return !(spot_op_table[node->op].flags & SPOT_OP_K);
	}
}

static bool is_operand_sound(const struct spot_node *nodes, size_t node_idx, uint32_t operand,
    char letter)
{
	if (letter == '\0')
		return operand == SPOT_NODE_NONE;
	if (operand >= node_idx || nodes[operand].kind != spot_op_kind(letter))
		return false;
	return !isupper((unsigned char)letter) || spot_op_is_constant(nodes[operand].op);
}

static bool is_simple(const struct spot_node *nodes, const struct spot_node *node, unsigned n)
{
	unsigned n_constants = 0;
	for (unsigned i = 0; i < n; i++) {
		const struct spot_node *operand = &nodes[spot_node_operands(node)[i]];
		if (operand->op == SPOT_OP_BOOL)
			return false;
		n_constants += spot_op_is_constant(operand->op);
	}
	return n == 0 || n_constants < n;
}

bool spot_verify_node(const struct spot_node *nodes, size_t node_idx,
    const struct spot_constant *constant, const struct spot_schema *schema)
{
	const struct spot_node *node = &nodes[node_idx];
	if (node->op >= SPOT_OP_N)
		return false;
	const struct spot_op_info *info = &spot_op_table[node->op];
	if (node->kind != spot_op_kind(info->result))
		return false;
	for (unsigned i = 0; i < 3; i++)
		if (!is_operand_sound(nodes, node_idx, spot_node_operands(node)[i],
		    i < info->n_operands ? info->operands[i] : '\0'))
			return false;
	if (node->where != SPOT_NODE_NONE &&
	    (!(info->flags & SPOT_OP_W) ||
	     !is_operand_sound(nodes, node_idx, node->where, 'b')))
		return false;
	return is_simple(nodes, node, info->n_operands) &&
	    is_constant_sound(node, constant, schema);
}

bool spot_verify_output(const struct spot_node *nodes, size_t n_nodes,
    const struct spot_output *output)
{
	bool is_text = output->value < n_nodes && nodes[output->value].kind == SPOT_KIND_TEXT;
	return is_operand_sound(nodes, n_nodes, output->unknown, 'b') &&
	    is_operand_sound(nodes, n_nodes, output->failed, 'b') &&
	    is_operand_sound(nodes, n_nodes, output->hand_over, 'b') &&
	    is_operand_sound(nodes, n_nodes, output->value, is_text ? 't' : 'f') &&
	    is_operand_sound(nodes, n_nodes, output->nil,
	        is_text && output->nil != SPOT_NODE_NONE ? 'b' : '\0');
}

bool spot_program_is_valid(const struct spot_program *program)
{
	for (size_t i = 0; i < program->n_nodes; i++)
		if (!spot_verify_node(program->nodes, i, program->constants[i], program->schema))
			return false;
	for (size_t i = 0; i < program->n_outputs; i++)
		if (!spot_verify_output(program->nodes, program->n_nodes, &program->outputs[i]))
			return false;
	return true;
}
