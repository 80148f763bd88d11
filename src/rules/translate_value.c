/* SPDX-License-Identifier: MIT */
/* Symbols: made, merged, asked. */
#include <string.h>

#include "rules/translate_internal.h"

enum {
	MAX_WAITING = 48,   /* merges on top of each other that are not made yet */
	MAX_OBJECTS = 65536, /* that one value may be */
};

static void sym_clear(struct spot_sym *sym)
{
	for (int kind = 0; kind < SPOT_SYM_N; kind++)
		sym->alts[kind].guard = sym->alts[kind].node = SPOT_NODE_NONE;
	sym->objects = NULL;
	sym->n_objects = 0;
	sym->yes = sym->no = NULL;
	sym->mask = SPOT_NODE_NONE;
	sym->depth = 0;
}

struct spot_sym *spot_translate_open(struct spot_translator *t)
{
	struct spot_sym *sym = spot_translate_alloc(t, 1, sizeof(*sym));

	if (!sym)
		sym = &t->spare;
	sym_clear(sym);
	return sym;
}

struct spot_sym *spot_translate_sym(struct spot_translator *t, enum spot_sym_kind kind,
    uint32_t node)
{
	struct spot_sym *sym = spot_translate_open(t);

	sym->alts[kind].guard = t->yes;
	sym->alts[kind].node = node;
	return sym;
}

struct spot_sym *spot_translate_nil(struct spot_translator *t)
{
	return spot_translate_sym(t, SPOT_SYM_NIL, SPOT_NODE_NONE);
}

struct spot_sym *spot_translate_bool(struct spot_translator *t, uint32_t node)
{
	return spot_translate_sym(t, SPOT_SYM_BOOL, node);
}

struct spot_sym *spot_translate_object(struct spot_translator *t, uint32_t object)
{
	struct spot_sym *sym = spot_translate_open(t);
	uint32_t *objects = spot_translate_alloc(t, 1, sizeof(*objects));

	if (!objects)
		return sym;
	objects[0] = object;
	sym->alts[SPOT_SYM_OBJECT].guard = t->yes;
	sym->alts[SPOT_SYM_OBJECT].node = int_of(t, 0);
	sym->objects = objects;
	sym->n_objects = 1;
	return sym;
}

struct spot_sym *spot_translate_constant(struct spot_translator *t, const struct spot_value *value)
{
	switch (value->kind) {
	case SPOT_KIND_BOOL:
		return spot_translate_bool(t, value->as.flag ? t->yes : t->no);
	case SPOT_KIND_INT:
		return spot_translate_sym(t, SPOT_SYM_INT, int_of(t, value->as.integer));
	case SPOT_KIND_FLOAT:
		return spot_translate_sym(t, SPOT_SYM_FLOAT, float_of(t, value->as.number));
	case SPOT_KIND_TEXT:
		if (value->as.text.len > SPOT_SYM_MAX_TEXT)
			spot_translate_refuse(t, "it holds a text of %zu bytes",
			    value->as.text.len);
		return spot_translate_sym(t, SPOT_SYM_TEXT,
		    spot_build_text(t->builder, value->as.text));
	case SPOT_KIND_LIST:
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		break;
	}
	return spot_translate_nil(t);
}

struct spot_sym *spot_translate_text_of(struct spot_translator *t, const char *text)
{
	return spot_translate_sym(t, SPOT_SYM_TEXT,
	    spot_build_text(t->builder, spot_view_of(text)));
}

/* --- adding ------------------------------------------------------------------------------- */

