/* SPDX-License-Identifier: MIT */
#include "table/field.h"

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/text.h"
#include "table/cell_internal.h"
#include "table/field_internal.h"

size_t spot_schema_find(const struct spot_schema *schema, const char *name, size_t len)
{
	for (size_t i = 0; i < schema->n_fields; i++) {
		const char *known = schema->fields[i].name;
		if (strlen(known) == len && memcmp(known, name, len) == 0)
			return i;
	}
	return (size_t)-1;
}

size_t spot_schema_key(const struct spot_schema *schema)
{
	for (size_t i = 0; i < schema->n_fields; i++)
		if (schema->fields[i].type == SPOT_TYPE_KEY)
			return i;
	return (size_t)-1;
}

struct spot_value spot_field_absent(const struct spot_field *field)
{
	struct spot_value value = { .kind = field->optional ? SPOT_KIND_NIL : SPOT_KIND_BLANK };
	if (!field->has_default)
		return value;
	value = field->fallback;
	if (value.kind == SPOT_KIND_INT && spot_type_kind(field->type) == SPOT_KIND_FLOAT)
		value = (struct spot_value) { SPOT_KIND_FLOAT,
			.as.number = (double)value.as.integer };
	return value;
}

/* --- does a declaration make sense -------------------------------------------------- */

static bool type_is_numeric(enum spot_type type)
{
	return type == SPOT_TYPE_INTEGER || type == SPOT_TYPE_NUMBER || type == SPOT_TYPE_MONEY ||
	    type == SPOT_TYPE_PERCENT;
}

static int check_format(const struct spot_field *field, struct spot_error *err)
{
	if (field->type == SPOT_TYPE_DATE)
		return spot_cell_date_format_check(field->format, err);
	if (!type_is_numeric(field->type))
		return spot_error_set(err, SPOT_ERULES, "a field of type %s has no format",
		    spot_type_name(field->type));
	if (spot_cell_number_format_known(field->format, field->type))
		return 0;
	spot_error_set(err, SPOT_ERULES, "unknown format \"%s\" for type %s", field->format,
	    spot_type_name(field->type));
	if (field->type == SPOT_TYPE_PERCENT)
		spot_error_hint(err,
		    "it knows \"1.234,5\" (decimal comma), \"hundredths\" (12 is 12%%) and "
		    "\"hundredths 1.234,5\"");
	else if (spot_cell_number_in_hundredths(field->format))
		spot_error_hint(err, "\"hundredths\" belongs to type percent");
	else
		spot_error_hint(err, "it knows \"1.234,5\" (decimal comma)");
	return SPOT_ERULES;
}

static int check_unit(const struct spot_field *field, struct spot_error *err)
{
	if (!type_is_numeric(field->type))
		return spot_error_set(err, SPOT_ERULES, "a field of type %s has no unit",
		    spot_type_name(field->type));
	struct spot_view unit = spot_text_trim(spot_view_of(field->unit));
	if (unit.len == 0)
		return spot_error_set(err, SPOT_ERULES, "the unit is empty");
	if (field->type != SPOT_TYPE_MONEY || spot_cell_currency_codes(unit).len > 0)
		return 0;
	spot_error_set(err, SPOT_ERULES, "unknown currency \"%s\" as unit", field->unit);
	spot_error_hint(err, "write an ISO code such as \"USD\" or \"USD/year\"");
	return SPOT_ERULES;
}

static int check_sep(const struct spot_field *field, struct spot_error *err)
{
	if (field->type != SPOT_TYPE_LIST)
		return spot_error_set(err, SPOT_ERULES, "a field of type %s has no sep",
		    spot_type_name(field->type));
	if (field->sep[0] == '\0') {
		spot_error_set(err, SPOT_ERULES, "the sep is empty");
		spot_error_hint(err, "name what stands between two items, such as \";\" or \"|\"");
		return SPOT_ERULES;
	}
	return 0;
}

static int check_default(const struct spot_field *field, struct spot_error *err)
{
	struct spot_value value = spot_field_absent(field);
	enum spot_kind wanted = spot_type_kind(field->type);
	if (value.kind != wanted)
		return spot_error_set(err, SPOT_ERULES, "the default does not fit type %s",
		    spot_type_name(field->type));
	if (wanted == SPOT_KIND_FLOAT && !isfinite(value.as.number))
		return spot_error_set(err, SPOT_ERULES, "the default is not a finite number");
	return 0;
}

