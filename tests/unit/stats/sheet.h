/* SPDX-License-Identifier: MIT */
/*
 * The data sets behind the reference, as it reads them: cells trimmed of outer white space,
 * blank ones no number, and a hypothesis's score the sum of the points of its rules.
 */
#ifndef SHEET_H
#define SHEET_H

#include "reference.h"

#include <csv.h>

struct sheet {
	char **cells; /* row by row, the header first */
	size_t n_cells, cap;
	size_t n_cols, n_rows; /* rows without the header */
};

static void sheet_cell(void *bytes, size_t len, void *ctx)
{
	struct sheet *s = ctx;
	const char *text = bytes ? bytes : "";
	while (len > 0 && strchr(" \t\r\n", text[0])) {
		text++;
		len--;
	}
	while (len > 0 && strchr(" \t\r\n", text[len - 1]))
		len--;
	if (s->n_cells == s->cap) {
		s->cap = s->cap * 2 + 1024;
		s->cells = realloc(s->cells, s->cap * sizeof(*s->cells));
	}
	s->cells[s->n_cells++] = strndup(text, len);
}

static void sheet_row(int c, void *ctx)
{
	(void)c;
	struct sheet *s = ctx;
	if (s->n_cols == 0)
		s->n_cols = s->n_cells;
	else
		s->n_rows++;
	assert_int_equal(s->n_cells, (s->n_rows + 1) * s->n_cols);
}

static inline void sheet_load(struct sheet *s, const char *file, char delimiter)
{
	char path[256], bytes[65536];
	struct csv_parser parser;
	size_t n;
	*s = (struct sheet) { 0 };
	snprintf(path, sizeof(path), "../shared/data/%s", file);
	FILE *stream = fopen(path, "rb");
	assert_non_null(stream);
	assert_int_equal(csv_init(&parser, 0), 0);
	csv_set_delim(&parser, (unsigned char)delimiter);
	while ((n = fread(bytes, 1, sizeof(bytes), stream)) > 0)
		assert_int_equal(csv_parse(&parser, bytes, n, sheet_cell, sheet_row, s), n);
	csv_fini(&parser, sheet_cell, sheet_row, s);
	csv_free(&parser);
	fclose(stream);
}

static inline void sheet_reset(struct sheet *s)
{
	for (size_t i = 0; i < s->n_cells; i++)
		free(s->cells[i]);
	free(s->cells);
}

static inline size_t sheet_column(const struct sheet *s, const char *name)
{
	for (size_t i = 0; i < s->n_cols; i++) {
		if (strcmp(s->cells[i], name) == 0)
			return i;
	}
	fail_msg("no column %s", name);
	return 0;
}

static inline const char *sheet_at(const struct sheet *s, size_t row, size_t col)
{
	return s->cells[(row + 1) * s->n_cols + col];
}

/* False when the cell is blank. */
static inline bool sheet_number(double *out, const struct sheet *s, size_t row, size_t col)
{
	char *end;
	const char *cell = sheet_at(s, row, col);
	*out = strtod(cell, &end);
	assert_int_equal(*end, '\0');
	return end > cell;
}

static inline void sheet_load_reference(struct sheet *s, json_t *root)
{
	sheet_load(s, text(root, "file"), json_object_get(root, "delimiter")
		? text(root, "delimiter")[0] : ',');
	if (json_object_get(root, "rows"))
		assert_int_equal(s->n_rows, number(root, "rows"));
}

/* labels[n_rows]: 1 where the column has that text. free() them. */
static inline uint8_t *sheet_labels(const struct sheet *s, const char *column, const char *positive)
{
	size_t col = sheet_column(s, column);
	uint8_t *labels = calloc(s->n_rows, 1);
	for (size_t i = 0; i < s->n_rows; i++)
		labels[i] = strcmp(sheet_at(s, i, col), positive) == 0;
	return labels;
}

static bool cell_is_in(const char *cell, json_t *list)
{
	size_t i;
	json_t *item;
	json_array_foreach(list, i, item) {
		if (strcmp(cell, json_string_value(item)) == 0)
			return true;
	}
	return false;
}

static bool rule_holds(json_t *rule, const struct sheet *s, size_t row, size_t col)
{
	const char *op = text(rule, "op"), *cell = sheet_at(s, row, col);
	json_t *value = member(rule, "value");
	double x;
	if (strcmp(op, "in") == 0)
		return cell_is_in(cell, value);
	if (strcmp(op, "eq") == 0)
		return strcmp(cell, json_string_value(value)) == 0;
	if (strcmp(op, "ne") == 0)
		return *cell && strcmp(cell, json_string_value(value)) != 0;
	if (strcmp(op, "contains") == 0)
		return strstr(cell, json_string_value(value)) != NULL;
	if (!sheet_number(&x, s, row, col))
		return false;
	double limit = number_of(value);
	if (strcmp(op, "ge") == 0)
		return x >= limit;
	if (strcmp(op, "gt") == 0)
		return x > limit;
	if (strcmp(op, "le") == 0)
		return x <= limit;
	assert_string_equal(op, "lt");
	return x < limit;
}

/* scores[n_rows] of the hypothesis. free() them. */
static inline double *sheet_scores(const struct sheet *s, json_t *hypothesis)
{
	double *scores = calloc(s->n_rows, sizeof(*scores));
	size_t i;
	json_t *rule;
	json_array_foreach(member(hypothesis, "rules"), i, rule) {
		size_t col = sheet_column(s, text(rule, "col"));
		for (size_t row = 0; row < s->n_rows; row++)
			scores[row] += rule_holds(rule, s, row, col) ? number(rule, "points") : 0;
	}
	return scores;
}

#endif
