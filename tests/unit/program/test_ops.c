/* SPDX-License-Identifier: MIT */
/*
 * Every op against the reference: over columns and constants in every arrangement, with blanks,
 * masks and values that hurt, by every variant of the kernels; and folded.
 */
#include "graph.h"

/* The operand of that number as a column of its own. */
static int column_operand(struct graph *graph, enum spot_kind kind, unsigned k)
{
	static const size_t columns[SPOT_KIND_N][3] = {
		[SPOT_KIND_BOOL] = { F_PAID, F_FLAG, F_LIVE },
		[SPOT_KIND_INT] = { F_SIZE, F_SEATS, F_DAY },
		[SPOT_KIND_FLOAT] = { F_ARR, F_RATE, F_COST },
		[SPOT_KIND_TEXT] = { F_NAME, F_CITY, F_NAME },
		[SPOT_KIND_LIST] = { F_TECH, F_TAGS, F_TECH },
	};
	return expr_column(graph, columns[kind][k]);
}

static int operand(struct graph *graph, char letter, unsigned k, bool is_constant)
{
	struct value pattern = { .kind = SPOT_KIND_TEXT };
	enum spot_kind kind = spot_op_kind(letter);
	if (letter == 'T') {
		pattern.text = spot_view_of(graph_patterns[graph_random(graph,
		    N_OF(graph_patterns))]);
		return expr_constant(graph, pattern);
	}
	if (is_constant && kind != SPOT_KIND_LIST)
		return expr_random_constant(graph, kind);
	return column_operand(graph, kind, k);
}

static void watch_op(struct graph *graph, enum spot_op op, unsigned constants)
{
	const struct spot_op_info *info = &spot_op_table[op];
	int operands[3] = { -1, -1, -1 }, where = -1;
	for (unsigned k = 0; k < info->n_operands; k++)
		operands[k] = operand(graph, info->operands[k], k, constants >> k & 1);
	if ((info->flags & SPOT_OP_W) && graph_random(graph, 2))
		where = expr_column(graph, F_LIVE);
	int expr = expr_op(graph, op, operands[0], operands[1], operands[2], where);
	if (op == SPOT_OP_SELECT_L)
		expr = expr_op(graph, SPOT_OP_LEN_L, expr, -1, -1, -1);
	graph_watch(graph, expr);
}

static void check_op(enum spot_op op)
{
	static const unsigned percents[] = { 0, 5, 50, 97 };
	const struct spot_op_info *info = &spot_op_table[op];
	for (unsigned round = 0; round < 10; round++) {
		struct graph graph;
		graph_init(&graph, (uint64_t)op * 1000 + round);
		for (unsigned constants = 0; constants < 1u << info->n_operands; constants++)
			watch_op(&graph, op, constants);
		graph_check(&graph, 2, percents[round % 4],
		    round == 0 ? SPOT_BATCH_ROWS : 200);
	}
}

static void every_op(void **state)
{
	(void)state;
	for (unsigned op = 0; op < SPOT_OP_N; op++)
		if (spot_op_table[op].n_operands > 0)
			check_op(op);
}

/* Constants alone: what is folded is what the reference says. */
static void folding(void **state)
{
	(void)state;
	for (unsigned op = 0; op < SPOT_OP_N; op++) {
		const struct spot_op_info *info = &spot_op_table[op];
		if (info->n_operands == 0 || strchr(info->operands, 'l'))
			continue;
		for (unsigned round = 0; round < 8; round++) {
			struct graph graph;
			graph_init(&graph, (uint64_t)op * 77 + round);
			for (unsigned i = 0; i < 30; i++)
				watch_op(&graph, op, 7);
			for (int w = 0; w < graph.n_watched; w++) {
				const struct expr *expr = &graph.exprs[graph.watched[w]];
				if (expr->where < 0)
					assert_true(spot_op_is_constant(spot_builder_node(
					    graph.builder, expr->node)->op));
			}
			graph_check(&graph, 1, 50, 3);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_op),
		cmocka_unit_test(folding),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
