/* SPDX-License-Identifier: MIT */
/*
 * Tables that the function makes. An entry holds what every lane has under a constant key; a store
 * changes the active lanes' share of it, so nothing need be done where lanes meet. What Lua leaves
 * open, # of a table with holes, is handed over.
 */
#include "rules/translate_internal.h"

enum {
	MAX_ENTRIES = 1024,
	MAX_PLACES = 64, /* that a store may mean */
};

struct spot_value spot_translate_key(const struct spot_value *value)
{
	double number = value->as.number;

	if (value->kind == SPOT_KIND_FLOAT && number >= -0x1p63 && number < 0x1p63 &&
	    number == (double)(int64_t)number)
		return int_value((int64_t)number);
	return *value;
}

bool spot_translate_same_key(const struct spot_value *a, const struct spot_value *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case SPOT_KIND_BOOL:
		return a->as.flag == b->as.flag;
	case SPOT_KIND_INT:
		return a->as.integer == b->as.integer;
	case SPOT_KIND_FLOAT:
		return a->as.number == b->as.number;
	case SPOT_KIND_TEXT:
		return spot_view_equal(a->as.text, b->as.text);
	case SPOT_KIND_LIST:
	case SPOT_KIND_NIL:
	case SPOT_KIND_BLANK:
	case SPOT_KIND_N:
		break;
	}
	return false;
}

static struct spot_entry *entry_of(const struct spot_object *own, const struct spot_value *key)
{
	for (size_t i = 0; i < own->n_entries; i++)
		if (spot_translate_same_key(&own->entries[i].key, key))
			return &own->entries[i];
	return NULL;
}

struct spot_sym *spot_translate_own_get(struct spot_translator *t, struct spot_object *own,
    const struct spot_value *key)
{
	struct spot_value as_key = spot_translate_key(key);
	struct spot_entry *entry = entry_of(own, &as_key);

	return entry ? entry->value : spot_translate_nil(t);
}

static struct spot_entry *entry_add(struct spot_translator *t, struct spot_object *own,
    const struct spot_value *key)
{
	struct spot_entry *entries = own->entries;

	if (own->n_entries == own->cap) {
		size_t cap = own->cap ? 2 * own->cap : 8;

		if (cap > MAX_ENTRIES)
			spot_translate_refuse(t, "it makes a table of many entries");
		entries = spot_translate_alloc(t, cap, sizeof(*entries));
		if (!entries || t->is_stopped)
			return NULL;
		for (size_t i = 0; i < own->n_entries; i++)
			entries[i] = own->entries[i];
		own->entries = entries;
		own->cap = cap;
	}
	entries[own->n_entries] = (struct spot_entry) { .key = *key,
		.value = spot_translate_nil(t) };
	spot_translate_spend(t, 200);
	return &entries[own->n_entries++];
}

void spot_translate_own_set(struct spot_translator *t, struct spot_object *own,
    const struct spot_value *key, struct spot_sym *value, uint32_t mask)
{
	struct spot_value as_key = spot_translate_key(key);
	struct spot_entry *entry = entry_of(own, &as_key);

	if (!entry)
		entry = entry_add(t, own, &as_key);
	if (!entry)
		return;
	if (spot_translate_known(t, t->active, mask) != t->yes ||
	    !spot_translate_all_here(t, own->made_in, own->made_in_split))
		value = spot_translate_select(t, live(t, mask), value, entry->value);
	entry->value = value;
}

/* --- keys that depend on the lane --------------------------------------------------------- */

/* A number that depends on the lane is one of those that are there, or the next. */
void spot_translate_own_store(struct spot_translator *t, struct spot_object *own,
    struct spot_sym *key, struct spot_sym *value)
{
	uint32_t place, found = t->no;
	int64_t most = 0;

