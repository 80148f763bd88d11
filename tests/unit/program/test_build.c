/* SPDX-License-Identifier: MIT */
/* Nodes that are one, nodes that are simpler, marks, failures, and what is printed of it. */
#include "building.h"

#include <math.h>

/* --- equal nodes -------------------------------------------------------------------------- */

static void equal_nodes_are_one(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	uint32_t size = spot_build_column(b, F_SIZE), fifty = spot_build_int(b, 50);
	uint32_t x = op2(b, SPOT_OP_LE_I, fifty, size);
	spot_builder_set_line(b, 7);
	assert_int_equal(op2(b, SPOT_OP_LE_I, spot_build_int(b, 50), spot_build_column(b, F_SIZE)),
	    x);
	assert_int_equal(spot_builder_node(b, x)->line, 0);
	assert_int_not_equal(op2(b, SPOT_OP_LE_I, size, fifty), x);
	assert_int_not_equal(op2(b, SPOT_OP_LT_I, fifty, size), x);
	assert_int_equal(op2(b, SPOT_OP_EQ_I, fifty, size), op2(b, SPOT_OP_EQ_I, size, fifty));
	/* Constants by their bits, texts by their bytes. */
	assert_int_not_equal(spot_build_float(b, 0.0), spot_build_float(b, -0.0));
	assert_int_equal(spot_build_float(b, NAN), spot_build_float(b, NAN));
	assert_int_not_equal(spot_build_float(b, 50), fifty);
	assert_int_equal(text(b, "SaaS"), spot_build_text(b, (struct spot_view) { "SaaSy", 4 }));
	assert_int_not_equal(text(b, "SaaS"), text(b, "saas"));
	/* Masks. */
	uint32_t name = spot_build_column(b, F_NAME), saas = text(b, "SaaS");
	uint32_t blank = spot_build_is_blank(b, F_NAME);
	uint32_t mask = op1(b, SPOT_OP_NOT, blank);
	uint32_t masked = spot_build(b, SPOT_OP_EQ_T, name, saas, NONE, mask);
	assert_int_equal(spot_build(b, SPOT_OP_EQ_T, saas, name, NONE, mask), masked);
	assert_int_not_equal(op2(b, SPOT_OP_EQ_T, name, saas), masked);
	assert_int_equal(spot_build(b, SPOT_OP_EQ_T, name, saas, NONE, spot_build_bool(b, true)),
	    op2(b, SPOT_OP_EQ_T, name, saas));
	assert_true(spot_builder_is_bool(b,
	    spot_build(b, SPOT_OP_EQ_T, name, saas, NONE, spot_build_bool(b, false)), false));
	spot_builder_free(b);
}

static void equal_lists_are_one(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	struct spot_value xs[] = { text_value("a"), text_value("bc") };
	struct spot_value ys[] = { text_value("ab"), text_value("c") };
	uint32_t name = spot_build_column(b, F_NAME), tech = spot_build_column(b, F_TECH);
	uint32_t x = spot_build_list(b, SPOT_OP_ONE_OF_T, name, xs, 2, NONE);
	struct spot_value again[] = { text_value("a"), text_value("bc") };
	assert_int_equal(spot_build_list(b, SPOT_OP_ONE_OF_T, name, again, 2, NONE), x);
	assert_int_not_equal(spot_build_list(b, SPOT_OP_ONE_OF_T, name, ys, 2, NONE), x);
	assert_int_not_equal(spot_build_list(b, SPOT_OP_ONE_OF_T, name, xs, 1, NONE), x);
	assert_int_not_equal(spot_build_list(b, SPOT_OP_LIKE_T, name, xs, 2, NONE), x);
	assert_int_not_equal(spot_build_list(b, SPOT_OP_HAS_L, tech, xs, 2, NONE), x);
	bool is_wrong;
	uint32_t regex = spot_build_regex(b, SPOT_OP_REGEX_T, name, SPOT_VIEW("a+"), NONE,
	    &is_wrong);
	assert_false(is_wrong);
	assert_int_equal(spot_build_regex(b, SPOT_OP_REGEX_T, name, SPOT_VIEW("a+"), NONE,
	    &is_wrong), regex);
	assert_int_not_equal(spot_build_regex(b, SPOT_OP_REGEX_OK_T, name, SPOT_VIEW("a+"), NONE,
	    &is_wrong), regex);
	assert_int_equal(spot_build_regex(b, SPOT_OP_REGEX_T, name, SPOT_VIEW("(a"), NONE,
	    &is_wrong), NONE);
	assert_true(is_wrong);
	assert_int_equal(spot_builder_failed(b, NULL), 0);
	uint32_t pattern = text(b, "(%d)(%a)");
	uint32_t first = spot_build_capture(b, name, pattern, 1, NONE);
	assert_int_not_equal(spot_build_capture(b, name, pattern, 2, NONE), first);
	assert_int_equal(spot_build_capture(b, name, pattern, 1, NONE), first);
	uint32_t rate = spot_build_column(b, F_RATE);
	uint32_t log = spot_build_math(b, SPOT_MATH_LOG, rate, NONE);
	assert_int_equal(spot_build_math(b, SPOT_MATH_LOG, rate, NONE), log);
	assert_int_not_equal(spot_build_math(b, SPOT_MATH_EXP, rate, NONE), log);
	spot_builder_free(b);
}

