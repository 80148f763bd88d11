/* SPDX-License-Identifier: MIT */
/* Programs that are damaged on purpose are told from sound ones. */
#include "building.h"

#include "program/internal.h"

/* The first node of that op. */
static struct spot_node *node_of_op(struct spot_program *program, enum spot_op op)
{
	for (size_t i = 0; i < program->n_nodes; i++)
		if (program->nodes[i].op == op)
			return &program->nodes[i];
	fail();
	return NULL;
}

static struct spot_program *make(void)
{
	struct spot_builder *b = builder_new();
	struct spot_value texts[] = { text_value("a") };
	struct spot_value keys[] = { { .kind = SPOT_KIND_INT, .as.integer = 7 } };
	struct spot_value values[] = { { .kind = SPOT_KIND_FLOAT, .as.number = 0.5 } };
	bool is_wrong;
	uint32_t name = spot_build_column(b, F_NAME), size = spot_build_column(b, F_SIZE);
	uint32_t mask = op1(b, SPOT_OP_NOT, spot_build_is_blank(b, F_NAME));
	uint32_t any = spot_build_list(b, SPOT_OP_ONE_OF_T, name, texts, 1, mask);
	any = op2(b, SPOT_OP_OR, any, spot_build_list(b, SPOT_OP_LIKE_T, name, texts, 1, mask));
	any = op2(b, SPOT_OP_OR, any, spot_build(b, SPOT_OP_MATCHES_T, name, text(b, "a+"), NONE,
	    mask));
	any = op2(b, SPOT_OP_OR, any, spot_build_regex(b, SPOT_OP_REGEX_T, name, SPOT_VIEW("a+"),
	    mask, &is_wrong));
	uint32_t place = spot_build_list(b, SPOT_OP_INDEX_I, size, keys, 1, NONE);
	uint32_t value = spot_build_list(b, SPOT_OP_AT_F, place, values, 1, NONE);
	value = op2(b, SPOT_OP_ADD_F, value, spot_build_math(b, SPOT_MATH_EXP,
	    spot_build_column(b, F_ARR), NONE));
	value = op2(b, SPOT_OP_ADD_F, value, spot_build_math(b, SPOT_MATH_FMOD, value,
	    spot_build_float(b, 3)));
	output_of(b, op3(b, SPOT_OP_SELECT_F, any, value, spot_build_float(b, 0)));
	struct spot_output output = { .nil = mask };
	output.value = spot_build_capture(b, name, text(b, "a+"), 1, mask);
	output.unknown = output.failed = output.hand_over = spot_build_bool(b, false);
	spot_builder_add_output(b, &output);
	return program_of(b);
}

