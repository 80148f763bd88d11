/* SPDX-License-Identifier: MIT */
/*
 * Expressions made at random, built as nodes and computed by the reference, and the batches they
 * are run over. Texts and lists of blank cells point nowhere.
 */
#ifndef GRAPH_H
#define GRAPH_H

#include "reference.h"

#include "table/batch.h"
#include "program/state.h"

enum { MAX_EXPRS = 400, MAX_OUTPUTS = 64 };

struct expr {
	enum spot_op op;
	enum spot_kind kind;
	int operands[3], where; /* -1: none */
	int valid;              /* texts and lists: the mask where they are there; -1: everywhere */
	struct own own;
	struct value constant;
	size_t column;
	uint32_t node;
};

struct graph {
	uint64_t seed;
	struct spot_builder *builder;
	struct expr exprs[MAX_EXPRS];
	int n_exprs;
	/* what is looked at: an integer is two outputs */
	int watched[MAX_OUTPUTS];
	size_t outputs[MAX_OUTPUTS];
	int n_watched;
};

static struct spot_regex *graph_regexes[3];
static const char *const graph_regex_texts[3] = { "a|b", "^\\w+$", "[0-9]+\\.(com|de)" };
static const char *const graph_patterns[] = {
	"a", "^a", "%d+", "(%a+)%s(%w*)", "[^@]+@(.+)$", "x$", "%.", "^(%u)(%l*)", "",
	"x", "%f[%w]%w+", "(.)%1",
};

/* --- values that hurt --------------------------------------------------------------------- */

static const int64_t nasty_integers[] = {
	0, 1, -1, 2, -2, 3, -3, 5, 7, 10, -10, 49, 50, 63, 64, 65, -63, -64, -65, 100, 255, 1000,
	19000, 20000, -400000, 3000000, 11016, -719468, INT32_MAX, INT32_MIN, 1LL << 32,
	(1LL << 53) - 1, 1LL << 53, (1LL << 53) + 1, -(1LL << 53) - 1, (1LL << 62) + 1,
	INT64_MAX, INT64_MAX - 1, INT64_MAX - 511, INT64_MAX - 512, INT64_MIN, INT64_MIN + 1,
	INT64_MIN + 513,
};

static const double nasty_numbers[] = {
	0.0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 0.1, 0.3, 1.5, -1.5, 3, 7, 10, 49.5, 50, 100, 1e15,
	4503599627370497.5, 9007199254740991, 9007199254740992, 9007199254740994, -9007199254740992,
	9223372036854775807.0, 9223372036854774784.0, -9223372036854775808.0,
	-9223372036854777856.0, 1e19, 1e300, -1e300, 1e-300, 5e-324, -5e-324,
	2.2250738585072014e-308,
	1.7976931348623157e308, INFINITY, -INFINITY, NAN,
};

static const struct spot_view nasty_texts[] = {
	{ NULL, 0 }, { "", 0 }, { "a", 1 }, { "A", 1 }, { "b", 1 }, { "ab", 2 }, { "abc", 3 },
	{ "abcd", 4 }, { "abcdefg", 7 }, { "abcdefgh", 8 }, { "abcdefgi", 8 }, { "ABCDEFGH", 8 },
	{ "abcdefghi", 9 }, { "abcdefghijklmnop", 16 }, { "abcdefghijklmnoq", 16 },
	{ "abcdefghijklmnopq", 17 }, { "abcdefghXjklmnopqrst", 20 }, { "abcdefghYjklmnopqrst", 20 },
	{ "a\0b", 3 }, { "a\0c", 3 }, { "\0", 1 }, { "\xFF", 1 }, { "a\xFF", 2 }, { "\xC3", 1 },
	{ "caf\xC3\xA9", 5 }, { "CAF\xC3\x89", 5 }, { "cafe", 4 }, { "Cafe", 4 },
	{ "\xE2\x84\xAA", 3 }, { "k", 1 }, { "K", 1 }, { "stra\xC3\x9F" "e", 7 },
	{ "e\xCC\x81", 3 },
	{ "caf\x65\xCC\x81", 6 }, { "\xC4\xB0", 2 }, { "10", 2 }, { " 10 ", 4 }, { "0x10", 4 },
	{ "-0x7fffffffffffffff1", 20 }, { "1e5", 3 }, { "0x1p4", 5 }, { "inf", 3 }, { "nan", 3 },
	{ "9223372036854775807", 19 }, { "9223372036854775808", 19 },
	{ "-9223372036854775808", 20 },
	{ "1.5", 3 }, { ".5", 2 }, { "5.", 2 }, { ".", 1 }, { "-", 1 }, { "+1", 2 }, { "- 1", 3 },
	{ "1 2", 3 }, { "10\0", 3 }, { "0x", 2 }, { "1e", 2 }, { "\t12\n", 4 }, { "1e999", 5 },
	{ "a@b.com", 7 }, { "x@y.de", 6 }, { "Hello World", 11 }, { "www.North.example", 17 },
	{ "WWW.NORTHERN", 12 }, { "%", 1 }, { "aa", 2 }, { "12 monkeys", 10 },
	{ "\xE2\x82\xAC" "5", 4 },
};

