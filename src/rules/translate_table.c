/* SPDX-License-Identifier: MIT */
/* t[k], t[k] = v and #t, whatever t may be; the account's fields and lists. */
#include "rules/translate_internal.h"

enum {
	MAX_ONE_OF = 32, /* tables that one index may mean, taken one by one */
	MAX_NAMES = 8,   /* fields */
};

/* --- the account -------------------------------------------------------------------------- */

static void check_size(struct spot_translator *t, enum spot_op op, uint32_t node,
    uint32_t has_value, int64_t most)
{
	uint32_t len = text1(t, op, node, has_value);

	spot_translate_hand_over(t, spot_translate_and(t, has_value,
	    op2(t, SPOT_OP_LT_I, int_of(t, most), len)));
}

struct spot_sym *spot_translate_read(struct spot_translator *t, size_t field_idx)
{
	static const enum spot_sym_kind kinds[SPOT_KIND_N] = {
		[SPOT_KIND_BOOL] = SPOT_SYM_BOOL, [SPOT_KIND_INT] = SPOT_SYM_INT,
		[SPOT_KIND_FLOAT] = SPOT_SYM_FLOAT, [SPOT_KIND_TEXT] = SPOT_SYM_TEXT,
		[SPOT_KIND_LIST] = SPOT_SYM_LIST,
	};
	const struct spot_field *field = &t->schema->fields[field_idx];
	enum spot_sym_kind kind = kinds[spot_type_kind(field->type)];
	size_t column = t->column_of ? t->column_of[field_idx] : field_idx;
	uint32_t is_blank = spot_build_is_blank(t->builder, column), is_nil = t->no;
	uint32_t node, has_value;
	struct spot_sym *out = spot_translate_open(t);

	if (field->optional)
		is_nil = spot_build_is_nil(t->builder, column);
	spot_translate_unknown(t, is_blank);
	node = spot_build_column(t->builder, column);
	has_value = spot_translate_but(t, spot_translate_not(t, is_blank), is_nil);
	if (kind == SPOT_SYM_TEXT)
		check_size(t, SPOT_OP_LEN_T, node, has_value, SPOT_SYM_MAX_TEXT);
	else if (kind == SPOT_SYM_LIST)
		check_size(t, SPOT_OP_LEN_L, node, has_value, SPOT_SYM_MAX_LIST);
	spot_translate_add(t, out, SPOT_SYM_NIL, is_nil, SPOT_NODE_NONE);
	spot_translate_add(t, out, kind, spot_translate_not(t, is_nil), node);
	return spot_translate_close(t, out);
}

/* The row that the field stands for, one object however often it is read; unknown where it is not
 * there. */
static struct spot_sym *read_row(struct spot_translator *t, size_t field_idx)
{
	size_t column = t->column_of ? t->column_of[field_idx] : field_idx;
	uint32_t object;

	spot_translate_unknown(t, spot_build_is_blank(t->builder, column));
	for (size_t i = 0; i < t->n_objects; i++)
		if (t->objects[i]->kind == SPOT_OBJECT_ROW && t->objects[i]->row_field == field_idx)
			return spot_translate_object(t, (uint32_t)i);
	object = spot_translate_object_new(t, SPOT_OBJECT_ROW);
	if (t->is_stopped)
		return spot_translate_nil(t);
	t->objects[object]->row_field = field_idx;
	return spot_translate_object(t, object);
}

/* Its field: one of the subject's, called "NAME.key". */
static struct spot_sym *row_index(struct spot_translator *t, const struct spot_object *row,
    struct spot_sym *key)
{
	const char *name = t->schema->fields[row->row_field].name;
	size_t len = strlen(name);
	struct spot_value value;

	if (!spot_translate_is_constant(t, key, &value)) {
		spot_translate_refuse(t, "it reads a field whose name is not constant");
		return spot_translate_nil(t);
	}
	for (size_t i = 0; value.kind == SPOT_KIND_TEXT && i < t->schema->n_fields; i++) {
		const char *own = t->schema->fields[i].name;

		if (strncmp(own, name, len) == 0 && own[len] == '.' &&
		    spot_view_equal(spot_view_of(own + len + 1), value.as.text))
			return spot_translate_read(t, i);
	}
	spot_translate_fail(t, t->yes);
	return spot_translate_nil(t);
}

