/* SPDX-License-Identifier: MIT */
/* Field declarations, of the account and of second tables. */
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/words.h"

static const char *const known_choices[] = { "after", NULL };

static const struct spot_words_key field_keys[] = {
	{ .name = "from", .takes = SPOT_TAKES_ANY },
	{ .name = "unit", .takes = SPOT_TAKES_TEXT },
	{ .name = "doc", .takes = SPOT_TAKES_TEXT },
	{ .name = "blank", .takes = SPOT_TAKES_TEXT | SPOT_TAKES_TEXTS },
	{ .name = "default", .takes = SPOT_TAKES_ANY },
	{ .name = "optional", .takes = SPOT_TAKES_FLAG },
	{ .name = "sep", .takes = SPOT_TAKES_TEXT },
	{ .name = "format", .takes = SPOT_TAKES_TEXT },
	{ .name = "known", .takes = SPOT_TAKES_TEXT, .choices = known_choices },
	{ .name = "cost", .takes = SPOT_TAKES_NUMBER, .ranged = true, .low = 0,
	    .high = SPOT_WORDS_ENDLESS },
};
#define N_FIELD_KEYS (sizeof(field_keys) / sizeof(field_keys[0]))

#define COLUMN_MAX 65536

bool spot_words_field_lacks_key(const struct spot_loader *ld)
{
	return spot_words_has(ld, SPOT_WORD_FIELDS) && !ld->odd_fields &&
	    spot_schema_key(&ld->rules->fields) == SPOT_NONE;
}

const char *const *spot_words_field_names(struct spot_loader *ld, const struct spot_schema *schema)
{
	const char **names = spot_words_alloc(ld, schema->n_fields + 1, sizeof(*names));
	for (size_t i = 0; i < schema->n_fields; i++)
		names[i] = schema->fields[i].name;
	return names;
}

/* The text at the top of the stack as a type. */
static void type_read(struct spot_loader *ld, struct spot_place place, const char *name,
    struct spot_field *out)
{
	const char *text = lua_tostring(ld->L, -1);
	const char *names[SPOT_TYPE_N];
	for (int t = 0; t < SPOT_TYPE_N; t++)
		names[t] = spot_type_name((enum spot_type)t);
	enum spot_type type = spot_type_of(text);
	if (type != SPOT_TYPE_N) {
		out->type = type;
		return;
	}
	ld->odd_fields = true;
	spot_words_error(ld, place,
	    spot_words_nearest(ld, text, names, SPOT_TYPE_N,
		"types are key, text, integer, number, money, percent, flag, date and list"),
	    "unknown type \"%s\" of field \"%s\"", text, name);
}

static void from_add(const struct spot_words_table *table, struct spot_place place,
    const char **from, struct spot_field *out)
{
	static const char hint[] = "write from = \"Header\", from = { \"Header\", \"Other\" } or "
	    "the number of the column, from 1";
	struct spot_loader *ld = table->ld;
	lua_State *L = ld->L;
	int is_whole = 0;
	lua_Integer column = lua_type(L, -1) == LUA_TNUMBER ? lua_tointegerx(L, -1, &is_whole) : 0;
	bool is_column = is_whole && column >= 1 && column <= COLUMN_MAX;
	bool is_name = lua_type(L, -1) == LUA_TSTRING;
	if (is_name && spot_text_trim(spot_words_table_view(L)).len == 0) {
		spot_words_error(ld, place, hint, "from of %s holds an empty text", table->title);
	} else if (is_name && !out->from_column) {
		const char *text = spot_words_value_text(ld, -1, place, "from");
		if (text)
			from[out->n_from++] = text;
	} else if (is_column && !out->from_column && !out->n_from) {
		out->from_column = (size_t)column;
	} else if (is_name || is_column) {
		spot_words_error(ld, place, hint,
		    "from of %s must be header names or one column number, not both or several",
		    table->title);
	} else if (!spot_words_is_dummy(L, -1)) {
		spot_words_error(ld, place, hint,
		    "from of %s must be header names or one column number, not %s", table->title,
		    spot_words_check_describe(ld, -1));
	}
}

