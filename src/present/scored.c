/* SPDX-License-Identifier: MIT */
#include "present/scored.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/text.h"
#include "engine/reason.h"
#include "table/emit.h"

struct spot_scored {
	struct spot_scored_options options;
	struct spot_result_columns columns;
	const struct spot_dialect *dialect;
	bool *kept;            /* by input column: false where a result column has its name */
	bool keeps_all;
	struct spot_view *json_names; /* by input column: unique, not empty */
	size_t key_column;     /* of the first panel's key, or SPOT_NONE */
	size_t name_field;     /* of the first panel: the text field "name", or SPOT_NONE */
	struct spot_arena arena;
};

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
	rows->key_column = SPOT_NONE;
	rows->name_field = spot_schema_find(fields, "name", 4);
	if (rows->name_field != SPOT_NONE &&
	    fields->fields[rows->name_field].type != SPOT_TYPE_TEXT)
		rows->name_field = SPOT_NONE;
	rc = spot_result_columns_init(&rows->columns, panels, n_panels, options->explain, err);
	if (rc == 0)
		rc = check_only(rows, err);
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

static int plan_kept(struct spot_scored *rows, struct spot_error *err)
{
	const struct spot_dialect *dialect = rows->dialect;

	rows->kept = spot_arena_calloc(&rows->arena, dialect->n_columns + 1, sizeof(*rows->kept));
	if (!rows->kept)
		return spot_error_nomem(err);
	rows->keeps_all = !rows->options.result_only;
	for (size_t i = 0; i < dialect->n_columns; i++) {
		rows->kept[i] = rows->options.result_only
				    ? i == rows->key_column
				    : rows->options.no_header ||
					  !is_result_name(&rows->columns, dialect->header[i]);
		if (!rows->kept[i])
			rows->keeps_all = false;
	}
	return 0;
}

/* JSON objects need names that are there and differ: "column 3" for none, "name (2)" for a second
 * "name". */
static int plan_json_names(struct spot_scored *rows, struct spot_error *err)
{
	const struct spot_dialect *dialect = rows->dialect;
	struct spot_buf buf = SPOT_BUF_INIT;
	struct spot_map seen;
	int rc = 0;

	spot_map_init(&seen);
	rows->json_names =
	    spot_arena_calloc(&rows->arena, dialect->n_columns + 1, sizeof(*rows->json_names));
	for (size_t i = 0; rows->json_names && i < dialect->n_columns; i++) {
		struct spot_view base = dialect->header[i];
		size_t copy_no = 1, n_before = seen.n_keys;
		char *name;

		spot_buf_clear(&buf);
		if (base.len == 0)
			spot_buf_printf(&buf, "column %zu", i + 1);
		else
			spot_buf_view(&buf, base);
		while (spot_map_add(&seen, (struct spot_view) { buf.ptr, buf.len }) < n_before) {
			size_t at = base.len;
			spot_buf_clear(&buf);
			spot_buf_add(&buf, base.ptr, at);
			spot_buf_printf(&buf, " (%zu)", ++copy_no);
		}
		name = spot_buf_failed(&buf) ? NULL
					     : spot_arena_copy(&rows->arena, buf.ptr, buf.len);
		if (!name || seen.n_keys == n_before) {
			rc = spot_error_nomem(err);
			break;
		}
		rows->json_names[i] = (struct spot_view) { name, buf.len };
	}
	if (!rows->json_names)
		rc = spot_error_nomem(err);
	spot_map_reset(&seen);
	spot_buf_reset(&buf);
	return rc;
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
	if (rc == 0 && rows->options.format == SPOT_SCORED_CSV)
		print_header(rows, head);
	return rc;
}

/* --- rows ---------------------------------------------------------------------------------- */

