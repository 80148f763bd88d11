/* SPDX-License-Identifier: MIT */
/*
 * The answer is a tree of choices. Its yes-or-no questions are found (at most MAX_ATOMS of them),
 * the tree is walked for each way in which they can be answered, and for each value that comes out
 * the shortest sum of products is written that holds where the value does, and where an earlier one
 * does if it likes: "all points: A; half: B" reads as it is meant, from left to right.
 */
#include "program/phrase.h"

#include <math.h>

#include "program/phrase_internal.h"

enum { MAX_ATOMS = 6, MAX_ROWS = 1 << MAX_ATOMS, MAX_CASES = 6, MAX_CUBES = 4 };

/* Bytes and items beyond which a translation hands an account over; rules that mean the same
 * numbers are taken for that. */
enum { GUARD_TEXT = 4096, GUARD_LIST = 256 };

struct outcome {
	uint32_t leaf; /* a node that is no constant, or NONE: value */
	double value;
};

struct cases {
	const struct spot_program *program;
	uint32_t atoms[MAX_ATOMS];
	size_t n_atoms;
	struct outcome items[MAX_CASES];
	size_t n_items;
	uint8_t of_row[MAX_ROWS]; /* by answers to the atoms */
	bool failed;
};

static const struct spot_node *node_at(const struct cases *cases, uint32_t node)
{
	return &cases->program->nodes[node];
}

/* --- questions ---------------------------------------------------------------------------- */

static bool is_int(const struct cases *cases, uint32_t idx, int64_t value)
{
	const struct spot_node *node = node_at(cases, idx);

	return node->op == SPOT_OP_INT && node->imm.integer == value;
}

/* Only there so that something else can be told; what it is taken for. */
static bool is_guard(const struct cases *cases, const struct spot_node *node, bool *is_so)
{
	const struct spot_node *right;

	*is_so = false;
	if (node->op == SPOT_OP_IS_BLANK)
		return true;
	/* Days that there are not. */
	if (node->op == SPOT_OP_LT_I && (is_int(cases, node->b, SPOT_DATE_FIRST) ||
	    is_int(cases, node->a, SPOT_DATE_LAST)))
		return true;
	if (node->op == SPOT_OP_LT_I) {
		right = node_at(cases, node->b);
		return (right->op == SPOT_OP_LEN_T && is_int(cases, node->a, GUARD_TEXT)) ||
		    (right->op == SPOT_OP_LEN_L && is_int(cases, node->a, GUARD_LIST));
	}
	*is_so = true;
	return node->op == SPOT_OP_REGEX_OK_T || node->op == SPOT_OP_PATTERN_OK_T ||
	    node->op == SPOT_OP_IS_FINITE || node->op == SPOT_OP_FITS_I;
}

static bool is_connective(uint8_t op)
{
	return op == SPOT_OP_NOT || op == SPOT_OP_AND || op == SPOT_OP_OR || op == SPOT_OP_ANDNOT ||
	    op == SPOT_OP_EQ_B || op == SPOT_OP_SELECT_B;
}

static void find_atoms(struct cases *cases, uint32_t idx)
{
	const struct spot_node *node = node_at(cases, idx);
	bool is_so;

	if (node->op == SPOT_OP_BOOL || is_guard(cases, node, &is_so))
		return;
	if (is_connective(node->op) && !spot_phrase_is_range(cases->program, idx)) {
		for (unsigned k = 0; k < 3; k++)
			if (spot_node_operands(node)[k] != SPOT_NODE_NONE)
				find_atoms(cases, spot_node_operands(node)[k]);
		return;
	}
	for (size_t i = 0; i < cases->n_atoms; i++)
		if (cases->atoms[i] == idx)
			return;
	if (cases->n_atoms == MAX_ATOMS)
		cases->failed = true;
	else
		cases->atoms[cases->n_atoms++] = idx;
}

