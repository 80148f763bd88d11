/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "program/phrase_internal.h"

enum { MAX_DEPTH = 12, MAX_ITEMS = 8, SHOWN_ITEMS = 6 };

static const struct spot_node *node_at(const struct spot_phrase *phrase, uint32_t node)
{
	return &phrase->program->nodes[node];
}

static bool is_number(const struct spot_node *node)
{
	return node->op == SPOT_OP_INT || node->op == SPOT_OP_FLOAT;
}

static double number_of(const struct spot_node *node)
{
	return node->op == SPOT_OP_INT ? (double)node->imm.integer : node->imm.number;
}

/* --- numbers ------------------------------------------------------------------------------ */

/* The digits that read back the same, from the point on; two at the least. */
static void put_fraction(struct spot_buf *out, double number)
{
	struct spot_buf text = SPOT_BUF_INIT;
	const char *point;

	spot_buf_shortest(&text, number);
	point = strchr(spot_buf_str(&text), '.');
	spot_buf_text(out, point ? point : "");
	spot_buf_text(out, point && strlen(point) == 2 ? "0" : "");
	out->failed |= spot_buf_failed(&text);
	spot_buf_reset(&text);
}

/* 1,234,567.5 */
static void put_number(struct spot_buf *out, double number)
{
	double whole = trunc(fabs(number));

	if (!isfinite(number) || whole > 1e15) {
		spot_buf_printf(out, "%g", number);
		return;
	}
	if (whole < 1000) {
		spot_buf_shortest(out, number);
		return;
	}
	spot_buf_text(out, number < 0 ? "-" : "");
	spot_buf_grouped(out, (uint64_t)whole);
	if (fabs(number) > whole)
		put_fraction(out, fabs(number));
}

/* The only column that the expression is made of, without which a number has no unit. */
static const struct spot_field *field_of(const struct spot_phrase *phrase, uint32_t node)
{
	const struct spot_node *at = node_at(phrase, node);

	switch (at->op) {
	case SPOT_OP_COLUMN_INT:
	case SPOT_OP_COLUMN_FLOAT:
		return &phrase->program->schema->fields[at->imm.column];
	case SPOT_OP_I_TO_F:
		return field_of(phrase, at->a);
	case SPOT_OP_SELECT_I:
	case SPOT_OP_SELECT_F:
		return field_of(phrase, at->b);
	}
	return NULL;
}

/* A constant that is compared with the expression. */
static void put_limit(struct spot_phrase *phrase, uint32_t constant, uint32_t beside)
{
	const struct spot_field *field = field_of(phrase, beside);
	double number = number_of(node_at(phrase, constant));
	char day[SPOT_DATE_TEXT_SIZE];

	if (field && field->type == SPOT_TYPE_PERCENT) {
		put_number(phrase->out, round(number * 1e10) / 1e8);
		spot_buf_text(phrase->out, " %");
	} else if (field && field->type == SPOT_TYPE_DATE && number >= SPOT_DATE_FIRST &&
	    number <= SPOT_DATE_LAST) {
		spot_date_print((int64_t)number, day);
		spot_buf_text(phrase->out, day);
	} else if (node_at(phrase, beside)->op == SPOT_OP_YEAR) {
		spot_buf_shortest(phrase->out, number);
	} else {
		put_number(phrase->out, number);
		if (field && field->unit)
			spot_buf_printf(phrase->out, " %s", field->unit);
	}
}

static void put_text(struct spot_buf *out, struct spot_view text)
{
	spot_buf_view(out, text);
}

/* "A, B or C"; of a long list its beginning. */
static void put_list(struct spot_phrase *phrase, const struct spot_constants_list *list)
{
	size_t n = list->n_items > MAX_ITEMS ? SHOWN_ITEMS : list->n_items;

	for (size_t i = 0; i < n; i++) {
		bool is_last = i + 1 == n && n == list->n_items;

		spot_buf_text(phrase->out, i == 0 ? "" : is_last ? " or " : ", ");
		put_text(phrase->out, list->items[i].as.text);
	}
	if (n < list->n_items)
		spot_buf_printf(phrase->out, " … (%zu in all)", list->n_items);
}

/* --- expressions -------------------------------------------------------------------------- */

static void put_name(struct spot_phrase *phrase, size_t column)
{
	for (const char *c = phrase->program->schema->fields[column].name; *c; c++)
		spot_buf_char(phrase->out, *c == '_' ? ' ' : *c);
}

