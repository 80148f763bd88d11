/* SPDX-License-Identifier: MIT */
/* assert, error, ipairs, next, pairs, select, tonumber, tostring, type. */
#include "rules/translate_internal.h"

/* What type() says. */
static const char *const type_names[SPOT_SYM_N] = {
	[SPOT_SYM_NIL] = "nil", [SPOT_SYM_BOOL] = "boolean", [SPOT_SYM_INT] = "number",
	[SPOT_SYM_FLOAT] = "number", [SPOT_SYM_TEXT] = "string", [SPOT_SYM_LIST] = "table",
};

/* Functions that want one argument, be it nil. */
static bool has_first(struct spot_translator *t, const struct spot_syms *args)
{
	if (args->n == 0)
		spot_translate_fail(t, t->yes);
	return args->n > 0;
}

static void call_assert(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	if (!has_first(t, args))
		return;
	spot_translate_fail_meant(t, spot_translate_not(t,
	    spot_translate_truth(t, spot_translate_arg(t, args, 0))));
	*results = *args;
}

static void call_error(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	(void)args;
	(void)results;
	spot_translate_fail_meant(t, t->yes);
}

/* The text for objects of that kind. */
static const char *object_type(const struct spot_translator *t, uint32_t object)
{
	switch (t->objects[object]->kind) {
	case SPOT_OBJECT_LUA:
	case SPOT_OBJECT_BUILTIN:
	case SPOT_OBJECT_WALK:
		return "function";
	case SPOT_OBJECT_SUBJECT:
	case SPOT_OBJECT_ROW:
	case SPOT_OBJECT_TABLE:
	case SPOT_OBJECT_OWN:
	case SPOT_OBJECT_N:
		break;
	}
	return "table";
}

static struct spot_sym *objects_type(struct spot_translator *t, struct spot_sym *sym)
{
	uint32_t place = spot_translate_node(t, sym, SPOT_SYM_OBJECT);
	struct spot_lua_item *items = spot_translate_alloc(t, sym->n_objects, sizeof(*items));

	for (uint32_t i = 0; items && i < sym->n_objects; i++)
		items[i] = (struct spot_lua_item) { SPOT_SYM_TEXT, { SPOT_KIND_TEXT,
			.as.text = spot_view_of(object_type(t, sym->objects[i])) }, 0 };
	return spot_translate_pick(t, place, items, items ? sym->n_objects : 0, false);
}

static void call_type(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *out = spot_translate_open(t), *sym = spot_translate_arg(t, args, 0);

	if (!has_first(t, args))
		return;
	for (int kind = 0; kind < SPOT_SYM_N; kind++) {
		uint32_t guard = spot_translate_guard(t, sym, kind);

		if (guard != t->no)
			spot_translate_add_sym(t, out, guard, kind == SPOT_SYM_OBJECT
			    ? objects_type(t, sym)
			    : spot_translate_text_of(t, type_names[kind]));
	}
	spot_translate_give(t, results, spot_translate_close(t, out));
}

void spot_translate_tostring(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *out = spot_translate_open(t), *sym = spot_translate_arg(t, args, 0), *is;
	uint32_t elsewhere, guard;

	if (!has_first(t, args))
		return;
	for (int kind = 0; kind < SPOT_SYM_N; kind++) {
		guard = spot_translate_guard(t, sym, kind);
		if (live(t, guard) == t->no)
			continue;
		elsewhere = spot_translate_enter(t, guard);
		if (kind == SPOT_SYM_OBJECT)
			is = objects_type(t, sym);
		else if (kind == SPOT_SYM_BOOL)
			is = spot_translate_select(t, spot_translate_node(t, sym, kind),
			    spot_translate_text_of(t, "true"),
			    spot_translate_text_of(t, "false"));
		else if (kind == SPOT_SYM_NIL || kind == SPOT_SYM_LIST)
			is = spot_translate_text_of(t, type_names[kind]);
		else
			is = spot_translate_sym(t, SPOT_SYM_TEXT,
			    spot_translate_to_text(t, spot_translate_only(t, sym, kind)));
		spot_translate_add_sym(t, out, guard, is);
		spot_translate_leave(t, elsewhere);
	}
	spot_translate_give(t, results, spot_translate_close(t, out));
}

static void call_tonumber(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	if (!spot_translate_is_nil(t, spot_translate_arg(t, args, 1))) {
		spot_translate_refuse(t, "it calls tonumber with a base");
		return;
	}
	if (has_first(t, args))
		spot_translate_give(t, results,
		    spot_translate_parse(t, spot_translate_arg(t, args, 0), false));
}

static void call_select(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_value which;
	int64_t n = (int64_t)args->n, i;

	if (!spot_translate_is_constant(t, spot_translate_arg(t, args, 0), &which)) {
		spot_translate_refuse(t, "it calls select with a number that is not constant");
		return;
	}
	if (which.kind == SPOT_KIND_TEXT && which.as.text.len > 0 && which.as.text.ptr[0] == '#') {
		spot_translate_give(t, results,
		    spot_translate_sym(t, SPOT_SYM_INT, int_of(t, n - 1)));
		return;
	}
	which = spot_translate_key(&which);
	i = which.as.integer;
	if (which.kind != SPOT_KIND_INT) {
		spot_translate_refuse(t, "it calls select with something that is no number");
		return;
	}
	i = i < 0 ? n + i : i > n ? n : i;
	if (i < 1) {
		spot_translate_fail(t, t->yes);
		return;
	}
	*results = (struct spot_syms) { args->items + i, (size_t)(n - i), (size_t)(n - i) };
}

/* --- walks -------------------------------------------------------------------------------- */

