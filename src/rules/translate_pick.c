/* SPDX-License-Identifier: MIT */
/*
 * One of several values of the rule file, by a place that depends on the lane: a list in the
 * program for each kind of value that is among them.
 */
#include <string.h>

#include "rules/translate_internal.h"

static bool same_item(const struct spot_lua_item *a, const struct spot_lua_item *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case SPOT_SYM_BOOL:
		return a->value.as.flag == b->value.as.flag;
	case SPOT_SYM_INT:
		return a->value.as.integer == b->value.as.integer;
	case SPOT_SYM_FLOAT:
		return memcmp(&a->value.as.number, &b->value.as.number, sizeof(double)) == 0;
	case SPOT_SYM_TEXT:
		return spot_view_equal(a->value.as.text, b->value.as.text);
	case SPOT_SYM_OBJECT:
		return a->object == b->object;
	case SPOT_SYM_NIL:
	case SPOT_SYM_LIST:
	case SPOT_SYM_N:
		break;
	}
	return true;
}

static uint32_t list_node(struct spot_translator *t, enum spot_op op, uint32_t place,
    const struct spot_value *values, size_t n)
{
	return spot_build_list(t->builder, op, place, values, n, SPOT_NODE_NONE);
}

/* Which of the items are of the kind, as a truth value at the place. */
static uint32_t kind_guard(struct spot_translator *t, uint32_t place,
    const struct spot_lua_item *items, size_t n, enum spot_sym_kind kind, uint32_t is_there)
{
	struct spot_value *flags = spot_translate_alloc(t, n, sizeof(*flags));
	size_t n_of_kind = 0;

	for (size_t i = 0; flags && i < n; i++) {
		flags[i] = (struct spot_value) { SPOT_KIND_BOOL, .as.flag = items[i].kind == kind };
		n_of_kind += items[i].kind == kind;
	}
	if (n_of_kind == 0 || !flags)
		return t->no;
	if (n_of_kind == n)
		return is_there;
	return spot_translate_and(t, is_there, list_node(t, SPOT_OP_AT_B, place, flags, n));
}

/* The values of those that are of the kind, anything of it for the others. */
static uint32_t kind_node(struct spot_translator *t, uint32_t place,
    const struct spot_lua_item *items, size_t n, enum spot_sym_kind kind)
{
	static const enum spot_op ops[SPOT_SYM_N] = { [SPOT_SYM_BOOL] = SPOT_OP_AT_B,
		[SPOT_SYM_INT] = SPOT_OP_AT_I, [SPOT_SYM_FLOAT] = SPOT_OP_AT_F,
		[SPOT_SYM_TEXT] = SPOT_OP_AT_T };
	struct spot_value *values = spot_translate_alloc(t, n, sizeof(*values));
	const struct spot_lua_item *first = items;
	bool is_one = true;

	if (!values)
		return SPOT_NODE_NONE;
	while (first->kind != kind)
		first++;
	for (size_t i = 0; i < n; i++) {
		bool is_of_kind = items[i].kind == kind;

		values[i] = is_of_kind ? items[i].value : first->value;
		is_one &= !is_of_kind || same_item(first, &items[i]);
	}
	if (is_one)
		return spot_translate_item(t, first)->alts[kind].node;
	return list_node(t, ops[kind], place, values, n);
}

static void pick_objects(struct spot_translator *t, struct spot_sym *out, uint32_t guard,
    uint32_t place, const struct spot_lua_item *items, size_t n)
{
	uint32_t *objects = spot_translate_alloc(t, n, sizeof(*objects)), other = 0;
	bool is_one = true;

	if (guard == t->no || !objects)
		return;
	for (size_t i = n; i-- > 0;)
		if (items[i].kind == SPOT_SYM_OBJECT)
			other = items[i].object;
	for (size_t i = 0; i < n; i++) {
		objects[i] = items[i].kind == SPOT_SYM_OBJECT ? items[i].object : other;
		is_one &= objects[i] == other;
	}
	spot_translate_add_objects(t, out, guard, is_one ? int_of(t, 0) : place, objects,
	    is_one ? 1 : (uint32_t)n);
}

struct spot_sym *spot_translate_pick(struct spot_translator *t, uint32_t place,
    const struct spot_lua_item *items, size_t n, bool can_miss)
{
	struct spot_sym *out = spot_translate_open(t);
	uint32_t is_there = t->yes, guard;

	if (n == 0)
		return spot_translate_nil(t);
	if (n == 1 && !can_miss)
		return spot_translate_item(t, &items[0]);
	if (can_miss) {
		is_there = op2(t, SPOT_OP_LE_I, int_of(t, 0), place);
		spot_translate_add(t, out, SPOT_SYM_NIL, spot_translate_not(t, is_there),
		    SPOT_NODE_NONE);
	}
	for (int kind = 0; kind < SPOT_SYM_OBJECT; kind++) {
		guard = kind_guard(t, place, items, n, kind, is_there);
		if (guard != t->no)
			spot_translate_add(t, out, kind, guard, kind == SPOT_SYM_NIL ?
			    SPOT_NODE_NONE : kind_node(t, place, items, n, kind));
	}
	guard = kind_guard(t, place, items, n, SPOT_SYM_OBJECT, is_there);
	pick_objects(t, out, guard, place, items, n);
	return spot_translate_close(t, out);
}