/* --- simpler nodes ------------------------------------------------------------------------ */

static void masks_are_simplified(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	uint32_t p = spot_build_column(b, F_PAID), c = spot_build_column(b, F_FLAG);
	uint32_t t = spot_build_bool(b, true), f = spot_build_bool(b, false);
	uint32_t not_c = op1(b, SPOT_OP_NOT, c), both = op2(b, SPOT_OP_AND, p, c);
	uint32_t rest = op2(b, SPOT_OP_ANDNOT, p, c);
	assert_int_equal(op1(b, SPOT_OP_NOT, not_c), c);
	assert_int_equal(op2(b, SPOT_OP_AND, p, t), p);
	assert_int_equal(op2(b, SPOT_OP_AND, f, p), f);
	assert_int_equal(op2(b, SPOT_OP_AND, c, p), both);
	assert_int_equal(op2(b, SPOT_OP_AND, not_c, p), rest);
	assert_int_equal(op2(b, SPOT_OP_AND, c, not_c), f);
	assert_int_equal(op2(b, SPOT_OP_AND, both, c), both);
	assert_int_equal(op2(b, SPOT_OP_AND, c, rest), f);
	assert_int_equal(op2(b, SPOT_OP_OR, p, f), p);
	assert_int_equal(op2(b, SPOT_OP_OR, t, p), t);
	assert_int_equal(op2(b, SPOT_OP_OR, not_c, c), t);
	assert_int_equal(op2(b, SPOT_OP_OR, both, rest), p);
	assert_int_equal(op2(b, SPOT_OP_OR, rest, both), p);
	assert_int_equal(op2(b, SPOT_OP_OR, both, p), p);
	assert_int_equal(op2(b, SPOT_OP_OR, c, rest), op2(b, SPOT_OP_OR, p, c));
	assert_int_equal(op2(b, SPOT_OP_ANDNOT, p, f), p);
	assert_int_equal(op2(b, SPOT_OP_ANDNOT, p, t), f);
	assert_int_equal(op2(b, SPOT_OP_ANDNOT, t, c), not_c);
	assert_int_equal(op2(b, SPOT_OP_ANDNOT, both, c), f);
	assert_int_equal(op2(b, SPOT_OP_ANDNOT, p, both), rest);
	assert_int_equal(op2(b, SPOT_OP_ANDNOT, p, rest), both);
	assert_int_equal(op2(b, SPOT_OP_ANDNOT, op2(b, SPOT_OP_OR, p, c), c), rest);
	assert_int_equal(op2(b, SPOT_OP_EQ_B, p, t), p);
	assert_int_equal(op2(b, SPOT_OP_EQ_B, f, c), not_c);
	assert_int_equal(op3(b, SPOT_OP_SELECT_B, p, t, f), p);
	assert_int_equal(op3(b, SPOT_OP_SELECT_B, c, f, t), not_c);
	assert_int_equal(op3(b, SPOT_OP_SELECT_B, c, f, p), rest);
	spot_builder_free(b);
}

