/* SPDX-License-Identifier: MIT */
/* The builder: equal nodes are one (hash consing), and failures are kept until they are asked. */
#include <assert.h>
#include <stdlib.h>

#include "program/internal.h"

enum {
	MAX_NODES = 1 << 17,
	CHAINS_MIN = 256,
};

int spot_builder_new(struct spot_builder **out, const struct spot_schema *schema,
    struct spot_error *err)
{
	struct spot_builder *builder = spot_mem_calloc(1, sizeof(*builder));
	*out = builder;
	if (!builder)
		return spot_error_nomem(err);
	builder->schema = schema;
	spot_pool_init(&builder->pool);
	spot_arena_init(&builder->scratch);
	return 0;
}

void spot_builder_free(struct spot_builder *builder)
{
	if (!builder)
		return;
	free(builder->nodes);
	free(builder->constants);
	free(builder->next);
	free(builder->chains);
	free(builder->outputs);
	spot_pool_reset(&builder->pool);
	spot_arena_free(&builder->scratch);
	free(builder);
}

void spot_builder_set_line(struct spot_builder *builder, uint32_t line)
{
	builder->line = line;
}

uint32_t spot_builder_nomem(struct spot_builder *builder)
{
	builder->nomem = true;
	return SPOT_NODE_NONE;
}

int spot_builder_failed(const struct spot_builder *builder, struct spot_error *err)
{
	if (builder->nomem)
		return spot_error_nomem(err);
	if (builder->too_large)
		return spot_error_set(err, SPOT_ERULES,
		    "the rules make a program of more than %d steps", MAX_NODES);
	return 0;
}

static bool has_failed(const struct spot_builder *builder)
{
	return builder->nomem || builder->too_large;
}

/* --- nodes -------------------------------------------------------------------------------- */

/* The constant of a node in two words. Texts and lists are of the pool, where equal ones are the
 * same pointer. */
static void constant_words(uint64_t out[2], const struct spot_node *node,
    const struct spot_constant *constant)
{
	out[0] = (uint64_t)(uintptr_t)constant;
	out[1] = 0;
	switch (node->op) {
	case SPOT_OP_BOOL:
		out[1] = node->imm.flag;
		break;
	case SPOT_OP_INT:
	case SPOT_OP_CAPTURE_T:
		out[1] = (uint64_t)node->imm.integer;
		break;
	case SPOT_OP_FLOAT:
		memcpy(&out[1], &node->imm.number, sizeof(out[1]));
		break;
	case SPOT_OP_TEXT:
		out[1] = (uint64_t)(uintptr_t)node->imm.text.ptr;
		break;
	case SPOT_OP_CALL_F:
	case SPOT_OP_CALL2_F:
		out[1] = node->imm.math;
		break;
	default:
		if (spot_op_table[node->op].n_operands == 0)
			out[1] = node->imm.column;
		break;
	}
}

static bool is_same(const struct spot_node *a, const struct spot_constant *a_constant,
    const struct spot_node *b, const struct spot_constant *b_constant)
{
	uint64_t x[2], y[2];
	if (a->op != b->op || a->a != b->a || a->b != b->b || a->c != b->c || a->where != b->where)
		return false;
	constant_words(x, a, a_constant);
	constant_words(y, b, b_constant);
	return x[0] == y[0] && x[1] == y[1];
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
	return hash ^ hash >> 32;
}

static uint64_t hash_of(const struct spot_node *node, const struct spot_constant *constant)
{
	uint64_t words[2];
	constant_words(words, node, constant);
	uint64_t hash = mix(node->op, words[0]);
	hash = mix(hash, words[1]);
	hash = mix(hash, (uint64_t)node->a << 32 | node->b);
	return mix(hash, (uint64_t)node->c << 32 | node->where);
}

static uint32_t *chain_of(const struct spot_builder *builder, const struct spot_node *node,
    const struct spot_constant *constant)
{
	return &builder->chains[hash_of(node, constant) & (builder->n_chains - 1)];
}

static void chain_add(struct spot_builder *builder, uint32_t node)
{
	uint32_t *chain = chain_of(builder, &builder->nodes[node], builder->constants[node]);
	builder->next[node] = *chain;
	*chain = node;
}

static bool chains_grow(struct spot_builder *builder)
{
	size_t n = builder->n_chains > 0 ? builder->n_chains * 2 : CHAINS_MIN;
	uint32_t *chains = spot_mem_calloc(n, sizeof(*chains));
	if (!chains)
		return false;
	memset(chains, 0xFF, n * sizeof(*chains));
	free(builder->chains);
	builder->chains = chains;
	builder->n_chains = n;
	for (uint32_t i = 0; i < builder->n_nodes; i++)
		chain_add(builder, i);
	return true;
}

static bool make_room(struct spot_builder *builder)
{
	size_t want = builder->n_nodes + 1;
	return spot_mem_grow(&builder->nodes, &builder->cap, want, sizeof(*builder->nodes)) &&
	    spot_mem_grow(&builder->constants, &builder->constants_cap, want,
	        sizeof(struct spot_constant *)) &&
	    spot_mem_grow(&builder->next, &builder->next_cap, want, sizeof(*builder->next)) &&
	    (want <= builder->n_chains || chains_grow(builder));
}

