/* SPDX-License-Identifier: MIT */
/* What comes out of a run: states and values of lanes, texts and nil; limits; memory; print. */
#include "building.h"

#include <stdio.h>

#include "base/buf.h"
#include "program/internal.h"
#include "table/batch.h"

static struct spot_batch batch;
static uint8_t states[SPOT_BATCH_ROWS];
static double values[SPOT_BATCH_ROWS];
static struct spot_view texts[SPOT_BATCH_ROWS];

static int setup(void **state)
{
	(void)state;
	return spot_batch_init(&batch, &schema, SPOT_BATCH_ROWS, NULL);
}

static int teardown(void **state)
{
	(void)state;
	spot_batch_reset(&batch);
	return 0;
}

static void set_int(size_t field_idx, size_t row, int64_t integer)
{
	struct spot_value value = { .kind = SPOT_KIND_INT, .as.integer = integer };
	spot_batch_set(&batch, field_idx, row, value);
}

static void set_flag(size_t field_idx, size_t row, bool flag)
{
	struct spot_value value = { .kind = SPOT_KIND_BOOL, .as.flag = flag };
	spot_batch_set(&batch, field_idx, row, value);
}

static void set_text(size_t field_idx, size_t row, const char *ptr, size_t len)
{
	struct spot_value value = { .kind = SPOT_KIND_TEXT, .as.text = { ptr, len } };
	spot_batch_set(&batch, field_idx, row, value);
}

static void set_blank(size_t field_idx, size_t row, enum spot_kind kind)
{
	spot_batch_set(&batch, field_idx, row, (struct spot_value) { .kind = kind });
}

/* Runs the program's one output over the batch. */
static struct spot_lanes run_once(struct spot_program *program)
{
	struct spot_program_state *state;
	struct spot_lanes lanes = { .state = states, .value = values, .text = NULL };
	assert_int_equal(spot_program_state_new(&state, program, NULL), 0);
	assert_int_equal(spot_program_run(state, &batch, &lanes, NULL), 0);
	spot_program_state_free(state);
	spot_program_free(program);
	return lanes;
}

static void lanes_have_states(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	struct spot_output output = { .nil = NONE };
	output.unknown = spot_build_is_blank(b, F_SIZE);
	output.failed = spot_build_column(b, F_PAID);
	output.hand_over = spot_build_column(b, F_FLAG);
	output.value = op1(b, SPOT_OP_I_TO_F, spot_build_column(b, F_SIZE));
	spot_builder_add_output(b, &output);
	batch.n_rows = 500;
	for (size_t i = 0; i < 500; i++) {
		set_int(F_SIZE, i, (int64_t)i + 1000);
		set_flag(F_PAID, i, i % 4 == 1);
		set_flag(F_FLAG, i, i % 4 == 2);
		if (i % 4 == 3)
			set_blank(F_SIZE, i, SPOT_KIND_BLANK);
	}
	struct spot_lanes lanes = run_once(program_of(b));
	static const uint8_t expected[] = { SPOT_LANE_KNOWN, SPOT_LANE_FAILED, SPOT_LANE_HAND_OVER,
		SPOT_LANE_UNKNOWN };
	for (size_t i = 0; i < 500; i++) {
		assert_int_equal(states[i], expected[i % 4]);
		assert_true(values[i] == (i % 4 == 0 ? (double)i + 1000 : 0));
	}
	assert_int_equal(lanes.n_unknown, 125);
	assert_int_equal(lanes.n_failed, 125);
	assert_int_equal(lanes.n_hand_over, 125);
}

static void constant_masks(void **state)
{
	(void)state;
	for (int which = 0; which < 3; which++) {
		struct spot_builder *b = builder_new();
		struct spot_output output = { .nil = NONE };
		output.unknown = spot_build_bool(b, which == 0);
		output.failed = spot_build_bool(b, which == 1);
		output.hand_over = spot_build_bool(b, which == 2);
		output.value = spot_build_float(b, 5);
		spot_builder_add_output(b, &output);
		batch.n_rows = 3;
		struct spot_lanes lanes = run_once(program_of(b));
		assert_int_equal(lanes.n_unknown, which == 0 ? 3 : 0);
		assert_int_equal(lanes.n_failed, which == 1 ? 3 : 0);
		assert_int_equal(lanes.n_hand_over, which == 2 ? 3 : 0);
		assert_int_equal(states[2], SPOT_LANE_UNKNOWN + which);
		assert_true(values[2] == 0);
	}
}