	for (int kind = SPOT_SYM_BOOL; kind < SPOT_SYM_N; kind++)
		if (kind != SPOT_SYM_INT && spot_translate_guard(t, key, kind) != t->no)
			most = INT64_MAX;
	for (size_t i = 0; i < own->n_entries; i++)
		if (own->entries[i].key.kind == SPOT_KIND_INT &&
		    own->entries[i].key.as.integer > most)
			most = own->entries[i].key.as.integer;
	if (most > MAX_PLACES) {
		spot_translate_refuse(t, "it writes to a table under a key that is not constant");
		return;
	}
	place = spot_translate_to_int(t, key);
	for (int64_t i = 1; i <= most + 1; i++) {
		struct spot_value number = int_value(i);
		uint32_t is_it = op2(t, SPOT_OP_EQ_I, place, int_of(t, i));

		found = spot_translate_or(t, found, is_it);
		if (live(t, is_it) != t->no)
			spot_translate_own_set(t, own, &number, value, is_it);
	}
	spot_translate_hand_over(t, spot_translate_not(t, found));
}

/* --- sequences ---------------------------------------------------------------------------- */

uint32_t spot_translate_own_length(struct spot_translator *t, struct spot_object *own)
{
	uint32_t len = int_of(t, 0), gap = t->no; /* an item before this one is nil */
	int64_t n = 0;

	for (;;) {
		struct spot_value number = int_value(n + 1);
		struct spot_entry *entry = entry_of(own, &number);
		uint32_t is_nil;

		if (!entry)
			break;
		n++;
		is_nil = spot_translate_guard(t, entry->value, SPOT_SYM_NIL);
		spot_translate_hand_over(t, spot_translate_but(t, gap, is_nil));
		gap = spot_translate_or(t, gap, is_nil);
		len = is_nil == t->yes ? len : is_nil == t->no ? int_of(t, n)
		    : op3(t, SPOT_OP_SELECT_I, is_nil, len, int_of(t, n));
	}
	for (size_t i = 0; i < own->n_entries; i++)
		if (own->entries[i].key.kind == SPOT_KIND_INT &&
		    own->entries[i].key.as.integer > n)
			spot_translate_hand_over(t, spot_translate_not(t,
			    spot_translate_guard(t, own->entries[i].value, SPOT_SYM_NIL)));
	return len;
}

static const struct spot_entry *table_sequence(struct spot_translator *t, uint32_t table, size_t *n)
{
	size_t n_entries;
	const struct spot_entry *entries = spot_translate_keys(t, table, &n_entries);
	int64_t first = 0, len = spot_translate_raw_length(t, table);

	/* In the order of pairs the items come one after the other. */
	while ((size_t)first < n_entries && (entries[first].key.kind != SPOT_KIND_INT ||
	    entries[first].key.as.integer < 1))
		first++;
	for (int64_t i = 0; i < len; i++)
		if ((size_t)(first + i) >= n_entries ||
		    entries[first + i].key.kind != SPOT_KIND_INT ||
		    entries[first + i].key.as.integer != i + 1)
			return NULL;
	*n = (size_t)len;
	return len > 0 ? entries + first : entries;
}

const struct spot_entry *spot_translate_sequence(struct spot_translator *t, uint32_t object_idx,
    size_t *n)
{
	static const struct spot_entry none;
	struct spot_object *own = t->objects[object_idx];
	struct spot_entry *entries, *entry;
	const struct spot_node *len;

	*n = 0;
	if (own->kind == SPOT_OBJECT_TABLE) {
		const struct spot_entry *found = table_sequence(t, object_idx, n);

		return found || *n > 0 || t->is_stopped ? found
		    : spot_translate_raw_length(t, object_idx) == 0 ? &none : NULL;
	}
	len = node_of(t, spot_translate_own_length(t, own));
	if (len->op != SPOT_OP_INT)
		return NULL;
	entries = spot_translate_alloc(t, (size_t)len->imm.integer, sizeof(*entries));
	for (; entries && (int64_t)*n < len->imm.integer; ++*n) {
		struct spot_value number = int_value((int64_t)*n + 1);

		entry = entry_of(own, &number);
		if (!entry)
			return NULL;
		entries[*n] = *entry;
	}
	return entries;
}