static unsigned graph_random(struct graph *graph, uint64_t n)
{
	return (unsigned)(unit_random(&graph->seed) % n);
}

static int64_t random_integer(struct graph *graph)
{
	if (graph_random(graph, 4) == 0)
		return (int64_t)graph_random(graph, 20) - 5;
	return nasty_integers[graph_random(graph, N_OF(nasty_integers))];
}

static double random_number(struct graph *graph)
{
	if (graph_random(graph, 4) == 0)
		return (double)(int64_t)graph_random(graph, 2000) / 100 - 5;
	return nasty_numbers[graph_random(graph, N_OF(nasty_numbers))];
}

static struct spot_view random_text(struct graph *graph)
{
	return nasty_texts[graph_random(graph, N_OF(nasty_texts))];
}

static struct spot_value random_value(struct graph *graph, enum spot_kind kind)
{
	struct spot_value value = { .kind = kind };
	if (kind == SPOT_KIND_BOOL)
		value.as.flag = graph_random(graph, 2);
	else if (kind == SPOT_KIND_INT)
		value.as.integer = random_integer(graph);
	else if (kind == SPOT_KIND_FLOAT)
		value.as.number = random_number(graph);
	else
		value.as.text = random_text(graph);
	return value;
}

/* --- building ----------------------------------------------------------------------------- */

static void graph_init(struct graph *graph, uint64_t seed)
{
	*graph = (struct graph) { .seed = seed, .builder = builder_new() };
	for (size_t i = 0; i < 3; i++)
		if (!graph_regexes[i])
			assert_int_equal(spot_regex_new(&graph_regexes[i],
			    spot_view_of(graph_regex_texts[i]), NULL), 0);
}

static struct expr *expr_new(struct graph *graph, enum spot_op op, enum spot_kind kind)
{
	assert_true(graph->n_exprs < MAX_EXPRS);
	struct expr *expr = &graph->exprs[graph->n_exprs++];
	*expr = (struct expr) { .op = op, .kind = kind, .operands = { -1, -1, -1 }, .where = -1,
		.valid = -1, .node = NONE };
	return expr;
}

static int expr_constant(struct graph *graph, struct value value)
{
	struct expr *expr = expr_new(graph, SPOT_OP_N, value.kind);
	expr->constant = value;
	switch (value.kind) {
	case SPOT_KIND_BOOL:
		expr->op = SPOT_OP_BOOL;
		expr->node = spot_build_bool(graph->builder, value.flag);
		break;
	case SPOT_KIND_INT:
		expr->op = SPOT_OP_INT;
		expr->node = spot_build_int(graph->builder, value.integer);
		break;
	case SPOT_KIND_FLOAT:
		expr->op = SPOT_OP_FLOAT;
		expr->node = spot_build_float(graph->builder, value.number);
		break;
	default:
		expr->op = SPOT_OP_TEXT;
		expr->node = spot_build_text(graph->builder, value.text);
		break;
	}
	return graph->n_exprs - 1;
}

static int expr_random_constant(struct graph *graph, enum spot_kind kind)
{
	struct spot_value value = random_value(graph, kind);
	struct value constant = { .kind = kind };
	if (kind == SPOT_KIND_BOOL)
		constant.flag = value.as.flag;
	else if (kind == SPOT_KIND_INT)
		constant.integer = value.as.integer;
	else if (kind == SPOT_KIND_FLOAT)
		constant.number = value.as.number;
	else
		constant.text = value.as.text;
	return expr_constant(graph, constant);
}

