/* SPDX-License-Identifier: MIT */
/*
 * A program for people: a line a node, in the words of op.def's formats. Constants and columns
 * stand where they are used; what has a line is numbered from 1 within its output.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "base/lua_quote.h"
#include "base/utf8.h"
#include "program/internal.h"

enum { MAX_ITEMS = 12, LINE_COLUMN = 48, TEXT_BYTES = 60 };

struct print {
	struct spot_buf *out;
	const struct spot_program *program;
	uint32_t *numbers; /* by node: 0: not needed */
	size_t line_start; /* of the buffer */
};

static void put_text(struct spot_buf *out, struct spot_view text)
{
	size_t n = spot_utf8_cut(text.ptr, text.len, TEXT_BYTES);

	spot_buf_char(out, '"');
	spot_lua_quote_inner(out, (struct spot_view) { text.ptr, n });
	spot_buf_text(out, n < text.len ? "...\"" : "\"");
}

static void put_number(struct spot_buf *out, double number)
{
	if (isnan(number)) {
		spot_buf_text(out, "nan");
	} else if (isinf(number)) {
		spot_buf_text(out, number < 0 ? "-inf" : "inf");
	} else {
		size_t len = out->len;
		if (number == 0 && signbit(number))
			spot_buf_char(out, '-');
		spot_buf_shortest(out, number);
		if (!spot_buf_failed(out) && !strpbrk(out->ptr + len, ".e"))
			spot_buf_text(out, ".0");
	}
}

static void put_value(struct spot_buf *out, const struct spot_value *value)
{
	if (value->kind == SPOT_KIND_BOOL)
		spot_buf_text(out, value->as.flag ? "true" : "false");
	else if (value->kind == SPOT_KIND_INT)
		spot_buf_integer(out, value->as.integer);
	else if (value->kind == SPOT_KIND_FLOAT)
		put_number(out, value->as.number);
	else
		put_text(out, value->as.text);
}

static void put_list(struct spot_buf *out, const struct spot_constants_list *list)
{
	spot_buf_char(out, '{');
	for (size_t i = 0; i < list->n_items; i++) {
		spot_buf_text(out, i > 0 ? ", " : "");
		if (i == MAX_ITEMS) {
			spot_buf_printf(out, "... %zu in all", list->n_items);
			break;
		}
		put_value(out, &list->items[i]);
	}
	spot_buf_char(out, '}');
}

static void put_constant(struct spot_buf *out, const struct spot_node *node)
{
	switch (node->op) {
	case SPOT_OP_BOOL:
		spot_buf_text(out, node->imm.flag ? "true" : "false");
		break;
	case SPOT_OP_INT:
		spot_buf_integer(out, node->imm.integer);
		break;
	case SPOT_OP_FLOAT:
		put_number(out, node->imm.number);
		break;
	case SPOT_OP_TEXT:
	case SPOT_OP_REGEX_T:
	case SPOT_OP_REGEX_OK_T:
		put_text(out, node->imm.text);
		break;
	case SPOT_OP_CALL_F:
	case SPOT_OP_CALL2_F:
		spot_buf_text(out, spot_op_math_name(node->imm.math));
		break;
	default:
		put_list(out, &node->imm.list);
		break;
	}
}

static bool is_inline(const struct spot_node *node)
{
	return spot_op_table[node->op].n_operands == 0;
}

static void put_node(struct print *print, const struct spot_node *node);

static void put_operand(struct print *print, uint32_t operand)
{
	const struct spot_node *node = &print->program->nodes[operand];
	bool is_phrase = node->op == SPOT_OP_IS_BLANK || node->op == SPOT_OP_IS_NIL;
	if (is_inline(node) && !is_phrase)
		put_node(print, node);
	else
		spot_buf_printf(print->out, "v%lu", (unsigned long)print->numbers[operand]);
}

