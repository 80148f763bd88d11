/* SPDX-License-Identifier: MIT */
/*
 * Running: node by node, each over all lanes of the batch. Numbers and truth values go through
 * kernels, the other ops lane by lane.
 */
#include <assert.h>
#include <stdlib.h>

#include "program/state.h"

enum { ALIGN = 64 };

/* --- states ------------------------------------------------------------------------------- */

static const void *constant_pointer(const struct spot_node *node)
{
	switch (node->op) {
	case SPOT_OP_BOOL: return &node->imm.flag;
	case SPOT_OP_INT: return &node->imm.integer;
	case SPOT_OP_FLOAT: return &node->imm.number;
	case SPOT_OP_TEXT: return &node->imm.text;
	}
	return NULL;
}

static bool block_alloc(struct spot_program_state *state)
{
	const struct spot_program *program = state->program;
	size_t offsets[SPOT_WIDTH_N], total = 0;
	for (unsigned w = 0; w < SPOT_WIDTH_N; w++) {
		offsets[w] = total;
		total += program->n_slots[w] * spot_width_bytes(w) * SPOT_BATCH_ROWS;
	}
	state->block = aligned_alloc(ALIGN, total + ALIGN);
	if (!state->block)
		return false;
	memset(state->block, 0, total);
	for (size_t i = 0; i < program->n_nodes; i++) {
		enum spot_width w = spot_program_width(program->nodes[i].kind);
		if (program->slots[i] != SPOT_NODE_NONE)
			state->values[i] = state->block + offsets[w] +
			    program->slots[i] * spot_width_bytes(w) * SPOT_BATCH_ROWS;
		else
			state->values[i] = constant_pointer(&program->nodes[i]);
	}
	return true;
}

static enum spot_way way_of(const struct spot_program *program, size_t node_idx)
{
	enum spot_op op = program->nodes[node_idx].op;
	if (spot_op_is_constant(op))
		return SPOT_WAY_NOT;
	if (spot_op_table[op].n_operands == 0)
		return SPOT_WAY_COLUMN;
	if (program->memos[node_idx].is_kept)
		return SPOT_WAY_MEMO;
	if (program->list_bits[node_idx].group > 0)
		return SPOT_WAY_LIST;
	return SPOT_WAY_LANES;
}

static void plan_steps(struct spot_program_state *state)
{
	const struct spot_program *program = state->program;
	for (size_t i = 0; i < program->n_nodes; i++) {
		const uint32_t *operands = spot_node_operands(&program->nodes[i]);
		state->steps[i].way = (uint8_t)way_of(program, i);
		for (unsigned k = 0; k < 3; k++)
			if (operands[k] != SPOT_NODE_NONE &&
			    spot_op_is_constant(program->nodes[operands[k]].op))
				state->steps[i].constants |= (uint8_t)(1u << k);
	}
}

int spot_program_state_new(struct spot_program_state **out, const struct spot_program *program,
    struct spot_error *err)
{
	int rc = 0;
	*out = NULL;
	struct spot_program_state *state = spot_mem_calloc(1, sizeof(*state));
	if (!state)
		return spot_error_nomem(err);
	state->program = program;
	state->kernels = spot_kernels_of(spot_cpu_best());
	spot_arena_init(&state->arena);
	state->scratch.arena = &state->arena;
	state->values = spot_mem_calloc(program->n_nodes, sizeof(void *));
	state->steps = spot_mem_calloc(program->n_nodes, sizeof(*state->steps));
	bool has_room = state->values && state->steps && block_alloc(state);
	if (!spot_memo_init(state) || !spot_lists_init(state) || !has_room) {
		rc = spot_error_nomem(err);
		goto out;
	}
	plan_steps(state);
out:
	if (rc)
		spot_program_state_free(state);
	else
		*out = state;
	return rc;
}

