/* SPDX-License-Identifier: MIT */
/* What the files of program/ share: ops as data, nodes under construction, a program's inside. */
#ifndef SPOT_PROGRAM_INTERNAL_H
#define SPOT_PROGRAM_INTERNAL_H

#include "base/mem.h"
#include "program/pool.h"
#include "program/program.h"
#include "program/texts.h"

/* --- ops ---------------------------------------------------------------------------------- */

enum { SPOT_OP_W = 1, SPOT_OP_K = 2 }; /* flags */

struct spot_op_info {
	const char *name;
	const char *operands; /* letters: b i f t l; in capitals: a constant */
	const char *format;
	char result;
	uint8_t flags;
	uint8_t n_operands;
};

extern const struct spot_op_info spot_op_table[SPOT_OP_N];

/* The kind that a letter of op.def means. */
enum spot_kind spot_op_kind(char letter);
static inline bool spot_op_is_constant(enum spot_op op)
{
	return op == SPOT_OP_BOOL || op == SPOT_OP_INT || op == SPOT_OP_FLOAT || op == SPOT_OP_TEXT;
}
/* exp, log … */
const char *spot_op_math_name(enum spot_math math);

static inline const uint32_t *spot_node_operands(const struct spot_node *node)
{
	_Static_assert(offsetof(struct spot_node, c) == offsetof(struct spot_node, a) + 8,
	    "operands lie in a row");
	return &node->a;
}

/* Whether types, operands and constant of the node are sound; nodes are those before it. */
bool spot_verify_node(const struct spot_node *nodes, size_t node_idx,
    const struct spot_constant *constant, const struct spot_schema *schema);
bool spot_verify_output(const struct spot_node *nodes, size_t n_nodes,
    const struct spot_output *output);

/* --- building ----------------------------------------------------------------------------- */

/*
 * Nodes are found again by a hash with chains; a chain begins with its youngest node, so a rewind
 * takes nodes off the chains' heads in the reverse order of their making.
 */
struct spot_builder {
	const struct spot_schema *schema;
	struct spot_node *nodes;
	const struct spot_constant **constants; /* by node, of the pool, or NULL */
	uint32_t *next;    /* by node: the next older one of its chain */
	size_t n_nodes, cap, constants_cap, next_cap;
	uint32_t *chains;
	size_t n_chains;   /* a power of two, or 0 */
	struct spot_output *outputs;
	size_t n_outputs, outputs_cap;
	struct spot_pool pool;
	struct spot_arena scratch; /* of one folding */
	uint32_t line;
	bool nomem, too_large;
};

/* The node as it is, without folding and simplifying. */
uint32_t spot_builder_intern(struct spot_builder *builder, const struct spot_node *node,
    const struct spot_constant *constant);
uint32_t spot_builder_nomem(struct spot_builder *builder); /* NONE */

/* The constant that the node always is, or NONE. */
uint32_t spot_fold(struct spot_builder *builder, const struct spot_node *node,
    const struct spot_constant *constant);
/* An equal node that is simpler, or NONE; may rewrite the node to an equal one. */
uint32_t spot_simplify(struct spot_builder *builder, struct spot_node *node);

/* --- programs ----------------------------------------------------------------------------- */

/* Where values lie: a node that is computed has a place in the vectors of its width. */
enum spot_width { SPOT_WIDTH_1, SPOT_WIDTH_8, SPOT_WIDTH_16, SPOT_WIDTH_N };

static inline size_t spot_width_bytes(enum spot_width width)
{
	return width == SPOT_WIDTH_1 ? 1 : width == SPOT_WIDTH_8 ? 8 : 16;
}

/* What is known of a node that depends on one text column alone (memo.c). */
struct spot_memo_use {
	bool is_kept;       /* its value is kept for each text of the dictionary … */
	bool is_looked_up;  /* … and looked up for each lane */
	uint16_t dictionary;
};

/* Up to 64 HAS_L of one column of lists, a bit each (lists.c). */
struct spot_list_group {
	size_t field_idx;
	unsigned n_bits;
	struct spot_texts texts; /* the folded texts of all their sets */
	uint64_t *masks;         /* by number of a text: whose sets it is in */
	size_t cap;
};

struct spot_program {
	const struct spot_schema *schema;
	struct spot_node *nodes;
	const struct spot_constant **constants; /* by node */
	size_t n_nodes;
	struct spot_output *outputs;
	size_t n_outputs;
	struct spot_pool pool;
	/* by node: its vector among those of its width, or NONE: a constant, or the batch's own */
	uint32_t *slots;
	size_t n_slots[SPOT_WIDTH_N];
	/* outputs in the order in which they are stored, and after how many nodes */
	struct spot_store {
		uint32_t output_idx, n_nodes;
	} *stores;
	struct spot_memo_use *memos;     /* by node */
	size_t *dictionary_fields;       /* by dictionary */
	size_t n_dictionaries;
	struct spot_list_bit {
		uint16_t group; /* + 1; 0: none */
		uint8_t bit;
	} *list_bits;                    /* by node */
	struct spot_list_group *list_groups;
	size_t n_list_groups, list_groups_cap;
};

enum spot_width spot_program_width(enum spot_kind kind);
/* Gives nodes their slots and orders the stores. SPOT_ENOMEM. */
int spot_program_lay_out(struct spot_program *program, struct spot_error *err);
/* Which nodes' values are kept by text. SPOT_ENOMEM. */
int spot_memo_plan(struct spot_program *program, struct spot_error *err);
/* Which HAS_L are answered together. SPOT_ENOMEM. */
int spot_lists_plan(struct spot_program *program, struct spot_error *err);

#endif