static int expr_op(struct graph *graph, enum spot_op op, int a, int b, int c, int where);

/* Its valid mask is made with it. */
static int expr_column(struct graph *graph, size_t field_idx)
{
	static const enum spot_op ops[SPOT_KIND_N] = {
		[SPOT_KIND_BOOL] = SPOT_OP_COLUMN_BOOL, [SPOT_KIND_INT] = SPOT_OP_COLUMN_INT,
		[SPOT_KIND_FLOAT] = SPOT_OP_COLUMN_FLOAT, [SPOT_KIND_TEXT] = SPOT_OP_COLUMN_TEXT,
		[SPOT_KIND_LIST] = SPOT_OP_COLUMN_LIST,
	};
	enum spot_kind kind = spot_type_kind(fields[field_idx].type);
	int valid = -1;
	if (kind == SPOT_KIND_TEXT || kind == SPOT_KIND_LIST) {
		struct expr *blank = expr_new(graph, SPOT_OP_IS_BLANK, SPOT_KIND_BOOL);
		blank->column = field_idx;
		blank->node = spot_build_is_blank(graph->builder, field_idx);
		struct expr *nil = expr_new(graph, SPOT_OP_IS_NIL, SPOT_KIND_BOOL);
		nil->column = field_idx;
		nil->node = spot_build_is_nil(graph->builder, field_idx);
		valid = expr_op(graph, SPOT_OP_OR, graph->n_exprs - 2, graph->n_exprs - 1, -1, -1);
		valid = expr_op(graph, SPOT_OP_NOT, valid, -1, -1, -1);
	}
	struct expr *expr = expr_new(graph, ops[kind], kind);
	expr->column = field_idx;
	expr->node = spot_build_column(graph->builder, field_idx);
	expr->valid = valid;
	return graph->n_exprs - 1;
}

static int and_masks(struct graph *graph, int a, int b)
{
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return expr_op(graph, SPOT_OP_AND, a, b, -1, -1);
}

static struct spot_view random_glob(struct graph *graph, struct spot_view text)
{
	static const char *const before[] = { "", "*", "*", "?", "" };
	static const char *const after[] = { "*", "", "*", "?", "**" };
	size_t shape = graph_random(graph, 5);
	struct spot_buf buf = SPOT_BUF_INIT;
	spot_buf_text(&buf, before[shape]);
	spot_buf_view(&buf, text);
	spot_buf_text(&buf, after[shape]);
	text = reference_keep(spot_buf_str(&buf), buf.len);
	spot_buf_reset(&buf);
	return text;
}

static void random_items(struct graph *graph, struct own *own, enum spot_kind kind)
{
	static struct spot_arena arena;
	own->n_items = graph_random(graph, 5) == 0 ? graph_random(graph, 60) : 1 +
	    graph_random(graph, 4);
	struct spot_value *items = spot_arena_calloc(&arena, own->n_items, sizeof(*items));
	for (size_t i = 0; i < own->n_items; i++) {
		items[i] = random_value(graph, kind);
		/* Globs of what is there. */
		if (kind == SPOT_KIND_TEXT && graph_random(graph, 3) == 0)
			items[i].as.text = random_glob(graph, items[i].as.text);
	}
	own->items = items;
}

static void build_own(struct graph *graph, struct expr *expr, const uint32_t nodes[3],
    uint32_t where)
{
	struct spot_builder *b = graph->builder;
	enum spot_kind kind = expr->kind;
	bool is_wrong = false;
	size_t regex;
	switch (expr->op) {
	case SPOT_OP_CALL_F:
		expr->own.math = graph_random(graph, SPOT_MATH_ATAN2);
		expr->node = spot_build_math(b, expr->own.math, nodes[0], NONE);
		break;
	case SPOT_OP_CALL2_F:
		expr->own.math = SPOT_MATH_ATAN2 + graph_random(graph, 2);
		expr->node = spot_build_math(b, expr->own.math, nodes[0], nodes[1]);
		break;
	case SPOT_OP_REGEX_T:
	case SPOT_OP_REGEX_OK_T:
		regex = graph_random(graph, 3);
		expr->own.regex = graph_regexes[regex];
		expr->node = spot_build_regex(b, expr->op, nodes[0],
		    spot_view_of(graph_regex_texts[regex]), where, &is_wrong);
		assert_false(is_wrong);
		break;
	case SPOT_OP_CAPTURE_T:
		expr->own.capture = (unsigned)graph_random(graph, 3);
		expr->node = spot_build_capture(b, nodes[0], nodes[1], expr->own.capture, where);
		break;
	default:
		if (expr->op == SPOT_OP_INDEX_I)
			kind = SPOT_KIND_INT;
		else if (expr->op < SPOT_OP_AT_B || expr->op > SPOT_OP_AT_T)
			kind = SPOT_KIND_TEXT;
		random_items(graph, &expr->own, kind);
		expr->node = spot_build_list(b, expr->op, nodes[0], expr->own.items,
		    expr->own.n_items, where);
	}
}

