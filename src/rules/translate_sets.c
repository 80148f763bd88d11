/* SPDX-License-Identifier: MIT */
/*
 * one_of, has, like and regex: see helpers_text.c and helpers_regex.c. What is looked for among
 * constants becomes one set in the program; one text that depends on the lane compares with another
 * only by ==, so two such texts are refused.
 */
#include "rules/translate_internal.h"

enum {
	MAX_WANTED = 20000,
	FOLD_BYTES_PER_UNIT = 4,
	GLOB_TESTS_PER_UNIT = 16,
};

/* What is looked for. */
struct wanted {
	struct spot_value *texts; /* constants */
	size_t n_texts, n_bytes;
	struct spot_sym **others; /* numbers, truth values, and whatever depends on the lane */
	size_t n_others;
};

static bool wanted_init(struct spot_translator *t, struct wanted *wanted, size_t cap)
{
	*wanted = (struct wanted) { 0 };
	if (cap > MAX_WANTED) {
		spot_translate_refuse(t, "it looks for one of %zu items", cap);
		return false;
	}
	wanted->texts = spot_translate_alloc(t, cap, sizeof(*wanted->texts));
	wanted->others = spot_translate_alloc(t, cap, sizeof(*wanted->others));
	return wanted->texts && wanted->others;
}

static void wanted_add_text(struct wanted *wanted, struct spot_view text)
{
	wanted->n_bytes += text.len;
	wanted->texts[wanted->n_texts++] = (struct spot_value) { SPOT_KIND_TEXT, .as.text = text };
}

static void wanted_add(struct spot_translator *t, struct wanted *wanted, struct spot_sym *sym)
{
	struct spot_value value;

	if (spot_translate_is_constant(t, sym, &value) && value.kind == SPOT_KIND_TEXT)
		wanted_add_text(wanted, value.as.text);
	else
		wanted->others[wanted->n_others++] = sym;
}

/* Only texts, numbers and truth values may be in a list; other items are an error when they are
 * reached. */
static bool is_item(struct spot_translator *t, const struct spot_entry *entry)
{
	if (!entry->value)
		return entry->item.kind >= SPOT_SYM_BOOL && entry->item.kind <= SPOT_SYM_TEXT;
	return spot_translate_guard(t, entry->value, SPOT_SYM_NIL) == t->no &&
	    spot_translate_guard(t, entry->value, SPOT_SYM_LIST) == t->no &&
	    spot_translate_guard(t, entry->value, SPOT_SYM_OBJECT) == t->no;
}

static bool is_nan(const struct spot_entry *entry)
{
	return !entry->value && entry->item.kind == SPOT_SYM_FLOAT &&
	    entry->item.value.as.number != entry->item.value.as.number;
}

static void wanted_add_entries(struct spot_translator *t, struct wanted *wanted,
    const struct spot_entry *entries, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!is_item(t, &entries[i]) || is_nan(&entries[i])) {
			spot_translate_refuse(t, "item %zu of a list is no text or number", i + 1);
			return;
		}
		if (!entries[i].value && entries[i].item.kind == SPOT_SYM_TEXT)
			wanted_add_text(wanted, entries[i].item.value.as.text);
		else
			wanted_add(t, wanted, spot_translate_entry_sym(t, &entries[i]));
	}
}

static bool is_table(const struct spot_translator *t, uint32_t object)
{
	return t->objects[object]->kind == SPOT_OBJECT_TABLE ||
	    t->objects[object]->kind == SPOT_OBJECT_OWN;
}

/* The items of an argument that is a table; NULL: it is none. */
static const struct spot_entry *entries_of(struct spot_translator *t, struct spot_sym *sym,
    size_t *n)
{
	const struct spot_entry *entries;
	uint32_t object;

	*n = 0;
	if (!spot_translate_is_object(t, sym, &object) || !is_table(t, object))
		return NULL;
	entries = spot_translate_sequence(t, object, n);
	if (!entries)
		spot_translate_refuse(t, "%s gets a table whose length is not constant",
		    t->builtin->name);
	return entries;
}

