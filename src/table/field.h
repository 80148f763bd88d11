/* SPDX-License-Identifier: MIT */
/*
 * Field declarations: which column a field is, how its cells are read, what blank
 * means. A struct spot_schema is filled by its owner (the rule file's loader) and
 * immutable afterwards; all pointers are owned by the owner's arena. Readers in any
 * thread.
 */
#ifndef SPOT_TABLE_FIELD_H
#define SPOT_TABLE_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"
#include "table/value.h"

struct spot_field {
	const char *name;
	enum spot_type type;
	const char *const *from; /* header names, in order of preference; n_from may be 0 */
	size_t n_from;
	size_t from_column;      /* 1-based column number, 0: none */
	const char *unit, *doc;  /* may be NULL */
	/* further texts that mean blank (compared trimmed, without case) */
	const char *const *blank;
	size_t n_blank;
	bool optional;           /* a blank reads as nil */
	bool has_default;
	/* the default, when has_default; of the type's kind, or an integer for a float */
	struct spot_value fallback;
	const char *sep;         /* lists; NULL: ";" */
	const char *format;      /* "1.234,5", "hundredths", both, strptime terms; NULL: none */
	bool known_after;        /* known = "after": known only after the outcome */
	double cost;             /* of filling a blank; 0: not given */
	bool derived;            /* made by a rollup or another table: no column */
	/* Stands for a row of another table: the fields called "NAME.…" are that row's, and it is
	 * blank where there is no such row. */
	bool is_row;
	const char *file;        /* where it is declared; may be NULL */
	unsigned long line;
};

struct spot_schema {
	const struct spot_field *fields;
	size_t n_fields;
};

/* Index of the field, or (size_t)-1. */
size_t spot_schema_find(const struct spot_schema *schema, const char *name, size_t len);

/* Index of the field of type key, or (size_t)-1. */
size_t spot_schema_key(const struct spot_schema *schema);

/* What the field reads as where its cell is blank or it has no column: its default, NIL
 * or BLANK. */
struct spot_value spot_field_absent(const struct spot_field *field);

/* Tests a declaration that the types allow but that makes no sense (format unknown or
 * for another type, unit unknown, sep empty, …): 0, or SPOT_ERULES with one line in err
 * (no place set). */
int spot_field_check(const struct spot_field *field, struct spot_error *err);

/* Which column each field reads. */
#define SPOT_COLUMN_NONE ((size_t)-1)
struct spot_binding {
	/* per field: 0-based column, or SPOT_COLUMN_NONE (derived, optional, defaulted) */
	size_t *column_of;
	size_t *fields_used;  /* indices of fields that have a column */
	size_t n_used;
	/* Per field: somebody reads its values; NULL: all are read. For spot_batch_convert. */
	const bool *needed;
};

/* Matches the fields with the header (trimmed cells; n_columns of them; without a
 * header names are all empty and only from_column binds). Errors (SPOT_EDATA): no
 * header for a field that is neither optional nor has a default (with the nearest
 * header as hint), two headers that both match the same from-name of a used field (both
 * columns named). Matching ignores case, surrounding space and the difference of space,
 * '_' and '-'. Arrays go into the arena. */
int spot_binding_make(struct spot_binding *out, const struct spot_schema *schema,
    const struct spot_view *header, size_t n_columns, bool has_header, struct spot_arena *arena,
    struct spot_error *err);

#endif