/* (table, number): the next number and what is there, or nil. */
static void ipairs_step(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *next, *value, *out = spot_translate_open(t);
	struct spot_value one = int_value(1);
	uint32_t is_nil;

	next = spot_translate_sym(t, SPOT_SYM_INT, spot_translate_to_int(t,
	    spot_translate_arg(t, args, 1)));
	next = spot_translate_arith(t, SPOT_ARITH_ADD, next, spot_translate_constant(t, &one));
	value = spot_translate_index(t, spot_translate_arg(t, args, 0), next);
	is_nil = spot_translate_guard(t, value, SPOT_SYM_NIL);
	spot_translate_add(t, out, SPOT_SYM_NIL, is_nil, SPOT_NODE_NONE);
	spot_translate_add_sym(t, out, spot_translate_not(t, is_nil), next);
	*results = spot_translate_syms(t, 2);
	if (results->n == 2) {
		results->items[0] = spot_translate_close(t, out);
		results->items[1] = value;
	}
}

static const struct spot_builtin step_builtin = { NULL, "ipairs", ipairs_step, 0 };

static void give_walk(struct spot_translator *t, struct spot_syms *results, uint32_t step,
    struct spot_sym *table, struct spot_sym *first)
{
	*results = spot_translate_syms(t, 3);
	if (results->n < 3)
		return;
	results->items[0] = spot_translate_object(t, step);
	results->items[1] = table;
	results->items[2] = first;
}

static void call_ipairs(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *table = spot_translate_arg(t, args, 0);

	spot_translate_fail(t, spot_translate_guard(t, table, SPOT_SYM_NIL));
	if (!t->has_step) {
		t->step = spot_translate_object_new(t, SPOT_OBJECT_BUILTIN);
		if (t->is_stopped)
			return;
		t->objects[t->step]->builtin = &step_builtin;
		t->has_step = true;
	}
	give_walk(t, results, t->step, table, spot_translate_sym(t, SPOT_SYM_INT, int_of(t, 0)));
}

static void call_pairs(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *table = spot_translate_arg(t, args, 0);
	struct spot_object *walk;
	const struct spot_entry *entries;
	uint32_t object, step;
	size_t n;

	/* An account's list: its numbers, upward. */
	if (spot_translate_guard(t, table, SPOT_SYM_LIST) == t->yes) {
		call_ipairs(t, args, results);
		return;
	}
	if (!spot_translate_is_object(t, table, &object) ||
	    (t->objects[object]->kind != SPOT_OBJECT_TABLE &&
	    t->objects[object]->kind != SPOT_OBJECT_OWN)) {
		spot_translate_refuse(t, "it calls pairs on something that is no constant table");
		return;
	}
	entries = t->objects[object]->entries;
	n = t->objects[object]->n_entries;
	if (t->objects[object]->kind == SPOT_OBJECT_TABLE)
		entries = spot_translate_keys(t, object, &n);
	step = spot_translate_object_new(t, SPOT_OBJECT_WALK);
	if (t->is_stopped)
		return;
	walk = t->objects[step];
	walk->walked = object;
	walk->n_entries = n;
	walk->entries = spot_translate_alloc(t, n, sizeof(*walk->entries));
	for (size_t i = 0; walk->entries && i < n; i++) {
		walk->entries[i] = entries[i];
		if (entries[i].key.kind == SPOT_KIND_FLOAT)
			spot_translate_refuse(t, "it calls pairs on a table with unusual keys");
	}
	if (walk->entries)
		spot_translate_sort_keys(walk->entries, n);
	spot_translate_spend(t, 40 * n);
	give_walk(t, results, step, table, spot_translate_nil(t));
}

/* Where the key stands among the entries, or n. */
static size_t find_key(const struct spot_entry *entries, size_t n, const struct spot_value *key)
{
	size_t i = 0;

	while (i < n && !spot_translate_same_key(&entries[i].key, key))
		i++;
	return i;
}

/* Of a constant table the entry after a constant key, or the first. */
static void call_next(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *table = spot_translate_arg(t, args, 0);
	const struct spot_entry *entries;
	struct spot_value key;
	uint32_t object;
	size_t n, next = 0;

	if (!spot_translate_is_object(t, table, &object) ||
	    t->objects[object]->kind != SPOT_OBJECT_TABLE ||
	    !spot_translate_is_constant(t, spot_translate_arg(t, args, 1), &key)) {
		spot_translate_refuse(t, "it calls next on something that is no constant table");
		return;
	}
	entries = spot_translate_keys(t, object, &n);
	spot_translate_spend(t, n);
	key = spot_translate_key(&key);
	if (key.kind != SPOT_KIND_NIL) {
		next = find_key(entries, n, &key) + 1;
		if (next > n)
			spot_translate_refuse(t, "it calls next with a key that is not there");
	}
	*results = spot_translate_syms(t, next < n ? 2 : 1);
	if (results->n == 0 || t->is_stopped)
		return;
	results->items[0] = next < n ? spot_translate_constant(t, &entries[next].key)
	    : spot_translate_nil(t);
	if (next < n)
		results->items[1] = spot_translate_entry_sym(t, &entries[next]);
}

const struct spot_builtin spot_translate_base[] = {
	{ NULL, "assert", call_assert, 0 },
	{ NULL, "error", call_error, 0 },
	{ NULL, "ipairs", call_ipairs, 0 },
	{ NULL, "next", call_next, 0 },
	{ NULL, "pairs", call_pairs, 0 },
	{ NULL, "select", call_select, 0 },
	{ NULL, "tonumber", call_tonumber, 0 },
	{ NULL, "tostring", spot_translate_tostring, 0 },
	{ NULL, "type", call_type, 0 },
	{ NULL, NULL, NULL, 0 },
};
