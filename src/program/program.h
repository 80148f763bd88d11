/* SPDX-License-Identifier: MIT */
/*
 * A program: what rule functions compute, as nodes over the columns of a batch.
 *
 * A node has one type, known when it is built, and one value a lane (a row of the batch). There is
 * no control flow: a branch of a rule is a mask (a node of truth values), a value that depends on
 * it a SELECT, and a rule that ends early (it read a blank, it failed) says so in masks of its
 * output. So nodes are pure: equal ones are one node, whatever rule or rule file they come from,
 * and what no output needs is not computed. Lua is not known here.
 *
 * A builder makes nodes (one thread); spot_program_new takes them over. A program is immutable
 * and shared by threads; each thread has a spot_program_state. Node ids are indices; operands
 * are less than the node they belong to.
 */
#ifndef SPOT_PROGRAM_PROGRAM_H
#define SPOT_PROGRAM_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "table/batch.h"
#include "table/field.h"
#include "table/value.h"

enum spot_op {
#define X(name, result, operands, flags, format) SPOT_OP_##name,
#include "program/op.def"
#undef X
	SPOT_OP_N
};

enum spot_math {
	SPOT_MATH_EXP,
	SPOT_MATH_LOG,
	SPOT_MATH_LOG2,
	SPOT_MATH_LOG10,
	SPOT_MATH_SIN,
	SPOT_MATH_COS,
	SPOT_MATH_TAN,
	SPOT_MATH_ASIN,
	SPOT_MATH_ACOS,
	SPOT_MATH_ATAN2, /* CALL2_F from here on */
	SPOT_MATH_FMOD,
	SPOT_MATH_N
};

#define SPOT_NODE_NONE UINT32_MAX

/* What is longer CONCAT_T does not make. */
#define SPOT_PROGRAM_TEXT_MAX ((int64_t)64 << 10)

/* A set of texts (ONE_OF_T, HAS_L), of globs (LIKE_T), the keys of a table (INDEX_T, INDEX_I), or
 * the values at their places (AT_*): which it is the op says. */
struct spot_constants_list {
	const struct spot_value *items;
	size_t n_items;
};

struct spot_node {
	uint8_t op;   /* enum spot_op */
	uint8_t kind; /* of its value: enum spot_kind, BOOL to LIST */
	uint32_t a, b, c;  /* operands, or NONE */
	uint32_t where;    /* a mask, or NONE: every lane */
	union {
		bool flag;       /* BOOL */
		int64_t integer; /* INT; CAPTURE_T: which capture */
		double number;   /* FLOAT */
		struct spot_view text;  /* TEXT; REGEX_T, REGEX_OK_T: the pattern */
		size_t column;   /* COLUMN_*, IS_*: the index of a field of the schema */
		enum spot_math math;    /* CALL_F, CALL2_F */
		struct spot_constants_list list;
	} imm;
	uint32_t line; /* of the rule file, where it was first built; 0: none */
};

/* What one function answers, lane by lane. A lane is in at most one of the masks. */
struct spot_output {
	uint32_t unknown;   /* mask: it read a blank */
	uint32_t failed;    /* mask: it raised an error, or answered what it must not */
	uint32_t hand_over; /* mask: only the Lua VM can tell */
	uint32_t value;     /* FLOAT (truth values as 0 and 1), or TEXT where it answers text */
	uint32_t nil;       /* TEXT: mask of those that answered nil; else NONE */
	bool is_boolean;    /* the answer is true or false in every lane (never a number) */
};

/* --- building ----------------------------------------------------------------------------- */

struct spot_builder;

/* The schema says the columns' names and types; it must outlive builder and program. */
int spot_builder_new(struct spot_builder **out, const struct spot_schema *schema,
    struct spot_error *err);
void spot_builder_free(struct spot_builder *builder);

/* The line that nodes built from here on come from. */
void spot_builder_set_line(struct spot_builder *builder, uint32_t line);

/*
 * Every function below gives a node: one that was there already when it is the same, a constant
 * when all operands are constants, a simpler one where that is exactly equal in every lane (x and
 * true, select with one outcome, two comparisons of a constant …). After the first failure for
 * want of memory, or once a program would be too large, they give SPOT_NODE_NONE, accept it, and
 * spot_builder_failed says so.
 */
uint32_t spot_build_bool(struct spot_builder *builder, bool flag);
uint32_t spot_build_int(struct spot_builder *builder, int64_t integer);
uint32_t spot_build_float(struct spot_builder *builder, double number);
uint32_t spot_build_text(struct spot_builder *builder, struct spot_view text); /* copied */
/* COLUMN_* of the field's kind. */
uint32_t spot_build_column(struct spot_builder *builder, size_t field_idx);
uint32_t spot_build_is_blank(struct spot_builder *builder, size_t field_idx);
uint32_t spot_build_is_nil(struct spot_builder *builder, size_t field_idx);
/* An op without constant of its own; operands it has not are NONE. where only for ops with W
 * (NONE: every lane). */
