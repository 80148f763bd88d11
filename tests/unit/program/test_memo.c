/* SPDX-License-Identifier: MIT */
/* Dictionaries of texts and items: what is kept, when it is given up, and that it never shows. */
#include "building.h"

#include <stdio.h>

#include "program/state.h"
#include "table/batch.h"

enum { N_ROWS = SPOT_BATCH_ROWS };

static struct spot_batch batch;

static int setup(void **state)
{
	(void)state;
	return spot_batch_init(&batch, &schema, N_ROWS, NULL);
}

static int teardown(void **state)
{
	(void)state;
	spot_batch_reset(&batch);
	return 0;
}

/* Every name is one of n texts. */
static void fill_names(uint64_t first, uint64_t n)
{
	spot_arena_reset(&batch.arena);
	batch.n_rows = N_ROWS;
	for (size_t i = 0; i < N_ROWS; i++) {
		char name[40];
		int len = snprintf(name, sizeof(name), "Customer number %d",
		    (int)((first + i) % n));
		struct spot_value value = { .kind = SPOT_KIND_TEXT };
		value.as.text = (struct spot_view) {
			spot_arena_copy(&batch.arena, name, (size_t)len), (size_t)len };
		spot_batch_set(&batch, F_NAME, i, value);
	}
}

/* Whether the upper case of the name ends with "7", and the name's length where it does. */
static struct spot_program *name_program(void)
{
	struct spot_builder *b = builder_new();
	uint32_t upper = op1(b, SPOT_OP_UPPER_T, spot_build_column(b, F_NAME));
	uint32_t seven = op2(b, SPOT_OP_EQ_T, op3(b, SPOT_OP_SUB_T, upper, spot_build_int(b, -2),
	    spot_build_int(b, -1)), text(b, " 7"));
	uint32_t len = op1(b, SPOT_OP_LEN_T, upper);
	output_of(b, op3(b, SPOT_OP_SELECT_F, seven, op1(b, SPOT_OP_I_TO_F, len),
	    spot_build_float(b, 0)));
	return program_of(b);
}

static size_t count_sevens(struct spot_program_state *run)
{
	static uint8_t states[N_ROWS];
	static double values[N_ROWS];
	struct spot_lanes lanes = { .state = states, .value = values };
	size_t n = 0;
	assert_int_equal(spot_program_run(run, &batch, &lanes, NULL), 0);
	for (size_t i = 0; i < N_ROWS; i++) {
		const struct spot_view *name = &batch.columns[F_NAME].as.text[i];
		bool is_seven = strcmp(name->ptr + name->len - 2, " 7") == 0;
		assert_true(values[i] == (is_seven ? (double)name->len : 0));
		n += is_seven;
	}
	return n;
}

static void repeated_texts_are_kept(void **state)
{
	(void)state;
	struct spot_program *program = name_program();
	struct spot_program_state *run;
	assert_int_equal(program->n_dictionaries, 1);
	assert_int_equal(spot_program_state_new(&run, program, NULL), 0);
	for (uint64_t round = 0; round < 20; round++) {
		fill_names(round * 5, 100 + round);
		assert_true(count_sevens(run) > 0);
		assert_false(run->dictionaries[0].is_off);
		assert_int_equal(run->dictionaries[0].texts.n_items, 100 + round);
	}
	/* What only kept nodes need has no lanes; each is computed once a text. */
	size_t n_kept = 0, n_looked_up = 0;
	for (size_t i = 0; i < program->n_nodes; i++) {
		n_kept += program->memos[i].is_kept;
		n_looked_up += program->memos[i].is_looked_up;
		if (program->memos[i].is_kept)
			assert_int_equal(run->memos[i].n, 120);
	}
	assert_int_equal(n_kept, 4);
	assert_int_equal(n_looked_up, 2);
	spot_program_state_free(run);
	spot_program_free(program);
}

/* All new, batch after batch: given up soon; and when full, in the middle of a batch. */
static void different_texts_are_given_up(void **state)
{
	(void)state;
	struct spot_program *program = name_program();
	for (size_t max_texts = 10; max_texts <= SPOT_DICTIONARY_TEXTS; max_texts += 1021) {
		struct spot_program_state *run;
		assert_int_equal(spot_program_state_new(&run, program, NULL), 0);
		run->max_texts = max_texts;
		for (uint64_t round = 0; round < 5; round++) {
			fill_names(round * N_ROWS, 1000000);
			assert_int_equal(count_sevens(run), round == 0);
			assert_true(run->dictionaries[0].is_off ==
			    (round > 0 || max_texts < N_ROWS));
		}
		spot_program_state_free(run);
	}
	/* Few texts, but long ones. */
	struct spot_program_state *run;
	assert_int_equal(spot_program_state_new(&run, program, NULL), 0);
	run->max_bytes = 1000;
	fill_names(0, 100);
	assert_true(count_sevens(run) > 0);
	assert_true(run->dictionaries[0].is_off);
	spot_program_state_free(run);
	spot_program_free(program);
}