static struct spot_sym *read_named(struct spot_translator *t, struct spot_view name)
{
	size_t field_idx = spot_schema_find(t->schema, name.ptr, name.len);

	if (field_idx != SPOT_NONE && t->schema->fields[field_idx].is_row)
		return read_row(t, field_idx);
	if (field_idx != SPOT_NONE)
		return spot_translate_read(t, field_idx);
	spot_translate_fail(t, t->yes);
	return spot_translate_nil(t);
}

/* The constants that a text is one of; false when it may be another, or there are many. */
static bool find_names(const struct spot_translator *t, uint32_t node, uint32_t *names, size_t *n)
{
	const struct spot_node *text = node_of(t, node);

	if (text->op == SPOT_OP_SELECT_T)
		return find_names(t, text->b, names, n) && find_names(t, text->c, names, n);
	if (text->op != SPOT_OP_TEXT || *n == MAX_NAMES)
		return false;
	names[(*n)++] = node;
	return true;
}

/* One of several fields: each is read in its lanes. */
static struct spot_sym *read_one_of(struct spot_translator *t, uint32_t name)
{
	struct spot_sym *out = spot_translate_open(t);
	uint32_t names[MAX_NAMES];
	size_t n = 0;

	if (!find_names(t, name, names, &n))
		spot_translate_refuse(t, "it reads a field whose name is not constant");
	for (size_t i = 0; i < n && !t->is_stopped; i++) {
		uint32_t is_it = text2(t, SPOT_OP_EQ_T, name, names[i], t->active), elsewhere;

		elsewhere = spot_translate_enter(t, is_it);
		spot_translate_add_sym(t, out, is_it,
		    read_named(t, node_of(t, names[i])->imm.text));
		spot_translate_leave(t, elsewhere);
	}
	return spot_translate_close(t, out);
}

static struct spot_sym *subject_index(struct spot_translator *t, struct spot_sym *key)
{
	struct spot_value name;

	if (spot_translate_is_constant(t, key, &name) && name.kind == SPOT_KIND_TEXT)
		return read_named(t, name.as.text);
	for (int kind = 0; kind < SPOT_SYM_N; kind++)
		if (kind != SPOT_SYM_TEXT)
			spot_translate_fail(t, spot_translate_guard(t, key, kind));
	if (t->active == t->no)
		return spot_translate_nil(t);
	return read_one_of(t, spot_translate_node(t, key, SPOT_SYM_TEXT));
}

/* --- lists -------------------------------------------------------------------------------- */

/* Items are numbered; any other key is an error. */
static struct spot_sym *list_index(struct spot_translator *t, uint32_t list, struct spot_sym *key)
{
	struct spot_sym *out = spot_translate_open(t);
	uint32_t place, is_there, item;

	for (int kind = 0; kind < SPOT_SYM_N; kind++)
		if (kind != SPOT_SYM_INT && kind != SPOT_SYM_FLOAT)
			spot_translate_fail(t, spot_translate_guard(t, key, kind));
	place = spot_translate_to_int(t, key);
	is_there = spot_translate_and(t, op2(t, SPOT_OP_LE_I, int_of(t, 1), place),
	    op2(t, SPOT_OP_LE_I, place, text1(t, SPOT_OP_LEN_L, list, t->active)));
	item = text2(t, SPOT_OP_ITEM_L, list, place, live(t, is_there));
	check_size(t, SPOT_OP_LEN_T, item, live(t, is_there), SPOT_SYM_MAX_TEXT);
	spot_translate_add(t, out, SPOT_SYM_TEXT, is_there, item);
	spot_translate_add(t, out, SPOT_SYM_NIL, spot_translate_not(t, is_there), SPOT_NODE_NONE);
	return spot_translate_close(t, out);
}

/* --- index -------------------------------------------------------------------------------- */

static struct spot_sym *table_index(struct spot_translator *t, uint32_t table, struct spot_sym *key)
{
	struct spot_value value;
	const struct spot_entry *entries;
	size_t n;

	if (spot_translate_is_constant(t, key, &value)) {
		struct spot_lua_item item = spot_translate_field(t, table, &value);

		return spot_translate_pick(t, t->yes, &item, 1, false);
	}
	if (spot_translate_is_strict(t, table))
		spot_translate_refuse(t, "it looks up a name that is not constant");
	entries = spot_translate_keys(t, table, &n);
	return spot_translate_look_up(t, key, entries, n);
}