void spot_program_state_free(struct spot_program_state *state)
{
	if (!state)
		return;
	free(state->block);
	free(state->values);
	free(state->steps);
	free(state->node_ns);
	spot_memo_reset(state);
	spot_lists_reset(state);
	spot_arena_free(&state->arena);
	spot_buf_reset(&state->scratch.folded);
	free(state);
}

/* --- columns ------------------------------------------------------------------------------ */

/* The vectors of ops that are read of the batch: numbers, texts and lists lie in it already. */
static void run_column(struct spot_program_state *state, size_t node_idx,
    const struct spot_batch *batch)
{
	const struct spot_node *node = &state->program->nodes[node_idx];
	const struct spot_column *column = &batch->columns[node->imm.column];
	const struct spot_kernels *kernels = state->kernels;
	uint8_t *out = (uint8_t *)state->values[node_idx];
	switch (node->op) {
	case SPOT_OP_COLUMN_INT:
		state->values[node_idx] = column->as.integer;
		break;
	case SPOT_OP_COLUMN_FLOAT:
		state->values[node_idx] = column->as.number;
		break;
	case SPOT_OP_COLUMN_TEXT:
		state->values[node_idx] = column->as.text;
		break;
	case SPOT_OP_COLUMN_LIST:
		state->values[node_idx] = column->as.list;
		break;
	case SPOT_OP_COLUMN_BOOL:
		kernels->is_state(batch->n_rows, out, column->state, SPOT_STATE_VALUE);
		for (size_t i = 0; i < batch->n_rows; i++)
			out[i] &= column->as.flag[i];
		break;
	case SPOT_OP_IS_BLANK:
		kernels->is_state(batch->n_rows, out, column->state, SPOT_STATE_BLANK);
		break;
	case SPOT_OP_IS_NIL:
		kernels->is_state(batch->n_rows, out, column->state, SPOT_STATE_NIL);
		break;
	}
}

/* --- all of it ---------------------------------------------------------------------------- */

static const void *value_of(const struct spot_program_state *state, uint32_t node)
{
	return node != SPOT_NODE_NONE ? state->values[node] : NULL;
}

static void run_lanes(struct spot_program_state *state, size_t node_idx, size_t n)
{
	const struct spot_node *node = &state->program->nodes[node_idx];
	const unsigned constants = state->steps[node_idx].constants;
	const void *const in[3] = {
		value_of(state, node->a), value_of(state, node->b), value_of(state, node->c),
	};
	void *out = (void *)state->values[node_idx];
	if (state->kernels->fn[node->op]) {
		state->kernels->fn[node->op](n, out, in, constants);
		return;
	}
	const struct spot_lane_run run = {
		.scratch = &state->scratch,
		.matches = &state->matches,
		.node = node,
		.constant = state->program->constants[node_idx],
		.in = { in[0], in[1], in[2] },
		.constants = constants,
		.where = value_of(state, node->where),
		.n = n,
	};
	spot_lane_run(&run, out);
}

static void run_node(struct spot_program_state *state, size_t node_idx,
    const struct spot_batch *batch)
{
	switch ((enum spot_way)state->steps[node_idx].way) {
	case SPOT_WAY_NOT:
		break;
	case SPOT_WAY_COLUMN:
		run_column(state, node_idx, batch);
		break;
	case SPOT_WAY_MEMO:
		if (spot_memo_run(state, node_idx, batch))
			break;
		/* fall through */
	case SPOT_WAY_LANES:
		run_lanes(state, node_idx, batch->n_rows);
		break;
	case SPOT_WAY_LIST:
		spot_lists_run(state, node_idx, batch);
		break;
	case SPOT_WAY_N:
		assert(false);
	}
}

static void run_node_timed(struct spot_program_state *state, size_t node_idx,
    const struct spot_batch *batch)
{
	uint64_t begun = spot_cost_now();
	run_node(state, node_idx, batch);
	state->node_ns[node_idx] += spot_cost_now() - begun;
}

