/* SPDX-License-Identifier: MIT */
/* Rows as text: the input's bytes copied where they can be, then the result's cells. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/text.h"
#include "engine/reason.h"
#include "present/scored_internal.h"
#include "table/emit.h"

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
    struct spot_buf *out)
{
	const struct spot_record *record = &view->chunk->records[view->first + row];

	if (rows->options.rewrites || !view->same_delimiter || !add_raw_kept(rows, record, out))
		add_cells(rows, view, row, out);
}

static void add_json_cell(struct spot_buf *out, struct spot_view cell)
{
	bool is_blank = cell.len == 0;

	/* What begins with a printing character is not blank; the rest is looked at closely. */
	if (!is_blank && (cell.ptr[0] <= ' ' || cell.ptr[0] > '~'))
		is_blank = spot_text_trim(cell).len == 0;
	if (is_blank)
		spot_buf_text(out, "null");
	else
		spot_json_quote(out, cell);
}

static void add_json(const struct spot_scored *rows, const struct spot_run_view *view,
    size_t row, const struct spot_cells_batch *batch, struct spot_buf *out)
{
	bool is_list = rows->options.format == SPOT_SCORED_JSON;

	spot_buf_text(out, is_list ? ",\n{" : "{");
	if (view->judges[0].panel->key_field != SPOT_NONE) {
		spot_buf_text(out, "\"key\": ");
		add_json_cell(out, spot_judge_key(&view->judges[0], row));
	}
	spot_cells_add(out, batch, row);
	if (!rows->options.result_only) {
		spot_buf_text(out, ", \"input\": {");
		for (size_t i = 0; i < rows->dialect->n_columns; i++) {
			if (!rows->kept[i])
				continue;
			spot_buf_view(out, rows->json_names[i]);
			add_json_cell(out, spot_chunk_cell(view->chunk, view->first + row, i));
		}
		spot_buf_char(out, '}');
	}
	spot_buf_text(out, is_list ? "}" : "}\n");
}

static void add_table(const struct spot_scored *rows, const struct spot_run_view *view,
    size_t row, struct spot_buf *out)
{
	size_t best = spot_result_best(view->judges, view->n_judges, row);
	const struct spot_judge *judge = &view->judges[best];
	const struct spot_verdicts *verdicts = judge->verdicts;
	const struct spot_record *record = &view->chunk->records[view->first + row];
	struct spot_view key = spot_judge_key(&view->judges[0], row);

	if (key.len > 0)
		spot_buf_view(out, key);
	else
		spot_buf_printf(out, "%s:%" PRIu64, view->file_name, record->line);
	spot_buf_char(out, SPOT_SCORED_CELL_END);
	if (rows->name_field != SPOT_NONE) {
		struct spot_value name =
		    spot_batch_get(&view->judges[0].batch, rows->name_field, row);
		if (name.kind == SPOT_KIND_TEXT)
			spot_buf_view(out, name.as.text);
	}
	spot_buf_char(out, SPOT_SCORED_CELL_END);
	spot_buf_text(out, spot_verdict_rank_name(judge->panel->rules, verdicts->tier[row]));
	spot_buf_char(out, SPOT_SCORED_CELL_END);
	if (verdicts->has_score[row])
		spot_buf_fixed2(out, verdicts->score[row]);
	spot_buf_char(out, SPOT_SCORED_CELL_END);
	if (verdicts->has_growth[row])
		spot_buf_fixed2(out, verdicts->growth[row]);
	spot_buf_char(out, SPOT_SCORED_CELL_END);
	spot_buf_text(out, spot_reason_first(judge, row));
	spot_buf_char(out, SPOT_SCORED_CELL_END);
}

static void add_row(const struct spot_scored *rows, const struct spot_run_view *view, size_t row,
    const struct spot_cells_batch *batch, struct spot_buf *out)
{
	switch (rows->options.format) {
	case SPOT_SCORED_CSV:
		add_csv(rows, view, row, out);
		spot_cells_add(out, batch, row);
		break;
	case SPOT_SCORED_JSONL:
	case SPOT_SCORED_JSON:
		add_json(rows, view, row, batch, out);
		break;
	case SPOT_SCORED_TABLE:
		add_table(rows, view, row, out);
		break;
	case SPOT_SCORED_N:
		break;
	}
}

static void render_row(const struct spot_scored *rows, const struct spot_run_view *view, size_t row,
    const struct spot_cells_batch *batch, struct spot_piece *piece)
{
	size_t best = spot_result_best(view->judges, view->n_judges, row);
	const struct spot_verdicts *verdicts = view->judges[best].verdicts;
	bool is_wanted = !rows->wanted || rows->wanted[best][verdicts->tier[row]];

	if (is_wanted)
		add_row(rows, view, row, batch, &piece->text);
	else
		piece->n_left_out++;
	if (piece->rows)
		piece->rows[piece->n_rows + row] = (struct spot_piece_row) {
			.end = piece->text.len,
			.order = verdicts->has_score[row] ? verdicts->score[row] : -HUGE_VAL,
			.left_out = !is_wanted,
		};
}

int spot_scored_render(const struct spot_scored *rows, const struct spot_run_view *view,
    struct spot_piece *piece, struct spot_error *err)
{
	bool are_copied = rows->options.format == SPOT_SCORED_CSV && rows->keeps_all &&
	    view->same_delimiter && !rows->wanted && !piece->rows;
	struct spot_cells_batch *batch;
	int rc = spot_cells_batch_new(&batch, rows->cells, view->judges, err);

	if (rc != 0)
		return rc;
	if (are_copied)
		spot_cells_add_rows(&piece->text, batch, view->chunk->records + view->first);
	for (size_t row = 0; !are_copied && row < view->n_rows; row++)
		render_row(rows, view, row, batch, piece);
	piece->n_rows += view->n_rows;
	spot_cells_batch_free(batch);
	return spot_buf_failed(&piece->text) ? spot_error_nomem(err) : 0;
}