/* A few texts of which much is made. */
static void much_is_not_kept(void **state)
{
	(void)state;
	static uint8_t states[N_ROWS];
	static double values[N_ROWS];
	struct spot_lanes lanes = { .state = states, .value = values };
	struct spot_builder *b = builder_new();
	uint32_t joined = spot_build_column(b, F_NAME);
	for (int i = 0; i < 10; i++)
		joined = op2(b, SPOT_OP_CONCAT_T, joined, joined);
	output_of(b, op1(b, SPOT_OP_I_TO_F, op1(b, SPOT_OP_LEN_T, joined)));
	struct spot_program *program = program_of(b);
	struct spot_program_state *run;
	assert_int_equal(spot_program_state_new(&run, program, NULL), 0);
	for (uint64_t round = 0; round < 3; round++) {
		fill_names(0, 200);
		assert_int_equal(spot_program_run(run, &batch, &lanes, NULL), 0);
		assert_true(run->dictionaries[0].is_off == (round > 0));
		for (size_t i = 0; i < N_ROWS; i++)
			assert_true(values[i] ==
			    (double)batch.columns[F_NAME].as.text[i].len * 1024);
	}
	spot_program_state_free(run);
	spot_program_free(program);
}

/* One cheap op is not worth a dictionary. */
static void cheap_ops_have_no_dictionary(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	output_of(b, op2(b, SPOT_OP_EQ_T, spot_build_column(b, F_NAME), text(b, "x")));
	struct spot_program *program = program_of(b);
	assert_int_equal(program->n_dictionaries, 0);
	spot_program_free(program);
}

/* A pattern's answers are of one node's texts, wherever these lie. */
static void patterns_are_asked_of_their_texts(void **state)
{
	(void)state;
	static uint8_t states[2][N_ROWS];
	static double values[2][N_ROWS];
	struct spot_lanes lanes[2];
	struct spot_builder *b = builder_new();
	uint32_t name = spot_build_column(b, F_NAME), pattern = text(b, "^C");
	output_of(b, op2(b, SPOT_OP_MATCHES_T, op1(b, SPOT_OP_UPPER_T, name), pattern));
	output_of(b, op2(b, SPOT_OP_MATCHES_T, op1(b, SPOT_OP_LOWER_T, name), pattern));
	struct spot_program *program = program_of(b);
	struct spot_program_state *run;
	assert_int_equal(program->n_slots[SPOT_WIDTH_16], 1);
	assert_int_equal(spot_program_state_new(&run, program, NULL), 0);
	run->dictionaries[0].is_off = true;
	fill_names(0, 50);
	for (size_t k = 0; k < 2; k++)
		lanes[k] = (struct spot_lanes) { .state = states[k], .value = values[k] };
	assert_int_equal(spot_program_run(run, &batch, lanes, NULL), 0);
	for (size_t i = 0; i < N_ROWS; i++)
		assert_true(values[0][i] == 1 && values[1][i] == 0);
	spot_program_state_free(run);
	spot_program_free(program);
}

/* --- lists -------------------------------------------------------------------------------- */

enum { N_SETS = 150 };

/* Every list holds items number row % 7, row % 11 …, n of them. */
static void fill_lists(size_t n, uint64_t spread, bool together)
{
	static struct spot_view all[N_ROWS * 8];
	struct spot_view *next = all;
	spot_arena_reset(&batch.arena);
	batch.n_rows = N_ROWS;
	for (size_t i = 0; i < N_ROWS; i++) {
		size_t n_items = i % (n + 1);
		struct spot_view *items = together ? next
		    : spot_arena_alloc(&batch.arena, n_items * sizeof(*items));
		next += together ? n_items : 0;
		for (size_t k = 0; k < n_items; k++) {
			char item[32];
			int len = snprintf(item, sizeof(item), "%s %d", k % 2 ? "Item" : "ITEM",
			    (int)((i * (k + 3)) % spread));
			items[k] = (struct spot_view) {
				spot_arena_copy(&batch.arena, item, (size_t)len), (size_t)len };
		}
		struct spot_value value = { .kind = SPOT_KIND_LIST, .as.list = { items, n_items } };
		if (i % 13 == 0)
			value.kind = SPOT_KIND_BLANK;
		spot_batch_set(&batch, F_TECH, i, value);
	}
}

