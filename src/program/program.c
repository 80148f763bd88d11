/* SPDX-License-Identifier: MIT */
/*
 * From what was built to a program: dead nodes are dropped, the others keep their order, in which
 * operands come first and the nodes of a rule stand together. Each node that is computed gets a
 * slot, which is free again after its last use; outputs are stored as soon as their nodes are
 * there, so that a state's memory is what is alive at one time and not the size of the program.
 */
#include <stdlib.h>

#include "program/internal.h"

/* --- what is needed ----------------------------------------------------------------------- */

static void for_output(const struct spot_output *output, uint32_t out[5])
{
	out[0] = output->unknown;
	out[1] = output->failed;
	out[2] = output->hand_over;
	out[3] = output->value;
	out[4] = output->nil;
}

/* numbers: by node of the builder, 1 where it is needed. */
static void mark_needed(uint32_t *needed, const struct spot_builder *builder)
{
	for (size_t i = 0; i < builder->n_outputs; i++) {
		uint32_t roots[5];
		for_output(&builder->outputs[i], roots);
		for (unsigned k = 0; k < 5; k++)
			if (roots[k] != SPOT_NODE_NONE)
				needed[roots[k]] = 1;
	}
	for (size_t i = builder->n_nodes; i-- > 0;) {
		const struct spot_node *node = &builder->nodes[i];
		const uint32_t uses[4] = { node->a, node->b, node->c, node->where };
		for (unsigned k = 0; needed[i] && k < 4; k++)
			if (uses[k] != SPOT_NODE_NONE)
				needed[uses[k]] = 1;
	}
}

static void renumber(uint32_t *node, const uint32_t *new_of)
{
	if (*node != SPOT_NODE_NONE)
		*node = new_of[*node];
}

/* Moves the needed nodes together, and has them and the outputs name each other anew. */
static void compact(struct spot_builder *builder, uint32_t *new_of)
{
	uint32_t n = 0;
	for (size_t i = 0; i < builder->n_nodes; i++) {
		if (!new_of[i])
			continue;
		struct spot_node node = builder->nodes[i];
		renumber(&node.a, new_of);
		renumber(&node.b, new_of);
		renumber(&node.c, new_of);
		renumber(&node.where, new_of);
		builder->nodes[n] = node;
		builder->constants[n] = builder->constants[i];
		new_of[i] = n++;
	}
	builder->n_nodes = n;
	for (size_t i = 0; i < builder->n_outputs; i++) {
		struct spot_output *output = &builder->outputs[i];
		renumber(&output->unknown, new_of);
		renumber(&output->failed, new_of);
		renumber(&output->hand_over, new_of);
		renumber(&output->value, new_of);
		renumber(&output->nil, new_of);
	}
}

/* --- slots -------------------------------------------------------------------------------- */

enum spot_width spot_program_width(enum spot_kind kind)
{
	if (kind == SPOT_KIND_BOOL)
		return SPOT_WIDTH_1;
	return kind == SPOT_KIND_INT || kind == SPOT_KIND_FLOAT ? SPOT_WIDTH_8 : SPOT_WIDTH_16;
}

/* Whether the values lie elsewhere: in the node, or in the batch's columns. */
static bool needs_no_slot(const struct spot_node *node)
{
	return spot_op_is_constant(node->op) ||
	    (node->op >= SPOT_OP_COLUMN_INT && node->op <= SPOT_OP_COLUMN_LIST);
}

struct layout {
	struct spot_program *program;
	uint32_t *last_use;              /* by node: after how many nodes it is free */
	uint32_t *free[SPOT_WIDTH_N];    /* stacks of slots */
	size_t n_free[SPOT_WIDTH_N];
};

static void use(struct layout *layout, uint32_t node, uint32_t time)
{
	if (node != SPOT_NODE_NONE && layout->last_use[node] < time)
		layout->last_use[node] = time;
}

static void order_stores(struct layout *layout)
{
	struct spot_program *program = layout->program;
	for (size_t i = 0; i < program->n_outputs; i++) {
		uint32_t roots[5], time = 0;
		for_output(&program->outputs[i], roots);
		for (unsigned k = 0; k < 5; k++)
			if (roots[k] != SPOT_NODE_NONE && roots[k] + 1 > time)
				time = roots[k] + 1;
		size_t at = i;
		for (; at > 0 && program->stores[at - 1].n_nodes > time; at--)
			program->stores[at] = program->stores[at - 1];
		program->stores[at] = (struct spot_store) { (uint32_t)i, time };
		for (unsigned k = 0; k < 5; k++)
			use(layout, roots[k], time);
	}
}

static void find_last_uses(struct layout *layout)
{
	struct spot_program *program = layout->program;
	for (size_t i = 0; i < program->n_nodes; i++) {
		const struct spot_node *node = &program->nodes[i];
		use(layout, node->a, (uint32_t)i + 1);
		use(layout, node->b, (uint32_t)i + 1);
		use(layout, node->c, (uint32_t)i + 1);
		use(layout, node->where, (uint32_t)i + 1);
	}
	order_stores(layout);
}

static void slot_take(struct layout *layout, uint32_t node)
{
	struct spot_program *program = layout->program;
	enum spot_width width = spot_program_width(program->nodes[node].kind);
	program->slots[node] = SPOT_NODE_NONE;
	if (needs_no_slot(&program->nodes[node]))
		return;
	if (layout->n_free[width] > 0)
		program->slots[node] = layout->free[width][--layout->n_free[width]];
	else
		program->slots[node] = (uint32_t)program->n_slots[width]++;
}