static bool answer(const struct cases *cases, uint32_t idx, unsigned row)
{
	const struct spot_node *node = node_at(cases, idx);
	bool is_so;

	for (size_t i = 0; i < cases->n_atoms; i++)
		if (cases->atoms[i] == idx)
			return row >> i & 1;
	if (is_guard(cases, node, &is_so))
		return is_so;
	switch (node->op) {
	case SPOT_OP_BOOL:
		return node->imm.flag;
	case SPOT_OP_NOT:
		return !answer(cases, node->a, row);
	case SPOT_OP_AND:
		return answer(cases, node->a, row) && answer(cases, node->b, row);
	case SPOT_OP_OR:
		return answer(cases, node->a, row) || answer(cases, node->b, row);
	case SPOT_OP_ANDNOT:
		return answer(cases, node->a, row) && !answer(cases, node->b, row);
	case SPOT_OP_EQ_B:
		return answer(cases, node->a, row) == answer(cases, node->b, row);
	case SPOT_OP_SELECT_B:
		return answer(cases, answer(cases, node->a, row) ? node->b : node->c, row);
	}
	return false;
}

/* --- values ------------------------------------------------------------------------------- */

/* Whether the row of one set of cases answers another's questions as they are answered there. */
static bool is_as_asked(const struct cases *cases, unsigned row, const struct spot_phrase *phrase)
{
	for (size_t i = 0; i < cases->n_atoms; i++)
		for (unsigned k = 0; phrase->asked >> k; k++)
			if ((phrase->asked >> k & 1) && phrase->atoms[k] == cases->atoms[i] &&
			    (phrase->answers >> k & 1) != (row >> i & 1))
				return false;
	return true;
}

bool spot_phrase_is_default(const struct spot_phrase *phrase, const struct spot_node *select)
{
	const struct spot_node *column = &phrase->program->nodes[select->b];
	struct cases mask = { .program = phrase->program };
	size_t nil = 0;

	if (column->op != SPOT_OP_COLUMN_INT && column->op != SPOT_OP_COLUMN_FLOAT)
		return false;
	find_atoms(&mask, select->a);
	while (nil < mask.n_atoms && (node_at(&mask, mask.atoms[nil])->op != SPOT_OP_IS_NIL ||
	    node_at(&mask, mask.atoms[nil])->imm.column != column->imm.column))
		nil++;
	if (mask.failed || nil == mask.n_atoms)
		return false;
	for (unsigned row = 0; row < 1u << mask.n_atoms; row++)
		if (is_as_asked(&mask, row, phrase) &&
		    answer(&mask, select->a, row) == (row >> nil & 1))
			return false;
	return true;
}

/* Not the whole years, which stand for one value. */
static bool is_choice(const struct cases *cases, uint32_t idx)
{
	const struct spot_node *node = node_at(cases, idx);

	return (node->op == SPOT_OP_SELECT_F || node->op == SPOT_OP_SELECT_I) &&
	    spot_phrase_years(cases->program, idx) == SPOT_NODE_NONE;
}

/* What a conversion converts. */
static uint32_t unconverted(const struct cases *cases, uint32_t idx)
{
	return node_at(cases, idx)->op == SPOT_OP_I_TO_F ? node_at(cases, idx)->a : idx;
}

static void find_in_value(struct cases *cases, uint32_t idx)
{
	const struct spot_node *node;

	idx = unconverted(cases, idx);
	node = node_at(cases, idx);
	if (node->op == SPOT_OP_B_TO_F) {
		find_atoms(cases, node->a);
	} else if (is_choice(cases, idx)) {
		find_atoms(cases, node->a);
		find_in_value(cases, node->b);
		find_in_value(cases, node->c);
	}
}

static struct outcome value_of(const struct cases *cases, uint32_t idx, unsigned row)
{
	const struct spot_node *node;

	for (idx = unconverted(cases, idx); is_choice(cases, idx); idx = unconverted(cases, idx)) {
		node = node_at(cases, idx);
		idx = answer(cases, node->a, row) ? node->b : node->c;
	}
	node = node_at(cases, idx);
	if (node->op == SPOT_OP_B_TO_F)
		return (struct outcome) { SPOT_NODE_NONE, answer(cases, node->a, row) };
	if (node->op == SPOT_OP_FLOAT)
		return (struct outcome) { SPOT_NODE_NONE, node->imm.number };
	if (node->op == SPOT_OP_INT)
		return (struct outcome) { SPOT_NODE_NONE, (double)node->imm.integer };
	return (struct outcome) { idx, 0 };
}