static void check_lists(struct spot_program_state *run)
{
	static uint8_t states[N_ROWS];
	static double values[N_ROWS];
	struct spot_lanes lanes[N_SETS] = { 0 };
	for (size_t set = 0; set < N_SETS; set++) {
		lanes[set].state = states;
		lanes[set].value = values;
		if (set > 0)
			lanes[set - 1].state = NULL;
		assert_int_equal(spot_program_run(run, &batch, lanes, NULL), 0);
		for (size_t i = 0; i < N_ROWS; i++) {
			const struct spot_list *list = &batch.columns[F_TECH].as.list[i];
			bool has = false;
			for (size_t k = 0; k < list->n_items && i % 13 != 0; k++) {
				size_t number = strtoul(list->items[k].ptr + 5, NULL, 10);
				has |= number == set || number == set + 500;
			}
			assert_true((values[i] != 0) == has);
		}
		if (set == 2)
			set = 60;
		if (set == 68)
			set = N_SETS - 3;
	}
}

static void sets_are_answered_together(void **state)
{
	(void)state;
	struct spot_builder *b = builder_new();
	uint32_t tech = spot_build_column(b, F_TECH);
	for (int set = 0; set < N_SETS; set++) {
		char items[2][16];
		struct spot_value values[2];
		for (int k = 0; k < 2; k++) {
			snprintf(items[k], sizeof(items[k]), "item %d", set + 500 * k);
			values[k] = text_value(items[k]);
		}
		output_of(b, spot_build_list(b, SPOT_OP_HAS_L, tech, values, 2, NONE));
	}
	struct spot_program *program = program_of(b);
	struct spot_program_state *run;
	assert_int_equal(program->n_list_groups, 3);
	for (int off = 0; off < 3; off++) {
		assert_int_equal(spot_program_state_new(&run, program, NULL), 0);
		if (off == 1)
			run->max_texts = 30;
		for (int together = 0; together < 2; together++) {
			fill_lists(7, 700, together);
			check_lists(run);
		}
		assert_true(run->items[0].is_off == (off == 1));
		if (off == 2) {
			fill_lists(5, 1000000, true);
			check_lists(run);
			check_lists(run);
		}
		spot_program_state_free(run);
	}
	spot_program_free(program);
}

/* More items than are looked up in one loop, and lists of a choice between columns. */
static void long_lists(void **state)
{
	(void)state;
	static struct spot_view items[3000];
	static uint8_t states[3][N_ROWS];
	static double values[3][N_ROWS];
	struct spot_lanes lanes[3];
	struct spot_builder *b = builder_new();
	struct spot_value wanted = text_value("LAST");
	uint32_t tech = spot_build_column(b, F_TECH), tags = spot_build_column(b, F_TAGS);
	uint32_t either = op3(b, SPOT_OP_SELECT_L, spot_build_column(b, F_PAID), tech, tags);
	output_of(b, spot_build_list(b, SPOT_OP_HAS_L, tech, &wanted, 1, NONE));
	output_of(b, spot_build_list(b, SPOT_OP_HAS_L, either, &wanted, 1, NONE));
	output_of(b, op1(b, SPOT_OP_I_TO_F, op1(b, SPOT_OP_LEN_L, either)));
	struct spot_program *program = program_of(b);
	struct spot_program_state *run;
	assert_int_equal(spot_program_state_new(&run, program, NULL), 0);
	for (size_t i = 0; i < 3000; i++)
		items[i] = i % 600 == 599 ? SPOT_VIEW("last") : SPOT_VIEW("first");
	batch.n_rows = 6;
	static const size_t sizes[6] = { 3, 599, 600, 1200, 0, 598 };
	for (size_t i = 0; i < 6; i++) {
		struct spot_value list = { .kind = SPOT_KIND_LIST, .as.list = { items, sizes[i] } };
		struct spot_value flag = { .kind = SPOT_KIND_BOOL, .as.flag = i % 2 };
		spot_batch_set(&batch, F_TECH, i, list);
		list.as.list.n_items = 2;
		spot_batch_set(&batch, F_TAGS, i, list);
		spot_batch_set(&batch, F_PAID, i, flag);
	}
	for (size_t k = 0; k < 3; k++)
		lanes[k] = (struct spot_lanes) { .state = states[k], .value = values[k] };
	assert_int_equal(spot_program_run(run, &batch, lanes, NULL), 0);
	for (size_t i = 0; i < 6; i++) {
		assert_true(values[0][i] == (sizes[i] >= 600));
		assert_true(values[1][i] == (sizes[i] >= 600 && i % 2));
		assert_true(values[2][i] == (i % 2 ? (double)sizes[i] : 2));
	}
	spot_program_state_free(run);
	spot_program_free(program);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cheap_ops_have_no_dictionary),
		cmocka_unit_test_setup_teardown(repeated_texts_are_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(different_texts_are_given_up, setup, teardown),
		cmocka_unit_test_setup_teardown(much_is_not_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(patterns_are_asked_of_their_texts, setup, teardown),
		cmocka_unit_test_setup_teardown(sets_are_answered_together, setup, teardown),
		cmocka_unit_test_setup_teardown(long_lists, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