static void add_cells(const struct spot_scored *rows, const struct spot_run_view *view,
    size_t row, struct spot_buf *out)
{
	bool first = true;

	for (size_t i = 0; i < rows->dialect->n_columns; i++) {
		if (!rows->kept[i])
			continue;
		if (!first)
			spot_buf_char(out, rows->dialect->delimiter);
		spot_emit_csv(out, spot_chunk_cell(view->chunk, view->first + row, i),
		    rows->dialect->delimiter);
		first = false;
	}
}

/* Copies the raw bytes of the columns that stay. False when the row's cells cannot be told apart
 * for certain. */
static bool add_raw_kept(
    const struct spot_scored *rows, const struct spot_record *record, struct spot_buf *out)
{
	struct spot_view few[64], *cells = few;
	size_t n_columns = rows->dialect->n_columns;
	bool first = true, sure;

	if (n_columns > sizeof(few) / sizeof(few[0])) {
		cells = spot_mem_calloc(n_columns, sizeof(*cells));
		if (!cells) {
			out->failed = true;
			return true;
		}
	}
	sure = spot_reader_split_raw(record->raw, rows->dialect->delimiter, cells, n_columns,
		   NULL) == n_columns - record->n_missing;
	for (size_t i = 0; sure && i < n_columns; i++) {
		if (!rows->kept[i])
			continue;
		if (!first)
			spot_buf_char(out, rows->dialect->delimiter);
		if (i < n_columns - record->n_missing)
			spot_buf_view(out, cells[i]);
		first = false;
	}
	if (cells != few)
		free(cells);
	return sure;
}

static void add_csv(const struct spot_scored *rows, const struct spot_run_view *view, size_t row,
    struct spot_buf *scratch, struct spot_buf *out)
{
	const struct spot_record *record = &view->chunk->records[view->first + row];
	char delimiter = rows->dialect->delimiter;
	bool any_before = rows->keeps_all;

	if (!view->same_delimiter) {
		add_cells(rows, view, row, out);
	} else if (rows->keeps_all) {
		spot_buf_view(out, record->raw);
		for (size_t i = 0; i < record->n_missing; i++)
			spot_buf_char(out, delimiter);
	} else if (!add_raw_kept(rows, record, out)) {
		add_cells(rows, view, row, out);
	}
	for (size_t i = 0; !any_before && i < rows->dialect->n_columns; i++)
		any_before = rows->kept[i];
	for (size_t i = 0; i < rows->columns.n_items; i++) {
		if (i > 0 || any_before)
			spot_buf_char(out, delimiter);
		spot_buf_clear(scratch);
		spot_result_print(
		    scratch, &rows->columns, &rows->columns.items[i], view->judges, row);
		spot_emit_csv(out, (struct spot_view) { scratch->ptr, scratch->len }, delimiter);
		if (spot_buf_failed(scratch))
			out->failed = true;
	}
	spot_buf_text(out, rows->dialect->line_end);
}

static void add_json_cell(struct spot_buf *out, struct spot_view cell)
{
	if (spot_text_trim(cell).len == 0)
		spot_buf_text(out, "null");
	else
		spot_emit_json(out, cell);
}

static void add_json(const struct spot_scored *rows, const struct spot_run_view *view,
    size_t row, struct spot_buf *out)
{
	struct spot_view key = spot_judge_key(&view->judges[0], row);

	spot_buf_text(out, rows->options.format == SPOT_SCORED_JSON ? ",\n{" : "{");
	if (view->judges[0].panel->key_field != SPOT_NONE) {
		spot_buf_text(out, "\"key\": ");
		add_json_cell(out, key);
		spot_buf_text(out, ", ");
	}
	for (size_t i = 0; i < rows->columns.n_items; i++) {
		const char *name = rows->columns.items[i].name;

		if (i > 0)
			spot_buf_text(out, ", ");
		spot_emit_json(out, spot_view_of(strncmp(name, "icp_", 4) == 0 ? name + 4 : name));
		spot_buf_text(out, ": ");
		spot_result_print_json(
		    out, &rows->columns, &rows->columns.items[i], view->judges, row);
	}
	if (!rows->options.result_only) {
		bool first = true;

		spot_buf_text(out, ", \"input\": {");
		for (size_t i = 0; i < rows->dialect->n_columns; i++) {
			if (!rows->kept[i])
				continue;
			if (!first)
				spot_buf_text(out, ", ");
			spot_emit_json(out, rows->json_names[i]);
			spot_buf_text(out, ": ");
			add_json_cell(out, spot_chunk_cell(view->chunk, view->first + row, i));
			first = false;
		}
		spot_buf_char(out, '}');
	}
	spot_buf_text(out, rows->options.format == SPOT_SCORED_JSON ? "}" : "}\n");
}

