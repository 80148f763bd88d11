/* SPDX-License-Identifier: MIT */
/* Whole graphs of ops at random, with the masks and selects that rules make, against the
 * reference. */
#include "graph.h"

/* An expression of that kind: a leaf, or one that is there already, most often a late one. */
static int pick(struct graph *graph, enum spot_kind kind, bool is_constant)
{
	if (is_constant)
		return expr_random_constant(graph, kind);
	for (unsigned tries = 0; tries < 6 && graph->n_exprs > 0; tries++) {
		uint64_t back = graph_random(graph, (uint64_t)graph->n_exprs);
		if (graph_random(graph, 2))
			back = graph_random(graph, back + 1);
		int expr = graph->n_exprs - 1 - (int)back;
		/* Texts that grow with every op would take over. */
		bool is_concat = graph->exprs[expr].op == SPOT_OP_CONCAT_T;
		if (graph->exprs[expr].kind == kind && !is_concat)
			return expr;
	}
	if (kind != SPOT_KIND_LIST && graph_random(graph, 3) == 0)
		return expr_random_constant(graph, kind);
	for (;;) {
		size_t field_idx = graph_random(graph, F_N);
		if (spot_type_kind(fields[field_idx].type) == kind)
			return expr_column(graph, field_idx);
	}
}

static void add_random(struct graph *graph)
{
	enum spot_op op = SPOT_OP_N;
	/* Masks are what rules have most of. */
	if (graph_random(graph, 3) == 0)
		op = SPOT_OP_NOT + graph_random(graph, SPOT_OP_SELECT_L - SPOT_OP_NOT + 1);
	while (op == SPOT_OP_N || spot_op_table[op].n_operands == 0)
		op = graph_random(graph, SPOT_OP_N);
	const struct spot_op_info *info = &spot_op_table[op];
	int operands[3] = { -1, -1, -1 }, where = -1;
	for (unsigned k = 0; k < info->n_operands; k++) {
		char letter = info->operands[k];
		struct value pattern = { .kind = SPOT_KIND_TEXT };
		pattern.text = spot_view_of(graph_patterns[graph_random(graph,
		    N_OF(graph_patterns))]);
		operands[k] = letter == 'T' ? expr_constant(graph, pattern)
		    : pick(graph, spot_op_kind(letter), false);
	}
	if ((info->flags & SPOT_OP_W) && graph_random(graph, 2))
		where = pick(graph, SPOT_KIND_BOOL, false);
	expr_op(graph, op, operands[0], operands[1], operands[2], where);
}

static void random_graphs(void **state)
{
	(void)state;
	static struct graph graph;
	for (uint64_t seed = 1; seed <= 300; seed++) {
		graph_init(&graph, seed);
		size_t n = 5 + graph_random(&graph, 60);
		for (size_t i = 0; i < n && graph.n_exprs < MAX_EXPRS - 60; i++)
			add_random(&graph);
		for (int i = graph.n_exprs - 1; i >= 0 && graph.n_watched < 24; i--)
			if (graph.exprs[i].kind != SPOT_KIND_LIST)
				graph_watch(&graph, i);
		graph_check(&graph, 3, (unsigned)graph_random(&graph, 40),
		    seed % 10 == 0 ? SPOT_BATCH_ROWS : 40);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_graphs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