/* Arguments from first on. */
static bool wanted_gather(struct spot_translator *t, struct wanted *wanted,
    const struct spot_syms *args, size_t first)
{
	size_t cap = args->n, n;

	for (size_t i = first; i < args->n && !t->is_stopped; i++) {
		entries_of(t, spot_translate_arg(t, args, i), &n);
		cap += n;
	}
	if (t->is_stopped || !wanted_init(t, wanted, cap))
		return false;
	for (size_t i = first; i < args->n && !t->is_stopped; i++) {
		struct spot_sym *sym = spot_translate_arg(t, args, i);
		const struct spot_entry *entries = entries_of(t, sym, &n);

		if (entries)
			wanted_add_entries(t, wanted, entries, n);
		else if (spot_translate_guard(t, sym, SPOT_SYM_OBJECT) != t->no)
			spot_translate_refuse(t, "%s gets one of several tables",
			    t->builtin->name);
		else if (spot_translate_guard(t, sym, SPOT_SYM_LIST) == t->no)
			wanted_add(t, wanted, sym);
		else /* how long its items are is not known, and the VM copies them */
			spot_translate_refuse(t, "%s looks for the items of a list",
			    t->builtin->name);
	}
	return !t->is_stopped;
}

/* --- equality without regard to case ------------------------------------------------------ */

static uint32_t text_is_one_of(struct spot_translator *t, uint32_t text,
    const struct spot_value *texts, size_t n, uint32_t where)
{
	if (n == 0)
		return t->no;
	return spot_build_list(t->builder, SPOT_OP_ONE_OF_T, text, texts, n, where);
}

/* Whether two texts are the same, one of them a constant. */
static uint32_t texts_match(struct spot_translator *t, uint32_t a, uint32_t b, uint32_t where)
{
	uint32_t constant = node_of(t, a)->op == SPOT_OP_TEXT ? a : b;
	struct spot_value text = { SPOT_KIND_TEXT, .as.text = node_of(t, constant)->imm.text };

	if (node_of(t, constant)->op != SPOT_OP_TEXT) {
		spot_translate_refuse(t,
		    "it compares two texts, neither constant, without regard to case");
		return t->no;
	}
	return text_is_one_of(t, constant == a ? b : a, &text, 1, where);
}

/* As Lua's ==, but texts without regard to case. */
static uint32_t matches(struct spot_translator *t, struct spot_sym *a, struct spot_sym *b)
{
	uint32_t found = t->no, guard;

	for (int kind = SPOT_SYM_BOOL; kind <= SPOT_SYM_TEXT; kind++)
		for (int other = SPOT_SYM_BOOL; other <= SPOT_SYM_TEXT; other++) {
			bool are_texts = kind == SPOT_SYM_TEXT && other == SPOT_SYM_TEXT;
			bool are_numbers = kind != SPOT_SYM_BOOL && other != SPOT_SYM_BOOL &&
			    kind != SPOT_SYM_TEXT && other != SPOT_SYM_TEXT;
			uint32_t eq;

			if (!are_texts && !are_numbers && kind != other)
				continue;
			guard = spot_translate_and(t, spot_translate_guard(t, a, kind),
			    spot_translate_guard(t, b, other));
			if (guard == t->no || live(t, guard) == t->no)
				continue;
			eq = are_texts ? texts_match(t, spot_translate_node(t, a, kind),
			    spot_translate_node(t, b, other), live(t, guard))
			    : spot_translate_eq(t, spot_translate_only(t, a, kind),
			    spot_translate_only(t, b, other));
			found = spot_translate_choose(t, guard, eq, found);
		}
	return found;
}

/* Whether the value is one of what is wanted. */
static uint32_t is_wanted(struct spot_translator *t, const struct wanted *wanted,
    struct spot_sym *sym)
{
	uint32_t is_text = spot_translate_guard(t, sym, SPOT_SYM_TEXT), found = t->no;