static void add_table(const struct spot_scored *rows, const struct spot_run_view *view,
    size_t row, struct spot_buf *out)
{
	size_t best = spot_result_best(view->judges, view->n_judges, row);
	const struct spot_judge *judge = &view->judges[best];
	const struct spot_verdict *verdict = &judge->verdicts[row];
	struct spot_view key = spot_judge_key(&view->judges[0], row);

	if (key.len > 0)
		spot_buf_view(out, key);
	else
		spot_buf_printf(
		    out, "%s:%" PRIu64, view->file_name, view->chunk->records[view->first + row].line);
	spot_buf_char(out, SPOT_SCORED_CELL_END);
	if (rows->name_field != SPOT_NONE) {
		struct spot_value name =
		    spot_batch_get(&view->judges[0].batch, rows->name_field, row);
		if (name.kind == SPOT_KIND_TEXT)
			spot_buf_view(out, name.as.text);
	}
	spot_buf_char(out, SPOT_SCORED_CELL_END);
	spot_buf_text(out, spot_verdict_tier_name(judge->panel->rules, verdict->tier));
	spot_buf_char(out, SPOT_SCORED_CELL_END);
	if (verdict->has_score)
		spot_buf_fixed2(out, verdict->score);
	spot_buf_char(out, SPOT_SCORED_CELL_END);
	if (verdict->has_growth)
		spot_buf_fixed2(out, verdict->growth);
	spot_buf_char(out, SPOT_SCORED_CELL_END);
	spot_buf_text(out, spot_reason_first(judge, row));
	spot_buf_char(out, SPOT_SCORED_CELL_END);
}

static bool is_wanted(const struct spot_scored *rows, const struct spot_judge *judge, size_t row)
{
	const char *tier =
	    spot_verdict_tier_name(judge->panel->rules, judge->verdicts[row].tier);

	if (rows->options.n_only == 0)
		return true;
	for (size_t i = 0; i < rows->options.n_only; i++)
		if (strcmp(rows->options.only[i], tier) == 0)
			return true;
	return false;
}

int spot_scored_render(const struct spot_scored *rows, const struct spot_run_view *view,
    struct spot_piece *piece, struct spot_error *err)
{
	struct spot_buf scratch = SPOT_BUF_INIT;

	for (size_t row = 0; row < view->n_rows; row++) {
		size_t best = spot_result_best(view->judges, view->n_judges, row);
		const struct spot_judge *judge = &view->judges[best];
		struct spot_piece_row *out = &piece->rows[piece->n_rows + row];

		out->order =
		    judge->verdicts[row].has_score ? judge->verdicts[row].score : -HUGE_VAL;
		out->left_out = !is_wanted(rows, judge, row);
		if (!out->left_out) {
			switch (rows->options.format) {
			case SPOT_SCORED_CSV:
				add_csv(rows, view, row, &scratch, &piece->text);
				break;
			case SPOT_SCORED_JSONL:
			case SPOT_SCORED_JSON:
				add_json(rows, view, row, &piece->text);
				break;
			case SPOT_SCORED_TABLE:
				add_table(rows, view, row, &piece->text);
				break;
			case SPOT_SCORED_N:
				break;
			}
		}
		out->end = piece->text.len;
	}
	piece->n_rows += view->n_rows;
	spot_buf_reset(&scratch);
	return spot_buf_failed(&piece->text) ? spot_error_nomem(err) : 0;
}