int spot_field_check(const struct spot_field *field, struct spot_error *err)
{
	int rc = 0;
	if (field->type == SPOT_TYPE_KEY && (field->optional || field->has_default)) {
		spot_error_set(err, SPOT_ERULES,
		    "a key can be neither optional nor have a default");
		spot_error_hint(err,
		    "it is the account's identity; leave the field out in a file without one");
		return SPOT_ERULES;
	}
	if (field->format)
		rc = check_format(field, err);
	if (rc == 0 && field->unit)
		rc = check_unit(field, err);
	if (rc == 0 && field->sep)
		rc = check_sep(field, err);
	if (rc == 0 && field->has_default)
		rc = check_default(field, err);
	if (rc == 0 && !(field->cost >= 0 && isfinite(field->cost)))
		rc = spot_error_set(err, SPOT_ERULES, "the cost is below 0 or no number");
	return rc;
}

/* --- which column a field reads ----------------------------------------------------- */

struct binder {
	const struct spot_schema *schema;
	const struct spot_view *header; /* as in the file */
	struct spot_view *forms;
	size_t n_columns;
	struct spot_buf scratch;
	struct spot_arena *arena;
	struct spot_error *err;
};

bool spot_field_header_form(struct spot_view *out, struct spot_view name, struct spot_buf *scratch,
    struct spot_arena *arena)
{
	spot_buf_clear(scratch);
	spot_text_fold(scratch, spot_text_trim(name), false);
	if (spot_buf_failed(scratch))
		return false;
	char *p = spot_arena_alloc(arena, scratch->len);
	if (!p)
		return false;
	size_t n = 0;
	struct spot_cursor c = { scratch->ptr, scratch->ptr + scratch->len };
	while (c.p < c.end) {
		size_t space = spot_cursor_space(&c);
		bool alike = space > 0 || (*c.p && strchr("_-\r\n", *c.p));
		p[n++] = alike ? ' ' : *c.p;
		c.p += space > 0 ? space : 1;
	}
	*out = (struct spot_view) { p, n };
	return true;
}

static int binder_begin(struct binder *b)
{
	b->forms = spot_arena_calloc(b->arena, b->n_columns, sizeof(*b->forms));
	if (!b->forms)
		return spot_error_nomem(b->err);
	for (size_t i = 0; i < b->n_columns; i++)
		if (!spot_field_header_form(
			&b->forms[i], b->header[i], &b->scratch, b->arena))
			return spot_error_nomem(b->err);
	return 0;
}

/* The column named so, SPOT_COLUMN_NONE when there is none. */
static int column_find(size_t *out, struct binder *b, const struct spot_field *field,
    const char *name)
{
	struct spot_view form;
	*out = SPOT_COLUMN_NONE;
	if (!spot_field_header_form(&form, spot_view_of(name), &b->scratch, b->arena))
		return spot_error_nomem(b->err);
	for (size_t i = 0; i < b->n_columns; i++) {
		if (form.len == 0 || !spot_view_equal(b->forms[i], form))
			continue;
		if (*out == SPOT_COLUMN_NONE) {
			*out = i;
			continue;
		}
		struct spot_view first = b->header[*out], second = b->header[i];
		spot_error_set(b->err, SPOT_EDATA,
		    "columns %zu '%.*s' and %zu '%.*s' both match field '%s'", *out + 1,
		    (int)first.len, first.ptr, i + 1, (int)second.len, second.ptr, field->name);
		spot_error_hint(b->err,
		    "rename one of them, or give the field a column number: from = %zu",
		    *out + 1);
		return SPOT_EDATA;
	}
	return 0;
}

static int field_bind(size_t *out, struct binder *b, const struct spot_field *field,
    bool has_header)
{
	*out = SPOT_COLUMN_NONE;
	if (field->derived)
		return 0;
	if (field->from_column > 0) {
		if (field->from_column <= b->n_columns)
			*out = field->from_column - 1;
		return 0;
	}
	if (!has_header)
		return 0;
	for (size_t i = 0; i < field->n_from && *out == SPOT_COLUMN_NONE; i++) {
		int rc = column_find(out, b, field, field->from[i]);
		if (rc < 0)
			return rc;
	}
	return *out == SPOT_COLUMN_NONE ? column_find(out, b, field, field->name) : 0;
}