static void from_read(const struct spot_words_table *table, struct spot_field *out)
{
	struct spot_loader *ld = table->ld;
	lua_State *L = ld->L;
	struct spot_place place = spot_words_table_place(table, "from", 0);
	int type = spot_words_table_push(table, "from");
	if (type == LUA_TNIL) {
		lua_pop(L, 1);
		return;
	}
	size_t n = type == LUA_TTABLE ? spot_words_table_length(table, -1) : 1;
	const char **from = spot_words_alloc(ld, n + 1, sizeof(*from));
	out->n_from = 0;
	out->from_column = 0;
	out->from = from;
	if (type == LUA_TTABLE) {
		struct spot_words_table list = spot_words_table_inner(table, "from", 0, NULL);
		struct spot_words_names names = spot_words_table_names(&list);
		if (names.n)
			spot_words_error(ld, place, NULL, "from of %s must be a list without keys",
			    table->title);
		else if (n == 0)
			spot_words_error(ld, place, "leave it out: the field's own name counts",
			    "from of %s is empty", table->title);
		for (size_t i = 1; i <= n; i++) {
			spot_words_table_push_item(&list, i);
			from_add(table, place, from, out);
			lua_pop(L, 1);
		}
	} else {
		from_add(table, place, from, out);
	}
	lua_pop(L, 1);
}

static void default_read(const struct spot_words_table *table, struct spot_field *out)
{
	struct spot_loader *ld = table->ld;
	lua_State *L = ld->L;
	struct spot_place place = spot_words_table_place(table, "default", 0);
	struct spot_field bare = *out; /* a default is read without defaults */
	bare.has_default = bare.optional = false;
	bool blank = false, ok;
	char what[256];
	snprintf(what, sizeof(what), "default of %s", table->title);
	int type = spot_words_table_push(table, "default");
	if (type == LUA_TSTRING && out->type == SPOT_TYPE_TEXT) {
		/* As it stands: "" and "Unknown" are good defaults, though as cells they may
		 * be blank. */
		const char *text = spot_words_value_text(ld, -1, place, what);
		ok = text != NULL;
		out->fallback = (struct spot_value) { .kind = SPOT_KIND_TEXT,
			.as.text = spot_view_of(text) };
	} else {
		ok = spot_words_value_field(ld, -1, &bare, place, what, &out->fallback, &blank);
	}
	lua_pop(L, 1);
	if (ok && blank)
		spot_words_error(ld, place, NULL, "%s is itself blank", what);
	out->has_default = ok && !blank;
}

static void default_check(const struct spot_words_table *table, const struct spot_field *field)
{
	struct spot_loader *ld = table->ld;
	struct spot_place place = spot_words_table_place(table, "default", 0);
	if (field->type == SPOT_TYPE_KEY && field->has_default)
		spot_words_error(ld, place, "leave the default out",
		    "%s is a key, which is never blank", table->title);
	else if (field->has_default && field->optional)
		spot_words_error(ld, place,
		    "with default a blank reads as that value, with optional as nil: keep one",
		    "%s has both default and optional", table->title);
}

/* A declaration that gives no type varies base. default and optional exclude each other, so
 * one of them takes the other's place. */
static void base_take(const struct spot_words_table *table, const struct spot_field *base,
    struct spot_field *out)
{
	bool has_type = spot_words_table_push_item(table, 1) != LUA_TNIL;
	lua_pop(table->ld->L, 1);
	if (has_type)
		return;
	const struct spot_field own = *out;
	*out = *base;
	out->name = own.name;
	out->file = own.file;
	out->line = own.line;
	out->has_default = base->has_default &&
	    spot_words_table_type(table, "optional") == LUA_TNIL;
	out->optional = base->optional && spot_words_table_type(table, "default") == LUA_TNIL;
}

/* What is not given leaves the base's. */
static void text_take(const struct spot_words_table *table, const char *key, const char **out)
{
	const char *text = spot_words_table_text(table, key);
	if (text)
		*out = text;
}

/* As the word date is one. */
static void function_tell(const struct spot_words_table *table, struct spot_place place,
    const char *name)
{
	spot_words_error(table->ld, place, "write the type in quotes, such as \"date\"",
	    "the type of field \"%s\" must be a text, not a function", name);
}