static bool is_as_of(const struct spot_phrase *phrase, uint32_t node)
{
	const struct spot_node *at = node_at(phrase, node);

	return at->op == SPOT_OP_INT && at->imm.integer == phrase->look->as_of;
}

static bool is_date(const struct spot_phrase *phrase, uint32_t node)
{
	const struct spot_field *field = field_of(phrase, node);

	return field && field->type == SPOT_TYPE_DATE;
}

/* A conversion is not shown. */
static uint8_t shown_op(const struct spot_phrase *phrase, uint32_t node)
{
	while (node_at(phrase, node)->op == SPOT_OP_I_TO_F)
		node = node_at(phrase, node)->a;
	return node_at(phrase, node)->op;
}

static bool is_sum(uint8_t op)
{
	return op == SPOT_OP_ADD_F || op == SPOT_OP_ADD_I || op == SPOT_OP_SUB_F ||
	    op == SPOT_OP_SUB_I;
}

static void put_sum(struct spot_phrase *phrase, const struct spot_node *node, bool is_added)
{
	const struct spot_node *right = node_at(phrase, node->b);
	bool is_negative = is_number(right) && number_of(right) < 0;
	bool grouped = is_sum(shown_op(phrase, node->b));

	spot_phrase_expr(phrase, node->a);
	spot_buf_text(phrase->out, is_added != is_negative ? " + " : " - ");
	spot_buf_text(phrase->out, grouped ? "(" : "");
	if (is_negative)
		put_number(phrase->out, -number_of(right));
	else
		spot_phrase_expr(phrase, node->b);
	spot_buf_text(phrase->out, grouped ? ")" : "");
}

static void put_since(struct spot_phrase *phrase, const char *unit, uint32_t date)
{
	spot_buf_printf(phrase->out, "%s since ", unit);
	spot_phrase_expr(phrase, date);
}

static void put_called(struct spot_phrase *phrase, const char *name, uint32_t node)
{
	spot_buf_printf(phrase->out, "%s ", name);
	spot_phrase_expr(phrase, node);
}

/* A factor: sums stand in brackets, and what is divided by. */
static void put_product(struct spot_phrase *phrase, const struct spot_node *node, const char *sign)
{
	const uint32_t parts[] = { node->a, node->b };

	for (size_t i = 0; i < 2; i++) {
		uint8_t op = shown_op(phrase, parts[i]);
		bool grouped = is_sum(op) || (i == 1 && op == SPOT_OP_DIV_F) ||
		    (i == 1 && node->op == SPOT_OP_DIV_F &&
		        (op == SPOT_OP_MUL_F || op == SPOT_OP_MUL_I));

		spot_buf_text(phrase->out, i > 0 ? sign : "");
		spot_buf_text(phrase->out, grouped ? "(" : "");
		spot_phrase_expr(phrase, parts[i]);
		spot_buf_text(phrase->out, grouped ? ")" : "");
	}
}

static bool is_twelfth(const struct spot_program *program, uint32_t node)
{
	const struct spot_node *at = &program->nodes[node];

	return at->op == SPOT_OP_IDIV_I && program->nodes[at->b].op == SPOT_OP_INT &&
	    program->nodes[at->b].imm.integer == 12;
}

uint32_t spot_phrase_years(const struct spot_program *program, uint32_t node)
{
	const struct spot_node *nodes = program->nodes, *at = &nodes[node], *before, *turned;
	uint32_t months;

	if (at->op != SPOT_OP_SELECT_I || !is_twelfth(program, at->c))
		return SPOT_NODE_NONE;
	months = nodes[at->c].a;
	before = &nodes[at->b];
	if (nodes[months].op != SPOT_OP_MONTHS_BETWEEN || nodes[at->a].op != SPOT_OP_LT_I ||
	    nodes[at->a].a != months || before->op != SPOT_OP_NEG_I ||
	    !is_twelfth(program, before->a))
		return SPOT_NODE_NONE;
	turned = &nodes[nodes[before->a].a];
	return turned->op == SPOT_OP_NEG_I && turned->a == months ? months : SPOT_NODE_NONE;
}

static void put_select(struct spot_phrase *phrase, uint32_t idx)
{
	const struct spot_node *node = node_at(phrase, idx);
	uint32_t months = spot_phrase_years(phrase->program, idx);

	if (months != SPOT_NODE_NONE && is_as_of(phrase, node_at(phrase, months)->b)) {
		put_since(phrase, "years", node_at(phrase, months)->a);
	} else if (is_number(node_at(phrase, node->c)) && spot_phrase_is_default(phrase, node)) {
		spot_buf_char(phrase->out, '(');
		spot_phrase_expr(phrase, node->b);
		spot_buf_text(phrase->out, " or ");
		put_limit(phrase, node->c, node->b);
		spot_buf_char(phrase->out, ')');
	} else {
		phrase->failed = true;
	}
}