/* Outputs of text; one that is not stored; an empty batch. */
static void texts_and_nil(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	struct spot_output output = { .value = spot_build_column(b, F_CITY) };
	output.unknown = spot_build_is_blank(b, F_CITY);
	output.failed = output.hand_over = spot_build_bool(b, false);
	output.nil = spot_build_is_nil(b, F_CITY);
	spot_builder_add_output(b, &output);
	output_of(b, spot_build_float(b, 1));
	struct spot_program *program = program_of(b);
	struct spot_program_state *run;
	struct spot_lanes lanes[2] = { { .state = states, .value = values, .text = texts } };
	batch.n_rows = 4;
	set_text(F_CITY, 0, "Leeds", 5);
	set_text(F_CITY, 1, NULL, 0);
	set_blank(F_CITY, 2, SPOT_KIND_NIL);
	set_blank(F_CITY, 3, SPOT_KIND_BLANK);
	assert_int_equal(spot_program_state_new(&run, program, NULL), 0);
	assert_int_equal(spot_program_run(run, &batch, lanes, NULL), 0);
	assert_true(spot_view_equal(texts[0], SPOT_VIEW("Leeds")));
	assert_true(texts[1].ptr && texts[1].len == 0);
	assert_null(texts[2].ptr);
	assert_null(texts[3].ptr);
	assert_int_equal(states[2], SPOT_LANE_KNOWN);
	assert_int_equal(states[3], SPOT_LANE_UNKNOWN);
	assert_true(values[0] == 0);
	batch.n_rows = 0;
	assert_int_equal(spot_program_run(run, &batch, lanes, NULL), 0);
	assert_int_equal(lanes[0].n_unknown, 0);
	spot_program_state_free(run);
	spot_program_free(program);
}

/* Few vectors, however long the program is. */
static void vectors_are_given_back(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	for (int i = 0; i < 50; i++) {
		uint32_t x = op1(b, SPOT_OP_I_TO_F, spot_build_column(b, F_SIZE));
		for (int k = 0; k < 100; k++)
			x = op2(b, SPOT_OP_ADD_F, op2(b, SPOT_OP_MUL_F, x,
			    spot_build_float(b, 1 + i)), spot_build_float(b, k));
		output_of(b, op2(b, SPOT_OP_LT_F, x, spot_build_float(b, 0)));
	}
	struct spot_program *program = program_of(b);
	size_t n;
	spot_program_nodes(program, &n);
	assert_true(n > 10000);
	assert_in_range(program->n_slots[SPOT_WIDTH_8], 2, 4);
	assert_in_range(program->n_slots[SPOT_WIDTH_1], 1, 3);
	assert_int_equal(program->n_slots[SPOT_WIDTH_16], 0);
	spot_program_free(program);
}

/* --- limits ------------------------------------------------------------------------------- */