static void table_read(const struct spot_words_table *table, const char *name,
    const struct spot_field *base, struct spot_field *out)
{
	struct spot_loader *ld = table->ld;
	lua_State *L = ld->L;
	spot_words_check_keys(table, field_keys, N_FIELD_KEYS, false, true);
	if (base)
		base_take(table, base, out);
	int type = spot_words_table_push_item(table, 1);
	if (type == LUA_TSTRING)
		type_read(ld, spot_words_table_place(table, NULL, 1), name, out);
	else if (type == LUA_TFUNCTION)
		function_tell(table, spot_words_table_place(table, NULL, 1), name);
	else if (!spot_words_is_dummy(L, -1) && (type != LUA_TNIL || !base))
		spot_words_error(ld, spot_words_table_place(table, NULL, 0),
		    spot_words_printf(ld, "the type comes first: %s = { \"text\", … }", name),
		    "%s lacks its type", table->title);
	lua_pop(L, 1);
	if (lua_rawlen(L, table->idx) > 1)
		spot_words_error(ld, spot_words_table_place(table, NULL, 2),
		    "only the type stands without a key", "a value without a key in %s",
		    table->title);
	from_read(table, out);
	text_take(table, "unit", &out->unit);
	text_take(table, "doc", &out->doc);
	text_take(table, "sep", &out->sep);
	text_take(table, "format", &out->format);
	out->known_after |= spot_words_table_text(table, "known") != NULL;
	size_t n_blank;
	const char *const *blank = spot_words_table_texts(table, "blank", &n_blank);
	if (blank) {
		out->blank = blank;
		out->n_blank = n_blank;
	}
	spot_words_table_number(table, "cost", &out->cost);
	spot_words_table_flag(table, "optional", &out->optional);
}

void spot_words_field_read(const struct spot_words_table *parent, const char *name,
    const struct spot_field *base, struct spot_field *out)
{
	struct spot_loader *ld = parent->ld;
	struct spot_place place = spot_words_table_place(parent, name, 0);
	struct spot_error err;
	*out = (struct spot_field) { .name = name, .type = SPOT_TYPE_TEXT, .file = place.file,
		.line = place.line };
	int type = spot_words_table_push(parent, name);
	struct spot_words_table table = spot_words_table_inner(parent, name, 0,
	    spot_words_printf(ld, "field \"%s\"", name));
	size_t n_before = ld->n_errors;
	if (type == LUA_TSTRING)
		type_read(ld, place, name, out);
	else if (type == LUA_TTABLE)
		table_read(&table, name, base, out);
	else if (type == LUA_TFUNCTION)
		function_tell(&table, place, name);
	else if (!spot_words_is_dummy(ld->L, -1))
		spot_words_error(ld, place,
		    spot_words_printf(ld, "write %s = \"text\" or %s = { \"text\", … }", name,
			name),
		    "field \"%s\" must be a type or a table, not %s", name,
		    spot_words_check_describe(ld, -1));
	if (ld->n_errors == n_before && spot_field_check(out, &err) != 0)
		spot_words_error(ld, place, err.hint[0] ? err.hint : NULL, "field \"%s\": %s", name,
		    err.what);
	/* Only a sound declaration can say how its default is to be read. */
	if (type == LUA_TTABLE && ld->n_errors == n_before) {
		if (spot_words_table_type(&table, "default") != LUA_TNIL)
			default_read(&table, out);
		default_check(&table, out);
	}
	lua_pop(ld->L, 1);
}

/* --- the account's fields ----------------------------------------------------------------- */

/* A field as one of several fields words names it; of those with the same name the last
 * counts. */
struct mention {
	const char *name;
	size_t entry_idx;
	bool dropped;
};

static int mention_compare(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;
	int order = strcmp(x->name, y->name);
	return order ? order : (x->entry_idx > y->entry_idx) - (x->entry_idx < y->entry_idx);
}

static size_t mentions_of(struct spot_loader *ld, size_t entry_idx, struct mention *out)
{
	const struct spot_words_entry *entry = &ld->entries[entry_idx];
	if (entry->id != SPOT_WORD_FIELDS || entry->removed || entry->broken)
		return 0;
	if (entry->dropped) {
		if (out)
			*out = (struct mention) { entry->dropped, entry_idx, true };
		return 1;
	}
	struct spot_words_table table = spot_words_table_of(ld, entry_idx);
	struct spot_words_names names = spot_words_table_names(&table);
	if (names.n_items && !out)
		spot_words_error(ld, spot_words_table_place(&table, NULL, 1),
		    "write fields { name = { \"type\", … } }", "a field without a name");
	for (size_t i = 0; i < names.n && out; i++)
		out[i] = (struct mention) { names.names[i], entry_idx, false };
	lua_pop(ld->L, 1);
	return names.n;
}

