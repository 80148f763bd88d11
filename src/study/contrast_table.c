/* SPDX-License-Identifier: MIT */
/* All fields of two cohorts: found side by side, adjusted together, put in order. */
#include "study/contrast_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/multiple.h"
#include "study/tasks.h"

#define CONFIDENCE 0.95 /* of all intervals */

struct finding {
	const struct spot_contrast *contrast;
	uint64_t totals[SPOT_CONTRAST_LABELS + 1]; /* rows by label */
	bool is_wanted[SPOT_CONTRAST_SCOPES];
	struct spot_contrast_found (*found)[SPOT_CONTRAST_SCOPES]; /* by column */
};

static int find_one(void *ctx, size_t task_idx, struct spot_error *err)
{
	struct finding *finding = ctx;
	const struct spot_contrast *contrast = finding->contrast;

	return spot_contrast_rows_find(finding->found[task_idx], finding->is_wanted,
	    &contrast->frame.columns[task_idx], contrast->labels, contrast->frame.n_rows,
	    finding->totals, contrast->panel->rules->as_of, CONFIDENCE, err);
}

/* The fields' rows one after the other; and the fields. */
static int collect(struct spot_contrast_table *table, const struct finding *finding, size_t scope,
    struct spot_arena *arena, struct spot_error *err)
{
	size_t n_columns = finding->contrast->frame.n_columns, n = 0;

	for (size_t c = 0; c < n_columns; c++)
		n += finding->found[c][scope].n;
	table->rows = spot_arena_calloc(arena, n + 1, sizeof(*table->rows));
	table->fields = spot_arena_calloc(arena, n_columns + 1, sizeof(*table->fields));
	if (!table->rows || !table->fields)
		return spot_error_nomem(err);
	for (size_t c = 0; c < n_columns; c++) {
		const struct spot_contrast_found *found = &finding->found[c][scope];

		table->fields[table->n_fields++] = found->field;
		for (size_t i = 0; i < found->n; i++) {
			table->rows[table->n_rows] = found->rows[i];
			table->rows[table->n_rows].order = table->n_rows;
			table->n_rows++;
		}
	}
	return 0;
}

static int adjust_rows(struct spot_contrast_table *table, struct spot_error *err)
{
	struct spot_tail *tails = spot_mem_calloc(table->n_rows + 1, sizeof(*tails));
	int rc = tails ? 0 : spot_error_nomem(err);

	for (size_t i = 0; rc == 0 && i < table->n_rows; i++)
		tails[i] = table->rows[i].tail;
	if (rc == 0 && table->n_rows > 0)
		rc = spot_multiple_adjust(
		    tails, tails, table->n_rows, table->n_rows, SPOT_MULTIPLE_BH, err);
	for (size_t i = 0; rc == 0 && i < table->n_rows; i++)
		table->rows[i].adjusted = tails[i];
	free(tails);
	return rc;
}

static int adjust_fields(struct spot_contrast_table *table, struct spot_error *err)
{
	struct spot_tail *tails = spot_mem_calloc(table->n_fields + 1, sizeof(*tails));
	size_t n = 0;
	int rc = tails ? 0 : spot_error_nomem(err);

	for (size_t i = 0; rc == 0 && i < table->n_fields; i++)
		if (table->fields[i].has_chi2)
			tails[n++] = table->fields[i].chi2.tail;
	if (rc == 0 && n > 0)
		rc = spot_multiple_adjust(tails, tails, n, n, SPOT_MULTIPLE_BH, err);
	n = 0;
	for (size_t i = 0; rc == 0 && i < table->n_fields; i++)
		if (table->fields[i].has_chi2)
			table->fields[i].adjusted = tails[n++];
	free(tails);
	return rc;
}

static const char *rule_that_reads(const struct spot_panel *panel, size_t field_idx)
{
	const struct spot_rules *rules = panel->rules;

	for (size_t r = 0; r < panel->scoring.n_asked; r++) {
		const struct spot_asked *asked = &panel->scoring.asked[r];
		const struct spot_function *function = &rules->functions[asked->fn];

		for (size_t i = 0; i < function->n_reads; i++)
			if (function->reads[i] == field_idx && asked->kind != SPOT_RULE_GROWTH)
				return asked->name;
	}
	return NULL;
}