static void hard_patterns_are_told(void **state)
{
	(void)state;
	static char many[300];
	struct spot_builder *b = builder_new();
	bool is_wrong;
	memset(many, 'a', sizeof(many));
	uint32_t name = spot_build_column(b, F_NAME), hard = text(b, ".-.-.-.-b$");
	uint32_t both = op2(b, SPOT_OP_OR, op1(b, SPOT_OP_NOT, op2(b, SPOT_OP_PATTERN_OK_T, name,
	    hard)), op2(b, SPOT_OP_MATCHES_T, name, hard));
	uint32_t wrong = op1(b, SPOT_OP_NOT, op2(b, SPOT_OP_PATTERN_OK_T, name, text(b, "[a")));
	uint32_t regex = op1(b, SPOT_OP_NOT, spot_build_regex(b, SPOT_OP_REGEX_OK_T, name,
	    SPOT_VIEW("(a+)+$"), NONE, &is_wrong));
	uint32_t sum = op1(b, SPOT_OP_B_TO_F, both);
	sum = op2(b, SPOT_OP_ADD_F, sum, op2(b, SPOT_OP_MUL_F, spot_build_float(b, 10),
	    op1(b, SPOT_OP_B_TO_F, wrong)));
	output_of(b, op2(b, SPOT_OP_ADD_F, sum, op2(b, SPOT_OP_MUL_F, spot_build_float(b, 100),
	    op1(b, SPOT_OP_B_TO_F, regex))));
	batch.n_rows = 4;
	set_text(F_NAME, 0, "ab", 2);
	set_text(F_NAME, 1, "aa", 2);
	set_text(F_NAME, 2, many, sizeof(many));
	many[sizeof(many) - 1] = '!';
	set_text(F_NAME, 3, "\xFF", 1);
	run_once(program_of(b));
	assert_true(values[0] == 11); /* matches; the wrong pattern is never sure */
	assert_true(values[1] == 10);
	assert_true(values[2] == 111);
	assert_true(values[3] == 110);
}

static void long_texts_are_not_made(void **state)
{
	(void)state;
	static char large[SPOT_PROGRAM_TEXT_MAX];
	struct spot_builder *b = builder_new();
	uint32_t name = spot_build_column(b, F_NAME);
	uint32_t joined = op2(b, SPOT_OP_CONCAT_T, name, text(b, "x"));
	for (int i = 0; i < 40; i++)
		joined = op2(b, SPOT_OP_CONCAT_T, joined, joined);
	output_of(b, op1(b, SPOT_OP_I_TO_F, op1(b, SPOT_OP_LEN_T, op2(b, SPOT_OP_CONCAT_T, name,
	    text(b, "x")))));
	output_of(b, op2(b, SPOT_OP_EQ_T, joined, text(b, "y")));
	struct spot_program *program = program_of(b);
	struct spot_program_state *run;
	struct spot_lanes lanes[2] = { { .state = states, .value = values } };
	memset(large, 'a', sizeof(large));
	batch.n_rows = 2;
	set_text(F_NAME, 0, large, sizeof(large) - 1);
	set_text(F_NAME, 1, large, sizeof(large));
	assert_int_equal(spot_program_state_new(&run, program, NULL), 0);
	assert_int_equal(spot_program_run(run, &batch, lanes, NULL), 0);
	assert_true(values[0] == (double)sizeof(large));
	spot_program_state_free(run);
	spot_program_free(program);
}

/* --- memory ------------------------------------------------------------------------------- */

static struct spot_program *greedy_program(void)
{
	struct spot_builder *b = builder_new();
	bool is_wrong;
	struct spot_value items[] = { text_value("caf\xC3\xA9*"), text_value("b") };
	uint32_t name = spot_build_column(b, F_NAME);
	uint32_t any = spot_build_list(b, SPOT_OP_ONE_OF_T, op1(b, SPOT_OP_UPPER_T, name), items,
	    2, NONE);
	any = op2(b, SPOT_OP_OR, any, spot_build_list(b, SPOT_OP_LIKE_T, name, items, 2, NONE));
	any = op2(b, SPOT_OP_OR, any, spot_build_regex(b, SPOT_OP_REGEX_T, name, SPOT_VIEW("x|y"),
	    NONE, &is_wrong));
	any = op2(b, SPOT_OP_OR, any, spot_build_list(b, SPOT_OP_HAS_L,
	    spot_build_column(b, F_TECH), items, 2, NONE));
	uint32_t joined = op2(b, SPOT_OP_CONCAT_T, spot_build_column(b, F_CITY), name);
	any = op2(b, SPOT_OP_OR, any, op2(b, SPOT_OP_EQ_T, joined, text(b, "x")));
	output_of(b, any);
	return program_of(b);
}

