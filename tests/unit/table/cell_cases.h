/* SPDX-License-Identifier: MIT */
/* What the tests of cells share: reading one from memory of its exact size, and tables
 * of refused ones. */
#ifndef SPOT_TESTS_TABLE_CELL_CASES_H
#define SPOT_TESTS_TABLE_CELL_CASES_H

#include <stdio.h>

#include "support/unit.h"
#include "table/cell.h"

#define VIEW(literal) { (literal), sizeof(literal) - 1 }
#define COMMA "1.234,5"
#define NBSP "\u00A0"
#define THIN "\u2009"
#define NARROW "\u202F"

static struct spot_arena arena;

static inline int setup(void **state)
{
	(void)state;
	spot_arena_init(&arena);
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	spot_arena_free(&arena);
	return 0;
}

static inline struct spot_field field_of(enum spot_type type, const char *unit, const char *format)
{
	return (struct spot_field) { .name = "f", .type = type, .unit = unit, .format = format };
}

/* A copy that ends where its memory ends, so that reading past it shows under a
 * sanitizer. */
static inline enum spot_cell_state cell_read(struct spot_value *out, const struct spot_field *field,
    struct spot_view text, const char **problem)
{
	char *copy = spot_arena_alloc(&arena, text.len);
	char *exact = malloc(text.len > 0 ? text.len : 1);
	assert_non_null(copy);
	assert_non_null(exact);
	if (text.len > 0)
		memcpy(exact, text.ptr, text.len);
	enum spot_cell_state state = spot_cell_read(out, field,
	    (struct spot_view) { exact, text.len }, &arena, NULL, problem);
	free(exact);
	/* Text borrows from the cell: read once more from what stays. */
	if (state == SPOT_CELL_VALUE && (out->kind == SPOT_KIND_TEXT ||
	    out->kind == SPOT_KIND_LIST)) {
		memcpy(copy, text.ptr, text.len);
		state = spot_cell_read(out, field, (struct spot_view) { copy, text.len }, &arena,
		    NULL, problem);
	}
	return state;
}

static inline void fail_case(const struct spot_field *field, struct spot_view text,
    const char *what)
{
	fail_msg("%s '%.*s' (format %s, unit %s): %s", spot_type_name(field->type), (int)text.len,
	    text.ptr, field->format ? field->format : "-", field->unit ? field->unit : "-", what);
}

/* want: what the problem must hold; NULL: anything. */
struct bad_case {
	struct spot_view text;
	const char *unit, *format, *want;
};

static inline void all_refused(enum spot_type type, const struct bad_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct spot_field field = field_of(type, cases[i].unit, cases[i].format);
		struct spot_value value;
		const char *problem = NULL;
		field.optional = i % 2;
		field.has_default = i % 3 == 0;
		if (cell_read(&value, &field, cases[i].text, &problem) != SPOT_CELL_UNREADABLE)
			fail_case(&field, cases[i].text, "was read");
		assert_int_equal(value.kind, SPOT_KIND_BLANK);
		if (!problem || (cases[i].want && !strstr(problem, cases[i].want)))
			fail_case(&field, cases[i].text, problem ? problem : "no problem");
	}
}

#define REFUSED(type, cases) all_refused((type), (cases), N_OF(cases))

#endif
