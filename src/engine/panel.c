/* SPDX-License-Identifier: MIT */
/* Reading the second tables: one thread, record by record, into rollups that grow with the keys. */
#include "engine/panel.h"

#include <stdio.h>
#include <stdlib.h>

/* What filling one rollup needs. */
struct filling {
	const struct spot_rollup_rule *rule;
	struct spot_panel_table *table;
	struct spot_vm *vm;
	struct spot_reader *reader;
	struct spot_binding binding;
	struct spot_batch batch;
	struct spot_bad_cells bad;
	struct spot_chunk chunk;
	struct spot_arena arena;
	struct spot_answers *answers;  /* one for each derived field with a when */
	uint8_t **holds;               /* by derived field; NULL: every record */
	const struct spot_reader_options *options;
	bool keep_going;
};

static int filling_alloc(struct filling *filling, struct spot_error *err)
{
	size_t n = filling->rule->n_deriveds;

	filling->answers = spot_mem_calloc(n + 1, sizeof(*filling->answers));
	filling->holds = spot_mem_calloc(n + 1, sizeof(*filling->holds));
	if (!filling->answers || !filling->holds)
		return spot_error_nomem(err);
	for (size_t d = 0; d < n; d++) {
		if (filling->rule->deriveds[d].when == SPOT_NO_FUNCTION)
			continue;
		filling->holds[d] = spot_mem_calloc(SPOT_BATCH_ROWS, 1);
		if (!filling->holds[d])
			return spot_error_nomem(err);
	}
	return 0;
}

static void filling_reset(struct filling *filling)
{
	if (filling->holds)
		for (size_t d = 0; d < filling->rule->n_deriveds; d++)
			free(filling->holds[d]);
	free(filling->holds);
	free(filling->answers);
	spot_bad_cells_reset(&filling->bad);
	spot_batch_reset(&filling->batch);
	spot_chunk_reset(&filling->chunk);
	spot_arena_free(&filling->arena);
	spot_reader_close(filling->reader);
}

static int record_failure(struct filling *filling, size_t derived_idx, struct spot_error *err)
{
	const struct spot_answers *answers = &filling->answers[derived_idx];
	char name[320];
	size_t row = 0;

	while (answers->state[row] != SPOT_ANSWER_FAILED)
		row++;
	snprintf(name, sizeof(name), "%s:%llu", spot_reader_name(filling->reader),
	    (unsigned long long)filling->chunk.records[row].line);
	return spot_vm_explain_failure(filling->vm, filling->rule->deriveds[derived_idx].when,
	    &filling->batch, row, name, err);
}

static int ask_whens(struct filling *filling, struct spot_error *err)
{
	for (size_t d = 0; d < filling->rule->n_deriveds; d++) {
		struct spot_answers *answers = &filling->answers[d];
		int rc;

		if (!filling->holds[d])
			continue;
		rc = spot_vm_eval(filling->vm, filling->rule->deriveds[d].when, &filling->batch,
		    filling->batch.n_rows, !filling->keep_going, answers, err);
		if (rc != 0)
			return rc;
		if (answers->n_failed > 0 && !filling->keep_going)
			return record_failure(filling, d, err);
		if (answers->n_failed > 0 && filling->table->n_failed == 0)
			record_failure(filling, d, &filling->table->failure);
		filling->table->n_failed += answers->n_failed;
		for (size_t row = 0; row < filling->batch.n_rows; row++)
			filling->holds[d][row] = answers->state[row] != SPOT_ANSWER_KNOWN
			    ? 2
			    : answers->value[row] != 0;
	}
	return 0;
}

static int report_bad_cells(struct filling *filling)
{
	const struct spot_dialect *dialect = spot_reader_dialect(filling->reader);

	filling->table->n_bad_cells += filling->bad.n_items;
	for (size_t i = 0; filling->options->reject && i < filling->bad.n_items; i++) {
		const struct spot_bad_cell *bad = &filling->bad.items[i];
		uint64_t line = filling->chunk.records[bad->row_idx].line;
		size_t column = filling->binding.column_of[bad->field_idx];
		struct spot_view header = dialect->header[column];
		char name[128];
		struct spot_reject reject = { spot_reader_name(filling->reader), line,
			filling->rule->fields.fields[bad->field_idx].name,
			spot_chunk_cell(&filling->chunk, bad->row_idx, column), bad->problem };
		int rc;

		if (header.len > 0 && header.len < sizeof(name)) {
			memcpy(name, header.ptr, header.len);
			name[header.len] = '\0';
			reject.column = name;
		}
		rc = filling->options->reject(filling->options->reject_ctx, &reject);
		if (rc != 0)
			return rc;
	}
	filling->bad.n_items = 0;
	return 0;
}

static int fill_chunk(struct filling *filling, struct spot_error *err)
{
	int rc;

	rc = spot_batch_convert(&filling->batch, &filling->chunk, 0, filling->chunk.n_records,
	    &filling->binding, &filling->bad, err);
	if (rc == 0)
		rc = report_bad_cells(filling);
	if (rc == 0)
		rc = ask_whens(filling, err);
	if (rc == 0)
		rc = spot_rollup_add(filling->table->rollup, &filling->batch,
		    (const uint8_t *const *)filling->holds, err);
	return rc;
}

static int fill_table(struct spot_panel_table *table, const struct spot_rollup_rule *rule,
    struct spot_vm *vm, const struct spot_reader_options *options, bool keep_going,
    struct spot_error *err)
{
	struct filling filling = { .rule = rule, .table = table, .vm = vm, .options = options,
		.keep_going = keep_going };
	struct spot_reader_options own = *options;
	const struct spot_dialect *dialect;
	bool at_end = false;
	int rc;