/* The mask of an op with W is narrowed to where its texts and lists are there. */
static int expr_op(struct graph *graph, enum spot_op op, int a, int b, int c, int where)
{
	const int operands[3] = { a, b, c };
	const struct spot_op_info *info = &spot_op_table[op];
	uint32_t nodes[3] = { NONE, NONE, NONE };
	int valid = -1;
	bool is_select = op == SPOT_OP_SELECT_T || op == SPOT_OP_SELECT_L;
	for (unsigned i = 0; i < info->n_operands; i++)
		nodes[i] = graph->exprs[operands[i]].node;
	if (is_select) {
		struct value always = { .kind = SPOT_KIND_BOOL, .flag = true };
		int vb = graph->exprs[b].valid, vc = graph->exprs[c].valid;
		if (vb >= 0 || vc >= 0)
			valid = expr_op(graph, SPOT_OP_SELECT_B, a,
			    vb >= 0 ? vb : expr_constant(graph, always),
			    vc >= 0 ? vc : expr_constant(graph, always), -1);
	} else {
		for (unsigned i = 0; i < info->n_operands; i++)
			where = and_masks(graph, where, graph->exprs[operands[i]].valid);
	}
	struct expr *expr = expr_new(graph, op, spot_op_kind(info->result));
	memcpy(expr->operands, operands, sizeof(operands));
	if (info->flags & SPOT_OP_W)
		expr->where = where;
	uint32_t mask = expr->where >= 0 ? graph->exprs[expr->where].node : NONE;
	expr->valid = is_select ? valid : expr->kind == SPOT_KIND_TEXT ? expr->where : -1;
	if (info->flags & SPOT_OP_K)
		build_own(graph, expr, nodes, mask);
	else
		expr->node = spot_build(graph->builder, op, nodes[0], nodes[1], nodes[2], mask);
	assert_int_not_equal(expr->node, NONE);
	return graph->n_exprs - 1;
}

static void graph_watch(struct graph *graph, int expr_idx)
{
	struct expr *expr = &graph->exprs[expr_idx];
	struct spot_builder *b = graph->builder;
	assert_true(graph->n_watched < MAX_OUTPUTS);
	graph->watched[graph->n_watched] = expr_idx;
	uint32_t node = expr->node;
	if (expr->kind == SPOT_KIND_INT) {
		uint32_t high = op2(b, SPOT_OP_SHL_I, node, spot_build_int(b, -32));
		output_of(b, op1(b, SPOT_OP_I_TO_F, high));
		node = op1(b, SPOT_OP_I_TO_F,
		    op2(b, SPOT_OP_AND_I, node, spot_build_int(b, 0xFFFFFFFF)));
	}
	graph->outputs[graph->n_watched++] = output_of(b, node);
}

/* --- batches ------------------------------------------------------------------------------ */

static void random_list(struct graph *graph, struct spot_batch *batch, size_t field_idx,
    size_t row)
{
	size_t n = graph_random(graph, 5);
	struct spot_view *items = spot_arena_calloc(&batch->arena, n, sizeof(*items));
	for (size_t i = 0; i < n; i++)
		items[i] = random_text(graph);
	struct spot_value value = { .kind = SPOT_KIND_LIST, .as.list = { items, n } };
	spot_batch_set(batch, field_idx, row, value);
}