#define DAMAGED(place, damage) \
	do { \
		__typeof__(place) *at = &(place), was = *at; \
		*at = (damage); \
		if (spot_program_is_valid(program)) \
			fail_msg("%s = %s is not seen", #place, #damage); \
		*at = was; \
		assert_true(spot_program_is_valid(program)); \
	} while (0)

static void damage_is_seen(void **state)
{
	(void)state;
	struct spot_program *program = make();
	assert_true(spot_program_is_valid(program));
	struct spot_node *node = node_of_op(program, SPOT_OP_ADD_F);
	uint32_t self = (uint32_t)(node - program->nodes);
	DAMAGED(node->op, SPOT_OP_N);
	DAMAGED(node->op, SPOT_OP_ADD_I);
	DAMAGED(node->op, SPOT_OP_RAMP_F);
	DAMAGED(node->op, SPOT_OP_NEG_F);
	DAMAGED(node->kind, SPOT_KIND_INT);
	DAMAGED(node->a, self);
	DAMAGED(node->b, NONE);
	DAMAGED(node->b, self + 1);
	DAMAGED(node->c, 0);
	DAMAGED(node->where, (uint32_t)(node_of_op(program, SPOT_OP_NOT) - program->nodes));
	DAMAGED(node->a, (uint32_t)(node_of_op(program, SPOT_OP_COLUMN_INT) - program->nodes));
	DAMAGED(node_of_op(program, SPOT_OP_ONE_OF_T)->where,
	    (uint32_t)(node_of_op(program, SPOT_OP_COLUMN_TEXT) - program->nodes));
	/* A truth value that is a constant, and constants alone. */
	DAMAGED(node_of_op(program, SPOT_OP_SELECT_F)->a, program->outputs[0].unknown);
	DAMAGED(node_of_op(program, SPOT_OP_CALL2_F)->a, node_of_op(program, SPOT_OP_CALL2_F)->b);
	DAMAGED(node_of_op(program, SPOT_OP_MATCHES_T)->b,
	    (uint32_t)(node_of_op(program, SPOT_OP_COLUMN_TEXT) - program->nodes));
	spot_program_free(program);
}

static void damaged_constants_are_seen(void **state)
{
	(void)state;
	struct spot_program *program = make();
	DAMAGED(node_of_op(program, SPOT_OP_COLUMN_INT)->imm.column, F_N);
	DAMAGED(node_of_op(program, SPOT_OP_COLUMN_INT)->imm.column, F_ARR);
	DAMAGED(node_of_op(program, SPOT_OP_IS_BLANK)->imm.column, F_N);
	DAMAGED(node_of_op(program, SPOT_OP_CALL_F)->imm.math, SPOT_MATH_ATAN2);
	DAMAGED(node_of_op(program, SPOT_OP_CALL2_F)->imm.math, SPOT_MATH_EXP);
	DAMAGED(node_of_op(program, SPOT_OP_CALL2_F)->imm.math, SPOT_MATH_N);
	DAMAGED(node_of_op(program, SPOT_OP_CAPTURE_T)->imm.integer, 33);
	DAMAGED(node_of_op(program, SPOT_OP_CAPTURE_T)->imm.integer, -1);
	DAMAGED(node_of_op(program, SPOT_OP_ONE_OF_T)->imm.list.n_items, 2);
	DAMAGED(node_of_op(program, SPOT_OP_ONE_OF_T)->op, SPOT_OP_LIKE_T);
	DAMAGED(node_of_op(program, SPOT_OP_LIKE_T)->op, SPOT_OP_REGEX_T);
	DAMAGED(node_of_op(program, SPOT_OP_AT_F)->imm.list.items,
	    node_of_op(program, SPOT_OP_INDEX_I)->imm.list.items);
	size_t regex = (size_t)(node_of_op(program, SPOT_OP_REGEX_T) - program->nodes);
	DAMAGED(program->constants[regex], NULL);
	spot_program_free(program);
}

static void damaged_outputs_are_seen(void **state)
{
	(void)state;
	struct spot_program *program = make();
	DAMAGED(program->outputs[0].unknown, NONE);
	DAMAGED(program->outputs[0].failed, (uint32_t)program->n_nodes);
	DAMAGED(program->outputs[0].hand_over, program->outputs[0].value);
	DAMAGED(program->outputs[0].value, program->outputs[0].unknown);
	DAMAGED(program->outputs[0].nil, program->outputs[0].unknown);
	DAMAGED(program->outputs[1].nil, program->outputs[1].value);
	DAMAGED(program->outputs[1].value, NONE);
	spot_program_free(program);
}

/* Such a program is not made. */
static void damaged_programs_are_refused(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	struct spot_program *program;
	struct spot_error err = SPOT_ERROR_INIT;
	uint32_t size = spot_build_column(b, F_SIZE);
	output_of(b, op1(b, SPOT_OP_I_TO_F, size));
	b->nodes[size].imm.column = F_N;
	assert_int_equal(spot_program_new(&program, b, &err), SPOT_ERULES);
	assert_null(program);
	assert_string_equal(err.what, "the program made of the rules is not sound");
	assert_string_equal(err.hint, "a fault of this program: please report it; --no-translate "
				      "leaves all rules to the VM");
	spot_builder_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damage_is_seen),
		cmocka_unit_test(damaged_constants_are_seen),
		cmocka_unit_test(damaged_outputs_are_seen),
		cmocka_unit_test(damaged_programs_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