static void note_outcome(struct cases *cases, unsigned row, struct outcome item)
{
	size_t i = 0;

	while (i < cases->n_items && (cases->items[i].leaf != item.leaf ||
	    (item.leaf == SPOT_NODE_NONE && cases->items[i].value != item.value)))
		i++;
	if (i == MAX_CASES) {
		cases->failed = true;
		return;
	}
	if (i == cases->n_items)
		cases->items[cases->n_items++] = item;
	cases->of_row[row] = (uint8_t)i;
}

static bool comes_first(const struct outcome *a, const struct outcome *b)
{
	bool x = a->leaf != SPOT_NODE_NONE, y = b->leaf != SPOT_NODE_NONE;

	return x != y ? x : !x && a->value > b->value;
}

/* Values that are no constants first, then the largest. */
static void sort_outcomes(struct cases *cases)
{
	for (size_t i = 1; i < cases->n_items; i++)
		for (size_t k = i; k > 0 && comes_first(&cases->items[k], &cases->items[k - 1]);
		    k--) {
			struct outcome moved = cases->items[k];

			cases->items[k] = cases->items[k - 1];
			cases->items[k - 1] = moved;
			for (unsigned row = 0; row < 1u << cases->n_atoms; row++)
				cases->of_row[row] = (uint8_t)(cases->of_row[row] == k ? k - 1
				    : cases->of_row[row] == k - 1 ? k : cases->of_row[row]);
		}
}

/* --- the shortest sum of products ----------------------------------------------------------- */

struct cube {
	unsigned mask, bits; /* atoms that it asks, and how they are answered */
};

static bool is_in(struct cube cube, unsigned row)
{
	return (row & cube.mask) == cube.bits;
}

/* Holds for no row of a later case. */
static bool is_allowed(const struct cases *cases, struct cube cube, size_t item)
{
	for (unsigned row = 0; row < 1u << cases->n_atoms; row++)
		if (is_in(cube, row) && cases->of_row[row] > item)
			return false;
	return true;
}

static unsigned count_new(const struct cases *cases, struct cube cube, size_t item,
    const bool *covered)
{
	unsigned n = 0;

	for (unsigned row = 0; row < 1u << cases->n_atoms; row++)
		n += is_in(cube, row) && cases->of_row[row] == item && !covered[row];
	return n;
}

/* The cube that covers most of what is left with the fewest questions. */
static struct cube best_cube(const struct cases *cases, size_t item, const bool *covered)
{
	struct cube best = { 0, 0 };
	unsigned most = 0, all = (1u << cases->n_atoms) - 1;
	int fewest = MAX_ATOMS + 1;

	for (unsigned mask = 0; mask <= all; mask++)
		for (unsigned bits = mask;; bits = (bits - 1) & mask) {
			struct cube cube = { mask, bits };
			int n_asked = __builtin_popcount(mask);
			unsigned n = is_allowed(cases, cube, item)
			    ? count_new(cases, cube, item, covered) : 0;

			if (n > most || (n == most && n > 0 && n_asked < fewest)) {
				best = cube;
				most = n;
				fewest = n_asked;
			}
			if (bits == 0)
				break;
		}
	return best;
}

static void put_cube(struct spot_phrase *phrase, const struct cases *cases, struct cube cube)
{
	bool is_first = true;

	phrase->answers = cube.bits;
	for (size_t i = 0; i < cases->n_atoms; i++) {
		size_t other = i + 1;

		phrase->asked = cube.mask & ~(1u << i);

		if (!(cube.mask >> i & 1))
			continue;
		spot_buf_text(phrase->out, is_first ? "" : " and ");
		is_first = false;
		for (; other < cases->n_atoms; other++)
			if ((cube.bits >> i & cube.bits >> other & 1) &&
			    spot_phrase_range(phrase, cases->atoms[i], cases->atoms[other]))
				break;
		if (other < cases->n_atoms)
			cube.mask &= ~(1u << other); /* is told */
		else
			spot_phrase_atom(phrase, cases->atoms[i], cube.bits >> i & 1);
	}
}