/* Fails the n-th allocation of making a state and running it; then all is as if it had not. */
static bool fail_nth(const struct spot_program *program, size_t n)
{
	struct spot_program_state *state;
	struct spot_lanes lanes = { .state = states, .value = values };
	unit_heap_fail(n);
	int rc = spot_program_state_new(&state, program, NULL);
	if (!rc)
		rc = spot_program_run(state, &batch, &lanes, NULL);
	bool failed = unit_heap_failed;
	unit_heap_fail(0);
	assert_true(rc == 0 || (rc == SPOT_ENOMEM && failed));
	for (int i = 0; state && i < 2; i++) {
		assert_int_equal(spot_program_run(state, &batch, &lanes, NULL), 0);
		for (size_t row = 0; row < batch.n_rows; row++)
			assert_true(values[row] == (row % 5 == 1 || row % 3 == 2));
	}
	spot_program_state_free(state);
	return failed;
}

static void every_allocation_may_fail(void **state)
{
	(void)state;
	static char names[64][64];
	static struct spot_view items[2];
	if (!UNIT_HEAP)
		skip();
	struct spot_program *program = greedy_program();
	batch.n_rows = 64;
	items[0] = SPOT_VIEW("dbt");
	items[1] = SPOT_VIEW("B");
	for (size_t i = 0; i < 64; i++) {
		int len = snprintf(names[i], sizeof(names[i]), "%s \xC3\xA9 %zu",
		    i % 5 == 1 ? "caf\xC3\x89" : "n", i);
		struct spot_value list = { .kind = SPOT_KIND_LIST, .as.list = { items, i % 3 } };
		set_text(F_NAME, i, names[i], (size_t)len);
		set_text(F_CITY, i, names[i], (size_t)len);
		spot_batch_set(&batch, F_TECH, i, list);
	}
	for (size_t n = 1; fail_nth(program, n);)
		n++;
	spot_program_free(program);
}

/* --- print -------------------------------------------------------------------------------- */

static void printed(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	struct spot_value items[] = { text_value("SaaS"), text_value("a\"\n") };
	struct spot_output output = { .nil = NONE };
	spot_builder_set_line(b, 84);
	uint32_t size = spot_build_column(b, F_SIZE), name = spot_build_column(b, F_NAME);
	uint32_t large = op2(b, SPOT_OP_LE_I, spot_build_int(b, 50), size);
	output_of(b, large); /* another output's nodes are not shown */
	spot_builder_set_line(b, 90);
	output.unknown = spot_build_is_blank(b, F_NAME);
	uint32_t mask = op2(b, SPOT_OP_ANDNOT, large, output.unknown);
	uint32_t one = spot_build_list(b, SPOT_OP_ONE_OF_T, name, items, 2, mask);
	spot_builder_set_line(b, 0);
	uint32_t half = spot_build_math(b, SPOT_MATH_LOG, op2(b, SPOT_OP_MUL_F,
	    spot_build_column(b, F_ARR), spot_build_float(b, 2)), NONE);
	output.failed = op1(b, SPOT_OP_NOT, op1(b, SPOT_OP_IS_FINITE, half));
	output.hand_over = spot_build_bool(b, false);
	output.value = op3(b, SPOT_OP_SELECT_F, one, half, spot_build_float(b, -0.0));
	size_t idx = spot_builder_add_output(b, &output);
	struct spot_program *program = program_of(b);
	struct spot_buf buf = SPOT_BUF_INIT;
	spot_program_print(&buf, program, idx);
	assert_string_equal(spot_buf_str(&buf),
	    "v1 = 50 <= size                                 line 84\n"
	    "v2 = name is blank                              line 90\n"
	    "v3 = v1 and not v2                              line 90\n"
	    "v4 = name one of {\"SaaS\", \"a\\\"\\n\"} where v3     line 90\n"
	    "v5 = arr * 2.0\n"
	    "v6 = log(v5)\n"
	    "v7 = v6 is finite\n"
	    "v8 = not v7\n"
	    "v9 = v4 ? v6 : -0.0\n"
	    "unknown where v2\n"
	    "failed where v8\n"
	    "answer v9\n");
	spot_buf_reset(&buf);
	spot_program_free(program);
}

