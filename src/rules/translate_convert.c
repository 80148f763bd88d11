/* SPDX-License-Identifier: MIT */
/* What the VM and functions in C take for a number, an integer or a text. */
#include "rules/translate_internal.h"

/* Lanes with anything else than these two or three kinds fail. */
static void fail_others(struct spot_translator *t, struct spot_sym *sym, bool text_too)
{
	for (int kind = 0; kind < SPOT_SYM_N; kind++)
		if (kind != SPOT_SYM_INT && kind != SPOT_SYM_FLOAT &&
		    (kind != SPOT_SYM_TEXT || !text_too))
			spot_translate_fail(t, spot_translate_guard(t, sym, kind));
}

/* Adds what the texts under the guard stand for; returns where they stand for nothing. */
static uint32_t parse_add(struct spot_translator *t, struct spot_sym *out, uint32_t text,
    uint32_t guard)
{
	uint32_t where = live(t, guard);
	uint32_t which = text1(t, SPOT_OP_NUMBER_KIND_T, text, where);
	uint32_t is_int = op2(t, SPOT_OP_EQ_I, which, int_of(t, 1));
	uint32_t is_float = op2(t, SPOT_OP_EQ_I, which, int_of(t, 2));

	spot_translate_add(t, out, SPOT_SYM_INT, spot_translate_and(t, guard, is_int),
	    text1(t, SPOT_OP_NUMBER_I, text, spot_translate_and(t, where, is_int)));
	spot_translate_add(t, out, SPOT_SYM_FLOAT, spot_translate_and(t, guard, is_float),
	    text1(t, SPOT_OP_NUMBER_F, text, spot_translate_and(t, where, is_float)));
	return spot_translate_and(t, guard, op2(t, SPOT_OP_EQ_I, which, int_of(t, 0)));
}

struct spot_sym *spot_translate_parse(struct spot_translator *t, struct spot_sym *sym, bool fails)
{
	struct spot_sym *out = spot_translate_open(t);

	for (int kind = 0; kind < SPOT_SYM_N; kind++) {
		uint32_t guard = spot_translate_guard(t, sym, kind), none = guard;

		if (guard == t->no)
			continue;
		if (kind == SPOT_SYM_INT || kind == SPOT_SYM_FLOAT) {
			spot_translate_add(t, out, kind, guard, spot_translate_node(t, sym, kind));
			continue;
		}
		if (kind == SPOT_SYM_TEXT)
			none = parse_add(t, out, spot_translate_node(t, sym, kind), guard);
		if (fails)
			spot_translate_fail(t, none);
		else
			spot_translate_add(t, out, SPOT_SYM_NIL, none, SPOT_NODE_NONE);
	}
	return spot_translate_close(t, out);
}

/* The float of a symbol that is only INT and FLOAT. */
static uint32_t float_node(struct spot_translator *t, struct spot_sym *sym)
{
	uint32_t is_int = spot_translate_guard(t, sym, SPOT_SYM_INT), is_float, node;

	is_float = spot_translate_guard(t, sym, SPOT_SYM_FLOAT);
	if (is_int == t->no)
		return is_float == t->no ? float_of(t, 0)
		    : spot_translate_node(t, sym, SPOT_SYM_FLOAT);
	node = op1(t, SPOT_OP_I_TO_F, spot_translate_node(t, sym, SPOT_SYM_INT));
	return is_float == t->no ? node : op3(t, SPOT_OP_SELECT_F, is_int, node,
	    spot_translate_node(t, sym, SPOT_SYM_FLOAT));
}

uint32_t spot_translate_to_float(struct spot_translator *t, struct spot_sym *sym)
{
	return float_node(t, spot_translate_parse(t, sym, true));
}

uint32_t spot_translate_number(struct spot_translator *t, struct spot_sym *sym)
{
	fail_others(t, sym, false);
	return float_node(t, sym);
}

uint32_t spot_translate_whole(struct spot_translator *t, uint32_t number, uint32_t guard)
{
	spot_translate_fail(t, spot_translate_but(t, guard, op1(t, SPOT_OP_FITS_I, number)));
	return op1(t, SPOT_OP_F_TO_I, number);
}

uint32_t spot_translate_to_int(struct spot_translator *t, struct spot_sym *sym)
{
	uint32_t is_int, is_float, node, whole;

	spot_translate_hand_over(t, spot_translate_guard(t, sym, SPOT_SYM_TEXT));
	fail_others(t, sym, true);
	is_int = spot_translate_guard(t, sym, SPOT_SYM_INT);
	is_float = spot_translate_guard(t, sym, SPOT_SYM_FLOAT);
	node = is_int == t->no ? int_of(t, 0) : spot_translate_node(t, sym, SPOT_SYM_INT);
	if (is_float == t->no)
		return node;
	whole = spot_translate_whole(t, spot_translate_node(t, sym, SPOT_SYM_FLOAT), is_float);
	return is_int == t->no ? whole : op3(t, SPOT_OP_SELECT_I, is_int, node, whole);
}

uint32_t spot_translate_to_text(struct spot_translator *t, struct spot_sym *sym)
{
	struct spot_sym *out = spot_translate_open(t);
	uint32_t guard, node;

	fail_others(t, sym, true);
	guard = spot_translate_guard(t, sym, SPOT_SYM_TEXT);
	if (guard != t->no)
		spot_translate_add(t, out, SPOT_SYM_TEXT, guard,
		    spot_translate_node(t, sym, SPOT_SYM_TEXT));
	guard = spot_translate_guard(t, sym, SPOT_SYM_INT);
	if (guard != t->no)
		spot_translate_add(t, out, SPOT_SYM_TEXT, guard, text1(t, SPOT_OP_TEXT_I,
		    spot_translate_node(t, sym, SPOT_SYM_INT), live(t, guard)));
	guard = spot_translate_guard(t, sym, SPOT_SYM_FLOAT);
	if (guard != t->no) {
		node = spot_translate_node(t, sym, SPOT_SYM_FLOAT);
		/* The sign of what is not a number is not told by IEEE. */
		spot_translate_hand_over(t, spot_translate_but(t, guard,
		    op2(t, SPOT_OP_EQ_F, node, node)));
		spot_translate_add(t, out, SPOT_SYM_TEXT, guard,
		    text1(t, SPOT_OP_TEXT_F, node, live(t, guard)));
	}
	node = spot_translate_close(t, out)->alts[SPOT_SYM_TEXT].node;
	return node == SPOT_NODE_NONE ? spot_build_text(t->builder, SPOT_VIEW("")) : node;
}

uint32_t spot_translate_join(struct spot_translator *t, uint32_t a, uint32_t b, uint32_t where)
{
	uint32_t both = text2(t, SPOT_OP_CONCAT_T, a, b, where);
	uint32_t len = text1(t, SPOT_OP_LEN_T, both, where);

	spot_translate_hand_over(t, spot_translate_and(t, where,
	    op2(t, SPOT_OP_LT_I, int_of(t, SPOT_SYM_MAX_TEXT), len)));
	return both;
}