uint32_t spot_builder_intern(struct spot_builder *builder, const struct spot_node *node,
    const struct spot_constant *constant)
{
	if (has_failed(builder))
		return SPOT_NODE_NONE;
	if (builder->n_nodes == MAX_NODES) {
		builder->too_large = true;
		return SPOT_NODE_NONE;
	}
	if (!make_room(builder))
		return spot_builder_nomem(builder);
	uint32_t found = *chain_of(builder, node, constant);
	while (found != SPOT_NODE_NONE &&
	    !is_same(&builder->nodes[found], builder->constants[found], node, constant))
		found = builder->next[found];
	if (found != SPOT_NODE_NONE)
		return found;
	found = (uint32_t)builder->n_nodes;
	builder->nodes[found] = *node;
	builder->nodes[found].line = builder->line;
	builder->constants[found] = constant;
	assert(spot_verify_node(builder->nodes, found, constant, builder->schema));
	builder->n_nodes++;
	chain_add(builder, found);
	return found;
}

static struct spot_node node_of(enum spot_op op)
{
	struct spot_node node;
	memset(&node, 0, sizeof(node));
	node.op = (uint8_t)op;
	node.kind = (uint8_t)spot_op_kind(spot_op_table[op].result);
	node.a = node.b = node.c = node.where = SPOT_NODE_NONE;
	return node;
}

/* Whether an operand is missing, because it could not be made. */
static bool lacks_operand(const struct spot_node *node)
{
	for (unsigned i = 0; i < spot_op_table[node->op].n_operands; i++)
		if (spot_node_operands(node)[i] == SPOT_NODE_NONE)
			return true;
	return false;
}

static uint32_t add(struct spot_builder *builder, struct spot_node *node,
    const struct spot_constant *constant)
{
	if (has_failed(builder) || lacks_operand(node))
		return SPOT_NODE_NONE;
	if (spot_builder_is_bool(builder, node->where, true))
		node->where = SPOT_NODE_NONE;
	uint32_t found = spot_fold(builder, node, constant);
	if (found == SPOT_NODE_NONE && !has_failed(builder))
		found = spot_simplify(builder, node);
	return found != SPOT_NODE_NONE ? found : spot_builder_intern(builder, node, constant);
}

/* --- what is built ------------------------------------------------------------------------ */

uint32_t spot_build_bool(struct spot_builder *builder, bool flag)
{
	struct spot_node node = node_of(SPOT_OP_BOOL);
	node.imm.flag = flag;
	return spot_builder_intern(builder, &node, NULL);
}

uint32_t spot_build_int(struct spot_builder *builder, int64_t integer)
{
	struct spot_node node = node_of(SPOT_OP_INT);
	node.imm.integer = integer;
	return spot_builder_intern(builder, &node, NULL);
}

uint32_t spot_build_float(struct spot_builder *builder, double number)
{
	struct spot_node node = node_of(SPOT_OP_FLOAT);
	node.imm.number = number;
	return spot_builder_intern(builder, &node, NULL);
}

uint32_t spot_build_text(struct spot_builder *builder, struct spot_view text)
{
	struct spot_node node = node_of(SPOT_OP_TEXT);
	if (!spot_pool_text(&builder->pool, text, &node.imm.text))
		return spot_builder_nomem(builder);
	return spot_builder_intern(builder, &node, NULL);
}

static uint32_t build_column_op(struct spot_builder *builder, enum spot_op op, size_t field_idx)
{
	struct spot_node node = node_of(op);
	assert(field_idx < builder->schema->n_fields);
	node.imm.column = field_idx;
	return spot_builder_intern(builder, &node, NULL);
}

uint32_t spot_build_column(struct spot_builder *builder, size_t field_idx)
{
	enum spot_op op = SPOT_OP_COLUMN_TEXT;
	assert(field_idx < builder->schema->n_fields);
	switch (spot_type_kind(builder->schema->fields[field_idx].type)) {
	case SPOT_KIND_BOOL: op = SPOT_OP_COLUMN_BOOL; break;
	case SPOT_KIND_INT: op = SPOT_OP_COLUMN_INT; break;
	case SPOT_KIND_FLOAT: op = SPOT_OP_COLUMN_FLOAT; break;
	case SPOT_KIND_TEXT: op = SPOT_OP_COLUMN_TEXT; break;
	case SPOT_KIND_LIST: op = SPOT_OP_COLUMN_LIST; break;
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		assert(false);
	}
	return build_column_op(builder, op, field_idx);
}

uint32_t spot_build_is_blank(struct spot_builder *builder, size_t field_idx)
{
	return build_column_op(builder, SPOT_OP_IS_BLANK, field_idx);
}

uint32_t spot_build_is_nil(struct spot_builder *builder, size_t field_idx)
{
	return build_column_op(builder, SPOT_OP_IS_NIL, field_idx);
}

