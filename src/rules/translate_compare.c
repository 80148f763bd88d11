/* SPDX-License-Identifier: MIT */
/* == and <. */
#include "rules/translate_internal.h"

enum { MAX_PAIRS = 64 }; /* of objects that are compared */

static bool is_number(enum spot_sym_kind kind)
{
	return kind == SPOT_SYM_INT || kind == SPOT_SYM_FLOAT;
}

/* Whether they are the same object, each one of several. */
static uint32_t objects_eq(struct spot_translator *t, struct spot_sym *a, struct spot_sym *b)
{
	uint32_t same = t->no, place_a = spot_translate_node(t, a, SPOT_SYM_OBJECT);
	uint32_t place_b = spot_translate_node(t, b, SPOT_SYM_OBJECT);

	if ((size_t)a->n_objects * b->n_objects > MAX_PAIRS) {
		spot_translate_refuse(t, "it compares tables with each other");
		return same;
	}
	for (uint32_t i = 0; i < a->n_objects; i++)
		for (uint32_t j = 0; j < b->n_objects; j++)
			if (a->objects[i] == b->objects[j])
				same = spot_translate_or(t, same, spot_translate_and(t,
				    op2(t, SPOT_OP_EQ_I, place_a, int_of(t, i)),
				    op2(t, SPOT_OP_EQ_I, place_b, int_of(t, j))));
	return same;
}

static uint32_t same_kind_eq(struct spot_translator *t, enum spot_sym_kind kind, struct spot_sym *a,
    struct spot_sym *b, uint32_t guard)
{
	uint32_t x = spot_translate_node(t, a, kind), y = spot_translate_node(t, b, kind);

	switch (kind) {
	case SPOT_SYM_NIL:
		return t->yes;
	case SPOT_SYM_BOOL:
		return op2(t, SPOT_OP_EQ_B, x, y);
	case SPOT_SYM_INT:
		return op2(t, SPOT_OP_EQ_I, x, y);
	case SPOT_SYM_FLOAT:
		return op2(t, SPOT_OP_EQ_F, x, y);
	case SPOT_SYM_TEXT:
		return text2(t, SPOT_OP_EQ_T, x, y, live(t, guard));
	case SPOT_SYM_LIST:
		if (x != y)
			spot_translate_refuse(t, "it compares lists with each other");
		return t->yes;
	case SPOT_SYM_OBJECT:
		return objects_eq(t, a, b);
	case SPOT_SYM_N:
		break;
	}
	return t->no;
}

uint32_t spot_translate_eq(struct spot_translator *t, struct spot_sym *a, struct spot_sym *b)
{
	uint32_t same = t->no;

	for (int kind_a = 0; kind_a < SPOT_SYM_N; kind_a++) {
		uint32_t guard_a = spot_translate_guard(t, a, kind_a);

		for (int kind_b = 0; kind_b < SPOT_SYM_N && guard_a != t->no; kind_b++) {
			uint32_t guard = spot_translate_guard(t, b, kind_b), eq;

			guard = spot_translate_and(t, guard_a, guard);
			if (guard == t->no || live(t, guard) == t->no)
				continue;
			if (kind_a == kind_b)
				eq = same_kind_eq(t, kind_a, a, b, guard);
			else if (!is_number(kind_a) || !is_number(kind_b))
				continue;
			else if (kind_a == SPOT_SYM_INT)
				eq = op2(t, SPOT_OP_EQ_IF, spot_translate_node(t, a, kind_a),
				    spot_translate_node(t, b, kind_b));
			else
				eq = op2(t, SPOT_OP_EQ_IF, spot_translate_node(t, b, kind_b),
				    spot_translate_node(t, a, kind_a));
			same = spot_translate_choose(t, guard, eq, same);
		}
	}
	return same;
}

uint32_t spot_translate_less_number(struct spot_translator *t, enum spot_sym_kind kind_a,
    uint32_t a, enum spot_sym_kind kind_b, uint32_t b, bool or_equal)
{
	static const enum spot_op ops[2][2][2] = { /* a is a float, b is one, or_equal */
		{ { SPOT_OP_LT_I, SPOT_OP_LE_I }, { SPOT_OP_LT_IF, SPOT_OP_LE_IF } },
		{ { SPOT_OP_LT_FI, SPOT_OP_LE_FI }, { SPOT_OP_LT_F, SPOT_OP_LE_F } },
	};

	return op2(t, ops[kind_a == SPOT_SYM_FLOAT][kind_b == SPOT_SYM_FLOAT][or_equal], a, b);
}

uint32_t spot_translate_less(struct spot_translator *t, struct spot_sym *a, struct spot_sym *b,
    bool or_equal)
{
	uint32_t less = t->no;

	for (int kind_a = 0; kind_a < SPOT_SYM_N; kind_a++) {
		uint32_t guard_a = spot_translate_guard(t, a, kind_a);

		for (int kind_b = 0; kind_b < SPOT_SYM_N && guard_a != t->no; kind_b++) {
			uint32_t guard = spot_translate_guard(t, b, kind_b), x, y;

			guard = spot_translate_and(t, guard_a, guard);
			if (guard == t->no || live(t, guard) == t->no)
				continue;
			x = spot_translate_node(t, a, kind_a);
			y = spot_translate_node(t, b, kind_b);
			if (is_number(kind_a) && is_number(kind_b))
				x = spot_translate_less_number(t, kind_a, x, kind_b, y, or_equal);
			else if (kind_a == SPOT_SYM_TEXT && kind_b == SPOT_SYM_TEXT)
				x = text2(t, or_equal ? SPOT_OP_LE_T : SPOT_OP_LT_T, x, y,
				    live(t, guard));
			else {
				spot_translate_fail(t, guard);
				continue;
			}
			less = spot_translate_choose(t, guard, x, less);
		}
	}
	return less;
}
