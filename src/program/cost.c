/* SPDX-License-Identifier: MIT */
/*
 * What outputs cost: the time of every node, shared equally among the outputs that need it, so
 * that the sum is the program's.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "program/state.h"

uint64_t spot_cost_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int spot_program_state_time(struct spot_program_state *state, struct spot_error *err)
{
	if (!state->node_ns)
		state->node_ns = spot_mem_calloc(state->program->n_nodes, sizeof(*state->node_ns));
	return state->node_ns ? 0 : spot_error_nomem(err);
}

/* Marks the node; those that it needs come when their turn does. */
static void need(uint8_t *needed, uint32_t node)
{
	if (node != SPOT_NODE_NONE)
		needed[node] = 1;
}

/* Which nodes the output needs: operands lie before what they belong to. */
static void needed_find(uint8_t *needed, const struct spot_program *program,
    const struct spot_output *output)
{
	memset(needed, 0, program->n_nodes);
	need(needed, output->unknown);
	need(needed, output->failed);
	need(needed, output->hand_over);
	need(needed, output->value);
	need(needed, output->nil);
	for (size_t i = program->n_nodes; i-- > 0;) {
		const struct spot_node *node = &program->nodes[i];

		if (!needed[i])
			continue;
		need(needed, node->a);
		need(needed, node->b);
		need(needed, node->c);
		need(needed, node->where);
	}
}

int spot_program_state_costs(const struct spot_program_state *state, double *ns_by_output,
    struct spot_error *err)
{
	const struct spot_program *program = state->program;
	uint32_t *n_needs = spot_mem_calloc(program->n_nodes, sizeof(*n_needs));
	uint8_t *needed = spot_mem_calloc(program->n_nodes, 1);
	int rc = n_needs && needed ? 0 : spot_error_nomem(err);

	for (size_t o = 0; rc == 0 && o < program->n_outputs; o++) {
		needed_find(needed, program, &program->outputs[o]);
		for (size_t i = 0; i < program->n_nodes; i++)
			n_needs[i] += needed[i];
	}
	for (size_t o = 0; rc == 0 && state->node_ns && o < program->n_outputs; o++) {
		needed_find(needed, program, &program->outputs[o]);
		for (size_t i = 0; i < program->n_nodes; i++)
			if (needed[i])
				ns_by_output[o] += (double)state->node_ns[i] / n_needs[i];
	}
	free(n_needs);
	free(needed);
	return rc;
}