static uint32_t node_select(struct spot_translator *t, enum spot_sym_kind kind, uint32_t mask,
    uint32_t yes, uint32_t no)
{
	static const enum spot_op ops[SPOT_SYM_N] = {
		[SPOT_SYM_INT] = SPOT_OP_SELECT_I, [SPOT_SYM_FLOAT] = SPOT_OP_SELECT_F,
		[SPOT_SYM_TEXT] = SPOT_OP_SELECT_T, [SPOT_SYM_LIST] = SPOT_OP_SELECT_L,
		[SPOT_SYM_OBJECT] = SPOT_OP_SELECT_I,
	};
	const struct spot_node *n = node_of(t, mask);

	if (yes == no || kind == SPOT_SYM_NIL)
		return yes;
	if (n->op == SPOT_OP_BOOL)
		return n->imm.flag ? yes : no;
	if (yes == SPOT_SYM_OPAQUE || no == SPOT_SYM_OPAQUE)
		return SPOT_SYM_OPAQUE;
	if (kind == SPOT_SYM_BOOL)
		return spot_translate_choose(t, mask, yes, no);
	return op3(t, ops[kind], mask, yes, no);
}

void spot_translate_add(struct spot_translator *t, struct spot_sym *sym, enum spot_sym_kind kind,
    uint32_t guard, uint32_t node)
{
	uint32_t *had = &sym->alts[kind].guard;

	if (guard == t->no)
		return;
	if (*had == SPOT_NODE_NONE) {
		*had = guard;
		sym->alts[kind].node = node;
		return;
	}
	sym->alts[kind].node = node_select(t, kind, guard, node, sym->alts[kind].node);
	*had = spot_translate_or(t, *had, guard);
}

/* Where each of the objects is among those of the symbol, which are added where it lacks them. */
static bool objects_unite(struct spot_translator *t, struct spot_sym *sym, const uint32_t *objects,
    uint32_t n, uint32_t *places)
{
	uint32_t *all = spot_translate_alloc(t, (size_t)sym->n_objects + n, sizeof(*all));
	uint32_t n_all = sym->n_objects;

	if (!all)
		return false;
	memcpy(all, sym->objects, n_all * sizeof(*all));
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = 0;

		while (at < n_all && all[at] != objects[i])
			at++;
		if (at == n_all)
			all[n_all++] = objects[i];
		places[i] = at;
	}
	sym->objects = all;
	sym->n_objects = n_all;
	return true;
}

void spot_translate_add_objects(struct spot_translator *t, struct spot_sym *sym, uint32_t guard,
    uint32_t place, const uint32_t *objects, uint32_t n)
{
	struct spot_value *places_of;
	uint32_t *places;

	if (guard == t->no)
		return;
	if (sym->n_objects == 0) {
		sym->objects = objects;
		sym->n_objects = n;
	} else if (sym->objects != objects || sym->n_objects != n) {
		if ((size_t)n * sym->n_objects > MAX_OBJECTS) {
			spot_translate_refuse(t, "a value may be one of very many tables");
			return;
		}
		places = spot_translate_alloc(t, n, sizeof(*places));
		places_of = spot_translate_alloc(t, n, sizeof(*places_of));
		if (!places || !places_of || !objects_unite(t, sym, objects, n, places))
			return;
		for (uint32_t i = 0; i < n; i++)
			places_of[i] = int_value(places[i]);
		place = n == 1 ? int_of(t, places[0]) : spot_build_list(t->builder, SPOT_OP_AT_I,
		    place, places_of, n, SPOT_NODE_NONE);
	}
	spot_translate_add(t, sym, SPOT_SYM_OBJECT, guard, place);
}

void spot_translate_add_sym(struct spot_translator *t, struct spot_sym *sym, uint32_t guard,
    struct spot_sym *other)
{
	other = spot_translate_force(t, other);
	for (int kind = 0; kind < SPOT_SYM_N; kind++) {
		uint32_t within = other->alts[kind].guard;

		if (within == SPOT_NODE_NONE)
			continue;
		within = spot_translate_and(t, guard, within);
		if (kind == SPOT_SYM_OBJECT)
			spot_translate_add_objects(t, sym, within, other->alts[kind].node,
			    other->objects, other->n_objects);
		else
			spot_translate_add(t, sym, kind, within, other->alts[kind].node);
	}
}

struct spot_sym *spot_translate_close(struct spot_translator *t, struct spot_sym *sym)
{
	int n = 0, last = SPOT_SYM_NIL;