static void put_expr(struct spot_phrase *phrase, uint32_t idx)
{
	const struct spot_node *node = node_at(phrase, idx);

	switch (node->op) {
	case SPOT_OP_INT:
	case SPOT_OP_FLOAT:
		put_number(phrase->out, number_of(node));
		return;
	case SPOT_OP_TEXT:
		put_text(phrase->out, node->imm.text);
		return;
	case SPOT_OP_COLUMN_BOOL:
	case SPOT_OP_COLUMN_INT:
	case SPOT_OP_COLUMN_FLOAT:
	case SPOT_OP_COLUMN_TEXT:
	case SPOT_OP_COLUMN_LIST:
		put_name(phrase, node->imm.column);
		return;
	case SPOT_OP_I_TO_F:
	case SPOT_OP_LOWER_T:
	case SPOT_OP_UPPER_T:
		spot_phrase_expr(phrase, node->a);
		return;
	case SPOT_OP_ADD_I:
	case SPOT_OP_ADD_F:
		put_sum(phrase, node, true);
		return;
	case SPOT_OP_SUB_I:
		if (is_as_of(phrase, node->a) && is_date(phrase, node->b)) {
			put_since(phrase, "days", node->b);
			return;
		}
		put_sum(phrase, node, false);
		return;
	case SPOT_OP_SUB_F:
		put_sum(phrase, node, false);
		return;
	case SPOT_OP_MUL_I:
	case SPOT_OP_MUL_F:
		put_product(phrase, node, " × ");
		return;
	case SPOT_OP_DIV_F:
		put_product(phrase, node, " / ");
		return;
	case SPOT_OP_MONTHS_BETWEEN:
		if (is_as_of(phrase, node->b)) {
			put_since(phrase, "months", node->a);
			return;
		}
		break;
	case SPOT_OP_YEAR:
		put_called(phrase, "the year of", node->a);
		return;
	case SPOT_OP_MONTH:
		put_called(phrase, "the month of", node->a);
		return;
	case SPOT_OP_LEN_L:
		put_called(phrase, "the number of", node->a);
		return;
	case SPOT_OP_SELECT_I:
	case SPOT_OP_SELECT_F:
		put_select(phrase, idx);
		return;
	}
	phrase->failed = true;
}

void spot_phrase_expr(struct spot_phrase *phrase, uint32_t node)
{
	if (node == SPOT_NODE_NONE || phrase->failed || ++phrase->depth > MAX_DEPTH) {
		phrase->failed = true;
		return;
	}
	put_expr(phrase, node);
	phrase->depth--;
}

/* --- questions ---------------------------------------------------------------------------- */

enum relation { AT_MOST, BELOW, EQUAL, NO_RELATION };

static enum relation relation_of(uint8_t op)
{
	switch (op) {
	case SPOT_OP_LE_I:
	case SPOT_OP_LE_F:
	case SPOT_OP_LE_IF:
	case SPOT_OP_LE_FI:
		return AT_MOST;
	case SPOT_OP_LT_I:
	case SPOT_OP_LT_F:
	case SPOT_OP_LT_IF:
	case SPOT_OP_LT_FI:
		return BELOW;
	case SPOT_OP_EQ_I:
	case SPOT_OP_EQ_F:
	case SPOT_OP_EQ_IF:
		return EQUAL;
	}
	return NO_RELATION;
}

static void put_compared(struct spot_phrase *phrase, const struct spot_node *node, bool is_so)
{
	/* a <= b, by which side the constant is on: "a at most b", or "b at least a". */
	static const char *const words[][2][2] = {
		[AT_MOST] = { { " above ", " at most " }, { " below ", " at least " } },
		[BELOW] = { { " at least ", " below " }, { " at most ", " above " } },
		[EQUAL] = { { " is not ", " is " }, { " is not ", " is " } },
	};
	enum relation relation = relation_of(node->op);
	bool turned = is_number(node_at(phrase, node->a));
	uint32_t left = turned ? node->b : node->a, right = turned ? node->a : node->b;

	spot_phrase_expr(phrase, left);
	spot_buf_text(phrase->out, words[relation][turned][is_so]);
	if (is_number(node_at(phrase, right)))
		put_limit(phrase, right, left);
	else
		spot_phrase_expr(phrase, right);
}