/* Fills a batch of n rows; percent of the cells are blank, and point nowhere. */
static void batch_fill(struct graph *graph, struct spot_batch *batch, size_t n, unsigned percent)
{
	batch->n_rows = n;
	spot_arena_reset(&batch->arena);
	for (size_t f = 0; f < F_N; f++)
		for (size_t row = 0; row < n; row++) {
			struct spot_column *column = &batch->columns[f];
			struct spot_value blank = { .kind = SPOT_KIND_BLANK };
			if (fields[f].optional && graph_random(graph, 2))
				blank.kind = SPOT_KIND_NIL;
			if (column->kind == SPOT_KIND_TEXT)
				column->as.text[row] = (struct spot_view) { (char *)16, 1 << 20 };
			if (column->kind == SPOT_KIND_LIST)
				column->as.list[row] = (struct spot_list) { (void *)16, 1 << 20 };
			if (graph_random(graph, 100) < percent)
				spot_batch_set(batch, f, row, blank);
			else if (column->kind == SPOT_KIND_LIST)
				random_list(graph, batch, f, row);
			else
				spot_batch_set(batch, f, row, random_value(graph, column->kind));
		}
}

/* --- what should come out ----------------------------------------------------------------- */

static struct value leaf_value(const struct expr *expr, const struct spot_batch *batch, size_t row)
{
	struct value out = { .kind = expr->kind };
	if (spot_op_is_constant(expr->op))
		return expr->constant;
	struct spot_value cell = spot_batch_get(batch, expr->column, row);
	if (expr->op == SPOT_OP_IS_BLANK || expr->op == SPOT_OP_IS_NIL) {
		out.flag = cell.kind == (expr->op == SPOT_OP_IS_NIL ? SPOT_KIND_NIL
		                                                    : SPOT_KIND_BLANK);
		return out;
	}
	out.undefined = cell.kind == SPOT_KIND_BLANK || cell.kind == SPOT_KIND_NIL;
	switch (cell.kind) {
	case SPOT_KIND_BOOL: out.flag = cell.as.flag; break;
	case SPOT_KIND_INT: out.integer = cell.as.integer; break;
	case SPOT_KIND_FLOAT: out.number = cell.as.number; break;
	case SPOT_KIND_TEXT: out.text = cell.as.text; break;
	case SPOT_KIND_LIST: out.list = cell.as.list; break;
	default: out.undefined = expr->kind != SPOT_KIND_BOOL; break;
	}
	return out;
}

static void graph_eval(const struct graph *graph, const struct spot_batch *batch, size_t row,
    struct value *values)
{
	for (int i = 0; i < graph->n_exprs; i++) {
		const struct expr *expr = &graph->exprs[i];
		unsigned n = spot_op_table[expr->op].n_operands;
		struct value in[3] = { 0 };
		if (n == 0) {
			values[i] = leaf_value(expr, batch, row);
			continue;
		}
		for (unsigned k = 0; k < n; k++)
			in[k] = values[expr->operands[k]];
		values[i] = reference_apply(expr->op, expr->kind, in, n,
		    expr->where >= 0 ? &values[expr->where] : NULL, &expr->own);
	}
}

static bool same_number(double x, double y)
{
	return (isnan(x) && isnan(y)) || memcmp(&x, &y, sizeof(x)) == 0;
}

static bool lane_is(const struct value *value, const struct spot_lanes *lanes, size_t output,
    size_t row)
{
	const struct spot_lanes *l = &lanes[output];
	if (l->state[row] != SPOT_LANE_KNOWN)
		return false;
	switch (value->kind) {
	case SPOT_KIND_BOOL:
		return l->value[row] == value->flag;
	case SPOT_KIND_INT:
		return (uint64_t)lanes[output - 1].value[row] == (uint64_t)value->integer >> 32 &&
		    (uint64_t)l->value[row] == ((uint64_t)value->integer & 0xFFFFFFFF);
	case SPOT_KIND_FLOAT:
		return same_number(l->value[row], value->number);
	default:
		return l->text[row].ptr && spot_view_equal(l->text[row], value->text);
	}
}

/* Made once and kept for all programs: they are large. */
static void lanes_reserve(struct spot_lanes *lanes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (lanes[i].state)
			continue;
		lanes[i].state = calloc(SPOT_BATCH_ROWS, 1);
		lanes[i].value = calloc(SPOT_BATCH_ROWS, sizeof(double));
		lanes[i].text = calloc(SPOT_BATCH_ROWS, sizeof(struct spot_view));
		assert_true(lanes[i].state && lanes[i].value && lanes[i].text);
	}
}