	/* The dialect of the accounts says nothing of this file's. */
	own.delimiter = 0;
	own.no_header = false;
	own.skip_rows = 0;
	spot_chunk_init(&filling.chunk);
	spot_arena_init(&filling.arena);
	rc = spot_reader_open(&filling.reader, table->path, 0, &own, err);
	if (rc != 0)
		goto out;
	dialect = spot_reader_dialect(filling.reader);
	rc = spot_binding_make(&filling.binding, &rule->fields, dialect->header,
	    dialect->n_columns, true, &filling.arena, err);
	if (rc != 0) {
		spot_error_place(err, table->path, 1, NULL);
		goto out;
	}
	rc = spot_batch_init(&filling.batch, &rule->fields, SPOT_BATCH_ROWS, err);
	if (rc == 0)
		rc = filling_alloc(&filling, err);
	while (rc == 0 && !at_end) {
		rc = spot_reader_next(filling.reader, &filling.chunk, SPOT_BATCH_ROWS,
		    SPOT_CHUNK_BYTES, &at_end, err);
		if (rc == 0)
			rc = fill_chunk(&filling, err);
	}
	if (rc == 0) {
		table->n_rejected_rows = spot_reader_counts(filling.reader)->rejected;
		table->n_short_rows = spot_reader_counts(filling.reader)->short_rows;
		rc = spot_rollup_freeze(table->rollup, err);
	}
out:
	filling_reset(&filling);
	return rc;
}

static const char *with_path(const struct spot_with *withs, size_t n_withs, const char *name)
{
	for (size_t i = 0; i < n_withs; i++)
		if (strcmp(withs[i].name, name) == 0)
			return withs[i].path;
	return NULL;
}

static int open_tables(struct spot_panel *panel, const struct spot_with *withs, size_t n_withs,
    const struct spot_reader_options *options, bool keep_going, struct spot_error *err)
{
	const struct spot_rules *rules = panel->rules;
	struct spot_vm *vm = NULL;
	int rc = spot_vm_new(&vm, rules, err);

	for (size_t i = 0; rc == 0 && i < rules->n_rollups; i++) {
		const struct spot_rollup_rule *rule = &rules->rollups[i];
		struct spot_panel_table *table = &panel->tables[i];

		table->path = with_path(withs, n_withs, rule->name);
		if (!table->path) {
			rc = spot_error_set(err, SPOT_EUSAGE,
			    "the rules sum up the table \"%s\", which was not given", rule->name);
			spot_error_place(err, rule->place.file, rule->place.line, NULL);
			spot_error_hint(err, "add --with %s=FILE", rule->name);
			break;
		}
		rc = spot_rollup_new(&table->rollup, &rule->fields, rule->key_idx,
		    rule->deriveds, rule->n_deriveds, err);
		if (rc == 0)
			rc = fill_table(table, rule, vm, options, keep_going, err);
	}
	spot_vm_free(vm);
	return rc;
}

int spot_panel_init_bare(struct spot_panel *panel, const struct spot_rules *rules,
    struct spot_error *err)
{
	memset(panel, 0, sizeof(*panel));
	panel->rules = rules;
	panel->key_field = spot_schema_key(&rules->fields);
	return spot_scoring_init(&panel->scoring, rules, err);
}

int spot_panel_init(struct spot_panel *panel, const struct spot_rules *rules,
    const struct spot_with *withs, size_t n_withs, const struct spot_reader_options *options,
    bool keep_going, struct spot_error *err)
{
	int rc = spot_panel_init_bare(panel, rules, err);

	if (rc == 0 && rules->n_rollups > 0) {
		panel->tables = spot_mem_calloc(rules->n_rollups, sizeof(*panel->tables));
		rc = panel->tables
		    ? open_tables(panel, withs, n_withs, options, keep_going, err)
		    : spot_error_nomem(err);
	}
	if (rc != 0)
		spot_panel_reset(panel);
	return rc;
}

void spot_panel_reset(struct spot_panel *panel)
{
	if (panel->tables)
		for (size_t i = 0; i < panel->rules->n_rollups; i++)
			spot_rollup_free(panel->tables[i].rollup);
	free(panel->tables);
	spot_scoring_reset(&panel->scoring);
	memset(panel, 0, sizeof(*panel));
}

static bool uses_with(const struct spot_rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->n_rollups; i++)
		if (strcmp(rules->rollups[i].name, name) == 0)
			return true;
	for (size_t i = 0; i < rules->n_words; i++)
		if (strcmp(rules->words[i].word, name) == 0)
			return true; /* contacts, events: declared, read by other verbs */
	return false;
}

int spot_panel_check_withs(const struct spot_panel *panels, size_t n_panels,
    const struct spot_with *withs, size_t n_withs, struct spot_error *err)
{
	for (size_t i = 0; i < n_withs; i++) {
		bool used = false;

		for (size_t p = 0; p < n_panels && !used; p++)
			used = uses_with(panels[p].rules, withs[i].name);
		if (used)
			continue;
		spot_error_set(err, SPOT_EUSAGE,
		    "--with %s=%s: no rollup of that name in the rules", withs[i].name,
		    withs[i].path);
		if (n_panels > 0 && panels[0].rules->n_rollups > 0)
			spot_error_hint(err, "the rules have rollup \"%s\"",
			    panels[0].rules->rollups[0].name);
		else
			spot_error_hint(err, "leave it out, or add rollup \"%s\" to the rules",
			    withs[i].name);
		return SPOT_EUSAGE;
	}
	return 0;
}