/* The header most like one of the names that were looked for, or NULL. */
static const char *nearest_header(struct binder *b, const struct spot_field *field)
{
	const char **names = spot_arena_calloc(b->arena, b->n_columns, sizeof(*names));
	for (size_t i = 0; names && i < b->n_columns; i++) {
		struct spot_view header = spot_text_trim(b->header[i]);
		names[i] = spot_arena_copy(b->arena, header.ptr, header.len);
		if (!names[i])
			return NULL;
	}
	if (!names)
		return NULL;
	const char *near = NULL;
	for (size_t i = 0; i < field->n_from && !near; i++)
		near = spot_text_nearest(field->from[i], names, b->n_columns);
	return near ? near : spot_text_nearest(field->name, names, b->n_columns);
}

static void missing_hint(struct binder *b, const struct spot_field *field, bool has_header)
{
	if (field->from_column > 0) {
		spot_error_hint(b->err, "the rows have %zu columns", b->n_columns);
		return;
	}
	if (!has_header) {
		spot_error_hint(b->err, "without a header, which --no-header says of every "
		    "file, a field needs a column number: from = 1");
		return;
	}
	const char *near = nearest_header(b, field);
	if (near)
		spot_error_hint(b->err, "did you mean '%s'? name it in the field's from", near);
	else
		spot_error_hint(b->err,
		    "name its header in from, or give it optional = true or a default");
}

static bool field_is_missing(const struct spot_field *field, size_t column)
{
	return column == SPOT_COLUMN_NONE && !field->derived && !field->optional &&
	    !field->has_default;
}

/* One error for all fields without a column; the hint is for the first. */
static int refuse_missing(struct binder *b, const size_t *column_of, bool has_header)
{
	const struct spot_field *first = NULL;
	struct spot_buf text = SPOT_BUF_INIT;
	for (size_t i = 0; i < b->schema->n_fields; i++) {
		const struct spot_field *field = &b->schema->fields[i];
		if (!field_is_missing(field, column_of[i]))
			continue;
		if (first)
			spot_buf_printf(&text, ", field '%s'", field->name);
		else
			spot_buf_printf(&text, "no column for field '%s'", field->name);
		first = first ? first : field;
		if (field->from_column > 0)
			spot_buf_printf(&text, " (column %zu)", field->from_column);
		else if (field->n_from > 0)
			spot_buf_printf(&text, " ('%s')", field->from[0]);
	}
	int rc = 0;
	if (first && spot_buf_failed(&text)) {
		rc = spot_error_nomem(b->err);
	} else if (first) {
		rc = spot_error_set(b->err, SPOT_EDATA, "%s", spot_buf_str(&text));
		missing_hint(b, first, has_header);
	}
	spot_buf_reset(&text);
	return rc;
}

int spot_binding_make(struct spot_binding *out, const struct spot_schema *schema,
    const struct spot_view *header, size_t n_columns, bool has_header, struct spot_arena *arena,
    struct spot_error *err)
{
	struct binder b = { .schema = schema, .header = header, .n_columns = n_columns,
		.arena = arena, .err = err };
	size_t n_fields = schema->n_fields;
	int rc = 0;
	*out = (struct spot_binding) { 0 };
	out->column_of = spot_arena_calloc(arena, n_fields, sizeof(*out->column_of));
	out->fields_used = spot_arena_calloc(arena, n_fields, sizeof(*out->fields_used));
	if (!out->column_of || !out->fields_used)
		return spot_error_nomem(err);
	if (has_header && (rc = binder_begin(&b)) < 0)
		goto out;
	for (size_t i = 0; i < n_fields; i++) {
		rc = field_bind(&out->column_of[i], &b, &schema->fields[i], has_header);
		if (rc < 0)
			goto out;
		if (out->column_of[i] != SPOT_COLUMN_NONE)
			out->fields_used[out->n_used++] = i;
	}
	rc = refuse_missing(&b, out->column_of, has_header);
out:
	spot_buf_reset(&b.scratch);
	return rc;
}