static void grade_rows(struct spot_contrast_table *table, const struct spot_contrast *contrast)
{
	const struct spot_contrast_options *options = &contrast->options;

	for (size_t i = 0; i < table->n_rows; i++) {
		struct spot_contrast_row *row = &table->rows[i];

		row->grade = row->adjusted.p > options->alpha ? SPOT_CONTRAST_WEAK
		    : fabs(row->effect) >= options->material ? SPOT_CONTRAST_STRONG
		                                             : SPOT_CONTRAST_SLIGHT;
		table->n_graded[row->grade]++;
		row->used_by = rule_that_reads(contrast->panel, row->column->field_idx);
	}
}

static int compare_rows(const void *left, const void *right)
{
	const struct spot_contrast_row *x = left, *y = right;
	double of_x = fabs(x->effect), of_y = fabs(y->effect);

	if (x->grade != y->grade)
		return x->grade > y->grade ? 1 : -1;
	if (of_x != of_y)
		return of_x < of_y ? 1 : -1;
	return (x->order > y->order) - (x->order < y->order);
}

static bool counts_equal(const struct spot_contrast_row *x, const struct spot_contrast_row *y)
{
	for (size_t s = 0; s < 2; s++)
		if (x->sides[s].n != y->sides[s].n || x->sides[s].k != y->sides[s].k)
			return false;
	return (x->kind == SPOT_CONTRAST_NUMBER) == (y->kind == SPOT_CONTRAST_NUMBER) &&
	    x->effect == y->effect;
}

/* In order of effect such rows stand together. */
static void mark_echoes(struct spot_contrast_table *table)
{
	for (size_t i = 1; i < table->n_rows; i++)
		table->rows[i].is_echo = counts_equal(&table->rows[i - 1], &table->rows[i]);
}

static int add_lines(struct spot_contrast_table *table, const struct spot_contrast *contrast,
    struct spot_arena *arena, struct spot_error *err)
{
	const struct spot_rules *rules = contrast->panel->rules;
	const char *const names[2] = { rules->cohorts[contrast->options.a].name,
		rules->cohorts[contrast->options.b].name };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < table->n_graded[SPOT_CONTRAST_STRONG]; i++)
		table->rows[i].lua =
		    spot_contrast_lua_line(&table->rows[i], names, arena, &rc, err);
	return rc;
}

static int make_one(struct spot_contrast *contrast, const struct finding *finding, size_t scope,
    struct spot_error *err)
{
	struct spot_contrast_table *table = scope == SPOT_CONTRAST_MIDDLE ? &contrast->table
	    : &contrast->surprises.within[scope == SPOT_CONTRAST_BEST];
	int rc = collect(table, finding, scope, &contrast->arena, err);

	spot_contrast_scope(table->n, finding->totals, scope);
	if (rc == 0)
		rc = adjust_rows(table, err);
	if (rc == 0)
		rc = adjust_fields(table, err);
	if (rc != 0)
		return rc;
	grade_rows(table, contrast);
	qsort(table->rows, table->n_rows, sizeof(*table->rows), compare_rows);
	mark_echoes(table);
	return add_lines(table, contrast, &contrast->arena, err);
}

/* Within tiers only where there are surprises in them. */
static void choose_scopes(struct finding *finding)
{
	const struct spot_contrast *contrast = finding->contrast;
	const uint64_t *totals = finding->totals;

	for (size_t i = 0; i < contrast->frame.n_rows; i++)
		finding->totals[contrast->labels[i]]++;
	finding->is_wanted[SPOT_CONTRAST_MIDDLE] = true;
	finding->is_wanted[SPOT_CONTRAST_WORST] =
	    totals[spot_contrast_label(0, SPOT_CONTRAST_WORST)] > 0;
	finding->is_wanted[SPOT_CONTRAST_BEST] =
	    totals[spot_contrast_label(1, SPOT_CONTRAST_BEST)] > 0;
}

int spot_contrast_table_make(struct spot_contrast *contrast, const struct spot_tasks_means *means,
    struct spot_error *err)
{
	size_t n_columns = contrast->frame.n_columns;
	struct finding finding = { .contrast = contrast,
		.found = spot_mem_calloc(n_columns + 1, sizeof(*finding.found)) };
	int rc = finding.found ? 0 : spot_error_nomem(err);

	choose_scopes(&finding);
	if (rc == 0)
		rc = spot_tasks_run(n_columns, means, find_one, &finding, err);
	for (size_t scope = 0; rc == 0 && scope < SPOT_CONTRAST_SCOPES; scope++)
		if (finding.is_wanted[scope])
			rc = make_one(contrast, &finding, scope, err);
	for (size_t c = 0; finding.found && c < n_columns; c++)
		for (size_t scope = 0; scope < SPOT_CONTRAST_SCOPES; scope++)
			free(finding.found[c][scope].rows);
	free(finding.found);
	return rc;
}