/* The constant bound below, the expression, the constant bound above. */
static bool bound_parts(const struct spot_program *program, uint32_t first, uint32_t second,
    uint32_t parts[3])
{
	const struct spot_node *low = &program->nodes[first], *high = &program->nodes[second];

	if (relation_of(low->op) != AT_MOST || relation_of(high->op) != AT_MOST)
		return false;
	parts[0] = low->a;
	parts[1] = low->b;
	parts[2] = high->b;
	return low->b == high->a && is_number(&program->nodes[low->a]) &&
	    is_number(&program->nodes[high->b]);
}

static bool range_parts(const struct spot_program *program, uint32_t node, uint32_t parts[3])
{
	const struct spot_node *both = &program->nodes[node];

	return both->op == SPOT_OP_AND && bound_parts(program, both->a, both->b, parts);
}

bool spot_phrase_is_range(const struct spot_program *program, uint32_t node)
{
	uint32_t parts[3];

	return range_parts(program, node, parts);
}

static void put_range(struct spot_phrase *phrase, const uint32_t parts[3], bool is_so)
{
	spot_phrase_expr(phrase, parts[1]);
	spot_buf_text(phrase->out, is_so ? " from " : " not from ");
	put_limit(phrase, parts[0], parts[1]);
	spot_buf_text(phrase->out, " to ");
	put_limit(phrase, parts[2], parts[1]);
}

static void put_asked(struct spot_phrase *phrase, const struct spot_node *node, const char *verb)
{
	spot_phrase_expr(phrase, node->a);
	spot_buf_printf(phrase->out, " %s ", verb);
}

bool spot_phrase_range(struct spot_phrase *phrase, uint32_t a, uint32_t b)
{
	uint32_t parts[3];

	if (!bound_parts(phrase->program, a, b, parts) &&
	    !bound_parts(phrase->program, b, a, parts))
		return false;
	put_range(phrase, parts, true);
	return true;
}

void spot_phrase_atom(struct spot_phrase *phrase, uint32_t idx, bool is_so)
{
	const struct spot_node *node = node_at(phrase, idx);

	uint32_t parts[3];

	if (range_parts(phrase->program, idx, parts)) {
		put_range(phrase, parts, is_so);
		return;
	}
	if (relation_of(node->op) != NO_RELATION) {
		put_compared(phrase, node, is_so);
		return;
	}
	switch (node->op) {
	case SPOT_OP_COLUMN_BOOL:
		put_name(phrase, node->imm.column);
		spot_buf_text(phrase->out, is_so ? " is yes" : " is no");
		return;
	case SPOT_OP_IS_NIL:
		put_name(phrase, node->imm.column);
		spot_buf_text(phrase->out, is_so ? " is blank" : " is known");
		return;
	case SPOT_OP_EQ_T:
		put_asked(phrase, node, is_so ? "is" : "is not");
		spot_phrase_expr(phrase, node->b);
		return;
	case SPOT_OP_ONE_OF_T:
		put_asked(phrase, node, is_so ? "is" : "is not");
		put_list(phrase, &node->imm.list);
		return;
	case SPOT_OP_HAS_L:
		put_asked(phrase, node, is_so ? "has" : "has no");
		put_list(phrase, &node->imm.list);
		return;
	case SPOT_OP_LIKE_T:
		put_asked(phrase, node, is_so ? "is like" : "is not like");
		put_list(phrase, &node->imm.list);
		return;
	case SPOT_OP_REGEX_T:
		put_asked(phrase, node, is_so ? "matches" : "does not match");
		put_text(phrase->out, node->imm.text);
		return;
	}
	phrase->failed = true;
}

void spot_phrase_leaf(struct spot_phrase *phrase, uint32_t idx)
{
	const struct spot_node *node = node_at(phrase, idx);

	if (node->op != SPOT_OP_RAMP_F || !is_number(node_at(phrase, node->b)) ||
	    !is_number(node_at(phrase, node->c))) {
		spot_phrase_expr(phrase, idx);
		return;
	}
	spot_phrase_expr(phrase, node->a);
	spot_buf_text(phrase->out, " from ");
	put_limit(phrase, node->b, node->a);
	spot_buf_text(phrase->out, " (no points) to ");
	put_limit(phrase, node->c, node->a);
	spot_buf_text(phrase->out, " (all)");
}