/* Marks the lanes of an output's mask that are not marked yet; the number of them. */
static size_t put_state(const struct spot_program_state *state, uint8_t *out, uint32_t mask,
    enum spot_lane lane, size_t n)
{
	const struct spot_node *node = &state->program->nodes[mask];
	size_t count = 0;
	if (node->op != SPOT_OP_BOOL)
		return state->kernels->mark(n, out, state->values[mask], (uint8_t)lane);
	for (size_t i = 0; node->imm.flag && i < n; i++)
		if (out[i] == SPOT_LANE_KNOWN) {
			out[i] = (uint8_t)lane;
			count++;
		}
	return count;
}

/* A lane of a node that may be a constant. */
static size_t lane_of(const struct spot_program_state *state, uint32_t node, size_t i)
{
	return spot_op_is_constant(state->program->nodes[node].op) ? 0 : i;
}

static void put_texts(const struct spot_program_state *state, const struct spot_output *output,
    struct spot_lanes *lanes, size_t n)
{
	const struct spot_view *texts = state->values[output->value];
	const uint8_t *nil = output->nil != SPOT_NODE_NONE ? state->values[output->nil] : NULL;
	for (size_t i = 0; i < n; i++) {
		struct spot_view *out = &lanes->text[i];
		*out = (struct spot_view) { NULL, 0 };
		if (lanes->state[i] != SPOT_LANE_KNOWN ||
		    (nil && nil[lane_of(state, output->nil, i)]))
			continue;
		*out = texts[lane_of(state, output->value, i)];
		if (!out->ptr)
			out->ptr = "";
	}
}

static void store(const struct spot_program_state *state, const struct spot_output *output,
    struct spot_lanes *lanes, size_t n)
{
	if (!lanes->state)
		return;
	memset(lanes->state, SPOT_LANE_KNOWN, n);
	lanes->n_hand_over = put_state(state, lanes->state, output->hand_over,
	    SPOT_LANE_HAND_OVER, n);
	lanes->n_failed = put_state(state, lanes->state, output->failed, SPOT_LANE_FAILED, n);
	lanes->n_unknown = put_state(state, lanes->state, output->unknown, SPOT_LANE_UNKNOWN, n);
	const struct spot_node *value = &state->program->nodes[output->value];
	bool is_text = value->kind == SPOT_KIND_TEXT;
	if (lanes->value && is_text)
		memset(lanes->value, 0, n * sizeof(*lanes->value));
	else if (lanes->value)
		state->kernels->take(n, lanes->value, state->values[output->value],
		    spot_op_is_constant(value->op), lanes->state);
	if (lanes->text && is_text)
		put_texts(state, output, lanes, n);
}

static void begin_batch(struct spot_program_state *state)
{
	spot_arena_reset(&state->arena);
	state->scratch.nomem = false;
	state->matches.pattern = NULL;
	for (size_t i = 0; i < state->program->n_dictionaries; i++)
		state->dictionaries[i].is_coded = false;
	for (size_t i = 0; i < state->program->n_list_groups; i++)
		state->items[i].is_done = false;
}

int spot_program_run(struct spot_program_state *state, const struct spot_batch *batch,
    struct spot_lanes *lanes, struct spot_error *err)
{
	const struct spot_program *program = state->program;
	size_t next_store = 0;
	assert(batch->n_rows <= SPOT_BATCH_ROWS &&
	    batch->schema->n_fields == program->schema->n_fields);
	begin_batch(state);
	for (size_t i = 0; i < program->n_nodes; i++) {
		if (state->node_ns)
			run_node_timed(state, i, batch);
		else
			run_node(state, i, batch);
		if (state->scratch.nomem)
			return spot_error_nomem(err);
		for (; next_store < program->n_outputs &&
		    program->stores[next_store].n_nodes == i + 1; next_store++) {
			uint32_t output_idx = program->stores[next_store].output_idx;
			store(state, &program->outputs[output_idx], &lanes[output_idx],
			    batch->n_rows);
		}
	}
	return 0;
}