static struct spot_sym *object_index(struct spot_translator *t, uint32_t object_idx,
    struct spot_sym *key)
{
	struct spot_object *object = t->objects[object_idx];
	struct spot_value value;

	switch (object->kind) {
	case SPOT_OBJECT_SUBJECT:
		return subject_index(t, key);
	case SPOT_OBJECT_ROW:
		return row_index(t, object, key);
	case SPOT_OBJECT_TABLE:
		return table_index(t, object_idx, key);
	case SPOT_OBJECT_OWN:
		if (spot_translate_is_constant(t, key, &value))
			return spot_translate_own_get(t, object, &value);
		return spot_translate_look_up(t, key, object->entries, object->n_entries);
	case SPOT_OBJECT_LUA:
	case SPOT_OBJECT_BUILTIN:
	case SPOT_OBJECT_WALK:
	case SPOT_OBJECT_N:
		break;
	}
	spot_translate_fail(t, t->yes);
	return spot_translate_nil(t);
}

/* All of them tables of the rule file, under one constant key: their values by place; else NULL. */
static struct spot_sym *tables_pick(struct spot_translator *t, struct spot_sym *table,
    struct spot_sym *key)
{
	struct spot_lua_item *items;
	struct spot_value value;

	if (!spot_translate_is_constant(t, key, &value))
		return NULL;
	for (uint32_t i = 0; i < table->n_objects; i++)
		if (t->objects[table->objects[i]]->kind != SPOT_OBJECT_TABLE)
			return NULL;
	items = spot_translate_alloc(t, table->n_objects, sizeof(*items));
	for (uint32_t i = 0; items && i < table->n_objects && !t->is_stopped; i++)
		items[i] = spot_translate_field(t, table->objects[i], &value);
	if (!items)
		return NULL;
	return spot_translate_pick(t, spot_translate_node(t, table, SPOT_SYM_OBJECT), items,
	    table->n_objects, false);
}

static struct spot_sym *objects_index(struct spot_translator *t, struct spot_sym *table,
    struct spot_sym *key)
{
	struct spot_sym *out;
	uint32_t place;

	if (table->n_objects == 1)
		return object_index(t, table->objects[0], key);
	out = tables_pick(t, table, key);
	if (out)
		return out;
	if (table->n_objects > MAX_ONE_OF)
		spot_translate_refuse(t, "it looks into one of many tables");
	out = spot_translate_open(t);
	place = spot_translate_node(t, table, SPOT_SYM_OBJECT);
	for (uint32_t i = 0; i < table->n_objects && !t->is_stopped; i++) {
		uint32_t is_it = op2(t, SPOT_OP_EQ_I, place, int_of(t, i)), elsewhere;

		if (live(t, is_it) == t->no)
			continue;
		elsewhere = spot_translate_enter(t, is_it);
		spot_translate_add_sym(t, out, is_it,
		    object_index(t, table->objects[i], key));
		spot_translate_leave(t, elsewhere);
	}
	return spot_translate_close(t, out);
}

/* A method of texts. */
static struct spot_sym *text_index(struct spot_translator *t, struct spot_sym *key)
{
	struct spot_value name, library = { SPOT_KIND_TEXT, .as.text = SPOT_VIEW("string") };
	struct spot_lua_item item;

	if (!spot_translate_is_constant(t, key, &name) || name.kind != SPOT_KIND_TEXT) {
		spot_translate_refuse(t, "it looks into a text as into a table");
		return spot_translate_nil(t);
	}
	item = spot_translate_field(t, t->globals, &library);
	if (item.kind == SPOT_SYM_OBJECT)
		item = spot_translate_field(t, item.object, &name);
	return spot_translate_pick(t, t->yes, &item, 1, false);
}

struct spot_sym *spot_translate_index(struct spot_translator *t, struct spot_sym *table,
    struct spot_sym *key)
{
	struct spot_sym *out = spot_translate_open(t), *found;

