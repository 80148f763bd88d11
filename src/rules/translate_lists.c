/* SPDX-License-Identifier: MIT */
/* table. */
#include "rules/translate_internal.h"

/* The table that is argument 0; false: it is not one table. */
static bool table_arg(struct spot_translator *t, const struct spot_syms *args, uint32_t *object)
{
	struct spot_sym *table = spot_translate_arg(t, args, 0);

	if (spot_translate_is_object(t, table, object) &&
	    (t->objects[*object]->kind == SPOT_OBJECT_TABLE ||
	    t->objects[*object]->kind == SPOT_OBJECT_OWN))
		return true;
	spot_translate_refuse(t, "it calls table.%s on something that is no constant table",
	    t->builtin->name);
	return false;
}

static void call_insert(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *table = spot_translate_arg(t, args, 0), *place;
	struct spot_value one = int_value(1);
	uint32_t object;

	(void)results;
	if (args->n != 2) {
		spot_translate_refuse(t, "it calls table.insert with a place");
		return;
	}
	if (!table_arg(t, args, &object))
		return;
	if (t->objects[object]->kind != SPOT_OBJECT_OWN) {
		spot_translate_fail(t, t->yes);
		return;
	}
	spot_translate_spend(t, 20);
	place = spot_translate_arith(t, SPOT_ARITH_ADD, spot_translate_length(t, table),
	    spot_translate_constant(t, &one));
	spot_translate_store(t, table, place, spot_translate_arg(t, args, 1));
}

/* Items first … last; when they are not given, all. */
static const struct spot_entry *range_arg(struct spot_translator *t, const struct spot_syms *args,
    size_t first_arg, size_t *n)
{
	const struct spot_entry *entries;
	uint32_t object;

	for (size_t i = first_arg; i < args->n; i++)
		if (!spot_translate_is_nil(t, spot_translate_arg(t, args, i))) {
			spot_translate_refuse(t, "it calls table.%s for a part of a table",
			    t->builtin->name);
			return NULL;
		}
	if (!table_arg(t, args, &object))
		return NULL;
	entries = spot_translate_sequence(t, object, n);
	if (!entries)
		spot_translate_refuse(t,
		    "it calls table.%s on a table whose length is not constant",
		    t->builtin->name);
	return entries;
}

static void call_concat(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *sep = spot_translate_arg(t, args, 1);
	uint32_t all = spot_build_text(t->builder, SPOT_VIEW("")), between = SPOT_NODE_NONE;
	const struct spot_entry *entries;
	size_t n;

	if (!spot_translate_is_nil(t, sep))
		between = spot_translate_to_text(t, sep);
	entries = range_arg(t, args, 2, &n);
	for (size_t i = 0; entries && i < n && !t->is_stopped; i++) {
		if (i > 0 && between != SPOT_NODE_NONE)
			all = spot_translate_join(t, all, between, t->active);
		all = spot_translate_join(t, all, spot_translate_to_text(t,
		    spot_translate_entry_sym(t, &entries[i])), t->active);
	}
	spot_translate_give(t, results, spot_translate_sym(t, SPOT_SYM_TEXT, all));
}

static void call_unpack(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	const struct spot_entry *entries;
	size_t n;

	entries = range_arg(t, args, 1, &n);
	if (!entries)
		return;
	spot_translate_spend(t, n);
	*results = spot_translate_syms(t, n);
	for (size_t i = 0; i < results->n; i++)
		results->items[i] = spot_translate_entry_sym(t, &entries[i]);
}

const struct spot_builtin spot_translate_lists[] = {
	{ "table", "concat", call_concat, 0 },
	{ "table", "insert", call_insert, 0 },
	{ "table", "remove", NULL, 0 },
	{ "table", "sort", NULL, 0 },
	{ "table", "unpack", call_unpack, 0 },
	{ NULL, NULL, NULL, 0 },
};