uint32_t spot_build(struct spot_builder *builder, enum spot_op op, uint32_t a, uint32_t b,
    uint32_t c, uint32_t where)
{
	struct spot_node node = node_of(op);
	assert(!(spot_op_table[op].flags & SPOT_OP_K));
	node.a = a;
	node.b = b;
	node.c = c;
	node.where = where;
	return add(builder, &node, NULL);
}

uint32_t spot_build_math(struct spot_builder *builder, enum spot_math math, uint32_t a, uint32_t b)
{
	struct spot_node node = node_of(math < SPOT_MATH_ATAN2 ? SPOT_OP_CALL_F : SPOT_OP_CALL2_F);
	node.a = a;
	node.b = math < SPOT_MATH_ATAN2 ? SPOT_NODE_NONE : b;
	node.imm.math = math;
	return add(builder, &node, NULL);
}

static enum spot_list_use list_use(enum spot_op op)
{
	if (op == SPOT_OP_ONE_OF_T || op == SPOT_OP_HAS_L)
		return SPOT_LIST_SET;
	if (op == SPOT_OP_LIKE_T)
		return SPOT_LIST_GLOBS;
	if (op == SPOT_OP_INDEX_T || op == SPOT_OP_INDEX_I)
		return SPOT_LIST_KEYS;
	assert(op == SPOT_OP_AT_B || op == SPOT_OP_AT_I || op == SPOT_OP_AT_F ||
	    op == SPOT_OP_AT_T);
	return SPOT_LIST_VALUES;
}

uint32_t spot_build_list(struct spot_builder *builder, enum spot_op op, uint32_t a,
    const struct spot_value *items, size_t n_items, uint32_t where)
{
	struct spot_node node = node_of(op);
	if (has_failed(builder))
		return SPOT_NODE_NONE;
	const struct spot_constant *constant =
	    spot_pool_list(&builder->pool, list_use(op), items, n_items);
	if (!constant)
		return spot_builder_nomem(builder);
	node.a = a;
	node.where = where;
	node.imm.list = constant->list;
	return add(builder, &node, constant);
}

uint32_t spot_build_regex(struct spot_builder *builder, enum spot_op op, uint32_t a,
    struct spot_view pattern, uint32_t where, bool *is_wrong)
{
	struct spot_node node = node_of(op);
	assert(op == SPOT_OP_REGEX_T || op == SPOT_OP_REGEX_OK_T);
	*is_wrong = false;
	if (has_failed(builder))
		return SPOT_NODE_NONE;
	const struct spot_constant *constant =
	    spot_pool_regex(&builder->pool, pattern, is_wrong);
	if (*is_wrong)
		return SPOT_NODE_NONE;
	if (!constant || !spot_pool_text(&builder->pool, pattern, &node.imm.text))
		return spot_builder_nomem(builder);
	node.a = a;
	node.where = where;
	return add(builder, &node, constant);
}

uint32_t spot_build_capture(struct spot_builder *builder, uint32_t a, uint32_t pattern,
    unsigned capture, uint32_t where)
{
	struct spot_node node = node_of(SPOT_OP_CAPTURE_T);
	node.a = a;
	node.b = pattern;
	node.where = where;
	node.imm.integer = capture;
	return add(builder, &node, NULL);
}

/* --- looking at it, outputs, marks -------------------------------------------------------- */

const struct spot_node *spot_builder_node(const struct spot_builder *builder, uint32_t node)
{
	assert(node < builder->n_nodes);
	return &builder->nodes[node];
}

bool spot_builder_is_bool(const struct spot_builder *builder, uint32_t node, bool flag)
{
	return node < builder->n_nodes && builder->nodes[node].op == SPOT_OP_BOOL &&
	    builder->nodes[node].imm.flag == flag;
}

size_t spot_builder_add_output(struct spot_builder *builder, const struct spot_output *output)
{
	if (has_failed(builder))
		return 0;
	if (!spot_mem_grow(&builder->outputs, &builder->outputs_cap, builder->n_outputs + 1,
	    sizeof(*builder->outputs))) {
		spot_builder_nomem(builder);
		return 0;
	}
	assert(spot_verify_output(builder->nodes, builder->n_nodes, output));
	builder->outputs[builder->n_outputs] = *output;
	return builder->n_outputs++;
}

struct spot_builder_mark spot_builder_mark(const struct spot_builder *builder)
{
	return (struct spot_builder_mark) { builder->n_nodes, builder->n_outputs };
}

void spot_builder_rewind(struct spot_builder *builder, struct spot_builder_mark mark)
{
	assert(mark.n_nodes <= builder->n_nodes && mark.n_outputs <= builder->n_outputs);
	while (builder->n_nodes > mark.n_nodes) {
		size_t last = --builder->n_nodes;
		*chain_of(builder, &builder->nodes[last], builder->constants[last]) =
		    builder->next[last];
	}
	builder->n_outputs = mark.n_outputs;
	builder->too_large = false;
}
