/* SPDX-License-Identifier: MIT */
#include "engine/second.h"

#include <stdlib.h>

#include "engine/records_ask.h"
#include "table/given.h"

struct rows {
	const struct spot_given_rows *given;
	const struct spot_rollup_rule *rule;
	struct spot_panel_table *table;
	const struct spot_panel_options *options;
	struct spot_binding binding;
	struct spot_records_functions functions;
	struct spot_records_asker asker;
	struct spot_records_part part;
	struct spot_given filler;
	struct spot_records_failures failures;
	const uint8_t **holds; /* by derived field; NULL: every record */
	struct spot_arena arena;
};

static int bind(struct rows *rows, struct spot_error *err)
{
	const struct spot_given_rows *given = rows->given;
	const struct spot_schema *schema = &rows->rule->fields;
	struct spot_view *names =
	    spot_arena_calloc(&rows->arena, given->n_columns + 1, sizeof(*names));
	int rc;

	if (!names)
		return spot_error_nomem(err);
	for (size_t i = 0; i < given->n_columns; i++)
		names[i] = spot_view_of(given->columns[i].name);
	rc = spot_binding_make(
	    &rows->binding, schema, names, given->n_columns, true, &rows->arena, err);
	for (size_t f = 0; rc == 0 && f < schema->n_fields; f++)
		if (rows->binding.column_of[f] != SPOT_COLUMN_NONE)
			rc = spot_given_check(&given->columns[rows->binding.column_of[f]],
			    &schema->fields[f], err);
	if (rc != 0)
		spot_error_place(err, rows->table->path, 0, NULL);
	return rc;
}

static int pass_rejects(const struct rows *rows, size_t first, struct spot_error *err)
{
	const struct spot_bad_cells *bad = &rows->asker.bad;
	const struct spot_reader_options *to = &rows->options->reader;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < bad->n_items; i++) {
		size_t row = first + bad->items[i].row_idx;
		const struct spot_given_column *column = &rows->given->columns[
		    rows->binding.column_of[bad->items[i].field_idx]];
		struct spot_reject reject = { rows->table->path, row + 1, column->name,
			spot_given_text(column, row), bad->items[i].problem };

		rc = spot_unread_add(&rows->table->unread, &reject, err);
		if (rc == 0 && to->reject)
			rc = to->reject(to->reject_ctx, &reject);
	}
	return rc;
}

static int take_batch(struct rows *rows, size_t first, size_t n, struct spot_error *err)
{
	struct spot_record *records = rows->filler.chunk.records;
	int rc;

	rows->asker.bad.n_items = 0;
	for (size_t i = 0; i < n; i++)
		records[i].line = first + i + 1;
	rc = spot_given_fill(&rows->filler, &rows->part.batch, &rows->binding,
	    rows->given->columns, first, n, &rows->asker.bad, err);
	if (rc == 0)
		rc = pass_rejects(rows, first, err);
	if (rc == 0)
		rc = spot_records_ask(&rows->functions, &rows->asker, &rows->part, records,
		    &rows->failures, err);
	for (size_t d = 0; rc == 0 && d < rows->rule->n_deriveds; d++)
		rows->holds[d] = rows->part.answers[d].state;
	if (rc == 0)
		rc = spot_rollup_add(rows->table->rollup, &rows->part.batch, rows->holds, err);
	if (rc == SPOT_EDATA && err && !err->file[0])
		spot_error_place(err, rows->table->path, 0, NULL);
	return rc;
}

static int take_rows(struct rows *rows, struct spot_error *err)
{
	int rc = spot_records_ask_begin(&rows->asker, &rows->functions, err);

	if (rc == 0)
		rc = spot_records_ask_part_init(&rows->part, &rows->functions, false, err);
	if (rc == 0)
		rc = spot_given_init(&rows->filler, err);
	for (size_t first = 0; rc == 0 && first < rows->given->n_rows; first += SPOT_BATCH_ROWS) {
		size_t left = rows->given->n_rows - first;

		rc = take_batch(rows, first, left < SPOT_BATCH_ROWS ? left : SPOT_BATCH_ROWS, err);
	}
	if (rc == 0)
		rc = spot_rollup_freeze(rows->table->rollup, err);
	rows->table->n_failed = rows->failures.n_failed;
	rows->table->failure = rows->failures.failure;
	return rc;
}

static int set_up(struct rows *rows, struct spot_error *err)
{
	size_t n = rows->rule->n_deriveds;
	int *fns = spot_arena_calloc(&rows->arena, n + 1, sizeof(*fns));

	rows->holds = spot_arena_calloc(&rows->arena, n + 1, sizeof(*rows->holds));
	if (!fns || !rows->holds)
		return spot_error_nomem(err);
	for (size_t d = 0; d < n; d++)
		fns[d] = rows->rule->deriveds[d].when;
	rows->functions.fns = fns;
	rows->functions.n_fns = n;
	return spot_records_ask_init(&rows->functions, rows->options, err);
}

int spot_second_rows(struct spot_panel_table *table, const struct spot_rules *rules,
    size_t rollup_idx, const struct spot_given_rows *given,
    const struct spot_panel_options *options, struct spot_error *err)
{
	const struct spot_rollup_rule *rule = &rules->rollups[rollup_idx];
	struct rows rows = { .given = given, .rule = rule, .table = table, .options = options,
		.functions = { .rules = rules, .schema = &rule->fields, .name = table->path } };
	int rc;

	spot_arena_init(&rows.arena);
	spot_arena_init(&rows.functions.arena);
	rc = bind(&rows, err);
	if (rc == 0)
		rc = set_up(&rows, err);
	if (rc == 0)
		rc = take_rows(&rows, err);
	spot_given_reset(&rows.filler);
	spot_records_ask_part_reset(&rows.part, &rows.functions);
	spot_records_ask_end(&rows.asker);
	spot_records_ask_reset(&rows.functions);
	spot_arena_free(&rows.arena);
	return rc;
}
