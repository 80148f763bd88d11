/* SPDX-License-Identifier: MIT */
#include "present/scored.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/map.h"
#include "present/scored_internal.h"
#include "table/emit.h"

/* --- making ------------------------------------------------------------------------------ */

static bool has_tier(const struct spot_rules *rules, const char *name)
{
	if (strcmp(name, "bad fit") == 0)
		return true;
	for (size_t i = 0; i < rules->n_tiers; i++)
		if (strcmp(rules->tiers[i].name, name) == 0)
			return true;
	return false;
}

static int check_only(const struct spot_scored *rows, struct spot_error *err)
{
	for (size_t i = 0; i < rows->options.n_only; i++) {
		const char *name = rows->options.only[i];
		bool found = false;

		for (size_t p = 0; p < rows->columns.n_panels && !found; p++)
			found = has_tier(rows->columns.panels[p].rules, name);
		if (found)
			continue;
		spot_error_set(err, SPOT_EUSAGE, "--only: there is no tier \"%s\"", name);
		if (rows->columns.panels[0].rules->n_tiers > 0)
			spot_error_hint(err,
			    "tiers are spelt as in the rule file, such as \"%s\" or \"bad "
			    "fit\"",
			    rows->columns.panels[0].rules->tiers[0].name);
		return SPOT_EUSAGE;
	}
	return 0;
}

static bool is_listed(const struct spot_scored_options *options, const char *name)
{
	for (size_t i = 0; i < options->n_only; i++)
		if (strcmp(options->only[i], name) == 0)
			return true;
	return false;
}

static int plan_wanted(struct spot_scored *rows, struct spot_error *err)
{
	size_t n_panels = rows->columns.n_panels;

	if (rows->options.n_only == 0)
		return 0;
	rows->wanted = spot_arena_calloc(&rows->arena, n_panels, sizeof(*rows->wanted));
	for (size_t p = 0; rows->wanted && p < n_panels; p++) {
		const struct spot_rules *rules = rows->columns.panels[p].rules;
		size_t n_ranks = rules->n_tiers + 2;

		rows->wanted[p] = spot_arena_calloc(&rows->arena, n_ranks, sizeof(bool));
		if (!rows->wanted[p])
			return spot_error_nomem(err);
		for (size_t rank = 0; rank < n_ranks; rank++)
			rows->wanted[p][rank] =
			    is_listed(&rows->options, spot_verdict_rank_name(rules, rank));
	}
	return rows->wanted ? 0 : spot_error_nomem(err);
}

int spot_scored_new(struct spot_scored **out, const struct spot_panel *panels, size_t n_panels,
    const struct spot_scored_options *options, struct spot_error *err)
{
	const struct spot_schema *fields = &panels[0].rules->fields;
	struct spot_scored *rows = calloc(1, sizeof(*rows));
	int rc;

	*out = NULL;
	if (!rows)
		return spot_error_nomem(err);
	spot_arena_init(&rows->arena);
	rows->options = *options;
	rows->stale = "";
	rows->key_column = SPOT_NONE;
	rows->name_field = spot_schema_find(fields, "name", 4);
	if (rows->name_field != SPOT_NONE &&
	    fields->fields[rows->name_field].type != SPOT_TYPE_TEXT)
		rows->name_field = SPOT_NONE;
	rc = spot_result_columns_init(&rows->columns, panels, n_panels, options->explain, err);
	if (rc == 0)
		rc = check_only(rows, err);
	if (rc == 0)
		rc = plan_wanted(rows, err);
	if (rc == 0 && options->result_only && panels[0].key_field == SPOT_NONE) {
		rc = spot_error_set(err, SPOT_EUSAGE,
		    "--columns result needs a field of type key, and %s has none",
		    panels[0].rules->path);
		spot_error_hint(err, "declare one, such as id = \"key\"");
	}
	if (rc != 0) {
		spot_scored_free(rows);
		return rc;
	}
	*out = rows;
	return 0;
}