/* Told where the later one stands: further down, or in the file that extends the other. */
static void keys_tell(struct spot_loader *ld, const struct spot_field *one,
    const struct spot_field *other)
{
	bool same_file = strcmp(one->file, other->file) == 0;
	if (same_file ? one->line > other->line : strcmp(one->file, ld->rules->path) == 0) {
		const struct spot_field *later = one;
		one = other;
		other = later;
	}
	struct spot_place place = { other->file, other->line };
	spot_words_error(ld, place, "one field identifies the account; make the other one text",
	    "two fields are of type key: \"%s\" (%s) and \"%s\"", one->name,
	    spot_words_where(ld, (struct spot_place) { one->file, one->line }, place),
	    other->name);
}

static void key_check(struct spot_loader *ld, const struct spot_field *fields, size_t n)
{
	const struct spot_field *key = NULL;
	for (size_t i = 0; i < n; i++) {
		if (fields[i].type != SPOT_TYPE_KEY)
			continue;
		if (key) {
			keys_tell(ld, key, &fields[i]);
			return;
		}
		key = &fields[i];
	}
}

void spot_words_field_build(struct spot_loader *ld)
{
	size_t n = 0, n_fields = 0;
	for (size_t i = 0; i < ld->n_entries; i++)
		n += mentions_of(ld, i, NULL);
	struct mention *mentions = spot_words_alloc(ld, n + 1, sizeof(*mentions));
	n = 0;
	for (size_t i = 0; i < ld->n_entries; i++)
		n += mentions_of(ld, i, mentions + n);
	qsort(mentions, n, sizeof(*mentions), mention_compare);
	struct spot_field *fields = spot_words_alloc(ld, n + 1, sizeof(*fields));
	for (size_t i = 0; i < n; i++) {
		if (mentions[i].dropped ||
		    (i + 1 < n && strcmp(mentions[i].name, mentions[i + 1].name) == 0))
			continue;
		struct spot_words_table table = spot_words_table_of(ld, mentions[i].entry_idx);
		spot_words_field_read(&table, mentions[i].name, NULL, &fields[n_fields++]);
		lua_pop(ld->L, 1);
	}
	key_check(ld, fields, n_fields);
	ld->rules->fields = (struct spot_schema) { fields, n_fields };
}

/* --- fields of second tables -------------------------------------------------------------- */

static struct spot_field *field_named(struct spot_field *fields, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	return NULL;
}

static int field_compare(const void *a, const void *b)
{
	return strcmp(((const struct spot_field *)a)->name, ((const struct spot_field *)b)->name);
}

struct spot_schema spot_words_field_schema(const struct spot_words_table *table,
    const char *const *columns, size_t n_columns)
{
	struct spot_loader *ld = table->ld;
	struct spot_words_names names = { 0 };
	bool has_fields = spot_words_table_push(table, "fields") == LUA_TTABLE;
	struct spot_words_table inner = spot_words_table_inner(table, "fields", 0, NULL);
	if (has_fields)
		names = spot_words_table_names(&inner);
	if (names.n_items)
		spot_words_error(ld, spot_words_table_place(&inner, NULL, 1),
		    "write fields = { name = \"type\" }", "a field without a name in %s",
		    table->title);
	struct spot_field *fields = spot_words_alloc(ld, names.n + n_columns + 1, sizeof(*fields));
	for (size_t i = 0; i < names.n; i++) {
		spot_words_field_read(&inner, names.names[i], NULL, &fields[i]);
		if (fields[i].type == SPOT_TYPE_KEY && columns[0] &&
		    strcmp(columns[0], fields[i].name) != 0)
			spot_words_error(ld, spot_words_table_place(&inner, names.names[i], 0),
			    spot_words_printf(ld, "make it text; the key is \"%s\"", columns[0]),
			    "field \"%s\" of %s is of type key, but is not its key", fields[i].name,
			    table->title);
	}
	lua_pop(ld->L, 1);
	size_t n = names.n;
	for (size_t c = 0; c < n_columns; c++) {
		struct spot_field *field = columns[c] ? field_named(fields, n, columns[c]) : NULL;
		if (columns[c] && !field) {
			field = &fields[n++];
			*field = (struct spot_field) { .name = columns[c], .type = SPOT_TYPE_TEXT,
				.file = table->entry->place.file,
				.line = table->entry->place.line };
		}
		if (field && c == 0) {
			field->type = SPOT_TYPE_KEY;
			field->has_default = field->optional = false;
		}
	}
	qsort(fields, n, sizeof(*fields), field_compare);
	return (struct spot_schema) { fields, n };
}
