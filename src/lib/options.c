/* SPDX-License-Identifier: MIT */
/* What callers pass in: options of any version, columns. */
#include <string.h>

#include "lib/internal.h"

/* Up to here the first version had members. */
#define OPTIONS_MIN sizeof(struct spot_icp_options)

static int check_table(const struct spot_icp_table *table, struct spot_error *err)
{
	if (!table->name)
		return spot_error_set(err, SPOT_EUSAGE, "a table has no name");
	for (size_t i = 0; i < sizeof(table->reserved) / sizeof(*table->reserved); i++)
		if (table->reserved[i])
			return spot_error_set(err, SPOT_EUSAGE,
			    "table \"%s\": something reserved is not NULL", table->name);
	if (table->path && (table->columns || table->n_columns > 0))
		return spot_error_set(err, SPOT_EUSAGE, "table \"%s\" has both a path and columns",
		    table->name);
	if (!table->path && !table->columns)
		return spot_error_set(err, SPOT_EUSAGE,
		    "table \"%s\" has neither a path nor columns", table->name);
	return 0;
}

int spot_options_read(struct spot_icp_options *out, const struct spot_icp_options *options,
    struct spot_error *err)
{
	int rc = 0;

	*out = (struct spot_icp_options)SPOT_ICP_OPTIONS_INIT;
	if (!options)
		return 0;
	if (options->size < OPTIONS_MIN)
		return spot_error_set(err, SPOT_EUSAGE,
		    "the options' size is not set; begin with SPOT_ICP_OPTIONS_INIT");
	/* A newer program's members are asked for nothing, as long as they are zero. */
	for (size_t i = sizeof(*out); i < options->size; i++)
		if (((const char *)options)[i] != 0)
			return spot_error_set(err, SPOT_EUSAGE,
			    "the options hold what this version of the library does not know");
	memcpy(out, options, sizeof(*out));
	out->size = sizeof(*out);
	if ((out->n_sets > 0 && !out->sets) || (out->n_tables > 0 && !out->tables))
		return spot_error_set(err, SPOT_EUSAGE, "the options count what is NULL");
	for (size_t i = 0; i < out->n_sets; i++)
		if (!out->sets[i].name || !out->sets[i].value)
			return spot_error_set(
			    err, SPOT_EUSAGE, "a set lacks its name or its value");
	for (size_t i = 0; rc == 0 && i < out->n_tables; i++)
		rc = check_table(&out->tables[i], err);
	return rc;
}

/* False: out of memory. */
static bool copy_text(const char **text, struct spot_arena *arena)
{
	if (*text)
		*text = spot_arena_copy(arena, *text, strlen(*text));
	return *text;
}

static bool copy_columns(struct spot_icp_table *table, struct spot_arena *arena)
{
	struct spot_data *columns;

	if (table->path)
		return copy_text(&table->path, arena);
	columns = spot_arena_calloc(arena, table->n_columns + 1, sizeof(*columns));
	for (size_t i = 0; columns && i < table->n_columns; i++) {
		columns[i] = table->columns[i];
		if (columns[i].name && !copy_text(&columns[i].name, arena))
			return false;
	}
	table->columns = columns;
	return columns;
}

int spot_options_copy(struct spot_icp_options *out, const struct spot_icp_options *options,
    struct spot_arena *arena, struct spot_error *err)
{
	struct spot_icp_set *sets = spot_arena_calloc(arena, options->n_sets + 1, sizeof(*sets));
	struct spot_icp_table *tables =
	    spot_arena_calloc(arena, options->n_tables + 1, sizeof(*tables));
	bool ok = sets && tables;