static void slot_give(struct layout *layout, uint32_t node)
{
	const struct spot_program *program = layout->program;
	enum spot_width width = spot_program_width(program->nodes[node].kind);
	if (program->slots[node] != SPOT_NODE_NONE)
		layout->free[width][layout->n_free[width]++] = program->slots[node];
}

/* A node's slot is never that of an operand, so that kernels need not think of it. by_end: nodes
 * in the order of their last uses, by counting. */
static void take_slots(struct layout *layout, uint32_t *by_end, uint32_t *ends)
{
	struct spot_program *program = layout->program;
	size_t n = program->n_nodes;
	for (size_t i = 0; i < n; i++)
		ends[layout->last_use[i]]++;
	for (size_t i = 0, sum = 0; i <= n; i++) {
		uint32_t count = ends[i];
		ends[i] = (uint32_t)sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		by_end[ends[layout->last_use[i]]++] = (uint32_t)i;
	for (size_t i = 0, next = 0; i < n; i++) {
		slot_take(layout, (uint32_t)i);
		for (; next < n && layout->last_use[by_end[next]] <= i + 1; next++)
			slot_give(layout, by_end[next]);
	}
}

int spot_program_lay_out(struct spot_program *program, struct spot_error *err)
{
	int rc = 0;
	size_t n = program->n_nodes;
	struct layout layout = { .program = program };
	uint32_t *by_end = spot_mem_calloc(n, sizeof(*by_end));
	uint32_t *ends = spot_mem_calloc(n + 1, sizeof(*ends));
	bool has_room = by_end && ends;
	for (unsigned i = 0; i < SPOT_WIDTH_N; i++) {
		layout.free[i] = spot_mem_calloc(n, sizeof(*layout.free[i]));
		has_room = has_room && layout.free[i];
	}
	layout.last_use = spot_mem_calloc(n, sizeof(*layout.last_use));
	program->slots = spot_mem_calloc(n, sizeof(*program->slots));
	program->stores = spot_mem_calloc(program->n_outputs, sizeof(*program->stores));
	if (has_room && layout.last_use && program->slots && program->stores) {
		find_last_uses(&layout);
		take_slots(&layout, by_end, ends);
	} else {
		rc = spot_error_nomem(err);
	}
	for (unsigned i = 0; i < SPOT_WIDTH_N; i++)
		free(layout.free[i]);
	free(layout.last_use);
	free(by_end);
	free(ends);
	return rc;
}

/* --- programs ----------------------------------------------------------------------------- */

/* The builder is empty afterwards. */
static void take_over(struct spot_program *program, struct spot_builder *builder)
{
	program->schema = builder->schema;
	program->nodes = builder->nodes;
	program->constants = builder->constants;
	program->n_nodes = builder->n_nodes;
	program->outputs = builder->outputs;
	program->n_outputs = builder->n_outputs;
	program->pool = builder->pool;
	builder->nodes = NULL;
	builder->constants = NULL;
	builder->outputs = NULL;
	builder->n_nodes = builder->n_outputs = 0;
	spot_pool_init(&builder->pool);
}

int spot_program_new(struct spot_program **out, struct spot_builder *builder,
    struct spot_error *err)
{
	*out = NULL;
	int rc = spot_builder_failed(builder, err);
	if (rc)
		return rc;
	struct spot_program *program = spot_mem_calloc(1, sizeof(*program));
	uint32_t *new_of = spot_mem_calloc(builder->n_nodes, sizeof(*new_of));
	if (!program || !new_of) {
		rc = spot_error_nomem(err);
		goto out;
	}
	mark_needed(new_of, builder);
	compact(builder, new_of);
	take_over(program, builder);
	if (!spot_program_is_valid(program)) {
		rc = spot_error_set(err, SPOT_ERULES, "the program made of the rules is not sound");
		spot_error_hint(err, "a fault of this program: please report it; --no-translate "
		    "leaves all rules to the VM");
	}
	if (!rc)
		rc = spot_program_lay_out(program, err);
	if (!rc)
		rc = spot_memo_plan(program, err);
	if (!rc)
		rc = spot_lists_plan(program, err);
out:
	free(new_of);
	if (rc)
		spot_program_free(program);
	else
		*out = program;
	return rc;
}

void spot_program_free(struct spot_program *program)
{
	if (!program)
		return;
	free(program->nodes);
	free(program->constants);
	free(program->outputs);
	free(program->slots);
	free(program->stores);
	free(program->memos);
	free(program->dictionary_fields);
	free(program->list_bits);
	for (size_t i = 0; i < program->n_list_groups; i++) {
		spot_texts_reset(&program->list_groups[i].texts);
		free(program->list_groups[i].masks);
	}
	free(program->list_groups);
	spot_pool_reset(&program->pool);
	free(program);
}

const struct spot_node *spot_program_nodes(const struct spot_program *program, size_t *n_nodes)
{
	*n_nodes = program->n_nodes;
	return program->nodes;
}

const struct spot_output *spot_program_outputs(const struct spot_program *program,
    size_t *n_outputs)
{
	*n_outputs = program->n_outputs;
	return program->outputs;
}

bool spot_program_reads(const struct spot_program *program, size_t field_idx)
{
	for (size_t i = 0; i < program->n_nodes; i++)
		if (spot_op_table[program->nodes[i].op].n_operands == 0 &&
		    !spot_op_is_constant(program->nodes[i].op) &&
		    program->nodes[i].imm.column == field_idx)
			return true;
	return false;
}