void spot_scored_free(struct spot_scored *rows)
{
	if (!rows)
		return;
	spot_cells_free(rows->cells);
	spot_result_columns_reset(&rows->columns);
	spot_arena_free(&rows->arena);
	free(rows);
}

/* --- before the first row ------------------------------------------------------------------ */

static bool is_result_name(const struct spot_result_columns *columns, struct spot_view name)
{
	for (size_t i = 0; i < columns->n_items; i++)
		if (spot_view_equal(spot_view_of(columns->items[i].name), name))
			return true;
	return false;
}

/* Columns of an earlier run that this one does not write, of --explain or of other profiles, would
 * stand beside the new ones as if they were of them. */
static int plan_stale(struct spot_scored *rows, struct spot_error *err)
{
	const struct spot_dialect *dialect = rows->dialect;
	struct spot_buf stale = SPOT_BUF_INIT;
	bool checks = !rows->options.result_only && !rows->options.no_header;
	bool *is_earlier = spot_arena_calloc(&rows->arena, dialect->n_columns + 1, sizeof(bool));

	if (!is_earlier)
		return spot_error_nomem(err);
	if (checks && spot_result_mark_earlier(
			  is_earlier, dialect->header, dialect->n_columns, err) != 0)
		return SPOT_ENOMEM;
	for (size_t i = 0; i < dialect->n_columns; i++) {
		if (!rows->kept[i] || !is_earlier[i])
			continue;
		rows->kept[i] = rows->keeps_all = false;
		spot_buf_text(&stale, stale.len > 0 ? ", \"" : "\"");
		spot_buf_view(&stale, dialect->header[i]);
		spot_buf_char(&stale, '"');
	}
	rows->stale = spot_buf_failed(&stale)
	    ? NULL : spot_arena_copy(&rows->arena, spot_buf_str(&stale), stale.len);
	spot_buf_reset(&stale);
	return rows->stale ? 0 : spot_error_nomem(err);
}

const char *spot_scored_stale(const struct spot_scored *rows)
{
	return rows->stale;
}

static int plan_kept(struct spot_scored *rows, struct spot_error *err)
{
	const struct spot_dialect *dialect = rows->dialect;

	rows->kept = spot_arena_calloc(&rows->arena, dialect->n_columns + 1, sizeof(*rows->kept));
	if (!rows->kept)
		return spot_error_nomem(err);
	rows->keeps_all = !rows->options.result_only && !rows->options.rewrites;
	for (size_t i = 0; i < dialect->n_columns; i++) {
		rows->kept[i] = rows->options.result_only
				    ? i == rows->key_column
				    : rows->options.no_header ||
					  !is_result_name(&rows->columns, dialect->header[i]);
		if (!rows->kept[i])
			rows->keeps_all = false;
	}
	return plan_stale(rows, err);
}

/* The name that an object's member has: there, and not one seen before: "column 3" for none,
 * "name (2)" for a second "name". */
static void print_json_name(struct spot_buf *out, struct spot_map *seen, struct spot_view header,
    size_t column_idx)
{
	size_t n_before = seen->n_keys, copy_no = 1;

	if (header.len == 0)
		spot_buf_printf(out, "column %zu", column_idx + 1);
	else
		spot_buf_view(out, header);
	while (spot_map_add(seen, (struct spot_view) { out->ptr, out->len }) < n_before) {
		spot_buf_clear(out);
		spot_buf_view(out, header);
		spot_buf_printf(out, " (%zu)", ++copy_no);
	}
	if (seen->n_keys == n_before)
		out->failed = true;
}