uint32_t spot_build(struct spot_builder *builder, enum spot_op op, uint32_t a, uint32_t b,
    uint32_t c, uint32_t where);
uint32_t spot_build_math(struct spot_builder *builder, enum spot_math math, uint32_t a, uint32_t b);
/* ONE_OF_T, HAS_L, LIKE_T, INDEX_T, INDEX_I (a: what is looked for), AT_* (a: the place). Items are
 * copied; texts of sets and globs are given as they are written, folding is done here. */
uint32_t spot_build_list(struct spot_builder *builder, enum spot_op op, uint32_t a,
    const struct spot_value *items, size_t n_items, uint32_t where);
/* REGEX_T or REGEX_OK_T. SPOT_NODE_NONE with *is_wrong when the pattern does not compile. */
uint32_t spot_build_regex(struct spot_builder *builder, enum spot_op op, uint32_t a,
    struct spot_view pattern, uint32_t where, bool *is_wrong);
uint32_t spot_build_capture(struct spot_builder *builder, uint32_t a, uint32_t pattern,
    unsigned capture, uint32_t where);

/* The node, for a look at it (is it a constant, of which kind); valid until the next build. */
const struct spot_node *spot_builder_node(const struct spot_builder *builder, uint32_t node);
bool spot_builder_is_bool(const struct spot_builder *builder, uint32_t node, bool flag);

/* The output's number. */
size_t spot_builder_add_output(struct spot_builder *builder, const struct spot_output *output);
/* 0, SPOT_ENOMEM, or SPOT_ERULES: too large (until the next rewind). */
int spot_builder_failed(const struct spot_builder *builder, struct spot_error *err);
/* Forgets nodes and outputs made since the mark: a translation that came to nothing. */
struct spot_builder_mark {
	size_t n_nodes, n_outputs;
};
struct spot_builder_mark spot_builder_mark(const struct spot_builder *builder);
void spot_builder_rewind(struct spot_builder *builder, struct spot_builder_mark mark);

/* --- programs ----------------------------------------------------------------------------- */

struct spot_program;

/* Takes what was built (the builder is empty afterwards and can only be freed): drops what no
 * output needs, orders, verifies. */
int spot_program_new(struct spot_program **out, struct spot_builder *builder,
    struct spot_error *err);
void spot_program_free(struct spot_program *program);

const struct spot_node *spot_program_nodes(const struct spot_program *program, size_t *n_nodes);
const struct spot_output *spot_program_outputs(const struct spot_program *program,
    size_t *n_outputs);
/* Whether types, operands and outputs are sound; spot_program_new has tested it. */
bool spot_program_is_valid(const struct spot_program *program);
/* The nodes that the output needs, a line each, readable: "v3 = employees >= 50   line 84". */
void spot_program_print(struct spot_buf *out, const struct spot_program *program,
    size_t output_idx);
/* by field: whether any output reads it. */
bool spot_program_reads(const struct spot_program *program, size_t field_idx);

/* --- running ------------------------------------------------------------------------------ */

struct spot_program_state;

/* One thread's buffers and dictionaries; at most SPOT_BATCH_ROWS rows at a time. */
int spot_program_state_new(struct spot_program_state **out, const struct spot_program *program,
    struct spot_error *err);
void spot_program_state_free(struct spot_program_state *state);

enum spot_lane {
	SPOT_LANE_KNOWN,
	SPOT_LANE_UNKNOWN,
	SPOT_LANE_FAILED,
	SPOT_LANE_HAND_OVER,
	SPOT_LANE_N
};

/* One output's answers, in arrays of the caller's with room for SPOT_BATCH_ROWS. */
struct spot_lanes {
	uint8_t *state; /* enum spot_lane */
	double *value;  /* KNOWN: the value; else 0 */
	/* Of an output of text; may be NULL. { NULL, 0 }: nil. Valid until the next run. */
	struct spot_view *text;
	size_t n_unknown, n_failed, n_hand_over;
};

/* Computes every output over rows [0, batch->n_rows) of the batch, whose columns are those of the
 * builder's schema; lanes[i] is output i's, and where its state is NULL it is not stored. 0 or
 * SPOT_ENOMEM. What is computed never depends on earlier batches. */
int spot_program_run(struct spot_program_state *state, const struct spot_batch *batch,
    struct spot_lanes *lanes, struct spot_error *err);

/* From here on runs note what each node takes (a few nanoseconds a row slower). */
int spot_program_state_time(struct spot_program_state *state, struct spot_error *err);
/* Adds what each output has cost, in nanoseconds; what several need is shared among them. */
int spot_program_state_costs(const struct spot_program_state *state, double *ns_by_output,
    struct spot_error *err);

#endif