	*out = *options;
	for (size_t i = 0; ok && i < options->n_sets; i++) {
		sets[i] = options->sets[i];
		ok = copy_text(&sets[i].name, arena) && copy_text(&sets[i].value, arena);
	}
	for (size_t i = 0; ok && i < options->n_tables; i++) {
		tables[i] = options->tables[i];
		ok = copy_text(&tables[i].name, arena) && copy_columns(&tables[i], arena);
	}
	if (ok && out->as_of)
		ok = copy_text(&out->as_of, arena);
	out->sets = sets;
	out->tables = tables;
	return ok ? 0 : spot_error_nomem(err);
}

/* --- columns ----------------------------------------------------------------------------- */

static int read_kind(enum spot_given_kind *out, const struct spot_data *column,
    struct spot_error *err)
{
	switch (column->kind) {
	case SPOT_DATA_STRINGS:
		*out = SPOT_GIVEN_STRINGS;
		return 0;
	case SPOT_DATA_TEXTS:
		*out = SPOT_GIVEN_TEXTS;
		return 0;
	case SPOT_DATA_UTF8:
		*out = SPOT_GIVEN_UTF8;
		return 0;
	case SPOT_DATA_INT64:
		*out = SPOT_GIVEN_INT64;
		return 0;
	case SPOT_DATA_DOUBLE:
		*out = SPOT_GIVEN_DOUBLE;
		return 0;
	case SPOT_DATA_BOOL:
		*out = SPOT_GIVEN_BOOL;
		return 0;
	case SPOT_DATA_DATE:
		*out = SPOT_GIVEN_DATE;
		return 0;
	case SPOT_DATA_LISTS:
		*out = SPOT_GIVEN_LISTS;
		return 0;
	default:
		return spot_error_set(err, SPOT_EUSAGE, "column \"%s\" is of no kind: %d",
		    column->name, column->kind);
	}
}

/* Of rows [first, first + n_rows), n_rows > 0. */
static int check_values(const struct spot_data *column, size_t first, size_t n_rows,
    struct spot_error *err)
{
	const int32_t *offsets = column->offsets;

	if (column->kind != SPOT_DATA_UTF8)
		return column->values ? 0 : spot_error_set(err, SPOT_EUSAGE,
		    "column \"%s\" has no values", column->name);
	if (!offsets)
		return spot_error_set(err, SPOT_EUSAGE, "column \"%s\" has no offsets",
		    column->name);
	if (offsets[first] < 0)
		return spot_error_set(err, SPOT_EUSAGE, "column \"%s\": offset %zu is %d",
		    column->name, first, (int)offsets[first]);
	for (size_t i = first; i < first + n_rows; i++)
		if (offsets[i + 1] < offsets[i])
			return spot_error_set(err, SPOT_EUSAGE,
			    "column \"%s\": offset %zu is %d, after %d", column->name, i + 1,
			    (int)offsets[i + 1], (int)offsets[i]);
	/* Of empty texts alone there may be no bytes. */
	return column->values || offsets[first + n_rows] == 0 ? 0 : spot_error_set(err, SPOT_EUSAGE,
	    "column \"%s\" has no values", column->name);
}

int spot_columns_read(struct spot_given_column *out, const struct spot_data *columns,
    size_t n_columns, size_t first, size_t n_rows, struct spot_error *err)
{
	for (size_t i = 0; i < n_columns; i++) {
		const struct spot_data *column = &columns[i];
		int rc;

		if (!column->name)
			return spot_error_set(
			    err, SPOT_EUSAGE, "column %zu has no name", i + 1);
		for (size_t r = 0; r < sizeof(column->reserved) / sizeof(*column->reserved); r++)
			if (column->reserved[r])
				return spot_error_set(err, SPOT_EUSAGE,
				    "column \"%s\": something reserved is not NULL", column->name);
		rc = read_kind(&out[i].kind, column, err);
		if (rc != 0)
			return rc;
		if (n_rows > 0)
			rc = check_values(column, first, n_rows, err);
		if (rc != 0)
			return rc;
		out[i].name = column->name;
		out[i].values = column->values ? column->values : "";
		out[i].offsets = column->offsets;
		out[i].valid = column->valid;
	}
	return 0;
}