static void put_node(struct print *print, const struct spot_node *node)
{
	const struct spot_schema *schema = print->program->schema;
	for (const char *f = spot_op_table[node->op].format; *f; f++) {
		if (*f != '%') {
			spot_buf_char(print->out, *f);
			continue;
		}
		switch (*++f) {
		case 'a':
		case 'b':
		case 'c':
			/* %c is the third operand where there are operands, else the column. */
			if (!is_inline(node))
				put_operand(print, spot_node_operands(node)[*f - 'a']);
			else
				spot_buf_text(print->out, schema->fields[node->imm.column].name);
			break;
		case 'k':
			put_constant(print->out, node);
			break;
		default:
			spot_buf_char(print->out, *f);
		}
	}
	if (node->op == SPOT_OP_CAPTURE_T && node->imm.integer > 0)
		spot_buf_printf(print->out, "[%d]", (int)node->imm.integer);
	if (node->where != SPOT_NODE_NONE) {
		spot_buf_text(print->out, " where ");
		put_operand(print, node->where);
	}
}

static void end_line(struct print *print, uint32_t line)
{
	struct spot_buf *out = print->out;
	if (line > 0) {
		size_t width = out->len - print->line_start;
		spot_buf_printf(out, "%*sline %lu",
		    width + 2 < LINE_COLUMN ? (int)(LINE_COLUMN - width) : 2, "",
		    (unsigned long)line);
	}
	spot_buf_char(out, '\n');
	print->line_start = out->len;
}

static void put_result(struct print *print, const char *what, uint32_t node)
{
	if (node == SPOT_NODE_NONE || (print->program->nodes[node].op == SPOT_OP_BOOL &&
	    !print->program->nodes[node].imm.flag))
		return;
	spot_buf_text(print->out, what);
	put_operand(print, node);
	end_line(print, 0);
}

static void need(uint32_t *numbers, uint32_t node)
{
	if (node != SPOT_NODE_NONE)
		numbers[node] = 1;
}

/* Numbers what the output needs, in order. */
static void number_nodes(uint32_t *numbers, const struct spot_program *program,
    const struct spot_output *output)
{
	uint32_t n = 0;
	need(numbers, output->unknown);
	need(numbers, output->failed);
	need(numbers, output->hand_over);
	need(numbers, output->value);
	need(numbers, output->nil);
	for (size_t i = program->n_nodes; i-- > 0;) {
		const struct spot_node *node = &program->nodes[i];
		for (unsigned k = 0; numbers[i] && k < 3; k++)
			need(numbers, spot_node_operands(node)[k]);
		if (numbers[i])
			need(numbers, node->where);
	}
	for (size_t i = 0; i < program->n_nodes; i++) {
		const struct spot_node *node = &program->nodes[i];
		bool is_phrase = node->op == SPOT_OP_IS_BLANK || node->op == SPOT_OP_IS_NIL;
		if (numbers[i])
			numbers[i] = is_inline(node) && !is_phrase ? 0 : ++n;
	}
}

void spot_program_print(struct spot_buf *out, const struct spot_program *program,
    size_t output_idx)
{
	const struct spot_output *output = &program->outputs[output_idx];
	struct print print = { .out = out, .program = program, .line_start = out->len };
	print.numbers = spot_mem_calloc(program->n_nodes, sizeof(*print.numbers));
	if (!print.numbers) {
		out->failed = true;
		return;
	}
	number_nodes(print.numbers, program, output);
	for (size_t i = 0; i < program->n_nodes; i++) {
		if (!print.numbers[i])
			continue;
		spot_buf_printf(out, "v%lu = ", (unsigned long)print.numbers[i]);
		put_node(&print, &program->nodes[i]);
		end_line(&print, program->nodes[i].line);
	}
	put_result(&print, "unknown where ", output->unknown);
	put_result(&print, "failed where ", output->failed);
	put_result(&print, "handed over where ", output->hand_over);
	put_result(&print, "nil where ", output->nil);
	put_result(&print, "answer ", output->value);
	free(print.numbers);
}