	for (int kind = 0; kind < SPOT_SYM_N; kind++) {
		uint32_t guard = spot_translate_guard(t, table, kind), elsewhere;

		if (live(t, guard) == t->no)
			continue;
		if (kind < SPOT_SYM_TEXT) {
			spot_translate_fail(t, guard);
			continue;
		}
		elsewhere = spot_translate_enter(t, guard);
		found = kind == SPOT_SYM_TEXT ? text_index(t, key)
		    : kind == SPOT_SYM_LIST
		    ? list_index(t, spot_translate_node(t, table, kind), key)
		    : objects_index(t, table, key);
		spot_translate_add_sym(t, out, guard, found);
		spot_translate_leave(t, elsewhere);
	}
	return spot_translate_close(t, out);
}

/* --- stores and lengths ------------------------------------------------------------------- */

static void object_store(struct spot_translator *t, struct spot_object *object,
    struct spot_sym *key, struct spot_sym *value)
{
	struct spot_value constant;

	/* Everything else can only be read. */
	if (object->kind != SPOT_OBJECT_OWN) {
		spot_translate_fail(t, t->yes);
		return;
	}
	spot_translate_fail(t, spot_translate_guard(t, key, SPOT_SYM_NIL));
	if (!spot_translate_is_constant(t, key, &constant)) {
		spot_translate_own_store(t, object, key, value);
		return;
	}
	if (constant.kind == SPOT_KIND_FLOAT && constant.as.number != constant.as.number)
		spot_translate_fail(t, t->yes);
	else
		spot_translate_own_set(t, object, &constant, value, t->yes);
}

void spot_translate_store(struct spot_translator *t, struct spot_sym *table, struct spot_sym *key,
    struct spot_sym *value)
{
	uint32_t place;

	for (int kind = 0; kind < SPOT_SYM_OBJECT; kind++)
		spot_translate_fail(t, spot_translate_guard(t, table, kind));
	if (spot_translate_guard(t, table, SPOT_SYM_OBJECT) == t->no)
		return;
	place = spot_translate_node(t, table, SPOT_SYM_OBJECT);
	for (uint32_t i = 0; i < table->n_objects && !t->is_stopped; i++) {
		uint32_t is_it = op2(t, SPOT_OP_EQ_I, place, int_of(t, i)), elsewhere;

		if (live(t, is_it) == t->no)
			continue;
		elsewhere = spot_translate_enter(t, is_it);
		object_store(t, t->objects[table->objects[i]], key, value);
		spot_translate_leave(t, elsewhere);
	}
}

static uint32_t objects_length(struct spot_translator *t, struct spot_sym *table)
{
	uint32_t place = spot_translate_node(t, table, SPOT_SYM_OBJECT), len = int_of(t, 0);

	for (uint32_t i = 0; i < table->n_objects && !t->is_stopped; i++) {
		struct spot_object *object = t->objects[table->objects[i]];
		uint32_t is_it = op2(t, SPOT_OP_EQ_I, place, int_of(t, i)), elsewhere, its = len;

		if (live(t, is_it) == t->no)
			continue;
		elsewhere = spot_translate_enter(t, is_it);
		if (object->kind == SPOT_OBJECT_TABLE)
			its = int_of(t, spot_translate_raw_length(t, table->objects[i]));
		else if (object->kind == SPOT_OBJECT_OWN)
			its = spot_translate_own_length(t, object);
		else
			spot_translate_fail(t, t->yes);
		spot_translate_leave(t, elsewhere);
		len = op3(t, SPOT_OP_SELECT_I, is_it, its, len);
	}
	return len;
}

struct spot_sym *spot_translate_length(struct spot_translator *t, struct spot_sym *sym)
{
	struct spot_sym *out = spot_translate_open(t);

	for (int kind = 0; kind < SPOT_SYM_N; kind++) {
		uint32_t guard = spot_translate_guard(t, sym, kind), elsewhere, len;

		if (live(t, guard) == t->no)
			continue;
		if (kind < SPOT_SYM_TEXT) {
			spot_translate_fail(t, guard);
			continue;
		}
		elsewhere = spot_translate_enter(t, guard);
		if (kind == SPOT_SYM_OBJECT)
			len = objects_length(t, sym);
		else
			len = text1(t, kind == SPOT_SYM_TEXT ? SPOT_OP_LEN_T : SPOT_OP_LEN_L,
			    spot_translate_node(t, sym, kind), t->active);
		spot_translate_leave(t, elsewhere);
		spot_translate_add(t, out, SPOT_SYM_INT, guard, len);
	}
	return spot_translate_close(t, out);
}
