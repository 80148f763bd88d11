/* SPDX-License-Identifier: MIT */
/*
 * A file's columns to fields. The options that say how files are read hold for every file of a run:
 * where one does not fit this file, its columns do not fit either, or the first row shows it.
 */
#include "table/reader_internal.h"

#include <inttypes.h>

#include "base/text.h"
#include "table/cell.h"
#include "table/field_internal.h"

static const char sniffed[] = ",;\t|";

/* Another character stands where the one that --delimiter gives should part the only cell. */
static bool is_other_delimiter(const struct spot_reader *reader)
{
	const struct spot_dialect *dialect = &reader->dialect;
	struct spot_view cell = spot_rows_cell(&reader->rows, 0);
	bool is_given = !dialect->delimiter_sniffed && !(dialect->has_sep_line &&
	    spot_sniff_sep_line(dialect->sep_line) == dialect->delimiter);

	if (!is_given || dialect->n_columns > 1)
		return false;
	for (size_t i = 0; i < cell.len; i++)
		if (cell.ptr[i] && strchr(sniffed, cell.ptr[i]))
			return true;
	return false;
}

/* Which option is to blame for columns that are missing. */
static void blame(const struct spot_reader *reader, bool is_any_there, struct spot_error *err)
{
	if (is_other_delimiter(reader))
		spot_error_hint(err, "--delimiter holds for every file of the run; %s",
		    strchr(sniffed, reader->dialect.delimiter)
		        ? "leave it out to have it found in each"
		        : "write all of them with the same one");
	else if (reader->skip_rows > 0 && !is_any_there)
		spot_error_hint(err, "--skip-rows %zu holds for every file of the run: is this the "
		    "header line?", reader->skip_rows);
}

/* What the first row's cells in the columns used say of it: header or record. */
struct signs {
	size_t n_names, name_column; /* fields' own names, and the first of their columns */
	bool names_key;
	size_t n_numbers, n_unreadable; /* cells by what their fields want */
};

static bool is_name(bool *out, struct spot_reader *reader, struct spot_view cell, const char *name)
{
	struct spot_view a, b;

	if (!spot_field_header_form(&a, cell, &reader->text, &reader->arena) ||
	    !spot_field_header_form(&b, spot_view_of(name), &reader->text, &reader->arena))
		return false;
	*out = spot_view_equal(a, b);
	return true;
}

static int read_signs(struct signs *out, struct spot_reader *reader,
    const struct spot_binding *binding, const struct spot_schema *schema, struct spot_error *err)
{
	*out = (struct signs) { 0 };
	for (size_t i = 0; i < binding->n_used; i++) {
		const struct spot_field *field = &schema->fields[binding->fields_used[i]];
		size_t column = binding->column_of[binding->fields_used[i]];
		struct spot_view cell = spot_rows_cell(&reader->rows, column);
		enum spot_kind kind = spot_type_kind(field->type);
		struct spot_value value;
		const char *problem;
		bool is_blank, named;
		enum spot_cell_state state = spot_cell_read(
		    &value, field, cell, &reader->arena, &is_blank, &problem);

		if (state == SPOT_CELL_NOMEM || !is_name(&named, reader, cell, field->name))
			return spot_error_nomem(err);
		if (named && out->n_names++ == 0)
			out->name_column = column;
		out->names_key |= named && field->type == SPOT_TYPE_KEY;
		out->n_unreadable += state == SPOT_CELL_UNREADABLE;
		out->n_numbers += state == SPOT_CELL_VALUE && !is_blank &&
		    (kind == SPOT_KIND_INT || kind == SPOT_KIND_FLOAT);
	}
	return 0;
}

/* The first row holds names of fields, where there is to be no header: the key's, several, or one
 * beside what cannot be read. */
static int header_check(struct spot_reader *reader, const struct spot_binding *binding,
    const struct spot_schema *schema, struct spot_error *err)
{
	struct signs signs;
	struct spot_view cell;
	int rc = read_signs(&signs, reader, binding, schema, err);

	if (rc != 0 || signs.n_names == 0 ||
	    (!signs.names_key && signs.n_names + signs.n_unreadable < 2))
		return rc;
	cell = spot_text_trim(spot_rows_cell(&reader->rows, signs.name_column));
	spot_error_set(err, SPOT_EDATA, "this is a header: column %zu has the name \"%.*s\"",
	    signs.name_column + 1, (int)cell.len, cell.ptr);
	spot_error_hint(err, "leave out --no-header, which holds for every file of the run, or "
	    "take this line off");
	return SPOT_EDATA;
}