	for (int kind = 0; kind < SPOT_SYM_N; kind++)
		if (sym->alts[kind].guard != SPOT_NODE_NONE) {
			n++;
			last = kind;
		}
	/* It is something in every lane: what is left can only be that. */
	if (n <= 1)
		sym->alts[last].guard = t->yes;
	return sym;
}

struct spot_sym *spot_translate_only(struct spot_translator *t, struct spot_sym *sym,
    enum spot_sym_kind kind)
{
	struct spot_sym *out = spot_translate_open(t);

	sym = spot_translate_force(t, sym);
	out->alts[kind].guard = t->yes;
	out->alts[kind].node = sym->alts[kind].node;
	out->objects = sym->objects;
	out->n_objects = sym->n_objects;
	return out;
}

/* --- merging ------------------------------------------------------------------------------ */

static void sym_merge(struct spot_translator *t, struct spot_sym *sym, uint32_t mask,
    struct spot_sym *yes, struct spot_sym *no)
{
	for (int kind = 0; kind < SPOT_SYM_N; kind++) {
		uint32_t guard_yes = yes->alts[kind].guard, guard_no = no->alts[kind].guard;
		bool is_in_no = guard_no != SPOT_NODE_NONE;
		uint32_t guard;

		if (guard_yes == SPOT_NODE_NONE && !is_in_no)
			continue;
		guard_yes = guard_yes == SPOT_NODE_NONE ? t->no : guard_yes;
		guard_no = is_in_no ? guard_no : t->no;
		guard = spot_translate_choose(t, mask, guard_yes, guard_no);
		if (guard == t->no)
			continue;
		if (kind == SPOT_SYM_OBJECT) {
			if (is_in_no)
				spot_translate_add_objects(t, sym, guard, no->alts[kind].node,
				    no->objects, no->n_objects);
			if (guard_yes != t->no)
				spot_translate_add_objects(t, sym, mask, yes->alts[kind].node,
				    yes->objects, yes->n_objects);
			sym->alts[kind].guard = guard;
			continue;
		}
		sym->alts[kind].guard = guard;
		sym->alts[kind].node = !is_in_no ? yes->alts[kind].node
		    : guard_yes == t->no ? no->alts[kind].node
		    : node_select(t, kind, mask, yes->alts[kind].node, no->alts[kind].node);
	}
	spot_translate_close(t, sym);
}

struct spot_sym *spot_translate_force(struct spot_translator *t, struct spot_sym *sym)
{
	struct spot_sym *yes, *no;
	uint32_t mask;

	if (!sym) {
		spot_translate_refuse(t, "a register holds nothing");
		return spot_translate_nil(t);
	}
	if (!sym->yes)
		return sym;
	yes = spot_translate_force(t, sym->yes);
	no = spot_translate_force(t, sym->no);
	mask = sym->mask;
	sym_clear(sym);
	sym_merge(t, sym, mask, yes, no);
	return sym;
}

/* Most registers are dead where lanes meet: a merge is made when it is first looked at. */
struct spot_sym *spot_translate_select(struct spot_translator *t, uint32_t mask,
    struct spot_sym *yes, struct spot_sym *no)
{
	const struct spot_node *n = node_of(t, mask);
	struct spot_sym *sym;

	if (yes == no || !yes || !no)
		return yes == no ? yes : NULL;
	if (n->op == SPOT_OP_BOOL)
		return n->imm.flag ? yes : no;
	sym = spot_translate_open(t);
	if (t->is_stopped)
		return no;
	sym->yes = yes;
	sym->no = no;
	sym->mask = mask;
	sym->depth = 1 + (yes->depth > no->depth ? yes->depth : no->depth);
	if (sym->depth > MAX_WAITING)
		spot_translate_force(t, sym);
	return sym;
}

/* --- asking ------------------------------------------------------------------------------- */