	spot_translate_spend(t, 2 * SPOT_SYM_TEXT_WORK + 3 * (wanted->n_texts + wanted->n_others) +
	    wanted->n_bytes / FOLD_BYTES_PER_UNIT);
	if (is_text != t->no)
		found = spot_translate_and(t, is_text, text_is_one_of(t,
		    spot_translate_node(t, sym, SPOT_SYM_TEXT), wanted->texts,
		    wanted->n_texts, live(t, is_text)));
	for (size_t i = 0; i < wanted->n_others && !t->is_stopped; i++)
		found = spot_translate_or(t, found, matches(t, sym, wanted->others[i]));
	return found;
}

/* --- the functions ------------------------------------------------------------------------ */

static void give_bool(struct spot_translator *t, struct spot_syms *results, uint32_t node)
{
	spot_translate_give(t, results, spot_translate_bool(t, node));
}

static bool has_two(struct spot_translator *t, const struct spot_syms *args)
{
	if (args->n < 2)
		spot_translate_fail(t, t->yes);
	return args->n >= 2;
}

static void call_one_of(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *sym = spot_translate_arg(t, args, 0);
	uint32_t is_object = spot_translate_guard(t, sym, SPOT_SYM_OBJECT);
	struct wanted wanted;

	if (!has_two(t, args))
		return;
	for (uint32_t i = 0; is_object != t->no && i < sym->n_objects; i++)
		if (!is_table(t, sym->objects[i]) &&
		    t->objects[sym->objects[i]]->kind != SPOT_OBJECT_SUBJECT &&
		    t->objects[sym->objects[i]]->kind != SPOT_OBJECT_ROW)
			spot_translate_refuse(t, "it looks for a function among values");
	spot_translate_fail(t, is_object);
	spot_translate_fail(t, spot_translate_guard(t, sym, SPOT_SYM_LIST));
	if (t->active != t->no && wanted_gather(t, &wanted, args, 1))
		give_bool(t, results, is_wanted(t, &wanted, sym));
}

/* Whether the account's list has one of the texts; it has nothing else. */
static uint32_t list_has(struct spot_translator *t, const struct wanted *wanted, uint32_t list,
    uint32_t where)
{
	for (size_t i = 0; i < wanted->n_others; i++)
		if (spot_translate_guard(t, wanted->others[i], SPOT_SYM_TEXT) != t->no)
			spot_translate_refuse(t, "it looks for a text, not constant, in a list");
	spot_translate_spend(t, SPOT_SYM_MAX_LIST * (1 + 2 * (wanted->n_texts + wanted->n_others) +
	    wanted->n_bytes / FOLD_BYTES_PER_UNIT));
	return wanted->n_texts == 0 ? t->no : spot_build_list(t->builder, SPOT_OP_HAS_L, list,
	    wanted->texts, wanted->n_texts, where);
}

/* Whether a table has one of them: each is looked for among its items. */
static uint32_t table_has(struct spot_translator *t, const struct wanted *wanted,
    const struct spot_entry *entries, size_t n)
{
	struct wanted items;
	uint32_t found = t->no;

	if (!wanted_init(t, &items, n))
		return t->no;
	wanted_add_entries(t, &items, entries, n);
	for (size_t i = 0; i < wanted->n_texts && !t->is_stopped; i++)
		found = spot_translate_or(t, found, is_wanted(t, &items,
		    spot_translate_constant(t, &wanted->texts[i])));
	for (size_t i = 0; i < wanted->n_others && !t->is_stopped; i++)
		found = spot_translate_or(t, found, is_wanted(t, &items, wanted->others[i]));
	return found;
}