static void selects_are_simplified(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	uint32_t p = spot_build_column(b, F_PAID), q = spot_build_column(b, F_FLAG);
	uint32_t x = spot_build_column(b, F_ARR), y = spot_build_column(b, F_RATE);
	uint32_t xy = op3(b, SPOT_OP_SELECT_F, p, x, y);
	assert_int_equal(op3(b, SPOT_OP_SELECT_F, p, x, x), x);
	assert_int_equal(op3(b, SPOT_OP_SELECT_F, spot_build_bool(b, false), x, y), y);
	assert_int_equal(op3(b, SPOT_OP_SELECT_F, op1(b, SPOT_OP_NOT, p), y, x), xy);
	assert_int_equal(op3(b, SPOT_OP_SELECT_F, p, xy, y), xy);
	assert_int_equal(op3(b, SPOT_OP_SELECT_F, p, x, xy), xy);
	/* One of several constants is in 0 to 1 when all of them are. */
	uint32_t zero = spot_build_float(b, 0), one = spot_build_float(b, 1);
	uint32_t grade = op3(b, SPOT_OP_SELECT_F, p, one,
	    op3(b, SPOT_OP_SELECT_F, q, spot_build_float(b, 0.5), zero));
	assert_true(spot_builder_is_bool(b, op2(b, SPOT_OP_LT_F, grade, zero), false));
	assert_true(spot_builder_is_bool(b, op2(b, SPOT_OP_LT_F, one, grade), false));
	assert_true(spot_builder_is_bool(b, op1(b, SPOT_OP_IS_FINITE, grade), true));
	assert_int_equal(op2(b, SPOT_OP_EQ_F, grade, one), p);
	/* The same through a conversion, and with a truth value's number. */
	uint32_t whole = op3(b, SPOT_OP_SELECT_I, p, spot_build_int(b, 1), spot_build_int(b, 0));
	assert_int_equal(op1(b, SPOT_OP_I_TO_F, whole),
	    op3(b, SPOT_OP_SELECT_F, p, one, zero));
	uint32_t number = op3(b, SPOT_OP_SELECT_F, p, one, op1(b, SPOT_OP_B_TO_F, q));
	assert_true(spot_builder_is_bool(b, op2(b, SPOT_OP_LE_F, number, one), true));
	assert_int_equal(op2(b, SPOT_OP_LT_F, zero, number), op2(b, SPOT_OP_OR, p, q));
	spot_builder_free(b);
}

static void numbers_are_simplified(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	uint32_t i = spot_build_column(b, F_SIZE), x = spot_build_column(b, F_ARR);
	uint32_t zero = spot_build_float(b, 0.0), minus = spot_build_float(b, -0.0);
	assert_int_equal(op2(b, SPOT_OP_ADD_I, spot_build_int(b, 0), i), i);
	assert_int_equal(op2(b, SPOT_OP_MUL_I, i, spot_build_int(b, 1)), i);
	assert_int_equal(op2(b, SPOT_OP_SUB_F, x, zero), x);
	assert_int_not_equal(op2(b, SPOT_OP_SUB_F, x, minus), x);
	assert_int_not_equal(op2(b, SPOT_OP_ADD_F, x, zero), x);
	assert_int_equal(op2(b, SPOT_OP_ADD_F, x, minus), x);
	assert_int_equal(op2(b, SPOT_OP_POW_F, x, spot_build_float(b, 2)),
	    op2(b, SPOT_OP_MUL_F, x, x));
	assert_int_equal(op2(b, SPOT_OP_LT_IF, i, spot_build_float(b, 49.5)),
	    op2(b, SPOT_OP_LE_I, i, spot_build_int(b, 49)));
	assert_int_equal(op2(b, SPOT_OP_LE_FI, spot_build_float(b, 50), i),
	    op2(b, SPOT_OP_LE_I, spot_build_int(b, 50), i));
	assert_true(spot_builder_is_bool(b, op2(b, SPOT_OP_LT_IF, i, spot_build_float(b, 1e300)),
	    true));
	assert_true(spot_builder_is_bool(b, op2(b, SPOT_OP_EQ_IF, i, spot_build_float(b, 0.5)),
	    false));
	assert_true(spot_builder_is_bool(b, op2(b, SPOT_OP_LE_IF, i, spot_build_float(b, NAN)),
	    false));
	/* Constants alone. */
	assert_int_equal(op2(b, SPOT_OP_ADD_I, spot_build_int(b, INT64_MAX), spot_build_int(b, 1)),
	    spot_build_int(b, INT64_MIN));
	assert_int_equal(op2(b, SPOT_OP_CONCAT_T, text(b, "ab"), text(b, "c")), text(b, "abc"));
	spot_builder_free(b);
}

/* --- marks and failures ------------------------------------------------------------------- */