/* When the case holds; nothing where it always does. */
static void put_condition(struct spot_phrase *phrase, const struct cases *cases, size_t item,
    const char *before)
{
	bool covered[MAX_ROWS] = { false }, is_left = true;

	for (size_t n = 0; is_left && !phrase->failed; n++) {
		struct cube cube = best_cube(cases, item, covered);

		if (cube.mask == 0)
			return;
		spot_buf_text(phrase->out, n == 0 ? before : ", or ");
		put_cube(phrase, cases, cube);
		is_left = false;
		for (unsigned row = 0; row < 1u << cases->n_atoms; row++) {
			covered[row] |= is_in(cube, row);
			is_left |= cases->of_row[row] == item && !covered[row];
		}
		phrase->failed |= is_left && n + 1 == MAX_CUBES;
	}
}

/* --- all of it ---------------------------------------------------------------------------- */

/* A share of points, or an amount. */
static void put_value(struct spot_phrase *phrase, double value)
{
	if (!phrase->look->is_fit)
		spot_buf_shortest(phrase->out, value);
	else if (value == 1)
		spot_buf_text(phrase->out, "all points");
	else if (value == 0.5)
		spot_buf_text(phrase->out, "half");
	else
		spot_buf_printf(phrase->out, "%g %%", 100 * value);
}

/* What is asked and answered the same wherever the case holds. */
static void ask_all(struct spot_phrase *phrase, const struct cases *cases, size_t item)
{
	unsigned yes = (1u << cases->n_atoms) - 1, no = yes;

	for (unsigned row = 0; row < 1u << cases->n_atoms; row++)
		if (cases->of_row[row] == item) {
			yes &= row;
			no &= ~row;
		}
	phrase->asked = yes | no;
	phrase->answers = yes;
}

static bool is_nothing(const struct cases *cases, size_t item)
{
	return cases->items[item].leaf == SPOT_NODE_NONE && cases->items[item].value == 0;
}

static void put_cases(struct spot_phrase *phrase, const struct cases *cases)
{
	size_t n_something = 0;
	bool is_first = true;

	for (size_t i = 0; i < cases->n_items; i++)
		n_something += !is_nothing(cases, i);
	if (n_something == 0)
		spot_buf_text(phrase->out, "never");
	for (size_t i = 0; i < cases->n_items; i++) {
		const struct outcome *item = &cases->items[i];

		if (is_nothing(cases, i))
			continue;
		spot_buf_text(phrase->out, is_first ? "" : "; ");
		is_first = false;
		if (item->leaf != SPOT_NODE_NONE) {
			ask_all(phrase, cases, i);
			spot_phrase_leaf(phrase, item->leaf);
			put_condition(phrase, cases, i, ", when ");
		} else if (n_something == 1 && item->value == 1 && cases->n_items > 1) {
			put_condition(phrase, cases, i, "");
		} else if (n_something == 1 && item->value == 1) {
			spot_buf_text(phrase->out, "always");
		} else {
			put_value(phrase, item->value);
			put_condition(phrase, cases, i, ": ");
		}
	}
}

bool spot_phrase_write(struct spot_buf *out, const struct spot_program *program,
    size_t output_idx, const struct spot_phrase_look *look)
{
	uint32_t value = program->outputs[output_idx].value;
	struct spot_buf text = SPOT_BUF_INIT;
	struct spot_phrase phrase = { .out = &text, .program = program, .look = look };
	struct cases cases = { .program = program };

	phrase.atoms = cases.atoms;
	if (program->nodes[value].kind == SPOT_KIND_TEXT)
		return false;
	find_in_value(&cases, value);
	for (unsigned row = 0; !cases.failed && row < 1u << cases.n_atoms; row++)
		note_outcome(&cases, row, value_of(&cases, value, row));
	if (!cases.failed) {
		sort_outcomes(&cases);
		put_cases(&phrase, &cases);
	}
	/* Want of memory is not want of words. */
	out->failed |= text.failed;
	phrase.failed |= cases.failed || text.failed;
	if (!phrase.failed)
		spot_buf_add(out, text.ptr, text.len);
	spot_buf_reset(&text);
	return !phrase.failed;
}