static void constants_are_printed(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	struct spot_output output = { .nil = NONE };
	struct spot_value flags[2] = { { SPOT_KIND_BOOL, .as.flag = true }, { SPOT_KIND_BOOL } };
	struct spot_value numbers[2] = { { SPOT_KIND_FLOAT, .as.number = -INFINITY },
		{ SPOT_KIND_FLOAT, .as.number = 0 } };
	struct spot_value keys[2] = { { SPOT_KIND_INT, .as.integer = 7 }, { SPOT_KIND_INT } };
	uint32_t arr = spot_build_column(b, F_ARR), name = spot_build_column(b, F_NAME);
	uint32_t place = spot_build_list(b, SPOT_OP_INDEX_I, spot_build_column(b, F_SIZE), keys, 2,
	    NONE);
	uint32_t sum = op2(b, SPOT_OP_ADD_F, op2(b, SPOT_OP_SUB_F, arr, spot_build_float(b, NAN)),
	    spot_build_float(b, INFINITY));
	uint32_t at = spot_build_list(b, SPOT_OP_AT_F, place, numbers, 2, NONE);
	uint32_t mask = spot_build_list(b, SPOT_OP_AT_B, place, flags, 2, NONE);
	mask = op2(b, SPOT_OP_OR, mask, op2(b, SPOT_OP_LT_F, sum, at));
	output.value = op3(b, SPOT_OP_SELECT_T, mask,
	    spot_build_capture(b, name, text(b, "(%a+)"), 1, mask),
	    text(b, "a text of which the end is not shown, since it is longer than others"));
	output.unknown = spot_build_bool(b, true);
	output.failed = spot_build_bool(b, false);
	output.hand_over = output.nil = spot_build_is_nil(b, F_CITY);
	spot_builder_add_output(b, &output);
	struct spot_program *program = program_of(b);
	struct spot_buf buf = SPOT_BUF_INIT;
	spot_program_print(&buf, program, 0);
	assert_string_equal(spot_buf_str(&buf),
	    "v1 = {7, 0}[size]\n"
	    "v2 = arr - nan\n"
	    "v3 = v2 + inf\n"
	    "v4 = {-inf, 0.0} at v1\n"
	    "v5 = {true, false} at v1\n"
	    "v6 = v3 < v4\n"
	    "v7 = v5 or v6\n"
	    "v8 = match(name, \"(%a+)\")[1] where v7\n"
	    "v9 = v7 ? v8 : \"a text of which the end is not shown, since it is longer tha...\"\n"
	    "v10 = city is nil\n"
	    "unknown where true\n"
	    "handed over where v10\n"
	    "nil where v10\n"
	    "answer v9\n");
	spot_buf_reset(&buf);
	spot_program_free(program);
}

/* Every op has a format that is understood. */
static void every_op_is_printed(void **state)
{
	(void)state;
	for (unsigned op = 0; op < SPOT_OP_N; op++) {
		const struct spot_op_info *info = &spot_op_table[op];
		size_t n_found = 0;
		for (const char *f = info->format; *f; f++)
			if (*f == '%') {
				f++;
				assert_true(*f == '%' || *f == 'k' || (*f >= 'a' && *f <= 'c'));
				n_found += *f >= 'a' && *f <= 'c';
			}
		bool is_field = info->n_operands == 0 && !spot_op_is_constant(op);
		assert_int_equal(n_found, is_field ? 1 : info->n_operands);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lanes_have_states, setup, teardown),
		cmocka_unit_test_setup_teardown(constant_masks, setup, teardown),
		cmocka_unit_test_setup_teardown(texts_and_nil, setup, teardown),
		cmocka_unit_test(vectors_are_given_back),
		cmocka_unit_test_setup_teardown(hard_patterns_are_told, setup, teardown),
		cmocka_unit_test_setup_teardown(long_texts_are_not_made, setup, teardown),
		cmocka_unit_test_setup_teardown(every_allocation_may_fail, setup, teardown),
		cmocka_unit_test(printed),
		cmocka_unit_test(constants_are_printed),
		cmocka_unit_test(every_op_is_printed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