static void a_rewind_forgets(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	uint32_t size = spot_build_column(b, F_SIZE);
	output_of(b, op2(b, SPOT_OP_LT_I, size, spot_build_int(b, 5)));
	for (int round = 0; round < 3; round++) {
		struct spot_builder_mark mark = spot_builder_mark(b);
		uint32_t last = NONE;
		for (int64_t i = 0; i < 2000; i++)
			last = op2(b, SPOT_OP_EQ_I, size, spot_build_int(b, i));
		output_of(b, last);
		assert_true(spot_builder_mark(b).n_nodes > mark.n_nodes + 3000);
		spot_builder_rewind(b, mark);
		assert_int_equal(spot_builder_mark(b).n_nodes, mark.n_nodes);
		assert_int_equal(spot_builder_mark(b).n_outputs, 1);
		/* What was there before is found, what came after is made anew. */
		assert_int_equal(spot_build_column(b, F_SIZE), size);
		assert_int_equal(spot_build_int(b, 1999), mark.n_nodes);
		spot_builder_rewind(b, mark);
	}
	struct spot_program *program = program_of(b);
	size_t n;
	spot_program_outputs(program, &n);
	assert_int_equal(n, 1);
	assert_true(spot_program_reads(program, F_SIZE));
	assert_false(spot_program_reads(program, F_SEATS));
	spot_program_free(program);
}

static void too_large_is_told(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_builder_mark mark = spot_builder_mark(b);
	uint32_t size = spot_build_column(b, F_SIZE), x = size;
	for (int64_t i = 0; i < 100000; i++)
		x = op2(b, SPOT_OP_XOR_I, op2(b, SPOT_OP_ADD_I, x, size), size);
	assert_int_equal(x, NONE);
	output_of(b, x);
	assert_int_equal(spot_builder_failed(b, &err), SPOT_ERULES);
	assert_string_equal(err.what, "the rules make a program of more than 131072 steps");
	spot_builder_rewind(b, mark);
	assert_int_equal(spot_builder_failed(b, &err), 0);
	assert_int_equal(spot_build_column(b, F_SIZE), 0);
	spot_builder_free(b);
}

/* A program with every kind of constant in it. */
static int make_program(struct spot_program **out, struct spot_error *err)
{
	struct spot_builder *b;
	*out = NULL;
	int rc = spot_builder_new(&b, &schema, err);
	if (rc)
		return rc;
	bool is_wrong;
	struct spot_value texts[] = { text_value("Caf\xC3\x89*"), text_value("b") };
	struct spot_value keys[] = { { .kind = SPOT_KIND_INT, .as.integer = 7 } };
	struct spot_value values[] = { { .kind = SPOT_KIND_FLOAT, .as.number = 0.5 } };
	uint32_t name = spot_build_column(b, F_NAME);
	uint32_t mask = op1(b, SPOT_OP_NOT, spot_build_is_blank(b, F_NAME));
	uint32_t any = spot_build_list(b, SPOT_OP_ONE_OF_T, name, texts, 2, mask);
	any = op2(b, SPOT_OP_OR, any, spot_build_list(b, SPOT_OP_LIKE_T, name, texts, 2, mask));
	any = op2(b, SPOT_OP_OR, any, spot_build_regex(b, SPOT_OP_REGEX_T, name, SPOT_VIEW("a|b"),
	    mask, &is_wrong));
	uint32_t at = spot_build_list(b, SPOT_OP_INDEX_I, spot_build_column(b, F_SIZE), keys, 1,
	    NONE);
	uint32_t value = spot_build_list(b, SPOT_OP_AT_F, at, values, 1, NONE);
	output_of(b, op3(b, SPOT_OP_SELECT_F, any, value, spot_build_float(b, 0)));
	output_of(b, spot_build(b, SPOT_OP_CONCAT_T, text(b, "x"), name, NONE, mask));
	rc = spot_builder_failed(b, err);
	if (!rc)
		rc = spot_program_new(out, b, err);
	spot_builder_free(b);
	return rc;
}

static void every_allocation_may_fail(void **state)
{
	(void)state;
	struct spot_error err;
	if (!UNIT_HEAP)
		skip();
	for (size_t n = 1;; n++) {
		struct spot_program *program;
		unit_heap_fail(n);
		int rc = make_program(&program, &err);
		bool failed = unit_heap_failed;
		unit_heap_fail(0);
		if (rc)
			assert_int_equal(rc, SPOT_ENOMEM);
		/* The JIT of a regular expression may do without. */
		assert_true(rc == 0 || failed);
		spot_program_free(program);
		if (!failed)
			break;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_nodes_are_one),
		cmocka_unit_test(equal_lists_are_one),
		cmocka_unit_test(masks_are_simplified),
		cmocka_unit_test(selects_are_simplified),
		cmocka_unit_test(numbers_are_simplified),
		cmocka_unit_test(a_rewind_forgets),
		cmocka_unit_test(too_large_is_told),
		cmocka_unit_test(every_allocation_may_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