static int plan_json_names(struct spot_scored *rows, struct spot_error *err)
{
	const struct spot_dialect *dialect = rows->dialect;
	struct spot_buf name = SPOT_BUF_INIT, before = SPOT_BUF_INIT;
	struct spot_view *out =
	    spot_arena_calloc(&rows->arena, dialect->n_columns + 1, sizeof(*out));
	struct spot_map seen;
	bool first = true, failed = !out;

	spot_map_init(&seen);
	for (size_t i = 0; !failed && i < dialect->n_columns; i++) {
		spot_buf_clear(&name);
		print_json_name(&name, &seen, dialect->header[i], i);
		failed = spot_buf_failed(&name);
		if (failed || !rows->kept[i])
			continue;
		spot_buf_clear(&before);
		spot_buf_text(&before, first ? "" : ", ");
		spot_json_quote(&before, (struct spot_view) { name.ptr, name.len });
		spot_buf_text(&before, ": ");
		first = false;
		out[i].ptr = spot_arena_copy(&rows->arena, spot_buf_str(&before), before.len);
		out[i].len = before.len;
		failed = spot_buf_failed(&before) || !out[i].ptr;
	}
	rows->json_names = out;
	spot_map_reset(&seen);
	spot_buf_reset(&name);
	spot_buf_reset(&before);
	return failed ? spot_error_nomem(err) : 0;
}

static int find_key_column(struct spot_scored *rows, struct spot_error *err)
{
	const struct spot_panel *panel = &rows->columns.panels[0];
	const struct spot_dialect *dialect = rows->dialect;
	struct spot_binding binding;
	int rc;

	if (panel->key_field == SPOT_NONE)
		return 0;
	rc = spot_binding_make(&binding, &panel->rules->fields, dialect->header, dialect->n_columns,
	    !rows->options.no_header, &rows->arena, err);
	if (rc == 0)
		rows->key_column = binding.column_of[panel->key_field];
	return rc;
}

static void print_header(const struct spot_scored *rows, struct spot_buf *head)
{
	const struct spot_dialect *dialect = rows->dialect;
	bool first = true;

	if (dialect->has_bom)
		spot_buf_text(head, "\xEF\xBB\xBF");
	if (dialect->has_sep_line) {
		spot_buf_view(head, dialect->sep_line);
		spot_buf_text(head, dialect->line_end);
	}
	if (rows->options.no_header)
		return;
	if (rows->keeps_all) {
		spot_buf_view(head, dialect->header_raw);
		first = false;
	}
	for (size_t i = 0; !rows->keeps_all && i < dialect->n_columns; i++) {
		if (!rows->kept[i])
			continue;
		if (!first)
			spot_buf_char(head, dialect->delimiter);
		spot_emit_csv(head, dialect->header[i], dialect->delimiter);
		first = false;
	}
	for (size_t i = 0; i < rows->columns.n_items; i++) {
		if (!first)
			spot_buf_char(head, dialect->delimiter);
		spot_emit_csv(head, spot_view_of(rows->columns.items[i].name), dialect->delimiter);
		first = false;
	}
	spot_buf_text(head, dialect->line_end);
}

static int plan_cells(struct spot_scored *rows, struct spot_error *err)
{
	const struct spot_dialect *dialect = rows->dialect;
	bool csv = rows->options.format == SPOT_SCORED_CSV;
	struct spot_cells_look look = { .json = !csv, .delimiter = dialect->delimiter,
		.line_end = csv ? dialect->line_end : "", .is_first = true };

	if (!csv)
		look.is_first = rows->columns.panels[0].key_field == SPOT_NONE;
	for (size_t i = 0; csv && i < dialect->n_columns; i++)
		look.is_first = look.is_first && !rows->kept[i];
	return spot_cells_new(&rows->cells, &rows->columns, &look, err);
}

int spot_scored_begin(struct spot_scored *rows, const struct spot_dialect *dialect,
    struct spot_buf *head, struct spot_error *err)
{
	int rc;

	rows->dialect = dialect;
	rc = find_key_column(rows, err);
	if (rc == 0)
		rc = plan_kept(rows, err);
	if (rc == 0)
		rc = plan_json_names(rows, err);
	if (rc == 0)
		rc = plan_cells(rows, err);
	if (rc == 0 && rows->options.format == SPOT_SCORED_CSV)
		print_header(rows, head);
	return rc;
}
