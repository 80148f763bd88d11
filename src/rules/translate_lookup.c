/* SPDX-License-Identifier: MIT */
/* What a table has under a key that depends on the lane. */
#include "rules/translate_internal.h"

enum {
	MAX_COMPARED = 64, /* entries that are not constants */
	MIN_LISTED = 4,    /* constants that are worth a list */
};

static uint32_t equals_key(struct spot_translator *t, uint32_t key, const struct spot_value *value)
{
	if (value->kind == SPOT_KIND_INT)
		return op2(t, SPOT_OP_EQ_I, key, int_of(t, value->as.integer));
	return text2(t, SPOT_OP_EQ_T, key, spot_build_text(t->builder, value->as.text), t->active);
}

/* Entries whose value is the same in all lanes as items of a list; false when there are others. */
static bool entries_to_items(struct spot_translator *t, const struct spot_entry *entries, size_t n,
    struct spot_lua_item *items)
{
	for (size_t i = 0; i < n; i++) {
		struct spot_value value;

		items[i] = entries[i].item;
		if (!entries[i].value)
			continue;
		items[i] = (struct spot_lua_item) { .kind = SPOT_SYM_OBJECT };
		if (spot_translate_is_object(t, entries[i].value, &items[i].object))
			continue;
		if (!spot_translate_is_constant(t, entries[i].value, &value))
			return false;
		items[i].value = value;
		items[i].kind = value.kind == SPOT_KIND_NIL ? SPOT_SYM_NIL
		    : value.kind == SPOT_KIND_BOOL ? SPOT_SYM_BOOL
		    : value.kind == SPOT_KIND_INT ? SPOT_SYM_INT
		    : value.kind == SPOT_KIND_FLOAT ? SPOT_SYM_FLOAT : SPOT_SYM_TEXT;
	}
	return true;
}

/* By two lists in the program: keys and values. */
static struct spot_sym *look_up_listed(struct spot_translator *t, uint32_t key,
    enum spot_sym_kind kind, const struct spot_entry *entries, size_t n,
    const struct spot_lua_item *items)
{
	struct spot_value *keys = spot_translate_alloc(t, n, sizeof(*keys));
	enum spot_op op = kind == SPOT_SYM_INT ? SPOT_OP_INDEX_I : SPOT_OP_INDEX_T;
	uint32_t place;

	if (!keys)
		return spot_translate_nil(t);
	for (size_t i = 0; i < n; i++)
		keys[i] = entries[i].key;
	spot_translate_spend(t, SPOT_SYM_TEXT_WORK);
	place = spot_build_list(t->builder, op, key, keys, n, t->active);
	return spot_translate_pick(t, place, items, n, true);
}

static struct spot_sym *look_up(struct spot_translator *t, uint32_t key,
    enum spot_sym_kind kind, const struct spot_entry *entries, size_t n)
{
	enum spot_kind key_kind = kind == SPOT_SYM_INT ? SPOT_KIND_INT : SPOT_KIND_TEXT;
	struct spot_entry *ours = spot_translate_alloc(t, n, sizeof(*ours));
	struct spot_lua_item *items = spot_translate_alloc(t, n, sizeof(*items));
	struct spot_sym *found = spot_translate_nil(t);
	size_t n_ours = 0;

	for (size_t i = 0; ours && items && i < n; i++)
		if (entries[i].key.kind == key_kind)
			ours[n_ours++] = entries[i];
	if (n_ours == 0)
		return found;
	if (entries_to_items(t, ours, n_ours, items) && n_ours >= MIN_LISTED)
		return look_up_listed(t, key, kind, ours, n_ours, items);
	if (n_ours > MAX_COMPARED)
		spot_translate_refuse(t, "it looks into a large table that it made itself");
	for (size_t i = 0; i < n_ours && !t->is_stopped; i++)
		found = spot_translate_select(t, equals_key(t, key, &ours[i].key),
		    spot_translate_entry_sym(t, &ours[i]), found);
	return found;
}

/* Under keys of no kind that tables of constants usually have: false and true. */
static struct spot_sym *look_up_flag(struct spot_translator *t, uint32_t key,
    const struct spot_entry *entries, size_t n)
{
	struct spot_sym *found[2] = { spot_translate_nil(t), spot_translate_nil(t) };

	for (size_t i = 0; i < n; i++)
		if (entries[i].key.kind == SPOT_KIND_BOOL)
			found[entries[i].key.as.flag] = spot_translate_entry_sym(t, &entries[i]);
	return spot_translate_select(t, key, found[true], found[false]);
}

/* A whole float is the integer's key; others are not there. */
static struct spot_sym *look_up_float(struct spot_translator *t, uint32_t key,
    const struct spot_entry *entries, size_t n)
{
	uint32_t fits = op1(t, SPOT_OP_FITS_I, key);

	for (size_t i = 0; i < n; i++)
		if (entries[i].key.kind == SPOT_KIND_FLOAT)
			spot_translate_refuse(t, "it looks into a table under an unusual key");
	return spot_translate_select(t, fits, look_up(t, op1(t, SPOT_OP_F_TO_I, key),
	    SPOT_SYM_INT, entries, n), spot_translate_nil(t));
}

static struct spot_sym *look_up_kind(struct spot_translator *t, struct spot_sym *key,
    enum spot_sym_kind kind, const struct spot_entry *entries, size_t n)
{
	switch (kind) {
	case SPOT_SYM_BOOL:
		return look_up_flag(t, spot_translate_node(t, key, kind), entries, n);
	case SPOT_SYM_INT:
	case SPOT_SYM_TEXT:
		return look_up(t, spot_translate_node(t, key, kind), kind, entries, n);
	case SPOT_SYM_FLOAT:
		return look_up_float(t, spot_translate_node(t, key, kind), entries, n);
	case SPOT_SYM_OBJECT:
		spot_translate_refuse(t, "it looks into a table under an unusual key");
		break;
	case SPOT_SYM_NIL:
	case SPOT_SYM_LIST:
	case SPOT_SYM_N:
		break;
	}
	return spot_translate_nil(t);
}

struct spot_sym *spot_translate_look_up(struct spot_translator *t, struct spot_sym *key,
    const struct spot_entry *entries, size_t n)
{
	struct spot_sym *out = spot_translate_open(t);

	for (int kind = 0; kind < SPOT_SYM_N; kind++) {
		uint32_t guard = spot_translate_guard(t, key, kind), elsewhere;

		if (live(t, guard) == t->no)
			continue;
		elsewhere = spot_translate_enter(t, guard);
		spot_translate_add_sym(t, out, guard,
		    look_up_kind(t, key, kind, entries, n));
		spot_translate_leave(t, elsewhere);
	}
	return spot_translate_close(t, out);
}