uint32_t spot_translate_guard(struct spot_translator *t, struct spot_sym *sym,
    enum spot_sym_kind kind)
{
	uint32_t guard = spot_translate_force(t, sym)->alts[kind].guard;

	return guard == SPOT_NODE_NONE ? t->no : spot_translate_known(t, t->active, guard);
}

/* For lanes that cannot be: those of every other kind have left, though no mask shows it. */
static uint32_t node_of_none(struct spot_translator *t, enum spot_sym_kind kind)
{
	switch (kind) {
	case SPOT_SYM_BOOL:
		return t->no;
	case SPOT_SYM_INT:
	case SPOT_SYM_OBJECT:
		return int_of(t, 0);
	case SPOT_SYM_FLOAT:
		return float_of(t, 0);
	case SPOT_SYM_TEXT:
		return spot_build_text(t->builder, SPOT_VIEW(""));
	case SPOT_SYM_LIST:
		spot_translate_refuse(t, "it uses a list that cannot be there");
		break;
	case SPOT_SYM_NIL:
	case SPOT_SYM_N:
		break;
	}
	return SPOT_NODE_NONE;
}

uint32_t spot_translate_node(struct spot_translator *t, struct spot_sym *sym,
    enum spot_sym_kind kind)
{
	uint32_t node = spot_translate_force(t, sym)->alts[kind].node;

	if (sym->alts[kind].guard == SPOT_NODE_NONE)
		return node_of_none(t, kind);
	if (node == SPOT_SYM_OPAQUE) {
		spot_translate_refuse(t, "it uses the place that string.find gives");
		return SPOT_NODE_NONE;
	}
	return node;
}

uint32_t spot_translate_truth(struct spot_translator *t, struct spot_sym *sym)
{
	uint32_t guard = spot_translate_guard(t, sym, SPOT_SYM_BOOL);
	uint32_t is_nil = spot_translate_guard(t, sym, SPOT_SYM_NIL), truth;

	truth = spot_translate_not(t, is_nil);
	if (guard == t->no)
		return truth;
	return spot_translate_choose(t, guard, spot_translate_known(t, t->active,
	    spot_translate_node(t, sym, SPOT_SYM_BOOL)), truth);
}

bool spot_translate_is_constant(struct spot_translator *t, struct spot_sym *sym,
    struct spot_value *value)
{
	const struct spot_node *n;
	int only = SPOT_SYM_N;

	for (int kind = 0; kind < SPOT_SYM_N; kind++)
		if (spot_translate_guard(t, sym, kind) != t->no) {
			if (only != SPOT_SYM_N)
				return false;
			only = kind;
		}
	*value = (struct spot_value) { .kind = SPOT_KIND_NIL };
	if (only == SPOT_SYM_NIL)
		return true;
	if (only >= SPOT_SYM_LIST)
		return false;
	n = node_of(t, spot_translate_node(t, sym, only));
	switch ((int)n->op) {
	case SPOT_OP_BOOL:
		*value = (struct spot_value) { SPOT_KIND_BOOL, .as.flag = n->imm.flag };
		return true;
	case SPOT_OP_INT:
		*value = int_value(n->imm.integer);
		return true;
	case SPOT_OP_FLOAT:
		*value = (struct spot_value) { SPOT_KIND_FLOAT, .as.number = n->imm.number };
		return true;
	case SPOT_OP_TEXT:
		*value = (struct spot_value) { SPOT_KIND_TEXT, .as.text = n->imm.text };
		return true;
	default:
		return false;
	}
}

bool spot_translate_is_object(struct spot_translator *t, struct spot_sym *sym, uint32_t *object)
{
	for (int kind = 0; kind < SPOT_SYM_OBJECT; kind++)
		if (spot_translate_guard(t, sym, kind) != t->no)
			return false;
	if (sym->n_objects != 1)
		return false;
	*object = sym->objects[0];
	return true;
}

bool spot_translate_is_nil(struct spot_translator *t, struct spot_sym *sym)
{
	return spot_translate_guard(t, sym, SPOT_SYM_NIL) == t->yes;
}