/* The last line passed over has as many cells as the header, and a name for each column used. */
static bool has_passed_header(const struct spot_reader *reader, size_t n_used)
{
	struct spot_view line = { reader->passed.ptr, reader->passed.len }, cell;
	struct spot_split split;
	size_t n_filled = 0;

	if (line.len == 0)
		return false;
	spot_split_init(&split, reader->dialect.delimiter);
	while (spot_split_next(&split, line, &cell))
		n_filled += spot_split_text(cell, NULL).len > 0;
	cell = (struct spot_view) { line.ptr + split.cell, line.len - split.cell };
	n_filled += spot_split_text(cell, NULL).len > 0;
	return split.n_cells + 1 == reader->dialect.n_columns && n_filled >= n_used;
}

/* Lines were passed over, the header among them, and what is then read as the header is a record:
 * columns go by number alone, and those that hold numbers do so here. */
static int record_check(struct spot_reader *reader, const struct spot_binding *binding,
    const struct spot_schema *schema, struct spot_error *err)
{
	struct signs signs;
	int rc;

	for (size_t i = 0; i < binding->n_used; i++)
		if (schema->fields[binding->fields_used[i]].from_column == 0)
			return 0;
	rc = read_signs(&signs, reader, binding, schema, err);
	if (rc != 0 || signs.n_numbers == 0 || signs.n_unreadable > 0 || signs.n_names > 0 ||
	    !has_passed_header(reader, binding->n_used))
		return rc;
	spot_error_set(err, SPOT_EDATA, "a record stands where --skip-rows %zu leads to the header",
	    reader->skip_rows);
	spot_error_hint(err, "--skip-rows holds for every file of the run: take the lines above "
	    "the header off the others, and leave it out");
	return SPOT_EDATA;
}

int spot_reader_bind(struct spot_binding *out, struct spot_reader *reader,
    const struct spot_schema *schema, struct spot_arena *arena, struct spot_error *err)
{
	const struct spot_dialect *dialect = &reader->dialect;
	int rc = spot_binding_make(out, schema, dialect->header, dialect->n_columns,
	    !reader->no_header, arena, err);

	if (rc == SPOT_EDATA)
		blame(reader, out->n_used > 0, err);
	if (rc == 0 && reader->no_header)
		rc = header_check(reader, out, schema, err);
	if (rc == 0 && !reader->no_header && reader->skip_rows > 0)
		rc = record_check(reader, out, schema, err);
	if (rc == SPOT_EDATA)
		spot_error_place(err, reader->rows.name, (unsigned long)reader->row.line, NULL);
	return rc;
}

int spot_reader_check_alike(const struct spot_reader *reader, const struct spot_reader *first,
    struct spot_error *err)
{
	const struct spot_dialect *is = &reader->dialect, *wanted = &first->dialect;
	size_t n_alike = 0, odd = is->n_columns;

	for (size_t i = 0; i < is->n_columns && i < wanted->n_columns; i++) {
		bool alike = spot_view_equal(is->header[i], wanted->header[i]);

		n_alike += alike;
		odd = !alike && odd == is->n_columns ? i : odd;
	}
	if (is->n_columns != wanted->n_columns)
		spot_error_set(err, SPOT_EDATA, "has %zu column%s, but %s has %zu", is->n_columns,
		    is->n_columns == 1 ? "" : "s", first->rows.name, wanted->n_columns);
	else if (n_alike < is->n_columns)
		spot_error_set(err, SPOT_EDATA,
		    "column %zu is \"%.*s\", but in %s it is \"%.*s\"", odd + 1,
		    (int)is->header[odd].len, is->header[odd].ptr, first->rows.name,
		    (int)wanted->header[odd].len, wanted->header[odd].ptr);
	else
		return 0;
	spot_error_hint(err, "files of one run need the same columns in the same order");
	blame(reader, n_alike > 0, err);
	spot_error_place(err, reader->rows.name, (unsigned long)reader->row.line, NULL);
	return SPOT_EDATA;
}