static void call_has(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *sym = spot_translate_arg(t, args, 0);
	uint32_t found = t->no, guard;
	const struct spot_entry *entries;
	struct wanted wanted;
	size_t n;

	if (!has_two(t, args))
		return;
	for (int kind = SPOT_SYM_BOOL; kind < SPOT_SYM_LIST; kind++)
		spot_translate_fail(t, spot_translate_guard(t, sym, kind));
	if (t->active == t->no || !wanted_gather(t, &wanted, args, 1))
		return;
	guard = spot_translate_guard(t, sym, SPOT_SYM_LIST);
	if (guard != t->no)
		found = spot_translate_and(t, guard, list_has(t, &wanted,
		    spot_translate_node(t, sym, SPOT_SYM_LIST), live(t, guard)));
	guard = spot_translate_guard(t, sym, SPOT_SYM_OBJECT);
	if (guard != t->no) {
		entries = entries_of(t, spot_translate_only(t, sym, SPOT_SYM_OBJECT), &n);
		if (!entries)
			spot_translate_refuse(t, "it looks into one of several tables");
		else
			found = spot_translate_choose(t, guard,
			    table_has(t, &wanted, entries, n), found);
	}
	give_bool(t, results, found);
}

static void call_like(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *sym = spot_translate_arg(t, args, 0);
	uint32_t is_text, found;
	struct wanted wanted;

	if (!has_two(t, args))
		return;
	for (int kind = SPOT_SYM_BOOL; kind < SPOT_SYM_N; kind++)
		if (kind != SPOT_SYM_TEXT)
			spot_translate_fail(t, spot_translate_guard(t, sym, kind));
	if (t->active == t->no || !wanted_gather(t, &wanted, args, 1))
		return;
	if (wanted.n_others > 0)
		spot_translate_refuse(t, "it compares with a pattern that is not constant");
	is_text = spot_translate_guard(t, sym, SPOT_SYM_TEXT);
	if (is_text == t->no || wanted.n_texts == 0) {
		give_bool(t, results, t->no);
		return;
	}
	spot_translate_spend(t, SPOT_SYM_TEXT_WORK + 2 * wanted.n_texts +
	    wanted.n_bytes / FOLD_BYTES_PER_UNIT +
	    SPOT_SYM_MAX_TEXT * wanted.n_bytes / GLOB_TESTS_PER_UNIT);
	found = spot_build_list(t->builder, SPOT_OP_LIKE_T,
	    spot_translate_node(t, sym, SPOT_SYM_TEXT), wanted.texts, wanted.n_texts,
	    live(t, is_text));
	give_bool(t, results, spot_translate_and(t, is_text, found));
}

static void call_regex(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	enum { UNITS_OF_SEARCH = 550000, UNITS_PER_BYTE = 50 };
	struct spot_sym *sym = spot_translate_arg(t, args, 0);
	struct spot_sym *pattern = spot_translate_arg(t, args, 1);
	uint32_t text, is_told, found;
	struct spot_value value;
	bool is_wrong = false;

	for (int kind = 0; kind < SPOT_SYM_N; kind++)
		if (kind != SPOT_SYM_TEXT) {
			spot_translate_fail(t, spot_translate_guard(t, sym, kind));
			spot_translate_fail(t, spot_translate_guard(t, pattern, kind));
		}
	if (t->active == t->no)
		return;
	if (!spot_translate_is_constant(t, pattern, &value)) {
		spot_translate_refuse(t, "it searches for a pattern that is not constant");
		return;
	}
	spot_translate_spend(t, UNITS_OF_SEARCH + UNITS_PER_BYTE * value.as.text.len);
	text = spot_translate_node(t, sym, SPOT_SYM_TEXT);
	is_told = spot_build_regex(t->builder, SPOT_OP_REGEX_OK_T, text, value.as.text, t->active,
	    &is_wrong);
	if (is_wrong) {
		spot_translate_fail(t, t->yes);
		return;
	}
	spot_translate_hand_over(t, spot_translate_not(t, is_told));
	found = spot_build_regex(t->builder, SPOT_OP_REGEX_T, text, value.as.text, t->active,
	    &is_wrong);
	give_bool(t, results, found);
}

const struct spot_builtin spot_translate_sets[] = {
	{ NULL, "has", call_has, 0 },
	{ NULL, "like", call_like, 0 },
	{ NULL, "one_of", call_one_of, 0 },
	{ NULL, "regex", call_regex, 0 },
	{ NULL, NULL, NULL, 0 },
};