static void graph_complain(const struct graph *graph, const struct spot_program *program, int w,
    size_t row, const char *kernels, const struct value *values)
{
	struct spot_buf buf = SPOT_BUF_INIT;
	const struct expr *expr = &graph->exprs[graph->watched[w]];
	const struct value *value = &values[graph->watched[w]];
	spot_program_print(&buf, program, graph->outputs[w]);
	for (int k = 0; k < 3; k++)
		if (expr->operands[k] >= 0) {
			const struct value *in = &values[expr->operands[k]];
			spot_buf_printf(&buf, "operand %d: %d %lld %.17g '%.*s'\n", k, in->flag,
			    (long long)in->integer, in->number,
			    (int)(in->undefined ? 0 : in->text.len), in->text.ptr);
		}
	spot_buf_printf(&buf, "expected: %d %lld %.17g '%.*s'", value->flag,
	    (long long)value->integer, value->number, (int)value->text.len, value->text.ptr);
	fail_msg("%s, row %zu, %s:\n%s", spot_op_table[expr->op].name, row, kernels,
	    spot_buf_str(&buf));
}

/* States of the program: one for each variant of the kernels, then two whose dictionaries are soon
 * full, and off from the start. */
enum { N_STATES = SPOT_CPU_N + 2 };

static struct spot_program_state *graph_state(const struct spot_program *program, unsigned k)
{
	struct spot_program_state *state;
	if (k < SPOT_CPU_N && k > spot_cpu_best())
		return NULL;
	assert_int_equal(spot_program_state_new(&state, program, NULL), 0);
	if (k < SPOT_CPU_N)
		state->kernels = spot_kernels_of(k);
	if (k == SPOT_CPU_N)
		state->max_texts = 20;
	for (size_t i = 0; k == SPOT_CPU_N + 1 && i < program->n_dictionaries; i++)
		state->dictionaries[i].is_off = true;
	for (size_t i = 0; k == SPOT_CPU_N + 1 && i < program->n_list_groups; i++)
		state->items[i].is_off = true;
	return state;
}

struct graph_run {
	struct spot_program_state *state; /* NULL: not on this machine */
	struct spot_lanes lanes[2 * MAX_OUTPUTS];
};

static void graph_compare(const struct graph *graph, const struct spot_program *program,
    const struct spot_batch *batch, const struct graph_run *runs)
{
	static struct value values[MAX_EXPRS];
	for (size_t row = 0; row < batch->n_rows; row++) {
		graph_eval(graph, batch, row, values);
		for (int w = 0; w < graph->n_watched; w++) {
			const struct value *value = &values[graph->watched[w]];
			for (unsigned k = 0; k < N_STATES && !value->undefined; k++)
				if (runs[k].state &&
				    !lane_is(value, runs[k].lanes, graph->outputs[w], row))
					graph_complain(graph, program, w, row,
					    k < SPOT_CPU_N ? runs[k].state->kernels->name
					                   : "other dictionary", values);
		}
	}
}

/* Runs the program over some batches, in every state. Takes the builder. */
static void graph_check(struct graph *graph, unsigned n_batches, unsigned percent,
    size_t max_rows)
{
	struct spot_program *program = program_of(graph->builder);
	static struct graph_run runs[N_STATES];
	size_t n_outputs;
	spot_program_outputs(program, &n_outputs);
	for (unsigned k = 0; k < N_STATES; k++) {
		runs[k].state = graph_state(program, k);
		lanes_reserve(runs[k].lanes, n_outputs);
	}
	for (unsigned round = 0; round < n_batches; round++) {
		struct spot_batch batch;
		size_t n = 1 + graph_random(graph, max_rows);
		/* No longer than its rows, so that a sanitizer sees what is read beyond. */
		assert_int_equal(spot_batch_init(&batch, &schema, n, NULL), 0);
		batch_fill(graph, &batch, n, percent);
		for (unsigned k = 0; k < N_STATES; k++)
			if (runs[k].state)
				assert_int_equal(spot_program_run(runs[k].state, &batch,
				    runs[k].lanes, NULL), 0);
		graph_compare(graph, program, &batch, runs);
		spot_batch_reset(&batch);
	}
	for (unsigned k = 0; k < N_STATES; k++)
		spot_program_state_free(runs[k].state);
	spot_program_free(program);
}

#endif
